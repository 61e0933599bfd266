# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class QuickbooksComparisonNew(models.TransientModel):
    """Which books to compare, and of which period. What is left unfinished is gone."""

    _name = "quickbooks.comparison.new"
    _description = "QuickBooks: Compare the Books"

    connection_id = fields.Many2one(
        "quickbooks.connection",
        string="Books",
        required=True,
        ondelete="cascade",
        domain="[('state', '=', 'connected')]",
        default=lambda self: self._default_connection(),
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.start_of(
            fields.Date.context_today(self), "month"
        ),
    )
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)

    def _default_connection(self):
        return self.env["quickbooks.connection"].search(
            [("company_id", "in", self.env.companies.ids), ("state", "=", "connected")],
            limit=1,
        )

    def action_compare(self):
        """Have them compared, and show how far that is."""
        self.ensure_one()
        comparison = self.env["quickbooks.comparison"].create(
            {
                "connection_id": self.connection_id.id,
                "date_from": self.date_from,
                "date_to": self.date_to,
            }
        )
        comparison.action_compare()
        return comparison._get_records_action()
