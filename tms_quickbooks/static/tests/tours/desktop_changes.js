/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("tms_quickbooks_desktop_sync_now", {
    steps: () => [
        {
            content: "Somebody wants to know what has changed in QuickBooks",
            trigger: "button[name=action_sync_now]",
            run: "click",
        },
        {
            content: "Nothing can be known before the Web Connector comes",
            trigger: ".modal tr:contains(Look for changes) .badge:contains(Waiting)",
        },
        {
            content: "It is said when that will be",
            trigger: ".modal p:contains(next run of the Web Connector)",
        },
    ],
});

tours.add("tms_quickbooks_desktop_changes_came", {
    steps: () => [
        {
            content: "The invoice that somebody has changed in QuickBooks is there",
            trigger: ".o_data_row:contains(Acme Shippers):contains(1,777.00)",
        },
        {
            content: "It says what is different, and that somebody has to decide",
            trigger:
                ".o_data_row:contains(Needs Somebody):contains(here 1,500.00)",
        },
        {
            content: "There is something to click for it",
            trigger: ".o_data_row button[name=action_open_fix]",
        },
    ],
});
