# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The queue: order, batches, lost answers, refusals, pauses, generations."""

import json
from contextlib import suppress
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.online import read as online_read
from ..lib.online import render
from ..lib.online.client import Client
from ..lib.problems import QuickBooksError, problem_of_fault
from ..models.quickbooks_job import RETRY_DELAYS
from .common import QuickbooksCase

MODELS = "odoo.addons.tms_quickbooks.models"


class QueueCase(QuickbooksCase):
    """`Acme Shippers` is in QuickBooks already, so that invoices go straight out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.action_qb_send()
        cls._run()
        cls._remember_simulator()

    def setUp(self):
        super().setUp()
        self.sim.stats.reset()
        self.batches = self._record_batches()

    def _record_batches(self):
        """Every batch as it goes out from here on: (request id, body)."""
        sent = []
        batch = Client.batch

        def record(client, body, request_id):
            sent.append((request_id, json.loads(body)))
            return batch(client, body, request_id)

        self.startPatcher(patch.object(Client, "batch", record))
        return sent

    def _seconds_until(self, moment):
        return (moment - fields.Datetime.now()).total_seconds()

    def _sent_numbers(self):
        """The document numbers that went out, batch by batch."""
        return [
            [
                item[kind]["DocNumber"]
                for item in body["BatchItemRequest"]
                for kind in ("Invoice", "Bill")
                if kind in item
            ]
            for _request_id, body in self.batches
        ]

    def _invoices(self, count, **vals):
        """So many posted invoices."""
        moves = self.env["account.move"].create(
            self._invoice(post=False, **vals).copy_data({"invoice_date": "2026-11-20"})
            * count
        )
        moves.action_post()
        return moves


@tagged("post_install", "-at_install")
class TestQueueOrder(QueueCase):
    def test_documents_go_out_in_the_order_they_were_posted(self):
        self.sim.change_company(self.realm, custom_txn_numbers=True)
        self.connection.sudo().lists_updated_at = False
        invoices = self._invoices(3)
        self._run()
        self.assertEqual(self._sent_numbers(), [invoices.mapped("name")])

    def test_a_batch_holds_thirty_documents(self):
        invoices = self._invoices(61)
        self._run()
        sizes = [len(body["BatchItemRequest"]) for _id, body in self.batches]
        self.assertEqual(sizes, [30, 30, 1])
        self.assertEqual(set(invoices.mapped("qb_status")), {"synced"})

    def test_a_customer_goes_before_its_invoice(self):
        newcomer = self.customer.copy({"name": "Newcomer Foods"})
        invoice = self._invoice(partner_id=newcomer.id)
        self._run()
        kinds = [
            [
                kind
                for item in body["BatchItemRequest"]
                for kind in item.keys() & {"Customer", "Invoice"}
            ]
            for _id, body in self.batches
        ]
        self.assertEqual(kinds, [["Customer"], ["Invoice"]])
        sent = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(sent["CustomerRef"]["value"], newcomer.qb_id)

    def test_one_customer_is_created_once_for_all_its_invoices(self):
        newcomer = self.customer.copy({"name": "Newcomer Foods"})
        invoices = self._invoices(5, partner_id=newcomer.id)
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"synced"})
        self.assertEqual(len(self._jobs(newcomer)), 1)

    def test_a_document_waits_while_its_customer_cannot_go(self):
        newcomer = self.customer.copy({"name": "Acme Shippers"})
        waiting = self._invoice(partner_id=newcomer.id)
        other = self._invoice()
        self._run()
        self.assertEqual(newcomer.qb_status, "failed")
        self.assertEqual(waiting.qb_status, "failed")
        self.assertIn("Waits for Acme Shippers", waiting.qb_message)
        self.assertTrue(waiting.qb_hint)
        place = waiting.action_qb_fix()
        matching = self.env[place["res_model"]].browse(place["res_id"])
        self.assertEqual(matching.partner_id, newcomer)
        self.assertEqual(other.qb_status, "synced")

    def test_a_document_follows_when_its_customer_was_mended(self):
        newcomer = self.customer.copy({"name": "Acme Shippers"})
        invoice = self._invoice(partner_id=newcomer.id)
        self._run()
        newcomer.name = "Acme Shippers West"
        invoice.action_qb_retry()
        self._run()
        self.assertEqual(newcomer.qb_status, "synced")
        self.assertEqual(invoice.qb_status, "synced")

    def test_cancelling_a_customer_leaves_no_document_stuck(self):
        newcomer = self.customer.copy({"name": "Acme Shippers"})
        invoice = self._invoice(partner_id=newcomer.id)
        self._run()
        newcomer.name = "Acme Shippers West"
        self._jobs(newcomer).action_cancel()
        invoice.action_qb_retry()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")


@tagged("post_install", "-at_install")
class TestQueueAnswers(QueueCase):
    # -- the answer is lost --------------------------------------------------------

    def test_after_a_lost_answer_the_same_bytes_go_out_and_nothing_doubles(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        invoice = self._invoice()
        self._run()
        job = self._jobs(invoice)
        self.assertEqual(job.state, "sent")
        self.assertEqual(job.problem_code, "net.connection")
        self._let_time_pass(hours=1)
        self._run()
        first, second = self.batches
        self.assertEqual(first, second)
        self.assertEqual(invoice.qb_status, "synced")
        [found] = self._all_in_quickbooks("Invoice")
        self.assertEqual(found["Id"], invoice.qb_id)

    def test_a_change_of_the_invoice_does_not_change_what_is_sent_again(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        invoice = self._invoice()
        self._run()
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 1
        self._let_time_pass(hours=1)
        self._run()
        first, second = self.batches
        self.assertEqual(first, second)

    def test_a_worker_that_died_before_the_answer_loses_nothing(self):
        invoice = self._invoice()
        self._die_in_call()
        self.assertEqual(self._jobs(invoice).state, "sent")
        self._run()
        self.assertEqual(invoice.qb_status, "pending", "the lease is not over yet")
        self._let_time_pass(minutes=4)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(len({request_id for request_id, _body in self.batches}), 1)

    def _die_in_call(self):
        """A worker that is killed when QuickBooks has done the work."""
        batch = Client.batch

        def die(client, body, request_id):
            batch(client, body, request_id)
            raise KeyboardInterrupt

        with patch.object(Client, "batch", die), suppress(KeyboardInterrupt):
            self._run()

    # -- refusals ------------------------------------------------------------------

    def test_a_refusal_concerns_only_the_document_it_is_about(self):
        good, bad = self._invoices(2)
        self._take_number(bad)
        self._run()
        self.assertEqual((good.qb_status, bad.qb_status), ("synced", "failed"))
        self.assertIn(f"has the number {bad.name} already", bad.qb_message)
        self.assertTrue(bad.qb_hint)

    def test_after_a_refusal_a_retry_is_a_new_request(self):
        invoice = self._invoice()
        self._take_number(invoice)
        self._run()
        invoice.button_draft()
        invoice.name = "INV/2026/77777"
        invoice.action_post()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        (first, _body), (second, _body) = self.batches
        self.assertNotEqual(first, second)

    def test_an_item_that_broke_down_is_sent_again_and_the_others_are_done(self):
        invoices = self._invoices(3)
        self.sim.mishaps.add("batch_item")
        self._run()
        self.assertEqual(
            sorted(invoices.mapped("qb_status")), ["pending", "synced", "synced"]
        )
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"synced"})
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 3)

    def test_answers_in_any_order_are_told_apart(self):
        invoices = self._invoices(10)
        self.sim.mishaps.add("shuffle_batch")
        self._run()
        for invoice in invoices:
            found = self._in_quickbooks("Invoice", invoice.qb_id)
            self.assertIn(invoice.name, found["PrivateNote"])

    @mute_logger(f"{MODELS}.quickbooks_job_queue", f"{MODELS}.quickbooks_sync_mixin")
    def test_one_poisonous_record_does_not_stop_the_others(self):
        invoices = self._invoices(3)
        poisonous = invoices[1]
        Move = type(self.env["account.move"])
        header = Move._qb_header

        def poisoned(move, *args):
            if move.id == poisonous.id:
                raise ZeroDivisionError
            return header(move, *args)

        with patch.object(Move, "_qb_header", poisoned):
            self._run()
        self.assertEqual(invoices.mapped("qb_status"), ["synced", "failed", "synced"])
        self.assertIn("could not be prepared", poisonous.qb_message)
        self.assertEqual(self._jobs(poisonous).next_action, "report")

    # -- QuickBooks is not there ---------------------------------------------------

    def test_an_outage_rests_the_connection_and_then_everything_goes(self):
        for kind in ("error_500", "error_503", "drop_before"):
            with self.subTest(kind=kind):
                self.sim.mishaps.add(kind, path="/batch")
                invoice = self._invoice()
                self._run()
                self.assertEqual(invoice.qb_status, "pending")
                self.assertTrue(self.connection.pause_text)
                self._let_time_pass(hours=1)
                self._run()
                self.assertEqual(invoice.qb_status, "synced")

    def test_the_waits_between_attempts_grow_and_end_in_a_visible_failure(self):
        self.sim.mishaps.add("error_503", path="/batch", times=None)
        invoice = self._invoice()
        waits = []
        for _attempt in RETRY_DELAYS:
            self._run()
            job = self._jobs(invoice)
            waits.append(round(self._seconds_until(job.next_attempt_at)))
            # The connection itself rests for a minute.
            self._let_time_pass(seconds=max(waits[-1], 60) + 1)
        self.assertEqual(len(self.batches), len(RETRY_DELAYS))
        for wait, expected in zip(waits, RETRY_DELAYS, strict=True):
            self.assertAlmostEqual(wait, expected, delta=10)
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        self.assertIn("not available", invoice.qb_message)
        self.assertTrue(invoice.qb_hint)
        self._let_time_pass(days=1)
        self._run()
        self.assertEqual(len(self.batches), len(RETRY_DELAYS) + 1)

    def _until_given_up(self):
        """All attempts that are made by themselves, each as soon as it is due."""
        for delay in (*RETRY_DELAYS, 0):
            self._run()
            self._let_time_pass(seconds=delay + 60)

    def test_what_was_given_up_is_retried_with_the_same_bytes(self):
        self.sim.mishaps.add("drop_after", path="/batch", times=len(RETRY_DELAYS) + 1)
        invoice = self._invoice()
        self._until_given_up()
        self.assertEqual(invoice.qb_status, "failed")
        invoice.action_qb_retry()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(len({request_id for request_id, _body in self.batches}), 1)
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 1)

    def test_of_a_batch_that_was_given_up_one_retry_brings_all(self):
        self.sim.mishaps.add("drop_after", path="/batch", times=len(RETRY_DELAYS) + 1)
        first, second = self._invoices(2)
        self._until_given_up()
        first.action_qb_retry()
        self.assertEqual(second.qb_status, "pending")
        self._run()
        self.assertEqual((first | second).mapped("qb_status"), ["synced", "synced"])
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 2)

    def test_a_refusal_that_may_have_worked_is_sent_again_with_the_same_bytes(self):
        batch = Client.batch

        def break_down(client, body, request_id):
            batch(client, body, request_id)
            problem = problem_of_fault("6000", "A business validation error")
            raise QuickBooksError(problem, http_status=500, outcome_known=False)

        with patch.object(Client, "batch", break_down):
            invoice = self._invoice()
            self._run()
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(len({request_id for request_id, _body in self.batches}), 1)
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 1)


@tagged("post_install", "-at_install")
class TestQueuePauses(QueueCase):
    def _rest_seconds(self):
        self.assertTrue(self.connection.paused_until)
        return self._seconds_until(self.connection.paused_until)

    def test_throttled_without_a_time_the_connection_rests_a_minute(self):
        self.sim.mishaps.add("throttle_xml", path="/batch")
        invoice = self._invoice()
        self._run()
        self.assertAlmostEqual(self._rest_seconds(), 60, delta=10)
        self.assertIn("slow down", self.connection.pause_text)
        self.assertEqual(invoice.qb_status, "pending")
        self.assertEqual(self._jobs(invoice).attempts, 0)

    def test_throttled_with_retry_after_the_connection_rests_as_long_as_asked(self):
        self._exhaust_limit(seconds_ago=45)
        invoice = self._invoice()
        self._run()
        self.assertAlmostEqual(self._rest_seconds(), 15, delta=10)
        self.assertEqual(self._jobs(invoice).attempts, 0)

    def _exhaust_limit(self, seconds_ago):
        """Another app has sent the minute's forty batches, starting so long ago."""
        self.addCleanup(self.sim.clock.advance, seconds=-seconds_ago)
        self.sim.throttle.enabled = True
        for _batch in range(40):
            self.sim.throttle.wait_seconds(self.realm, batch=True)
            self.sim.clock.advance(seconds=seconds_ago / 40)

    def test_nothing_is_called_while_the_connection_rests(self):
        self.sim.mishaps.add("throttle_xml", path="/batch")
        self._invoice()
        self._run()
        before = self.sim.stats.calls(self.realm)
        self._run()
        self.assertEqual(self.sim.stats.calls(self.realm), before)

    def test_after_the_rest_the_same_bytes_go_out(self):
        self.sim.mishaps.add("throttle_xml", path="/batch")
        invoice = self._invoice()
        self._run()
        self._let_time_pass(minutes=2)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(self.batches[0], self.batches[1])

    def test_the_worker_is_woken_when_the_rest_is_over(self):
        self.sim.mishaps.add("throttle_xml", path="/batch")
        self._invoice()
        self._run()
        wakes = (
            self.env["ir.cron.trigger"]
            .search([("cron_id", "=", self.connection.cron_id.id)])
            .mapped("call_at")
        )
        self.assertIn(self.connection.paused_until, wakes)

    def test_a_fault_of_our_own_rests_the_connection_and_says_so(self):
        invoice = self._invoice()
        with (
            patch.object(
                self.registry["quickbooks.job"], "_plan", side_effect=KeyError
            ),
            self.assertLogs("odoo.addons.tms_quickbooks", "ERROR"),
        ):
            self._run()
        self.assertIn("fault of the program", self.connection.pause_text)
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 1)

    def test_at_most_forty_batches_go_out_in_a_minute(self):
        self._let_time_pass(minutes=2)
        invoices = self._invoices(41)
        with patch.object(render, "MAX_ITEMS", 1):
            self._run()
            self.assertEqual(len(self.batches), 40)
            self.assertEqual(
                sorted(invoices.mapped("qb_status"))[:2], ["pending", "synced"]
            )
            self._let_time_pass(minutes=2)
            self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"synced"})


