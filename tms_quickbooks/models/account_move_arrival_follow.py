# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices and bills that both sides have, and that QuickBooks shows otherwise now.

What was changed there only is taken over, where the connection's setting says so or
where it was made there. What was changed on both sides, and what is void or gone there
though it was made here, waits for somebody.
"""

from odoo import models

from ..lib.arrivals import NotTaken, inbox
from ..lib.arrivals import documents as told
from .account_move_arrival_values import Arrival
from .quickbooks_change_decide import DECISION

# Differences that no entry of the books depends on; of the document, and of its lines.
LIGHT = {"number", "due_date", "location", "class"}
LIGHT_OF_LINES = (".description", ".class")


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_follow_change(self, change, document, is_void):
        """Follow what was changed in QuickBooks.

        :param document: None where it was deleted there
        :return: the document, where QuickBooks still has it
        :raises NotTaken: where somebody has to decide
        """
        self.ensure_one()
        self._qb_check_not_under_way(change)
        decided = bool(self.env.context.get(DECISION))
        if document is None or is_void:
            if self.state != "cancel" and not decided and not self._qb_may_cancel():
                problem = told.voided if is_void else told.deleted
                raise NotTaken(problem(change._place()))
            return self._qb_take_gone(change, is_void)
        edits = self._qb_edits(change, document)
        if not edits and (decided or self.qb_status == "synced"):
            if decided:
                self._qb_open_jobs()._cancel_open()
            change._did(inbox.same_already())
            return self
        if not edits or (not decided and self._qb_is_unedited(change)):
            return self._qb_keep_ours(change)
        if not decided and not self._qb_follows(change.connection_id):
            raise NotTaken(told.edited(self._qb_tell_edits(edits), change._place()))
        return self._qb_take_theirs(change, document)

    # -- void or gone there --------------------------------------------------------

    def _qb_may_cancel(self):
        """Whether it goes here as well without asking: it was made there, and nothing
        here depends on it."""
        return (
            self.qb_made_there
            and self.qb_status == "synced"
            and not self._qb_is_matched()
        )

    def _qb_is_matched(self):
        """Whether payments or credits are matched with it."""
        lines = self.line_ids
        return bool(lines.matched_debit_ids | lines.matched_credit_ids)

    def _qb_take_gone(self, change, is_void):
        """Cancel it here, as it is void or gone in QuickBooks.

        :raises NotTaken: while payments are matched with it
        """
        if self.state != "cancel":
            self._qb_check_not_matched(change)
            if self.state == "posted":
                self.button_draft()
            self.button_cancel()
            self._qb_log(
                self.env._("Made void in QuickBooks, and cancelled here.")
                if is_void
                else self.env._("Deleted in QuickBooks, and cancelled here.")
            )
        change._did(inbox.cancelled())
        self._qb_open_jobs()._cancel_open()
        there = self.env["quickbooks.object"]._find(
            change.connection_id, change.type, change.qb_id
        )
        there._withdraw("void" if is_void else "delete")
        self._qb_set_status(change.company_id, "not_synced")
        if is_void:  # it is still there, and belongs to nothing here any more
            self.env["quickbooks.object"]._store(
                change.connection_id, [change._state()]
            )
        return None

    def _qb_check_not_matched(self, change):
        if self._qb_is_matched():
            raise NotTaken(told.paid_here(change._place()))

    # -- edited there --------------------------------------------------------------

    def _qb_take_theirs(self, change, document):
        """Bring this in line with what QuickBooks has; its lines keep their loads.

        :raises NotTaken: where it is paid here, or would not come out to the cent
        """
        connection = change.connection_id
        arrival = Arrival(self.env, change, document)
        edits = self._qb_edits(change, document)
        ours = self._qb_as_document(connection, change.type)
        was_posted = self.state == "posted"
        self._qb_open_jobs()._cancel_open()
        if all(self._qb_is_light(edit.field) for edit in edits):
            self._qb_rewrite_light(arrival, ours, edits)
        else:
            self._qb_check_not_matched(change)
            if was_posted:
                self.button_draft()
            self._qb_rewrite(arrival, ours, edits)
            self._qb_settle_arrived(arrival)
            if was_posted:
                self._qb_post_arrived(arrival)
        change._did(inbox.taken_over())
        self._qb_log(
            self.env._(
                "Changed in QuickBooks and taken over: %(edits)s.",
                edits=self._qb_tell_taken(edits),
            )
        )
        return self

    def _qb_is_light(self, field):
        """Whether a difference touches no entry of the books; terms make the due date
        an entry of theirs."""
        if field == "due_date" and self.invoice_payment_term_id:
            return False
        return field in LIGHT or field.endswith(LIGHT_OF_LINES)

    def _qb_number_taken(self, arrival, edits):
        """Values of the number, where it is another one in QuickBooks.

        One that QuickBooks gave itself, or has shortened, is no edit. What a customer
        was told to pay with stays on an invoice that was made here.
        """
        if all(edit.field != "number" for edit in edits):
            return {}
        number = arrival.number()
        if arrival.is_sale and not self.qb_made_there:
            return {"qb_number": number["qb_number"]}
        return number

    def _qb_rewrite_light(self, arrival, ours, edits):
        """What can be changed on a posted document, also on a paid one.

        :param ours: this as QuickBooks would have got it
        """
        values = self._qb_number_taken(arrival, edits)
        if arrival.document.due_date:
            values["invoice_date_due"] = arrival.document.due_date
        self.write(values)
        for _update, line_id, changed in self._qb_line_commands(arrival, ours):
            self.line_ids.browse(line_id).write(changed)

    def _qb_rewrite(self, arrival, ours, edits):
        """:param ours: this as QuickBooks would have got it"""
        partner = self.partner_id
        party = self.env["res.partner"]._qb_party_here(
            arrival.change, arrival.document.party
        )
        if party != self.commercial_partner_id:
            partner = party
        terms = self.invoice_payment_term_id
        header = arrival.header(partner, terms)
        ours_stay = ("narration", "invoice_user_id", "team_id", *arrival.number())
        for name in ours_stay:
            header.pop(name, None)
        move = self.with_context(check_move_validity=False)
        move.write({**header, **self._qb_number_taken(arrival, edits)})
        if terms and not self.invoice_payment_term_id:
            self._qb_log(
                self.env._(
                    "Its terms %(terms)s were taken off: they do not come to the day"
                    " on which it is due in QuickBooks.",
                    terms=terms.name,
                )
            )
        move.write({"invoice_line_ids": self._qb_line_commands(arrival, ours)})
        move._qb_rebalance()

    def _qb_rebalance(self):
        """Odoo converts every line by itself when the exchange rate becomes another,
        and their sum as well: what that makes is the partner's."""
        rest = sum(self.line_ids.mapped("balance"))
        terms = self.line_ids.filtered(lambda its: its.display_type == "payment_term")
        if terms and not self.company_currency_id.is_zero(rest):
            line = terms[-1].with_context(skip_invoice_sync=True)
            line.balance -= rest

    def _qb_line_commands(self, arrival, ours):
        """Commands that bring the lines in line with those of QuickBooks.

        A line that is about the same thing stays the same record, with what hangs on
        it; texts between the lines stay.
        """
        return arrival.line_commands(self._qb_amount_lines(), ours.amount_lines)
