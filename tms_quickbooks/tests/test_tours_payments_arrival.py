# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments that come from QuickBooks, in the browser."""

from odoo.tests import tagged

from .payment_arrival_case import PaymentArrivalCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestPaymentsArrivalTours(PaymentArrivalCase, TourCase):
    def test_a_payment_that_was_entered_on_both_sides_is_linked(self):
        invoice = self._invoice()
        self._there(invoice)
        self.connection.payment_push = "none"
        by_hand = self._register(invoice)
        number = self._receive({invoice: ""})
        self._arrive()
        self._tour("/odoo/from-quickbooks", "payment_alike")
        self.assertEqual(by_hand.qb_id, number)
        self._assert_equal_balances(invoice)
