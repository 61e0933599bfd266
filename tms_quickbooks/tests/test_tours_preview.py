# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The dry run in the browser."""

from odoo.tests import tagged

from .common import QuickbooksCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestToursPreview(QuickbooksCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.invoice_push = "click"

    def test_what_would_stop_an_invoice_is_seen_and_mended(self):
        self.env["quickbooks.mapping"].search([("kind", "=", "item")]).unlink()
        invoice = self._invoice({"name": "Dallas to Tulsa"})
        self._tour(self._form(invoice), "preview")
        self.assertEqual(invoice.qb_status, "not_synced")

    def test_what_nothing_would_stop_is_sent_from_the_preview(self):
        self._send_first(self._invoice())
        invoice = self._invoice({"name": "Dallas to Tulsa"})
        self._tour(self._form(invoice), "preview_send")
        self._run()
        self.assertEqual(invoice.qb_status, "synced")

    def _send_first(self, invoice):
        """So that its customer is in QuickBooks and one document is left to show."""
        invoice.action_qb_send()
        self._run()
