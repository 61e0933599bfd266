# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..lib.objects import TRANSACTIONS


class QuickbooksReadSince(models.TransientModel):
    """From which day on everything is to be read of QuickBooks."""

    _name = "quickbooks.read.since"
    _description = "QuickBooks: Read Everything Since"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    since = fields.Date(
        string="Made or Changed Since",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
    )
    types_text = fields.Char(string="What Is Read", compute="_compute_types_text")

    @api.depends("connection_id")
    def _compute_types_text(self):
        labels = dict(
            self.env["quickbooks.pull"]._fields["type"]._description_selection(self.env)
        )
        for wish in self:
            wish.types_text = ", ".join(
                labels[each]
                for each in wish.connection_id._noticed_types()
                if each in TRANSACTIONS and wish.connection_id._pulls(each)
            )

    def action_read(self):
        """Have it read, and show how far that is."""
        self.ensure_one()
        return self.connection_id.action_read_since(self.since)
