# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments of a company file: discounts, credits set off against one invoice, cards."""

from datetime import timedelta
from decimal import Decimal

from lxml import etree

from odoo import fields
from odoo.tests import tagged

from .desktop_case import DesktopCase

try:
    from quickbooks_simulator.desktop.cashier import Part
except ImportError:  # the base class skips
    Part = None

OPEN = {
    "Invoice": "BalanceRemaining",
    "Bill": "OpenAmount",
    "CreditMemo": "CreditRemaining",
}


@tagged("post_install", "-at_install")
class TestPaymentsArrivalDesktop(DesktopCase):
    @classmethod
    def _set_up_sent(cls):
        cls.bank = cls.company_data["default_journal_bank"]
        cls.card = cls.bank.copy({"name": "Fleet Card", "type": "credit"})
        Mapping = cls.env["quickbooks.mapping"]
        for journal, account in (
            (cls.bank, "Operating Checking"),
            (cls.card, "Fleet Credit Card"),
        ):
            Mapping.create(
                {
                    "connection_id": cls.connection.id,
                    "kind": "deposit",
                    "source": f"{journal._name},{journal.id}",
                    "object_id": cls._object("Account", account).id,
                }
            )
        cls.discounts = cls.company_data["default_account_expense"]
        Mapping.create(
            {
                "connection_id": cls.connection.id,
                "kind": "expense",
                "source": f"account.account,{cls.discounts.id}",
                "object_id": cls._object("Account", "Office Expenses").id,
            }
        )
        cls.invoice, cls.other = cls._invoice(), cls._invoice({"price_unit": 700})
        cls.bill = cls._bill({"price_unit": 900})
        cls.credit = cls._document(
            "out_refund", cls.customer, ({"price_unit": 200},), True, {}
        )
        cls._session_without_http()

    def _look(self):
        """The Web Connector comes; then what it has brought is taken."""
        connection = self.connection.sudo()
        self.books.clock.advance(minutes=5)
        connection.changes_checked_at = fields.Datetime.now() - timedelta(hours=2)
        outcome = self._session()
        self.assertEqual((outcome.outcome, outcome.error), ("done", ""))
        with self._own_cursor() as env:
            worker = env["quickbooks.connection"].browse(connection.id)
            while worker._step_take():
                pass

    def _open_there(self, move, kind):
        answer = self.books.process(
            '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML>'
            '<QBXMLMsgsRq onError="stopOnError">'
            f'<{kind}QueryRq requestID="1"><TxnID>{move.qb_id}</TxnID></{kind}QueryRq>'
            "</QBXMLMsgsRq></QBXML>"
        )
        found = etree.fromstring(answer.encode()).findtext(f".//{OPEN[kind]}")
        return Decimal(found)

    def _assert_same_open(self):
        for move, kind in (
            (self.invoice, "Invoice"),
            (self.other, "Invoice"),
            (self.bill, "Bill"),
            (self.credit, "CreditMemo"),
        ):
            here = Decimal(f"{move.amount_residual:.2f}")
            self.assertEqual(here, self._open_there(move, kind), move.name)

    def test_a_payment_with_discount_and_credit_is_followed(self):
        keeper = self.books.bookkeeper
        self.books.clock.advance(minutes=5)
        number = keeper.receive(
            {
                self.invoice.qb_id: Part(
                    "1400", discount="20", credits={self.credit.qb_id: "80"}
                ),
                self.other.qb_id: "100.10",
            },
            DepositToAccountRef="Operating Checking",
            RefNumber="10482",
        )
        self._look()
        payment = self._arrived(number)
        self.assertEqual(payment.amount, 1500.1)
        self.assertEqual(payment.journal_id, self.bank)
        self.assertEqual(payment.payment_reference, "10482")
        discount = payment.move_id.line_ids.filtered(
            lambda line: line.account_id == self.discounts
        )
        self.assertEqual(discount.balance, 20)
        self.assertEqual(self.invoice.payment_state, "paid")
        self._assert_same_open()

        self.books.clock.advance(minutes=5)
        keeper.reapply(number, {self.other.qb_id: "650"}, "650")
        self._look()
        self.assertEqual(payment.amount, 650)
        self.assertEqual(len(payment.move_id.line_ids), 2, "the discount is gone")
        self.assertEqual(self.other.amount_residual, 50)

        self.books.clock.advance(minutes=5)
        keeper.delete(number)
        self._look()
        self.assertEqual(payment.state, "canceled")
        self.assertEqual(self.other.amount_residual, 700)

    def test_bills_are_paid_by_card(self):
        self.books.clock.advance(minutes=5)
        number = self.books.bookkeeper.pay_bills(
            {self.bill.qb_id: Part("500", discount="10")}, "Fleet Credit Card"
        )
        self._look()
        payment = self._arrived(number)
        self.assertEqual(payment.journal_id, self.card)
        self.assertEqual((payment.amount, payment.payment_type), (500, "outbound"))
        self.assertEqual(self.bill.amount_residual, 390)
        self._assert_same_open()
