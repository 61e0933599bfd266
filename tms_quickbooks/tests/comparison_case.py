# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Books of both sides with a little of everything, sent, paid and compared."""

from .payment_case import PaymentCase

try:
    from quickbooks_simulator.online.bookkeeping import Bookkeeper
except ImportError:  # an addon installed without the project's simulator
    Bookkeeper = None

FIRST, LAST = "2026-11-01", "2026-11-30"


class ComparisonCase(PaymentCase):
    """`self.keeper` works in QuickBooks; `_compare()` compares November 2026.

    There are two invoices, a credit note, a bill, a vendor's refund, a payment of the
    first invoice and one of the bill, all of them sent.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # They are numbered here, as most companies have it.
        cls.sim.change_company(cls.realm, custom_txn_numbers=True)
        cls.connection.sudo().lists_updated_at = False
        cls._run()
        make = cls._document
        cls.invoice = make("out_invoice", cls.customer, (), True, {})
        cls.other_invoice = make(
            "out_invoice", cls.customer, ({"price_unit": 820.5},), True, {}
        )
        cls.credit = make(
            "out_refund", cls.customer, ({"price_unit": 75.25},), True, {}
        )
        cls.bill = make(
            "in_invoice",
            cls.carrier,
            ({"price_unit": 1100},),
            True,
            {"ref": "B-1"},
        )
        cls.refund = make(
            "in_refund", cls.carrier, ({"price_unit": 40},), True, {"ref": "R-1"}
        )
        cls.payment = cls._register(cls.invoice)
        cls.bill_payment = cls._register(cls.bill)
        cls._run()
        cls.documents = (
            cls.invoice,
            cls.other_invoice,
            cls.credit,
            cls.bill,
            cls.refund,
            cls.payment,
            cls.bill_payment,
        )
        cls._remember_simulator()

    def setUp(self):
        super().setUp()
        self.keeper = Bookkeeper(self.sim.store, self.sim.clock, self.realm)
        for document in self.documents:
            self.assertEqual(document.qb_status, "synced", document.qb_message)

    def _compare(self, first=FIRST, last=LAST):
        """Compare a period; the finished comparison."""
        comparison = self.env["quickbooks.comparison"].create(
            {
                "connection_id": self.connection.id,
                "date_from": first,
                "date_to": last,
            }
        )
        comparison.action_compare()
        self._run()
        self.assertEqual(comparison.state, "done", comparison.reason_text)
        return comparison

    def _found(self, comparison, standing="open"):
        """What differs: ``{(kind, number of the document)}``."""
        lines = comparison.line_ids.filtered(lambda line: line.standing == standing)
        return {(line.kind, line.number) for line in lines}

    def _only(self, comparison):
        """The one open difference."""
        lines = comparison.line_ids.filtered(lambda line: line.standing == "open")
        self.assertEqual(len(lines), 1, self._found(comparison))
        return lines

    def _line(self, comparison, kind):
        """The one difference of a kind."""
        lines = comparison.line_ids.filtered(lambda line: line.kind == kind)
        self.assertEqual(len(lines), 1, self._found(comparison))
        return lines

    def _figures(self, comparison, object_type):
        """Both sides' sums of a type."""
        parts = comparison.part_ids.filtered(lambda part: part.type == object_type)
        return parts.figures["USD"]
