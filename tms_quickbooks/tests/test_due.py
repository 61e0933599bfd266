# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When an invoice or bill is due: several days, early payment, the terms there."""

from odoo import Command
from odoo.tests import tagged

from .document_case import DocumentCase


@tagged("post_install", "-at_install")
class TestDue(DocumentCase):
    def _terms(self, *parts, **values):
        """Payment terms of such (percentage, days) parts."""
        return self.env["account.payment.term"].create(
            {
                "name": "As agreed",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": percent, "nb_days": days}
                    )
                    for percent, days in parts
                ],
                **values,
            }
        )

    def _in_parts(self):
        return self._terms((30, 0), (70, 30))

    def _early(self):
        return self._terms(
            (100, 30),
            early_discount=True,
            discount_percentage=2,
            discount_days=10,
        )

    def test_the_last_day_is_the_due_date_and_the_customer_reads_the_parts(self):
        invoice = self._invoice(invoice_payment_term_id=self._in_parts().id)
        document = self._sent(invoice)
        self.assertEqual(document["DueDate"], "2026-12-20")
        message = document["CustomerMemo"]["value"]
        for word in ("450.00", "11/20/2026", "1,050.00", "12/20/2026"):
            self.assertIn(word, message.replace("\N{NO-BREAK SPACE}", " "))

    def test_one_due_date_needs_no_words(self):
        invoice = self._invoice(invoice_payment_term_id=self._terms((100, 30)).id)
        document = self._sent(invoice)
        self.assertEqual(document["DueDate"], "2026-12-20")
        self.assertNotIn("CustomerMemo", document)

    def test_the_preview_warns_that_quickbooks_has_one_due_date(self):
        invoice = self._invoice(invoice_payment_term_id=self._in_parts().id)
        self._sent(self._invoice())  # the customer is there
        document = invoice.sudo()._qb_documents(self.connection, "Invoice", {})
        self.assertEqual(len(document[invoice.id].due_dates), 2)
        preview = self.env["quickbooks.preview"].browse(
            invoice.action_qb_preview()["res_id"]
        )
        [line] = preview.line_ids
        self.assertEqual(line.verdict, "same")
        self.assertEqual(line.problem_ids.severity, "warning")
        self.assertIn("2 parts", line.problem_ids.text)

    def test_an_early_payment_is_offered_in_the_message(self):
        invoice = self._invoice(invoice_payment_term_id=self._early().id)
        message = self._sent(invoice)["CustomerMemo"]["value"]
        self.assertIn("11/30/2026", message)
        self.assertIn("1,470.00", message)

    def test_the_customer_reads_it_in_the_own_language_below_the_remit_text(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        factor = self.env["quickbooks.remit.profile"].create(
            {"name": "Factor", "payee": "Apex Capital"}
        )
        invoice = self._invoice(
            invoice_payment_term_id=self._in_parts().id,
            qb_remit_profile_id=factor.id,
        )
        message = self._sent(invoice)["CustomerMemo"]["value"]
        self.assertIn("Apex Capital", message)
        self.assertIn("20/12/2026", message)

    def test_a_bill_has_it_in_its_note(self):
        bill = self._bill(invoice_payment_term_id=self._in_parts().id)
        document = self._sent(bill)
        self.assertEqual(document["DueDate"], "2026-12-20")
        self.assertIn("1,050.00", document["PrivateNote"])

    def test_the_terms_of_quickbooks_go_along(self):
        terms = self._early()
        target = self._object("Term", "Net 30")
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "term",
                "source": f"account.payment.term,{terms.id}",
                "object_id": target.id,
            }
        )
        document = self._sent(self._invoice(invoice_payment_term_id=terms.id))
        self.assertEqual(document["SalesTermRef"]["value"], target.qb_id)
        self.assertEqual(document["DueDate"], "2026-12-20")
