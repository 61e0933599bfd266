# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a payment settles: invoices or bills, and the credits it uses up for them."""

from collections import namedtuple

from odoo import models

# What a payment of each type can pay, and the credits that can be set off by it.
PAID = {"Payment": "out_invoice", "BillPayment": "in_invoice"}
CREDITS = {"Payment": "out_refund", "BillPayment": "in_refund"}

Settled = namedtuple("Settled", "move amount currency")


class AccountPayment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.payment"

    def _qb_settled(self):
        """What these payments settle in QuickBooks; few queries for any number.

        A credit note that is matched with an invoice is a matter between the two here.
        In QuickBooks it takes a payment to set it off: the first one of the invoice
        settles that much more of it, and names the credit.

        :return: ``{payment id: [Settled]}``
        """
        with_entry = self.filtered("move_id")
        matched = with_entry.move_id._qb_matched()
        found = {
            payment.id: [
                Settled(match.move, match.amount, match.currency)
                for match in matched.get(payment.move_id.id, ())
            ]
            for payment in with_entry
        }
        found |= (self - with_entry)._qb_spread()
        paid = self.env["account.move"].union(
            *(line.move for lines in found.values() for line in lines)
        )
        credits_of = paid._qb_invoices()._qb_credits()
        return {
            payment_id: self._qb_with_credits(lines, credits_of.get(payment_id, {}))
            for payment_id, lines in found.items()
        }

    @staticmethod
    def _qb_with_credits(lines, credits_of):
        """Lines of a payment with the credits that it has to set off.

        :param credits_of: ``{invoice: [Match]}``
        """
        found = []
        for line in lines:
            used = [
                match
                for match in credits_of.get(line.move, ())
                if match.currency == line.currency
            ]
            amount = line.amount + sum(match.amount for match in used)
            found.append(line._replace(amount=amount))
            found += [Settled(m.move, m.amount, m.currency) for m in used]
        together = {}
        for line in found:  # one credit may serve several invoices
            key = line.move, line.currency
            before = together[key].amount if key in together else 0
            together[key] = line._replace(amount=before + line.amount)
        return list(together.values())

    def _qb_beside(self):
        """Other payments of what these pay, which settle something else once these are
        made or undone."""
        matches = self.move_id._qb_matched().values()
        moves = self.invoice_ids.union(*(m.move for found in matches for m in found))
        payments = moves._qb_payers_of_credits() | moves._qb_paid_without_entry()
        return payments - self

    def _qb_spread(self):
        """What payments without an entry of their own settle.

        They are known to be for some invoices, and not how much for which: the invoice
        that is due first is paid first, by the payment that was made first.
        """
        payments = (self | self.invoice_ids._qb_paid_without_entry()).sorted("id")
        found, open_amounts = {}, payments.invoice_ids._qb_open_without_entry()
        for payment in payments:
            left, lines = payment.amount, []
            for move in payment.invoice_ids.filtered(
                lambda move: move.move_type in PAID.values()
            ).sorted(lambda move: (move.invoice_date_due or move.date, move.id)):
                amount = min(left, open_amounts[move])
                open_amounts[move] -= amount
                left -= amount
                if not move.currency_id.is_zero(amount):
                    lines.append(Settled(move, amount, move.currency_id))
            found[payment.id] = lines
        return {payment.id: found[payment.id] for payment in self}


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_paid_without_entry(self):
        """Payments of these that have no entry of their own."""
        return self.matched_payment_ids.filtered(
            lambda payment: not payment.move_id and payment._qb_is_made()
        )

    def _qb_open_without_entry(self):
        """What payments without an entry can pay of these: what neither credits nor
        other payments have settled. Money from the bank is what they themselves bring.

        :return: ``{move: amount}``
        """
        matched = self._qb_matched() if self else {}
        return {
            move: max(
                move.amount_total
                - sum(
                    match.amount
                    for match in matched.get(move.id, ())
                    if match.currency == move.currency_id
                    and (match.payment._qb_is_made() or match.is_credit)
                ),
                0,
            )
            for move in self
        }

    def _qb_payers(self, matches):
        """The payments of one invoice or bill, the one to name its credits first."""
        payments = self._qb_paid_without_entry().union(*(m.payment for m in matches))
        return payments.filtered(lambda payment: payment._qb_is_made()).sorted("id")

    def _qb_credits(self):
        """Credits matched with these invoices and bills, by the payment to name them.

        :return: ``{payment id: {invoice: [Match]}}``
        """
        found, matched = {}, self._qb_matched()
        for move in self:
            matches = matched.get(move.id, ())
            used = [match for match in matches if match.is_credit]
            payers = used and move._qb_payers(matches)
            for match in used:
                payer = move._qb_payer_of(match) if match.set_off_by else payers[:1]
                if payer:
                    found.setdefault(payer.id, {}).setdefault(move, []).append(match)
        return found

    def _qb_payer_of(self, match):
        """The payment that has set off a credit in QuickBooks; none where that was only
        for the credit."""
        there = self.env["quickbooks.object"].sudo().browse(match.set_off_by)
        payment = self.env["account.payment"]
        return payment.browse(there.res_model == payment._name and there.res_id)

    def _qb_invoices(self):
        """Those of these that payments pay: no credits, no other entries."""
        return self.filtered(lambda move: move.move_type in PAID.values())

    def _qb_payers_of_credits(self):
        """The payments of those of these that have credits to be set off."""
        paid = self._qb_invoices()
        matched = paid._qb_matched()
        return self.env["account.payment"].union(
            *(
                move._qb_payers(matched[move.id])
                for move in paid
                if any(match.is_credit for match in matched.get(move.id, ()))
            )
        )
