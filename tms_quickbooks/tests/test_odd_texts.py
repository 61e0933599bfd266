# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Texts as people and imports leave them: QuickBooks gets all it can take of them."""

from odoo.tests import tagged

from .document_case import DocumentCase, goods


@tagged("post_install", "-at_install")
class TestOddTexts(DocumentCase):
    def test_long_texts_are_cut_where_quickbooks_ends(self):
        invoice = self._invoice({"name": "d" * 4001}, invoice_origin="m" * 4001)
        document = self._sent(invoice)
        self.assertLessEqual(len(document["PrivateNote"]), 4000)
        description = goods(document)[0]["Description"]
        self.assertEqual(len(description), 4000)
        self.assertTrue(description.endswith("…"))

    def test_any_script_and_emoji_arrive_as_they_are(self):
        texts = (
            "🚚 Ñandú & Söhne <GmbH> “quoted”",
            "تل أبيب - \u202eתל אביב\u202c",
            "👩‍👩‍👧‍👦 family load",
            "北京 → 上海",
        )
        invoice = self._invoice(*({"name": text, "price_unit": 10} for text in texts))
        found = [line["Description"] for line in goods(self._sent(invoice))]
        self.assertEqual(found, list(texts))

    def test_what_cannot_be_seen_is_left_out(self):
        invoice = self._invoice(
            {"name": "dock\x07 4, \x1b[31mred"}, ref="PO\x01 55\x02-A"
        )
        document = self._sent(invoice)
        self.assertEqual(goods(document)[0]["Description"], "dock 4, [31mred")
        self.assertIn("PO 55-A", document["PrivateNote"])

    def test_an_empty_description_is_none(self):
        document = self._sent(self._invoice({"name": " "}))
        self.assertNotIn("Description", goods(document)[0])

    def test_a_customer_with_an_odd_name_is_found_again(self):
        self.customer.name = "Acme:\tShippers 🚚\x07"
        first, second = self._invoice(), self._invoice()
        self.assertEqual(
            self._sent(first)["CustomerRef"], self._sent(second)["CustomerRef"]
        )

    def test_several_addresses_go_and_one_that_is_too_long_is_told(self):
        self.customer.qb_bill_email = "ap@acme.example, ar@acme.example"
        document = self._sent(self._invoice())
        self.assertIn("ar@acme.example", document["BillEmail"]["Address"])
        self.customer.write(
            {"qb_bill_email": False, "email": "x" * 95 + "@acme.example"}
        )
        self._assert_stopped_before_the_call(
            self._invoice(), "preflight.email", "100 characters"
        )
