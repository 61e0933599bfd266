# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class QuickbooksDifference(models.TransientModel):
    """What is decided about one document mends what a comparison has found of it."""

    _inherit = "quickbooks.difference"

    def _done(self, said):
        connection = self.change_id.sudo().connection_id
        self.env["quickbooks.comparison.line"]._look_after(connection)
        return super()._done(said)
