# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments that both sides have follow QuickBooks: another amount or date, applied
otherwise, void, deleted."""

from collections import Counter

from odoo import api, fields, models

from ..lib import objects
from ..lib.arrivals import Ignored, NotTaken, inbox
from ..lib.arrivals import documents as arrivals
from ..lib.arrivals import payments as told
from .account_move_document import _money
from .quickbooks_change_decide import DECISION

GONE = ("canceled", "rejected")
# Compared by itself: QuickBooks may have applied it to what is not here as well.
SETTLES = ("applied.", "discount.")
# Without any of these the entry stays as it is.
OF_ENTRY = {"total", "date", "currency", "account", "party", "discount", "rate"}


class AccountPayment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.payment"

    def _qb_follow_change(self, change, document, is_void):
        """Follow what was changed in QuickBooks.

        :param document: None where it was deleted there
        :return: the payment, where QuickBooks still has it
        :raises NotTaken: where somebody has to decide
        """
        self.ensure_one()
        self._qb_check_not_under_way(change)
        decided = bool(self.env.context.get(DECISION))
        follows = decided or self._qb_follows(change.connection_id)
        if document is None or is_void:
            if self.state not in GONE and not follows:
                tell = arrivals.voided if is_void else arrivals.deleted
                raise NotTaken(tell(change._place()))
            return self._qb_take_gone(change, is_void)
        edits = self._qb_edits(change, document)
        if not edits:
            change._did(inbox.same_already())
            return self
        if not decided and self._qb_is_unedited(change):
            return self._qb_keep_ours(change)
        if not follows:
            raise NotTaken(arrivals.edited(self._qb_tell_edits(edits), change._place()))
        return self._qb_take_theirs(change, document)

    # -- what differs --------------------------------------------------------------

    def _qb_edits(self, change, document):
        """As the mixin says, with what it settles as far as that is here."""
        edits = [
            edit
            for edit in super()._qb_edits(change, document)
            if not edit.field.startswith(SETTLES)
        ]
        arrival = self._qb_arrival(change, document)
        settlement = arrival.settlement
        names = {key: move.display_name for key, move in arrival.moves.items()}
        ours = self._qb_settled_there(change, names)
        edits += told.settled_otherwise(ours, settlement, names)
        off = self._qb_written_off(), sum(o.amount for o in settlement.written_off)
        edits += told.written_off_otherwise(*off)
        return edits

    def _qb_settled_there(self, change, names):
        """What this settles here of what QuickBooks has: ``{key: amount}``.

        :param names: those that QuickBooks names now; gets the others
        """
        [settled] = self._qb_settled().values()
        moves = self.env["account.move"].union(*(line.move for line in settled))
        found = self.env["quickbooks.object"].search(
            [
                ("connection_id", "=", change.connection_id.id),
                ("res_model", "=", moves._name),
                ("res_id", "in", moves.ids),
                ("type", "in", told.PAID + told.CREDITS),
            ]
        )
        keys = {each.res_id: (each.type, each.qb_id) for each in found}
        amounts = Counter()
        for line in settled:
            if key := keys.get(line.move.id):
                amounts[key] += _money(line.amount, line.currency)
                names[key] = line.move.display_name
        return amounts

    def _qb_is_unedited(self, change):
        there = self._qb_there(change)
        if there.content:
            return super()._qb_is_unedited(change)
        applied = objects.applied_amounts(there.details)
        return applied == objects.applied(change._state()) and super()._qb_is_unedited(
            change
        )

    # -- edited there --------------------------------------------------------------

    def _qb_take_theirs(self, change, document):
        """Bring this in line with what QuickBooks has.

        :raises NotTaken: where it is on a bank statement, or less is open here
        """
        self.ensure_one()
        arrival = self._qb_arrival(change, document)
        edits = self._qb_edits(change, document)
        self._qb_open_jobs()._cancel_open()
        if any(edit.field in OF_ENTRY for edit in edits):
            self._qb_check_statement()
            self._qb_unmatch(change, everything=True)
            self._qb_rewrite(arrival, edits)
            self._qb_match_as_there({arrival: self})
        else:
            self.payment_reference = document.number or False
            if any(edit.field.startswith(SETTLES) for edit in edits):
                self._qb_unmatch(change)
                self._qb_match_as_there({arrival: self})
        change._did(inbox.taken_over())
        self._qb_log(
            self.env._(
                "Changed in QuickBooks and taken over: %(edits)s.",
                edits=self._qb_tell_taken(edits),
            )
        )
        return self

    def _qb_rewrite(self, arrival, edits):
        """Write the entry anew, under its number unless journal or month change."""
        change, document = arrival.change, arrival.document
        was_made = self._qb_is_made()
        if was_made:
            self.action_draft()
        values = self._qb_arrived_header(change, document)
        changed = {edit.field for edit in edits}
        if "party" in changed:
            values["partner_id"] = self._qb_payer(arrival).id
        if "account" in changed:
            journal = self._qb_arrival_journal(change, document, self.company_id)
            if journal != self.journal_id:
                method = self._qb_arrival_method(change, document, journal)
                values |= {
                    "journal_id": journal.id,
                    "payment_method_line_id": method.id,
                }
        month = document.date.year, document.date.month
        if "journal_id" in values or month != (self.date.year, self.date.month):
            self.move_id.name = "/"
        self.write(values)
        lines = self._qb_entry_lines(arrival)
        self.move_id.with_context(skip_invoice_sync=True).write(
            {
                "line_ids": [
                    fields.Command.clear(),
                    *(fields.Command.create(line) for line in lines),
                ]
            }
        )
        if was_made:
            self._qb_post_arrived(change)

    def _qb_check_statement(self):
        """:raises NotTaken: where the bank has confirmed it here"""
        statement = self.reconciled_statement_line_ids[:1]
        if statement:
            raise NotTaken(
                told.on_statement(self.display_name, statement.date, self._qb_place())
            )

    # -- what is matched -----------------------------------------------------------

    @api.model
    def _qb_set_off_by(self, change):
        """The credits that are set off here by a payment of QuickBooks."""
        there = self.env["quickbooks.object"]._find(
            change.connection_id, change.type, change.qb_id
        )
        return self.env["account.partial.reconcile"].search(
            [("qb_object_id", "in", there.ids)]
        )

    def _qb_unmatch(self, change, everything=False):
        """Take away what this settles of what QuickBooks has.

        :param everything: also what it settles here only
        """
        lines = self.move_id.line_ids._qb_party_lines()
        partials = lines.matched_debit_ids | lines.matched_credit_ids
        if not everything:
            others = (partials.debit_move_id | partials.credit_move_id).move_id
            known = self.env["quickbooks.object"].search(
                [
                    ("connection_id", "=", change.connection_id.id),
                    ("res_model", "=", others._name),
                    ("res_id", "in", others.ids),
                ]
            )
            ids = set(known.mapped("res_id"))
            partials = partials.filtered(
                lambda partial: {
                    partial.debit_move_id.move_id.id,
                    partial.credit_move_id.move_id.id,
                }
                & ids
            )
        partials |= self._qb_set_off_by(change)
        if change.connection_id.provider == "online":
            partials |= self._qb_named_credits()
        partials.unlink()

    def _qb_named_credits(self):
        """Where credits are set off that this payment names for QuickBooks."""
        [settled] = self._qb_settled().values()
        moves = self.env["account.move"].union(*(line.move for line in settled))
        credits_of = moves._qb_invoices()._qb_credits().get(self.id, {})
        partials = self.env["account.partial.reconcile"]
        for invoice, matches in credits_of.items():
            used = self.env["account.move"].union(*(match.move for match in matches))
            lines = invoice.line_ids
            partials |= (lines.matched_debit_ids | lines.matched_credit_ids).filtered(
                lambda partial, used=used: (
                    partial.debit_move_id.move_id | partial.credit_move_id.move_id
                )
                & used
            )
        return partials

    # -- void or gone there --------------------------------------------------------

    @api.model
    def _qb_undo_set_off(self, change, set_off, is_void):
        """What only has set credits off counts no more in QuickBooks.

        :raises Ignored: where it has set nothing off here
        """
        if not set_off:
            raise told.voided() if is_void else Ignored(arrivals.never_was_here())
        moves = (set_off.debit_move_id | set_off.credit_move_id).move_id
        set_off.unlink()
        change._did(inbox.credit_open_again())
        if is_void:
            self.env["quickbooks.object"]._store(
                change.connection_id, [change._state()]
            )
        moves._qb_log(
            self.env._(
                "In QuickBooks the credit is not set off any more: payment %(number)s"
                " was taken back there.",
                number=change.name or change.qb_id,
            )
        )

    def _qb_take_gone(self, change, is_void):
        """Take it back here as well, as it is void or gone in QuickBooks.

        :raises NotTaken: where it is on a bank statement
        """
        self.ensure_one()
        there = self._qb_there(change)
        change._did(inbox.cancelled())
        status = "not_synced"
        if self.state not in GONE:
            self._qb_check_statement()
            [settled] = self._qb_settled().values()
            moves = self.env["account.move"].union(*(line.move for line in settled))
            self._qb_unmatch(change, everything=True)
            reversal = self._qb_cancel_or_reverse()
            if reversal:
                status = "suppressed"
                change._did(inbox.reversed_here())
            self._qb_log_gone(moves, reversal, is_void)
        self._qb_open_jobs()._cancel_open()
        there._withdraw("void" if is_void else "delete")
        if is_void:  # it is still there, and belongs to nothing here any more
            self.env["quickbooks.object"]._store(
                change.connection_id, [change._state()]
            )
        self._qb_set_status(change.company_id, status)
        self._qb_delete_entries(change.connection_id, status)

    def _qb_cancel_or_reverse(self):
        """Cancel it; where the books are locked on its day, reverse it today.

        :return: the reversal, if any
        """
        move, nothing = self.move_id, self.env["account.move"]
        if not self._qb_is_made() or not move._get_violated_lock_dates(
            move.date, False
        ):
            self.action_cancel()
            return nothing
        return move._reverse_moves(
            [
                {
                    "date": fields.Date.context_today(self),
                    "ref": self.env._("Reversal of: %(name)s", name=move.name),
                }
            ],
            cancel=True,
        )

    def _qb_log_gone(self, moves, reversal, is_void):
        if reversal:
            said = self.env._(
                "Taken back in QuickBooks. The books are locked on %(day)s, so it is"
                " reversed here: %(reversal)s.",
                day=self.date,
                reversal=reversal.name,
            )
        elif is_void:
            said = self.env._("Made void in QuickBooks, and cancelled here.")
        else:
            said = self.env._("Deleted in QuickBooks, and cancelled here.")
        self._qb_log(said)
        moves._qb_log(
            self.env._(
                "Payment %(name)s was taken back in QuickBooks: what it has settled is"
                " open again.",
                name=self.display_name,
            )
        )
