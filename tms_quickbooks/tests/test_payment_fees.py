# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is written off with a payment is booked in QuickBooks Online by a journal entry,
of which the payment uses the credit: a factor's fee, a discount, a small difference."""

from datetime import timedelta
from decimal import Decimal

from odoo import fields
from odoo.tests import tagged

from .canadian_case import CanadianBooks
from .payment_arrival_case import PaymentArrivalCase
from .payment_case import PaymentCase


class FeeCase(PaymentCase):
    """Registers payments of less than is owed, and reads what QuickBooks books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fees = cls.company_data["default_account_expense"]
        cls.office = cls._object("Account", "Office Expenses")
        cls._map("expense", cls.fees, cls.office)

    def _pay_less(self, moves, amount, run=True, **vals):
        """Pay all of these with less, and write the rest off."""
        payment = self._register(
            moves,
            amount=amount,
            group_payment=True,
            payment_difference_handling="reconcile",
            **{"writeoff_account_id": self.fees.id, **vals},
        )
        if run:
            self._run()
        return payment

    def _booked(self, payment):
        """The entry that goes with a payment; None without one."""
        found = self.env["quickbooks.object"].search(
            [
                ("type", "=", "JournalEntry"),
                ("res_model", "=", payment._name),
                ("res_id", "=", payment.id),
            ]
        )
        return self._in_quickbooks("JournalEntry", found.qb_id) if found else None

    def _entries_there(self):
        return self._all_in_quickbooks("JournalEntry")

    def _sides(self, entry):
        """``{account: (side, amount)}`` of an entry."""
        return {
            line["JournalEntryLineDetail"]["AccountRef"]["name"]: (
                line["JournalEntryLineDetail"]["PostingType"],
                line["Amount"],
            )
            for line in entry["Line"]
        }

    def _assert_settled(self, payment, *moves):
        """The payment is there with its entry, and nothing is open any more."""
        self.env.invalidate_all()
        self.assertEqual(payment.qb_status, "synced", payment.qb_message)
        document = self._in_books(payment)
        self.assertEqual(document["TotalAmt"], Decimal(f"{payment.amount:.2f}"))
        self.assertEqual(document.get("UnappliedAmt", 0), 0)
        self._assert_same_open(*moves)
        for move in moves:
            self.assertEqual(move.amount_residual, 0)


@tagged("post_install", "-at_install")
class TestPaymentFees(FeeCase, PaymentArrivalCase):
    # -- sent ----------------------------------------------------------------------

    def test_the_invoice_is_paid_and_the_fee_is_on_its_account(self):
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970)
        self._assert_settled(payment, invoice)
        entry = self._booked(payment)
        self.assertEqual(
            self._sides(entry),
            {
                "Office Expenses": ("Debit", 30),
                "Accounts Receivable (A/R)": ("Credit", 30),
            },
        )
        named = entry["Line"][1]["JournalEntryLineDetail"]["Entity"]
        self.assertEqual(named["Type"], "Customer")
        self.assertEqual(named["EntityRef"]["value"], self.customer.qb_id)
        self.assertEqual(entry["TxnDate"], "2026-11-21")
        self.assertIn(payment.name, entry["PrivateNote"])
        document = self._in_books(payment)
        self.assertEqual(
            {
                line["LinkedTxn"][0]["TxnType"]: line["Amount"]
                for line in document["Line"]
            },
            {"Invoice": 1000, "JournalEntry": 30},
        )
        self.assertEqual(document["DepositToAccountRef"]["value"], self.checking.qb_id)
        there = self._in_quickbooks("Customer", self.customer.qb_id)
        self.assertEqual(there["Balance"], 0)
        self.assertIn("Journal Entry", payment.qb_name)

    def test_one_entry_serves_all_invoices_of_a_payment(self):
        invoices = self._invoice({"price_unit": 1000}) + self._invoice(
            {"price_unit": 500.01}
        )
        payment = self._pay_less(invoices, 1470.01)
        self._assert_settled(payment, *invoices)
        self.assertEqual(self._booked(payment)["TotalAmt"], 30)
        self.assertEqual(len(self._entries_there()), 1)

    def test_a_bill_is_paid_with_a_discount_taken(self):
        bill = self._bill({"price_unit": 900})
        payment = self._pay_less(bill, 882)
        self._assert_settled(payment, bill)
        entry = self._booked(payment)
        self.assertEqual(
            self._sides(entry),
            {
                "Office Expenses": ("Credit", 18),
                "Accounts Payable (A/P)": ("Debit", 18),
            },
        )
        named = entry["Line"][1]["JournalEntryLineDetail"]["Entity"]
        self.assertEqual(named["Type"], "Vendor")
        there = self._in_quickbooks("Vendor", self.carrier.qb_id)
        self.assertEqual(there["Balance"], 0)

    def test_the_factor_pays_and_keeps_its_fee_for_the_customer(self):
        reserve = self._journal("Factoring Reserve")
        account = self._object("Account", "Factoring Reserve")
        self._map("deposit", reserve, account)
        factor = self._new_customer("Apex Factoring")
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(
            invoice, 970, journal_id=reserve.id, partner_id=factor.id
        )
        self._assert_settled(payment, invoice)
        document = self._in_books(payment)
        self.assertEqual(document["CustomerRef"]["value"], self.customer.qb_id)
        self.assertEqual(document["DepositToAccountRef"]["value"], account.qb_id)
        named = self._booked(payment)["Line"][1]["JournalEntryLineDetail"]["Entity"]
        self.assertEqual(named["EntityRef"]["value"], self.customer.qb_id)

    def test_a_payment_without_a_fee_makes_no_entry_and_no_further_call(self):
        invoice = self._invoice()
        self._run()
        before = self.env["quickbooks.exchange"].search_count([])
        self._register(invoice)
        self._run()
        self.assertEqual(self._entries_there(), [])
        after = self.env["quickbooks.exchange"].search_count([])
        self.assertEqual(after - before, 1)

    # -- lost answers --------------------------------------------------------------

    def _assert_once(self, payment, invoice):
        self._assert_settled(payment, invoice)
        self.assertEqual(len(self._entries_there()), 1)
        self.assertEqual(len(self._all_in_quickbooks("Payment")), 1)

    def _pay_with_an_answer_lost(self, which, **later):
        """:param which: 1 for that of the entry, 2 for that of the payment"""
        invoice = self._invoice({"price_unit": 1000})
        self._run()
        payment = self._pay_less(invoice, 970, run=False)
        if which == 2:
            job = self._jobs(payment).sudo()
            job.next_attempt_at = fields.Datetime.now() + timedelta(hours=1)
            self._run()
            self.assertEqual(len(self._entries_there()), 1)
            job.next_attempt_at = fields.Datetime.now()
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        self.assertEqual(payment.qb_status, "pending")
        self._let_time_pass(**later)
        self._run()
        self._assert_once(payment, invoice)

    def test_the_answer_of_the_entry_is_lost(self):
        self._pay_with_an_answer_lost(1, hours=1)

    def test_the_answer_of_the_payment_is_lost(self):
        self._pay_with_an_answer_lost(2, hours=1)

    def test_the_answer_of_the_entry_is_lost_for_good(self):
        self._pay_with_an_answer_lost(1, hours=21)

    def test_the_answer_of_the_payment_is_lost_for_good(self):
        self._pay_with_an_answer_lost(2, hours=21)

    # -- what stands against it ----------------------------------------------------

    def test_an_account_that_is_not_mapped_by_name_waits_for_it(self):
        unmapped = self.fees.copy({"name": "Bank Charges"})
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970, writeoff_account_id=unmapped.id)
        self.assertEqual(payment.qb_status, "failed")
        self.assertIn("Bank Charges", payment.qb_message)
        self.assertIn("Map", payment.qb_hint)
        [job] = self._jobs(payment).filtered(lambda job: job.state == "failed")
        self.assertEqual(
            (job.problem_code, job.next_action),
            ("preflight.discount_account", "fix_mapping"),
        )
        self.assertEqual(self._entries_there(), [])
        action = payment.action_qb_fix()
        self.assertEqual(
            action["context"]["default_source"], f"{unmapped._name},{unmapped.id}"
        )
        self._map("expense", unmapped, self.office).action_retry_held_back()
        self._run()
        self._assert_settled(payment, invoice)

    def test_nothing_is_booked_before_its_payment_can_go(self):
        self.env["quickbooks.mapping"].search([("kind", "=", "deposit")]).unlink()
        bill = self._bill({"price_unit": 900})
        payment = self._pay_less(bill, 882)
        self.assertEqual(payment.qb_status, "failed")
        [job] = self._jobs(payment)
        self.assertEqual(job.problem_code, "preflight.no_pay_account")
        self.assertEqual(self._entries_there(), [])
        self._map("deposit", self.bank, self.checking)
        payment.action_qb_send()
        self._run()
        self._assert_settled(payment, bill)

    def test_two_accounts_for_what_is_owed_are_told_apart_by_nobody(self):
        self._ask(
            lambda client: client.post(
                client._url("account"),
                '{"Name": "A/R Brokerage", "AccountType": "Accounts Receivable"}',
            )
        )
        self._update_lists()
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970)
        self.assertEqual(payment.qb_status, "failed")
        self.assertIn("A/R Brokerage", payment.qb_message)
        other = self._object("Account", "A/R Brokerage")
        self.keeper.change("Account", other.qb_id, Active=False)
        self._update_lists()
        payment.action_qb_send()
        self._run()
        self._assert_settled(payment, invoice)

    def test_more_paid_than_is_settled_is_explained(self):
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 1010)
        self.assertEqual(payment.qb_status, "failed")
        self.assertEqual(self._jobs(payment)[-1].problem_code, "preflight.write_off")
        self.assertEqual(self._entries_there(), [])

    # -- changed and taken back ----------------------------------------------------

    def _change_fee(self, payment, invoice, amount):
        """Register it again under its number, over another amount."""
        payment.action_draft()
        payment.amount = amount
        money, owed, fee = payment._seek_for_lines()
        fee_amount = 1000 - amount
        payment.move_id.with_context(skip_invoice_sync=True).write(
            {
                "line_ids": [
                    (1, money.id, {"debit": amount, "amount_currency": amount}),
                    (1, owed.id, {"credit": 1000, "amount_currency": -1000}),
                    (1, fee.id, {"debit": fee_amount, "amount_currency": fee_amount})
                    if fee_amount
                    else (2, fee.id),
                ]
            }
        )
        payment.action_post()
        self._match(invoice, payment)
        if payment.qb_status == "outdated":
            payment.action_qb_send()
        self._run()

    def test_a_larger_fee_goes_before_the_payment(self):
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970)
        self._change_fee(payment, invoice, 955)
        self._assert_once(payment, invoice)
        self.assertEqual(self._booked(payment)["TotalAmt"], 45)

    def test_a_smaller_fee_goes_after_the_payment(self):
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970)
        self._change_fee(payment, invoice, 990)
        self._assert_once(payment, invoice)
        self.assertEqual(self._booked(payment)["TotalAmt"], 10)

    def test_without_the_fee_the_entry_is_deleted(self):
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970)
        self._change_fee(payment, invoice, 1000)
        self._assert_settled(payment, invoice)
        self.assertIsNone(self._booked(payment))
        self.assertEqual(self._entries_there(), [])

    def test_what_has_not_changed_is_not_sent_again(self):
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970)
        entry = self._booked(payment)
        payment.memo = "Wire 4711"
        payment.action_qb_send()
        self._run()
        self._assert_once(payment, invoice)
        self.assertIn("Wire 4711", self._in_books(payment)["PrivateNote"])
        payment.action_qb_send()
        before = self.env["quickbooks.exchange"].search_count([])
        self._run()
        self.assertEqual(self.env["quickbooks.exchange"].search_count([]), before)
        self.assertEqual(self._booked(payment)["Id"], entry["Id"])

    def test_taken_back_the_payment_goes_first(self):
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970)
        action = payment.action_qb_revert()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(
            set(dialog.line_ids.mapped("object_type")), {"Payment", "JournalEntry"}
        )
        entry = dialog.line_ids.filtered(lambda line: line.way == "delete")
        self.assertEqual(entry.object_type, "JournalEntry")
        self.assertFalse(any(dialog.line_ids.mapped("problem")), "nothing pays these")
        dialog.write({"how": "void", "keep_out": True})
        dialog.action_revert()
        self._run()
        self.assertEqual(payment.qb_status, "suppressed", payment.qb_message)
        self.assertFalse(payment.qb_id)
        self.assertEqual((self._entries_there(), self._balance(invoice)), ([], 1000))
        payment.action_qb_release()
        payment.action_qb_send()
        self._run()
        self._assert_settled(payment, invoice)
        self.assertEqual(len(self._entries_there()), 1)

    def test_of_a_payment_that_does_not_go_after_all_nothing_is_booked(self):
        invoice = self._invoice({"price_unit": 1000})
        self._run()
        self.keeper.change("Account", self.checking.qb_id, Active=False)
        payment = self._pay_less(invoice, 970)
        self.assertEqual(payment.qb_status, "failed")
        self.assertEqual(len(self._entries_there()), 1)
        payment.action_qb_suppress()
        self._run()
        self.assertEqual(payment.qb_status, "suppressed")
        self.assertEqual((self._entries_there(), self._balance(invoice)), ([], 1000))
        self.keeper.change("Account", self.checking.qb_id, Active=True)
        self._update_lists()
        payment.action_qb_release()
        self.assertEqual(payment.qb_status, "not_synced")
        payment.action_qb_send()
        self._run()
        self._assert_settled(payment, invoice)
        self.assertEqual(len(self._entries_there()), 1)

    def test_the_dry_run_shows_both(self):
        invoice = self._invoice({"price_unit": 1000})
        self._run()
        payment = self._pay_less(invoice, 970, run=False)
        action = payment.action_qb_preview()
        lines = self.env["quickbooks.preview"].browse(action["res_id"]).line_ids
        chosen = lines.filtered("is_chosen")
        self.assertEqual(chosen.mapped("object_type"), ["JournalEntry", "Payment"])
        self.assertEqual(chosen.mapped("verdict"), ["ready", "ready"])
        self.assertIn("Written Off", chosen[1].content)

    # -- what comes back -----------------------------------------------------------

    def test_our_own_coming_back_is_known(self):
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970)
        self._arrive()
        self.assertFalse(self.env["quickbooks.change"].search([]))
        self._assert_once(payment, invoice)

    def test_edited_there_it_settles_with_the_fee_it_has_here(self):
        self.connection.edited_there = "theirs"
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970)
        number = self._in_books(payment)["Id"]
        self.keeper.change("Payment", number, PaymentRefNum="4711")
        self._arrive()
        self.assertEqual(payment.payment_reference, "4711")
        self.assertEqual(payment._qb_write_off_account(), self.fees)
        self._assert_once(payment, invoice)

    def test_an_entry_that_lost_its_link_is_not_made_twice(self):
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970)
        entry = self._booked(payment)
        self.env["quickbooks.object"].sudo().search(
            [("type", "=", "JournalEntry")]
        ).unlink()
        payment.memo = "Wire 4711"
        payment.action_qb_send()
        self._run()
        self._assert_once(payment, invoice)
        self.assertEqual(self._entries_there()[0]["Id"], entry["Id"])

    def test_deleted_there_and_here_what_was_written_off_goes_as_well(self):
        self.connection.edited_there = "theirs"
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970)
        self.assertEqual(len(self._entries_there()), 1)
        self.keeper.delete("Payment", self._in_books(payment)["Id"])
        self._arrive()
        self._run()
        self.assertEqual(payment.state, "canceled")
        self.assertEqual(self._entries_there(), [])
        self.assertEqual(payment.qb_status, "not_synced", payment.qb_message)
        self.assertFalse(payment.qb_id)
        self.assertFalse(payment._qb_open_jobs())
        self._assert_same_open(invoice)
        self.assertEqual(invoice.amount_residual, 1000)

    def test_the_comparison_of_the_books_agrees(self):
        invoice = self._invoice({"price_unit": 1000})
        self._pay_less(invoice, 970)
        run = self.env["quickbooks.comparison"].create(
            {
                "connection_id": self.connection.id,
                "date_from": "2026-11-01",
                "date_to": "2026-11-30",
            }
        )
        run.action_compare()
        self._run()
        self.assertEqual(run.state, "done", run.reason_text)
        self.assertEqual(run.line_ids.mapped("kind"), [])

    def test_deleted_there_with_its_payment_it_is_made_anew(self):
        invoice = self._invoice({"price_unit": 1000})
        payment = self._pay_less(invoice, 970)
        entry = self._booked(payment)
        self.keeper.delete("Payment", self._in_books(payment)["Id"])
        self.keeper.delete("JournalEntry", entry["Id"])
        self._arrive()
        self.env["quickbooks.difference"].browse(
            payment.action_qb_compare()["res_id"]
        ).action_take_ours()
        self._run()
        self._assert_once(payment, invoice)


@tagged("post_install", "-at_install")
class TestPaymentFeesCurrency(CanadianBooks, FeeCase, PaymentArrivalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rate_us_dollars("2026-11-01", 1.3642)
        cls._rate_us_dollars("2026-11-21", 1.3713)
        cls._map_tax(False, "Zero-rated")

    def test_an_account_that_is_not_there_is_looked_for_and_told(self):
        """QuickBooks has opened it with the invoice, and somebody has made it inactive;
        so it does before it is first sold in a currency."""
        invoice = self._invoice({"price_unit": 1000}, currency_id=self.us_dollar.id)
        self._run()
        [opened] = [
            each
            for each in self._all_in_quickbooks("Account")
            if each["Name"] == "Accounts Receivable (A/R) - USD"
        ]
        self.keeper.change("Account", opened["Id"], Active=False)
        payment = self._pay_less(invoice, 970)
        self.assertEqual(payment.qb_status, "failed")
        self.assertIn("Accounts Receivable in USD", payment.qb_message)
        before = self.sim.stats.calls(self.realm, "batch")
        self._run()
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), before)
        self.keeper.change("Account", opened["Id"], Active=True)
        self._update_lists()
        self._run()
        self._assert_settled(payment, invoice)

    def test_the_entry_has_currency_and_rate_of_its_payment(self):
        invoice = self._invoice({"price_unit": 1000}, currency_id=self.us_dollar.id)
        payment = self._pay_less(invoice, 970)
        self._assert_settled(payment, invoice)
        entry = self._booked(payment)
        self.assertEqual(entry["CurrencyRef"]["value"], "USD")
        self.assertEqual(entry["ExchangeRate"], Decimal("1.37133333"))
        self.assertEqual(entry["HomeTotalAmt"], Decimal("41.14"))
        fee = payment._seek_for_lines()[2]
        self.assertEqual(abs(fee.balance), 41.14)
