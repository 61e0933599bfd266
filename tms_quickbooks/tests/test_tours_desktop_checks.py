# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is decided for QuickBooks Desktop before anything is sent, in the browser."""

from odoo.tests import tagged

from .company_file_case import CompanyFileCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestToursDesktopChecks(CompanyFileCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.invoice_push = "click"
        cls._has(cls.customer, "Customer")

    def test_an_invoice_is_previewed_as_qbxml(self):
        invoice = self._invoice(name="INV/2026/00801")
        self._tour(self._form(invoice), "desktop_preview")
        self.assertEqual(invoice.qb_status, "not_synced")
        self._sent_before(invoice)
        self._tour(self._form(invoice), "desktop_same")

    def test_the_books_go_on_in_quickbooks_online(self):
        self._tour(self._form(self.connection), "desktop_move")
        self.assertEqual(self.connection.moved_to_id.provider, "online")
        self.assertFalse(self.connection.active)
