/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {filterBy, isSaid} from "./steps";

const tours = registry.category("web_tour.tours");

tours.add("tms_quickbooks_sync_now", {
    steps: () => [
        {
            content: "What QuickBooks needs for its webhook is on a page of its own",
            trigger: ".o_notebook_headers a:contains(Changes)",
            run: "click",
        },
        {
            content: "The address can be copied",
            trigger:
                ".o_field_widget[name=webhook_url]:contains(/quickbooks/webhook) .o_clipboard_button",
        },
        {
            content: "QuickBooks has not called yet",
            trigger: ".o_form_view:contains(None yet)",
        },
        {
            content: "Enter the verifier token",
            trigger: ".o_field_widget[name=verifier_token] input",
            run: "edit 9c1d4b2e-7d0c-4a35-8f2e-3a6b5c7d8e9f",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It is stored, and not shown again",
            trigger:
                ".o_form_saved:contains(A token is stored) .o_field_widget[name=verifier_token] input:value(/^$/)",
        },
        {
            content: "Look for changes",
            trigger: ".o_form_view button[name=action_sync_now]",
            run: "click",
        },
        {
            content: "It says how far it is, and in the end that everything is here",
            trigger:
                ".modal:contains(everything that has changed there is here) tr:contains(Enter here):contains(Done)",
            timeout: 40000,
        },
        {
            content: "Read what is older, too",
            trigger: ".modal button[name=action_ask_read_since]",
            run: "click",
        },
        {
            content: "It says what is read",
            trigger: ".modal .o_field_widget[name=types_text]:contains(Payments)",
        },
        {
            content: "Read",
            trigger: ".modal button[name=action_read]",
            run: "click",
        },
        {
            content: "How many payments there were",
            trigger:
                ".modal:contains(everything that has changed there is here) tr:contains(Payments):contains(Up to Date)",
            timeout: 40000,
        },
        {
            content: "See what has come",
            trigger: ".modal button[name=action_view_changes]",
            run: "click",
        },
        {
            content: "The payment was entered",
            trigger: ".o_data_row:contains(Payment):contains(Acme Shippers):contains(Done)",
        },
    ],
});

tours.add("tms_quickbooks_from_quickbooks", {
    steps: () => [
        {
            content: "One is to be decided",
            trigger: ".o_data_row:contains(Invoice):contains(Needs Somebody)",
        },
        {
            content: "Open it",
            trigger: ".o_data_row:contains(Needs Somebody) td[name=updated_at]",
            run: "click",
        },
        {
            content: "It says why",
            trigger: ".o_form_view .alert-danger [name=problem_text]:not(:empty)",
        },
        {
            content: "Leave it there",
            trigger: ".o_form_view button[name=action_leave]",
            run: "click",
        },
        {
            content: "Confirm",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        isSaid("1 left in QuickBooks"),
        {
            content: "It says who has left it there",
            trigger: ".o_form_view .alert-info:contains(has left it in QuickBooks)",
        },
        {
            content: "Take it after all",
            trigger: ".o_form_view button[name=action_take]",
            run: "click",
        },
        isSaid("1 will be entered here"),
        {
            content: "Back to the list",
            trigger: ".o_breadcrumb .o_back_button a, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "It waits again",
            trigger: ".o_data_row:contains(Invoice):contains(Pending)",
        },
        ...filterBy("/^Done$/"),
        ...filterBy("/^Open$/"),
        {
            content: "Nothing is done yet; the page says what comes here",
            trigger: ".o_view_nocontent:contains(What changes in QuickBooks comes here)",
        },
    ],
});
