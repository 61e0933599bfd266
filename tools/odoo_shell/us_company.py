# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Input of `odoo shell`: turn the empty database into a US freight company's."""

# ruff: noqa: F821 (`env` comes from the shell)
if env["ir.module.module"]._get("tms_account").state != "installed":
    raise SystemExit("tms_account was not installed")
company = env.ref("base.main_company")
company.write(
    {
        "name": "Lone Star Freight LLC",
        "country_id": env.ref("base.us").id,
        "state_id": env.ref("base.state_us_44").id,
        "city": "Dallas",
        "zip": "75201",
        "street": "500 Commerce Street",
    }
)
env["account.chart.template"].try_loading("us", company)
if not env["account.journal"].search([("type", "=", "sale")]):
    raise SystemExit("the US chart of accounts brought no sales journal")
# Attachments in the database: a copy of it then needs no copy of the file store.
env["ir.config_parameter"].set_param("ir_attachment.location", "db")
env["ir.attachment"].force_storage()
env.cr.commit()
