# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Somebody works in QuickBooks, and the worker of the connection looks."""

from datetime import timedelta
from unittest.mock import patch

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

    def _die_at(self, model, method, time):
        """The worker looks, and dies when it comes to a method for the nth time; what
        it has committed by then stays."""
        survived, calls = getattr(self.registry[model], method), []

        def die(record, *args):
            calls.append(record)
            if len(calls) == time:
                raise KeyboardInterrupt  # nobody catches it on the way
            return survived(record, *args)

        with patch.object(self.registry[model], method, die):
            try:  # assertRaises would take back what was committed, too
                self._look()
            except KeyboardInterrupt:
                self.env.invalidate_all()
            else:
                self.fail("the worker lives")

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
