# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users see of taken numbers and of documents that got no answer."""

from odoo.tests import tagged

from .test_numbers import NumberCase
from .test_outcomes import OutcomeCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestNumberTours(NumberCase, OutcomeCase, TourCase):
    def test_the_same_one_is_linked_and_another_gets_another_number(self):
        same, other = self._invoice(), self._invoice()
        there = self._entered(same)
        self._entered(other, total=5)
        self._failed(same)
        self._tour(self._form(same), "number_alike")
        self._tour(self._form(other), "number_taken")
        self._run()
        self.assertEqual((same.qb_status, same.qb_id), ("synced", there))
        self.assertEqual((other.qb_status, other.qb_number), ("synced", "LOAD-77-B"))

    def test_a_document_without_an_answer_is_looked_up_and_taken_out(self):
        invoice = self._given_up("drop_before")
        self._tour(self._form(invoice), "look")
        self._run()
        self._tour(self._form(invoice), "not_arrived")
        self.assertEqual(invoice.qb_status, "not_synced")
        self.assertFalse(self._all_in_quickbooks("Invoice"))
