# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever is paid and changed in QuickBooks: the same is open here."""

import random
from decimal import Decimal

from odoo.tests import tagged

from .payment_arrival_case import PaymentArrivalCase


@tagged("post_install", "-at_install")
class TestAnyPaymentArrives(PaymentArrivalCase):
    def test_after_any_deeds_the_same_is_open_on_both_sides(self):
        dice = random.Random(20261122)
        moves = [self._invoice({"price_unit": 100 + 37.13 * n}) for n in range(4)]
        moves.append(self._refund("out_refund", self.customer, 90.5))
        self._there(*moves)
        made = []
        for _round in range(4):
            for _deed in range(3):
                self._do_something(dice, moves, made)
            self._arrive()
            stuck = self.env["quickbooks.change"].search([("state", "=", "failed")])
            self.assertFalse(stuck.mapped("problem_text"))
            self._assert_equal_balances(*moves)

    def _do_something(self, dice, moves, made):
        """A payment is entered, applied otherwise, or taken back."""
        deed = dice.choice(["receive", "receive", "reapply", "void", "delete"])
        if deed == "receive" or not made:
            parts = self._parts(dice, moves)
            if parts:
                more = dice.choice([0, 0, Decimal("12.34")])
                total = max(sum(parts.values()), Decimal(0)) + more
                made.append(self._enter(parts, total))
            return
        number = made.pop(dice.randrange(len(made)))
        if deed == "reapply":
            settled = self._in_quickbooks("Payment", number)
            line = dice.choice(settled["Line"])
            [link] = line["LinkedTxn"]
            if link["TxnType"] == "Invoice":
                part = (line["Amount"] / 2).quantize(Decimal("0.01"))
                self.keeper.reapply(number, {link["TxnId"]: part}, part + 1)
            made.append(number)
        else:
            getattr(self.keeper, deed)("Payment", number)

    def _parts(self, dice, moves):
        """How much of which invoices is paid; once in a while with the credit."""
        *invoices, credit = moves
        parts = {}
        for invoice in dice.sample(invoices, dice.randint(1, 3)):
            balance = self._in_books(invoice)["Balance"]
            if balance:
                share = dice.choice([Decimal(1), Decimal("0.5"), Decimal("0.31")])
                parts[invoice] = (balance * share).quantize(Decimal("0.01"))
        rest = self._in_books(credit)["RemainingCredit"]
        used = min(rest, sum(parts.values(), Decimal(0)))
        if used and dice.random() < 0.4:
            parts[credit] = -used
        return parts

    def _enter(self, parts, total):
        by_move = {move: abs(amount) for move, amount in parts.items()}
        return self._receive(by_move, total)
