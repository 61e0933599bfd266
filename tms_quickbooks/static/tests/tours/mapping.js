/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {queryFirst} from "@odoo/hoot-dom";
import {registry} from "@web/core/registry";
import {inputFiles} from "@web/../tests/utils";

import {editCell, isSaid} from "./steps";

const tours = registry.category("web_tour.tours");

const row = (name, kind = "Income") =>
    `.o_data_row:has(td[name=kind]:contains(${kind})):has(td[name=source_name]:contains(${name}))`;

const openPage = [
    {
        content: "Open the mapping",
        trigger: ".o_menu_sections [data-menu-xmlid='tms_quickbooks.menu_quickbooks_mapping']",
        run: "click",
    },
];

const inGearMenu = (action) => [
    {
        content: "Open the gear menu",
        trigger: ".o_control_panel .o_cp_action_menus button",
        run: "click",
    },
    {
        content: `Choose ${action}`,
        trigger: `.o-dropdown--menu [data-action=${action}]`,
        run: "click",
    },
];

const INCOME = ".o_search_panel .form-check-label:contains(Income)";

/** Wait for something that is there for a moment only. */
const until = async (condition) => {
    while (!condition()) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
    }
};

const onlyIncome = [
    {
        content: "Only income",
        trigger: INCOME,
        run: "click",
    },
    {
        content: "Nothing else is shown",
        trigger: ".o_list_renderer:not(:has(td[name=kind]:contains(Deposit)))",
    },
];

tours.add("tms_quickbooks_mapping", {
    steps: () => [
        ...openPage,
        ...onlyIncome,
        {
            content: "The unmapped default, used most, is on top",
            trigger: `.o_data_row:eq(0) td[name=source_name]:contains(Everything else)`,
        },
        editCell(".o_data_row:eq(0)", "object_id"),
        {
            content: "Search for the item",
            trigger: ".o_selected_row .o_field_widget[name=object_id] input",
            run: "edit Lineh",
        },
        {
            content: "Choose the item",
            trigger: ".o-autocomplete--dropdown-item:contains(Linehaul):first a",
            run: "click",
        },
        {content: "Save", trigger: ".o_list_button_save", run: "click"},
        {
            content: "A suggestion says why; accept it",
            trigger: `${row("Fuel Surcharges")}:has(td[name=proposal]:contains(Fuel Surcharge (same name, written otherwise))) button:contains(Accept)`,
            run: "click",
        },
        isSaid("Suggestions accepted: 1"),
        {
            content: "It is mapped",
            trigger: `${row("Fuel Surcharges")} td[name=object_id]:contains(Fuel Surcharge)`,
        },
        {
            content: "What is not mapped says that it goes there now",
            trigger: `${row("Tarp Fee")} td[name=standing]:contains(Linehaul, as Everything else)`,
        },
        {
            content: "Accept the others, and look for something else at once",
            trigger: ".o_control_panel button[name=action_accept_suggestions]",
            run: async ({anchor}) => {
                document.querySelector(".o_notification_close")?.click();
                await until(() => !document.querySelector(".o_notification"));
                anchor.click();
                await until(() => document.querySelector(".o_notification"));
                queryFirst(INCOME).click();
            },
        },
        {
            content: "The buttons can be clicked again",
            trigger: ".o_control_panel button[name=action_accept_suggestions]:enabled",
        },
        {
            content: "Another one is mapped",
            trigger: `${row("Detention")} td[name=object_id]:contains(Detention)`,
        },
        ...inGearMenu("action_undo_accepting"),
        isSaid("taken back"),
        {
            content: "It is as before",
            trigger: `${row("Detention")} td[name=standing]:contains(as Everything else)`,
        },
        {
            content: "What was accepted before stays",
            trigger: `${row("Fuel Surcharges")} td[name=object_id]:contains(Fuel Surcharge)`,
        },
    ],
});

