# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments in the browser: registered, mended, sent from the list."""

from odoo.tests import tagged

from .payment_case import PaymentCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestPaymentTours(PaymentCase, TourCase):
    def test_a_bill_is_paid_and_its_journal_is_mapped_on_the_way(self):
        self.env["quickbooks.mapping"].search([("kind", "=", "deposit")]).unlink()
        bill = self._bill({"price_unit": 900})
        self._tour(self._form(bill), "register_payment")
        payment = bill.matched_payment_ids
        self._run()
        self.assertEqual(payment.qb_status, "failed")
        self._tour(self._form(payment), "payment_fix")
        self._run()
        self._tour(self._form(payment), "payment_synced")
        self._assert_same_open(bill)

    def test_an_invoice_is_paid_by_the_factor(self):
        reserve = self._journal("Factoring Reserve")
        account = self._object("Account", "Factoring Reserve")
        self._map("deposit", reserve, account)
        # Odoo asks for what is written off only where the money has an account.
        reserve.inbound_payment_method_line_ids.payment_account_id = self.env[
            "account.account"
        ].create(
            {
                "name": "Reserve in Transit",
                "code": "101499",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )
        self.company_data["default_account_expense"].copy({"name": "Factoring Fees"})
        invoice = self._invoice()
        self._run()
        self._tour(self._form(invoice), "factor_pays")
        payment = invoice.matched_payment_ids
        self._run()
        self.assertEqual(payment.qb_status, "failed")
        self._tour(self._form(payment), "factor_fee_mapped")
        self._run()
        self._tour(self._form(payment), "factor_fee_booked")
        there = self._in_books(payment)
        self.assertEqual(there["TotalAmt"], 1455)
        [entry] = self._all_in_quickbooks("JournalEntry")
        self.assertEqual(entry["TotalAmt"], 45)
        self.assertEqual(there["CustomerRef"]["value"], self.customer.qb_id)
        self.assertEqual(there["DepositToAccountRef"]["value"], account.qb_id)
        self._assert_same_open(invoice)

    def test_a_credit_note_is_added_to_an_invoice_without_any_payment(self):
        invoice = self._invoice({"price_unit": 1000})
        credit = self._refund("out_refund", self.customer, 200)
        self._run()
        self._tour(self._form(invoice), "credit_added")
        self._tour(self._form(credit), "credit_waits")
        self._run()
        self._tour(self._form(credit), "credit_set_off")
        self.assertEqual(self._in_books(invoice)["Balance"], 800)
        self.assertEqual(invoice.amount_residual, 800)

    def test_payments_are_sent_from_the_list_and_refunds_stay(self):
        self.connection.payment_push = "click"
        payment = self._payment(self.customer, 75)
        refund = self._payment(self.customer, 20, payment_type="outbound")
        # So that the list shows when it has been filtered.
        self._payment(self.customer, 30).action_qb_suppress()
        self._tour("/odoo/action-account.action_account_payments", "payment_list")
        self._run()
        self.assertEqual(
            (payment.qb_status, refund.qb_status), ("synced", "not_synced")
        )
