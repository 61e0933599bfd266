/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */

/* What the tours of several pages do and look for. */

import {click, queryFirst} from "@odoo/hoot-dom";

export const isSaid = (text) => ({
    content: `A notification says: ${text}`,
    trigger: `.o_notification:contains(${text})`,
});

export const openTab = {
    content: "Open the QuickBooks tab",
    trigger: ".o_notebook_headers a:contains(QuickBooks)",
    run: "click",
};

export const tabShows = (status) => ({
    content: `The QuickBooks tab says ${status}`,
    trigger: `.o_field_widget[name=qb_status] .badge:contains(${status})`,
});

export const goBack = (where) => ({
    content: `Back to the ${where}`,
    trigger: ".o_breadcrumb .o_back_button a, .breadcrumb-item a",
    run: "click",
});

export const filterBy = (name) => [
    {
        content: "Open the search menu",
        trigger: ".o_searchview_dropdown_toggler",
        run: "click",
    },
    {
        content: `Only ${name}`,
        trigger: `.o_filter_menu .o_menu_item:contains(${name})`,
        run: "click",
    },
    {
        content: "Close the search menu",
        trigger: ".o_searchview_dropdown_toggler",
        run: "click",
    },
];

const TIMES = 5;
const MOMENT = 300;

/** Edit a cell of a list, also where the list is just being shown anew. */
export const editCell = (row, field) => ({
    content: `Edit ${field}`,
    trigger: `${row} td[name=${field}]`,
    async run() {
        for (let time = 0; time < TIMES; time++) {
            await click(queryFirst(`${row} td[name=${field}]`));
            await new Promise((resolve) => setTimeout(resolve, MOMENT));
            if (queryFirst(`.o_selected_row [name=${field}]`)) {
                return;
            }
        }
    },
});

/** Choose an entry of a selection field. */
export const select = (field, label) => [
    {
        content: `Open ${field}`,
        trigger: `.o_field_widget[name=${field}] .o_select_menu_toggler`,
        run: "click",
    },
    {
        content: `Choose ${label}`,
        trigger: `.o_select_menu_item:contains(${label})`,
        run: "click",
    },
];
