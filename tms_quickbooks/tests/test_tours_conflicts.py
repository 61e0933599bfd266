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
        theirs, ours, void = (
            self._invoice({"price_unit": 1000.0, "name": name})
            for name in ("Dallas to Tulsa", "Tulsa to Waco", "Waco to Dallas")
        )
        self._run()
        for invoice in (theirs, ours):
            self.keeper.change_line("Invoice", invoice.qb_id, 1, "1200")
        self.keeper.void("Invoice", void.qb_id)
        self._arrive()
        self._tour(self._form(theirs), "take_theirs")
        self._tour(self._form(ours), "take_ours")
        self._tour(self._form(void), "voided_there")
        self._run()
        there = self._in_quickbooks("Invoice", ours.qb_id)
        self.assertEqual(float(there["TotalAmt"]), 1000)
        self.assertEqual((theirs.amount_total, void.state), (1200, "cancel"))
