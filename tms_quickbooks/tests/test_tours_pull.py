# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The lists of QuickBooks in the browser."""

import threading
from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged

from ..lib.online import lists
from .common import QuickbooksCase
from .test_tours import TourCase

PAUSE = 0.7  # seconds between two steps of the worker, for the browser to look


@tagged("post_install", "-at_install")
class TestPullTours(QuickbooksCase, TourCase):
    @contextmanager
    def _worker(self):
        """A worker that comes when it is woken and then does a step now and then, as
        long as the browser is open."""
        woken, closed = threading.Event(), threading.Event()

        def work():
            woken.wait()
            while not closed.wait(PAUSE):
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    env["quickbooks.connection"].browse(self.connection.id)._step()

        worker = threading.Thread(target=work)
        worker.start()
        connections = self.registry["quickbooks.connection"]
        try:
            with patch.object(connections, "_wake", lambda *_args: woken.set()):
                yield
        finally:
            closed.set()
            woken.set()
            worker.join()

    def test_progress_is_live_and_can_be_stopped(self):
        self.sim.add_customers(400, self.realm)
        with patch.object(lists, "MAX_RESULTS", 60), self._worker():
            self._tour(self._form(self.connection), "update_lists")
        self.env.invalidate_all()
        customers = self.env["quickbooks.object"].search_count(
            [("type", "=", "Customer"), ("connection_id", "=", self.connection.id)]
        )
        self.assertEqual(customers, 403)

    def test_records_of_quickbooks_are_found_with_what_they_are_linked_to(self):
        contact = self.env["res.partner"].create({"name": "Gulf Coast here"})
        found = self._object("Customer", "Gulf Coast Produce")
        found.sudo().write({"res_model": contact._name, "res_id": contact.id})
        self._tour("/odoo/quickbooks-objects", "records")
