# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Screens that follow the queue: who is told what, and how often."""

import json
from types import SimpleNamespace
from unittest.mock import patch

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.bus.models import ir_websocket as bus
from odoo.addons.bus.tests.common import WebsocketCase

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestLive(QuickbooksCase):
    def _told(self):
        """What was told since the last look: a list of ``{model: ids}``."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        messages = self.env["bus.bus"].sudo().search([], order="id")
        told = [
            message["payload"]
            for message in map(json.loads, messages.mapped("message"))
            if message["type"] == "quickbooks"
        ]
        messages.unlink()
        return told

    def _channels(self, user):
        """What the browser of a user listens to of companies."""
        request = SimpleNamespace(session=SimpleNamespace(uid=user.id))
        with patch.object(bus, "wsrequest", request):
            sockets = self.env["ir.websocket"].with_user(user)
            channels = sockets._build_bus_channel_list([])
        return [channel for channel in channels if isinstance(channel, tuple)]

    def test_what_a_transaction_changes_is_told_once(self):
        self._told()
        invoices = self._invoice() + self._invoice()
        [changes] = self._told()
        self.assertEqual(changes["account.move"], invoices.ids)
        self.assertIsNone(changes["quickbooks.job"])

    def test_the_worker_tells_at_most_twice_for_a_batch(self):
        for _number in range(3):
            self._invoice()
        self._run()  # their customer is known after this
        invoices = self._invoice() + self._invoice() + self._invoice()
        self._told()
        self._run()
        told = self._told()
        self.assertLessEqual(len(told), 2, told)
        self.assertEqual(told[-1]["account.move"], invoices.ids)

    def test_of_many_records_only_the_model_is_told(self):
        self._told()
        self.env["quickbooks.live"]._changed(self.company.id, "x", range(501))
        self.env["quickbooks.live"]._changed(self.company.id, "x", [7])
        self.assertEqual(self._told(), [{"x": None}])

    def test_nothing_of_a_record_is_told_but_its_id(self):
        self._told()
        self._invoice(name="INV/SECRET")
        [changes] = self._told()
        for ids in changes.values():
            self.assertTrue(ids is None or all(isinstance(id_, int) for id_ in ids))

    def test_users_of_the_company_are_told_and_nobody_else(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Inc"})
        groups = "tms_quickbooks.group_quickbooks_user"
        for login, group, company, hears in (
            ("here", groups, self.company, True),
            ("there", groups, elsewhere, False),
            ("without", "base.group_user", self.company, False),
        ):
            user = new_test_user(
                self.env,
                login,
                groups=group,
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
            with self.subTest(login):
                channels = self._channels(user)
                self.assertEqual((self.company, "quickbooks") in channels, hears)


@tagged("post_install", "-at_install")
class TestLiveSocket(WebsocketCase):
    """What arrives in a browser, over a real socket."""

    def _listening(self, login, company):
        """The socket of a QuickBooks user of a company."""
        new_test_user(
            self.env,
            login,
            groups="tms_quickbooks.group_quickbooks_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        session = self.authenticate(login, login)
        socket = self.websocket_connect(cookie=f"session_id={session.sid}")
        self.subscribe(socket, last=self.env["bus.bus"].sudo()._bus_last_id())
        return socket

    def test_a_change_is_told_to_users_of_its_company(self):
        company, elsewhere = self.env["res.company"].create(
            [{"name": "Here Inc"}, {"name": "Elsewhere Inc"}]
        )
        here = self._listening("here", company)
        live = self.env["quickbooks.live"]
        live._changed(elsewhere.id, "account.move", [8])
        live._changed(company.id, "account.move", [7])
        channels = [(company, "quickbooks"), (elsewhere, "quickbooks")]
        self.trigger_notification_dispatching(channels)
        [told] = json.loads(here.recv())
        self.assertEqual(told["message"]["payload"], {"account.move": [7]})
