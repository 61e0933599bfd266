# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Somebody changes a customer at the moment when a worker writes its bytes."""

import threading
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.online import render
from .worker_case import WorkerCase


@tagged("post_install", "-at_install")
class TestPartiesWorkers(WorkerCase):
    @contextmanager
    def _partner(self, partner_id):
        """The customer, in a transaction of its own."""
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            partners = env["res.partner"].with_company(connection.company_id)
            yield partners.browse(partner_id)

    def _change(self, partner_id, is_open, may_save):
        """What a user does who has the form open and saves it in a moment."""
        with self._partner(partner_id) as partner:
            self.assertFalse(partner.street)
            is_open.set()
            may_save.wait(30)
            # As for every request: again, where another transaction was faster.
            retrying(partial(partner.write, {"street": "1 Main St"}), partner.env)

    @mute_logger("odoo.sql_db")
    def test_no_change_is_lost_between_the_bytes_and_their_commit(self):
        [partner_id] = self._queue(1)
        batch_item = render.batch_item
        is_open, may_save = threading.Event(), threading.Event()
        user = threading.Thread(
            target=self._change, args=(partner_id, is_open, may_save)
        )
        user.start()
        self.assertTrue(is_open.wait(30))

        def changed_meanwhile(*args):
            item = batch_item(*args)
            if not may_save.is_set():
                may_save.set()
                user.join(2)  # now it waits for this very transaction
            return item

        with patch.object(render, "batch_item", changed_meanwhile):
            self._work()
        user.join(30)
        self.assertFalse(user.is_alive())
        with self._partner(partner_id) as partner:
            self.assertEqual(partner.street, "1 Main St")
            # Either it is sent after by itself, or somebody sees that it has to be.
            if partner.qb_status == "outdated":
                partner.action_qb_send()
        self._work()
        with self._partner(partner_id) as partner:
            self.assertEqual(partner.qb_status, "synced")
            connection = partner.env["quickbooks.connection"].browse(self.connection_id)
            found = connection._ask(
                lambda client: client.read("Customer", partner.qb_id), []
            )
            self.assertEqual(found["BillAddr"]["Line1"], "1 Main St")
