# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Users at work while a worker is: each in a thread and a transaction of its own."""

import json
import threading
from unittest.mock import patch

from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.online.client import Client
from .worker_documents import WorkerDocuments


@tagged("post_install", "-at_install")
class TestChangesWorkers(WorkerDocuments):
    def _while_under_way(self, kind, function):
        """Let the worker drain the queue, and a user act while the first batch of a
        kind is on its way; return what went out of that kind."""
        sent = []
        batch = Client.batch

        def meanwhile(client, body, request_id):
            items = json.loads(body)["BatchItemRequest"]
            if kind not in items[0]:
                return batch(client, body, request_id)
            sent.append(items)
            if len(sent) == 1:
                user = threading.Thread(target=function)
                user.start()
                user.join(60)
                self.assertFalse(user.is_alive(), "the user has to wait")
            return batch(client, body, request_id)

        with patch.object(Client, "batch", meanwhile):
            self._work()
        return sent

    def _there(self, kind, qb_id):
        """An object as QuickBooks shows it."""
        with self._cursor() as env:
            return self._connection(env)._ask(
                lambda client: client.read(kind, qb_id), []
            )

    # -- a change ------------------------------------------------------------------

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_a_change_in_flight_starts_a_new_generation_after_it(self):
        [partner_id] = self._queue(1)

        def change():
            with self._cursor() as env:
                env["res.partner"].browse(partner_id).phone = "555-0100"

        first, second = self._while_under_way("Customer", change)
        self.assertNotIn("PrimaryPhone", first[0]["Customer"])
        self.assertEqual(
            second[0]["Customer"]["PrimaryPhone"], {"FreeFormNumber": "555-0100"}
        )
        [state, generation] = self._read(
            "SELECT state, generation FROM quickbooks_job WHERE res_id = %s", partner_id
        )
        self.assertEqual((state, generation), ("done", 2))

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_sent_again_in_flight_without_a_change_nothing_more_goes_out(self):
        [partner_id] = self._queue(1)

        def send():
            with self._cursor() as env:
                company = self._connection(env).company_id
                partner = env["res.partner"].browse(partner_id)
                partner.with_company(company).action_qb_send()

        self.assertEqual(len(self._while_under_way("Customer", send)), 1)
        self.assertEqual(self._states([partner_id]), ["done"])

    # -- taking back ---------------------------------------------------------------

    def _revert(self, move_id):
        with self._company() as env:
            move = env["account.move"].browse(move_id)
            # As Odoo does with what users click, where the worker was faster.
            retrying(lambda: move._qb_withdraw("void", False, ""), env)

    def _became(self, move_id):
        """(QB status, bound, state of the job, total in QuickBooks or None)"""
        status, bound, state, former = self._read(
            "SELECT move.qb_status, EXISTS (SELECT FROM quickbooks_object"
            "   WHERE res_model = 'account.move' AND res_id = move.id),"
            " (SELECT state FROM quickbooks_job WHERE res_model = 'account.move'"
            "   AND res_id = move.id ORDER BY id DESC LIMIT 1),"
            " (SELECT qb_id FROM quickbooks_object"
            "   WHERE former_model = 'account.move' AND former_id = move.id)"
            " FROM account_move AS move WHERE move.id = %s",
            move_id,
        )
        there = former and self._there("Invoice", former)["TotalAmt"]
        return status, bound, state, there

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_reverted_while_it_is_on_its_way_it_is_voided_right_after(self):
        [move_id] = self._invoices()
        first, second = self._while_under_way("Invoice", lambda: self._revert(move_id))
        self.assertEqual(first[0]["operation"], "create")
        self.assertEqual(second[0]["optionsData"], "void")
        self.assertEqual(self._became(move_id), ("not_synced", False, "done", 0))

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_reverted_while_a_worker_drains_the_queue_nothing_of_it_is_left(self):
        """Whatever comes first: it is voided, or an update of it comes before that."""
        [move_id] = self._invoices()
        self._work()
        with self._cursor() as env:
            env["account.move"].browse(move_id).ref = "PO 7"
            env["account.move"].browse(move_id).action_qb_send()
        turns = iter((self._work, lambda: self._revert(move_id)))
        self._together(2, lambda: next(turns)())
        self._work()
        self.assertEqual(self._became(move_id), ("not_synced", False, "done", 0))
