# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What changes in QuickBooks is noticed: once, completely, and with few calls."""

from odoo.tests import tagged

from .noticed_case import NoticedCase


@tagged("post_install", "-at_install")
class TestNoticed(NoticedCase):
    def test_nothing_has_changed(self):
        self.sim.stats.reset()
        self._look()
        self._run()
        self.assertEqual(self.sim.stats.calls(), 1, "an idle connection asks once")
        self.assertFalse(self._changes())

    def test_what_was_there_before_the_connection_is_left_there(self):
        self.connection.sudo().invoice_pull = "post"
        self.connection.sudo().lists_updated_at = False
        before = self.desk.invoice("Gulf Coast Produce", (self.item.name, "900"))
        self.connection.sudo().changes_at = False
        self._run()
        self.assertTrue(self.connection.changes_at)
        self.assertFalse(self._changes(qb_id=before))

    def test_our_own_documents_coming_back_are_nothing(self):
        self._sent_invoice()
        self._look()
        self.assertFalse(self._changes())

    def test_payment_of_our_invoice(self):
        invoice = self._sent_invoice()
        paid = self.desk.receive({invoice.qb_id: ""})
        self._look()
        change = self._changes()
        self.assertEqual(change.type, "Payment")
        self.assertEqual(change.qb_id, paid)
        self.assertEqual(change.total, 1500)

    def test_payment_of_somebody_elses_invoice(self):
        theirs = self.desk.invoice("Gulf Coast Produce", (self.item.name, "900"))
        self.desk.receive({theirs: ""})
        self._look()
        self.assertFalse(self._changes())
