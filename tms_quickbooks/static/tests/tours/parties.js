/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {openTab, tabShows} from "./steps";

const tours = registry.category("web_tour.tours");

const enter = (field, text) => ({
    content: `Enter ${text}`,
    trigger: `.o_field_widget[name=${field}] :is(input, textarea)`,
    run: `edit ${text}`,
});

const choose = (field, name, entry) => [
    {
        content: `Open the list of ${field}`,
        trigger: `.o_field_widget[name=${field}] input`,
        run: "click",
    },
    {
        content: `Choose ${name}`,
        trigger: `${entry}:contains(${name}):first`,
        run: "click",
    },
];
const select = (field, name) => choose(field, name, ".o_select_menu_item");
const link = (field, name) => choose(field, name, ".o-autocomplete--dropdown-item a");

const save = [
    {
        content: "Save",
        trigger: ".o_form_button_save:visible",
        run: "click",
    },
    {
        content: "It is saved",
        trigger: "body:not(:has(.o_form_dirty)) .o_form_saved",
    },
];

const send = {
    content: "Send to QuickBooks",
    trigger: ".o_form_view button[name=action_qb_send]",
    run: "click",
};

tours.add("tms_quickbooks_carrier", {
    steps: () => [
        openTab,
        enter("mc_number", "MC-12x"),
        {
            content: "Try to save",
            trigger: ".o_form_button_save:visible",
            run: "click",
        },
        {
            content: "What is no number is refused with a sentence",
            trigger: ".modal:contains(is no MC number) .modal-footer button",
            run: "click",
        },
        enter("mc_number", "MC-123456"),
        enter("dot_number", "USDOT 9876543"),
        ...select("qb_1099", "Yes"),
        {
            content: "The form says what a 1099 needs",
            trigger: ".o_field_widget[name=qb_1099_hint]:contains(EIN)",
        },
        enter("vat", "12-3456789"),
        {
            content: "Leave the field",
            trigger: ".o_field_widget[name=mc_number] input",
            run: "click",
        },
        {
            content: "Now there is what it needs",
            trigger: ".o_form_view:not(:has(.o_field_widget[name=qb_1099_hint]))",
        },
        ...save,
        {
            content: "The number is kept without its label",
            trigger: ".o_field_widget[name=mc_number] input:value(/^123456$/)",
        },
        send,
        tabShows("Pending"),
    ],
});

tours.add("tms_quickbooks_carrier_changed", {
    steps: () => [
        openTab,
        tabShows("Synced"),
        enter("dot_number", "7654321"),
        ...save,
        tabShows("Outdated"),
        send,
        tabShows("Pending"),
    ],
});

tours.add("tms_quickbooks_remit_profile", {
    steps: () => [
        {
            content: "The empty page explains what a remit profile is",
            trigger: ".o_view_nocontent:contains(Somebody else collects)",
        },
        {
            content: "Make one",
            trigger: ".o_list_button_add",
            run: "click",
        },
        enter("name", "Apex"),
        enter("payee", "Apex Capital Corp"),
        enter("email", "payments@apex.example"),
        {
            content: "Leave the field",
            trigger: ".o_field_widget[name=instructions] textarea",
            run: "click",
        },
        {
            content: "The text of the invoice is shown",
            trigger:
                ".o_field_widget[name=text]:contains(remit payment to: Apex Capital Corp)",
        },
        ...save,
    ],
});

tours.add("tms_quickbooks_remit_customer", {
    steps: () => [
        openTab,
        enter("qb_bill_email", "ap@acme.example; books@acme.example"),
        ...link("qb_remit_profile_id", "Apex"),
        ...save,
    ],
});

tours.add("tms_quickbooks_remit_invoice", {
    steps: () => [
        openTab,
        tabShows("Synced"),
        {
            content: "The invoice has the customer's profile",
            trigger: ".o_field_widget[name=qb_remit_profile_id] input:value(Apex)",
        },
        {
            content: "This one is paid to us",
            trigger: ".o_field_widget[name=qb_remit_profile_id] input",
            run: "clear",
        },
        {...openTab, content: "Leave the field"},
        ...save,
        tabShows("Outdated"),
        send,
        tabShows("Pending"),
    ],
});

tours.add("tms_quickbooks_segments", {
    steps: () => [
        openTab,
        {
            content: "The invoice shows the classes of its lines",
            trigger: ".o_field_widget[name=qb_class]:contains(Flatbed, Reefer)",
        },
        {
            content: "It shows its location",
            trigger: ".o_field_widget[name=qb_location]:contains(Dallas)",
        },
        send,
        tabShows("Pending"),
    ],
});
