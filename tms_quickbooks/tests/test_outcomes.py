# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was sent and never answered: found out, and what a person can do meanwhile."""

import json
from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.online import read as online_read
from ..lib.online.client import Client
from ..lib.problems import QuickBooksError, problem_of_fault
from ..models.quickbooks_exchange import REMEMBERED
from ..models.quickbooks_job import RETRY_DELAYS
from ..models.quickbooks_job_settle import MAX_LOOKUPS
from .test_queue import QueueCase

TOO_LATE = {"seconds": REMEMBERED.total_seconds() + 60}


class OutcomeCase(QueueCase):
    def _lost(self, kind="drop_after", **vals):
        """An invoice whose answer was lost: `drop_after` QuickBooks made it, or
        `drop_before`."""
        self.sim.mishaps.add(kind, path="/batch")
        invoice = self._invoice(**vals)
        self._run()
        self.assertEqual(self._jobs(invoice).state, "sent")
        return invoice

    def _given_up(self, kind):
        """One that has run out of attempts."""
        self.sim.mishaps.add(kind, path="/batch", times=len(RETRY_DELAYS) + 1)
        invoice = self._invoice()
        for delay in (*RETRY_DELAYS, 300):
            self._run()
            self._let_time_pass(seconds=delay + 60)
        self.assertEqual(invoice.qb_status, "failed")
        return invoice


