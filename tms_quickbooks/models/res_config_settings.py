# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .quickbooks_connection import OPEN_STATES

MANAGER = "tms_quickbooks.group_quickbooks_manager"


def _of_connection(name, kind):
    """A field of the company's connection, to be read and written with the rights of
    the user."""
    return kind(
        related=f"quickbooks_connection_id.{name}",
        related_sudo=False,
        readonly=False,
        groups=MANAGER,
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    quickbooks_connection_id = fields.Many2one(
        "quickbooks.connection",
        compute="_compute_quickbooks_connection_id",
        groups=MANAGER,
    )
    quickbooks_company_file = fields.Char(
        related="quickbooks_connection_id.company_file",
        related_sudo=False,
        groups=MANAGER,
    )
    quickbooks_invoice_push = _of_connection("invoice_push", fields.Selection)
    quickbooks_bill_push = _of_connection("bill_push", fields.Selection)
    quickbooks_payment_push = _of_connection("payment_push", fields.Selection)
    quickbooks_bill_payment_push = _of_connection("bill_payment_push", fields.Selection)
    quickbooks_customer_push = _of_connection("customer_push", fields.Selection)
    quickbooks_vendor_push = _of_connection("vendor_push", fields.Selection)
    quickbooks_cutoff_date = _of_connection("cutoff_date", fields.Date)
    quickbooks_carrier_invoice_rule = _of_connection(
        "carrier_invoice_rule", fields.Selection
    )
    quickbooks_number_source = _of_connection("number_source", fields.Selection)
    quickbooks_remit_place = _of_connection("remit_place", fields.Selection)
    quickbooks_interval = _of_connection("interval", fields.Integer)

    @api.depends("company_id")
    def _compute_quickbooks_connection_id(self):
        connections = self.env["quickbooks.connection"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("state", "in", OPEN_STATES),
            ]
        )
        by_company = {connection.company_id: connection for connection in connections}
        for settings in self:
            settings.quickbooks_connection_id = by_company.get(settings.company_id)
