# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is paid in QuickBooks is paid here: the same is open on both sides."""

from datetime import date

from odoo.tests import Form, tagged

from .payment_arrival_case import PaymentArrivalCase


@tagged("post_install", "-at_install")
class TestPaymentsArrival(PaymentArrivalCase):
    def test_a_payment_pays_the_invoice_here(self):
        invoice = self._invoice()
        self._there(invoice)
        number = self._receive(
            {invoice: ""}, PaymentRefNum="10482", TxnDate="2026-11-22"
        )
        self._arrive()
        payment = self._payment_of(number)
        self.assertEqual(payment.amount, 1500)
        self.assertEqual(payment.partner_id, self.customer)
        self.assertEqual(payment.journal_id, self.bank)
        self.assertEqual(payment.date, date(2026, 11, 22))
        self.assertEqual(payment.payment_reference, "10482")
        self.assertEqual(payment.qb_status, "synced")
        self.assertIn(payment.state, ("in_process", "paid"))
        self.assertEqual(invoice.payment_state, "paid")
        self._assert_equal_balances(invoice)
        self.assertFalse(self._jobs(payment), "what has come from there stays there")

    def test_a_part_leaves_the_rest_open(self):
        invoice = self._invoice()
        self._there(invoice)
        self._receive({invoice: "400.55"})
        self._arrive()
        self.assertEqual(invoice.payment_state, "partial")
        self._assert_equal_balances(invoice)

    def test_one_payment_settles_several_invoices_each_for_its_amount(self):
        first, second = self._invoice(), self._invoice({"price_unit": 700})
        self._there(first, second)
        number = self._receive({first: "200", second: "650.25"})
        self._arrive()
        self.assertEqual(self._payment_of(number).amount, 850.25)
        self._assert_equal_balances(first, second)
        self.assertEqual((first.amount_residual, second.amount_residual), (1300, 49.75))

    def test_several_payments_settle_one_invoice(self):
        invoice = self._invoice()
        self._there(invoice)
        for amount in ("1000", "300", "200"):
            self._receive({invoice: amount})
        self._arrive()
        self.assertEqual(invoice.payment_state, "paid")
        self._assert_equal_balances(invoice)

    def test_what_is_too_much_stays_open_with_the_customer(self):
        invoice = self._invoice()
        self._there(invoice)
        number = self._receive({invoice: ""}, "1600")
        self._arrive()
        payment = self._payment_of(number)
        self.assertEqual((payment.amount, self._open(payment)), (1600, 100))
        self._assert_equal_balances(invoice)

    def test_what_it_pays_beyond_what_is_here_stays_open(self):
        invoice = self._invoice()
        self._there(invoice)
        beyond = self.keeper.invoice(self.customer.qb_id, ("Linehaul", "80", "NON"))
        number = self.keeper.receive(
            {invoice.qb_id: "", beyond: "80"},
            DepositToAccountRef="Operating Checking",
        )
        self.connection.invoice_pull = "none"
        self._arrive()
        payment = self._payment_of(number)
        self.assertEqual((payment.amount, self._open(payment)), (1580, 80))
        self._assert_equal_balances(invoice)
        payment.memo = "Wire of November"
        payment.action_qb_send()
        self._run()
        self.assertEqual(payment.qb_status, "synced", payment.qb_message)
        there = self._in_quickbooks("Payment", number)
        self.assertIn("Wire of November", there["PrivateNote"])
        self.assertEqual([line["Amount"] for line in there["Line"]], [1500, 80])

    def test_a_credit_memo_is_set_off_by_the_payment(self):
        invoice, credit = (
            self._invoice(),
            self._refund("out_refund", self.customer, 200),
        )
        self._there(invoice, credit)
        number = self._receive({invoice: "", credit: "150"})
        self._arrive()
        self.assertEqual(self._payment_of(number).amount, 1350)
        self._assert_equal_balances(invoice, credit)
        self.assertEqual(credit.amount_residual, 50)

    def test_a_payment_of_nothing_only_sets_the_credit_off(self):
        invoice, credit = (
            self._invoice(),
            self._refund("out_refund", self.customer, 200),
        )
        self._there(invoice, credit)
        number = self._receive({invoice: "200", credit: "200"})
        self._arrive()
        self.assertFalse(self._payment_of(number))
        self._assert_equal_balances(invoice, credit)
        self.assertEqual(invoice.amount_residual, 1300)
        self.keeper.reapply(number, {invoice.qb_id: "50", credit.qb_id: "50"})
        self._arrive()
        self._assert_equal_balances(invoice, credit)
        count = self.env["quickbooks.change"].search_count([])
        self._arrive()
        self.assertEqual(self.env["quickbooks.change"].search_count([]), count)
        self.keeper.delete("Payment", number)
        self._arrive()
        self._assert_equal_balances(invoice, credit)
        self.assertEqual(invoice.amount_residual, 1500)

    def test_bills_are_paid_with_their_credits(self):
        bill = self._bill({"price_unit": 900})
        credit = self._refund("in_refund", self.carrier, 100, ref="CR-1")
        self._there(bill, credit)
        number = self._pay_bills({bill: "", credit: "100"}, DocNumber="5001")
        self._arrive()
        payment = self._payment_of(number, "BillPayment")
        self.assertEqual(payment.amount, 800)
        self.assertEqual(payment.payment_type, "outbound")
        self.assertEqual(payment.payment_reference, "5001")
        self.assertEqual(bill.payment_state, "paid")
        self._assert_equal_balances(bill, credit)

    def test_as_draft_it_waits_for_somebody_to_post_it(self):
        self.connection.payment_pull = "draft"
        invoice = self._invoice()
        self._there(invoice)
        number = self._receive({invoice: ""})
        self._arrive()
        payment = self._payment_of(number)
        self.assertEqual((payment.state, payment.qb_status), ("draft", "synced"))
        payment.action_post()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFalse(self._jobs(payment))

    def test_our_own_payment_that_comes_back_is_not_doubled(self):
        invoice = self._invoice()
        payment = self._register(invoice)
        self._run()
        self._arrive()
        found = self.env["account.payment"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertEqual(found, payment)
        self.assertEqual(payment.qb_status, "synced")
        self._assert_equal_balances(invoice)

    def test_payment_of_what_was_sent_without_an_answer(self):
        other = self._invoice()
        self._there(other)
        known = {data["Id"] for data in self._all_in_quickbooks("Invoice")}
        self.sim.mishaps.add("drop_after", path="/batch")
        invoice = self._invoice()
        self._run()
        self.assertEqual(invoice.qb_status, "pending", "nobody knows that it is there")
        [there] = {data["Id"] for data in self._all_in_quickbooks("Invoice")} - known
        paid = self.keeper.receive(
            {there: ""}, DepositToAccountRef="Operating Checking"
        )
        self._receive({other: ""})
        self._arrive()
        change = self._change("Payment", paid)
        self.assertEqual(change.state, "pending", change.outcome_text)
        self.assertEqual(change.problem_code, "arrival.after_documents")
        waiting = self.env["quickbooks.change"].search([("type", "=", "Invoice")])
        self.assertEqual(waiting.mapped("qb_id"), [there], "the other was only paid")
        self.assertEqual(waiting.problem_code, "arrival.ours")
        self.assertEqual(other.amount_residual, 0)
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(invoice.qb_id, there)
        self.assertEqual(self._payment_of(paid).amount, 1500)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(waiting.state, "done", "it is here as it is there")
        self.assertEqual(invoice.qb_status, "synced")


@tagged("post_install", "-at_install")
class TestPaymentsFollowed(PaymentArrivalCase):
    """What is changed in QuickBooks after it has arrived."""

    def setUp(self):
        super().setUp()
        self.invoice = self._invoice()
        self.other = self._invoice({"price_unit": 700})
        self._there(self.invoice, self.other)
        self.number = self._receive({self.invoice: "900"})
        self._arrive()
        self.payment = self._payment_of(self.number)

    def _assert_followed(self):
        self._arrive()
        self.assertEqual(self._payment_of(self.number), self.payment)
        self.assertEqual(self.payment.qb_status, "synced")
        self._assert_equal_balances(self.invoice, self.other)

    def test_applied_otherwise_it_settles_otherwise(self):
        entry = self.payment.move_id
        self.keeper.reapply(
            self.number, {self.invoice.qb_id: "250", self.other.qb_id: "650"}
        )
        self._assert_followed()
        self.assertEqual(self.invoice.amount_residual, 1250)
        self.assertEqual(self.payment.move_id, entry)
        self.assertIn("900.00 → 250.00", self._said_of(self.payment))

    def test_another_amount_and_another_day(self):
        self.keeper.reapply(
            self.number, {self.invoice.qb_id: "1000"}, "1000", TxnDate="2026-12-03"
        )
        self._assert_followed()
        self.assertEqual(self.payment.amount, 1000)
        self.assertEqual(self.payment.date, date(2026, 12, 3))
        self.assertEqual(self.payment.move_id.date, date(2026, 12, 3))

    def test_another_account_is_another_journal(self):
        reserve = self._journal("Factoring Reserve")
        self._map("deposit", reserve, self._object("Account", "Factoring Reserve"))
        self.keeper.change(
            "Payment", self.number, DepositToAccountRef="Factoring Reserve"
        )
        self._assert_followed()
        self.assertEqual(self.payment.journal_id, reserve)
        self.assertEqual(self.payment.move_id.journal_id, reserve)

    def test_another_number_leaves_the_entry_alone(self):
        self.keeper.change("Payment", self.number, PaymentRefNum="777")
        self._assert_followed()
        self.assertEqual(self.payment.payment_reference, "777")

    def test_a_credit_is_used_by_it_later(self):
        credit = self._refund("out_refund", self.customer, 200)
        self._there(credit)
        self.keeper.reapply(
            self.number, {self.invoice.qb_id: "1000", credit.qb_id: "100"}
        )
        self._assert_followed()
        self._assert_equal_balances(credit)
        self.keeper.reapply(self.number, {self.invoice.qb_id: "900"})
        self._assert_followed()
        self._assert_equal_balances(credit)

    def test_void_it_is_cancelled_and_the_invoice_open_again(self):
        self.keeper.void("Payment", self.number)
        self._arrive()
        self.assertEqual(self.payment.state, "canceled")
        self.assertFalse(self.payment.qb_id)
        self.assertIn("voided", self.payment.qb_former)
        change = self._change("Payment", self.number)
        self.assertEqual(change._record(), self.payment, "the list leads to it")
        self._assert_equal_balances(self.invoice)
        self.assertIn("open again", self._said_of(self.invoice))

    def test_deleted_likewise(self):
        self.keeper.delete("Payment", self.number)
        self._arrive()
        self.assertEqual(self.payment.state, "canceled")
        self._assert_equal_balances(self.invoice)
        self._arrive()
        self.assertEqual(self.payment.state, "canceled")

    def test_in_a_locked_period_it_is_reversed(self):
        self.company.fiscalyear_lock_date = "2026-11-30"
        self.keeper.void("Payment", self.number)
        self._arrive()
        self.assertIn(self.payment.state, ("in_process", "paid"))
        self._assert_equal_balances(self.invoice)
        self.assertEqual(self._open(self.payment), 0)
        self.assertIn("reversed", self._said_of(self.payment))

    def test_what_the_bank_has_confirmed_is_not_changed_silently(self):
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": "2026-11-23",
                "payment_ref": "Deposit",
                "amount": 900,
            }
        )
        money = self.payment._seek_for_lines()[0]
        suspense = line._seek_for_lines()[1]
        suspense.account_id = money.account_id
        (suspense + money).reconcile()
        self.keeper.reapply(self.number, {self.invoice.qb_id: "1000"}, "1000")
        self._arrive()
        code, sentence, _hint = self._held(self.number)
        self.assertEqual(code, "arrival.on_statement")
        self.assertIn(self.payment.name, sentence)
        self.assertEqual(self.payment.amount, 900)


