/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {isSaid} from "./steps";

const tours = registry.category("web_tour.tours");

const figure = (name, value) => ({
    content: `${name}: ${value}`,
    trigger: `.o_kanban_record button:contains(${name}):contains(${value})`,
});

const panelSays = (text) => ({
    content: `The panel says: ${text}`,
    trigger: `.o_quickbooks_bulk_run[role=status]:contains(${text})`,
});

tours.add("tms_quickbooks_overview", {
    steps: () => [
        {
            content: "The overview is the first thing QuickBooks shows",
            trigger: ".o_menu_sections .o_nav_entry:first:contains(Overview)",
        },
        figure("Waiting", 1),
        figure("Failed", 2),
        {
            content: "There is room for calls this minute",
            trigger: ".o_kanban_record:contains(Room this minute)",
        },
        {
            content: "See what failed",
            trigger: ".o_kanban_record button:contains(See What Failed)",
            run: "click",
        },
        {
            content: "It is grouped by reason, in a sentence without particulars",
            trigger: ".o_group_header:contains(is not mapped):contains(2)",
        },
        {
            content: "The panel at the side counts by reason, too",
            trigger: ".o_search_panel_section:contains(Reason) .o_search_panel_counter:contains(2)",
        },
        {
            content: "Try all of this reason again",
            trigger: ".o_group_header button:contains(Retry all)",
            run: "click",
        },
        isSaid("2 will be tried again"),
    ],
});

tours.add("tms_quickbooks_retry_alike", {
    steps: () => [
        {
            content: "The banner offers to try all alike again",
            trigger: ".alert button[name=action_qb_retry_alike]:contains(Retry All 2)",
            run: "click",
        },
        isSaid("2 will be tried again"),
        {
            content: "The banner is gone",
            trigger: ".o_form_view:not(:has(button[name=action_qb_retry_alike]))",
        },
    ],
});

tours.add("tms_quickbooks_bulk_progress", {
    steps: () => [
        {
            content: "Follow what somebody has sent in bulk",
            trigger: ".o_kanban_renderer",
            run: async () => {
                const {orm, action} = odoo.__WOWL_DEBUG__.root.env.services;
                const [job] = await orm.searchRead(
                    "quickbooks.job",
                    [["bulk_run", "!=", false]],
                    ["bulk_run"]
                );
                await action.doAction({
                    type: "ir.actions.client",
                    tag: "quickbooks_follow",
                    params: {run: job.bulk_run},
                });
            },
        },
        panelSays("2 of 3 done"),
        panelSays("1 failed"),
        {
            content: "The bar is full for screen readers, too",
            trigger: ".o_quickbooks_bulk_run [role=progressbar][aria-valuenow='100']",
        },
        {
            content: "See what failed",
            trigger: ".o_quickbooks_bulk_run button:contains(See what failed)",
            run: "click",
        },
        {
            content: "It is one",
            trigger: ".o_list_renderer:has(.o_data_row:eq(0)):not(:has(.o_data_row:eq(1)))",
        },
        {
            content: "Close the panel",
            trigger: ".o_quickbooks_bulk_run .btn-close",
            run: "click",
        },
        {
            content: "It is gone",
            trigger: "body:not(:has(.o_quickbooks_bulk_run))",
        },
    ],
});

tours.add("tms_quickbooks_log", {
    steps: () => [
        {
            content: "A line says what was sent and what came of it",
            trigger:
                ".o_data_row:contains('Invoice (2)'):contains('1 accepted, 1 refused') .o_data_cell:first",
            run: "click",
        },
        {
            content: "Intuit's number is there for its support",
            trigger: ".o_form_view .o_field_widget[name=intuit_tid]",
        },
        {
            content: "The documents in it are listed; open the refused one",
            trigger:
                ".o_field_widget[name=job_ids] .o_data_row:contains(Failed) .o_data_cell:first",
            run: "click",
        },
        {
            content: "It says why, and leads back to the call",
            trigger:
                ".modal:has(.alert:contains(closed)) .o_field_widget[name=exchange_id]:contains(Invoice)",
        },
    ],
});
