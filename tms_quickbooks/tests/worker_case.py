# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Several workers at once, with transactions of their own that really commit.

What these tests write is visible to others while they run, and is taken away after.
"""

import threading
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name

from .common import LONE_STAR, WithSimulator


class WorkerCase(WithSimulator, BaseCase):
    """A connection that everybody sees, until the end of the test."""

    def setUp(self):
        super().setUp()
        # The thread that runs the tests holds the lock that others would wait for.
        self.startPatcher(patch.object(Registry, "_lock", DummyRLock()))
        self.registry = Registry(get_db_name())
        self.sim.reset()
        with self._cursor() as env:
            self.connection_id = self._connect(env).id
            self.addCleanup(self._take_away)
        self._work()  # brings the profile and the lists

    @contextmanager
    def _cursor(self):
        """An environment that commits at the end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _connect(self, env):
        connections = env["quickbooks.connection"]
        taken = connections.search([("state", "in", ("connected", "reconnect"))])
        company = env["res.company"].search(
            [("id", "not in", taken.company_id.ids)], limit=1
        )
        if not company:
            self.skipTest("every company of this database is connected to QuickBooks")
        given = self.sim.credentials(LONE_STAR)
        connection = connections.create(
            {
                "name": "Workers",
                "company_id": company.id,
                "environment": "simulator",
                "simulator_url": self.sim.url,
                "client_id": given["client_id"],
                "client_secret": given["client_secret"],
            }
        )
        vault = connection._vault()
        connection.write(
            {
                "state": "connected",
                "realm_id": LONE_STAR,
                "access_token_sealed": vault.seal(given["access_token"]),
                "access_expires_at": fields.Datetime.now() + timedelta(hours=1),
                "refresh_token_sealed": vault.seal(given["refresh_token"]),
            }
        )
        # Nobody else's scheduler works on it.
        connection.cron_id.active = False
        return connection

    def _take_away(self):
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            jobs = connection.job_ids
            partners = env["res.partner"].browse(jobs.mapped("res_id"))
            jobs.unlink()
            connection.object_ids.unlink()
            env["quickbooks.exchange"].search(
                [("connection_id", "=", connection.id)]
            ).unlink()
            connection.state = "draft"
            connection.unlink()
            partners.exists().unlink()

    def _queue(self, count):
        """So many new customers in the queue; returns their ids."""
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            partners = env["res.partner"].create(
                [
                    {"name": f"Worker Test {number}", "customer_rank": 1}
                    for number in range(count)
                ]
            )
            partners.with_company(connection.company_id).action_qb_send()
            return partners.ids

    def _work(self):
        with self._cursor() as env:
            env["quickbooks.connection"]._cron_work(self.connection_id)

    def _together(self, count, function):
        """Run it in so many threads that start at once; returns the results.

        :raises Exception: the first that a thread ended with
        """
        barrier, results, errors = threading.Barrier(count), [], []

        def run():
            barrier.wait(30)
            try:
                results.append(function())
            except Exception as error:  # handed to the test below
                errors.append(error)

        threads = [threading.Thread(target=run) for _number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        if errors:
            raise errors[0]
        return results

    def _states(self, partner_ids):
        with self._cursor() as env:
            jobs = env["quickbooks.job"].search([("res_id", "in", partner_ids)])
            return jobs.mapped("state")

    def _read(self, statement, *values):
        """One row as every other transaction sees it."""
        with self.registry.cursor() as cr:
            cr.execute(statement, values)
            return cr.fetchone()
