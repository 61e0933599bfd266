# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices, bills and their credits that are made or changed in a company file."""

from datetime import timedelta
from decimal import Decimal

from odoo import fields
from odoo.tests import tagged

from .canadian_case import CanadianBooks
from .desktop_case import MAPLE, DesktopCase

SHIPPER, CARRIER = "Amarillo Beef Packers", "Big Rig Carriers LLC"
FOREIGN_SHIPPER, FOREIGN_CARRIER = "Gulf Coast Produce", "Plains Owner-Operators"


class DocumentsArrivalDesktop(DesktopCase):
    @classmethod
    def _set_up_sent(cls):
        cls.connection.write(
            {
                "invoice_pull": "post",
                "bill_pull": "post",
                "customer_arrival": True,
                "vendor_arrival": True,
            }
        )

    @property
    def _keeper(self):
        return self.books.bookkeeper

    @classmethod
    def _map(cls, kind, record, object_type, name):
        cls.env["quickbooks.mapping"].create(
            {
                "connection_id": cls.connection.id,
                "kind": kind,
                "source": f"{record._name},{record.id}",
                "object_id": cls._object(object_type, name).id,
            }
        )

    @classmethod
    def _tax(cls, use, amount, code, **values):
        tax = cls.env["account.tax"].create(
            {
                "name": f"{code} {use}",
                "amount": amount,
                "type_tax_use": use,
                "company_id": cls.company.id,
                **values,
            }
        )
        cls._map("tax", tax, "TaxCode", code)
        return tax

    def _look(self):
        """The Web Connector comes; then what it has brought is taken."""
        self.books.clock.advance(minutes=5)
        connection = self.connection.sudo()
        connection.changes_checked_at = fields.Datetime.now() - timedelta(hours=2)
        outcome = self._session()
        self.assertEqual((outcome.outcome, outcome.error), ("done", ""))
        self._run()
        self.books.clock.advance(minutes=5)

    def _total_there(self, qb_id):
        shown = {each.id: each.total for each in self.books.transactions()}
        return shown[qb_id]

    def _assert_same(self, move):
        """To the cent, and nothing of it is sent back."""
        here = Decimal(f"{move.amount_total:.2f}")
        self.assertEqual(here, self._total_there(move.qb_id), move.name)
        self.assertEqual(move.qb_status, "synced")
        self.assertFalse(self._jobs(move))


