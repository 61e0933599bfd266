# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments that a bookkeeper enters in QuickBooks for what was sent there."""

from decimal import Decimal

from .arrival_case import ArrivalCase
from .payment_case import PaymentCase


class PaymentArrivalCase(ArrivalCase, PaymentCase):
    """Sends documents, lets them be paid in QuickBooks, and compares what is open."""

    def _there(self, *moves, post=True):
        """These documents as QuickBooks has them; returns their ids there."""
        self._run()
        for move in moves:
            self.assertEqual(move.qb_status, "synced", move.qb_message)
        return [move.qb_id for move in moves]

    def _receive(self, parts, total=None, **fields):
        """A customer pays in QuickBooks, to the checking account.

        :param parts: ``{document here: amount}``, "" for all that is open
        :return: the id of the payment there
        """
        fields = {"DepositToAccountRef": "Operating Checking", **fields}
        return self.keeper.receive(self._by_id(parts), total, **fields)

    def _pay_bills(self, parts, total=None, **fields):
        """Bills are paid in QuickBooks, by a check."""
        return self.keeper.pay_bills(self._by_id(parts), total, **fields)

    @staticmethod
    def _by_id(parts):
        return {move.qb_id: amount for move, amount in parts.items()}

    def _payment_of(self, qb_id, object_type="Payment"):
        """The payment here that has arrived; fails where there is none."""
        change = self._change(object_type, qb_id)
        self.assertEqual(
            change.state, "done", change.problem_text or change.outcome_text
        )
        found = self.env["quickbooks.object"]._find(self.connection, object_type, qb_id)
        return found._record() or self.env["account.payment"]

    def _held(self, qb_id, object_type="Payment"):
        """The problem that keeps a payment from arriving: code, sentence, hint."""
        change = self._change(object_type, qb_id)
        self.assertEqual(change.state, "failed", change.outcome_text)
        return change.problem_code, change.problem_text, change.problem_hint

    def _assert_equal_balances(self, *moves):
        """As much is open here as in QuickBooks, to the cent."""
        self.env.invalidate_all()
        for move in moves:
            there = self._in_books(move)
            balance = there.get("RemainingCredit", there["Balance"])
            here = Decimal(f"{move.amount_residual:.2f}")
            self.assertEqual(here, balance, move.name)

    def _open(self, payment):
        """What of a payment is open here."""
        lines = payment.move_id.line_ids._qb_party_lines()
        return abs(sum(lines.mapped("amount_residual_currency")))

    def _said_of(self, record):
        """All that its chatter says."""
        return " ".join(record.message_ids.mapped("body"))
