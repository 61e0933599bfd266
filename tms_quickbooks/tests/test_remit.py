# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Remit profiles and payment terms: whom an invoice is paid to, and when."""

from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .document_case import DocumentCase


@tagged("post_install", "-at_install")
class TestRemit(DocumentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.apex = cls.env["quickbooks.remit.profile"].create(
            {
                "name": "Apex",
                "payee": "Apex Capital Corp",
                "address": "PO Box 961029\nFort Worth, TX 76161",
                "email": "payments@apex.example",
                "instructions": "This invoice has been assigned.",
            }
        )
        cls.customer.qb_remit_profile_id = cls.apex

    def _message(self, invoice):
        return self._sent(invoice).get("CustomerMemo", {}).get("value", "")

    # -- the profile ---------------------------------------------------------------

    def test_the_text_says_who_is_paid_and_where(self):
        self.assertEqual(
            self.apex.text,
            "Please remit payment to: Apex Capital Corp\n"
            "PO Box 961029\nFort Worth, TX 76161\n"
            "payments@apex.example\nThis invoice has been assigned.",
        )

    def test_a_wrong_address_is_refused_with_a_sentence(self):
        with self.assertRaisesRegex(ValidationError, "is not an e-mail address"):
            self.apex.email = "nobody"
        with self.assertRaisesRegex(ValidationError, "that gets a copy"):
            self.apex.write({"email": False, "send_copy": True})

    # -- on invoices ---------------------------------------------------------------

    def test_the_customer_stays_the_customer_and_the_invoice_says_who_is_paid(self):
        invoice = self._invoice()
        self.assertEqual(invoice.qb_remit_profile_id, self.apex)
        found = self._sent(invoice)
        self.assertEqual(found["CustomerRef"]["name"], self.customer.name)
        self.assertEqual(found["CustomerMemo"]["value"], self.apex.text)
        self.assertNotIn("Apex", found["PrivateNote"])
        self.assertNotIn("BillEmailCc", found)

    def test_the_text_stands_in_the_memo_where_the_connection_says_so(self):
        self.connection.remit_place = "memo"
        found = self._sent(self._invoice())
        self.assertNotIn("CustomerMemo", found)
        self.assertIn(self.apex.text, found["PrivateNote"])

    def test_or_nowhere(self):
        self.connection.remit_place = "none"
        self.assertNotIn("Apex", str(self._sent(self._invoice())))

    def test_the_factor_gets_a_copy_where_the_profile_says_so(self):
        self.apex.send_copy = True
        found = self._sent(self._invoice())
        self.assertEqual(found["BillEmailCc"], {"Address": "payments@apex.example"})

    def test_another_customer_pays_us(self):
        other = self.env["res.partner"].create({"name": "Pays Us", "customer_rank": 1})
        invoice = self._invoice(partner_id=other.id)
        self.assertFalse(invoice.qb_remit_profile_id)
        self.assertEqual(self._message(invoice), "")

    def test_bills_and_credit_notes_say_nothing(self):
        self.carrier.qb_remit_profile_id = self.apex
        self.assertFalse(self._bill().qb_remit_profile_id)
        refund = self._document("out_refund", self.customer, (), True, {})
        self.assertFalse(refund.qb_remit_profile_id)

    def test_a_contact_of_the_customer_has_the_customers_profile(self):
        contact = self.env["res.partner"].create(
            {"name": "Accounts payable", "parent_id": self.customer.id}
        )
        invoice = self._invoice(partner_id=contact.id, post=False)
        self.assertEqual(invoice.qb_remit_profile_id, self.apex)

    def test_a_new_profile_of_the_customer_does_not_change_older_invoices(self):
        invoice = self._invoice()
        self.customer.qb_remit_profile_id = self.apex.copy({"payee": "Triumph"})
        self.assertEqual(invoice.qb_remit_profile_id, self.apex)
        self.assertEqual(self._invoice().qb_remit_profile_id.payee, "Triumph")

    def test_a_change_of_a_sent_invoice_shows_and_goes_with_the_next_send(self):
        invoice = self._invoice()
        self._run()
        invoice.qb_remit_profile_id = self.apex.copy({"payee": "Triumph"})
        self.assertEqual(invoice.qb_status, "outdated")
        invoice.action_qb_send()
        self._run()
        self.assertIn(
            "Triumph",
            self._in_quickbooks("Invoice", invoice.qb_id)["CustomerMemo"]["value"],
        )

    def test_whom_nobody_shall_pay_any_more_disappears_from_the_invoice(self):
        invoice = self._invoice()
        self._run()
        invoice.qb_remit_profile_id = False
        invoice.action_qb_send()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertNotIn("CustomerMemo", self._in_quickbooks("Invoice", invoice.qb_id))

    def test_a_text_that_is_too_long_is_cut_and_told(self):
        self.apex.instructions = "x" * 1000
        invoice = self._invoice()
        preview = self.env["quickbooks.preview"]._open(invoice)
        [line] = (
            self.env[preview["res_model"]]
            .browse(preview["res_id"])
            .line_ids.filtered(lambda line: line.object_type == "Invoice")
        )
        self.assertIn("message is longer than 1000 characters", line.problems)
        self.assertEqual(len(self._message(invoice)), 1000)

    # -- terms ---------------------------------------------------------------------

    def _map_term(self, payment_term, name):
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "term",
                "source": f"account.payment.term,{payment_term.id}",
                "object_id": self._object("Term", name).id,
            }
        )

    def test_terms_go_onto_invoices_and_bills(self):
        term = self.env.ref("account.account_payment_term_15days")
        self._map_term(term, "Net 15")
        invoice = self._invoice(invoice_payment_term_id=term.id)
        bill = self._bill(invoice_payment_term_id=term.id)
        for found in (self._sent(invoice), self._sent(bill)):
            self.assertEqual(found["SalesTermRef"]["name"], "Net 15")
            self.assertEqual(found["DueDate"], str(date(2026, 12, 5)))

    def test_terms_that_are_not_mapped_are_no_error_the_due_date_counts(self):
        term = self.env.ref("account.account_payment_term_45days")
        found = self._sent(self._invoice(invoice_payment_term_id=term.id))
        self.assertEqual(found["DueDate"], str(date(2027, 1, 4)))
        self.assertNotIn("SalesTermRef", found)
