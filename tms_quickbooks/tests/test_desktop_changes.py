# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What somebody does in the company file comes with the Web Connector's sessions."""

from datetime import timedelta
from functools import partial
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..lib.desktop import queries
from .desktop_case import DesktopCase

PIECES = partial(queries.transactions_query, limit=10)


@tagged("post_install", "-at_install")
class TestDesktopChanges(DesktopCase):
    @classmethod
    def _set_up_sent(cls):
        cls.sent = [cls._invoice() for _number in range(3)]
        cls._session_without_http()
        cls.connection.write({"payment_pull": "none", "bill_payment_pull": "none"})

    def setUp(self):
        super().setUp()
        self.connection = self.connection.sudo()

    @property
    def _keeper(self):
        return self.books.bookkeeper

    def _look(self, done=True):
        """It is time to look for changes, and the Web Connector comes."""
        self.connection.changes_checked_at = fields.Datetime.now() - timedelta(hours=2)
        outcome = self._session()
        if done:
            self.assertEqual((outcome.outcome, outcome.error), ("done", ""))
        return outcome

    def _inbox(self):
        return self.env["quickbooks.change"].search(
            [("connection_id", "=", self.connection.id)], order="id"
        )

    def _noticed(self):
        return [(each.type, each.qb_id) for each in self._inbox()]

    def _reading(self, object_type="Invoice"):
        return self.connection.reading_ids.filtered(lambda p: p.type == object_type)

    # -- what is noticed -----------------------------------------------------------

    def test_idle_it_is_one_set_of_questions_and_what_we_sent_is_nothing_new(self):
        self.assertEqual(self.sent[0].qb_status, "synced", self.sent[0].qb_message)
        self.assertEqual(self._session().outcome, "no work")
        outcome = self._look()
        self.assertEqual(len(outcome.requests), 1)
        self.assertIn("<ReceivePaymentQueryRq", outcome.requests[0])
        self.assertIn("<BillPaymentCreditCardQueryRq", outcome.requests[0])
        self.assertIn("<TxnDeletedQueryRq", outcome.requests[0])
        self.assertFalse(self._inbox())
        self.assertEqual(self._session().outcome, "no work")

    def test_what_is_edited_voided_and_deleted_there_is_noticed(self):
        edited, voided, deleted = self.sent
        there = {move: move.qb_id for move in (edited, voided, deleted)}
        version = self._known(edited).version
        self.books.clock.advance(minutes=5)
        self._keeper.change_line(edited.qb_id, 1, Rate="1777.00")
        self._keeper.void(voided.qb_id)
        self._keeper.delete(deleted.qb_id)
        self._look()
        changes = {each.qb_id: each for each in self._inbox()}
        self.assertEqual(set(changes), set(there.values()))
        self.assertEqual(changes[there[edited]].total, 1777)
        self.assertEqual(changes[there[edited]].noticed_by, "session")
        self.assertEqual(changes[there[voided]].total, 0)
        self.assertTrue(changes[there[deleted]].gone)
        # What is sent next would overwrite it, if this counted as seen.
        self.assertEqual(self._known(edited).version, version)
        self.assertTrue(self._is_woken())
        self._run()
        self.assertNotIn("pending", self._inbox().mapped("state"))
        self._look()
        self.assertEqual(len(self._inbox()), 3)

    def _is_woken(self):
        return self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", self.connection.cron_id.id)]
        )

    def _known(self, move):
        return self.env["quickbooks.object"].search([("qb_id", "=", move.qb_id)])

    def test_nothing_older_than_the_connection_is_asked_for(self):
        self.connection.invoice_pull = "draft"
        self.books.clock.advance(days=-3)
        self._there(1)
        self.books.clock.advance(days=3)
        [late] = self._there(1)
        self._look()
        self.assertEqual(self._noticed(), [("Invoice", late)])

    def _there(self, count):
        """Invoices that somebody writes in QuickBooks; their ids."""
        return [
            self._keeper.invoice("Amarillo Beef Packers", ("Linehaul", f"{number}.00"))
            for number in range(100, 100 + count)
        ]

    def test_a_change_saved_by_a_clock_that_is_behind_is_noticed(self):
        first, other, _third = self.sent
        self.books.clock.advance(minutes=30)
        self._keeper.change_line(first.qb_id, 1, Rate="1.00")
        self._look()
        self.books.clock.advance(minutes=-80)
        self._keeper.change_line(other.qb_id, 1, Rate="2.00")
        self._look()
        self.assertEqual({each.total for each in self._inbox()}, {1, 2})

    def test_new_customers_are_noticed_where_they_are_wanted(self):
        self._keeper.customer("Before Anybody Wanted Them")
        self._look()
        self.connection.customer_arrival = True
        made = self._keeper.customer("Gulf Coast Pipe")
        self._look()
        self.assertEqual(self._noticed(), [("Customer", made)])
        names = self.connection.object_ids.mapped("name")
        self.assertIn("Before Anybody Wanted Them", names)
        self.assertIn("Gulf Coast Pipe", names)

    def test_types_that_nobody_wants_or_has_are_not_asked_for(self):
        self.connection.write(
            {"bill_push": "none", "bill_payment_push": "none", "payment_push": "none"}
        )
        [request] = self._look().requests
        self.assertIn("<InvoiceQueryRq", request)
        self.assertNotIn("<BillQueryRq", request)
        self.assertNotIn("<ReceivePaymentQueryRq", request)

    # -- what does not come in one piece -------------------------------------------

    def test_many_changes_come_in_pieces_between_documents(self):
        self.connection.invoice_pull = "draft"
        made = self._there(35)
        invoice = self._invoice()
        with patch.object(queries, "transactions_query", PIECES):
            outcome = self._look()
        self.assertEqual(sum("<InvoiceQueryRq" in each for each in outcome.requests), 4)
        self.assertEqual({each for _type, each in self._noticed()}, set(made))
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(outcome.percents, sorted(outcome.percents))
        self.assertLess(max(outcome.percents[:-1]), 100)

    def test_payments_come_after_all_that_they_settle(self):
        self.connection.write({"invoice_pull": "draft", "payment_pull": "draft"})
        made = [("Invoice", each) for each in self._there(15)]
        paid = [("Payment", self._keeper.pay(each)) for _type, each in made]
        with patch.object(queries, "transactions_query", PIECES):
            self._look()
        self.assertEqual(set(self._noticed()), {*made, *paid})

    def test_a_session_that_is_cut_short_goes_on_with_shorter_periods(self):
        self.connection.invoice_pull = "draft"
        made = []
        self.connection.changes_at -= timedelta(hours=40)
        for hours in (-30, 20, 10):
            self.books.clock.advance(hours=hours)
            made += self._there(15)
        with patch.object(queries, "transactions_query", PIECES):
            self.connector.fail("lost_request", method="receiveResponseXML", skip=1)
            self.assertEqual(self._look(done=False).outcome, "broken")
            seen = len(self._inbox())
            self.assertTrue(0 < seen < 45)
            outcome = self._session()
        self.assertEqual((outcome.outcome, outcome.error), ("done", ""))
        self.assertIn("<ToModifiedDate>", outcome.requests[0])
        self.assertEqual(sorted(each for _type, each in self._noticed()), sorted(made))
        self.assertEqual(self._reading().state, "done")
        self.assertFalse(self._reading().until)
        self.assertGreater(
            self.connection.changes_at, fields.Datetime.now() - timedelta(days=2)
        )

    def test_what_quickbooks_cannot_answer_is_asked_again_with_the_next_look(self):
        self.connection.invoice_pull = "draft"
        before = self.connection.changes_at
        [made] = self._there(1)
        self.connector.fail("quickbooks", method="process", hresult="0x80040400")
        self._look()
        self.assertEqual(set(self.connection.reading_ids.mapped("state")), {"failed"})
        self.assertEqual(self.connection.changes_at, before)
        self.assertFalse(self._inbox())
        self._look()
        self.assertEqual(self._noticed(), [("Invoice", made)])

    def test_everything_since_a_moment_is_read_when_somebody_wishes_so(self):
        self.connection.invoice_pull = "draft"
        self.books.clock.advance(days=-100)
        made = self._there(25)
        self.books.clock.advance(days=100)
        self.connection._read_transactions(fields.Datetime.now() - timedelta(days=120))
        before = self.connection.changes_at
        with patch.object(queries, "transactions_query", PIECES):
            self.connector.fail("lost_request", method="receiveResponseXML", skip=1)
            self.assertEqual(self._session().outcome, "broken")
            self.assertEqual(self._session().outcome, "done")
        self.assertEqual({each for _type, each in self._noticed()}, set(made))
        self.assertEqual(self._reading().read_count, self._reading().total)
        self.assertEqual(self.connection.changes_at, before)
