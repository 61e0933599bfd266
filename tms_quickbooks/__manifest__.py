# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "TMS QuickBooks",
    "summary": "Keeps QuickBooks in step with loads, invoices and carrier bills",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "license": "AGPL-3",
    "author": "tms_quickbooks contributors",
    "depends": ["tms_account"],
    "external_dependencies": {
        "python": ["cryptography", "intuit-oauth", "python-quickbooks", "simplejson"],
    },
    "data": [
        "security/quickbooks_groups.xml",
        "security/ir.model.access.csv",
        "security/quickbooks_rules.xml",
        "data/ir_default_data.xml",
        "views/quickbooks_job_views.xml",
        "views/quickbooks_exchange_views.xml",
        "views/quickbooks_object_views.xml",
        "views/quickbooks_mapping_views.xml",
        "views/quickbooks_connection_views.xml",
        "wizards/quickbooks_preview_views.xml",
        "views/quickbooks_remit_profile_views.xml",
        "views/quickbooks_menus.xml",
        "views/quickbooks_sync_views.xml",
        "views/account_move_views.xml",
        "views/res_partner_views.xml",
        "views/tms_order_views.xml",
        "views/oauth_templates.xml",
    ],
    "assets": {
        "web.assets_backend": ["tms_quickbooks/static/src/**/*"],
        "web.assets_tests": ["tms_quickbooks/static/tests/tours/**/*"],
    },
    "application": True,
    "uninstall_hook": "uninstall_hook",
}
