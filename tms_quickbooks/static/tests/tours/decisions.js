/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

import {isSaid} from "./steps";

const tours = registry.category("web_tour.tours");

const call = (model, method, args) =>
    rpc(`/web/dataset/call_kw/${model}/${method}`, {model, method, args, kwargs: {}});

/* Somebody else changes the text of the invoice's line meanwhile. */
async function changeLine(text) {
    const id = parseInt(window.location.pathname.split("/").at(-1), 10);
    const lines = [
        ["move_id", "=", id],
        ["display_type", "=", "product"],
    ];
    const ids = await call("account.move.line", "search", [lines]);
    await call("account.move.line", "write", [ids, {name: text}]);
}

const choose = (name) => ({
    content: `Choose ${name}`,
    trigger: `.modal footer button[name=${name}]:visible`,
    run: "click",
});

tours.add("tms_quickbooks_changed_meanwhile", {
    steps: () => [
        {
            content: "Compare both sides",
            trigger: ".alert button[name=action_qb_compare]",
            run: "click",
        },
        {
            content: "The line is the same on both sides, while somebody changes it",
            trigger: ".modal:not(:contains(Lubbock)) .o_data_row:contains(1,200.00)",
            run: () => changeLine("Dallas to Lubbock"),
        },
        choose("action_take_theirs"),
        {
            content: "Nothing was done; it is shown anew, and says so",
            trigger: ".modal .alert[role=alert]:contains(while you were comparing)",
        },
        {
            content: "With what has changed",
            trigger: ".modal .o_data_row:contains(Dallas to Lubbock)",
        },
        choose("action_take_theirs"),
        isSaid("It is here as it is in QuickBooks"),
    ],
});

tours.add("tms_quickbooks_entered_on_both_sides", {
    steps: () => [
        {
            content: "It looks like what is here",
            trigger: ".o_form_view:contains(It looks like)",
        },
        {
            content: "They are one and the same",
            trigger: "button[name=action_link_alike]:visible",
            run: "click",
        },
        isSaid("Linked. It follows QuickBooks from now on."),
        {
            content: "And says so",
            trigger: ".o_form_view:contains(Linked with what was here)",
        },
    ],
});
