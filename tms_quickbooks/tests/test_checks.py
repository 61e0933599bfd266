# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is stopped before it is sent, and a total that comes out otherwise."""

from odoo.tests import tagged

from .document_case import DocumentCase

try:
    from quickbooks_simulator.online import PRAIRIE
except ImportError:  # the base class skips
    PRAIRIE = None


@tagged("post_install", "-at_install")
class TestBeforeSending(DocumentCase):
    def test_a_total_of_zero(self):
        self._assert_stopped_before_the_call(
            self._invoice({"price_unit": 100}, {"price_unit": -100}),
            "preflight.zero_total",
            "nothing to book",
            "suppress",
        )

    def test_closed_books(self):
        self.sim.change_company(self.realm, closing_date="2026-11-20")
        self._update_lists()
        self._assert_stopped_before_the_call(
            self._invoice(),
            "preflight.closed_books",
            "closed through 11/20/2026",
            "closing date",
        )

    def test_books_closed_since_we_last_looked(self):
        self.sim.change_company(self.realm, closing_date="2026-11-20")
        invoice = self._invoice()
        code, sentence, hint = self._problem(invoice)
        self.assertEqual(code, "qbo.6210")
        self.assertIn("closed", sentence)
        self.assertIn("closing date", hint)
        self.sim.change_company(self.realm, closing_date="")
        invoice.action_qb_retry()
        self._sent(invoice)

    def test_the_day_after_closing_is_open(self):
        self.sim.change_company(self.realm, closing_date="2026-11-19")
        self._update_lists()
        self._sent(self._invoice())

    def test_tax_where_the_company_charges_none(self):
        self.sim.change_company(self.realm, sales_tax=False)
        self._update_lists()
        self._assert_stopped_before_the_call(
            self._invoice({"price_unit": 100, "tax_ids": self._tax(6.5).ids}),
            "preflight.no_sales_tax",
            "Set up sales tax",
        )

    def test_a_foreign_currency_where_quickbooks_keeps_one(self):
        euro = self.setup_other_currency("EUR")
        self._assert_stopped_before_the_call(
            self._invoice(currency_id=euro.id),
            "preflight.currency",
            "EUR",
            "multicurrency",
        )

    def test_a_mail_address_quickbooks_would_refuse(self):
        contact = self.env["res.partner"].create(
            {
                "name": "Payables",
                "parent_id": self.customer.id,
                "type": "other",
                "email": "billing at acme",
            }
        )
        invoice = self._invoice(partner_id=contact.id)
        self._assert_stopped_before_the_call(
            invoice, "preflight.email", "billing at acme"
        )
        action = invoice.action_qb_fix()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("res.partner", contact.id)
        )
        contact.email = "billing@acme.example.com"
        invoice.action_qb_retry()
        self.assertEqual(
            self._sent(invoice)["BillEmail"]["Address"], "billing@acme.example.com"
        )

    def test_a_problem_of_the_customer_shows_on_the_invoice_that_waits(self):
        self.customer.email = "billing at acme"
        invoice = self._invoice()
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        self.assertIn("Acme Shippers", invoice.qb_message)
        self.assertIn("billing at acme", invoice.qb_message)
        action = invoice.action_qb_fix()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("res.partner", self.customer.id)
        )
        self.customer.email = "billing@acme.example.com"
        invoice.action_qb_retry()
        self._sent(invoice)

    def test_the_others_go_on(self):
        stopped = self._invoice({"price_unit": 0})
        sent = self._invoice()
        self._run()
        self.assertEqual((stopped | sent).mapped("qb_status"), ["failed", "synced"])

    # -- another total -------------------------------------------------------------

    def test_another_total_is_shown_and_mended_by_sending_again(self):
        # QuickBooks drops the tax without a word where sales tax was just turned off.
        self.sim.change_company(self.realm, sales_tax=False)
        invoice = self._invoice({"price_unit": 1000, "tax_ids": self._tax(6.5).ids})
        code, sentence, hint = self._problem(invoice)
        self.assertEqual(code, "settle.total")
        self.assertIn("1000.00", sentence)
        self.assertIn("1065.00", sentence)
        self.assertIn("compare", hint)
        qb_id = invoice.qb_id
        self.assertTrue(qb_id, "the document is there, and linked")

        self.sim.change_company(self.realm, sales_tax=True)
        invoice.action_qb_retry()
        self.assertEqual(self._sent(invoice)["Id"], qb_id)
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 1)

    def test_one_cent_is_enough(self):
        self.sim.change_company(self.realm, sales_tax=False)
        invoice = self._invoice({"price_unit": 1, "tax_ids": self._tax(1).ids})
        code, sentence, _hint = self._problem(invoice)
        self.assertEqual(code, "settle.total")
        self.assertIn("1.01", sentence)


@tagged("post_install", "-at_install")
class TestSimpleStart(DocumentCase):
    realm = PRAIRIE

    def test_bills_are_stopped(self):
        for move_type in ("in_invoice", "in_refund"):
            with self.subTest(move_type=move_type):
                bill = self._document(move_type, self.carrier, (), True, {"ref": "B1"})
                self._run()
                self.sim.stats.reset()
                self._assert_stopped_before_the_call(
                    bill, "preflight.plan_bills", "Simple Start", "Essentials"
                )

    def test_invoices_go(self):
        self._sent(self._invoice())

    def test_after_an_upgrade_the_bill_goes(self):
        bill = self._bill()
        self._problem(bill)
        self.sim.change_company(self.realm, plan="Essentials")
        self._update_lists()
        bill.action_qb_retry()
        self._sent(bill)
