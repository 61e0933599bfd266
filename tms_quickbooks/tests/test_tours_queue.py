# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users see of the queue in the browser: overview, reasons, bulk runs, log."""

from odoo.tests import tagged

from .common import QuickbooksCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestQueueTours(QuickbooksCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.write({"invoice_push": "click"})

    def _failed_alike(self):
        """Two invoices that failed for want of a mapping, and the mapping back."""
        mapping = self.env["quickbooks.mapping"].search([("kind", "=", "item")])
        [vals] = mapping.copy_data()
        mapping.unlink()
        invoices = self._invoice() + self._invoice()
        invoices.action_qb_send()
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"failed"})
        self.env["quickbooks.mapping"].create(vals)
        return invoices

    def test_the_overview_leads_to_what_failed_and_all_of_it_is_tried_again(self):
        invoices = self._failed_alike()
        self._invoice().action_qb_send()
        self._tour("/odoo/quickbooks-overview", "overview")
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"synced"})

    def test_all_that_failed_alike_is_tried_again_from_one_of_them(self):
        invoices = self._failed_alike()
        self._tour(self._form(invoices[0]), "retry_alike")
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"synced"})

    def test_a_bulk_run_shows_how_far_it_is_and_what_failed(self):
        free = self._invoice({"price_unit": 0.0})
        (self._invoice() + free + self._invoice()).action_qb_send()
        self._run()
        self._tour("/odoo/quickbooks-overview", "bulk_progress")

    def test_the_log_tells_what_was_sent_and_what_became_of_it(self):
        self._invoice().action_qb_send()
        self._run()
        bad, good = self._invoice_to_be_refused(), self._invoice()
        (bad + good).action_qb_send()
        self._run()
        self._tour("/odoo/quickbooks-log", "log")
