# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices and bills that are made in QuickBooks."""

from datetime import date

from odoo.tests import tagged

from .arrival_case import ArrivalCase


@tagged("post_install", "-at_install")
class TestDocumentsArrival(ArrivalCase):
    def test_invoice_made_there_is_posted_here(self):
        self.sim.change_company(self.realm, custom_txn_numbers=True)
        self.keeper.customer("Acme Shippers")
        number = self.keeper.invoice(
            "Acme Shippers",
            ("Linehaul", "1250.50", "NON"),
            DocNumber="QB-7001",
            TxnDate="2026-11-18",
            DueDate="2026-12-18",
        )
        self._arrive()
        move = self._arrived("Invoice", "QB-7001")
        self.assertEqual(move.move_type, "out_invoice")
        self.assertEqual(move.state, "posted")
        self.assertEqual(move.invoice_date, date(2026, 11, 18))
        self.assertEqual(move.invoice_date_due, date(2026, 12, 18))
        self.assertEqual(move.amount_total, 1250.5)
        self.assertEqual(move.invoice_line_ids.product_id, self.product)
        self.assertEqual(move.qb_status, "synced")
        self.assertEqual(move.qb_id, number)
