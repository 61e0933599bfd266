# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users see where a decision is overtaken, and where something is there twice."""

from odoo.tests import tagged

from .arrival_case import ArrivalCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestDecisionTours(ArrivalCase, TourCase):
    def test_decisions(self):
        invoice = self._invoice({"price_unit": 1000.0, "name": "Dallas to Tulsa"})
        self._run()
        self.keeper.change_line("Invoice", invoice.qb_id, 1, "1200")
        self._arrive()
        self._tour(self._form(invoice), "changed_meanwhile")
        self.assertEqual(invoice.amount_total, 1200)
        self.assertEqual(invoice.invoice_line_ids.name, "Dallas to Tulsa")

        ours = self._invoice({"price_unit": 470.0})
        key = self.keeper.invoice(
            "Acme Shippers", ("Linehaul", "470.00", "NON"), TxnDate="2026-11-20"
        )
        self._arrive()
        self._tour(self._form(self._change("Invoice", key)), "entered_on_both_sides")
        self.assertEqual(ours.qb_id, key)
