/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {Component} from "@odoo/owl";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

/**
 * What is done to the mapping as a whole, and not every day: in the page's gear menu.
 * The header of a list has room for a few buttons only.
 */
export class MappingMenu extends Component {
    static template = "tms_quickbooks.MappingMenu";
    static props = {};
    static components = {DropdownItem};

    setup() {
        this.action = useService("action");
    }

    get entries() {
        return [
            {name: "action_add", label: _t("Add a Mapping")},
            {name: "action_retry_held_back", label: _t("Retry What Was Held Back")},
            {name: "action_undo_accepting", label: _t("Undo Accepting Suggestions")},
            {name: "action_import", label: _t("Import Mapping")},
            {name: "action_export", label: _t("Export Mapping")},
        ];
    }

    run(name) {
        const {resModel, context} = this.env.searchModel;
        return this.action.doActionButton({
            type: "object",
            name,
            resModel,
            resIds: [],
            context,
            onClose: () => this.env.searchModel.search(),
        });
    }
}

registry.category("cogMenu").add("tms_quickbooks.mapping", {
    Component: MappingMenu,
    groupNumber: 10,
    isDisplayed: ({config, searchModel}) =>
        searchModel.resModel === "quickbooks.mapping" &&
        config.viewType === "list" &&
        user.hasGroup("tms_quickbooks.group_quickbooks_manager"),
});
