# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments of QuickBooks in another currency: at its rate, open to the cent."""

from odoo.tests import tagged

from .canadian_case import CanadianBooks
from .payment_arrival_case import PaymentArrivalCase


@tagged("post_install", "-at_install")
class TestPaymentsArrivalCurrency(CanadianBooks, PaymentArrivalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rate_us_dollars("2026-11-01", 1.3642)
        cls._map_tax(False, "Zero-rated")

    def _invoice_in_dollars(self, price):
        invoice = self._invoice({"price_unit": price}, currency_id=self.us_dollar.id)
        self._there(invoice)
        return invoice

    def _gain_or_loss(self, invoice, payment):
        """The difference of exchange between the two that Odoo has booked."""
        lines = (invoice + payment.move_id).line_ids._qb_party_lines()
        partials = lines.matched_debit_ids | lines.matched_credit_ids
        entries = partials.exchange_move_id
        results = entries.line_ids.filtered(
            lambda line: line.account_id.internal_group in ("income", "expense")
        )
        return sum(results.mapped("balance"))

    def test_it_is_booked_at_the_rate_of_quickbooks(self):
        invoice = self._invoice_in_dollars(1000)
        number = self._receive({invoice: ""}, ExchangeRate="1.4100")
        self._arrive()
        payment = self._payment_of(number)
        self.assertEqual(payment.currency_id, self.us_dollar)
        self.assertEqual(payment.amount_company_currency_signed, 1410)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertAlmostEqual(self._gain_or_loss(invoice, payment), -45.8)
        self._assert_equal_balances(invoice)

    def test_parts_leave_the_rest_at_the_invoices_own_rate(self):
        first = self._invoice_in_dollars("999.99")
        second = self._invoice_in_dollars("333.33")
        number = self._receive(
            {first: "100.01", second: "33.34"}, "200", ExchangeRate="1.3333"
        )
        self._arrive()
        payment = self._payment_of(number)
        self.assertEqual(self._open(payment), 66.65)
        self._assert_equal_balances(first, second)
        line = payment.move_id.line_ids._qb_party_lines()
        self.assertAlmostEqual(abs(line.amount_residual), 66.65 * 1.3333, delta=0.011)
        line = first.line_ids._qb_party_lines()
        self.assertAlmostEqual(line.amount_residual, 899.98 * 1.3642, delta=0.011)
        self.keeper.reapply(number, {first.qb_id: "", second.qb_id: "0.01"}, "1000")
        self._arrive()
        self._assert_equal_balances(first, second)

    def test_a_currency_that_is_not_in_use_here_is_named(self):
        invoice = self._invoice_in_dollars(1000)
        number = self._receive({invoice: "100"})
        # Odoo itself does not let go of the currency of any company.
        self.us_dollar.flush_recordset()
        self.env.cr.execute(
            "UPDATE res_currency SET active = FALSE WHERE id = %s", [self.us_dollar.id]
        )
        self.env.invalidate_all()
        self._arrive()
        code, sentence, _hint = self._held(number)
        self.assertEqual(code, "arrival.currency_inactive")
        self.assertIn("USD", sentence)
