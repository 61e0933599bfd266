/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {isSaid, openTab, tabShows} from "./steps";

const tours = registry.category("web_tour.tours");

const banner = (text) => ({
    content: `The banner says: ${text}`,
    trigger: `.alert[role=alert]:contains(Changed in QuickBooks):contains(${text})`,
});

const compare = () => ({
    content: "Compare both sides",
    trigger: ".alert button[name=action_qb_compare]",
    run: "click",
});

const row = (...texts) => ({
    content: `A row has ${texts.join(", ")}`,
    trigger: `.modal .o_data_row${texts.map((text) => `:contains(${text})`).join("")}`,
});

const choose = (name) => ({
    content: `Choose ${name}`,
    trigger: `.modal footer button[name=${name}]:visible`,
    run: "click",
});

const noBanner = () => ({
    content: "The banner is gone",
    trigger: ".o_form_view:not(:has(.alert button[name=action_qb_compare]))",
});

tours.add("tms_quickbooks_take_theirs", {
    steps: () => [
        banner("1,200.00"),
        compare(),
        row("Line 1: amount", "1,000.00", "1,200.00"),
        row("Total", "1,000.00", "1,200.00"),
        {
            content: "It can be left for later",
            trigger: ".modal footer button:contains(Decide Later)",
            run: "click",
        },
        {content: "The dialog is gone", trigger: "body:not(:has(.modal))"},
        compare(),
        choose("action_take_theirs"),
        isSaid("It is here as it is in QuickBooks"),
        noBanner(),
        {
            content: "The invoice has the new amount",
            trigger: ".o_field_widget[name=invoice_line_ids] .o_data_row:contains(1,200)",
        },
        {
            content: "And the chatter says what was before",
            trigger: ".o-mail-Message:contains(1,000.00 → 1,200.00)",
        },
        openTab,
        tabShows("Synced"),
    ],
});

tours.add("tms_quickbooks_take_ours", {
    steps: () => [
        banner("1,200.00"),
        compare(),
        row("Total", "1,000.00", "1,200.00"),
        choose("action_take_ours"),
        isSaid("It goes to QuickBooks as it is here"),
        noBanner(),
        openTab,
        tabShows("Pending"),
    ],
});

tours.add("tms_quickbooks_take_their_rate", {
    steps: () => [
        banner("Exchange Rate: 1.39"),
        compare(),
        row("Exchange Rate", "1.3642", "1.39"),
        choose("action_take_theirs"),
        isSaid("It is here as it is in QuickBooks"),
        noBanner(),
        {
            content: "The chatter says at which rate it was booked, and is now",
            trigger: ".o-mail-Message:contains(Exchange Rate: 1.3642 → 1.39)",
        },
        openTab,
        tabShows("Synced"),
    ],
});

tours.add("tms_quickbooks_set_apart", {
    steps: () => [
        banner("55.00"),
        compare(),
        row("Total", "55.00", "1,000.00"),
        {
            content: "It says why they may be two",
            trigger: ".modal p:contains(carries the mark of this one)",
        },
        choose("action_are_two"),
        isSaid("each of them is a document of its own"),
        noBanner(),
        openTab,
        tabShows("Pending"),
    ],
});

tours.add("tms_quickbooks_voided_there", {
    steps: () => [
        banner("made void"),
        compare(),
        {
            content: "There is nothing to compare but what happened",
            trigger: ".modal .alert:contains(was made void in QuickBooks)",
        },
        choose("action_take_theirs"),
        {
            content: "It is cancelled here as well",
            trigger: ".o_arrow_button_current:contains(Cancelled)",
        },
    ],
});

tours.add("tms_quickbooks_way_back_settings", {
    steps: () => [
        {
            content: "Open the settings",
            trigger: ".o_notebook_headers a:contains(Settings)",
            run: "click",
        },
        {
            content: "What becomes of invoices that are made in QuickBooks",
            trigger: ".o_field_widget[name=invoice_pull] .o_select_menu_toggler",
            run: "click",
        },
        {
            content: "They are entered and posted",
            trigger: ".o_select_menu_item:contains(Enter and post)",
            run: "click",
        },
        {
            content: "It says what they would wait for",
            trigger: ".alert:contains(stand for nothing here)",
        },
        {
            content: "Make contacts of new customers",
            trigger: ".o_field_widget[name=customer_arrival] input",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Saved",
            trigger: ".o_form_saved",
        },
    ],
});
