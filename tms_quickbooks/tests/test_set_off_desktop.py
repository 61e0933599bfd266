# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A credit that is set off in a company file without money is a link without an id."""

from odoo.tests import tagged

from .desktop_case import DesktopCase


@tagged("post_install", "-at_install")
class TestSetOffDesktop(DesktopCase):
    def test_the_credit_note_says_that_somebody_has_to_apply_it_there(self):
        invoice = self._invoice({"price_unit": 1000})
        credit = self._document(
            "out_refund", self.customer, ({"price_unit": 200},), True, {}
        )
        self._session()
        (invoice | credit).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).reconcile()
        self._session()
        self.assertEqual(credit.qb_status, "synced", credit.qb_message)
        self.assertEqual(len(self._jobs(credit)), 1, "no payment over nothing")
        said = " ".join(credit.message_ids.mapped("body"))
        self.assertIn("Apply Credits on the invoice", said)