tours.add("tms_quickbooks_mapping_create_item", {
    steps: () => [
        ...openPage,
        ...onlyIncome,
        {
            content: "Create it in QuickBooks",
            trigger: `${row("Tarp Fee")} button:contains(Create)`,
            run: "click",
        },
        {
            content: "The dialog knows the name",
            trigger: ".modal .o_field_widget[name=name] input:value(Tarp Fee)",
        },
        {
            content: "It proposes the account most items are booked to",
            trigger:
                ".modal .o_field_widget[name=income_account_id] input:value(Accessorial Income)",
        },
        {
            content: "Create",
            trigger: ".modal button[name=action_create_in_quickbooks]",
            run: "click",
        },
        isSaid("Tarp Fee is being created in QuickBooks"),
        {
            content: "The row says so",
            trigger: `${row("Tarp Fee")} td[name=proposal]:contains(Being created)`,
        },
    ],
});

tours.add("tms_quickbooks_mapping_created", {
    steps: () => [
        ...openPage,
        ...onlyIncome,
        {
            content: "The row leads to the new item",
            trigger: `${row("Tarp Fee")} td[name=object_id]:contains(Tarp Fee)`,
        },
    ],
});

tours.add("tms_quickbooks_mapping_broken", {
    steps: () => [
        ...openPage,
        {
            content: "What is inactive in QuickBooks is on top, in red",
            trigger:
                ".o_data_row:eq(0).text-danger:has(td[name=standing]:contains(Inactive in QuickBooks)) td[name=object_id]:contains(Layover)",
        },
    ],
});

tours.add("tms_quickbooks_mapping_remap", {
    steps: () => [
        {
            content: "The banner gives the reason; fix it",
            trigger:
                ".alert:contains(“Layover” is inactive in QuickBooks) button[name=action_qb_fix]",
            run: "click",
        },
        {
            content: "The dialog has the broken mapping",
            trigger: ".modal .o_field_widget[name=standing]:contains(Inactive)",
        },
        {
            content: "Search for another item",
            trigger: ".modal .o_field_widget[name=object_id] input",
            run: "edit Detention",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains(Detention):first a",
            run: "click",
        },
        {
            content: "Save and try again",
            trigger: ".modal button[name=action_retry_held_back]",
            run: "click",
        },
        isSaid("1 will be tried again"),
    ],
});

const TABLE = [
    "Kind;In Odoo;In QuickBooks",
    "Income;Tarp Fee;Accessorial",
    "Income;Nowhere;Accessorial",
].join("\r\n");

const upload = [
    {
        content: "Choose a file",
        trigger: ".modal .o_field_widget[name=file] .o_select_file_button",
        async run() {
            const file = new File([TABLE], "mapping.csv", {type: "text/csv"});
            await inputFiles(".modal .o_field_widget[name=file] input[type=file]", [file]);
        },
    },
    {
        content: "It is there",
        trigger:
            ".modal .o_field_widget[name=file] input:value(mapping.csv), .modal .o_field_widget[name=file]:contains(mapping.csv)",
    },
    {content: "Import", trigger: ".modal button[name=action_import]", run: "click"},
];

tours.add("tms_quickbooks_mapping_import", {
    steps: () => [
        ...openPage,
        ...onlyIncome,
        ...inGearMenu("action_import"),
        ...upload,
        {
            content: "One bad line, and nothing was imported",
            trigger: ".modal .alert:contains(Nothing was imported)",
        },
        {
            content: "The line is named with its reason",
            trigger: ".modal .o_field_widget[name=refused_text]:contains(Line 3):contains(Nowhere)",
        },
        {
            content: "Once more",
            trigger: ".modal button[name=action_again]",
            run: "click",
        },
        {
            content: "Take the good lines",
            trigger: ".modal .o_field_widget[name=only_whole] input",
            run: "uncheck",
        },
        ...upload,
        {
            content: "The good line was imported",
            trigger: ".modal .o_field_widget[name=imported_count]:contains(1)",
        },
        {
            content: "The other can be downloaded",
            trigger: ".modal .o_field_widget[name=refused_file]:contains(refused-lines.csv)",
        },
        {
            content: "Close",
            trigger: ".modal footer button:contains(Close)",
            run: "click",
        },
        {
            content: "The page shows it",
            trigger: `${row("Tarp Fee")} td[name=object_id]:contains(Accessorial)`,
        },
        ...inGearMenu("action_export"),
        {content: "The page stays", trigger: row("Tarp Fee")},
    ],
});
