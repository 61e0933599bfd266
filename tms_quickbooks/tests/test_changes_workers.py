# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Users at work while a worker is: each in a thread and a transaction of its own."""

import json
import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.online.client import Client
from .worker_case import WorkerCase


@tagged("post_install", "-at_install")
class TestChangesWorkers(WorkerCase):
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
            connection = env["quickbooks.connection"].browse(self.connection_id)
            return connection._ask(lambda client: client.read(kind, qb_id), [])

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
                connection = env["quickbooks.connection"].browse(self.connection_id)
                partner = env["res.partner"].browse(partner_id)
                partner.with_company(connection.company_id).action_qb_send()

        self.assertEqual(len(self._while_under_way("Customer", send)), 1)
        self.assertEqual(self._states([partner_id]), ["done"])

    # -- taking back ---------------------------------------------------------------

    def _invoice(self):
        """A posted invoice that waits for the worker; its customer goes first."""
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            company = connection.company_id
            env = env(context={"allowed_company_ids": company.ids})
            income, receivable = env["account.account"].create(
                [
                    {
                        "name": f"Test {kind}",
                        "code": f"998{number}",
                        "account_type": kind,
                        "company_ids": [Command.set(company.ids)],
                    }
                    for number, kind in enumerate(("income", "asset_receivable"))
                ]
            )
            journal = env["account.journal"].create(
                {
                    "name": "Worker Sales",
                    "code": "WRKS",
                    "type": "sale",
                    "default_account_id": income.id,
                    "company_id": company.id,
                }
            )
            env["quickbooks.mapping"].create(
                {
                    "connection_id": connection.id,
                    "kind": "item",
                    "object_id": env["quickbooks.object"]
                    .search(
                        [
                            ("connection_id", "=", connection.id),
                            ("type", "=", "Item"),
                            ("name", "=", "Linehaul"),
                        ]
                    )
                    .id,
                }
            )
            partner = env["res.partner"].create(
                {
                    "name": "Worker Invoice",
                    "property_account_receivable_id": receivable.id,
                }
            )
            move = env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "journal_id": journal.id,
                    "partner_id": partner.id,
                    "invoice_date": fields.Date.today() - timedelta(days=1),
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Load", "price_unit": 1500, "tax_ids": []}
                        )
                    ],
                }
            )
            self.addCleanup(
                self._take_invoice_away, move.id, partner.id, income + receivable
            )
            move.action_post()
            move.action_qb_send()
            return move.id

    def _take_invoice_away(self, move_id, partner_id, accounts):
        with self._cursor() as env:
            move = env["account.move"].browse(move_id)
            env["quickbooks.job"].search(
                [("res_model", "=", move._name), ("res_id", "=", move_id)]
            ).unlink()
            connection = env["quickbooks.connection"].browse(self.connection_id)
            env["quickbooks.mapping"].search(
                [("connection_id", "=", connection.id)]
            ).unlink()
            connection.object_ids.filtered(lambda each: each.type == "Invoice").unlink()
            journal = move.journal_id
            move.button_draft()
            move.with_context(force_delete=True).unlink()
            journal.unlink()
            env["quickbooks.job"].search([("res_id", "=", partner_id)]).unlink()
            env["res.partner"].browse(partner_id).unlink()
            env["account.account"].browse(accounts.ids).unlink()

    def _revert(self, move_id):
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            env = env(context={"allowed_company_ids": connection.company_id.ids})
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
        move_id = self._invoice()
        first, second = self._while_under_way("Invoice", lambda: self._revert(move_id))
        self.assertEqual(first[0]["operation"], "create")
        self.assertEqual(second[0]["optionsData"], "void")
        self.assertEqual(self._became(move_id), ("not_synced", False, "done", 0))

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_reverted_while_a_worker_drains_the_queue_nothing_of_it_is_left(self):
        """Whatever comes first: it is voided, or an update of it comes before that."""
        move_id = self._invoice()
        self._work()
        with self._cursor() as env:
            env["account.move"].browse(move_id).ref = "PO 7"
            env["account.move"].browse(move_id).action_qb_send()
        turns = iter((self._work, lambda: self._revert(move_id)))
        self._together(2, lambda: next(turns)())
        self._work()
        self.assertEqual(self._became(move_id), ("not_synced", False, "done", 0))
