# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Books in which something is entered in QuickBooks and arrives here."""

from datetime import timedelta

from ..lib.online import cdc
from .common import QuickbooksCase

try:
    from quickbooks_simulator.online.bookkeeping import Bookkeeper
except ImportError:  # an addon installed without the project's simulator
    Bookkeeper = None


class ArrivalCase(QuickbooksCase):
    """`self.keeper` works in QuickBooks; `_arrive()` brings here what has changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.write({"invoice_pull": "post", "bill_pull": "post"})
        cls._began = cls.sim.clock.now() - timedelta(minutes=1)

    def setUp(self):
        super().setUp()
        self.keeper = self._keeper()

    @classmethod
    def _keeper(cls):
        """Somebody at work in QuickBooks."""
        return Bookkeeper(cls.sim.store, cls.sim.clock, cls.realm)

    def _arrive(self):
        """Notice what has changed in QuickBooks, and take it."""
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            self._notice_all(connection)
            while connection._step_take():
                pass
        # Another process has counted on.
        self.env["account.move"]._get_sequence_cache().clear()

    def _notice_all(self, connection):
        """Put what has changed into the inbox."""
        answer = connection._ask(lambda client: client.cdc(cdc.TYPES, self._began), [])
        connection._notice(cdc.changed(answer), "changes")

    def _change(self, object_type, qb_id):
        """The last change of an object in the inbox."""
        return self.env["quickbooks.change"].search(
            [("type", "=", object_type), ("qb_id", "=", qb_id)], limit=1
        )

    def _arrived(self, object_type, number):
        """The record of a document that arrived under a number."""
        found = self.env["quickbooks.object"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("type", "=", object_type),
                ("number", "=", number),
            ]
        )
        self.assertTrue(found.res_model, self._inbox())
        return found._record()

    def _chatter(self, record):
        """Everything that stands in the chatter of a record."""
        return " ".join(record.message_ids.mapped("body"))

    def _inbox(self):
        """What is in the inbox, for messages of tests."""
        return [
            (each.display_name, each.state, each.problem_text, each.outcome_text)
            for each in self.env["quickbooks.change"].search([])
        ]