@tagged("post_install", "-at_install")
class TestLateAnswers(OutcomeCase):
    def test_all_attempts_by_themselves_end_while_the_request_is_remembered(self):
        self.assertLess(sum(RETRY_DELAYS), REMEMBERED.total_seconds())

    def test_what_arrived_is_found_and_not_sent_again(self):
        invoice = self._lost()
        self.sim.forget_requests()
        self._let_time_pass(**TOO_LATE)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(len(self.batches), 1)
        [found] = self._all_in_quickbooks("Invoice")
        self.assertEqual(invoice.qb_id, found["Id"])

    def test_what_did_not_arrive_goes_as_a_new_request(self):
        invoice = self._lost("drop_before")
        self._let_time_pass(**TOO_LATE)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        (first, _body), (second, _body) = self.batches
        self.assertNotEqual(first, second)
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 1)

    def test_however_often_an_answer_was_lost_a_name_that_is_taken_is_looked_up(self):
        self.carrier.action_qb_send()
        self._run()
        customer = self.env["res.partner"].create(
            {"name": self.carrier.name, "customer_rank": 1}
        )
        customer.action_qb_send()
        for _time in range(MAX_LOOKUPS["name"] + 1):
            self.sim.mishaps.add("drop_before", path="/batch")
            self._run()
            self._let_time_pass(**TOO_LATE)
        self._run()
        self.assertEqual(customer.qb_status, "synced", customer.qb_message)
        found = self._in_quickbooks("Customer", customer.qb_id)
        self.assertTrue(found["DisplayName"].endswith(" (C)"))

    def test_it_is_told_from_equal_ones_where_quickbooks_numbers_by_itself(self):
        """Two loads of one day for one customer at one price."""
        arrived = self._invoice()
        self._run()
        lost = self._lost("drop_before")
        self._let_time_pass(**TOO_LATE)
        self._run()
        self.assertEqual((arrived + lost).mapped("qb_status"), ["synced", "synced"])
        self.assertNotEqual(arrived.qb_id, lost.qb_id)
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 2)

    def test_of_a_batch_each_goes_its_own_way(self):
        """A batch that QuickBooks carried out in part."""
        batch = Client.batch

        def half(client, body, request_id):
            items = json.loads(body)["BatchItemRequest"][:2]
            batch(client, json.dumps({"BatchItemRequest": items}).encode(), request_id)
            raise KeyboardInterrupt  # and the worker died

        invoices = self._invoices(4)
        with patch.object(Client, "batch", half), suppress(KeyboardInterrupt):
            self._run()
        self._let_time_pass(**TOO_LATE)
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"synced"})
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 4)
        self.assertEqual(len(set(invoices.mapped("qb_id"))), 4)

    def test_a_bookkeeper_who_changed_it_meanwhile_is_asked(self):
        invoice = self._lost()
        [found] = self._all_in_quickbooks("Invoice")
        change = {"Id": found["Id"], "SyncToken": "0", "sparse": True}
        self._ask(
            lambda client: client.post(
                client._url("invoice"), json.dumps({**change, "TxnDate": "2026-11-19"})
            )
        )
        self._let_time_pass(**TOO_LATE)
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        self.assertIn("earlier version", invoice.qb_message)
        action = invoice.action_qb_fix()
        self.env[action["res_model"]].browse(action["res_id"]).action_link()
        self._run()
        self.assertEqual((invoice.qb_status, invoice.qb_id), ("synced", found["Id"]))
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 1)

    def test_a_change_is_made_again_over_what_quickbooks_has(self):
        invoice = self._invoice()
        self._run()
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 1800
        self.sim.mishaps.add("drop_after", path="/batch")
        invoice.action_post()
        self._run()
        self._let_time_pass(**TOO_LATE)
        self._run()
        self.assertEqual(invoice.qb_status, "synced", invoice.qb_message)
        [found] = self._all_in_quickbooks("Invoice")
        self.assertEqual(found["TotalAmt"], 1800)

    def test_a_customer_is_found_by_its_name(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        newcomer = self.env["res.partner"].create(
            {"name": "Newcomer Foods", "customer_rank": 1}
        )
        newcomer.action_qb_send()
        self._run()
        self.sim.forget_requests()
        self._let_time_pass(**TOO_LATE)
        self._run()
        self.assertEqual(newcomer.qb_status, "synced")
        self.assertEqual(len(self.batches), 1)

    def test_a_failed_look_is_not_taken_for_an_absence(self):
        invoice = self._lost()
        self._let_time_pass(**TOO_LATE)
        for kind in ("error_503", "throttle_xml", "drop_after"):
            self.sim.mishaps.add(kind, path="/query")
            self._run()
            self.assertEqual(self._jobs(invoice).state, "sent")
            self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(len(self.batches), 1)

    def _assert_found_unsent(self, invoice):
        """Its outcome is unknown, and then looked up without sending it again."""
        self.assertEqual(self._jobs(invoice).state, "sent")
        before = len(self.batches)
        self._let_time_pass(minutes=5)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(len(self.batches), before)

    def test_a_request_that_quickbooks_has_had_already_is_looked_up(self):
        for code in ("600", "630"):
            with self.subTest(code=code):
                answers = online_read.batch_results
                refusal = problem_of_fault(code, "Duplicate")

                def refuse(answer, ids, answers=answers, refusal=refusal):
                    return dict.fromkeys(answers(answer, ids), refusal)

                with patch.object(online_read, "batch_results", refuse):
                    invoice = self._invoice()
                    self._run()
                self._assert_found_unsent(invoice)

    def test_so_is_a_batch_that_it_has_had_as_a_whole(self):
        for again in (False, True):
            with self.subTest(again=again):
                refusal = QuickBooksError(
                    problem_of_fault("600", "Duplicate"), http_status=400
                )
                batch = Client.batch

                def had(client, body, request_id, batch=batch, refusal=refusal):
                    batch(client, body, request_id)
                    raise refusal

                invoice = self._lost() if again else self._invoice()
                self._let_time_pass(minutes=5)
                with patch.object(Client, "batch", had):
                    self._run()
                self._assert_found_unsent(invoice)

    def test_a_lapsed_subscription_says_nothing_of_what_was_done_before(self):
        """The first answer was lost; the repetition is refused as a whole."""
        invoice = self._lost()
        lapsed = QuickBooksError(problem_of_fault("6190", "Ended"), http_status=400)
        self._let_time_pass(minutes=5)
        with patch.object(Client, "batch", side_effect=lapsed):
            self._run()
        job = self._jobs(invoice)
        self.assertEqual((job.state, bool(job.request_id)), ("sent", True))
        self.assertIn("subscription", self.connection.pause_text)
        self._let_time_pass(hours=2)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 1)


