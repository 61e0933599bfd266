# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Input of `odoo shell`: compile the web client now rather than for the first page.

Bundles that did not change since the last time are kept.
"""

# ruff: noqa: F821 (`env` comes from the shell)
BUNDLES = (
    "web.assets_frontend",
    "web.assets_frontend_lazy",
    "web.assets_frontend_minimal",
    "web.assets_tests",
    "web.assets_web",
    "web.assets_web_print",
)
for name in BUNDLES:
    bundle = env["ir.qweb"]._get_asset_bundle(name)
    bundle.js()
    bundle.css()
env.cr.commit()
