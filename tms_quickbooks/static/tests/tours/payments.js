/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */

/* A carrier's bill is paid here, and the payment goes to QuickBooks. */

import {registry} from "@web/core/registry";

import {filterBy, isSaid, openTab, tabShows} from "./steps";

const tours = registry.category("web_tour.tours");

const mapTo = (search, name) => [
    {
        content: "Search for the account in QuickBooks",
        trigger: ".modal .o_field_widget[name=object_id] input",
        run: `edit ${search}`,
    },
    {
        content: "Choose it",
        trigger: `.o-autocomplete--dropdown-item:contains(${name}):first a`,
        run: "click",
    },
    {
        content: "Save and try again",
        trigger: ".modal button[name=action_retry_held_back]",
        run: "click",
    },
    isSaid("1 will be tried again"),
];

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
            content: "All but its fee",
            trigger: ".modal .o_field_widget[name=amount] input",
            run: "edit 1455 && press Tab",
        },
        {
            content: "The invoice is paid with that",
            trigger:
                ".modal .o_field_widget[name=payment_difference_handling] .o_radio_item:contains(Mark as fully paid) input",
            run: "click",
        },
        {
            content: "The rest is its fee",
            trigger: ".modal .o_field_widget[name=writeoff_account_id] input",
            run: "edit Factoring",
        },
        {
            content: "Choose the account",
            trigger: ".o-autocomplete--dropdown-item:contains(Factoring Fees):first a",
            run: "click",
        },
        {
            content: "Register it",
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

tours.add("tms_quickbooks_factor_fee_mapped", {
    steps: () => [
        {
            content: "The banner says which account of the fee is not mapped; mend it",
            trigger:
                ".alert:contains(Factoring Fees):contains(which is not mapped) button[name=action_qb_fix]",
            run: "click",
        },
        {
            content: "The dialog knows the account",
            trigger:
                ".modal .o_field_widget[name=source] input:value(Factoring Fees)",
        },
        ...mapTo("Office", "Office Expenses"),
        openTab,
        tabShows("Pending"),
    ],
});

tours.add("tms_quickbooks_factor_fee_booked", {
    steps: () => [
        openTab,
        tabShows("Synced"),
        {
            content: "Both are in QuickBooks",
            trigger: ".o_form_view [name=qb_name]:contains(Journal Entry):contains(Payment)",
        },
        {
            content: "Each of them can be opened there",
            trigger: "button[name=action_qb_open]:contains(Open in QuickBooks)",
            run: "click",
        },
        {
            content: "The entry of the fee",
            trigger: ".o_list_view .o_data_row:contains(Journal Entry)",
        },
        {
            content: "The payment",
            trigger: ".o_list_view .o_data_row:contains(Payment)",
        },
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
        ...mapTo("Operating", "Operating Checking"),
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

tours.add("tms_quickbooks_credit_added", {
    steps: () => [
        {
            content: "The invoice offers what is open of the credit note; add it",
            trigger: ".o_form_view .outstanding_credit_assign:contains(Add)",
            run: "click",
        },
        {
            content: "It has settled a part",
            trigger: "[name=invoice_payments_widget] .js_payment_info",
        },
    ],
});

tours.add("tms_quickbooks_credit_waits", {
    steps: () => [openTab, tabShows("Pending")],
});

tours.add("tms_quickbooks_credit_set_off", {
    steps: () => [
        openTab,
        tabShows("Synced"),
        {
            content: "The credit memo and what sets it off are named",
            trigger:
                "[name=qb_name]:contains(Credit Memo):contains(Payment RINV)",
        },
        {
            content: "Both can be looked at in QuickBooks",
            trigger: "button[name=action_qb_open]",
            run: "click",
        },
        {
            content: "There are two",
            trigger: ".o_list_renderer .o_data_row:eq(1):contains(Payment)",
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
