# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What customers have paid: the same is open in QuickBooks as here, to the cent."""

from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .payment_case import PaymentCase


@tagged("post_install", "-at_install")
class TestPayments(PaymentCase):
    # -- what goes over ------------------------------------------------------------

    def test_a_registered_payment_goes_by_itself_and_pays_the_invoice_there(self):
        invoice = self._invoice()
        payment = self._register(invoice, communication="Wire 4711")
        self.assertEqual(payment.qb_status, "pending")
        document = self._sent_payment(payment)
        self.assertEqual(document["CustomerRef"]["value"], self.customer.qb_id)
        self.assertEqual(document["TxnDate"], "2026-11-21")
        self.assertEqual(document["PaymentRefNum"], payment.name)
        self.assertIn("Wire 4711", document["PrivateNote"])
        self.assertEqual(document["DepositToAccountRef"]["value"], self.checking.qb_id)
        self.assertEqual(self._applied(payment), {invoice: 1500})
        self.assertEqual(self._balance(invoice), 0)

    def test_the_number_of_a_check_is_the_reference(self):
        payment = self._payment(self.customer, 10, payment_reference="10482")
        document = self._sent_payment(payment)
        self.assertEqual(document["PaymentRefNum"], "10482")
        self.assertIn(payment.name, document["PrivateNote"])

    def test_the_method_is_that_of_the_mapping_or_none(self):
        line = self.bank.inbound_payment_method_line_ids[:1]
        without = self._sent_payment(self._payment(self.customer, 5))
        self.assertNotIn("PaymentMethodRef", without)
        method = self._object("PaymentMethod", "ACH")
        self._map("method", line, method)
        document = self._sent_payment(self._payment(self.customer, 5))
        self.assertEqual(document["PaymentMethodRef"]["value"], method.qb_id)

    def test_without_a_mapping_the_money_is_undeposited(self):
        other = self._journal("Cash Box", "cash")
        payment = self._payment(self.customer, 5, journal_id=other.id)
        document = self._sent_payment(payment)
        self.assertEqual(document["DepositToAccountRef"]["name"], "Undeposited Funds")

    # -- what it pays --------------------------------------------------------------

    def test_a_part_leaves_the_rest_open(self):
        invoice = self._invoice()
        payment = self._register(invoice, amount=400.55)
        self._run()
        self.assertEqual(self._applied(payment), {invoice: Decimal("400.55")})
        self._assert_same_open(invoice)

    def test_several_payments_pay_one_invoice(self):
        invoice = self._invoice()
        first = self._register(invoice, amount=1000)
        self._run()
        second = self._register(invoice, amount=500)
        self._run()
        self.assertEqual(self._applied(first), {invoice: 1000})
        self.assertEqual(self._applied(second), {invoice: 500})
        self._assert_same_open(invoice)

    def test_one_payment_pays_several_invoices(self):
        invoices = self._invoice() + self._invoice({"price_unit": 250})
        payment = self._register(invoices, group_payment=True)
        self._run()
        self.assertEqual(self._applied(payment), {invoices[0]: 1500, invoices[1]: 250})
        self._assert_same_open(*invoices)

    def test_each_invoice_can_get_a_payment_of_its_own(self):
        invoices = self._invoice() + self._invoice({"price_unit": 250})
        payments = self._register(invoices, group_payment=False)
        self.assertEqual(len(payments), 2)
        self._run()
        self.assertEqual(set(payments.mapped("qb_status")), {"synced"})
        self._assert_same_open(*invoices)

    def test_what_is_too_much_stays_with_the_customer(self):
        invoice = self._invoice()
        payment = self._register(invoice, amount=1600)
        document = self._sent_payment(payment)
        self.assertEqual(document["UnappliedAmt"], 100)
        self._assert_same_open(invoice)

    def test_money_on_account_pays_nothing(self):
        document = self._sent_payment(self._payment(self.customer, 75))
        self.assertEqual(document["UnappliedAmt"], 75)
        self.assertEqual(document["Line"], [])

    def test_a_credit_note_is_set_off_by_the_payment(self):
        invoice = self._invoice()
        credit = self._refund("out_refund", self.customer, 200)
        self._match(invoice, credit)
        payment = self._register(invoice)
        self.assertEqual(payment.amount, 1300)
        document = self._sent_payment(payment)
        self.assertEqual(document["UnappliedAmt"], 0)
        self.assertEqual(self._applied(payment), {invoice: 1500, credit: 200})
        self._assert_same_open(invoice)
        self.assertEqual(self._in_books(credit)["RemainingCredit"], 0)

    def test_one_of_several_payments_sets_the_credit_off(self):
        invoice = self._invoice()
        self._match(invoice, self._refund("out_refund", self.customer, 200))
        first = self._register(invoice, amount=300)
        second = self._register(invoice, amount=1000)
        self._run()
        self.assertEqual(sum(self._applied(first).values()), 500 + 200)
        self.assertEqual(self._applied(second), {invoice: 1000})
        self._assert_same_open(invoice)

    def test_a_factor_pays_for_the_customer_of_the_invoice(self):
        factor = self._new_customer("Apex Factoring")
        invoice = self._invoice()
        payment = self._payment(factor, 1500)
        self._match(invoice, payment)
        document = self._sent_payment(payment)
        self.assertEqual(document["CustomerRef"]["value"], self.customer.qb_id)
        self.assertFalse(factor.qb_id)
        self._assert_same_open(invoice)

    # -- a payment without an entry of its own, as Odoo's paid edition makes them ---

    def _register_without_entry(self, moves, **vals):
        """No account for money on its way, so no entry of its own."""
        self.bank.inbound_payment_method_line_ids.payment_account_id = False
        with patch.object(
            type(self.env["account.move"]),
            "_get_invoice_in_payment_state",
            lambda self: "in_payment",
        ):
            payment = self._register(moves, group_payment=True, **vals)
        self.assertFalse(payment.move_id)
        return payment

    def test_a_payment_without_an_entry_pays_what_is_due_first(self):
        late = self._invoice({"price_unit": 300}, invoice_date_due="2026-12-20")
        soon = self._invoice({"price_unit": 200}, invoice_date_due="2026-12-01")
        payment = self._register_without_entry(late + soon, amount=350)
        self._sent_payment(payment)
        self.assertEqual(self._applied(payment), {soon: 200, late: 150})

    def test_a_payment_without_an_entry_sets_credits_off_as_well(self):
        late = self._invoice({"price_unit": 300}, invoice_date_due="2026-12-20")
        soon = self._invoice({"price_unit": 200}, invoice_date_due="2026-12-01")
        credit = self._refund("out_refund", self.customer, 80)
        self._match(soon, credit)
        payment = self._register_without_entry(late + soon)
        self.assertEqual(payment.amount, 420)
        document = self._sent_payment(payment)
        self.assertEqual(document["UnappliedAmt"], 0)
        self.assertEqual(self._applied(payment), {soon: 200, credit: 80, late: 300})
        self.assertEqual((self._balance(soon), self._balance(late)), (0, 0))

    def test_a_payment_without_an_entry_pays_what_others_have_left_open(self):
        late = self._invoice({"price_unit": 300}, invoice_date_due="2026-12-20")
        soon = self._invoice({"price_unit": 200}, invoice_date_due="2026-12-01")
        first = self._register(soon, amount=150)
        second = self._register_without_entry(late + soon)
        self._run()
        self.assertEqual(self._applied(first), {soon: 150})
        self.assertEqual(self._applied(second), {soon: 50, late: 300})

    # -- what cannot be told QuickBooks --------------------------------------------

    def test_more_paid_than_is_settled_stops_it_with_a_way_out(self):
        invoice = self._invoice()
        payment = self._register(
            invoice,
            amount=1520,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company_data["default_account_expense"].id,
        )
        self._assert_stopped(payment, "preflight.write_off", "20.00", "credit note")

    def _assert_stopped(self, payment, code, *words):
        """The payment never leaves, and the user is told why."""
        found, sentence, hint = self._problem(payment)
        self.assertEqual(found, code)
        for word in words:
            self.assertIn(word, f"{sentence} {hint}")
        self.assertFalse(payment.qb_id)

    def test_invoices_of_two_customers_need_two_payments(self):
        other = self._new_customer("Zenith Foods")
        invoices = self._invoice({"price_unit": 60}) + self._invoice(
            {"price_unit": 40}, partner_id=other.id
        )
        payment = self._payment(self._new_customer("Apex Factoring"), 100)
        self._match(*invoices, payment)
        self._assert_stopped(
            payment, "preflight.mixed_parties", "Acme Shippers", "Zenith Foods"
        )

    def test_a_journal_entry_is_not_in_quickbooks(self):
        receivable = self.company_data["default_account_receivable"]
        entry = self.env["account.move"].create(
            {
                "date": "2026-11-01",
                "line_ids": [
                    (0, 0, {"account_id": account.id, **amounts})
                    for account, amounts in (
                        (receivable, {"debit": 90, "partner_id": self.customer.id}),
                        (self.company_data["default_account_revenue"], {"credit": 90}),
                    )
                ],
            }
        )
        entry.action_post()
        payment = self._payment(self.customer, 90)
        self._match(entry, payment)
        self._assert_stopped(payment, "preflight.paid_entry", entry.name)

    def test_money_back_to_a_customer_stays_and_says_why(self):
        payment = self._payment(self.customer, 20, payment_type="outbound")
        self.assertFalse(self._jobs(payment))
        self.assertEqual(payment.qb_status, "not_synced")
        self.assertIn("money back to a customer", payment.qb_withheld)
        with self.assertRaisesRegex(UserError, "money back to a customer"):
            payment.action_qb_send()

    def test_what_moves_between_own_accounts_is_not_concerned(self):
        payment = self._payment(self.customer, 20)
        transfer = self._payment(
            self.customer,
            20,
            destination_account_id=self.company.transfer_account_id.id,
        )
        self.assertTrue(payment.qb_shown)
        self.assertFalse(transfer.qb_shown)
        self.assertFalse(self._jobs(transfer))

    def test_a_card_is_no_place_for_money_that_comes_in(self):
        other = self._journal("Fuel Card", "credit")
        self._map("deposit", other, self.card)
        payment = self._payment(self.customer, 20, journal_id=other.id)
        self._assert_stopped(payment, "preflight.deposit_kind", "Fleet Credit Card")

    def test_closed_books_stop_it(self):
        self.sim.change_company(self.realm, closing_date="2026-11-30")
        self.connection.sudo().lists_updated_at = False
        self._assert_stopped(self._payment(self.customer, 20), "preflight.closed_books")

    def test_less_open_in_quickbooks_than_here_is_told(self):
        invoice = self._invoice()
        self._run()
        self._pay_in_quickbooks(invoice, 1000)
        payment = self._register(invoice)
        code, sentence, hint = self._problem(payment)
        self.assertEqual(code, "settle.applied")
        self.assertIn("500", sentence)
        self.assertTrue(payment.qb_id)

    def _pay_in_quickbooks(self, invoice, amount):
        """A bookkeeper enters a payment there."""
        linked = {"TxnId": invoice.qb_id, "TxnType": "Invoice"}
        self._write_in_quickbooks(
            "payment",
            TotalAmt=amount,
            CustomerRef={"value": self.customer.qb_id},
            Line=[{"Amount": amount, "LinkedTxn": [linked]}],
        )

    # -- directions ----------------------------------------------------------------

    def test_on_click_nothing_goes_by_itself(self):
        self.connection.payment_push = "click"
        payment = self._payment(self.customer, 20)
        self.assertFalse(self._jobs(payment))
        payment.action_qb_send()
        self._sent_payment(payment)

    def test_switched_off_nothing_goes_at_all(self):
        self.connection.payment_push = "none"
        payment = self._payment(self.customer, 20)
        self.assertFalse(payment.qb_shown)
        with self.assertRaisesRegex(UserError, "Payments of customers are not sent"):
            payment.action_qb_send()

    def test_the_cut_off_counts_for_payments(self):
        self.connection.cutoff_date = "2026-12-01"
        payment = self._payment(self.customer, 20)
        self.assertFalse(self._jobs(payment))
        self.assertIn("12/01/2026", payment.qb_withheld)

    def test_a_suppressed_payment_stays(self):
        payment = self._payment(self.customer, 20)
        payment.action_qb_suppress()
        self._run()
        self.assertEqual(payment.qb_status, "suppressed")
        self.assertEqual(self._all_in_quickbooks("Payment"), [])

    # -- changes afterwards --------------------------------------------------------

    def test_matched_later_the_payment_is_sent_again(self):
        payment = self._payment(self.customer, 1500)
        self._sent_payment(payment)
        invoice = self._invoice()
        self._match(invoice, payment)
        self.assertEqual(payment.qb_status, "pending")
        self._sent_payment(payment)
        self.assertEqual(self._applied(payment), {invoice: 1500})
        self._assert_same_open(invoice)

    def test_on_click_a_payment_matched_later_is_outdated(self):
        payment = self._payment(self.customer, 1500)
        self._run()
        self.connection.payment_push = "click"
        self._match(self._invoice(), payment)
        self.assertEqual(payment.qb_status, "outdated")

    def test_matched_otherwise_both_invoices_follow(self):
        first, second = self._invoice(), self._invoice()
        payment = self._payment(self.customer, 1500)
        self._match(first, payment)
        self._run()
        self._assert_same_open(first, second)
        payment.move_id.line_ids.remove_move_reconcile()
        self._match(second, payment)
        self._run()
        self.assertEqual(self._applied(payment), {second: 1500})
        self._assert_same_open(first, second)

    def test_unmatched_the_invoice_is_open_again(self):
        invoice = self._invoice()
        payment = self._register(invoice)
        self._run()
        payment.move_id.line_ids.remove_move_reconcile()
        self._run()
        self.assertEqual(self._applied(payment), {})
        self._assert_same_open(invoice)

    def test_a_credit_matched_later_is_set_off_by_the_payment_that_is_there(self):
        invoice = self._invoice()
        payment = self._register(invoice, amount=1300)
        credit = self._refund("out_refund", self.customer, 200)
        self._run()
        self._match(invoice, credit)
        self._run()
        self.assertEqual(self._applied(payment), {invoice: 1500, credit: 200})
        self._assert_same_open(invoice)

    def test_a_credit_is_set_off_by_the_next_payment_when_the_first_is_undone(self):
        invoice = self._invoice()
        credit = self._refund("out_refund", self.customer, 200)
        self._match(invoice, credit)
        first = self._register(invoice, amount=300)
        second = self._register(invoice, amount=1000)
        self._run()
        self.assertIn(credit, self._applied(first))
        first.action_draft()
        self.assertEqual(second.qb_status, "pending", "it has the credit to name now")

    def test_a_memo_written_later_makes_it_outdated(self):
        payment = self._payment(self.customer, 20)
        self._run()
        payment.memo = "Check bounced once"
        self.assertEqual(payment.qb_status, "outdated")
        payment.action_qb_send()
        self.assertIn("bounced", self._sent_payment(payment)["PrivateNote"])

    def test_a_paid_invoice_is_changed_without_a_stale_version(self):
        invoice = self._invoice()
        self._register(invoice, amount=500)
        self._run()
        mirror = self.env["quickbooks.object"]._find(
            self.connection, "Invoice", invoice.qb_id
        )
        self.assertEqual((mirror.version, mirror.balance), ("", 1000))
        invoice.ref = "PO 55"
        invoice.action_qb_send()
        self.sim.stats.reset()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), 1)

    def test_taken_back_before_it_left_it_leaves_the_queue(self):
        payment = self._payment(self.customer, 20)
        payment.action_draft()
        self.assertEqual(payment.qb_status, "not_synced")
        self.assertEqual(self._jobs(payment).state, "cancelled")

    def test_a_deleted_payment_leaves_nothing_in_the_queue(self):
        invoice = self._invoice()
        payment = self._register(invoice)
        jobs = self._jobs(payment)
        payment.unlink()
        self.assertEqual(jobs.state, "cancelled")
        self._run()
        self.assertEqual(self._balance(invoice), 1500)

    def test_voided_in_quickbooks_the_invoice_is_open_again(self):
        invoice = self._invoice()
        payment = self._register(invoice)
        self._run()
        number = payment.qb_id
        payment._qb_withdraw("void", False, "")
        self._run()
        self.assertFalse(payment.qb_id)
        void = self._in_quickbooks("Payment", number)
        self.assertEqual((void["TotalAmt"], void["Line"]), (0, []))
        mirror = self.env["quickbooks.object"]._find(
            self.connection, "Invoice", invoice.qb_id
        )
        self.assertEqual((mirror.balance, self._balance(invoice)), (1500, 1500))

    def test_a_payment_that_quickbooks_has_is_not_deleted_unseen(self):
        payment = self._payment(self.customer, 20)
        self._run()
        payment.action_draft()
        self.assertEqual(payment.qb_status, "outdated")
        self.assertTrue(payment.qb_left_behind)
        with self.assertRaisesRegex(UserError, "Choose Revert"):
            payment.unlink()
