/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */

import {registry} from "@web/core/registry";

import {openTab, tabShows} from "./steps";

registry.category("web_tour.tours").add("tms_quickbooks_preview", {
    steps: () => [
        openTab,
        {
            content: "Ask what would be sent",
            trigger: "button[name=action_qb_preview]",
            run: "click",
        },
        {
            content: "The customer goes first",
            trigger: ".modal .o_data_row:eq(0):contains(Customer)",
        },
        {
            content: "The invoice would be stopped, and the reason stands beside it",
            trigger: ".modal .o_data_row:eq(1) .o_data_cell:contains(is not mapped)",
            run: "click",
        },
        {
            content: "What it says can be read in words",
            trigger: ".modal [name=content]:contains(Dallas to Tulsa)",
        },
        {
            content: "And exactly as it is sent",
            trigger: ".modal .o_notebook_headers a:contains(Exactly as Sent)",
            run: "click",
        },
        {
            content: "With its amount",
            trigger: ".modal [name=payload]:contains(1500.00)",
        },
        {
            content: "Mend what would stop it",
            trigger: ".modal button[name=action_fix]",
            run: "click",
        },
        {
            content: "The mapping opens, for this category",
            trigger: ".modal .modal-title:contains(Map to QuickBooks)",
        },
    ],
});

registry.category("web_tour.tours").add("tms_quickbooks_preview_send", {
    steps: () => [
        openTab,
        {
            content: "Ask what would be sent",
            trigger: "button[name=action_qb_preview]",
            run: "click",
        },
        {
            content: "Nothing would stop it, and what it says is shown at once",
            trigger: ".modal .alert-success",
        },
        {
            content: "The lines are there",
            trigger: ".modal [name=only_content]:contains(Dallas to Tulsa)",
        },
        {
            content: "Send it from here",
            trigger: ".modal button[name=action_send]",
            run: "click",
        },
        openTab,
        tabShows("Pending"),
    ],
});
