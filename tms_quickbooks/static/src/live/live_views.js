/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";
import {SearchPanel} from "@web/search/search_panel/search_panel";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";

import {useQuickbooksChanges} from "./live";

const tellsOf =
    (...models) =>
    (changes) =>
        models.some((model) => model in changes);

/** The page that is shown is read again, unless somebody selects or edits rows. */
async function lookAgain(model) {
    if (model.root.selection?.length || model.root.editedRecord) {
        return true;
    }
    await model.root.load();
    return false;
}

class LiveListController extends ListController {
    setup() {
        super.setup();
        useQuickbooksChanges(tellsOf(this.props.resModel), () => lookAgain(this.model));
    }
}

/** The figures beside the list follow, too. */
class LiveSearchPanel extends SearchPanel {
    setup() {
        super.setup();
        const {searchModel} = this.env;
        useQuickbooksChanges(tellsOf(searchModel.resModel), async () => {
            await searchModel._fetchSections(searchModel.categories, searchModel.filters);
            this.updateActiveValues();
            this.render();
        });
    }
}

/** A connection's card tells of its jobs and calls. */
class OverviewController extends KanbanController {
    setup() {
        super.setup();
        useQuickbooksChanges(
            tellsOf(
                "quickbooks.connection",
                "quickbooks.job",
                "quickbooks.exchange",
                "quickbooks.change"
            ),
            () => lookAgain(this.model)
        );
    }
}

registry.category("views").add("quickbooks_live_list", {
    ...listView,
    Controller: LiveListController,
    SearchPanel: LiveSearchPanel,
});
registry.category("views").add("quickbooks_overview", {
    ...kanbanView,
    Controller: OverviewController,
});
