# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Somebody works in QuickBooks, and the worker of the connection looks."""

from datetime import timedelta

from .common import QuickbooksCase


class NoticedCase(QuickbooksCase):
    """Somebody works in QuickBooks: `self.desk`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls.sim.bookkeeper(cls.realm)

    def _look(self):
        """The worker at a time when a look for changes is due."""
        checked = self.connection.changes_checked_at
        self.connection.sudo().changes_checked_at = checked - timedelta(days=1)
        self._run()

    def _changes(self, **values):
        """What is in the inbox, the oldest first."""
        domain = [("connection_id", "=", self.connection.id)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["quickbooks.change"].search(domain, order="id")

    def _sent_invoice(self):
        invoice = self._invoice()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        return invoice
