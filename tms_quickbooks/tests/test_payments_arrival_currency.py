# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments of QuickBooks in another currency: at its rate, open to the cent."""

from odoo.exceptions import UserError
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

    def test_another_rate_alone_is_followed(self):
        invoice = self._invoice_in_dollars(1000)
        number = self._receive({invoice: ""}, ExchangeRate="1.4100")
        self._arrive()
        payment = self._payment_of(number)
        self.keeper.change("Payment", number, ExchangeRate="1.4250")
        self._arrive()
        self.assertEqual(payment.amount_company_currency_signed, 1425)
        self.assertAlmostEqual(self._gain_or_loss(invoice, payment), -60.8)
        self.assertIn("Exchange Rate: 1.41 → 1.425", self._chatter(payment))
        self._assert_equal_balances(invoice)

    def test_the_rate_of_an_invoice_does_not_change_under_its_payment(self):
        invoice = self._invoice_in_dollars(1000)
        self._receive({invoice: ""})
        self.keeper.change("Invoice", invoice.qb_id, ExchangeRate="1.3900")
        self._arrive()
        self.assertEqual(invoice.payment_state, "paid", self._inbox())
        action = invoice.action_qb_compare()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        with self.assertRaisesRegex(UserError, "payments"):
            dialog.action_take_theirs()
        self.assertEqual(invoice.amount_total_signed, 1364.2)

    def test_the_comparison_of_the_books_names_the_rate(self):
        invoice = self._invoice_in_dollars(1000)
        paid = self._receive({invoice: ""}, ExchangeRate="1.4100")
        self._arrive()
        self.keeper.change("Invoice", invoice.qb_id, ExchangeRate="1.3900")
        self.keeper.change("Payment", paid, ExchangeRate="1.4250")
        comparison = self.env["quickbooks.comparison"].create(
            {
                "connection_id": self.connection.id,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
            }
        )
        comparison.action_compare()
        self._run()
        self.assertEqual(
            {
                (line.type, line.kind, line.ours_text, line.theirs_text)
                for line in comparison.line_ids
            },
            {
                ("Invoice", "currency", "USD 1.3642", "USD 1.39"),
                ("Payment", "currency", "USD 1.41", "USD 1.425"),
            },
        )
        [line] = comparison.line_ids.filtered(lambda line: line.type == "Invoice")
        self.assertIn("Exchange Rate", line.fields_html)

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
