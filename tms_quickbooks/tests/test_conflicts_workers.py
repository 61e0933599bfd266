# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two who decide on one change at once, and one while QuickBooks changes once more.

Everybody has a transaction of their own that really commits.
"""

import threading
from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.online import cdc
from .arrival_case import Bookkeeper
from .common import LONE_STAR
from .worker_documents import WorkerDocuments


@tagged("post_install", "-at_install")
class TestConflictsWorkers(WorkerDocuments):
    def setUp(self):
        super().setUp()
        self.began = self.sim.clock.now() - timedelta(minutes=1)
        self.keeper = Bookkeeper(self.sim.store, self.sim.clock, LONE_STAR)
        [self.move_id] = self._invoices(1)
        self._work()
        with self._company() as env:
            self.key = env["account.move"].browse(self.move_id).qb_id
        self._edit("1200")

    def _take_away_documents(self):
        with self._cursor() as env:
            env["quickbooks.change"].search(
                [("connection_id", "=", self.connection_id)]
            ).unlink()
        return super()._take_away_documents()

    def _edit(self, amount):
        """Somebody changes it in QuickBooks, and that is noticed and taken."""
        self.keeper.change_line("Invoice", self.key, 1, amount)
        with self._company() as env:
            connection = self._connection(env)
            answer = connection._ask(
                lambda client: client.cdc(["Invoice"], self.began), []
            )
            states = cdc.changed(answer)
            retrying(partial(connection._notice, states, "changes"), env)
        with self._company() as env:
            retrying(partial(self._take_at_once, env), env)

    def _take_at_once(self, env):
        connection = self._connection(env)
        env["quickbooks.change"].search(
            [("connection_id", "=", connection.id), ("state", "=", "pending")]
        ).next_attempt_at = fields.Datetime.now() - timedelta(hours=1)
        connection._step_take()

    def _at_once(self, *acts):
        """Do each in a thread of its own; returns what they return."""
        turns = iter(acts)
        lock = threading.Lock()

        def act():
            with lock:
                mine = next(turns)
            return mine()

        return self._together(len(acts), act)

    def _dialogs(self, count):
        with self._company() as env:
            move = env["account.move"].browse(self.move_id)
            return [move.action_qb_compare()["res_id"] for _each in range(count)]

    def _decide(self, action, dialog_id):
        """The choice of a user, as a request of the web client makes it."""
        with self._company() as env:
            dialog = env["quickbooks.difference"].browse(dialog_id)
            try:
                retrying(partial(getattr(dialog, action)), env)
            except UserError as error:
                env.cr.rollback()
                return str(error)
        return action

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(self):
        ours, theirs = self._dialogs(2)
        results = self._at_once(
            partial(self._decide, "action_take_ours", ours),
            partial(self._decide, "action_take_theirs", theirs),
        )
        [told] = [each for each in results if not each.startswith("action_")]
        self.assertIn("decided already", told)
        self._work()
        with self._company() as env:
            move = env["account.move"].browse(self.move_id)
            there = float(self.keeper.look("Invoice", self.key)["TotalAmt"])
            self.assertEqual(move.amount_total, there)
            self.assertEqual(move.qb_status, "synced")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_an_edit_while_somebody_decides_is_not_lost(self):
        [dialog] = self._dialogs(1)
        self._at_once(
            partial(self._decide, "action_take_ours", dialog),
            partial(self._edit, "1300"),
        )
        self._work()
        with self._company() as env:
            move = env["account.move"].browse(self.move_id)
            there = float(self.keeper.look("Invoice", self.key)["TotalAmt"])
            self.assertEqual(there, 1300)
            self.assertTrue(move.qb_changed_there or move.qb_blocked)
