# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A session of the Web Connector, from the first call to the last."""

from odoo.tests import tagged

from .desktop_case import DesktopCase


@tagged("post_install", "-at_install")
class TestDesktopSession(DesktopCase):
    def test_an_invoice_goes_with_the_next_session(self):
        invoice = self._invoice({"price_unit": 1500.0}, {"price_unit": 250.5})
        self.assertEqual(invoice.qb_status, "pending")
        outcome = self._session()
        self.assertEqual((outcome.outcome, outcome.error), ("done", ""))
        self.assertEqual(outcome.percents[-1], 100)
        self.assertEqual(invoice.qb_status, "synced", invoice.qb_message)
        [there] = self.books.invoices()
        self.assertEqual(there.id, invoice.qb_id)
        self.assertEqual(there.party, "Acme Shippers")
        self.assertEqual(str(there.total), "1750.50")
