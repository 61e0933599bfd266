# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What comes from QuickBooks, in the browser."""

from odoo.tests import tagged

from . import test_tours_pull
from .noticed_case import NoticedCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestNoticedTours(NoticedCase, TourCase):
    def test_sync_now(self):
        invoice = self._sent_invoice()
        self.connection.sudo().arrival_journal_id = self.company_data[
            "default_journal_bank"
        ]
        self.desk.receive({invoice.qb_id: ""})
        with test_tours_pull.TestPullTours._worker(self):
            self._tour(self._form(self.connection), "sync_now")
        self.assertTrue(self.connection.has_verifier_token)

    def test_what_comes_from_quickbooks(self):
        self.connection.sudo().invoice_pull = "post"
        self.desk.invoice("Gulf Coast Produce", (self.item.name, "900"))
        self._look()
        change = self._changes(type="Invoice")
        self.assertEqual(change.state, "failed", "nobody knows the customer")
        self._tour("/odoo/from-quickbooks", "from_quickbooks")
        self.assertEqual(change.state, "pending")
        self.assertTrue(change.insisted)
