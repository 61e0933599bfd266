# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class QuickbooksComparisonLeave(models.TransientModel):
    """The reason why differences between the books are left as they are."""

    _name = "quickbooks.comparison.leave"
    _description = "QuickBooks: Leave Differences as They Are"

    line_ids = fields.Many2many("quickbooks.comparison.line")
    reason = fields.Char(required=True)

    def action_leave(self):
        """Leave them, and remember that for the next comparison."""
        self.ensure_one()
        self.line_ids._leave(self.reason)
        return {"type": "ir.actions.act_window_close"}
