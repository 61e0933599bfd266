# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever Odoo posts arrives with its total, or the checks before say why it does not.

The same invoices each time. Others, and more of them, with these in the environment:
TMS_QUICKBOOKS_ANY_SEED and TMS_QUICKBOOKS_ANY_COUNT.
"""

import logging
import os
from collections import Counter
from decimal import Decimal
from itertools import cycle
from random import Random

from odoo.tests import tagged

from ..lib import preflight
from .any_move import AnyMove
from .canadian_case import CanadianBooks
from .document_case import DocumentCase

_logger = logging.getLogger(__name__)

SEED = int(os.environ.get("TMS_QUICKBOOKS_ANY_SEED", "20261122"))
COUNT = int(os.environ.get("TMS_QUICKBOOKS_ANY_COUNT", "80"))
AT_ONCE = 40
# Odoo rounds tax in either of two ways.
ROUNDINGS = ("round_per_line", "round_globally")
TYPES = {
    "out_invoice": "Invoice",
    "out_refund": "CreditMemo",
    "in_invoice": "Bill",
    "in_refund": "VendorCredit",
}


class AnyInvoiceCase(DocumentCase):
    """Posts and sends documents that chance has made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As fine as companies that bill by weight and mile set them.
        for name, digits in (
            ("uom.decimal_product_uom", 5),
            ("product.decimal_price", 4),
            ("product.decimal_discount", 3),
        ):
            cls.env.ref(name).digits = digits
        cls.env["account.payment.term"].create(
            {
                "name": "2/10 net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
            }
        )
        # Every bill may have the number of another vendor's.
        cls.sim.change_company(cls.realm, warn_duplicate_bill_number=False)
        cls._remember_simulator()

    def _taxes(self, side):
        raise NotImplementedError

    def _currencies(self):
        raise NotImplementedError

    def _any_moves(self):
        partners = {
            side: {
                currency: self.env["res.partner"].create(
                    {"name": f"{side} {currency.name}", "is_company": True}
                )
                for currency in self._currencies()
            }
            for side in ("out", "in")
        }
        return AnyMove(
            self.env,
            Random(SEED),
            self.product,
            partners,
            {side: self._taxes(side) for side in partners},
            self.cash_rounding_a | self.cash_rounding_b,
            self.env["account.payment.term"].search([]),
        )

    def _tax_of(self, side, amount, **values):
        use = "sale" if side == "out" else "purchase"
        return self._tax(
            amount, **{"type_tax_use": use, "name": f"{use} {amount} {values}"} | values
        )

    def _assert_all_arrive_or_say_why_not(self):
        any_move = self._any_moves()
        moves = self.env["account.move"]
        for rounding, _start in zip(
            cycle(ROUNDINGS), range(0, COUNT, AT_ONCE), strict=False
        ):
            self.company.tax_calculation_rounding_method = rounding
            drafts = any_move.drafts(AT_ONCE)
            drafts.action_post()
            moves += drafts
            # Nobody else sees these rows, so that nobody else counts them.
            self.env.cr.execute("ANALYZE account_move, account_move_line")
        self._run()
        theirs = {
            (kind, data["Id"]): data["TotalAmt"]
            for kind in TYPES.values()
            for data in self._all_in_quickbooks(kind)
        }
        verdicts = Counter()
        for move in moves:
            verdicts[self._verdict(move, theirs)] += 1
        _logger.info("%s documents: %s", len(moves), dict(verdicts))
        self.assertGreater(verdicts["synced"], len(moves) / 2, verdicts)
        # And nothing else is there.
        self.assertEqual(
            len(theirs), verdicts["synced"] + verdicts["a cent off"], verdicts
        )

    def _verdict(self, move, theirs):
        [job] = self._jobs(move)
        if move.qb_status == "synced":
            self.assertEqual(
                theirs[job.object_type, move.qb_id],
                Decimal(f"{move.amount_total:.2f}"),
                move.name,
            )
            return "synced"
        self.assertEqual(job.state, "failed", move.name)
        told = f"{job.problem_code}: {move.qb_message}"
        if job.problem_code == "settle.total":
            # Shown, and no surprise: the checks before have warned of it.
            self.assertIn("preflight.tax_rounding", self._checks(move), told)
            return "a cent off"
        self.assertTrue(job.problem_code.startswith("preflight."), told)
        # The lines of a document that cannot be added up would be a fault of ours.
        self.assertNotEqual(job.next_action, "report", told)
        return job.problem_code

    def _checks(self, move):
        """The codes of what the checks before sending have to say."""
        documents = move._qb_documents(self.connection, TYPES[move.move_type], {})
        found = preflight.check(documents[move.id], self.connection._profile())
        return [problem.code for problem in found]


@tagged("post_install", "-at_install")
class TestAnyInvoice(AnyInvoiceCase):
    def _currencies(self):
        return self.env.ref("base.USD")

    def _taxes(self, side):
        none = self.env["account.tax"]
        # There is no tax on purchases in the United States: one of them shows it.
        if side == "in":
            return [none] * 9 + [self._tax_of(side, 8.25)]
        state, city = self._tax_of(side, 6.25), self._tax_of(side, 2)
        return [
            *(none, none, state, state + city),
            self._tax_of(side, 0),
            self._tax_of(side, 3, amount_type="fixed"),
            self._tax_of(side, 8.25, price_include_override="tax_included"),
            self._tax_of(side, 10, amount_type="division"),
            self._tax_of(side, 5, include_base_amount=True, sequence=1)
            + self._tax_of(side, 7, sequence=2),
            self._tax_of(
                side,
                0,
                amount_type="group",
                children_tax_ids=(
                    self._tax_of(side, 4, type_tax_use="none")
                    + self._tax_of(side, 4.375, type_tax_use="none")
                ).ids,
            ),
        ]

    def test_whatever_is_posted_arrives_with_its_total_or_is_explained(self):
        self._assert_all_arrive_or_say_why_not()


@tagged("post_install", "-at_install")
class TestAnyCanadianInvoice(CanadianBooks, AnyInvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rate_us_dollars("2026-09-01", 1.364217)
        cls._map_tax(cls.env["account.tax"], "Zero-rated")

    def _currencies(self):
        return self.canadian_dollar + self.us_dollar

    def _taxes(self, side):
        included = {"price_include_override": "tax_included"}
        quebec = self._tax_of(
            side,
            0,
            amount_type="group",
            children_tax_ids=(
                self._tax_of(side, 5, type_tax_use="none", name=f"GST of {side}")
                + self._tax_of(side, 9.975, type_tax_use="none")
            ).ids,
        )
        taxes = {
            "GST": self._tax_of(side, 5),
            "HST ON": self._tax_of(side, 13, **included),
            "Zero-rated": self._tax_of(side, 0),
            "GST/QST QC": quebec,
        }
        for name, tax in taxes.items():
            self._map_tax(tax, name)
        return [self.env["account.tax"], *taxes.values()]

    def test_whatever_is_posted_arrives_with_its_total_or_is_explained(self):
        self._assert_all_arrive_or_say_why_not()