@tagged("post_install", "-at_install")
class TestQueueChanges(QueueCase):
    # -- changes while under way ---------------------------------------------------

    def test_a_change_while_under_way_is_sent_after_the_answer(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        invoice = self._invoice()
        self._run()
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 1800
        invoice.action_post()
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(self._jobs(invoice).generation, 2)
        [found] = self._all_in_quickbooks("Invoice")
        self.assertEqual(found["TotalAmt"], 1800)
        first, again, changed = self.batches
        self.assertEqual(first, again)
        self.assertNotEqual(again[0], changed[0])

    def test_a_change_while_under_way_is_sent_also_without_automatic_sending(self):
        self.connection.invoice_push = "click"
        self.sim.mishaps.add("drop_after", path="/batch")
        invoice = self._invoice()
        invoice.action_qb_send()
        self._run()
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 1800
        invoice.action_post()
        self._let_time_pass(hours=1)
        self._run()
        [found] = self._all_in_quickbooks("Invoice")
        self.assertEqual((invoice.qb_status, found["TotalAmt"]), ("synced", 1800))

    def test_refused_after_it_was_mended_it_goes_as_it_is_by_then(self):
        """The refusal was of what it was before."""
        invoice = self._under_way()
        invoice.button_draft()
        invoice.invoice_line_ids.name = "mended"
        invoice.action_post()
        self._resend_and_refuse()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")

    def test_refused_after_it_was_reset_to_draft_it_leaves_the_queue(self):
        invoice = self._under_way()
        invoice.button_draft()
        self._resend_and_refuse()
        self._run()
        self.assertEqual(invoice.qb_status, "not_synced")
        self.assertFalse(invoice._qb_open_jobs())

    def _under_way(self):
        """An invoice whose answer has not come."""
        self.sim.mishaps.add("drop_before", path="/batch")
        invoice = self._invoice()
        self._run()
        return invoice

    def _resend_and_refuse(self):
        """What is under way goes again, and QuickBooks refuses it."""
        refusal = problem_of_fault("2040", "Bad character")
        with patch.object(
            online_read,
            "batch_results",
            lambda answer, ids: dict.fromkeys(ids, refusal),
        ):
            self._resend_once()

    def _resend_once(self):
        self._let_time_pass(minutes=5)
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].sudo().browse(self.connection.id)
            connection._step_resend()

    def test_a_document_has_one_open_job_however_often_it_is_sent(self):
        invoice = self._invoice()
        invoice.action_qb_send()
        invoice.action_qb_send()
        self.assertEqual(len(self._jobs(invoice)), 1)

    # -- cancel --------------------------------------------------------------------

    def test_a_cancelled_job_is_not_sent(self):
        invoice = self._invoice()
        self._jobs(invoice).action_cancel()
        self._run()
        self.assertEqual(invoice.qb_status, "not_synced")
        self.assertFalse(self.batches)

    def test_cancelled_a_synced_document_shows_as_outdated(self):
        invoice = self._invoice()
        self._run()
        invoice.action_qb_send()
        self._jobs(invoice)[-1].action_cancel()
        self.assertEqual(invoice.qb_status, "outdated")

    def test_what_is_under_way_cannot_be_cancelled_or_suppressed(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        invoice = self._invoice()
        self._run()
        for attempt in (self._jobs(invoice).action_cancel, invoice.action_qb_suppress):
            with self.assertRaisesRegex(UserError, "Wait for the answer"):
                attempt()

    # -- mend and retry ------------------------------------------------------------

    def test_a_missing_mapping_is_shown_mended_and_retried(self):
        defaults = self.env["quickbooks.mapping"].search(
            [("connection_id", "=", self.connection.id), ("kind", "=", "item")]
        )
        defaults.unlink()
        invoice = self._invoice()
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        self.assertIn("is not mapped", invoice.qb_message)
        self.assertFalse(self.batches, "stopped before the call")
        fix = invoice.action_qb_fix()
        self.assertEqual(fix["res_model"], "quickbooks.mapping")
        mapping = self.env["quickbooks.mapping"].with_context(**fix["context"])
        mapping.create({"object_id": self.item.id})
        invoice.action_qb_retry()
        self.assertEqual(invoice.qb_status, "pending")
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertFalse(invoice.qb_message)

    def test_closed_books_are_told_before_the_call_and_a_retry_goes_when_open(self):
        self.sim.change_company(self.realm, closing_date="2026-12-31")
        self.connection.sudo().lists_updated_at = False
        invoice = self._invoice()
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        self.assertIn("closed through 12/31/2026", invoice.qb_message)
        self.assertFalse(self.batches)
        self.sim.change_company(self.realm, closing_date="")
        self.connection.sudo().lists_updated_at = False
        invoice.action_qb_retry()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