@tagged("post_install", "-at_install")
class TestDocumentsArrivalDesktop(DocumentsArrivalDesktop):
    @classmethod
    def _set_up_sent(cls):
        result = super()._set_up_sent()
        plan = cls.env["account.analytic.plan"].create({"name": "Trailers"})
        Accounts = cls.env["account.analytic.account"]
        cls.reefer, cls.flatbed = (
            Accounts.create({"name": name, "plan_id": plan.id})
            for name in ("Cold", "Open")
        )
        cls._map("class", cls.reefer, "Class", "Reefer")
        cls._map("class", cls.flatbed, "Class", "Flatbed")
        return result

    def _made(self):
        """One of each: ``{move type: TxnID}``."""
        keeper = self._keeper
        return {
            "out_invoice": keeper.invoice(
                SHIPPER, ("Linehaul", "1200.50"), RefNumber="QB-1", TxnDate="2026-11-02"
            ),
            "out_refund": keeper.credit_memo(
                SHIPPER, ("Linehaul", "75.25"), RefNumber="QB-2"
            ),
            "in_invoice": keeper.bill(
                CARRIER,
                ("Purchased Transportation", "900.00"),
                ("Linehaul", "12.34"),
                RefNumber="C-77",
            ),
            "in_refund": keeper.vendor_credit(
                CARRIER, ("Purchased Transportation", "40.00"), RefNumber="C-78"
            ),
        }

    def test_each_kind_arrives_is_followed_and_goes(self):
        made = self._made()
        self._look()
        moves = {kind: self._arrived(key) for kind, key in made.items()}
        for kind, move in moves.items():
            with self.subTest(kind=kind):
                self.assertEqual((move.move_type, move.state), (kind, "posted"))
                self._assert_same(move)
        self.assertEqual(str(moves["out_invoice"].invoice_date), "2026-11-02")
        self.assertEqual(moves["out_invoice"].payment_reference, "QB-1")
        self.assertEqual(moves["in_invoice"].ref, "C-77")

        for kind, key in made.items():
            money = "Rate" if kind.startswith("out") else "Amount"
            self._keeper.change_line(key, 1, **{money: "333.33"})
        self._look()
        for kind, move in moves.items():
            with self.subTest(kind=kind):
                self.assertEqual(move.state, "posted")
                self._assert_same(move)

        for kind, key in made.items():
            act = self._keeper.void if "refund" in kind else self._keeper.delete
            act(key)
        self._look()
        for kind, move in moves.items():
            with self.subTest(kind=kind):
                self.assertEqual((move.state, move.qb_id), ("cancel", ""))

    def test_classes_come_back_as_what_is_mapped_to_them(self):
        key = self._keeper.invoice(
            SHIPPER,
            {"ItemRef": "Linehaul", "Amount": "100.00", "ClassRef": "Reefer"},
            {"ItemRef": "Linehaul", "Amount": "50.00", "ClassRef": "Flatbed"},
            {"ItemRef": "Linehaul", "Amount": "25.00"},
        )
        self._look()
        move = self._arrived(key)
        expected = [{str(self.reefer.id): 100.0}, {str(self.flatbed.id): 100.0}, False]
        found = move.invoice_line_ids.mapped(lambda line: line.analytic_distribution)
        self.assertEqual(found, expected)
        self._keeper.change_line(key, 3, ClassRef="Reefer")
        self._look()
        self.assertEqual(
            move.invoice_line_ids[2].analytic_distribution, expected[0], move.qb_status
        )

    def test_sales_tax_comes_out_to_the_cent(self):
        tax = self._tax("sale", 8.25, "Texas State and Local")
        key = self._keeper.invoice(
            SHIPPER,
            {"ItemRef": "Linehaul", "Amount": "333.33", "SalesTaxCodeRef": "Tax"},
            {"ItemRef": "Linehaul", "Amount": "66.67", "SalesTaxCodeRef": "Non"},
        )
        self._look()
        move = self._arrived(key)
        self.assertEqual(move.amount_tax, 27.5)
        self.assertEqual(
            [line.tax_ids for line in move.invoice_line_ids], [tax, tax.browse()]
        )
        self._assert_same(move)

    def test_changed_on_both_sides_somebody_decides(self):
        key = self._keeper.invoice(SHIPPER, ("Linehaul", "500.00"))
        self._look()
        move = self._arrived(key)
        for decide, here, there in (("ours", 600, 700), ("theirs", 650, 750)):
            with self.subTest(decide=decide):
                move.button_draft()
                move.invoice_line_ids.price_unit = here
                move.action_post()
                self._keeper.change_line(key, 1, Rate=f"{there}.00")
                self._look()
                self.assertEqual(move.amount_total, here)
                expected = {"ours": here, "theirs": there}[decide]
                action = move.action_qb_compare()
                dialog = self.env[action["res_model"]].browse(action["res_id"])
                getattr(dialog, f"action_take_{decide}")()
                self._session()
                self.assertEqual(move.amount_total, expected)
                self.assertEqual(self._total_there(key), expected)
                self.assertEqual(move.qb_status, "synced")
                self.books.clock.advance(minutes=5)

    def test_edited_while_the_dialog_is_open_it_is_shown_anew(self):
        key = self._keeper.invoice(SHIPPER, ("Linehaul", "500.00"))
        self._look()
        move = self._arrived(key)
        move.button_draft()
        move.invoice_line_ids.price_unit = 600
        move.action_post()
        self._keeper.change_line(key, 1, Rate="700.00")
        self._look()
        action = move.action_qb_compare()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self._keeper.change_line(key, 1, Rate="800.00")
        self._look()
        action = dialog.action_take_ours()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertTrue(dialog.is_renewed)
        self.assertIn("800.00", dialog.line_ids.mapped("theirs"))
        self.assertEqual(self._total_there(key), 800)

    # -- our mark ------------------------------------------------------------------

    def test_what_lost_its_link_is_linked_and_a_copy_is_another_one(self):
        invoice = self._invoice({"price_unit": 1000.0})
        self._session()
        key = invoice.qb_id
        self._jobs(invoice).sudo().unlink()
        self.env["quickbooks.object"].sudo()._find(
            self.connection, "Invoice", key
        ).unlink()
        invoice._qb_write_status("not_synced")
        self.books.clock.advance(minutes=5)
        [there] = [each for each in self.books.transactions() if each.id == key]
        copy = self._keeper.invoice(
            self.customer.name, ("Linehaul", "1000.00"), Memo=there.memo
        )
        self._look()
        self.assertEqual(invoice.qb_id, key)
        made = self._arrived(copy)
        self.assertTrue(made.qb_made_there)
        self.assertNotEqual(made, invoice)
        self.assertEqual(len(self.books.invoices()), 2)


