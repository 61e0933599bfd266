# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments in a Canadian company that invoices in US dollars as well."""

from decimal import Decimal

from odoo.tests import tagged

from .canadian_case import CanadianBooks
from .payment_case import PaymentCase


@tagged("post_install", "-at_install")
class TestPaymentsCurrency(CanadianBooks, PaymentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rate_us_dollars("2026-11-01", 1.3642)
        cls._rate_us_dollars("2026-11-21", 1.3713)
        cls._map_tax(False, "Zero-rated")

    def test_us_dollars_carry_the_rate_of_the_day_of_the_payment(self):
        invoice = self._invoice(currency_id=self.us_dollar.id)
        payment = self._register(invoice, amount=1000)
        self._run()
        self.assertEqual(payment.qb_status, "synced", payment.qb_message)
        document = self._in_books(payment)
        self.assertEqual(document["CurrencyRef"]["value"], "USD")
        self.assertEqual(document["ExchangeRate"], Decimal("1.3713"))
        self.assertEqual(document["HomeTotalAmt"], Decimal("1371.30"))
        self._assert_same_open(invoice)

    def test_the_difference_of_exchange_is_no_matter_of_the_payment(self):
        invoice = self._invoice(currency_id=self.us_dollar.id)
        payment = self._register(invoice)
        self._run()
        self.assertEqual(self._applied(payment), {invoice: 1500})
        self._assert_same_open(invoice)

    def test_the_home_currency_needs_no_rate(self):
        invoice = self._invoice()
        payment = self._register(invoice)
        self._run()
        self.assertEqual(self._in_books(payment)["ExchangeRate"], 1)
        self._assert_same_open(invoice)

    def test_an_invoice_is_paid_in_its_own_currency(self):
        invoice = self._invoice(currency_id=self.us_dollar.id)
        payment = self._register(
            invoice, currency_id=self.canadian_dollar.id, amount=2000
        )
        code, sentence, hint = self._problem(payment)
        self.assertEqual(code, "preflight.paid_currency")
        self.assertIn(invoice.name, sentence)
        self.assertIn("USD", hint)
