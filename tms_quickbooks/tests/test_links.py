# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import requests

from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestLinks(QuickbooksCase):
    """Open in QuickBooks opens the very document."""

    def _page(self, record):
        action = record.action_qb_open()
        self.assertEqual(action["type"], "ir.actions.act_url")
        return requests.get(action["url"], timeout=10)

    def test_each_document_and_party_has_its_page(self):
        invoice = self._invoice({"price_unit": 1234.56})
        refund = self._document("out_refund", self.customer, (), True, {})
        bill = self._bill()
        vendor_refund = self._document(
            "in_refund", self.carrier, (), True, {"ref": "R"}
        )
        self._run()
        for record in (
            invoice,
            refund,
            bill,
            vendor_refund,
            self.customer,
            self.carrier,
        ):
            with self.subTest(record=record):
                self.assertEqual(self._page(record).status_code, 200)
        self.assertIn("1,234.56", self._page(invoice).text)

    def test_in_production_it_is_intuits_page_of_the_right_company(self):
        invoice = self._invoice()
        self._run()
        self.env.cr.execute(
            "UPDATE quickbooks_connection SET environment = 'production'"
        )
        self.env.invalidate_all()
        url = invoice._qb_objects().url
        self.assertTrue(url.startswith("https://qbo.intuit.com/"))
        self.assertIn(self.realm, url)
        self.assertIn(f"txnId%3D{invoice.qb_id}", url)
