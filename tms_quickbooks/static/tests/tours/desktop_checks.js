/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */

import {registry} from "@web/core/registry";

import {openTab} from "./steps";

registry.category("web_tour.tours").add("tms_quickbooks_desktop_preview", {
    steps: () => [
        openTab,
        {
            content: "Ask what would be sent",
            trigger: "button[name=action_qb_preview]",
            run: "click",
        },
        {
            content: "Nothing would stop it, and its number is told as it will be",
            trigger: ".modal .alert-success",
        },
        {
            content: "In words",
            trigger: ".modal [name=only_problem_ids]:contains(goes as INV26/00801)",
        },
        {
            content: "It is mended right here, so that no button leads anywhere else",
            trigger: ".modal:not(:has(button[name=action_fix]:visible))",
        },
        {
            content: "And exactly as it is sent",
            trigger: ".modal .o_notebook_headers a:contains(Exactly as Sent)",
            run: "click",
        },
        {
            content: "Which is qbXML",
            trigger: ".modal [name=only_payload]:contains(InvoiceAddRq):contains(1500.00)",
        },
    ],
});

registry.category("web_tour.tours").add("tms_quickbooks_desktop_same", {
    steps: () => [
        openTab,
        {
            content: "Ask what would be sent",
            trigger: "button[name=action_qb_preview]",
            run: "click",
        },
        {
            content: "Nothing: QuickBooks has it as it is here",
            trigger: ".modal .alert-info:contains(nothing to send)",
        },
        {
            content: "And nothing can be sent from here",
            trigger: ".modal:not(:has(button[name=action_send]:visible))",
        },
    ],
});

registry.category("web_tour.tours").add("tms_quickbooks_desktop_move", {
    steps: () => [
        {
            content: "Where the books may go on somewhere else",
            trigger: ".o_notebook_headers a:contains(Sign-in and Security)",
            run: "click",
        },
        {
            content: "Ask for it",
            trigger: "button:contains(Move to Another QuickBooks Company)",
            run: "click",
        },
        {
            content: "As before it would be another company file; now it is Online",
            trigger: ".modal [name=provider] label:contains(QuickBooks Online)",
            run: "click",
        },
        {
            content: "Nothing more goes to the old one",
            trigger: ".modal [name=confirmed] input",
            run: "click",
        },
        {
            content: "Move",
            trigger: ".modal button[name=action_migrate]",
            run: "click",
        },
        {
            content: "The sign-in at Intuit comes next",
            trigger: ".modal button[name=action_sign_in]",
        },
        {
            content: "Which has time",
            trigger: ".modal button[special=cancel]",
            run: "click",
        },
        {
            content: "The dialog is closed",
            trigger: "body:not(:has(.modal))",
        },
    ],
});