@tagged("post_install", "-at_install")
class TestCanadianArrivalDesktop(CanadianBooks, DocumentsArrivalDesktop):
    """Tax by line, and customers and vendors in US dollars."""

    file = MAPLE

    @classmethod
    def _set_up_sent(cls):
        result = super()._set_up_sent()
        cls.us_dollar = cls.env.ref("base.USD")
        cls._rate_us_dollars("2026-01-01", 1.3)
        cls.gst = cls._tax("sale", 5, "S")
        cls.hst = cls._tax("sale", 13, "H")
        cls.paid_hst = cls._tax("purchase", 13, "H")
        cls.bank = cls.company_data["default_journal_bank"]
        cls._map("deposit", cls.bank, "Account", "Operating Checking")
        return result

    def test_each_line_has_its_tax(self):
        sold = self._keeper.invoice(
            SHIPPER,
            {"ItemRef": "Linehaul", "Amount": "333.33", "SalesTaxCodeRef": "H"},
            {"ItemRef": "Linehaul", "Amount": "99.99", "SalesTaxCodeRef": "S"},
            {"ItemRef": "Linehaul", "Amount": "10.00", "SalesTaxCodeRef": "E"},
        )
        bought = self._keeper.bill(
            CARRIER,
            {
                "AccountRef": "Purchased Transportation",
                "Amount": "777.77",
                "SalesTaxCodeRef": "H",
            },
        )
        self._look()
        invoice, bill = self._arrived(sold), self._arrived(bought)
        self.assertEqual(
            [line.tax_ids for line in invoice.invoice_line_ids],
            [self.hst, self.gst, self.gst.browse()],
        )
        self.assertEqual(invoice.amount_tax, 48.33)
        self.assertEqual(bill.invoice_line_ids.tax_ids, self.paid_hst)
        for move in (invoice, bill):
            self.assertEqual(move.currency_id, self.canadian_dollar)
            self._assert_same(move)

    def test_a_foreign_invoice_is_paid_at_another_rate(self):
        key = self._keeper.invoice(
            FOREIGN_SHIPPER,
            {"ItemRef": "Linehaul", "Amount": "1000.00", "SalesTaxCodeRef": "E"},
            ExchangeRate="1.35",
        )
        self._look()
        invoice = self._arrived(key)
        self.assertEqual(invoice.currency_id, self.us_dollar)
        self.assertAlmostEqual(invoice.amount_total_signed, 1350)
        self._assert_same(invoice)
        paid = self._keeper.receive(
            {key: "1000.00"},
            ExchangeRate="1.40",
            DepositToAccountRef="Operating Checking",
        )
        self._look()
        payment = self._arrived(paid)
        self.assertEqual((payment.amount, payment.currency_id), (1000, self.us_dollar))
        self.assertAlmostEqual(payment.amount_company_currency_signed, 1400)
        self.assertEqual(invoice.payment_state, "paid")
        difference = invoice.line_ids.matched_credit_ids.exchange_move_id
        self.assertEqual(difference.amount_total_signed, 50)

    def test_another_rate_alone_is_followed(self):
        key = self._keeper.invoice(
            FOREIGN_SHIPPER,
            {"ItemRef": "Linehaul", "Amount": "1000.00", "SalesTaxCodeRef": "E"},
            ExchangeRate="1.35",
        )
        self._look()
        invoice = self._arrived(key)
        self._keeper.change(key, ExchangeRate="1.37")
        self._look()
        self.assertAlmostEqual(invoice.amount_total_signed, 1370)
        self._assert_same(invoice)

    def test_a_foreign_bill_arrives_at_the_rate_of_quickbooks(self):
        key = self._keeper.bill(
            FOREIGN_CARRIER,
            {
                "AccountRef": "Purchased Transportation",
                "Amount": "200.00",
                "SalesTaxCodeRef": "E",
            },
            ExchangeRate="1.25",
        )
        self._look()
        bill = self._arrived(key)
        self.assertEqual(bill.currency_id, self.us_dollar)
        self.assertAlmostEqual(bill.amount_total_signed, -250)
        self._assert_same(bill)
