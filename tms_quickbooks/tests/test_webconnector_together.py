# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Several Web Connectors at the same moment, each in a transaction that commits."""

from unittest.mock import patch

from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from .worker_case import WorkerCase

TOGETHER = 4


@tagged("post_install", "-at_install")
class TestWebConnectorsTogether(BaseCase):
    _cursor = WorkerCase._cursor
    _together = WorkerCase._together

    def setUp(self):
        super().setUp()
        # The thread that runs the tests holds the lock that others would wait for.
        self.startPatcher(patch.object(Registry, "_lock", DummyRLock()))
        self.registry = Registry(get_db_name())
        # Whoever collides is logged and tries again, and no test waits for that.
        self.enterContext(mute_logger("odoo.sql_db", "odoo.service.model"))
        self.startPatcher(patch("odoo.service.model.random.uniform", lambda *_: 0.02))
        with self._cursor() as env:
            connection = env["quickbooks.connection"].create(
                {"name": "Together", "provider": "desktop"}
            )
            self.connection_id = connection.id
            self.user = connection.qb_user
            self.password = connection._renew_qb_password()
            self.addCleanup(self._take_away)

    def _take_away(self):
        with self._cursor() as env:
            env["quickbooks.login.attempt"].search([]).unlink()
            connection = env["quickbooks.connection"].browse(self.connection_id)
            connection.session_ids.unlink()
            connection.unlink()

    def _say(self, method, *values, address="192.0.2.1"):
        """As the controller: a transaction of its own, which is tried again."""
        with self._cursor() as env:
            return retrying(
                lambda: env["quickbooks.session"]._serve(
                    method, dict(enumerate(values)), address
                ),
                env,
            )

    def _log_in(self, password=None, address="192.0.2.1"):
        return self._say(
            "authenticate", self.user, password or self.password, address=address
        )

    def _states(self):
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            return sorted(connection.session_ids.mapped("state"))

    def test_of_several_logins_one_session_stays(self):
        tickets = {ticket for ticket, _file in self._together(TOGETHER, self._log_in)}
        self.assertEqual(len(tickets), TOGETHER)
        self.assertEqual(self._states(), ["open"] + ["superseded"] * (TOGETHER - 1))

    def test_of_several_web_connectors_one_gets_in(self):
        addresses = iter([f"192.0.2.{number}" for number in range(TOGETHER)])
        said = self._together(
            TOGETHER, lambda: self._log_in(address=next(addresses))[1]
        )
        self.assertEqual(sorted(said), ["", *["busy"] * (TOGETHER - 1)])
        self.assertEqual(self._states(), ["open"])

    def test_all_who_guess_at_once_are_counted(self):
        with patch("odoo.service.model.time.sleep") as waited:
            self._together(TOGETHER, lambda: self._log_in("wrong"))
        waited.assert_not_called()
        with self._cursor() as env:
            # Each for the user and for the address.
            count = env["quickbooks.login.attempt"].search_count([])
            self.assertEqual(count, 2 * TOGETHER)

    def test_a_call_that_comes_twice_is_taken_one_after_the_other(self):
        ticket, _file = self._log_in()
        said = self._together(2, lambda: self._say("closeConnection", ticket))
        self.assertEqual(len(said), 2)
        self.assertEqual(self._states(), ["closed"])
