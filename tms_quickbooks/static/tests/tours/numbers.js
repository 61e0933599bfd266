/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {isSaid} from "./steps";

const tours = registry.category("web_tour.tours");

const banner = (text) => ({
    content: `The banner says: ${text}`,
    trigger: `.alert-danger[role=alert]:contains(${text})`,
});

const click = (content, trigger) => ({content, trigger, run: "click"});

const bannerIsGone = {
    content: "The banner is gone",
    trigger: ".o_form_view:not(:has(.alert-danger[role=alert]:visible))",
};

tours.add("tms_quickbooks_number_alike", {
    steps: () => [
        banner("QuickBooks has one like this already"),
        click("See what it is", ".alert-danger button[name=action_qb_fix]"),
        {
            content: "Both stand side by side",
            trigger:
                ".modal:contains(In Odoo):contains(In QuickBooks) .o_field_widget[name=their_party]:contains(Acme Shippers)",
        },
        click("It is the same", ".modal button[name=action_link]"),
        isSaid("Linked"),
        bannerIsGone,
    ],
});

tours.add("tms_quickbooks_number_taken", {
    steps: () => [
        banner("QuickBooks has the number"),
        click("See who has it", ".alert-danger button[name=action_qb_fix]"),
        {
            content: "It cannot be linked",
            trigger: ".modal:contains(another document):not(:has(button[name=action_link]))",
        },
        {
            content: "It can be looked at in QuickBooks",
            trigger: ".modal button[name=action_open]:contains(Open in QuickBooks)",
        },
        {
            content: "A number is offered; take another",
            trigger: ".modal .o_field_widget[name=number] input",
            run: "edit LOAD-77-B",
        },
        click("Use it", ".modal button[name=action_renumber]"),
        isSaid("LOAD-77-B"),
        bannerIsGone,
    ],
});

tours.add("tms_quickbooks_look", {
    steps: () => [
        banner("It may be in QuickBooks or not"),
        click("Look there", ".alert-danger button[name=action_qb_look]"),
        isSaid("QuickBooks is asked"),
        bannerIsGone,
    ],
});

tours.add("tms_quickbooks_not_arrived", {
    steps: () => [
        banner("QuickBooks does not have it"),
        click("Open the QuickBooks tab", ".o_notebook_headers a:contains(QuickBooks)"),
        click("See its job", "button[name=action_qb_view_jobs]"),
        click("Open it", ".o_data_row:contains(Failed) .o_data_cell:first"),
        {
            content: "It says what to do",
            trigger: ".o_form_view .alert:contains(Retry to send it)",
        },
        click("Take it out of the queue", "button[name=action_cancel]"),
        click("Yes", ".modal-footer .btn-primary"),
        isSaid("1 cancelled"),
    ],
});
