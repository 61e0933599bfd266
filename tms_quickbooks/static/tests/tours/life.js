/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {openTab} from "./steps";

const tours = registry.category("web_tour.tours");

const openSecurity = {
    content: "Open the page about the sign-in and its encryption",
    trigger: ".o_notebook_headers a:contains(Sign-in and Security)",
    run: "click",
};

const confirmIt = {
    content: "Confirm",
    trigger: ".modal-footer .btn-primary",
    run: "click",
};

const click = (name) => ({
    content: `Click ${name}`,
    trigger: `button[name=${name}]`,
    run: "click",
});

const says = (text) => ({
    content: `A banner says: ${text}`,
    trigger: `.alert:contains(${text})`,
});

const stateIs = (state) => ({
    content: `The form says ${state}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${state})`,
});

const openConnection = {
    content: "Open the connection",
    trigger: "a:contains(Open the Connection)",
    run: "click",
    expectUnloadPage: true,
};

tours.add("tms_quickbooks_life_rotate", {
    steps: () => [
        openSecurity,
        {
            content: "Secrets are sealed with a replaced key",
            trigger: ".o_field_widget[name=key_status]:contains(Replaced Key)",
        },
        {
            content: "How to make a key is told",
            trigger: "code:contains(Fernet.generate_key)",
        },
        click("action_rotate_keys"),
        confirmIt,
        {
            content: "It was done",
            trigger: ".o_notification:contains(3 secrets are sealed with key)",
        },
        {
            content: "The key is good",
            trigger: ".o_field_widget[name=key_status]:contains(Good)",
        },
    ],
});

tours.add("tms_quickbooks_life_waits", {
    steps: () => [says("Waits until somebody signs in to QuickBooks again")],
});

tours.add("tms_quickbooks_life_reconnect", {
    steps: () => [
        says("does not accept the sign-in any more"),
        {
            content: "The manager is asked to sign in",
            trigger: ".o-mail-Activity:contains(Sign in to QuickBooks again)",
        },
        {
            content: "Sign in, at Intuit",
            trigger: "button[name=action_connect]:contains(Reconnect)",
            run: "click",
            expectUnloadPage: true,
        },
        openConnection,
        stateIs("Connected"),
        {
            content: "Nobody is asked any more",
            trigger: ".o-mail-Chatter:not(:has(.o-mail-Activity))",
        },
    ],
});

tours.add("tms_quickbooks_life_five_years", {
    steps: () => [
        says("Intuit ends every sign-in after five years"),
        {
            content: "Sign in again, at Intuit",
            trigger: ".alert button[name=action_connect]",
            run: "click",
            expectUnloadPage: true,
        },
        openConnection,
        stateIs("Connected"),
        {
            content: "The warning is gone",
            trigger: ".o_form_view:not(:has(.alert:contains(after five years)))",
        },
    ],
});

tours.add("tms_quickbooks_life_copy", {
    steps: () => [
        says("This database is a copy"),
        {
            content: "Leave QuickBooks to the original",
            trigger: ".alert button:contains(Leave QuickBooks)",
            run: "click",
        },
        confirmIt,
        {
            content: "It is told what became of the sign-in",
            trigger: ".o_notification:contains(stays valid in the database it was copied)",
        },
        {
            content: "The banner is gone",
            trigger: ".o_form_view:not(:has(.alert:contains(is a copy)))",
        },
    ],
});

const openWizard = [
    openSecurity,
    {
        content: "Move to another QuickBooks company",
        trigger: "button:contains(Move to Another QuickBooks Company)",
        run: "click",
    },
    {
        content: "Choose the cut-over date",
        trigger: ".modal .o_field_widget[name=cutoff_date] input, .modal button.o_datetime_button, .modal .o_field_widget[name=cutoff_date] button",
        run: "click",
    },
    {
        content: "Enter it",
        trigger: ".modal .o_field_widget[name=cutoff_date] input",
        run: "edit 11/10/2026 && press Tab",
    },
    {
        content: "The figures follow it",
        trigger: ".modal .o_field_widget[name=before_count]:contains(1)",
    },
    {
        content: "What will be sent anew is told",
        trigger: ".modal .o_field_widget[name=after_count]:contains(2)",
    },
    {
        content: "Without a confirmation",
        trigger: ".modal button[name=action_migrate]",
        run: "click",
    },
    {
        content: "nothing is moved",
        trigger: ".modal:contains(Tick that nothing more) .btn-primary:contains(Close)",
        run: "click",
    },
    {
        content: "Confirm",
        trigger: ".modal .o_field_widget[name=confirmed] input",
        run: "click",
    },
    {
        content: "Move, and sign in at Intuit",
        trigger: ".modal button[name=action_migrate]",
        run: "click",
        expectUnloadPage: true,
    },
];

tours.add("tms_quickbooks_life_migrate", {
    steps: () => [
        ...openWizard,
        {
            content: "The new company is connected",
            trigger: "h1:contains(Connected to Prairie Brokerage)",
        },
        openConnection,
        stateIs("Connected"),
        says("2 invoices and bills moved here"),
        click("action_send_following"),
        confirmIt,
        {
            content: "They are queued",
            trigger: ".o_notification:contains(2 queued for QuickBooks)",
        },
        openSecurity,
        {
            content: "Where it came from is shown",
            trigger: ".o_field_widget[name=moved_from_id]:contains(until)",
        },
    ],
});

tours.add("tms_quickbooks_life_earlier", {
    steps: () => [
        openTab,
        {
            content: "It tells what the invoice was in the old books",
            trigger: ".o_field_widget[name=qb_earlier]:contains(in Lone Star)",
        },
    ],
});

tours.add("tms_quickbooks_life_archived", {
    steps: () => [
        says("Archived."),
        {
            content: "It is not signed in for again",
            trigger: ".o_form_view:not(:has(button[name=action_connect]))",
        },
        {
            content: "Its links are kept",
            trigger: "button[name=action_view_links]",
            run: "click",
        },
        {
            content: "They are listed",
            trigger: ".o_list_view .o_data_row:contains(Acme Shippers)",
        },
    ],
});

tours.add("tms_quickbooks_life_undo", {
    steps: () => [
        says("connect the new QuickBooks company"),
        click("action_undo_migration"),
        confirmIt,
        stateIs("Disconnected"),
        {
            content: "The old connection is back",
            trigger: ".o_form_view:not(:has(.ribbon:contains(Archived)))",
        },
    ],
});
