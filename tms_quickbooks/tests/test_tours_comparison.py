# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Comparing the books in the browser."""

from odoo.tests import tagged

from . import test_tours_pull
from .comparison_case import ComparisonCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestToursComparison(ComparisonCase, TourCase):
    def test_books_are_compared_decided_left_and_agree(self):
        self.keeper.change_line("Invoice", self.other_invoice.qb_id, 1, "900.00")
        self.keeper.change("Bill", self.bill.qb_id, DocNumber="B-2")
        with test_tours_pull.TestPullTours._worker(self):
            self._tour("/odoo/quickbooks-comparison", "comparison")
        self.env.invalidate_all()
        comparison = self.connection.comparison_ids
        self.assertTrue(comparison.agrees)
        self.assertEqual(
            set(comparison.line_ids.mapped("standing")), {"mended", "accepted"}
        )
        self.assertEqual(self.other_invoice.amount_total, 900.0)
