# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lists of a company file come here piece by piece; later, what has changed on them."""

from datetime import timedelta
from functools import partial
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..lib.desktop import queries
from .desktop_case import DesktopCase

PIECES = partial(queries.list_query, limit=30)


@tagged("post_install", "-at_install")
class TestDesktopLists(DesktopCase):
    @classmethod
    def _set_up_sent(cls):
        cls.books.clock.advance(days=-1)
        cls.sent = cls._invoice()
        cls._session_without_http()
        cls.books.clock.reset()

    def setUp(self):
        super().setUp()
        self.before = self._here()

    def _here(self):
        return self.env["quickbooks.object"].search_count(
            [("connection_id", "=", self.connection.id), ("type", "=", "Customer")]
        )

    def _pull(self, object_type="Customer"):
        return self.connection.pull_ids.filtered(lambda p: p.type == object_type)

    def _update(self, whole=False):
        """Somebody clicks Update from QuickBooks, and the Web Connector comes."""
        if whole:
            self.connection.action_read_lists_again()
        else:
            self.connection.action_update_lists()
        outcome = self._session()
        self.assertEqual((outcome.outcome, outcome.error), ("done", ""))
        return outcome

    def test_all_short_lists_come_with_one_question(self):
        outcome = self._update()
        self.assertEqual(len(outcome.requests), 1)
        self.assertEqual(set(self.connection.pull_ids.mapped("state")), {"done"})
        self.assertNotIn("Department", self.connection.pull_ids.mapped("type"))
        self.assertGreater(self.connection.lists_updated_at, self.env.cr.now())

    def test_a_long_list_comes_in_pieces_between_documents(self):
        self.books.add_customers(100)
        invoice = self._invoice()
        with patch.object(queries, "list_query", PIECES):
            outcome = self._update()
        self.assertGreaterEqual(
            sum("iterator=" in each for each in outcome.requests), 4
        )
        self.assertIn('iterator="Continue"', "".join(outcome.requests))
        self.assertEqual(self._here(), self.before + 100)
        self.assertEqual(self._pull().state, "done")
        self.assertEqual(invoice.qb_status, "synced")

    def test_a_list_that_was_cut_short_goes_on_behind_the_last_name(self):
        """An iterator is good for its session only."""
        outcome = self._cut_short(lambda: None)
        self.assertNotIn('iterator="Continue"', outcome.requests[0])
        self.assertIn("<FromName>Shipper 0000", outcome.requests[0])
        told = "".join(outcome.responses).count("<CustomerRet>")
        self.assertLess(told, self._here())
        self.assertEqual(self._here(), self.before + 100)

    def test_a_list_that_has_become_shorter_meanwhile_is_read_from_its_beginning(self):
        def rename():
            last = self.books.customers()[-1]
            self.books.bookkeeper.change(last.id, Name="Aardvark Freight")

        outcome = self._cut_short(rename)
        told = "".join(outcome.responses).count("<CustomerRet>")
        self.assertGreater(told, self._here())
        self.assertEqual(self._here(), self.before + 100)
        self.assertTrue(
            self.connection.object_ids.filtered_domain(
                [("name", "=", "Aardvark Freight")]
            )
        )

    def _cut_short(self, meanwhile):
        """A session that breaks off while the list is read, and the next one."""
        self.books.add_customers(100)
        self.connection.action_update_lists()
        with patch.object(queries, "list_query", PIECES):
            self.connector.fail("lost_request", method="receiveResponseXML", skip=2)
            self.assertEqual(self._session().outcome, "broken")
            self.assertEqual(self._pull().state, "running")
            meanwhile()
            outcome = self._session()
        self.assertEqual((outcome.outcome, outcome.error), ("done", ""))
        self.assertEqual(self._pull().state, "done")
        return outcome

    def test_of_a_long_list_only_changes_come_and_what_was_deleted(self):
        self.books.clock.advance(hours=-12)
        self.books.add_customers(320)
        self._update()
        self.assertGreater(self._pull().listed, 300)
        renamed, deleted = self.books.customers()[-2:]
        self._rename_later(renamed, "Renamed There")
        self._update()
        self._rename_later(renamed, "Renamed Again")
        self.books.bookkeeper.delete(deleted.id)
        outcome = self._update()
        self.assertIn("FromModifiedDate", outcome.requests[0])
        self.assertIn("ListDeletedQueryRq", outcome.requests[0])
        self.assertEqual(outcome.responses[0].count("<CustomerRet>"), 1)
        self.assertEqual(self._known(renamed.id).name, "Renamed Again")
        self.assertTrue(self._known(deleted.id).gone)

    def test_what_was_saved_on_a_computer_of_next_year_hides_no_changes(self):
        self.books.add_customers(320)
        self._update()
        first, other = self.books.customers()[-2:]
        self.books.clock.advance(days=400)
        self._rename_later(first, "Of Next Year")
        self._update()
        self.books.clock.advance(days=-400)
        self._rename_later(other, "Of This Year")
        self._rename_later(first, "As It Was")
        self._update()
        self.assertEqual(self._known(other.id).name, "Of This Year")
        self.assertEqual(self._known(first.id).name, "As It Was")

    def _rename_later(self, customer, name):
        self.books.clock.advance(hours=4)
        self.books.bookkeeper.change(customer.id, Name=name)

    def _known(self, qb_id):
        return (
            self.env["quickbooks.object"]
            .with_context(active_test=False)
            .search([("qb_id", "=", qb_id)])
        )

    def test_who_is_not_on_the_list_any_more_is_gone(self):
        gone = self.customer.qb_id
        self.books.bookkeeper.delete(self.sent.qb_id)
        self.books.bookkeeper.delete(gone)
        self._update()
        self.assertTrue(self._known(gone).gone)
        self.assertEqual(self.customer.qb_status, "not_synced")

    def test_made_inactive_there_is_told_here(self):
        known = self._known(self.customer.qb_id)
        self.books.bookkeeper.change(known.qb_id, IsActive=False)
        self._update(whole=True)
        self.assertFalse(known.active)
        self.assertIn("inactive", self.customer.message_ids[0].body)
        self.assertEqual(self.sent.qb_status, "synced")

    def test_lists_are_brought_once_a_day(self):
        self.assertEqual(self._session().outcome, "no work")
        self.connection.sudo().lists_updated_at = fields.Datetime.now() - timedelta(
            days=1, minutes=1
        )
        self.assertEqual(len(self._session().requests), 1)
        self.assertEqual(self._session().outcome, "no work")

    def test_a_question_that_quickbooks_cannot_read_keeps_nothing_else_back(self):
        invoice = self._invoice()
        self.connection.action_update_lists()
        self.connector.fail("quickbooks", method="process", hresult="0x80040400")
        outcome = self._session()
        self.assertEqual(outcome.outcome, "done", outcome.error)
        self.assertEqual(set(self.connection.pull_ids.mapped("state")), {"failed"})
        self.assertEqual(invoice.qb_status, "synced")

    def test_who_was_merged_there_is_the_one_that_stayed(self):
        self.books.bookkeeper.customer("Acme Shipping Corp")
        lost = self._known(self.customer.qb_id)
        survivor = self.books.customers()[-1]
        self.assertEqual(survivor.name, "Acme Shipping Corp")
        self.books.bookkeeper.merge(lost.qb_id, survivor.id)
        self._update()
        self.assertTrue(lost.gone)
        self.assertEqual(self.customer.qb_id, survivor.id)
        self.assertEqual(self.customer.qb_status, "synced")
        self.assertEqual(self.sent.qb_status, "synced")
        self.assertIn("Merged in QuickBooks", self.customer.message_ids[0].body)
