/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {filterBy} from "./steps";

const tours = registry.category("web_tour.tours");

tours.add("tms_quickbooks_update_lists", {
    steps: () => [
        {
            content: "Update from QuickBooks",
            trigger: ".o_form_view button[name=action_update_lists]",
            run: "click",
        },
        {
            content: "A progress bar can be read aloud",
            trigger: ".modal [role=progressbar][aria-label='Update from QuickBooks']",
        },
        {
            content: "It says which list is read, and how far",
            trigger: ".modal .o_quickbooks_pull_now:contains(Customers):contains(of 403)",
            timeout: 40000,
        },
        {
            content: "Short lists are up to date long before",
            trigger: ".modal tr:contains(Accounts):contains(Up to Date)",
        },
        {
            content: "Stop",
            trigger: ".modal button[name=action_stop_lists]",
            run: "click",
        },
        {
            content: "It says so",
            trigger: ".modal tr:contains(Customers):contains(Stopped)",
        },
        {
            content: "Go on",
            trigger: ".modal button[name=action_go_on_lists]",
            run: "click",
        },
        {
            content: "Without a reload, everything is here in the end",
            trigger: ".modal:contains(everything is here):not(:has([role=progressbar]))",
            timeout: 40000,
        },
        {
            content: "Close",
            trigger: ".modal button[special=cancel]",
            run: "click",
        },
        {
            content: "The connection knows its lists, too",
            trigger: ".o_notebook_headers a:contains(Lists)",
            run: "click",
        },
        {
            content: "All customers are counted",
            trigger: ".o_form_view tr:contains(Customers):contains(403):contains(Up to Date)",
        },
    ],
});

tours.add("tms_quickbooks_records", {
    steps: () => [
        {
            content: "Only customers",
            trigger: ".o_search_panel_category_value:contains(Customer) header",
            run: "click",
        },
        ...filterBy("/^Linked$/"),
        {
            content: "The one that is linked says to whom; open that",
            trigger:
                ".o_data_row:contains(Gulf Coast Produce):contains(Gulf Coast here) button[name=action_open_record]",
            run: "click",
        },
        {
            content: "The contact opens",
            trigger: ".o_form_view .o_field_widget[name=name] :value(Gulf Coast here)",
        },
    ],
});
