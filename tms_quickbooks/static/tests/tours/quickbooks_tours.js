/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {filterBy, isSaid, openTab, tabShows} from "./steps";

const tours = registry.category("web_tour.tours");

const send = {
    content: "Send to QuickBooks",
    trigger: ".o_form_view button[name=action_qb_send]",
    run: "click",
};

/** Choose an entry of a many2one or reference field by its name. */
const choose = (field, name) => [
    {
        content: `Search for ${name}`,
        trigger: `.o_field_widget[name=${field}] input`,
        run: `edit ${name}`,
    },
    {
        content: `Choose ${name}`,
        trigger: `.o-autocomplete--dropdown-item:contains(${name}):first a`,
        run: "click",
    },
];

tours.add("tms_quickbooks_send", {
    steps: () => [send, isSaid("1 queued for QuickBooks"), openTab, tabShows("Pending")],
});

tours.add("tms_quickbooks_synced", {
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

tours.add("tms_quickbooks_closed_books", {
    steps: () => [
        {
            content: "The banner says why it stays here, and what to do",
            trigger:
                ".alert:contains(books in QuickBooks are closed through):contains(move the closing date)",
        },
        openTab,
        tabShows("Failed"),
    ],
});

tours.add("tms_quickbooks_fix", {
    steps: () => [
        {
            content: "The banner says what is wrong; fix it",
            trigger: ".alert:contains(is not mapped) button[name=action_qb_fix]",
            run: "click",
        },
        {
            content: "The dialog knows what is to be mapped",
            trigger: ".modal .o_field_widget[name=source] input:value(Accessorials)",
        },
        ...choose("object_id", "Linehaul"),
        {
            content: "Save and try again",
            trigger: ".modal button[name=action_retry_held_back]",
            run: "click",
        },
        isSaid("2 will be tried again"),
        {
            content: "The banner is gone",
            trigger: ".o_form_view:not(:has(button[name=action_qb_fix]))",
        },
        openTab,
        tabShows("Pending"),
    ],
});

tours.add("tms_quickbooks_suppress", {
    steps: () => [
        openTab,
        {
            content: "Suppress",
            trigger: "button[name=action_qb_suppress]",
            run: "click",
        },
        {
            content: "Confirm",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        tabShows("Suppressed"),
        {
            content: "It cannot be sent",
            trigger: ".o_form_view:not(:has(button[name=action_qb_send]))",
        },
        {
            content: "Release",
            trigger: ".alert:contains(Suppressed) button[name=action_qb_release]",
            run: "click",
        },
        tabShows("Not Synced"),
        {
            content: "It can be sent again",
            trigger: "button[name=action_qb_send]",
        },
    ],
});

tours.add("tms_quickbooks_bulk_send", {
    steps: () => [
        ...filterBy("QB Not Synced"),
        {
            content: "Three invoices are left; select all",
            trigger:
                ".o_list_renderer:has(.o_data_row:eq(2)):not(:has(.o_data_row:eq(3))) thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Send them",
            trigger: ".o_control_panel button[name=action_qb_send]",
            run: "click",
        },
        isSaid("3 queued for QuickBooks"),
        {
            content: "How far they are shows in the corner",
            trigger: ".o_quickbooks_bulk_run:contains(0 of 3 done)",
        },
        {
            content: "None is left under the filter",
            trigger: ".o_list_renderer:not(:has(.o_data_row))",
        },
    ],
});

tours.add("tms_quickbooks_send_load", {
    steps: () => [send, isSaid("2 queued for QuickBooks"), openTab, tabShows("Pending")],
});
