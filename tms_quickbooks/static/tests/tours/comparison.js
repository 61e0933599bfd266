/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {goBack} from "./steps";

const fillDate = (name, day) => [
    {
        content: `Change ${name}`,
        trigger: `.o_field_widget[name=${name}] button`,
        run: "click",
    },
    {
        content: `${name}: ${day}`,
        trigger: `.o_field_widget[name=${name}] input`,
        run: `edit ${day} && press Enter`,
    },
];

registry.category("web_tour.tours").add("tms_quickbooks_comparison", {
    steps: () => [
        {
            content: "The empty page says what it is for",
            trigger: ".o_view_nocontent:contains(were not compared yet)",
        },
        {
            content: "New",
            trigger: ".o_control_panel button:contains(New)",
            run: "click",
        },
        {
            content: "It says what is done, and that nothing is changed",
            trigger: ".modal .o_form_view:contains(Nothing is changed on either side)",
        },
        {
            content: "Not now",
            trigger: ".modal footer button:contains(Discard)",
            run: "click",
        },
        {
            content: "Nothing of it is kept",
            trigger: "body:not(:has(.modal)) .o_view_nocontent:contains(were not compared yet)",
        },
        {
            content: "New; compare November",
            trigger: ".o_control_panel button:contains(New)",
            run: "click",
        },
        ...fillDate("date_from", "11/01/2026"),
        ...fillDate("date_to", "11/30/2026"),
        {
            content: "Compare",
            trigger: ".modal footer button[name=action_compare]",
            run: "click",
        },
        {
            content: "Without a reload, it says how many differences there are",
            trigger: "button[name=action_view_lines] .o_stat_value:contains(2)",
            timeout: 60000,
        },
        {
            content: "Both sides are shown, and where they are the same",
            trigger:
                ".o_quickbooks_figures tr[data-type=Payment]:contains(The same)",
            timeout: 60000,
        },
        {
            content: "See the differences",
            trigger: ".o_form_statusbar button[name=action_view_lines]",
            run: "click",
        },
        {
            content: "Decide about the amount",
            trigger:
                ".o_data_row:contains(Amount):contains(820.50):contains(900.00) button[name=action_compare]",
            run: "click",
        },
        {
            content: "Field by field; take what QuickBooks has",
            trigger: ".modal:contains(900.00) button[name=action_take_theirs]",
            run: "click",
        },
        {
            content: "It is mended, and not among the open ones any more",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(900.00)))",
            timeout: 20000,
        },
        {
            content: "Choose the other one",
            trigger: ".o_data_row:contains(B-2) .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Leave it as it is",
            trigger: ".o_control_panel button[name=action_leave]",
            run: "click",
        },
        {
            content: "With a reason",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit The carrier has corrected it",
        },
        {
            content: "Leave it",
            trigger: ".modal button[name=action_leave]",
            run: "click",
        },
        {
            content: "Nothing is left to do",
            trigger: ".o_view_nocontent:contains(Nothing differs here)",
        },
        goBack("comparisons"),
        {
            content: "Open the comparison",
            trigger: ".o_data_row:contains(Done) .o_data_cell:contains(Books of)",
            run: "click",
        },
        {
            content: "Both books agree",
            trigger: ".alert-success:contains(Both books agree)",
        },
    ],
});
