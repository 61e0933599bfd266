/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */

/* Documents, payments and names that come from QuickBooks. */

import {registry} from "@web/core/registry";

import {filterBy, goBack, isSaid, openTab, select, tabShows} from "./steps";

const tours = registry.category("web_tour.tours");

/** A row of the page From QuickBooks that has these texts. */
const row = (...texts) =>
    `.o_data_row${texts.map((text) => `:contains(${text})`).join("")}`;

const showAll = {
    content: "Show what is done, too",
    trigger: ".o_searchview .o_facet_remove",
    run: "click",
};

const openRecordOf = (...texts) => ({
    content: `Open what became of ${texts.join(", ")}`,
    trigger: `${row(...texts)} button[name=action_open_record]`,
    run: "click",
});

tours.add("tms_quickbooks_arrivals_settings", {
    steps: () => [
        {
            content: "How often somebody looks is on the page of changes",
            trigger: ".o_notebook_headers a:contains(Changes)",
            run: "click",
        },
        {
            content: "Every two hours",
            trigger: ".o_field_widget[name=changes_every] input",
            run: "edit 120 && click body",
        },
        {
            content: "What becomes of it here is on the page of settings",
            trigger: ".o_notebook_headers a:contains(Settings)",
            run: "click",
        },
        ...select("invoice_pull", "Enter and post"),
        ...select("bill_pull", "Enter as draft"),
        {
            content: "It says for whom documents would wait",
            trigger: ".alert:contains(waits until somebody says who that is)",
        },
        ...select("customer_pull", "All, inactive ones too"),
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {content: "Saved", trigger: ".o_form_saved"},
    ],
});

tours.add("tms_quickbooks_newcomers", {
    steps: () => [
        {
            content: "An invoice of somebody unknown waits: say who it is",
            trigger: `${row("QB-7001", "not linked to a contact here")} button[name=action_open_fix]`,
            run: "click",
        },
        {
            content: "The dialog shows the customer of QuickBooks",
            trigger:
                ".modal:contains(Who Is This?) .o_form_view:contains(Customer):contains(Nobody Yet LLC)",
        },
        {
            content: "Nobody yet: make a contact",
            trigger: ".modal footer button[name=action_create_contact].btn-primary",
            run: "click",
        },
        isSaid("Nobody Yet LLC is a contact now"),
        {
            content: "What has waited for it is entered, and gone from the open ones",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(QB-7001)))",
            timeout: 20000,
        },
        {
            content: "Open the bill that waits",
            trigger: `${row("BR-99")} td[name=updated_at]`,
            run: "click",
        },
        {
            content: "It says why, and what to do",
            trigger: ".alert[role=alert]:contains(Somebody Else Ltd)",
        },
        {
            content: "Do it",
            trigger: ".o_form_view button[name=action_open_fix]:visible",
            run: "click",
        },
        {
            content: "It is somebody who is here under another name",
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit Blue Ridge",
        },
        {
            content: "Choose the carrier",
            trigger: ".o-autocomplete--dropdown-item:contains(Blue Ridge):first a",
            run: "click",
        },
        {
            content: "It is this one",
            trigger: ".modal footer button[name=action_link]",
            run: "click",
        },
        {
            content: "The page follows: it is done, and how",
            trigger:
                ".o_form_view:has(.o_arrow_button_current:contains(Done)) [name=outcome_text]:contains(Entered here as a draft)",
            timeout: 20000,
        },
        {
            content: "Open it",
            trigger: ".o_form_view button[name=action_open_record]",
            run: "click",
        },
        {
            content: "The bill is a draft",
            trigger: ".o_arrow_button_current:contains(Draft)",
        },
        openTab,
        tabShows("Synced"),
        {
            content: "It says that it was made in QuickBooks",
            trigger: ".o_field_widget[name=qb_made_there] input:checked",
        },
        goBack("list"),
        showAll,
        {
            content: "The list says of each what was done",
            trigger: `${row("BR-99", "Entered here as a draft")}`,
        },
        openRecordOf("QB-7001", ": Entered here."),
        {
            content: "The invoice is posted, under a number of its own beside QuickBooks'",
            trigger:
                ".o_form_view:has(.o_arrow_button_current:contains(Posted)) h1:contains(INV/)",
        },
    ],
});

