# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two users come back from Intuit at the same moment.

With real threads and transactions that commit; what these tests write is taken away.
"""

import threading
from contextlib import contextmanager
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit

import requests

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from .common import LONE_STAR, WithSimulator

try:
    from quickbooks_simulator.online import PRAIRIE
except ImportError:  # the base class skips
    PRAIRIE = None


@tagged("post_install", "-at_install")
class TestConnectTogether(WithSimulator, BaseCase):
    def setUp(self):
        super().setUp()
        # The thread that runs the tests holds the lock that others would wait for.
        self.startPatcher(patch.object(Registry, "_lock", DummyRLock()))
        self.registry = Registry(get_db_name())
        with self._cursor() as env:
            companies = env["res.company"].with_context(active_test=False)
            # A company with all that belongs to it is not taken away so easily.
            companies = companies.search(
                [("name", "like", "Connected Together")]
            ) or companies.create(
                [{"name": f"Connected Together {number}"} for number in (1, 2)]
            )
            companies.active = True
            self.company_ids = companies.ids
        self.addCleanup(self._take_away)

    @contextmanager
    def _cursor(self):
        """An environment that commits at the end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _take_away(self):
        with self._cursor() as env:
            made = self._made(env)
            made.object_ids.unlink()
            made.state = "draft"
            made.unlink()
            env["quickbooks.connect"].search(
                [("company_id", "in", self.company_ids)]
            ).unlink()
            env["res.company"].browse(self.company_ids).active = False

    def _made(self, env):
        return env["quickbooks.connection"].search(
            [("company_id", "in", self.company_ids)]
        )

    def _at_intuit(self, company_id, realm):
        """Somebody who has signed in at Intuit, and is about to come back."""
        application = self.sim.application
        with self._cursor() as env:
            sign_in = env["quickbooks.connect"].create(
                {
                    "company_id": company_id,
                    "environment": "simulator",
                    "simulator_url": self.sim.url,
                    "client_id": application.client_id,
                    "client_secret": application.client_secret,
                }
            )
            # Two users; one user's second sign-in would end the first.
            with patch.object(type(sign_in), "_supersede"):
                url = sign_in.action_sign_in()["url"]
        asked = dict(parse_qsl(urlsplit(url).query))
        answer = requests.post(
            url.partition("?")[0],
            data={**asked, "user": "maria", "realm": realm, "decision": "connect"},
            allow_redirects=False,
            timeout=10,
        )
        return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))

    def _come_back(self, told):
        """What the page does; returns the connection, or the sentence on the page."""
        with self._cursor() as env:
            return retrying(lambda: self._finish(env, told), env)

    def _finish(self, env, told):
        try:
            sign_in, nonce = env["quickbooks.connect"]._of_state(told["state"])
            sign_in._use_up(nonce)
            with env.cr.savepoint():
                sign_in._finish(told["code"], told["realmId"])
        except UserError as failure:
            return failure.args[0]
        return sign_in.connection_id.id

    def _together(self, *arguments):
        """Come back in as many threads at once; returns (connections, sentences)."""
        barrier, results = threading.Barrier(len(arguments)), []

        def run(told):
            barrier.wait(30)
            try:
                results.append(self._come_back(told))
            except Exception as error:  # shown by the assertions below
                results.append(error)

        threads = [threading.Thread(target=run, args=(told,)) for told in arguments]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        connected = [found for found in results if isinstance(found, int)]
        return connected, [str(found) for found in results if found not in connected]

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_sign_ins_for_one_company_make_one_connection(self):
        first, _second = self.company_ids
        told = [self._at_intuit(first, realm) for realm in (LONE_STAR, PRAIRIE)]
        connected, sentences = self._together(*told)
        self.assertEqual(len(connected), 1, sentences)
        self.assertEqual(len(sentences), 1)
        self.assertIn("connected", sentences[0])
        self.assertIn("Disconnect", sentences[0])
        with self._cursor() as env:
            self.assertEqual(self._made(env).ids, connected)
            self.assertEqual(len(self._made(env).cron_id), 1)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_companies_do_not_share_a_quickbooks_company(self):
        told = [self._at_intuit(company, LONE_STAR) for company in self.company_ids]
        connected, sentences = self._together(*told)
        self.assertEqual(len(connected), 1, sentences)
        self.assertIn("is connected to another company here", sentences[0])
        with self._cursor() as env:
            self.assertEqual(self._made(env).ids, connected)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_return_that_arrives_twice_connects_once(self):
        told = self._at_intuit(self.company_ids[0], LONE_STAR)
        self.sim.stats.reset()
        connected, sentences = self._together(told, told)
        self.assertEqual(len(connected), 1, sentences)
        self.assertIn("used already", sentences[0])
        self.assertEqual(self.sim.stats.calls("", "token_authorization_code"), 1)
