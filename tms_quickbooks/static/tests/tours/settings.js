/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {select} from "./steps";

const tours = registry.category("web_tour.tours");

const enter = (field, value) => ({
    content: `${field} is ${value}`,
    trigger: `.o_field_widget[name=${field}] input`,
    run: `edit ${value} && click body`,
});

const save = [
    {
        content: "Save",
        trigger: ".o_form_button_save",
        run: "click",
    },
];

const isRefused = (sentence) => [
    ...save,
    {
        content: `It is refused: ${sentence}`,
        trigger: `.modal:contains(${sentence})`,
    },
    {
        content: "Close the message",
        trigger: ".modal .modal-footer .btn-primary",
        run: "click",
    },
];

const isSaved = [
    ...save,
    {
        content: "It is saved",
        trigger: ".o_form_saved",
    },
];

tours.add("tms_quickbooks_connection_settings", {
    steps: () => [
        {
            content: "Open the settings of the connection",
            trigger: ".o_notebook_headers a:contains(Settings)",
            run: "click",
        },
        ...select("invoice_push", "When someone clicks Send to QB"),
        ...select("vendor_push", "Create only"),
        ...select("number_source", "Load number"),
        ...select("carrier_invoice_rule", "Its number, and the invoice attached"),
        {
            content: "QuickBooks numbers by itself: it says so",
            trigger: ".alert:contains(Custom transaction numbers)",
        },
        enter("interval", "0"),
        ...isRefused("every 5 to 1440 minutes"),
        enter("interval", "30"),
        enter("vendor_suffix", "/V:"),
        ...isRefused("takes no colon"),
        enter("vendor_suffix", "/Carrier"),
        {
            content: "What a name becomes is shown",
            trigger: ".o_field_widget[name=suffix_preview]:contains(Acme Freight/Carrier)",
        },
        ...isSaved,
    ],
});

tours.add("tms_quickbooks_general_settings", {
    steps: () => [
        {
            content: "The block tells which QuickBooks company it is about",
            trigger:
                ".app_settings_block:visible:contains(QuickBooks company):contains(Lone Star)",
        },
        ...select("quickbooks_bill_push", "Do not send"),
        {
            content: "Nothing goes that is dated before",
            trigger: ".o_field_widget[name=quickbooks_cutoff_date] input",
            run: "edit 11/21/2026 && click body",
        },
        {
            content: "Save",
            trigger: ".o_control_panel .o_form_button_save",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Saved",
            trigger: "body:not(:has(.o_dirty_warning)) .o_control_panel",
        },
    ],
});

tours.add("tms_quickbooks_general_settings_empty", {
    steps: () => [
        {
            content: "It says that nothing is connected, and offers to",
            trigger:
                ".app_settings_block:visible:contains(No QuickBooks company is connected) button:contains(Connect QuickBooks)",
        },
        {
            content: "There is nothing to set",
            trigger: ".o_form_view:not(:has([name=quickbooks_bill_push]))",
        },
    ],
});

tours.add("tms_quickbooks_withheld", {
    steps: () => [
        {
            content: "The invoice says why it stays here",
            trigger:
                ".alert:contains(Stays in Odoo):contains(what is dated before 11/21/2026 does not go)",
        },
        {
            content: "There is nothing to click",
            trigger: ".o_form_view:not(:has(button[name=action_qb_send]))",
        },
    ],
});

tours.add("tms_quickbooks_withheld_in_list", {
    steps: () => [
        {
            content: "Select all",
            trigger: ".o_list_renderer thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Send them",
            trigger: ".o_control_panel button[name=action_qb_send]",
            run: "click",
        },
        {
            content: "Those that may go went, the others are told of",
            trigger:
                ".o_notification:contains(1 queued for QuickBooks):contains(It is dated 11/20/2026)",
        },
    ],
});

tours.add("tms_quickbooks_own_company_only", {
    steps: () => [
        {
            content: "Only the own company's connection is listed",
            trigger: ".o_action_manager:contains(Books of the North)",
        },
        {
            content: "That of the other company is not",
            trigger: ".o_action_manager:not(:contains(Books of the South))",
        },
        {
            content: "Open the queue",
            trigger: ".o_menu_sections [data-menu-xmlid='tms_quickbooks.menu_quickbooks_job']",
            run: "click",
        },
        {
            content: "Only the own document is in it",
            trigger:
                ".o_list_renderer:has(.o_data_row:contains(INV)):not(:has(.o_data_row:eq(1)))",
        },
        {
            content: "It is of the own connection; there is no other to choose",
            trigger:
                ".o_search_panel:contains(Books of the North):not(:contains(Books of the South))",
        },
        {
            content: "Open the mapping",
            trigger:
                ".o_menu_sections [data-menu-xmlid='tms_quickbooks.menu_quickbooks_mapping']",
            run: "click",
        },
        {
            content: "Nothing of the other company is there",
            trigger:
                ".o_action_manager:has(.o_control_panel:contains(Mapping)):not(:contains(Books of the South))",
        },
    ],
});
