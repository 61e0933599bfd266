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
        credits_of = paid.filtered(
            lambda move: move.move_type in PAID.values()
        )._qb_credits()
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

    def _qb_spread(self):
        """What payments without an entry of their own settle.

        They are known to be for some invoices, and not how much for which: the invoice
        that is due first is paid first, by the payment that was made first.
        """
        found, open_amounts = {}, {}
        siblings = self.invoice_ids.matched_payment_ids.filtered(
            lambda payment: not payment.move_id and payment._qb_is_made()
        )
        for payment in (self | siblings).sorted("id"):
            left, lines = payment.amount, []
            for move in payment.invoice_ids.filtered(
                lambda move: move.move_type in PAID.values()
            ).sorted(lambda move: (move.invoice_date_due or move.date, move.id)):
                amount = min(left, open_amounts.get(move, move.amount_total))
                open_amounts[move] = open_amounts.get(move, move.amount_total) - amount
                left -= amount
                if not move.currency_id.is_zero(amount):
                    lines.append(Settled(move, amount, move.currency_id))
            found[payment.id] = lines
        return {payment.id: found[payment.id] for payment in self}


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_credits(self):
        """Credits matched with these invoices and bills, by the payment to name them.

        :return: ``{payment id: {invoice: [Match]}}``
        """
        found = {}
        for move_id, matches in self._qb_matched().items():
            used = [m for m in matches if m.move.move_type in CREDITS.values()]
            payers = [m.payment for m in matches if m.payment._qb_is_made()]
            if used and payers:
                first = min(payers, key=lambda payment: payment.id)
                found.setdefault(first.id, {})[self.browse(move_id)] = used
        return found
