# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The cards, the log in sentences, and how far a bulk run is."""

from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common import QuickbooksCase

FIGURES = (
    "pending_count",
    "under_way_count",
    "failed_count",
    "done_today_count",
    "batches_left",
    "calls_left",
    "last_success_at",
)


@tagged("post_install", "-at_install")
class TestOverview(QuickbooksCase):
    def _figures(self):
        self.connection.invalidate_recordset(FIGURES)
        return {name: self.connection[name] for name in FIGURES}

    # -- the card ------------------------------------------------------------------

    def test_a_card_tells_what_waits_went_failed_and_is_left(self):
        before = self._figures()
        self._invoice()
        self.assertEqual(self._figures()["pending_count"], 1)
        self._run()
        self._invoice({"price_unit": 0.0})
        self._run()
        self._invoice()
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        self._invoice()
        after = self._figures()
        self.assertEqual(after["under_way_count"], 1)
        self.assertEqual(after["failed_count"], 1)
        self.assertEqual(after["pending_count"], 1)
        done = before["done_today_count"] + 2  # the first customer and its invoice
        self.assertEqual(after["done_today_count"], done)
        # The customer's batch, its invoice's, and the one whose answer is lost.
        self.assertEqual(before["batches_left"] - after["batches_left"], 3)
        self.assertLess(after["calls_left"], before["calls_left"])
        self.assertTrue(after["last_success_at"])

    def test_the_figures_take_as_many_queries_for_many_connections_as_for_one(self):
        others = self.env["quickbooks.connection"].create(
            [{"name": f"Books {number}", "provider": "online"} for number in range(5)]
        )
        for figure in FIGURES:
            with self.subTest(figure):
                counts = []
                for connections in (self.connection, self.connection | others):
                    self.env.invalidate_all()
                    connections.mapped("name")
                    before = self.env.cr.sql_log_count
                    connections.mapped(figure)
                    counts.append(self.env.cr.sql_log_count - before)
                self.assertLessEqual(counts[1], counts[0])

    def test_today_begins_at_midnight_where_the_user_is(self):
        Connection = self.env["quickbooks.connection"].with_context(tz="US/Central")
        with freeze_time("2026-11-20 03:00:00"):  # 21:00 of the day before
            self.assertEqual(Connection._midnight(), datetime(2026, 11, 19, 6))

    def test_what_failed_opens_grouped_by_reason(self):
        action = self.connection.with_context(job_filter="failed").action_view_jobs()
        self.assertTrue(action["context"]["search_default_failed"])
        self.assertTrue(action["context"]["search_default_group_reason"])

    # -- the log -------------------------------------------------------------------

    def test_a_batch_says_what_was_in_it_and_how_many_were_refused(self):
        self._invoice()
        self._run()
        bad = self._invoice_to_be_refused()
        good = self._invoice()
        self._run()
        sent = self._jobs(good).exchange_id
        self.assertEqual(sent, self._jobs(bad).exchange_id)
        self.assertEqual(sent.summary, "Sent: Invoice (2)")
        self.assertEqual(sent.outcome, "1 accepted, 1 refused.")
        self.assertTrue(sent.intuit_tid)

    def test_a_lost_answer_says_that_nothing_is_made_twice(self):
        self._invoice()
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        lost = self.env["quickbooks.exchange"].search([("state", "=", "open")])
        self.assertIn("nothing twice", lost.outcome)

    def test_a_call_that_reads_says_what_it_read(self):
        calls = self.env["quickbooks.exchange"].search(
            [("connection_id", "=", self.connection.id), ("request_id", "=", False)]
        )
        self.assertTrue(calls)
        for call in calls:
            self.assertNotIn("%(", call.summary)
            self.assertEqual(call.outcome, "Answered.")

    # -- bulk runs -----------------------------------------------------------------

    def _progress(self, action):
        run = action["params"]["next"]["params"]["run"]
        return self.env["quickbooks.job"].bulk_progress(run)

    def test_a_bulk_run_tells_how_far_it_is(self):
        self.connection.invoice_push = "click"
        invoices = (
            self._invoice() + self._invoice({"price_unit": 0.0}) + self._invoice()
        )
        sent = invoices.action_qb_send()
        self.assertEqual(
            self._progress(sent),
            {"total": 3, "done": 0, "failed": 0, "waiting": 3, "note": ""},
        )
        self._run()
        self.assertEqual(
            self._progress(sent),
            {"total": 3, "done": 2, "failed": 1, "waiting": 0, "note": ""},
        )

    def test_what_is_taken_out_of_the_queue_is_not_part_of_the_run(self):
        self.connection.invoice_push = "click"
        invoices = self._invoice() + self._invoice()
        sent = invoices.action_qb_send()
        invoices[0].action_qb_suppress()
        self._run()
        self.assertEqual(
            self._progress(sent),
            {"total": 1, "done": 1, "failed": 0, "waiting": 0, "note": ""},
        )

    def test_one_record_is_no_bulk_run(self):
        self.connection.invoice_push = "click"
        action = self._invoice().action_qb_send()
        self.assertEqual(
            action["params"]["next"]["type"], "ir.actions.act_window_close"
        )

    def test_a_run_that_does_not_move_says_why(self):
        self.connection.invoice_push = "click"
        sent = (self._invoice() + self._invoice()).action_qb_send()
        self.sim.mishaps.add("error_503")
        self._run()
        progress = self._progress(sent)
        self.assertEqual(progress["waiting"], 2)
        self.assertTrue(progress["note"])

    def test_what_failed_of_a_run_is_a_list(self):
        self.connection.invoice_push = "click"
        bad = self._invoice({"price_unit": 0.0})
        sent = (bad + self._invoice()).action_qb_send()
        self._run()
        run = sent["params"]["next"]["params"]["run"]
        action = self.env["quickbooks.job"].bulk_failures(run)
        found = self.env["quickbooks.job"].search(action["domain"])
        self.assertEqual(
            found.filtered(lambda job: job.state == "failed").res_id, bad.id
        )
