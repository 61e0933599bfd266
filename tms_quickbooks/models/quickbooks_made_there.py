# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class QuickbooksMadeThere(models.AbstractModel):
    """A document or payment that may have been made in QuickBooks."""

    _name = "quickbooks.made.there"
    _description = "QuickBooks: Maybe Made There"

    qb_made_there = fields.Boolean(
        string="Made in QuickBooks",
        readonly=True,
        copy=False,
        help="It was entered in QuickBooks and has come from there. What is changed"
        " there is taken over here, unless it was changed here as well.",
    )

    def _qb_follows(self, connection):
        """Whether one of these follows without asking what is changed there."""
        return self.qb_status == "synced" and (
            self.qb_made_there or connection.edited_there == "theirs"
        )
