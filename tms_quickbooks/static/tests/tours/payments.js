/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */

/* A carrier's bill is paid here, and the payment goes to QuickBooks. */

import {registry} from "@web/core/registry";

import {filterBy, isSaid, openTab, tabShows} from "./steps";

const tours = registry.category("web_tour.tours");

tours.add("tms_quickbooks_register_payment", {
    steps: () => [
        {
            content: "Pay the bill",
            trigger: "button[name=action_register_payment]",
            run: "click",
        },
        {
            content: "As it is proposed",
            trigger: ".modal button[name=action_create_payments]",
            run: "click",
        },
        {
            content: "The bill leads to its payment",
            trigger: ".oe_stat_button:contains(Payments)",
            run: "click",
        },
        {
            content: "Its page is there",
            trigger: ".o_form_view h1 [name=name]:contains(PBNK)",
        },
        openTab,
        tabShows("Pending"),
    ],
});

tours.add("tms_quickbooks_factor_pays", {
    steps: () => [
        {
            content: "The factor has paid the invoice",
            trigger: "button[name=action_register_payment]",
            run: "click",
        },
        {
            content: "Into its reserve",
            trigger: ".modal .o_field_widget[name=journal_id] input",
            run: "edit Factoring",
        },
        {
            content: "Choose the journal",
            trigger: ".o-autocomplete--dropdown-item:contains(Factoring Reserve):first a",
            run: "click",
        },
        {
            content: "All of it",
            trigger: ".modal button[name=action_create_payments]",
            run: "click",
        },
        {
            content: "The invoice leads to its payment",
            trigger: ".oe_stat_button:contains(Payments)",
            run: "click",
        },
        {
            content: "It is money of the reserve",
            trigger: ".o_form_view [name=journal_id]:contains(Factoring Reserve)",
        },
        openTab,
        tabShows("Pending"),
    ],
});

tours.add("tms_quickbooks_payment_fix", {
    steps: () => [
        {
            content: "The banner says which journal has no account; mend it",
            trigger:
                ".alert:contains(is not mapped to a QuickBooks bank or card account) button[name=action_qb_fix]",
            run: "click",
        },
        {
            content: "The dialog knows the journal",
            trigger: ".modal .o_field_widget[name=source] input:value(Bank)",
        },
        {
            content: "Nothing but journals stands for an account of this kind",
            trigger:
                ".modal .o_field_widget[name=source] select:has(option[value='account.journal']):not(:has(option[value='product.template']))",
        },
        {
            content: "Search for the account that was paid from",
            trigger: ".modal .o_field_widget[name=object_id] input",
            run: "edit Operating",
        },
        {
            content: "Choose it",
            trigger:
                ".o-autocomplete--dropdown-item:contains(Operating Checking):first a",
            run: "click",
        },
        {
            content: "Save and try again",
            trigger: ".modal button[name=action_retry_held_back]",
            run: "click",
        },
        isSaid("1 will be tried again"),
        openTab,
        tabShows("Pending"),
    ],
});

tours.add("tms_quickbooks_payment_synced", {
    steps: () => [
        openTab,
        tabShows("Synced"),
        {
            content: "It can be opened in QuickBooks",
            trigger: "button[name=action_qb_open]:contains(Open in QuickBooks)",
        },
        {
            content: "There is nothing to send",
            trigger: ".o_form_view:not(:has(button[name=action_qb_send]))",
        },
    ],
});

tours.add("tms_quickbooks_payment_list", {
    steps: () => [
        ...filterBy("QB Not Synced"),
        {
            content: "Two are left, with their status; select both",
            trigger:
                ".o_list_renderer:has(.o_data_row:eq(1) [name=qb_status]):not(:has(.o_data_row:eq(2))) thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Send them",
            trigger: ".o_control_panel button[name=action_qb_send]",
            run: "click",
        },
        isSaid("1 queued for QuickBooks"),
        {
            content: "The money that goes back stays, and the reason is told",
            trigger: ".o_notification:contains(gives money back to a customer)",
        },
        {
            content: "That one is left under the filter; open it",
            trigger:
                ".o_list_renderer:not(:has(.o_data_row:eq(1))) .o_data_row:eq(0) td[name=partner_id]",
            run: "click",
        },
        {
            content: "Its page says why it stays in Odoo",
            trigger: ".alert:contains(Stays in Odoo):contains(money back to a customer)",
        },
    ],
});
