/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {filterBy, goBack, isSaid, openTab} from "./steps";

const tours = registry.category("web_tour.tours");

/** The list is as long; also the sign that the last action is through. */
const shows = (count) =>
    count
        ? {
              content: `${count} are on the list`,
              trigger: `.o_list_renderer:has(.o_data_row:eq(${count - 1})):not(:has(.o_data_row:eq(${count})))`,
          }
        : {content: "Nobody is on the list", trigger: ".o_view_nocontent"};

/** While an action runs, the view's buttons are off; what it reloads would be lost. */
const ready = {
    content: "No action is running",
    trigger: ".o_control_panel button[name=action_match_again]:not([disabled])",
};

const group = (label, count) => [
    ready,
    {
        content: `Show the group ${label}`,
        trigger: `.o_search_panel_category_value header:contains(${label})`,
        run: "click",
    },
    {
        content: `It is the group ${label}`,
        trigger: `.o_search_panel_category_value header.active:contains(${label})`,
    },
    shows(count),
];

const inRow = (name, what) =>
    `.o_data_row:has(td[name=partner_id]:contains(${name})) ${what}`;

const press = (name, button) => ({
    content: `${button} for ${name}`,
    trigger: inRow(name, `button:contains(${button})`),
    run: "click",
});

const confirm = {
    content: "Confirm",
    trigger: ".modal .modal-footer .btn-primary",
    run: "click",
};

const selectAll = {
    content: "Select all",
    trigger: "thead .o_list_record_selector input",
    run: "click",
};

const withSelected = (button) => ({
    content: `${button} for all selected`,
    trigger: `.o_control_panel button:contains(${button})`,
    run: "click",
});

const choose = (name) => [
    {
        content: `Search QuickBooks for ${name}`,
        trigger: ".o_field_widget[name=object_id] input",
        run: `edit ${name}`,
    },
    {
        content: `Choose ${name}`,
        trigger: `.o-autocomplete--dropdown-item:contains(${name}):first a`,
        run: "click",
    },
];

tours.add("tms_quickbooks_match_customers", {
    steps: () => [
        {
            content: "A likely one is proposed, with the reason",
            trigger: inRow(
                "Acme Shippers",
                "td[name=reason]:contains(Same e-mail domain)"
            ),
        },
        press("Acme Shippers", "Compare"),
        {
            content: "What differs is marked",
            trigger: "tr:contains(ap@acme.com) .badge:contains(differs)",
        },
        goBack("list"),
        press("Acme Shippers", "Accept"),
        isSaid("1 linked to QuickBooks"),
        shows(2),
        ...group("Linked", 2),
        {
            content: "Who has the same name is linked already",
            trigger: inRow("Blue Ridge Foods", "td[name=reason]:contains(Same name)"),
        },
        press("Blue Ridge Foods", "Unlink"),
        confirm,
        isSaid("1 to be decided again"),
        shows(1),
        ...group("Proposed", 3),
        selectAll,
        withSelected("Accept"),
        isSaid("3 linked to QuickBooks"),
        shows(0),
        ...group("Needs a Look", 2),
        {
            content: "Both contacts that want the same customer are told of",
            trigger: inRow(
                "Mesa Verde Foods Co",
                "td[name=reason]:contains(Also the likeliest for: Mesa Verde Foods LP)"
            ),
        },
        press("Mesa Verde Foods Co", "Accept"),
        shows(0),
        ...group("Not in QuickBooks", 3),
        {
            content: "Choose for who is known under quite another name",
            trigger: inRow("Zyxwv Qponm", "td[name=object_id]"),
            run: "click",
        },
        ...choose("Unlike Any Other"),
        {
            content: "Save",
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            content: "It is linked",
            trigger: inRow("Zyxwv Qponm", "button:contains(Unlink)"),
        },
        ...group("Linked", 6),
        ...group("Not in QuickBooks", 2),
        selectAll,
        withSelected("Send to QB"),
        isSaid("2 queued for QuickBooks"),
        shows(0),
        ...group("Being Created", 2),
    ],
});

tours.add("tms_quickbooks_match_carriers", {
    steps: () => [
        ...group("Not in QuickBooks", 2),
        {
            content: "The name it would get is told before",
            trigger: inRow(
                "Blue Ridge Foods",
                "td[name=reason]:contains(created as “Blue Ridge Foods (V)”)"
            ),
        },
        press("Blue Ridge Foods", "Create"),
        isSaid("1 queued for QuickBooks"),
        shows(1),
        press("Vwxyz Hauling", "Leave"),
        isSaid("1 left alone"),
        shows(0),
        ...group("Left Alone", 1),
        press("Vwxyz Hauling", "Take Back"),
        shows(0),
        ...group("Not in QuickBooks", 1),
        ...group("All", 2),
        ...filterBy("QB Pending"),
        {
            content: "Only the one that is on its way is left",
            trigger:
                ".o_list_renderer:has(.o_data_row:contains(Blue Ridge Foods)):not(:has(.o_data_row:eq(1)))",
        },
    ],
});

const chooseCustomer = {
    content: "Choose the customer",
    trigger: "div[name=qb_customer_id_link] button:contains(Choose)",
    run: "click",
};

tours.add("tms_quickbooks_match_contact", {
    steps: () => [
        openTab,
        chooseCustomer,
        {
            content: "Choose one of those it may be",
            trigger:
                ".o_field_widget[name=candidate_ids] .o_data_row:contains(Mesa Verde Feeds) button:contains(Choose)",
            run: "click",
        },
        isSaid("1 linked to QuickBooks"),
        {
            content: "It is linked",
            trigger:
                ".o_statusbar_status .o_arrow_button_current:contains(Linked)",
        },
        goBack("contact"),
        openTab,
        {
            content: "The contact shows who it is in QuickBooks",
            trigger: "div[name=qb_customer_id_link]:contains(Mesa Verde Feeds)",
        },
    ],
});

tours.add("tms_quickbooks_match_taken", {
    steps: () => [
        openTab,
        chooseCustomer,
        {
            content: "It is said whose the customer in QuickBooks is",
            trigger: ".o_form_view:contains(linked to Mesa Verde North)",
        },
    ],
});

tours.add("tms_quickbooks_match_fix", {
    steps: () => [
        {
            content: "The banner says who is not linked; fix it",
            trigger:
                ".alert:contains(is not linked to a customer) button[name=action_qb_fix]",
            run: "click",
        },
        {
            content: "Accept the one that is proposed",
            trigger: ".o_form_view button[name=action_accept]",
            run: "click",
        },
        isSaid("1 linked to QuickBooks"),
        goBack("invoice"),
        {
            content: "The banner is gone: the invoice is on its way",
            trigger: ".o_form_view:not(:has(button[name=action_qb_fix]))",
        },
    ],
});
