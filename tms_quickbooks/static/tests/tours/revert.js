/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {isSaid, openTab, tabShows} from "./steps";

const tours = registry.category("web_tour.tours");

const revert = (where) => ({
    content: `Revert in QuickBooks, ${where}`,
    trigger: `${where} button[name=action_qb_revert]`,
    run: "click",
});

const confirm = () => ({
    content: "Take it back",
    trigger: ".modal button[name=action_revert]",
    run: "click",
});

const banner = (text) => ({
    content: `A banner says: ${text}`,
    trigger: `.alert:contains(${text})`,
});

tours.add("tms_quickbooks_revert", {
    steps: () => [
        openTab,
        revert(".o_notebook"),
        {
            content: "The dialog says what will happen",
            trigger: ".modal .o_data_row:contains(Voided)",
        },
        {
            content: "A posted invoice is kept out unless told otherwise",
            trigger: ".modal .o_field_widget[name=keep_out] input:checked",
        },
        {
            content: "It could be deleted instead",
            trigger: ".modal .o_radio_item:contains(Delete) input",
            run: "click",
        },
        {
            content: "The row says so",
            trigger: ".modal .o_data_row:contains(Deleted)",
        },
        {
            content: "But it is to be voided",
            trigger: ".modal .o_radio_item:contains(Void) input",
            run: "click",
        },
        {
            content: "Send it again later",
            trigger: ".modal .o_field_widget[name=keep_out] input",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Billed to the wrong customer",
        },
        confirm(),
        isSaid("1 to be taken back"),
        banner("On its way back from QuickBooks"),
        {
            content: "Leave it there after all",
            trigger: ".alert button[name=action_qb_keep]",
            run: "click",
        },
        isSaid("1 cancelled"),
        tabShows("Synced"),
        revert(".o_notebook"),
        confirm(),
        banner("On its way back from QuickBooks"),
        {
            content: "The history has the reason",
            trigger: ".o-mail-Message:contains(wrong customer)",
        },
    ],
});

tours.add("tms_quickbooks_revert_refused", {
    steps: () => [
        banner("Still in QuickBooks"),
        {
            content: "Try again, with the payment still on it",
            trigger: ".alert:contains(bank deposit) button[name=action_qb_retry]",
        },
        {
            content: "Leave it there",
            trigger: ".alert-danger button[name=action_qb_keep]",
            run: "click",
        },
        isSaid("1 cancelled"),
        banner("it does not count here"),
        revert(".alert"),
        {
            content: "By now it is known to be paid",
            trigger: ".modal .o_data_row:contains(A payment was applied)",
        },
        {
            content: "Leave it as it is",
            trigger: ".modal button:contains(Leave as It Is)",
            run: "click",
        },
        {
            content: "The dialog is gone",
            trigger: "body:not(:has(.modal))",
        },
    ],
});

tours.add("tms_quickbooks_reverted", {
    steps: () => [
        openTab,
        {
            content: "What it was in QuickBooks stays to be found",
            trigger: ".o_field_widget[name=qb_former]:contains(voided)",
        },
        {
            content: "Look at it",
            trigger: "button[name=action_qb_open_former]",
            run: "click",
        },
        {
            content: "It can be opened in QuickBooks",
            trigger:
                ".o_list_view .o_data_row:contains(Invoice) button[name=action_open_in_quickbooks]",
        },
    ],
});
