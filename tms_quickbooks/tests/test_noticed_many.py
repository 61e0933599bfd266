# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Very many changes, or changes of very long ago: all noticed, with counted calls."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..lib.online import cdc, lists, read, transactions
from .noticed_case import NoticedCase

# Instead of the 1000 objects that an answer has room for.
ROOM = 20


@tagged("post_install", "-at_install")
class TestNoticedMany(NoticedCase):
    """The room of an answer is cut down, here and in QuickBooks alike."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        from quickbooks_simulator.online import cdc as their_cdc

        for module, name in (
            (their_cdc, "MAX_OBJECTS"),
            (cdc, "MAX_OBJECTS"),
            (read, "MAX_RESULTS"),
            (lists, "MAX_RESULTS"),
            (transactions, "MAX_RESULTS"),
        ):
            cls.enterClassContext(patch.object(module, name, ROOM))
        cls.invoices = cls.env["account.move"]
        for _number in range(ROOM):
            cls.invoices += cls._document("out_invoice", cls.customer, (), True, {})
        cls._run()
        cls._settle_looks()
        cls._remember_simulator()

    @classmethod
    def _settle_looks(cls):
        """Everything until now has been noticed."""
        cls.connection.sudo().changes_at = fields.Datetime.now() + timedelta(minutes=5)

    def _pay(self, invoices):
        """Payments that somebody enters in QuickBooks; returns their ids."""
        paid = []
        for invoice in invoices:
            self.sim.clock.advance(seconds=1)
            paid.append(self.desk.receive({invoice.qb_id: ""}))
        self.sim.clock.advance(seconds=1)
        return paid

    def _long_ago(self):
        """The last look was longer ago than QuickBooks looks back."""
        self.connection.sudo().changes_at = fields.Datetime.now() - timedelta(days=31)

    def _payments(self):
        return set(self._changes(type="Payment").mapped("qb_id"))

    def test_a_full_answer_is_gone_on_with(self):
        paid = self._pay(self.invoices)
        self.sim.stats.reset()
        self._look()
        self.assertEqual(self._payments(), set(paid))
        self.assertFalse(self.connection.changes_left)
        # Three, and one for each answer that the linked invoices fill.
        self.assertLessEqual(self.sim.stats.calls(), 3 + len(self.invoices) // ROOM)

    def test_changes_of_longer_ago_than_quickbooks_looks_back(self):
        paid = self._pay(self.invoices[:-1])
        deleted = self.invoices[-1].qb_id
        self.desk.delete("Invoice", deleted)
        self._long_ago()
        self._look()
        self.assertEqual(self._payments(), set(paid))
        gone = self._changes(type="Invoice", qb_id=deleted)
        self.assertTrue(gone.gone, "what is deleted is found, too")
        self.assertGreater(
            self.connection.changes_at, fields.Datetime.now() - timedelta(hours=1)
        )
        self.connection.sudo().changes_at += timedelta(minutes=10)
        self.sim.stats.reset()
        self._look()
        self.assertEqual(self.sim.stats.calls(), 1, "from then on as ever")

    def test_a_type_that_could_not_be_read_meanwhile_is_made_up_for(self):
        deleted = self.invoices[-1].qb_id
        self.desk.delete("Invoice", deleted)
        self._long_ago()
        count = transactions.count_statement

        def garbled(object_type, since):
            statement = count(object_type, since)
            return "SELECT" if object_type == "Invoice" else statement

        with patch.object(transactions, "count_statement", garbled):
            self._look()
        failed = self.connection.reading_ids.filtered(lambda p: p.type == "Invoice")
        self.assertEqual(failed.state, "failed")
        self.connection.action_go_on_reading()
        self._run()
        self.assertEqual(failed.state, "done", failed.reason)
        self.assertTrue(self._changes(qb_id=deleted).gone)
        self.assertFalse(self.connection._is_catching_up())

    def test_a_worker_that_dies_while_reading_goes_on_where_it_was(self):
        paid = self._pay(self.invoices)
        self._long_ago()
        self._die_at("quickbooks.pull", "_take_transactions", 2)
        under_way = self.connection.reading_ids._under_way()
        self.assertEqual(under_way.mapped("type"), ["Payment"], "invoices are read")
        self.assertFalse(self._payments(), "nothing of the page that was lost")
        self._run()
        self.assertEqual(self._payments(), set(paid))
        self.assertFalse(self.connection.reading_ids._under_way())

    def test_a_worker_that_dies_between_the_answer_and_its_commit(self):
        paid = self._pay(self.invoices[:3])
        before = self.connection.changes_at
        self._die_at("quickbooks.connection", "_end_look", 1)
        self.assertEqual(self.connection.changes_at, before)
        self._look()
        self.assertEqual(self._payments(), set(paid))
        self.assertEqual(len(self._changes(type="Payment")), 3)

    def test_a_reading_is_stopped_and_goes_on(self):
        paid = self._pay(self.invoices)
        self.connection.action_read_since("2026-01-01")
        self.assertEqual(self.connection.sync_state, "running")
        self.assertTrue(self.connection.is_reading)
        self.connection.action_stop_reading()
        self._run()
        self.assertEqual(self.connection.sync_state, "stopped")
        self.assertEqual(set(self.connection.reading_ids.mapped("state")), {"stopped"})
        self.connection.action_go_on_reading()
        self._run()
        self.assertEqual(self._payments(), set(paid))
        self.assertEqual(set(self.connection.reading_ids.mapped("state")), {"done"})

    def test_what_is_stopped_keeps_nothing_from_being_sent(self):
        self.connection.sudo()._catch_up()
        invoice = self._invoice()
        self.connection.action_stop_lists()
        self.connection.action_stop_reading()
        self._run()
        self.assertEqual(set(self.connection.reading_ids.mapped("state")), {"stopped"})
        self.assertEqual(invoice.qb_status, "synced", invoice.qb_message)

    def test_an_answer_in_no_order_is_not_relied_upon(self):
        paid = self._pay(self.invoices[:2])
        with patch.object(cdc.Look, "after", side_effect=cdc.Unordered):
            self._look()
        self.assertEqual(self._payments(), set(paid))
