/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";
import {editCell, isSaid, openTab} from "./steps";

const tours = registry.category("web_tour.tours");

const choose = (where, label) => [
    {
        content: "Open the choices",
        trigger: `${where} .o_select_menu_toggler`,
        run: "click",
    },
    {
        content: `Choose ${label}`,
        trigger: `.o_select_menu_item:contains(${label})`,
        run: "click",
    },
];

const save = [
    {
        content: "Save",
        trigger: ".o_form_button_save",
        run: "click",
    },
    {
        content: "It is saved",
        trigger: ".o_form_saved",
    },
];

const FILES = ".o_field_widget[name=qb_file_ids]";
const row = (file) => `${FILES} tr.o_data_row:contains(${file})`;

const isListed = (file, status, note = "") => ({
    content: `${file} is listed: ${status} ${note}`,
    trigger: `${row(file)}:has(.badge:contains(${status})):contains(${note})`,
});

const press = (file, button) => ({
    content: `Press ${button} of ${file}`,
    trigger: `${row(file)} button[name=${button}]`,
    run: "click",
});

tours.add("tms_quickbooks_files_settings", {
    steps: () => [
        {
            content: "Open the settings",
            trigger: ".o_notebook_headers a:contains(Settings)",
            run: "click",
        },
        {
            content: "While no files go, there is nothing to choose",
            trigger: ".o_form_view:not(:has([name=invoice_file_pod]))",
        },
        ...choose(
            ".o_field_widget[name=file_push]",
            "With their document, and later ones too"
        ),
        {
            content: "Proofs of delivery go with invoices",
            trigger: ".o_field_widget[name=invoice_file_pod] input:checked",
        },
        {
            content: "The carrier's invoice goes with bills",
            trigger: ".o_field_widget[name=bill_file_carrier_invoice] input:checked",
        },
        ...save,
    ],
});

tours.add("tms_quickbooks_files", {
    steps: () => [
        {
            content: "The banner says what is not attached, and what to do",
            trigger:
                ".alert:contains(Not attached in QuickBooks):contains(PDF, JPG or PNG)",
        },
        openTab,
        isListed("POD.pdf", "Synced"),
        isListed("POD.heic", "Failed", "no files that end in .heic"),
        isListed("scan0001.pdf", "Not Synced", "not sent with this document"),
        isListed("RateCon.pdf", "Not Synced"),
        // What the scan is can be told.
        editCell(row("scan0001.pdf"), "file_type"),
        ...choose(`${FILES} .o_selected_row [name=file_type]`, "Proof of Delivery"),
        ...save,
        isListed("scan0001.pdf", "Pending"),
        press("RateCon.pdf", "action_qb_send"),
        isSaid("1 queued for QuickBooks"),
        isListed("RateCon.pdf", "Pending"),
        press("POD.heic", "action_qb_suppress"),
        isListed("POD.heic", "Suppressed", "until somebody releases it"),
        {
            content: "Nothing is left to mend",
            trigger: ".o_form_view:not(:has(.alert:contains(Not attached)))",
        },
        {
            content: "Nothing more is to be sent",
            trigger: "button[name=action_qb_send_files]",
            run: "click",
        },
        isSaid("There is no file to send"),
    ],
});

tours.add("tms_quickbooks_files_of_load", {
    steps: () => [
        openTab,
        isListed("POD.pdf", "Synced"),
        isListed("scan0001.pdf", "Synced"),
        isListed("POD.heic", "Suppressed"),
    ],
});
