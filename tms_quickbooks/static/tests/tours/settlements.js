/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {openTab, tabShows} from "./steps";

const tours = registry.category("web_tour.tours");

const press = (name, label) => ({
    content: `Press ${label}`,
    trigger: `.o_statusbar_buttons button[name=${name}]:contains(${label})`,
    run: "click",
});

const row = (text) => `.o_field_widget[name=line_ids] .o_data_row:contains(${text})`;

const edit = (field, text) => ({
    content: `Enter ${text}`,
    trigger: `.o_selected_row .o_field_widget[name=${field}] input`,
    run: `edit ${text}`,
});

const save = [
    {
        content: "Save",
        trigger: ".o_form_button_save:visible",
        run: "click",
    },
    {
        content: "It is saved",
        trigger: "body:not(:has(.o_form_dirty)) .o_form_saved",
    },
];

/* A week's pay: problems are mended, an amount is left out, the bills are made. */
tours.add("tms_quickbooks_settle", {
    steps: () => [
        {
            content: "The empty page explains what a settlement is",
            trigger: ".o_view_nocontent:contains(Pay your drivers for their loads)",
        },
        {
            content: "Make one",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Bills as drafts are there to choose, too",
            trigger: ".o_field_widget[name=bill_state]:contains(Drafts to look through)",
        },
        press("action_find_loads", "Find Loads"),
        {
            content: "It says what a load pays, and why",
            trigger: row("27.50 % of"),
        },
        {
            content: "A driver without pay is told",
            trigger: `${row("No pay set")} button[name=action_fix]`,
            run: "click",
        },
        {
            content: "Fix leads to the driver's pay",
            trigger: ".o_form_view .o_field_widget[name=basis] input",
            run: "click",
        },
        {
            content: "Paid by the mile",
            trigger: ".o_select_menu_item:contains(Per Mile)",
            run: "click",
        },
        {
            content: "So much for each",
            trigger: ".o_field_widget[name=rate] input",
            run: "edit 0.6125",
        },
        ...save,
        {
            content: "Back to the settlement",
            trigger: ".o_breadcrumb a:contains(DS), .breadcrumb-item a:contains(DS)",
            run: "click",
        },
        press("action_find_loads", "Find Loads Again"),
        {
            content: "Now the miles are paid",
            trigger: row("700 mi × $0.6125"),
        },
        {
            content: "Nothing is kept back any more",
            trigger: "body:not(:has(button[name=action_view_problems]))",
        },
        {
            content: "Add a deduction",
            trigger: ".o_field_x2many_list_row_add a:contains(Add a deduction)",
            run: "click",
        },
        {
            content: "Whose it is",
            trigger: ".o_selected_row .o_field_widget[name=driver_id] input",
            run: "edit Dan",
        },
        {
            content: "Choose the driver",
            trigger: ".o-autocomplete--dropdown-item a:contains(Dan Ortiz)",
            run: "click",
        },
        edit("name", "Fuel card"),
        edit("amount", "-120.55"),
        ...save,
        {
            content: "The total follows",
            trigger: ".o_field_widget[name=amount_total]:contains(1,270.70)",
        },
        {
            content: "Leave one load out",
            trigger: `${row("Left behind")} .o_field_widget[name=included] input`,
            run: "click",
        },
        ...save,
        {
            content: "The total follows again",
            trigger: ".o_field_widget[name=amount_total]:contains(789.45)",
        },
        press("action_create_bills", "Create Bills"),
        {
            content: "The bills are opened",
            trigger: ".o_list_view .o_data_row:contains(SETTLE/):contains(Dan Ortiz)",
        },
        {
            content: "Both drivers have one",
            trigger:
                ".o_list_view .o_data_row:contains(Eva Marsh) td[name=ref]:contains(SETTLE/)",
            run: "click",
        },
        {
            content: "A bill leads back to its settlement",
            trigger: "button[name=action_view_settlement]",
            run: "click",
        },
        {
            content: "It is billed",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Billed)",
        },
    ],
});

tours.add("tms_quickbooks_settled", {
    steps: () => [
        openTab,
        tabShows("Synced"),
        {
            content: "The load says who was paid what for it",
            trigger: ".o_notebook_headers a:contains(Driver Pay)",
            run: "click",
        },
        {
            content: "With its bill",
            trigger:
                ".o_field_widget[name=settlement_line_ids] .o_data_row:contains(428.75)",
        },
    ],
});

tours.add("tms_quickbooks_settlement_undone", {
    steps: () => [
        press("action_undo", "Cancel All Bills"),
        {
            content: "It says what becomes of bills in QuickBooks",
            trigger: ".modal:contains(QuickBooks) .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The settlement is cancelled",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Cancelled)",
        },
    ],
});
