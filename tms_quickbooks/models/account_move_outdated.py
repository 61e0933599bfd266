# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Documents that changed here since QuickBooks got them, without a way over draft."""

from odoo import models

from .account_move import OBJECT_TYPES

# What can be written on a posted document and is sent with it.
SENT_FIELDS = {
    "name",
    "ref",
    "invoice_origin",
    "invoice_date_due",
    "invoice_payment_term_id",
    "partner_shipping_id",
    "qb_remit_profile_id",
}


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def write(self, vals):
        sent = SENT_FIELDS.intersection(vals)
        known = self.filtered(
            lambda move: sent
            and move.move_type in OBJECT_TYPES
            and move.qb_status not in ("not_synced", "suppressed")
        ).sudo()
        before = {move: [move[name] for name in sent] for move in known}
        result = super().write(vals)
        known.filtered(
            lambda move: before[move] != [move[name] for name in sent]
        )._qb_set_outdated()
        return result
