# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users see in the browser of what was changed in QuickBooks."""

from odoo.tests import tagged

from .arrival_case import ArrivalCase
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