tours.add("tms_quickbooks_paid_there", {
    steps: () => [
        {
            content: "Nothing needs anybody",
            trigger: ".o_view_nocontent:contains(Nothing is waiting)",
        },
        showAll,
        openRecordOf("Bill Payment", "5001", ": Entered here."),
        {
            content: "The payment leads to its bill",
            trigger: ".oe_stat_button:contains(Bill)",
            run: "click",
        },
        {
            content: "The bill is paid",
            trigger: ".o_form_view .ribbon:contains(Paid)",
        },
        goBack("list"),
        openRecordOf("CHK 2", ": Entered here."),
        openTab,
        tabShows("Synced"),
        {
            content: "It is found there by this number, and was made there",
            trigger:
                ".o_form_view:has([name=qb_name]:contains(Payment CHK 2)) .o_field_widget[name=qb_made_there] input:checked",
        },
        {
            content: "The payment leads to its invoice",
            trigger: ".oe_stat_button:contains(Invoice)",
            run: "click",
        },
        {
            content: "The invoice is paid, by two payments and a credit note",
            trigger:
                ".o_form_view:has(.ribbon:contains(Paid)) .o_field_widget[name=invoice_payments_widget]:contains(400.00):contains(450.00):contains(150.00)",
        },
        {
            content: "Which payment was it?",
            trigger:
                ".o_field_widget[name=invoice_payments_widget] tr:contains(450.00) .js_payment_info",
            run: "click",
        },
        {
            content: "View it",
            trigger: ".o_popover .js_open_payment",
            run: "click",
        },
        {
            content: "It is the one of QuickBooks",
            trigger: ".o_form_view [name=memo] :value(CHK 2)",
        },
        openTab,
        {
            content: "Its history is what has come, as nothing was sent from here",
            trigger: ".o_form_view button[name=action_qb_view_jobs]",
            run: "click",
        },
        {content: "It has come", trigger: row("CHK 2", ": Entered here.")},
    ],
});

tours.add("tms_quickbooks_taken_back_there", {
    steps: () => [
        showAll,
        {
            content: "The deleted payment is named, and that it is cancelled here",
            trigger: row("Bill Payment", "5001", "Cancelled here as well"),
        },
        openRecordOf("CHK 1", "Cancelled here as well"),
        {
            content: "The payment that was made void there is cancelled",
            trigger: ".o_arrow_button_current:contains(Cancel)",
        },
        {
            content: "Its chatter says so",
            trigger: ".o-mail-Message:contains(Made void in QuickBooks)",
        },
        goBack("list"),
        openRecordOf("CHK 2"),
        {
            content: "To the invoice that both have paid",
            trigger: ".oe_stat_button:contains(Invoice)",
            run: "click",
        },
        {
            content: "A part of it is open again",
            trigger:
                ".o_form_view:has(.ribbon:contains(Partial)) .o_field_widget[name=invoice_payments_widget]:not(:contains(400.00))",
        },
        {
            content: "Its chatter says why",
            trigger: ".o-mail-Message:contains(was taken back in QuickBooks)",
        },
    ],
});

tours.add("tms_quickbooks_renamed_there", {
    steps: () => [
        {
            content: "Only customers",
            trigger: ".o_search_panel_category_value:contains(Customer) header",
            run: "click",
        },
        ...filterBy("/^Inactive$/"),
        {
            content: "Inactive customers are here, too",
            trigger: row("Nobody Yet LLC"),
        },
        ...filterBy("/^Inactive$/"),
        {
            content: "The renamed one is linked as before; open it",
            trigger: `${row("Acme Shippers West")} button[name=action_open_record]`,
            run: "click",
        },
        {
            content: "It has the name that it has in QuickBooks",
            trigger: ".o_form_view .o_field_widget[name=name] :value(Acme Shippers West)",
        },
        {
            content: "The chatter says what it was before",
            trigger: ".o-mail-Message:contains(Acme Shippers → Acme Shippers West)",
        },
    ],
});
