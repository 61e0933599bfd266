/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {markRaw} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {Deferred} from "@web/core/utils/concurrency";
import {RelationalModel} from "@web/model/relational_model/relational_model";
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

/**
 * A reload that a newer one overtakes ends with the newer one. Odoo's own would never
 * end, and a button that waits for it would keep all buttons disabled. A page that
 * follows invites that: it shows what a button has done before the button is through,
 * so that people go on.
 */
class LiveModel extends RelationalModel {
    setup() {
        super.setup(...arguments);
        this.loading = markRaw(new Set());
    }

    load() {
        const end = new Deferred();
        this.loading.add(end);
        const begun = [...this.loading];
        super
            .load(...arguments)
            .then(end.resolve, end.reject)
            .then(() => {
                for (const each of begun) {
                    this.loading.delete(each);
                    each.resolve();
                }
            });
        return end;
    }
}

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
    Model: LiveModel,
    SearchPanel: LiveSearchPanel,
});
registry.category("views").add("quickbooks_overview", {
    ...kanbanView,
    Controller: OverviewController,
    Model: LiveModel,
});
