/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const openWizard = {
    content: "Connect QuickBooks",
    trigger: ".o_control_panel button:contains(Connect QuickBooks)",
    run: "click",
};

const signIn = {
    content: "Go to Intuit, where the test signs in",
    trigger: ".modal button[name=action_sign_in]",
    run: "click",
    expectUnloadPage: true,
};

const connected = (company) => ({
    content: "The page says what is connected",
    trigger: `h1:contains(Connected to ${company})`,
});

const shows = (text) => ({
    content: `The page shows ${text}`,
    trigger: `.container:contains(${text})`,
});

const openConnection = {
    content: "Open the connection",
    trigger: "a:contains(Open the Connection)",
    run: "click",
    expectUnloadPage: true,
};

const isConnected = {
    content: "The form says that it is connected",
    trigger: ".o_statusbar_status .o_arrow_button_current:contains(Connected)",
};

const line = (code, status) => ({
    content: `The checklist says ${status} for ${code}`,
    trigger: `li[data-code=${code}]:contains(${status})`,
});

tours.add("tms_quickbooks_connect_give_up", {
    steps: () => [
        {
            content: "The empty list says what this is for",
            trigger: ".o_view_nocontent:contains(Connect your QuickBooks company)",
        },
        openWizard,
        {
            content: "The address to register can be copied",
            trigger:
                ".modal .o_field_widget[name=redirect_uri]:contains(/quickbooks/oauth/callback)",
        },
        {
            content: "The app is known from another connection",
            trigger: ".modal .text-muted:contains(A secret is stored)",
        },
        {
            content: "Enter another client ID",
            trigger: ".modal .o_field_widget[name=client_id] input",
            run: "edit another-id && press Tab",
        },
        {
            content: "The stored secret does not belong to it",
            trigger: ".modal-body:not(:contains(A secret is stored))",
        },
        {
            content: "Without a secret it does not go on",
            trigger: ".modal button[name=action_sign_in]",
            run: "click",
        },
        {
            content: "The secret is asked for",
            trigger: ".modal .o_field_widget[name=client_secret].o_field_invalid",
        },
        {
            content: "Give up",
            trigger: ".modal button:contains(Cancel)",
            run: "click",
        },
        {
            content: "The list is as empty as before",
            trigger: "body:not(:has(.modal)) .o_view_nocontent",
        },
        openWizard,
        signIn,
        {
            content: "Denied at Intuit: the page says what happened",
            trigger: ".alert:contains(You did not allow the connection)",
        },
        {
            content: "One can try again",
            trigger: "button:contains(Try Again)",
        },
        {
            content: "Go back",
            trigger: "a:contains(Back to the QuickBooks Connections)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The list is as empty as before",
            trigger: ".o_list_view .o_view_nocontent",
        },
    ],
});

tours.add("tms_quickbooks_connect", {
    steps: () => [
        openWizard,
        {
            content: "Give it a name",
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Main books",
        },
        signIn,
        connected("Lone Star Freight LLC"),
        shows("Plus"),
        shows("USD"),
        shows("maria@example.com"),
        line("account_receivable", "Ready"),
        line("custom_numbers", "Note"),
        line("default_mapping", "Not ready"),
        openConnection,
        isConnected,
        {
            content: "It has the name that was given",
            trigger: ".o_field_widget[name=name] input:value(Main books)",
        },
        {
            content: "Open the checklist",
            trigger: ".o_notebook_headers a:contains(Readiness)",
            run: "click",
        },
        line("closing_date", "Ready"),
        {
            content: "Ask QuickBooks again",
            trigger: "button[name=action_check_readiness]",
            run: "click",
        },
        {
            content: "It says how it stands",
            trigger: ".o_notification:contains(1 not ready, 1 to note)",
        },
        {
            content: "A line leads to where it is put right",
            trigger: "li[data-code=default_mapping] a[href='/odoo/quickbooks-mapping']",
        },
        {
            content: "Go to the connections",
            trigger: ".o_menu_sections a:contains(Connections)",
            run: "click",
        },
        {
            content: "The list says how ready each one is",
            trigger: ".o_data_row:contains(Main books):contains(1 not ready)",
        },
        openWizard,
        {
            content: "The wizard says up front that the company is connected",
            trigger: ".modal .alert:contains(connected to QuickBooks already)",
        },
        {
            content: "There is no sign-in",
            trigger: ".modal-footer:not(:has(button[name=action_sign_in]))",
        },
        {
            content: "Open the connection that is there",
            trigger: ".modal-footer button[name=action_open_connection]",
            run: "click",
        },
        isConnected,
    ],
});

const signInAgain = {
    content: "Sign in again, as somebody else",
    trigger: "button[name=action_connect]:contains(Sign In Again)",
    run: "click",
    expectUnloadPage: true,
};

const decide = (text) => ({
    content: `Decide: ${text}`,
    trigger: `button:contains(${text})`,
    run: "click",
    expectUnloadPage: true,
});

const isAdmin = (email) => ({
    content: `The connected admin is ${email}`,
    trigger: `.o_field_widget[name=intuit_email]:contains(${email})`,
});

tours.add("tms_quickbooks_connected_admin", {
    steps: () => [
        signInAgain,
        {
            content: "It is asked who is to be the connected admin",
            trigger: "h1:contains(maria@example.com is the connected admin)",
        },
        decide("Keep maria@example.com"),
        shows("maria@example.com"),
        openConnection,
        isAdmin("maria@example.com"),
        signInAgain,
        decide("Change to accountant@example.com"),
        shows("accountant@example.com"),
        openConnection,
        isAdmin("accountant@example.com"),
        {
            content: "Disconnect",
            trigger: "button[name=action_disconnect]",
            run: "click",
        },
        {
            content: "It is said what will happen",
            trigger: ".modal:contains(What waits in the queue stays there)",
        },
        {
            content: "Confirm",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "It says that Intuit was told",
            trigger: ".o_notification:contains(was revoked at Intuit)",
        },
    ],
});

tours.add("tms_quickbooks_connect_elsewhere", {
    steps: () => [
        signInAgain,
        {
            content: "Both companies are named, and nothing has changed",
            trigger:
                ".alert:contains(belongs to the QuickBooks company Lone Star Freight LLC):contains(you signed in to Prairie Brokerage Inc)",
        },
        {
            content: "The way to change the company is told",
            trigger: ".alert:contains(Move to Another QuickBooks Company)",
        },
        {
            content: "Go back",
            trigger: "a:contains(Back to)",
            run: "click",
            expectUnloadPage: true,
        },
        isConnected,
    ],
});

tours.add("tms_quickbooks_connect_second", {
    steps: () => [
        {
            content: "The other company's connection is not shown",
            trigger: ".o_view_nocontent",
        },
        openWizard,
        {
            content: "It is for the company at work",
            trigger:
                ".modal .o_field_widget[name=company_id] input:value(Prairie Brokerage)",
        },
        signIn,
        connected("Prairie Brokerage Inc"),
        shows("Simple Start"),
        line("plan", "Not ready"),
        openConnection,
        isConnected,
    ],
});
