# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the users' own rules ask of invoices and bills."""

from odoo import models

from ..lib import preflight
from .account_move import OBJECT_TYPES


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_held_back(self, connection, object_type, rules):
        problems = {
            move.id: preflight.document_held_back(
                object_type, move.invoice_date or move.date, rules
            )
            for move in self
        }
        return {key: problem for key, problem in problems.items() if problem}

    def _qb_type(self):
        return OBJECT_TYPES.get(self.move_type)

    def _qb_with_attachment(self):
        """The ids of those that the vendor's document is attached to.

        A driver's settlement, which we make ourselves, is that document.
        """
        attachments = self.env["ir.attachment"].sudo()
        groups = attachments._read_group(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("res_field", "=", False),
            ],
            ["res_id"],
        )
        return {move_id for (move_id,) in groups} | self._self_billed()
