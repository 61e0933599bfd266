# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is written off with a payment here is its discount in a company file."""

from datetime import timedelta
from decimal import Decimal

from lxml import etree

from odoo import fields
from odoo.tests import tagged

from .desktop_case import DesktopCase


@tagged("post_install", "-at_install")
class TestPaymentsDiscountDesktop(DesktopCase):
    @classmethod
    def _set_up_sent(cls):
        cls.bank = cls.company_data["default_journal_bank"]
        cls.given = cls.company_data["default_account_expense"]
        cls.unmapped = cls.given.copy({"name": "Bank Charges"})
        cls._map("deposit", cls.bank, "Operating Checking")
        cls._map("expense", cls.given, "Office Expenses")
        cls.invoice = cls._invoice({"price_unit": 1000})
        cls.other = cls._invoice({"price_unit": 500.01})
        cls.bill = cls._bill({"price_unit": 900})
        cls._session_without_http()

    @classmethod
    def _map(cls, kind, record, account):
        cls.env["quickbooks.mapping"].create(
            {
                "connection_id": cls.connection.id,
                "kind": kind,
                "source": f"{record._name},{record.id}",
                "object_id": cls._object("Account", account).id,
            }
        )

    def _pay(self, moves, amount, account=None):
        """Pay all of these with less, and write the rest off."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=moves.ids)
            .create(
                {
                    "payment_date": "2026-11-21",
                    "journal_id": self.bank.id,
                    "amount": amount,
                    "group_payment": True,
                    "payment_difference_handling": "reconcile",
                    "writeoff_account_id": (account or self.given).id,
                }
            )
        )
        payment = wizard._create_payments()
        self._session()
        return payment

    def _there(self, move, kind):
        answer = self.books.process(
            '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML>'
            '<QBXMLMsgsRq onError="stopOnError">'
            f'<{kind}QueryRq requestID="1"><TxnID>{move.qb_id}</TxnID>'
            f"<IncludeLineItems>true</IncludeLineItems></{kind}QueryRq>"
            "</QBXMLMsgsRq></QBXML>"
        )
        return etree.fromstring(answer.encode()).find(f".//{kind}Ret")

    def _discounts(self, payment, kind):
        """What was given away with each invoice or bill, and the accounts."""
        parts = self._there(payment, kind).findall("AppliedToTxnRet")
        return (
            [
                (part.findtext("Amount"), part.findtext("DiscountAmount"))
                for part in parts
            ],
            {part.findtext("DiscountAccountRef/FullName") for part in parts},
        )

    def _look(self):
        self.books.clock.advance(minutes=5)
        connection = self.connection.sudo()
        connection.changes_checked_at = fields.Datetime.now() - timedelta(hours=2)
        self.assertEqual(self._session().outcome, "done")
        self._run()

    def test_each_invoice_gets_its_share_and_nothing_is_open(self):
        payment = self._pay(self.invoice + self.other, 1470.01)
        self.assertEqual(payment.qb_status, "synced", payment.qb_message)
        shares, accounts = self._discounts(payment, "ReceivePayment")
        self.assertEqual(shares, [("980.00", "20.00"), ("490.01", "10.00")])
        self.assertEqual(accounts, {"Office Expenses"})
        total = self._there(payment, "ReceivePayment").findtext("TotalAmount")
        self.assertEqual(total, "1470.01")
        for move in self.invoice + self.other:
            there = self._there(move, "Invoice").findtext("BalanceRemaining")
            self.assertEqual(Decimal(there), 0)
            self.assertEqual(move.amount_residual, 0)
        self._look()
        self.assertFalse(self.env["quickbooks.change"].search([]), "it is known")
        payment.action_qb_send()
        self._session()
        self.assertEqual(payment.qb_status, "synced", payment.qb_message)

    def test_so_does_a_bill_that_is_paid_by_check(self):
        payment = self._pay(self.bill, 882)
        self.assertEqual(payment.qb_status, "synced", payment.qb_message)
        shares, _accounts = self._discounts(payment, "BillPaymentCheck")
        self.assertEqual(shares, [("882.00", "18.00")])
        there = self._there(self.bill, "Bill").findtext("OpenAmount") or "0"
        self.assertEqual(Decimal(there), 0)

    def test_another_discount_there_is_compared(self):
        payment = self._pay(self.invoice, 980)
        self.books.clock.advance(minutes=5)
        self.books.bookkeeper.reapply(payment.qb_id, {self.invoice.qb_id: "950"}, "980")
        self._look()
        self.assertTrue(payment.qb_comparable, payment.qb_changed_there)
        action = payment.action_qb_compare()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertIn("Discount", dialog.line_ids.mapped("label"))
        dialog.action_take_ours()
        self._session()
        shares, _accounts = self._discounts(payment, "ReceivePayment")
        self.assertEqual(shares, [("980.00", "20.00")])

    def test_an_account_that_is_not_mapped_by_name_waits_for_it(self):
        payment = self._pay(self.invoice, 980, self.unmapped)
        [job] = self._jobs(payment)
        self.assertEqual(job.problem_code, "preflight.discount_account")
        self.assertIn("Bank Charges", payment.qb_message)
        self._map("expense", self.unmapped, "Office Expenses")
        payment.action_qb_send()
        self._session()
        self.assertEqual(payment.qb_status, "synced", payment.qb_message)
        shares, _accounts = self._discounts(payment, "ReceivePayment")
        self.assertEqual(shares, [("980.00", "20.00")])

    def test_too_much_is_no_discount(self):
        payment = self._pay(self.invoice, 1010)
        [job] = self._jobs(payment)
        self.assertEqual(job.problem_code, "preflight.write_off")
