/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";

import {goBack, isSaid, openTab, tabShows} from "./steps";

const tours = registry.category("web_tour.tours");

const COMPANY_FILE = String.raw`C:\Users\Public\Documents\Intuit\QuickBooks\Company Files\Lone Star Freight LLC.QBW`;

/* The dialog looks by itself every few seconds. */
const TURNS_GREEN = 60000;

const chooseVersion = (item) => [
    {
        content: "Look at the versions",
        trigger: ".modal .o_field_widget[name=chosen_year] input",
        run: "click",
    },
    {
        content: "Choose one",
        trigger: `.o_select_menu_item${item}`,
        run: "click",
    },
];

const tick = (name) => ({
    content: `Confirm: ${name}`,
    trigger: `.modal .o_field_widget[name=${name}] input`,
    run: "check",
});

const goOn = {
    content: "Continue",
    trigger: ".modal-footer button[name=action_prepare_desktop]",
    run: "click",
};

const line = (code, text) => ({
    content: `The list says for ${code}: ${text}`,
    trigger: `.modal li[data-code=${code}]:contains(${text})`,
});

const openPage = (name) => ({
    content: `Open the page ${name}`,
    trigger: `.o_notebook_headers a:contains(${name})`,
    run: "click",
});

const openMore = (name) => [
    {
        content: "Open the menu More",
        trigger: ".o_menu_sections button:contains(More)",
        run: "click",
    },
    {
        content: `Choose ${name}`,
        trigger: `.o-dropdown--menu a:contains(${name})`,
        run: "click",
    },
];

tours.add("tms_quickbooks_desktop_connect", {
    steps: () => [
        {
            content: "Connect QuickBooks",
            trigger: ".o_control_panel button:contains(Connect QuickBooks)",
            run: "click",
        },
        {
            content: "Choose Desktop",
            trigger: ".modal .o_field_widget[name=provider] .o_radio_item:contains(Desktop) input",
            run: "click",
        },
        {
            content: "Nothing is asked that belongs to a sign-in",
            trigger: ".modal:not(:has([name=client_id])):not(:has([name=action_sign_in]))",
        },
        line("address", "only"),
        ...chooseVersion(":contains(or older)"),
        {
            content: "It is said why that cannot be",
            trigger: ".modal .alert:contains(ended its support)",
        },
        ...chooseVersion(":eq(0)"),
        goOn,
        {
            content: "Without the confirmations it does not go on",
            trigger: ".modal:contains(tick both boxes) .modal-footer button",
            run: "click",
        },
        tick("has_quickbooks"),
        tick("has_connector"),
        {
            content: "Have it run while QuickBooks is closed",
            trigger: ".modal .o_field_widget[name=company_file_path] input",
            run: `edit ${COMPANY_FILE}`,
        },
        goOn,
        {
            content: "It waits for the Web Connector",
            trigger: ".modal [role=status]:contains(Waiting for the Web Connector)",
        },
        line("run", "has not been here yet"),
        {
            content: "The configuration file can be downloaded",
            trigger: ".modal button[name=action_download_qwc]",
        },
        {
            content: "Show the password; then the test enters it in the Web Connector",
            trigger: ".modal .o_quickbooks_connector_password button:contains(Show)",
            run: "click",
        },
        {
            content: "It can be copied, and is shown this once",
            trigger:
                ".modal .o_quickbooks_connector_password:contains(this once):has(.o_clipboard_button)",
        },
        {
            content: "The first session turns the line green",
            trigger: ".modal [role=status].alert-success:contains(Connected to Lone Star)",
            timeout: TURNS_GREEN,
        },
        {
            content: "It names the version that QuickBooks reports",
            trigger: ".modal .alert-success:contains(QuickBooks Premier 2025)",
        },
        line("default_mapping", "Not ready"),
        {
            content: "Open the connection",
            trigger: ".modal-footer button[name=action_open_connection]",
            run: "click",
        },
        {
            content: "It is connected",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Connected)",
        },
        {
            content: "There is no sign-in at Intuit",
            trigger: ".o_form_view:not(:contains(Sign-in with Intuit))",
        },
        {
            content: "The password can be renewed, and is not shown",
            trigger: ".o_quickbooks_connector_password:contains(Renew):not(:has(code))",
        },
        openPage("Web Connector"),
        {
            content: "It comes on time",
            trigger: ".o_field_widget[name=connector_status]:contains(Comes on Time)",
        },
        openPage("Settings"),
        {
            content: "The company file has its location",
            trigger: ".o_field_widget[name=company_file_path] input:value(Lone Star Freight)",
        },
        {
            content: "Disconnect",
            trigger: "button[name=action_disconnect]",
            run: "click",
        },
        {
            content: "It is said what will happen",
            trigger: ".modal:contains(The Web Connector is not let in any more)",
        },
        {
            content: "Confirm",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        isSaid("The Web Connector is not let in any more"),
    ],
});

tours.add("tms_quickbooks_desktop_pending", {
    steps: () => [
        {
            content: "Send it",
            trigger: "button[name=action_qb_send]",
            run: "click",
        },
        isSaid("next run of the Web Connector: every 15 minutes"),
        openTab,
        tabShows("Pending"),
        {
            content: "The record says when it goes",
            trigger: ".o_field_widget[name=qb_next_run]:contains(next run)",
        },
    ],
});

tours.add("tms_quickbooks_desktop_synced", {
    steps: () => [
        openTab,
        tabShows("Synced"),
        {
            content: "It has the id that QuickBooks gave it",
            trigger: ".o_field_widget[name=qb_id]:not(:empty)",
        },
        {
            content: "There is no page to open: a company file has none",
            trigger: ".o_form_view:not(:has(button[name=action_qb_open]))",
        },
    ],
});

tours.add("tms_quickbooks_desktop_overview", {
    steps: () => [
        {
            content: "The card says when the Web Connector was last seen",
            trigger: ".o_kanban_record:contains(last seen):not(:contains(Room this minute))",
        },
        {
            content: "It comes no more: see what to check",
            trigger: ".o_kanban_record button:contains(What to Check)",
            run: "click",
        },
        line("run", "should come every 15 minutes"),
        line("firewall", "QBWebConnector.exe"),
        line("quickbooks", "QuickBooks has to be open"),
        {
            content: "Close",
            trigger: ".modal-footer button:contains(Close)",
            run: "click",
        },
        ...openMore("Web Connector Sessions"),
        {
            content: "The log tells what each session did",
            trigger: ".o_data_row:contains(2 sent.) .o_data_cell[name=outcome]",
            run: "click",
        },
        {
            content: "Its form tells of the QuickBooks that answered",
            trigger: ".o_field_widget[name=host_text]:contains(QuickBooks Premier)",
        },
        {
            content: "What it exchanged",
            trigger: ".o_field_widget[name=exchange_ids] .o_data_row:contains(Sent:)",
        },
        goBack("sessions"),
        {
            content: "Back at the sessions",
            trigger: ".o_list_view .o_data_row:contains(2 sent.)",
        },
        ...openMore("Log"),
        {
            content: "The log of all calls has them, too",
            trigger: ".o_data_row:contains(Sent:)",
        },
    ],
});
