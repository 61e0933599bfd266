# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments that changed here since QuickBooks got them, or pay something else."""

from odoo import api, models

from .account_move_outdated import NOT_FOLLOWED, changed_since, values_of
from .quickbooks_sync_mixin import ARRIVING

# What can be written on a payment and is sent with it.
SENT_FIELDS = {
    "amount",
    "check_number",  # comes with Odoo's check printing
    "currency_id",
    "date",
    "invoice_ids",
    "journal_id",
    "memo",
    "partner_id",
    "payment_method_line_id",
    "payment_reference",
}


class AccountPayment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.payment"

    def write(self, vals):
        sent = SENT_FIELDS.intersection(vals)
        known = self.sudo().filtered(
            lambda payment: sent and payment.qb_status not in NOT_FOLLOWED
        )
        before = values_of(known, sent)
        result = super().write(vals)
        changed_since(known, before, sent)._qb_set_outdated()
        return result

    def _qb_settle_otherwise(self):
        """These pay something else from now on: QuickBooks is behind, and gets it by
        itself where payments go by themselves.

        What waits to be sent is only told; it is sent as it is by then.
        """
        known = self.sudo().filtered(
            lambda payment: payment.qb_status not in NOT_FOLLOWED
        )
        known._qb_set_outdated()
        known.filtered(
            lambda payment: payment.qb_status != "pending"
        )._qb_send_on_posting()


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._qb_payments()._qb_settle_otherwise()
        return partials

    def unlink(self):
        payments = self._qb_payments()
        result = super().unlink()
        payments.exists()._qb_settle_otherwise()
        return result

    def _qb_payments(self):
        """The payments that settle something else with these than without.

        A credit that is set off against an invoice is named by the first of its
        payments; that may be another one with these than without. That the bank has
        confirmed a payment is nothing that it settles.
        """
        if self.env.context.get(ARRIVING):  # they are as QuickBooks has them
            return self.env["account.payment"]
        lines = (self.sudo().debit_move_id | self.sudo().credit_move_id).filtered(
            lambda line: line.account_type in ("asset_receivable", "liability_payable")
        )
        moves = lines.move_id
        payments = moves.origin_payment_id
        return payments | moves._qb_payers_of_credits()
