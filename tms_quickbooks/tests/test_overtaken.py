# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is noticed, or waits, when QuickBooks has something newer already."""

from odoo.tests import tagged

from ..lib.arrivals.documents import sent_from_here
from ..lib.online import cdc
from .arrival_case import ArrivalCase


@tagged("post_install", "-at_install")
class TestOvertaken(ArrivalCase):
    def setUp(self):
        super().setUp()
        self.invoice = self._invoice({"price_unit": 1000.0})
        self._run()
        self.key = self.invoice.qb_id

    def _looked(self):
        """What a look has shown, before it is stored."""
        return cdc.changed(self._ask(lambda client: client.cdc(cdc.TYPES, self._began)))

    def _take(self, states=()):
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            connection._notice(states, "changes")
            env["quickbooks.change"].search([("state", "=", "pending")])._try_now()
            while connection._step_take():
                pass

    def _change_here(self, price):
        self.invoice.button_draft()
        self.invoice.invoice_line_ids.price_unit = price
        self.invoice.action_post()

    def _mirror(self):
        return self.env["quickbooks.object"]._find(self.connection, "Invoice", self.key)

    def _version_there(self):
        return self._in_quickbooks("Invoice", self.key)["SyncToken"]

    def test_what_is_changed_back_there_needs_nobody_any_more(self):
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self._arrive()
        self.assertTrue(self.invoice.qb_comparable)
        self.keeper.change_line("Invoice", self.key, 1, "1000")
        self._arrive()
        self.assertFalse(self.invoice.qb_comparable)
        self.assertEqual(self._change("Invoice", self.key).state, "done")
        self.assertEqual(self._mirror().version, self._version_there())

    def test_what_was_shown_before_our_own_update_is_no_news(self):
        self.connection.edited_there = "theirs"
        before = self._looked()
        self._change_here(1800)
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self._take(before)
        self.assertEqual(self.invoice.amount_total, 1800)
        self.assertFalse(self._change("Invoice", self.key))
        self.assertEqual(self._mirror().version, self._version_there())

    def test_what_was_shown_before_a_newer_edit_replaces_nothing(self):
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        before = self._looked()
        self.keeper.change_line("Invoice", self.key, 1, "1300")
        self._arrive()
        self._take(before)
        self.assertEqual(self._change("Invoice", self.key).total, 1300)

    def test_our_own_update_that_waited_for_its_answer_is_overtaken_by_the_next(self):
        self._assert_overtaken(lambda waiting: None)

    def test_so_is_one_that_has_waited_for_too_long(self):
        def give_up(waiting):
            waiting.sudo().attempts = 99
            waiting.sudo()._set_problem(waiting._problem(), self.invoice)
            self.assertEqual(waiting.state, "failed")

        self._assert_overtaken(give_up)

    def test_what_has_waited_too_long_for_an_answer_goes_on_with_it(self):
        self.connection.edited_there = "theirs"
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        with self._own_cursor() as env:
            self._notice_all(env["quickbooks.connection"].browse(self.connection.id))
        waiting = self._change("Invoice", self.key).sudo()
        waiting.attempts = 99
        waiting._set_problem(sent_from_here(waiting._place()))
        self.assertEqual(waiting.state, "failed")
        self._invoice()
        self._run()
        self.assertEqual(waiting.state, "done", waiting.problem_text)
        self.assertEqual(self.invoice.amount_total, 1200)

    def _assert_overtaken(self, meanwhile):
        """:param meanwhile: what becomes of the change until the answer comes"""
        self.connection.edited_there = "theirs"
        self._change_here(1800)
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        self._arrive()
        waiting = self._change("Invoice", self.key)
        self.assertEqual(waiting.problem_code, "arrival.under_way")
        meanwhile(waiting)
        self._change_here(1900)
        self._let_time_pass(hours=1)
        self._run()
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self._take()
        self.assertEqual(self.invoice.amount_total, 1900)
        self.assertEqual(waiting.state, "done")
        self.assertEqual(self._mirror().version, self._version_there())

    def test_what_was_left_is_taken_as_quickbooks_has_it_by_then(self):
        made = self.keeper.invoice("Acme Shippers", ("Linehaul", "900.00", "NON"))
        with self._own_cursor() as env:
            self._notice_all(env["quickbooks.connection"].browse(self.connection.id))
        self.connection.invoice_pull = "none"
        self._take()
        left = self._change("Invoice", made)
        self.assertEqual(left.state, "ignored", self._inbox())
        self.keeper.change_line("Invoice", made, 1, "950.00")
        self._arrive()
        self.assertEqual(self._change("Invoice", made), left, "nobody wants it")
        left.action_take()
        self._run()
        there = self.env["quickbooks.object"]._find(self.connection, "Invoice", made)
        self.assertEqual(there._record().amount_total, 950, self._inbox())

    def test_an_edit_that_the_outbox_meets_first_is_compared(self):
        line, *_subtotal = self._in_quickbooks("Invoice", self.key)["Line"]
        self.assertNotEqual(line.get("Description"), "Agreed")
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self._change_here(900)
        self._run()
        self._take()
        self.assertTrue(self.invoice.qb_comparable, self._inbox())
        self.assertNotEqual(self._mirror().version, self._version_there())
        self.invoice.action_qb_send()
        self._run()
        self.assertEqual(self._in_quickbooks("Invoice", self.key)["TotalAmt"], 1200)
