# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users see in the browser of what was changed in QuickBooks."""

from odoo.tests import tagged

from .arrival_case import ArrivalCase
from .canadian_case import CanadianBooks
from .document_case import DocumentCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestConflictTours(ArrivalCase, TourCase):
    def test_way_back_is_set_up_and_decided(self):
        self.connection.invoice_pull = "none"
        self._tour(self._form(self.connection), "way_back_settings")
        self.assertEqual(self.connection.invoice_pull, "post")
        self.assertTrue(self.connection.customer_arrival)
        theirs, ours, void, two = (
            self._invoice({"price_unit": 1000.0, "name": name})
            for name in ("Dallas to Tulsa", "Tulsa to Waco", "Waco to Dallas", "Waco")
        )
        self._run()
        lost = self._have_the_mark_of_a_lost_one(two)
        for invoice in (theirs, ours):
            self.keeper.change_line("Invoice", invoice.qb_id, 1, "1200")
        self.keeper.void("Invoice", void.qb_id)
        self._arrive()
        self._tour(self._form(theirs), "take_theirs")
        self._tour(self._form(ours), "take_ours")
        self._tour(self._form(two), "set_apart")
        self._tour(self._form(void), "voided_there")
        self._run()
        self.assertEqual((two.amount_total, two.qb_status), (55, "synced"))
        other = self.env["quickbooks.object"]._find(self.connection, "Invoice", lost)
        self.assertEqual(other._record().amount_total, 1000)
        there = self._in_quickbooks("Invoice", ours.qb_id)
        self.assertEqual(float(there["TotalAmt"]), 1000)
        self.assertEqual((theirs.amount_total, void.state), (1200, "cancel"))

    def _have_the_mark_of_a_lost_one(self, invoice):
        """What was sent is lost with a backup, and the next invoice has got its id."""
        self._jobs(invoice).sudo().unlink()
        there = self.env["quickbooks.object"].sudo()
        there = there._find(self.connection, "Invoice", invoice.qb_id)
        lost = there.qb_id
        there.unlink()
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 55
        invoice.action_post()
        return lost


@tagged("post_install", "-at_install")
class TestRateTour(CanadianBooks, ArrivalCase, DocumentCase, TourCase):
    def test_another_rate_is_compared_and_taken(self):
        self._rate_us_dollars("2026-11-01", 1.3642)
        self._map_tax(False, "Zero-rated")
        invoice = self._invoice({"price_unit": 1000}, currency_id=self.us_dollar.id)
        self._run()
        self.keeper.change("Invoice", invoice.qb_id, ExchangeRate="1.3900")
        self._arrive()
        self._tour(self._form(invoice), "take_their_rate")
        self.assertEqual(invoice.amount_total_signed, 1390)