@tagged("post_install", "-at_install")
class TestPaymentsMadeHere(PaymentArrivalCase):
    """What was sent from here and is changed in QuickBooks."""

    def setUp(self):
        super().setUp()
        self.invoice = self._invoice()
        self.payment = self._register(self.invoice, amount=900)
        self._there(self.invoice)
        self._arrive()
        self.number = self.payment.qb_id

    def test_edited_there_somebody_decides(self):
        self.keeper.reapply(self.number, {self.invoice.qb_id: "1000"}, "1000")
        self._arrive()
        code, sentence, hint = self._held(self.number)
        self.assertEqual(code, "arrival.edited")
        self.assertIn("900.00", sentence)
        self.assertIn("1,000.00", sentence)
        self.assertTrue(hint)
        self.assertEqual(self.payment.amount, 900)

    def test_where_the_setting_says_so_quickbooks_is_followed(self):
        self.connection.edited_there = "theirs"
        self.keeper.reapply(self.number, {self.invoice.qb_id: "1000"}, "1000")
        self._arrive()
        self.assertEqual(self.payment.amount, 1000)
        self._assert_equal_balances(self.invoice)

    def test_changed_on_both_sides_somebody_decides_in_any_case(self):
        self.connection.edited_there = "theirs"
        self.connection.payment_push = "click"
        self.payment.memo = "Wire"
        self.assertEqual(self.payment.qb_status, "outdated")
        self.keeper.reapply(self.number, {self.invoice.qb_id: "1000"}, "1000")
        self._arrive()
        self.assertEqual(self._held(self.number)[0], "arrival.edited")
        self.assertEqual(self.payment.qb_status, "outdated")

    def test_a_note_in_quickbooks_changes_nothing_here(self):
        self.keeper.change("Payment", self.number, PrivateNote="called them")
        self._arrive()
        self.assertEqual(self.payment.qb_status, "synced")
        self.assertFalse(
            self.env["quickbooks.change"].search([("state", "=", "failed")])
        )

    def test_void_there_somebody_decides(self):
        self.keeper.void("Payment", self.number)
        self._arrive()
        self.assertEqual(self._held(self.number)[0], "arrival.voided")
        self.assertIn(self.payment.state, ("in_process", "paid"))


