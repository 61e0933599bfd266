# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class QuickbooksAbout(models.AbstractModel):
    """Something about a record of any model that goes to QuickBooks."""

    _name = "quickbooks.about"
    _description = "QuickBooks: About a Record"

    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record ID", model_field="res_model", required=True, readonly=True
    )

    def _record(self):
        """The record that one of these is about; it may be deleted."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)