@tagged("post_install", "-at_install")
class TestGivenUp(OutcomeCase):
    def _look(self, invoice):
        invoice.action_qb_look()
        self._run()

    def test_what_arrived_is_linked_after_a_look(self):
        invoice = self._given_up("drop_after")
        self.assertTrue(invoice.qb_unknown)
        before = len(self.batches)
        self._look(invoice)
        self.assertEqual(invoice.qb_status, "synced")
        self.assertFalse(invoice.qb_unknown)
        self.assertEqual(len(self.batches), before)

    def test_what_did_not_arrive_waits_for_a_decision(self):
        invoice = self._given_up("drop_before")
        before = len(self.batches)
        self._look(invoice)
        self.assertEqual(invoice.qb_status, "failed")
        self.assertIn("does not have it", invoice.qb_message)
        self.assertTrue(invoice.qb_hint)
        self.assertEqual(len(self.batches), before)

    def test_only_after_a_look_it_can_be_suppressed(self):
        invoice = self._given_up("drop_before")
        with self.assertRaisesRegex(UserError, "Look in QuickBooks"):
            invoice.action_qb_suppress()
        self._look(invoice)
        invoice.action_qb_suppress()
        self._run()
        self.assertEqual(invoice.qb_status, "suppressed")
        self.assertFalse(self._all_in_quickbooks("Invoice"))

    def test_after_a_look_it_can_be_cancelled_or_sent(self):
        cancelled, sent = (self._given_up("drop_before") for _number in range(2))
        for invoice in (cancelled, sent):
            self._look(invoice)
        self._jobs(cancelled).action_cancel()
        sent.action_qb_retry()
        self._run()
        self.assertEqual(
            (cancelled + sent).mapped("qb_status"), ["not_synced", "synced"]
        )
        [found] = self._all_in_quickbooks("Invoice")
        self.assertEqual(found["Id"], sent.qb_id)

    def test_a_retry_instead_asks_with_the_same_bytes_or_looks_when_it_is_late(self):
        invoice = self._given_up("drop_after")
        self._let_time_pass(**TOO_LATE)
        self.sim.forget_requests()
        invoice.action_qb_retry()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 1)

    def test_while_an_attempt_is_to_come_somebody_may_look(self):
        """The last wait is twelve hours long."""
        invoice = self._lost("drop_before")
        self._let_time_pass(minutes=5)
        self.assertTrue(invoice.qb_unknown)
        self._look(invoice)
        self.assertIn("does not have it", invoice.qb_message)

    def test_a_look_waits_for_a_call_that_may_be_under_way(self):
        invoice = self._lost("drop_before")
        self._look(invoice)
        self.assertEqual(self._jobs(invoice).state, "sent")
        self._let_time_pass(minutes=4)
        self._run()
        self.assertIn("does not have it", invoice.qb_message)

    def test_a_change_that_may_have_arrived_is_told(self):
        invoice = self._invoice()
        self._run()
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 1800
        self.sim.mishaps.add("drop_after", path="/batch")
        invoice.action_post()
        self._run()
        self._let_time_pass(minutes=5)
        self._look(invoice)
        self.assertIn("whether its last change arrived", invoice.qb_message)
        invoice.action_qb_retry()
        self._run()
        self.assertEqual(invoice.qb_status, "synced", invoice.qb_message)

    def test_a_look_without_a_sign_in_says_that_it_waits(self):
        invoice = self._lost()
        self.connection.sudo().state = "reconnect"
        action = invoice.action_qb_look()
        self.assertIn("when the connection works again", action["params"]["message"])

    def test_where_everything_is_known_there_is_nothing_to_look_for(self):
        invoice = self._invoice()
        self._run()
        self.assertFalse(invoice.qb_unknown)
        action = self._jobs(invoice).action_look()
        self.assertIn("known already", action["params"]["message"])