@tagged("post_install", "-at_install")
class TestPaymentsHeld(PaymentArrivalCase):
    """What keeps a payment from arriving, and how it goes on."""

    def setUp(self):
        super().setUp()
        self.invoice = self._invoice()
        self._there(self.invoice)

    def test_without_a_journal_it_waits_for_the_mapping(self):
        number = self.keeper.receive({self.invoice.qb_id: ""})
        self._arrive()
        code, sentence, _hint = self._held(number)
        self.assertEqual(code, "arrival.no_journal")
        self.assertIn("Undeposited Funds", sentence)
        opened = self._change("Payment", number).action_open_fix()
        self.assertEqual(opened["res_model"], "quickbooks.mapping")
        self.assertEqual(opened["context"]["default_kind"], "deposit")
        self.assertEqual(
            opened["context"]["default_object_id"],
            self._object("Account", "Undeposited Funds").id,
        )
        mappings = self.env["quickbooks.mapping"].with_context(**opened["context"])
        form = Form(mappings, opened["views"][0][0])
        # With nothing chosen it would be the default of every journal.
        with self.assertRaisesRegex(AssertionError, "source is a required field"):
            form.save()
        self.connection.arrival_journal_id = self.bank
        self._arrive()
        self.assertEqual(self._payment_of(number).journal_id, self.bank)

    def test_more_than_is_open_here_is_told(self):
        self.connection.payment_push = "none"
        paid_here = self._register(self.invoice, amount=1000)
        number = self._receive({self.invoice: "600"})
        self._arrive()
        code, sentence, _hint = self._held(number)
        self.assertEqual(code, "arrival.more_than_open")
        self.assertIn("600.00", sentence)
        self.assertIn("500.00", sentence)
        paid_here.action_draft()
        paid_here.unlink()
        self._change("Payment", number).sudo().write({"state": "pending"})
        self._arrive()
        self._payment_of(number)
        self._assert_equal_balances(self.invoice)

    def _record_by_hand(self):
        """The same payment is entered here and in QuickBooks."""
        self.connection.payment_push = "none"
        by_hand = self._register(self.invoice, payment_date="2026-11-20")
        number = self._receive({self.invoice: ""}, TxnDate="2026-11-22")
        self._arrive()
        code, sentence, _hint = self._held(number)
        self.assertEqual(code, "arrival.alike")
        self.assertIn(by_hand.name, sentence)
        return by_hand, number

    def test_the_same_entered_by_hand_can_be_linked(self):
        by_hand, number = self._record_by_hand()
        self._change("Payment", number).action_link_alike()
        self.assertEqual(self._payment_of(number), by_hand)
        self.assertEqual(by_hand.qb_id, number)
        self.assertEqual(by_hand.qb_status, "synced")
        self.assertEqual(by_hand.date, date(2026, 11, 22))
        self._assert_equal_balances(self.invoice)

    def test_or_be_another_one(self):
        invoice = self._invoice()
        self._there(invoice)
        self.connection.payment_push = "none"
        by_hand = self._register(invoice)
        number = self._receive({self.invoice: ""})
        self._arrive()
        self.assertEqual(self._held(number)[0], "arrival.alike")
        self._change("Payment", number).action_enter_another()
        self.assertNotEqual(self._payment_of(number), by_hand)
        self._assert_equal_balances(self.invoice)

    def test_where_the_books_are_locked_it_waits(self):
        self.company.fiscalyear_lock_date = "2026-11-30"
        number = self._receive({self.invoice: ""}, TxnDate="2026-11-22")
        self._arrive()
        code, sentence, _hint = self._held(number)
        self.assertEqual(code, "arrival.closed")
        self.assertIn("11/22/2026", sentence)

    def test_a_credit_that_is_not_here_is_named(self):
        self.connection.invoice_pull = "none"
        credit = self.keeper.credit_memo(
            self.customer.qb_id, ("Linehaul", "100", "NON"), DocNumber="CM-9"
        )
        number = self.keeper.receive(
            {self.invoice.qb_id: "", credit: "100"},
            DepositToAccountRef="Operating Checking",
        )
        self._arrive()
        self.assertEqual(self._held(number)[0], "arrival.credit_missing")
