/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";
import {isSaid} from "./steps";

const tours = registry.category("web_tour.tours");

const open = (page) => ({
    content: `Open the page ${page}`,
    trigger: `.o_notebook_headers a:contains(${page})`,
    run: "click",
});

const line = (code, text) => ({
    content: `The checklist says of ${code}: ${text}`,
    trigger: `.o_quickbooks_readiness [data-code=${code}]:contains(${text})`,
});

const field = (name) =>
    `.o_field_widget[name=custom_field_ids] .o_data_row:contains(${name})`;

tours.add("tms_quickbooks_desktop_company", {
    steps: () => [
        open("Readiness"),
        line("version", "is too old to be connected"),
        line("permission", "does not permit this application"),
        line("closing_date", "Set Date/Password"),
        line("account_income", "There is an income account"),
        {
            content: "What QuickBooks Online has is not on the list",
            trigger: ".o_quickbooks_readiness:not(:has([data-code=subscription]))",
        },
        {
            content: "Have QuickBooks asked again",
            trigger: "button[name=action_check_readiness]",
            run: "click",
        },
        isSaid("at the next run of the Web Connector"),
        open("Custom Fields"),
        {
            content: "The form has a field of its own",
            trigger: field("P.O. Number"),
        },
        {
            content: "The company has added one, and a suggestion is made for it",
            trigger: `${field("BOL")} button[name=action_use_suggestion]`,
            run: "click",
        },
        {
            content: "The bill of lading goes into it",
            trigger: `${field("BOL")}:has(td[name=source]:contains(Bill of lading)):not(:has(button))`,
        },
    ],
});
