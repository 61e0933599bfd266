# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""No secret leaves the vault: not into logs, records, errors or the database."""

import logging
import traceback
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ..lib.online import auth
from .sign_in_case import SignInCase


class Collector(logging.Handler):
    """Keeps every message, with its traceback, as it would be written to a file."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.texts = []

    def emit(self, record):
        self.texts.append(self.format(record))


@tagged("post_install", "-at_install")
class TestSecrets(SignInCase):
    def setUp(self):
        super().setUp()
        self.secrets = {"client secret": self.sim.application.client_secret}
        self._collect_tokens()
        self.sim.always_rotate = True
        self.logged = Collector()
        root = logging.getLogger()
        root.addHandler(self.logged)
        self.addCleanup(root.removeHandler, self.logged)
        for key in self.connection._configured_keys() or [self.connection._local_key()]:
            self.secrets["encryption key"] = key

    def _collect_tokens(self):
        """Every token that Intuit gives from here on is a secret to look for."""
        make = auth._tokens

        def collect(client, now):
            tokens = make(client, now)
            number = len(self.secrets)
            self.secrets[f"access token {number}"] = tokens.access_token
            self.secrets[f"refresh token {number}"] = tokens.refresh_token
            return tokens

        self.patch(auth, "_tokens", collect)

    def _code(self, address):
        code = parse_qs(urlsplit(address).query)["code"][0]
        self.secrets[f"code {len(self.secrets)}"] = code
        return address

    # -- a life with failures of every kind ----------------------------------------

    def _live(self):
        """Sign in with failures, send with failures, lose the permission, part."""
        self.pages = []
        url = self._start()
        self.pages.append(self._return(self._at_intuit(url, decision="deny")).text)
        for path in ("/oauth2/v1/tokens", "/companyinfo"):
            for kind in ("error_503", "drop_after"):
                address = self._code(self._at_intuit(self._start()))
                self.sim.mishaps.add(kind, path=path)
                self.pages.append(self._return(address).text)
        address = self._code(self._at_intuit(self._start()))
        self.pages.append(self._return(address).text)
        self.assertEqual(self.connection.state, "connected")
        self.pages.append(self._return(address).text)  # the code a second time
        self._work()
        self._fail_in_every_way()
        self.sim.tokens.expire("access")
        self.sim.tokens.expire("refresh")
        self._send("Nobody")
        self.assertEqual(self.connection.state, "reconnect")
        address = self._code(self._at_intuit(self._start()))
        self.pages.append(self._return(address).text)
        self.assertEqual(self.connection.state, "connected")
        self.connection.with_user(self.manager).action_disconnect()

    def _fail_in_every_way(self):
        for number, kind in enumerate(
            (
                "drop_before",
                "drop_after",
                "error_500",
                "error_503",
                "throttle_xml",
                "batch_item",
            )
        ):
            self.sim.mishaps.add(kind, path="/batch")
            self._send(f"Shipper {number}")
        self.sim.tokens.expire("access")
        self._send("After a refused token")
        self.sim.mishaps.add("error_503", path="/oauth2/v1/tokens")
        self.connection.sudo().access_expires_at = fields.Datetime.now()
        self._send("While a token cannot be renewed")
        self._send("Gulf Coast Produce")  # a name that is taken
        self.errors = []
        self.connection.sudo().access_expires_at = fields.Datetime.now()
        client_secret = self.connection.sudo().client_secret_sealed
        for breakage in ({"client_secret_sealed": "x"}, {"simulator_url": False}):
            with self.env.cr.savepoint() as savepoint:
                self.connection.sudo().write(breakage)
                self.env.flush_all()
                try:
                    self.connection.sudo()._access_token()
                except UserError as error:
                    self.errors.append("".join(traceback.format_exception(error)))
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(len(self.errors), 2)
        self.assertEqual(self.connection.sudo().client_secret_sealed, client_secret)

    def _send(self, name):
        """A new customer on its way, and the worker a while later."""
        partner = self.env["res.partner"].create({"name": name, "customer_rank": 1})
        partner.with_company(self.company).sudo()._qb_enqueue()
        self.env.flush_all()
        self._work()
        self.env.cr.execute(
            SQL(
                "UPDATE quickbooks_connection SET paused_until = NULL;"
                "UPDATE quickbooks_exchange SET next_attempt_at = %(past)s"
                " WHERE state = 'open';"
                "UPDATE quickbooks_job SET next_attempt_at = %(past)s",
                past=fields.Datetime.now() - timedelta(days=1),
            )
        )
        self.env.invalidate_all()
        self._work()

    def _work(self):
        with self.registry.cursor() as cr:
            self.env(cr=cr, user=self.env.ref("base.user_root").id)[
                "quickbooks.connection"
            ]._cron_work(self.connection.id)
        self.env.invalidate_all()

    # -- looking everywhere --------------------------------------------------------

    def _tables_with_secrets(self):
        """Every table with a secret in it, in the clear, as a plain dump would show."""
        self.env.flush_all()
        tables = self.env.execute_query(
            SQL(
                "SELECT table_name FROM information_schema.tables"
                " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
            )
        )
        return [
            table
            for (table,) in tables
            if self.env.execute_query(
                SQL(
                    "SELECT FROM %s AS line WHERE EXISTS (SELECT FROM unnest(%s)"
                    " AS secret WHERE position(secret IN line::text) > 0) LIMIT 1",
                    SQL.identifier(table),
                    list(self.secrets.values()),
                )
            )
        ]

    def _assert_absent(self, texts, where):
        text = "\n".join(texts)
        for secret, value in self.secrets.items():
            with self.subTest(secret=secret, where=where):
                # A failure must not print what it is about.
                self.assertFalse(value in text, f"{secret} found in {where}")

    def test_no_secret_is_found_anywhere(self):
        self._live()
        self.assertGreater(len(self.secrets), 15)
        exchanges = self.env["quickbooks.exchange"].search(
            [("connection_id", "=", self.connection.id)]
        )
        self.assertGreater(len(exchanges), 10)
        self.assertTrue(self.logged.texts)
        self._assert_absent(self.logged.texts, "the log")
        self._assert_absent(self.errors, "exceptions")
        self._assert_absent(self.pages, "pages")
        self.assertFalse(self._tables_with_secrets())

    def test_the_search_would_find_a_secret(self):
        self.connection.name = f"Key {self.secrets['client secret']}"
        found = self._tables_with_secrets()
        self.assertIn("quickbooks_connection", found)
