# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users see in the browser when they take something back."""

from odoo.tests import tagged

from .test_revert import RevertCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestRevertTours(RevertCase, TourCase):
    def test_an_invoice_is_taken_back_after_a_change_of_mind(self):
        self._tour(self._form(self.invoice), "revert")
        self._run()
        self.assertEqual(self.invoice.qb_status, "suppressed")
        self._tour(self._form(self.invoice), "reverted")

    def test_what_quickbooks_keeps_is_explained(self):
        self._pay()
        self._reset(self.invoice)
        self._revert(self.invoice)
        self.assertEqual(self.invoice.qb_status, "failed")
        self._tour(self._form(self.invoice), "revert_refused")
        self.assertEqual(self.invoice.qb_status, "outdated")
