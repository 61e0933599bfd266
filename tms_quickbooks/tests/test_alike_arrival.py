# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An invoice or a bill of QuickBooks that may be here already, or is of before."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .arrival_case import ArrivalCase


@tagged("post_install", "-at_install")
class TestAlikeArrival(ArrivalCase):
    """Somebody has entered the same on both sides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.action_qb_send()
        cls.carrier.action_qb_send()
        cls._run()
        cls._remember_simulator()

    def _entered_on_both_sides(self, **vals):
        """Ours is not sent yet when QuickBooks' is noticed: the change."""
        self.invoice = self._invoice({"price_unit": 1000.0}, **vals)
        self.key = self.keeper.invoice(
            "Acme Shippers", ("Linehaul", "1000.00", "NON"), TxnDate="2026-11-20"
        )
        self._arrive()
        return self._change("Invoice", self.key)

    def _count_there(self):
        return len(self._all_in_quickbooks("Invoice"))

    def test_the_same_is_asked_about_and_linked(self):
        change = self._entered_on_both_sides()
        self.assertTrue(change.looks_alike, self._inbox())
        self.assertIn(self.invoice.name, change.problem_text)
        change.action_link_alike()
        self.assertEqual(self.invoice.qb_id, self.key)
        self.assertEqual(self.invoice.qb_status, "synced")
        self._run()
        self.assertEqual(self._count_there(), 1)

    def test_another_one_is_entered_as_well(self):
        change = self._entered_on_both_sides()
        change.action_enter_another()
        made = self._change("Invoice", self.key)._record()
        self.assertNotIn(made, (None, self.invoice))
        self._run()
        self.assertEqual(self._count_there(), 2)
        self.assertNotEqual(self.invoice.qb_id, self.key)

    def test_so_is_the_same_bill(self):
        bill = self._bill({"price_unit": 900.0}, ref="C-77")
        key = self.keeper.bill(
            "Blue Ridge Carriers",
            ("Purchased Transportation", "900.00"),
            DocNumber="C-77",
            TxnDate="2026-11-18",
        )
        self._arrive()
        change = self._change("Bill", key)
        self.assertTrue(change.looks_alike, self._inbox())
        change.action_link_alike()
        self.assertEqual(bill.qb_id, key)
        self.assertEqual(str(bill.invoice_date), "2026-11-18")

    def test_what_was_sent_already_is_no_such_thing(self):
        self._invoice({"price_unit": 1000.0})
        self._run()
        key = self.keeper.invoice(
            "Acme Shippers", ("Linehaul", "1000.00", "NON"), TxnDate="2026-11-20"
        )
        self._arrive()
        self.assertEqual(self._change("Invoice", key).state, "done", self._inbox())

    def test_of_another_day_it_is_another_one(self):
        change = self._entered_on_both_sides(invoice_date="2026-11-19")
        self.assertEqual(change.state, "done", self._inbox())

    def test_what_is_of_before_the_cut_off_stays_there_though_it_is_paid_now(self):
        self.connection.cutoff_date = "2026-11-01"
        old, new = (
            self.keeper.invoice(
                "Acme Shippers", ("Linehaul", "70.00", "NON"), TxnDate=day
            )
            for day in ("2026-10-31", "2026-11-01")
        )
        self.keeper.receive({old: ""})
        self._arrive()
        self.assertFalse(self._change("Invoice", old), self._inbox())
        self.assertEqual(self._change("Invoice", new).state, "done", self._inbox())

    def test_of_two_that_look_like_one_only_the_first_is_linked(self):
        first = self._entered_on_both_sides()
        other = self.keeper.invoice(
            "Acme Shippers", ("Linehaul", "1000.00", "NON"), TxnDate="2026-11-20"
        )
        self._arrive()
        second = self._change("Invoice", other)
        self.assertTrue(second.looks_alike, self._inbox())
        first.action_link_alike()
        with self.assertRaisesRegex(UserError, "linked"):
            second.action_link_alike()
        self.assertEqual(self.invoice.qb_id, self.key)
        second.action_retry()
        self._arrive()
        self.assertEqual(second.state, "done", second.problem_text)
        self.assertNotIn(second._record(), (None, self.invoice))
