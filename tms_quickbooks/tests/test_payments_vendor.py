# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What carriers and drivers were paid, in QuickBooks as here."""

from odoo.tests import tagged

from .payment_case import PaymentCase


@tagged("post_install", "-at_install")
class TestVendorPayments(PaymentCase):
    def _to_carrier(self, amount, **vals):
        vals = {"partner_type": "supplier", "payment_type": "outbound", **vals}
        return self._payment(self.carrier, amount, **vals)

    def test_a_check_pays_the_bill(self):
        bill = self._bill({"price_unit": 900})
        payment = self._register(bill)
        document = self._sent_payment(payment)
        self.assertEqual(document["VendorRef"]["value"], self.carrier.qb_id)
        self.assertEqual(document["DocNumber"], payment.name)
        self.assertEqual(document["PayType"], "Check")
        self.assertEqual(
            document["CheckPayment"]["BankAccountRef"]["value"], self.checking.qb_id
        )
        self.assertEqual(self._applied(payment), {bill: 900})
        self._assert_same_open(bill)

    def test_a_card_pays_the_bill(self):
        journal = self._journal("Fuel Card", "credit")
        self._map("deposit", journal, self.card)
        bill = self._bill({"price_unit": 450})
        payment = self._register(bill, journal_id=journal.id)
        document = self._sent_payment(payment)
        self.assertEqual(document["PayType"], "CreditCard")
        self.assertEqual(
            document["CreditCardPayment"]["CCAccountRef"]["value"], self.card.qb_id
        )
        self._assert_same_open(bill)

    def test_a_settlement_run_pays_several_bills_in_part(self):
        bills = self._bill({"price_unit": 900}) + self._bill(
            {"price_unit": 300}, ref="CARRIER-2"
        )
        payment = self._register(bills, group_payment=True, amount=1000)
        self._sent_payment(payment)
        self._assert_same_open(*bills)

    def test_an_advance_goes_with_the_bill_that_it_pays(self):
        payment = self._to_carrier(250)
        code, _sentence, hint = self._problem(payment)
        self.assertEqual(code, "preflight.nothing_paid")
        self.assertIn("Match it with a bill", hint)
        bill = self._bill({"price_unit": 200})
        self._match(bill, payment)
        document = self._sent_payment(payment)
        self.assertEqual(document["TotalAmt"], 250)
        self._assert_same_open(bill)

    def test_a_refund_of_the_vendor_is_set_off_by_the_payment(self):
        bill = self._bill({"price_unit": 900})
        credit = self._refund("in_refund", self.carrier, 100, ref="CREDIT-1")
        self._match(bill, credit)
        payment = self._register(bill)
        self._sent_payment(payment)
        self.assertEqual(self._applied(payment), {bill: 900, credit: 100})
        self._assert_same_open(bill)

    def test_a_journal_without_an_account_stops_it_and_is_mapped_from_there(self):
        journal = self._journal("Escrow", "bank")
        payment = self._register(self._bill(), journal_id=journal.id)
        code, sentence, _hint = self._problem(payment)
        self.assertEqual(code, "preflight.no_pay_account")
        self.assertIn("Escrow", sentence)
        fix = payment.action_qb_fix()
        self.assertEqual(fix["res_model"], "quickbooks.mapping")
        self.assertEqual(fix["context"]["default_kind"], "deposit")
        self.assertEqual(
            fix["context"]["default_source"], f"account.journal,{journal.id}"
        )
        self._map("deposit", journal, self.checking)
        payment.action_qb_retry()
        self._sent_payment(payment)

    def test_a_vendor_is_paid_from_a_bank_or_a_card_only(self):
        journal = self._journal("Escrow", "bank")
        self._map("deposit", journal, self._object("Account", "Undeposited Funds"))
        payment = self._to_carrier(50, journal_id=journal.id)
        code, sentence, hint = self._problem(payment)
        self.assertEqual(code, "preflight.pay_account_kind")
        self.assertIn("Undeposited Funds", sentence)
        self.assertIn("Escrow", hint)

    def test_money_back_from_a_vendor_stays_and_says_why(self):
        payment = self._to_carrier(50, payment_type="inbound")
        self.assertFalse(self._jobs(payment))
        self.assertIn("money back from a vendor", payment.qb_withheld)

    def test_a_plan_without_bills_has_no_payments_of_bills(self):
        self.connection.sudo().profile = {
            **self.connection.profile,
            "plan": "simple_start",
        }
        code, _sentence, _hint = self._problem(self._to_carrier(50))
        self.assertEqual(code, "preflight.plan_bills")

    def test_paid_twice_in_part_the_bill_has_the_rest_open(self):
        bill = self._bill({"price_unit": 900})
        self._register(bill, amount=100)
        self._run()
        self._register(bill, amount=200)
        self._run()
        self._assert_same_open(bill)

    def test_taken_off_its_bill_it_is_told_what_quickbooks_still_has(self):
        bill = self._bill({"price_unit": 900})
        payment = self._register(bill)
        self._run()
        payment.move_id.line_ids.remove_move_reconcile()
        code, _sentence, hint = self._problem(payment)
        self.assertEqual(code, "preflight.nothing_paid")
        self.assertIn("taken off it there", hint)
        self._match(self._bill({"price_unit": 900}, ref="CARRIER-2"), payment)
        self._sent_payment(payment)
        self.assertEqual(self._balance(bill), 900)
