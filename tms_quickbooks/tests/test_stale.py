# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Documents that changed or vanished in QuickBooks since they were sent."""

import json
from unittest.mock import patch

from odoo.tests import tagged

from ..lib.online.client import Client
from ..models.quickbooks_job_settle import MAX_LOOKUPS
from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestStale(QuickbooksCase):
    def setUp(self):
        super().setUp()
        self.invoice = self._invoice()
        self._run()
        self.sim.stats.reset()

    def _in_books(self):
        return self._in_quickbooks("Invoice", self.invoice.qb_id)

    def _post(self, client, change, **params):
        found = client.read("Invoice", self.invoice.qb_id)
        body = {"Id": found["Id"], "SyncToken": found["SyncToken"], **change}
        text = json.dumps(body, default=float)
        client.post(client._url("invoice"), text, params=params)

    def _edit_in_quickbooks(self):
        """The bookkeeper writes a memo, which raises the SyncToken."""
        self._ask(
            lambda client: self._post(client, {"sparse": True, "PrivateNote": "called"})
        )

    def _delete_in_quickbooks(self):
        self._ask(lambda client: self._post(client, {}, operation="delete"))

    def _change(self, price=1800):
        self.invoice.button_draft()
        self.invoice.invoice_line_ids.price_unit = price
        self.invoice.action_post()

    def test_an_edit_in_quickbooks_is_read_and_the_update_sent_once_more(self):
        self._edit_in_quickbooks()
        self._change()
        self.sim.stats.reset()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), 2)
        self.assertEqual(self.sim.stats.calls(self.realm, "query"), 1)
        found = self._in_books()
        self.assertEqual((found["TotalAmt"], found["SyncToken"]), (1800, "2"))

    def test_a_line_that_somebody_has_changed_there_is_not_overwritten(self):
        line, *_subtotal = self._in_books()["Line"]
        self._ask(
            lambda client: self._post(
                client, {"sparse": True, "Line": [line | {"Description": "Agreed"}]}
            )
        )
        self._change()
        self._run()
        self.assertEqual(self.invoice.qb_status, "failed")
        self.assertIn("changed its lines or details", self.invoice.qb_message)
        self.assertEqual(self._jobs(self.invoice)[-1].next_action, "decide")
        self.assertEqual(self._in_books()["Line"][0]["Description"], "Agreed")
        self.invoice.action_qb_retry()
        self._run()
        self.assertEqual(self._in_books()["Line"][0]["Description"], "Agreed")
        dialog = self.invoice.action_qb_compare()
        self.env[dialog["res_model"]].browse(dialog["res_id"]).action_take_ours()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertNotEqual(self._in_books()["Line"][0]["Description"], "Agreed")

    def _run_beside_a_bookkeeper(self, edits):
        """The bookkeeper is faster than us, so many times."""
        batch, left = Client.batch, iter(range(edits))

        def edited_meanwhile(client, body, request_id):
            if next(left, None) is not None:
                self._post(client, {"sparse": True, "PrivateNote": request_id})
            return batch(client, body, request_id)

        self._change()
        with patch.object(Client, "batch", edited_meanwhile):
            self._run()

    def test_a_document_that_is_touched_again_and_again_goes_by_itself(self):
        self._run_beside_a_bookkeeper(MAX_LOOKUPS["version"])
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertEqual(self._in_books()["TotalAmt"], 1800)

    def test_a_document_that_keeps_changing_is_left_to_a_person(self):
        self._run_beside_a_bookkeeper(1000)
        self.assertEqual(self.invoice.qb_status, "failed")
        self.assertIn("changed this record in QuickBooks", self.invoice.qb_message)
        self.assertTrue(self.invoice.qb_hint)
        self.assertEqual(self._jobs(self.invoice)[-1].next_action, "decide")
        sent = MAX_LOOKUPS["version"] + 1
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), sent)

    def test_after_that_a_retry_starts_from_the_version_quickbooks_has(self):
        self.test_a_document_that_keeps_changing_is_left_to_a_person()
        self.invoice.action_qb_retry()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertEqual(self._in_books()["TotalAmt"], 1800)

    def test_a_document_deleted_in_quickbooks_is_explained_not_made_anew(self):
        self._delete_in_quickbooks()
        self._change()
        self._run()
        self.assertEqual(self.invoice.qb_status, "failed")
        self.assertIn("deleted in QuickBooks", self.invoice.qb_message)
        self.assertIn("send it again", self.invoice.qb_hint)
        self.assertEqual(self.invoice.action_qb_fix()["res_id"], self.invoice.id)
        self.assertTrue(self.invoice.qb_mended_here, "no button that leads nowhere")
        self.assertFalse(self._all_in_quickbooks("Invoice"))

    def test_a_deleted_document_is_made_anew_when_somebody_sends_it_again(self):
        self._delete_in_quickbooks()
        self._change()
        self._run()
        self.invoice.action_qb_retry()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        [found] = self._all_in_quickbooks("Invoice")
        self.assertEqual(self.invoice.qb_id, found["Id"])
        self.assertEqual(found["TotalAmt"], 1800)
