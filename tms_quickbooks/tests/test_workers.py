# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Several workers at once, with transactions of their own that really commit."""

import threading
import time
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import get_db_name, tagged
from odoo.tools import mute_logger

from ..lib.online import auth
from ..lib.online.client import Client
from .common import LONE_STAR
from .worker_case import WorkerCase


@tagged("post_install", "-at_install")
class TestWorkers(WorkerCase):
    # -- the outbox ----------------------------------------------------------------

    def test_request_id_and_bytes_are_committed_before_the_call(self):
        partner_ids = self._queue(1)
        seen = []
        batch = Client.batch

        def look(client, body, request_id):
            seen.append(
                (
                    request_id,
                    body.decode(),
                    *self._read(
                        "SELECT exchange.request_id, exchange.body, job.request_id,"
                        " job.state, position(job.payload in exchange.body) > 0"
                        " FROM quickbooks_job AS job"
                        " JOIN quickbooks_exchange AS exchange"
                        " ON exchange.id = job.exchange_id WHERE job.res_id = %s",
                        partner_ids[0],
                    ),
                )
            )
            return batch(client, body, request_id)

        with patch.object(Client, "batch", look):
            self._work()
        [(sent_id, sent_body, request_id, body, job_request_id, state, within)] = seen
        self.assertEqual((request_id, job_request_id), (sent_id, sent_id))
        self.assertEqual(body, sent_body)
        self.assertEqual((state, within), ("sent", True))

    def test_no_transaction_is_open_while_quickbooks_works(self):
        self._queue(1)
        seen = []
        batch = Client.batch

        def look(client, body, request_id):
            seen.append(
                self._read(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
                    " AND state = 'idle in transaction' AND query LIKE %s",
                    get_db_name(),
                    "%quickbooks%",
                )[0]
            )
            return batch(client, body, request_id)

        with patch.object(Client, "batch", look):
            self._work()
        self.assertEqual(seen, [0])

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_two_workers_send_no_job_twice(self):
        partner_ids = self._queue(150)
        sent = []
        batch = Client.batch

        def record(client, body, request_id):
            sent.append(body)
            return batch(client, body, request_id)

        self.sim.mishaps.add("delay", seconds=0.1, path="/batch", times=None)
        with patch.object(Client, "batch", record):
            self._together(2, self._work)
        self.assertEqual(self._states(partner_ids), ["done"] * 150)
        names = b"".join(sent)
        for number in range(150):
            self.assertEqual(names.count(b'"Worker Test %d"' % number), 1)

    # -- the tokens ----------------------------------------------------------------

    def _token(self):
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            return connection._access_token()

    def _expire(self):
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            connection.access_expires_at = fields.Datetime.now()

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_eight_workers_renew_a_token_once(self):
        self.sim.always_rotate = True
        self._expire()
        self.sim.stats.reset()
        tokens = self._together(8, self._token)
        self.assertEqual(len(tokens), 8)
        self.assertEqual(len(set(tokens)), 1)
        self.assertEqual(self.sim.stats.calls("", "token_refresh_token"), 1)

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_a_refusal_does_not_undo_a_sign_in_that_came_meanwhile(self):
        """Whoever signs in holds the row; a worker whose token Intuit refuses by then
        waits for it, reads again, and goes on with the new one."""
        self._expire()
        pair = self.sim.credentials(LONE_STAR)
        self.sim.tokens.expire("refresh")
        fresh = self.sim.credentials(LONE_STAR)
        self.assertNotEqual(fresh["refresh_token"], pair["refresh_token"])
        tokens = []
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            connection._lock()
            worker = threading.Thread(target=lambda: tokens.append(self._token()))
            worker.start()
            self._wait_for_a_lock()
            vault = connection._vault()
            connection.write(
                {
                    "access_token_sealed": vault.seal(fresh["access_token"]),
                    "access_expires_at": fields.Datetime.now() + timedelta(hours=1),
                    "refresh_token_sealed": vault.seal(fresh["refresh_token"]),
                }
            )
        worker.join(60)
        self.assertEqual(tokens, [fresh["access_token"]])
        [state] = self._read(
            "SELECT state FROM quickbooks_connection WHERE id = %s", self.connection_id
        )
        self.assertEqual(state, "connected")

    def _wait_for_a_lock(self):
        """Until another transaction waits for this one."""
        until = time.monotonic() + 30
        waiting = 0
        while not waiting and time.monotonic() < until:
            [waiting] = self._read(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
                " AND wait_event_type = 'Lock' AND query LIKE %s",
                get_db_name(),
                "%quickbooks_connection%",
            )
        self.assertTrue(waiting, "nobody waits for the sign-in")

    def test_a_renewed_token_is_committed_before_it_is_used(self):
        self.sim.always_rotate = True
        self._expire()
        given, stored = [], []
        refresh = auth.refresh
        company_info = Client.company_info

        def keep(*args):
            given.append(refresh(*args))
            return given[-1]

        def look(client):
            [sealed] = self._read(
                "SELECT refresh_token_sealed FROM quickbooks_connection WHERE id = %s",
                self.connection_id,
            )
            stored.append(sealed)
            return company_info(client)

        with (
            patch.object(auth, "refresh", keep),
            patch.object(Client, "company_info", look),
            self._cursor() as env,
        ):
            connection = env["quickbooks.connection"].browse(self.connection_id)
            connection._ask(lambda client: client.company_info(), [])
            vault = connection._vault()
        self.assertEqual(vault.open(stored[0]), given[0].refresh_token)
