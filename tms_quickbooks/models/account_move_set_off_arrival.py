# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments over nothing that were made here, and that somebody has changed or taken
back in QuickBooks; and their part of a dry run."""

from odoo import api, models

from ..lib.arrivals import NotTaken, inbox
from ..lib.arrivals import documents as told
from ..lib.arrivals.payments import set_off_undone
from .account_move_document import _money
from .account_move_set_off import SET_OFF_BY
from .account_payment_settled import CREDITS
from .quickbooks_change_decide import DECISION
from .quickbooks_sync_mixin import ARRIVING


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_previewed(self):
        found = dict(super()._qb_previewed())
        credits_ = self.filtered(
            lambda move: move.move_type in SET_OFF_BY and move.state == "posted"
        )
        connections = self.env["quickbooks.connection"]
        for company, group in credits_.grouped(self._qb_company).items():
            outbound = connections._outbound(company.id)
            if not outbound or outbound["desktop"]:
                continue
            wanted = group._qb_set_off(connections.sudo().browse(outbound["id"]))
            group = group.filtered(lambda credit, wanted=wanted: credit.id in wanted)
            for move_type, shown in group.grouped("move_type").items():
                object_type = SET_OFF_BY[move_type]
                if object_type not in outbound["rules"].off:
                    found[object_type] = found.get(object_type, self.browse()) | shown
        return found

    def _qb_follow_change(self, change, document, is_void):
        """A payment over nothing is followed as other payments are: what it sets off
        here is undone or changed with it."""
        if change.type not in CREDITS:
            return super()._qb_follow_change(change, document, is_void)
        self._qb_check_not_under_way(change)
        decided = bool(self.env.context.get(DECISION))
        follows = decided or self._qb_follows(change.connection_id)
        payments = self.env["account.payment"]
        set_off, taken = payments._qb_set_off_by(change), None
        if document is None or is_void:
            if set_off and not follows:
                code = told.VOIDED if is_void else told.DELETED
                raise NotTaken(set_off_undone(code, change._place()))
            self._qb_drop_set_off(change)
            payments._qb_undo_set_off(change, set_off, is_void)
        elif not (edits := self._qb_edits(change, document)):
            change._did(inbox.same_already())
            self.env["quickbooks.object"]._store(
                change.connection_id, [change._state()]
            )
        elif not decided and self._qb_is_unedited(change):
            self._qb_keep_ours(change)
        elif not follows:
            raise NotTaken(told.edited(self._qb_tell_edits(edits), change._place()))
        else:
            self._qb_drop_set_off(change)
            taken = payments._qb_arrive(change, document, set_off)
        if decided:  # it was Outdated for that; whatever else has changed goes now
            self._qb_enqueue()
        return taken

    def _qb_drop_set_off(self, change):
        """It is not ours any more: what it sets off from now on was said there."""
        there = self._qb_set_offs_of(change.connection_id)
        self._qb_open_set_offs(change.connection_id)._cancel_open()
        there.filtered(lambda each: each.qb_id == change.qb_id)._leave_record()

    def _qb_matched_by_nobody(self, credit):
        """Where a credit settles one invoice or bill, and no payment in QuickBooks is
        known to have done so."""
        lines = self.line_ids
        return (lines.matched_debit_ids | lines.matched_credit_ids).filtered(
            lambda part: not part.qb_object_id
            and credit in (part.debit_move_id | part.credit_move_id).move_id
        )


class AccountPayment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.payment"

    @api.model
    def _qb_set_off_already(self, arrival):
        """Have a payment over nothing stand for what is matched here just so: on both
        sides somebody has set off the same.

        :return: the steps of it that are here already
        """
        found, steps = self.env["account.partial.reconcile"], []
        for step in arrival.settlement.by_credit:
            invoice, credit = arrival.moves[step.target], arrival.moves[step.by]
            parts = invoice._qb_matched_by_nobody(credit)
            amount = sum(parts.mapped("debit_amount_currency"))
            if parts and _money(amount, invoice.currency_id) == step.amount:
                found |= parts
                steps.append(step)
        if found:
            found.sudo().qb_object_id = self._qb_there(arrival.change)
            # What waits for it in the outbox is over.
            moves = (found.debit_move_id | found.credit_move_id).move_id
            moves.with_context(**{ARRIVING: False})._qb_set_credits_off()
        return steps


class QuickbooksChange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.change"

    def _receive_marked(self, owner):
        """What is found again stands for its matches again."""
        result = super()._receive_marked(owner)
        if owner._name == "account.move" and self.type in CREDITS:
            self.env["quickbooks.object"]._note_set_off(self.connection_id, owner.ids)
        return result
