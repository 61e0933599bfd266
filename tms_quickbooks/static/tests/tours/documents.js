/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";
import {editCell, openTab, tabShows} from "./steps";

const tours = registry.category("web_tour.tours");

const row = (name) => `.o_field_widget[name=custom_field_ids] .o_data_row:contains(${name})`;

const useSuggestion = (name, label) => [
    {
        content: `A suggestion is made for ${name}: take it`,
        trigger: `${row(name)}:contains(${label}) button[name=action_use_suggestion]`,
        run: "click",
    },
    {
        content: `It goes into ${name}, and nothing is suggested any more`,
        trigger: `${row(name)}:has(td[name=source]:contains(${label})):not(:has(button))`,
    },
];

tours.add("tms_quickbooks_custom_fields", {
    steps: () => [
        {
            content: "Open the custom fields of the connection",
            trigger: ".o_notebook_headers a:contains(Custom Fields)",
            run: "click",
        },
        ...useSuggestion("Load Number", "Load number"),
        ...useSuggestion("BOL", "Bill of lading"),
        editCell(row("PO Number"), "source"),
        {
            content: "Open the choices",
            trigger: ".o_selected_row .o_field_widget[name=source] .o_select_menu_toggler",
            run: "click",
        },
        {
            content: "The margin",
            trigger: ".o_select_menu_item:contains(Load margin)",
            run: "click",
        },
        {
            content: "It is told that customers may read it",
            trigger: ".alert:visible:contains(so that customers do not read it)",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It is saved",
            trigger: ".o_form_saved",
        },
    ],
});

tours.add("tms_quickbooks_custom_fields_none", {
    steps: () => [
        {
            content: "Open the custom fields of the connection",
            trigger: ".o_notebook_headers a:contains(Custom Fields)",
            run: "click",
        },
        {
            content: "It says that there are none, and how to get some",
            trigger:
                ".o_notebook_content:contains(QuickBooks has no custom fields in use):contains(Update from QuickBooks)",
        },
        {
            content: "There is no list",
            trigger: ".o_notebook_content:not(:has([name=custom_field_ids]))",
        },
    ],
});

tours.add("tms_quickbooks_load_papers", {
    steps: () => [
        {
            content: "Enter the number of the bill of lading",
            trigger: ".o_field_widget[name=bol_number] input",
            run: "edit BOL-4711 && click body",
        },
        {
            content: "And the trailer",
            trigger: ".o_field_widget[name=trailer_number] input",
            run: "edit T-77 && click body",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It is saved",
            trigger: ".o_form_saved",
        },
    ],
});

tours.add("tms_quickbooks_several_loads", {
    steps: () => [
        openTab,
        {
            content: "Look at what would go",
            trigger: "button[name=action_qb_preview]",
            run: "click",
        },
        {
            content: "Both loads and the bill of lading are in it",
            trigger: ".modal:contains(BOL-4711)",
        },
        {
            content: "Close the preview",
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            content: "Send it",
            trigger: ".o_statusbar_buttons button[name=action_qb_send]",
            run: "click",
        },
        tabShows("Pending"),
    ],
});
