/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */

/* A payment of QuickBooks looks like one that was entered here. */

import {registry} from "@web/core/registry";

import {isSaid, openTab, tabShows} from "./steps";

registry.category("web_tour.tours").add("tms_quickbooks_payment_alike", {
    steps: () => [
        {
            content: "One payment waits for somebody",
            trigger: ".o_data_row:contains(Needs Somebody) td[name=updated_at]",
            run: "click",
        },
        {
            content: "It says what it looks like",
            trigger: ".alert-danger:contains(It looks like PBNK)",
        },
        {
            content: "They are the same",
            trigger: ".o_form_view button[name=action_link_alike]",
            run: "click",
        },
        isSaid("Linked"),
        {
            content: "Go to the payment",
            trigger: ".o_form_view button[name=action_open_record]",
            run: "click",
        },
        {
            content: "It is the one that was here",
            trigger: ".o_form_view h1 [name=name]:contains(PBNK)",
        },
        openTab,
        tabShows("Synced"),
        {
            content: "Go to what it pays",
            trigger: ".oe_stat_button:contains(Invoice)",
            run: "click",
        },
        {
            content: "The invoice is paid",
            trigger: ".o_form_view .ribbon:contains(Paid)",
        },
    ],
});
