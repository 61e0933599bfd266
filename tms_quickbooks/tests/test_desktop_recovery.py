# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Answers that are lost between Odoo, the Web Connector and QuickBooks Desktop: nothing
twice, nothing lost, and repaired by the next session."""

import re
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..lib.desktop import render
from ..models import quickbooks_connection_answers as connection_answers
from ..models import quickbooks_connection_sets as connection_sets
from .desktop_case import DesktopCase, HResult

PARSE_ERROR = "0x80040400"
BROKEN = "0x80040402"
ALIVE = "0x80040414"


@tagged("post_install", "-at_install")
class TestDesktopRecovery(DesktopCase):
    def _set_ids(self, outcome):
        return re.findall(r'newMessageSetID="(\w+)"', "".join(outcome.requests))

    def _check(self, *moves):
        """Each is in QuickBooks once, and known here."""
        self.assertEqual([move.qb_status for move in moves], ["synced"] * len(moves))
        self.assertEqual(
            sorted((each.id, each.total) for each in self.books.invoices()),
            sorted((m.qb_id, Decimal(f"{m.amount_total:.2f}")) for m in moves),
        )
        names = [each.name for each in self.books.customers()]
        self.assertEqual(names.count("Acme Shippers"), 1)

    def test_every_call_of_a_session_may_be_lost_on_either_way(self):
        calls = len(self._lose(None))
        self.assertGreater(calls, 8)
        for number in range(2, calls + 1):
            for kind in ("lost_request", "lost_answer"):
                with self.subTest(kind, call=number):
                    self._lose(kind, number)

    def test_every_call_may_come_twice(self):
        self.connector.fail("duplicate", times=None)
        self._lose(None)

    def _lose(self, kind, number=0):
        """Two new invoices of two customers; the repair; and the same as ever."""
        before = {each.id for each in self.books.invoices()}
        partners = self.env["res.partner"].create(
            [{"name": f"{kind} {number} {each}"} for each in range(2)]
        )
        moves = self.env["account.move"].union(
            *(self._invoice(partner_id=partner.id) for partner in partners)
        )
        if kind:
            self.connector.fail(kind, call=number)
        outcome = self._session()
        self.connector.mishaps.clear()
        calls = outcome.calls
        if set(moves.mapped("qb_status")) != {"synced"}:
            outcome = self._session()
            self.assertEqual((outcome.outcome, outcome.error), ("done", ""))
        self.assertEqual(moves.mapped("qb_status"), ["synced"] * 2)
        there = [each for each in self.books.invoices() if each.id not in before]
        self.assertEqual(
            sorted((each.id, each.party) for each in there),
            sorted((move.qb_id, move.partner_id.name) for move in moves),
        )
        self.assertEqual(self._jobs(moves).mapped("state"), ["done"] * 2)
        return calls

    def test_what_has_no_answer_goes_out_again_as_the_same_bytes(self):
        invoice = self._invoice()
        self._session()  # its customer is there
        other = self._invoice()
        self.connector.fail("lost_request", method="receiveResponseXML")
        lost = self._session()
        self.assertEqual(lost.outcome, "broken")
        [job] = self._jobs(other)
        self.assertEqual(job.state, "sent")
        third = self._invoice()
        again = self._session()
        self.assertEqual(again.requests[0], lost.requests[0])
        self.assertIn("ErrorRecovery", again.responses[0])
        self.assertIn("InvoiceQueryRq", again.requests[1])
        self.assertEqual(len(set(self._set_ids(again))), 2)
        self._check(invoice, other, third)

    def test_a_total_that_quickbooks_had_only_named_is_compared_to_the_cent(self):
        invoice = self._invoice()
        self.connector.fail("lost_request", method="receiveResponseXML", skip=1)
        self._session()
        [job] = self._jobs(invoice)
        self.assertEqual(job.state, "sent")
        [there] = self.books.invoices()
        with patch.object(
            type(job), "_total_problem", autospec=True, return_value=None
        ) as compared:
            self._session()
        [(_job, state)] = [
            call.args for call in compared.call_args_list if call.args[0] == job
        ]
        self.assertEqual((state.qb_id, state.total), (there.id, there.total))

    def test_a_set_that_quickbooks_broke_down_in_is_finished(self):
        invoices = [self._invoice() for _number in range(4)]
        # Four to describe itself, the customer, and two of the invoices.
        self.books.crash_after(4 + 1 + 2)
        outcome = self._session()
        self.assertEqual(outcome.outcome, "error")
        self.assertEqual(len(self.books.invoices()), 2)
        self._session()
        self._check(*invoices)

    def test_while_a_window_is_open_in_quickbooks_everything_waits(self):
        invoice = self._invoice()
        self.connector.fail("quickbooks", method="process", hresult=ALIVE)
        outcome = self._session()
        self.assertEqual(outcome.outcome, "error")
        self.assertIn("window", outcome.error)
        self.assertEqual(invoice.qb_status, "pending")
        self._session()
        self._check(invoice)

    def test_quickbooks_that_cannot_be_opened_is_tried_a_couple_of_times(self):
        self._invoice()
        self.connector.fail("quickbooks", method="connect", hresult=ALIVE, times=None)
        outcome = self._session()
        self.assertEqual(outcome.methods.count("connectionError"), 3)
        session = self.connection.session_ids[0]
        self.assertEqual(session.problem_data["code"], "hr.80040414")
        self.assertIn("window", self.connection.hold_text)

    def test_one_document_that_cannot_be_read_is_found_by_halves(self):
        good = [self._invoice() for _number in range(5)]
        bad = self._invoice()
        item = render.batch_item

        def garble(document, item_id, profile, given=frozenset()):
            made = item(document, item_id, profile, given)
            if document.source.id == bad.id and document.object_type == "Invoice":
                return made.replace(b"<TxnDate>", b"<TxnDay>").replace(
                    b"</TxnDate>", b"</TxnDay>"
                )
            return made

        with patch.object(render, "batch_item", garble):
            outcome = self._session()
        self.assertEqual(outcome.outcome, "done", outcome.error)
        self.assertEqual(bad.qb_status, "failed")
        [job] = self._jobs(bad)
        self.assertEqual((job.problem_code, job.next_action), ("hr.80040400", "report"))
        self._check(*good)
        again = self._session()
        self.assertEqual(again.outcome, "no work")

    def test_a_set_that_was_done_before_is_not_halved_when_it_comes_again(self):
        invoice = self._invoice()
        self.connector.fail("lost_request", method="receiveResponseXML", skip=1)
        self._session()
        self.connector.fail("quickbooks", method="process", hresult=PARSE_ERROR)
        outcome = self._session()
        self.assertEqual(outcome.outcome, "done", outcome.error)
        self._check(invoice)

    def test_one_document_that_quickbooks_fails_on_does_not_stop_the_others(self):
        good = [self._invoice() for _number in range(3)]
        bad = self._invoice()
        process = type(self.books).process

        def fail(books, request):
            if bad.name[-5:] in request and "InvoiceAddRq" in request:
                raise HResult(BROKEN)
            return process(books, request)

        with (
            patch.object(connection_sets, "MOST_UNANSWERED", 1),
            patch.object(connection_answers, "MOST_UNANSWERED", 1),
            patch.object(type(self.books), "process", fail),
        ):
            for _number in range(12):
                outcome = self._session()
        self.assertEqual(outcome.outcome, "no work")
        [job] = self._jobs(bad)
        self.assertEqual((job.state, job.problem_code), ("failed", "outcome.absent"))
        self._check(*good)
        job.action_retry()
        self._session()
        self._check(*good, bad)

    def test_what_quickbooks_broke_down_over_is_looked_for_before_it_goes_again(self):
        invoice = self._invoice()
        self.books.refuse("InvoiceAdd", 1000, "There has been an internal error.")
        outcome = self._session()
        self.assertEqual(outcome.outcome, "done", outcome.error)
        looks = ["ModifiedDateRangeFilter" in each for each in outcome.requests]
        self.assertEqual(looks.count(True), 1)
        self._check(invoice)

    def test_what_quickbooks_breaks_down_over_again_and_again_needs_a_person(self):
        invoice = self._invoice()
        self.books.refuse("InvoiceAdd", 1000, "An internal error.", times=3)
        self._session()
        [job] = self._jobs(invoice)
        self.assertEqual((job.state, job.problem_code), ("failed", "qbd.1000"))
        self.assertIn("An internal error.", job.problem_text)
        self.assertEqual(self._session().outcome, "no work")

    def test_an_answer_without_anything_in_it_is_not_asked_for_for_ever(self):
        self.connection.action_update_lists()
        empty = '<?xml version="1.0"?><QBXML><QBXMLMsgsRs></QBXMLMsgsRs></QBXML>'
        ticket, _request = self._fetch()
        self.assertEqual(self._bring(ticket, empty), 100)
        self.assertEqual(set(self.connection.pull_ids.mapped("state")), {"failed"})

    def test_an_answer_that_comes_after_a_migration_is_not_for_the_new_books(self):
        invoice = self._invoice()
        self._session_for_customer()
        ticket, request = self._fetch()
        answer = self.books.process(request)
        self.connection.action_disconnect()
        self.connection._migrate(invoice.invoice_date)
        self.assertEqual(invoice.qb_status, "not_synced")
        self.assertEqual(self._bring(ticket, answer), -1)
        self.assertEqual(invoice.qb_status, "not_synced")
        [job] = self._jobs(invoice)
        self.assertEqual(job.state, "sent")

    def test_a_set_that_quickbooks_has_forgotten_is_looked_up_and_not_sent_blindly(
        self,
    ):
        self._forget_a_set()

    def test_what_was_made_on_a_computer_with_a_wrong_clock_is_found_by_its_number(
        self,
    ):
        self.books.clock.advance(days=-40)
        self._forget_a_set()

    def _forget_a_set(self):
        invoice = self._invoice()
        self.connector.fail("lost_request", method="receiveResponseXML", skip=1)
        self._session()
        self.books.forget_message_sets()
        body = self.env["quickbooks.exchange"].search([("state", "=", "open")])
        body.sudo().look_up = "send"
        outcome = self._session()
        self.assertIn("ModifiedDateRangeFilter", outcome.requests[0])
        self._check(invoice)

    def test_a_late_answer_of_a_session_that_was_replaced_is_true_all_the_same(self):
        invoice = self._invoice()
        session, request = self._fetch()
        answer = self.books.process(request)
        later, same = self._fetch()
        self.assertEqual(same, request)
        self.assertEqual(self._state(session), "superseded")
        self.assertEqual(self._bring(session, answer), -1)
        [job] = self._jobs(self.customer)
        self.assertEqual(job.state, "done")
        self.assertLess(self._bring(later, self.books.process(same)), 100)
        self._session()
        self._check(invoice)

    def test_an_answer_that_is_cut_off_is_asked_for_again(self):
        invoice = self._invoice()
        ticket, request = self._fetch()
        self.assertGreaterEqual(
            self._bring(ticket, self.books.process(request)[:-40]), 0
        )
        [job] = self._jobs(self.customer)
        self.assertEqual(job.state, "sent")
        outcome = self._session()
        self.assertEqual(outcome.requests[0], request)
        self._check(invoice)

    def test_a_set_that_quickbooks_knows_with_another_content_waits_for_a_person(self):
        invoice = self._invoice()
        self.connector.fail("lost_request", method="receiveResponseXML", skip=1)
        self._session()
        self.books.spoil_message_sets()
        self._session()
        [job] = self._jobs(invoice)
        self.assertEqual((job.state, job.problem_code), ("failed", "qbd.9001"))
        self.assertTrue(job.is_outcome_unknown)
        job.action_look()
        self._session()
        self._check(invoice)

    def _session_for_customer(self):
        """One after which only the documents of the customer are to be sent."""
        jobs = self.env["quickbooks.job"].sudo()
        jobs = jobs.search([("object_type", "=", "Invoice")])
        jobs.next_attempt_at = fields.Datetime.now() + timedelta(hours=1)
        self._session()
        jobs.next_attempt_at = fields.Datetime.now()

    def _fetch(self):
        """Begin a session by hand; returns its ticket and the first request."""
        serve = self.env["quickbooks.session"].sudo()._serve
        user, password = self.connector._credentials
        ticket, _path = serve(
            "authenticate", {"user": user, "password": password}, "127.0.0.1"
        )
        described = self.books.process(DESCRIBE % self.connector._owner_id)
        request = serve(
            "sendRequestXML",
            dict(enumerate((ticket, described, self.books.profile.path, "US", 13, 0))),
        )
        return ticket, request

    def _bring(self, ticket, answer):
        return (
            self.env["quickbooks.session"]
            .sudo()
            ._serve("receiveResponseXML", dict(enumerate((ticket, answer, "", ""))))
        )

    def _state(self, ticket):
        return self.env["quickbooks.session"].sudo()._of_ticket(ticket).state


DESCRIBE = (
    '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML>'
    '<QBXMLMsgsRq onError="continueOnError"><HostQueryRq/><CompanyQueryRq>'
    "<OwnerID>%s</OwnerID></CompanyQueryRq><PreferencesQueryRq/>"
    "</QBXMLMsgsRq></QBXML>"
)
