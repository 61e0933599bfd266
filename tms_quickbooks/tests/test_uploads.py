# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A file goes once, whatever happens on the way."""

import json
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .file_case import FileCase


@tagged("post_install", "-at_install")
class TestUploads(FileCase):
    def setUp(self):
        super().setUp()
        self.load, self.invoice = self._sent_load()
        self.pod = self._attach(self.load, "POD.pdf", b"%PDF signed")
        self.sim.stats.reset()

    @property
    def _row(self):
        return self._files(self.invoice)["POD.pdf"]

    def _job(self):
        return self._jobs(self._row)[-1]

    def _assert_attached_once(self):
        [kept] = self._attached(self.invoice).values()
        self.assertEqual(self._downloaded(kept), b"%PDF signed")
        self.assertEqual(self._row.qb_status, "synced")
        self.assertEqual(self._job().state, "done")

    def test_an_answer_that_is_lost_is_looked_up(self):
        self.sim.mishaps.add("drop_after", path="/upload")
        self._run()
        self.assertEqual(self._job().state, "sent")
        self.assertEqual(self._row.qb_status, "pending")
        self.assertIn("connection", self._row.note)
        self._let_time_pass(minutes=5)
        self._run()
        self.assertEqual(self.sim.stats.calls(self.realm, "query"), 1)
        self.assertEqual(self._uploads(), 1)
        self._assert_attached_once()

    def test_what_never_arrived_goes_again_to_the_byte(self):
        self.sim.mishaps.add("drop_before", path="/upload")
        self._run()
        exchange = self._job().exchange_id.sudo()
        before = (exchange.request_id, exchange.body)
        self._let_time_pass(minutes=5)
        self._run()
        self._assert_attached_once()
        self.assertEqual(exchange.request_id, before[0])
        self.assertEqual(self._uploads(), 1)
        self.assertFalse(exchange.body)

    def test_an_answer_that_is_lost_twice(self):
        for _time in range(2):
            self.sim.mishaps.add("drop_before", path="/upload")
        self.sim.mishaps.add("drop_after", path="/upload")
        for _time in range(5):
            self._run()
            self._let_time_pass(minutes=10)
        self._assert_attached_once()

    def test_a_worker_that_died_after_the_commit_loses_nothing(self):
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            self.assertEqual(connection._step_plan(), 1)
            claimed, exchange = connection._claim_upload()
            self.assertEqual((claimed, exchange.state), (1, "open"))
        self.assertEqual(self._job().state, "sent")
        self._run()
        self.assertEqual(self._uploads(), 0, "another one may be at work on it")
        self._let_time_pass(minutes=5)
        self._run()
        self._assert_attached_once()

    def test_a_large_file_has_more_time(self):
        row = self._row
        row.sudo().size = 100 * 2**20
        self.assertGreater(row._lease().total_seconds(), 600)

    def test_throttling_costs_no_attempt(self):
        self.sim.mishaps.add("throttle_xml", path="/upload")
        self._run()
        self.assertEqual(self._job().attempts, 0)
        self.assertTrue(self.connection.paused_until)
        self._let_time_pass(minutes=5)
        self._run()
        self._assert_attached_once()

    def test_an_expired_token_is_renewed_and_the_file_sent_from_its_beginning(self):
        self.sim.tokens.expire("access")
        self._run()
        self._assert_attached_once()

    def test_after_very_long_nothing_is_repeated_blindly(self):
        self.sim.mishaps.add("drop_before", path="/upload")
        self._run()
        first = self._job().exchange_id
        self.env.cr.execute(
            "UPDATE quickbooks_exchange SET create_date = create_date - interval '3 d'"
            " WHERE id = %s",
            [first.id],
        )
        self.env.invalidate_all()
        self._let_time_pass(days=3)
        self._run()
        self._assert_attached_once()
        self.assertEqual(first.state, "answered")

    def test_a_file_removed_while_nobody_knows_whether_it_arrived(self):
        self.sim.mishaps.add("drop_before", path="/upload")
        self._run()
        self.pod.unlink()
        self._let_time_pass(minutes=5)
        self._run()
        self.assertEqual(self._uploads(), 0)
        self.assertEqual(self._job().problem_code, "file.gone")
        self.assertIn("Attach the file again", self.invoice.qb_files_message)

    def test_a_file_removed_after_it_arrived_unseen_is_found(self):
        self.sim.mishaps.add("drop_after", path="/upload")
        self._run()
        self.pod.unlink()
        self._let_time_pass(minutes=5)
        self._run()
        self.assertEqual(self._row.qb_status, "synced")
        self.assertEqual(set(self._attached(self.invoice)), {"POD.pdf"})

    def test_a_document_deleted_here_while_its_file_was_on_its_way(self):
        self.sim.mishaps.add("drop_before", path="/upload")
        self._run()
        job = self._job()
        self._row.sudo().unlink()
        self._let_time_pass(minutes=5)
        self._run()
        self.assertEqual((job.state, job.problem_code), ("failed", "file.gone"))
        self.assertFalse(self.connection.pause_text)

    def test_nothing_is_asked_of_the_database_while_a_file_is_sent(self):
        """No transaction stays open for as long as that takes."""
        self.sim.mishaps.add("drop_before", path="/upload")
        self._run()
        send = self._job().exchange_id.sudo()._sending()
        self.env.invalidate_all()  # as after the commit before the call

        class Client:
            def upload(self, metadata, content, request_id):
                return content.read()

        with self.assertQueryCount(0):
            self.assertEqual(send(Client()), b"%PDF signed")

    def test_a_refusal_is_the_files_and_not_the_invoices(self):
        with patch("quickbooks_simulator.online.attachments.MAX_BYTES", 5):
            self._run()
        row = self._row
        self.assertEqual((row.qb_status, self.invoice.qb_status), ("failed", "synced"))
        self.assertEqual(self._job().problem_code, "qbo.6030")
        self.assertIn("100 MB", self.invoice.qb_files_message)
        self.invoice.action_qb_retry_files()
        self._run()
        self._assert_attached_once()
        self.assertFalse(self.invoice.qb_files_message)

    def test_a_document_deleted_there_is_told_in_quickbooks_words(self):
        document = self._in_quickbooks("Invoice", self.invoice.qb_id)
        self._ask(
            lambda client: client.post(
                client._url("invoice") + "?operation=delete",
                json.dumps({key: document[key] for key in ("Id", "SyncToken")}),
            )
        )
        self._run()
        self.assertEqual(self._row.qb_status, "failed")
        self.assertIn("does not exist", self._row.note)

    @mute_logger("odoo.addons.tms_quickbooks.models.quickbooks_connection_worker")
    def test_content_that_is_gone_from_the_store_fails_that_file_only(self):
        self._attach(self.load, "BOL.pdf")
        self.pod.sudo()._qb_path().unlink()
        self._run()
        states = self._states(self.invoice)
        self.assertEqual(states, {"POD.pdf": "failed", "BOL.pdf": "synced"})
        self.assertIn("not on this server", self._row.note)

    def test_files_kept_in_the_database_go_as_well(self):
        self.env["ir.config_parameter"].sudo().set_param("ir_attachment.location", "db")
        self._attach(self.load, "BOL.pdf", b"in the database")
        self._run()
        kept = self._attached(self.invoice)["BOL.pdf"]
        self.assertEqual(self._downloaded(kept), b"in the database")

    def test_documents_go_before_files(self):
        other = self._invoice()
        other.action_qb_send()
        self.sim.mishaps.add("error_503", path="/upload")
        self._run()
        self.assertEqual(other.qb_status, "synced")
        self.assertEqual(self._row.qb_status, "pending")

    def test_uploads_are_no_batches_and_have_a_limit_of_their_own(self):
        self.env["quickbooks.exchange"].sudo().create(
            [
                {
                    "connection_id": self.connection.id,
                    "company_id": self.company.id,
                    "name": "POST upload",
                    "kind": "upload",
                    "state": "answered",
                    "request_id": f"upload-{number}",
                    "started_at": fields.Datetime.now(),
                }
                for number in range(120)
            ]
        )
        other = self._invoice()
        other.action_qb_send()
        self._run()
        self.assertEqual(other.qb_status, "synced")
        self.assertEqual(self._uploads(), 0)
        self._let_time_pass(minutes=2)
        self._run()
        self._assert_attached_once()

    def test_the_log_tells_of_a_file_and_not_which(self):
        self._run()
        exchange = self.env["quickbooks.exchange"].search(
            [("kind", "=", "upload")], limit=1
        )
        self.assertEqual(exchange.summary, "Sent: Attachment (1)")
        self.assertEqual(exchange.outcome, "All accepted.")
        for text in (exchange.request_text, exchange.response_text):
            self.assertIn("Attach", text)
            self.assertNotIn("POD.pdf", text)
            self.assertNotIn("signed", text)

    def test_cancelled_and_sent_again_by_hand(self):
        self._job().action_cancel()
        self.assertEqual(self._row.qb_status, "not_synced")
        self._row.action_qb_send()
        self._run()
        self._assert_attached_once()
