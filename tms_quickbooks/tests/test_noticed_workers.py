# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Several workers and callers at once notice everything, and each thing once."""

from datetime import timedelta

from odoo import fields
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.online import webhook
from .common import LONE_STAR
from .worker_case import WorkerCase


@tagged("post_install", "-at_install")
class TestNoticedWorkers(WorkerCase):
    def setUp(self):
        super().setUp()
        self.desk = self.sim.bookkeeper(LONE_STAR)
        with self._cursor() as env:
            connection = self._connection(env)
            connection.invoice_pull = "draft"
            connection.verifier_token = "token"

    def _connection(self, env):
        return env["quickbooks.connection"].browse(self.connection_id)

    def _take_away(self):
        with self._cursor() as env:
            changes = self._connection(env).change_ids
            moves = changes.filtered(lambda each: each.res_model == "account.move")
            env["account.move"].browse(moves.mapped("res_id")).exists().unlink()
            changes.unlink()
        return super()._take_away()

    def _changes(self):
        with self._cursor() as env:
            changes = self._connection(env).change_ids
            return sorted((each.type, each.qb_id) for each in changes)

    def _wish(self):
        with self._cursor() as env:
            connection = self._connection(env)
            connection.changes_wished_at = connection._clock()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_workers_at_once_notice_each_change_once(self):
        made = [
            self.desk.invoice("Gulf Coast Produce", ("Linehaul", "900"))
            for _number in range(12)
        ]
        self._wish()
        self._together(3, self._work)
        self._work()
        self.assertEqual(self._changes(), sorted(("Invoice", each) for each in made))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_the_same_call_at_once_is_noted_once(self):
        body = (
            b'[{"id": "an-event", "type": "qbo.invoice.created.v1",'
            b' "intuitentityid": "1", "intuitaccountid": "%s"}]' % LONE_STAR.encode()
        )

        def call():
            with self._cursor() as env:
                receive = env["quickbooks.connection"]._receive_webhook
                signature = webhook.signature(body, "token")
                return retrying(lambda: receive(body, signature), env)

        self.assertEqual(self._together(5, call), [True] * 5)
        count = self._read(
            "SELECT count(*) FROM quickbooks_webhook_event WHERE connection_id = %s",
            self.connection_id,
        )
        self.assertEqual(count, (1,))

    def test_a_call_while_a_worker_ends_wakes_the_next_one(self):
        body = (
            b'[{"id": "late-event", "type": "qbo.invoice.created.v1",'
            b' "intuitentityid": "1", "intuitaccountid": "%s"}]' % LONE_STAR.encode()
        )
        with self._cursor() as env:
            cron = self._connection(env).cron_id
            cron.active = True  # or nothing wakes it; no scheduler runs here
            cron._trigger(fields.Datetime.now() - timedelta(minutes=1))
        due = (
            "SELECT count(*) FROM ir_cron_trigger WHERE cron_id = %s AND call_at <= %s"
        )
        with self._cursor() as scheduler:
            # As Odoo does when it begins: committed only when the worker has ended.
            scheduler["ir.cron"]._clear_schedule({"id": cron.id})
            self.assertEqual(self._read(due, cron.id, fields.Datetime.now()), (1,))
            with self._cursor() as env:
                signature = webhook.signature(body, "token")
                env["quickbooks.connection"]._receive_webhook(body, signature)
        self.assertEqual(self._read(due, cron.id, fields.Datetime.now()), (1,))
