# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What must be in QuickBooks before a payment: customer, invoices, bills."""

from unittest.mock import patch

from odoo.tests import tagged

from ..lib.online import render
from .payment_case import PaymentCase


@tagged("post_install", "-at_install")
class TestPaymentsFirst(PaymentCase):
    def test_customer_then_invoice_then_payment(self):
        invoice = self._invoice()
        payment = self._register(invoice)
        self._run()
        kinds = [
            call.contents
            for call in self.env["quickbooks.exchange"].search(
                [("request_id", "!=", False)], order="id"
            )
        ]
        self.assertEqual(kinds, [{"Customer": 1}, {"Invoice": 1}, {"Payment": 1}])
        self.assertEqual(payment.qb_status, "synced")

    def test_an_invoice_that_nobody_has_sent_goes_first(self):
        self.connection.invoice_push = "click"
        invoice = self._invoice()
        payment = self._register(invoice)
        self.assertFalse(self._jobs(invoice))
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(payment.qb_status, "synced")
        self._assert_same_open(invoice)

    def test_without_an_invoice_it_waits_for_the_customer(self):
        payment = self._payment(self._new_customer("Zenith Foods"), 75)
        self._run()
        self.assertEqual(payment.qb_status, "synced", payment.qb_message)

    def test_it_waits_for_an_invoice_that_has_failed_and_says_so(self):
        income = self.env["quickbooks.mapping"].search([("kind", "=", "item")])
        target = income.object_id
        income.unlink()
        invoice = self._invoice()
        payment = self._register(invoice)
        self._run()
        self.assertEqual((invoice.qb_status, payment.qb_status), ("failed", "failed"))
        self.assertIn(f"Waits for {invoice.display_name}", payment.qb_message)
        self.assertIn("not mapped", payment.qb_message)
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "item",
                "object_id": target.id,
            }
        )
        payment.action_qb_retry()
        self.assertEqual(payment.qb_status, "pending")
        self._run()
        self.assertEqual((invoice.qb_status, payment.qb_status), ("synced", "synced"))

    def test_it_waits_for_the_customer_of_its_invoice_in_turn(self):
        self.customer.email = "not an address"
        invoice = self._invoice()
        payment = self._register(invoice)
        self._run()
        self.assertEqual((invoice.qb_status, payment.qb_status), ("failed", "failed"))
        self.assertIn("Waits for Acme Shippers", payment.qb_message)
        self.customer.email = "ap@acme.example"
        payment.action_qb_retry()
        self._run()
        self.assertEqual((invoice.qb_status, payment.qb_status), ("synced", "synced"))

    def _assert_kept(self, payment, invoice, code, words):
        """The payment names the invoice that stays, and Fix opens it."""
        found, sentence, hint = self._problem(payment)
        self.assertEqual(found, code)
        self.assertIn(invoice.name, sentence)
        self.assertIn(words, f"{sentence} {hint}")
        fix = payment.action_qb_fix()
        self.assertEqual((fix["res_model"], fix["res_id"]), (invoice._name, invoice.id))
        self.assertFalse(invoice.qb_id)

    def test_an_invoice_that_is_suppressed_stops_it(self):
        invoice = self._invoice()
        invoice.action_qb_suppress()
        payment = self._register(invoice)
        self._assert_kept(payment, invoice, "payment.suppressed", "Release it")
        invoice.action_qb_release()
        payment.action_qb_retry()
        self._run()
        self.assertEqual(payment.qb_status, "synced")

    def test_only_what_stays_here_keeps_a_payment_here(self):
        posted, draft = self._invoice(), self._invoice(post=False)
        jobs = self.env["quickbooks.job"]
        kept = jobs._kept_here(self.connection, posted | draft)
        self.assertEqual(list(kept), [draft.id])
        self.assertEqual(kept[draft.id].place.id, draft.id)
        self.assertEqual(jobs._kept_here(self.connection, posted), {})

    def test_an_invoice_before_the_cut_off_stops_it(self):
        self.connection.cutoff_date = "2026-11-21"
        invoice = self._invoice()
        payment = self._register(invoice)
        self._assert_kept(payment, invoice, "payment.rule.cutoff", "in the books")

    def test_invoices_that_are_switched_off_stop_it(self):
        self.connection.invoice_push = "none"
        invoice = self._invoice()
        payment = self._register(invoice)
        self._assert_kept(payment, invoice, "payment.rule.off", "not sent")

    def test_an_invoice_cancelled_meanwhile_is_queued_again(self):
        invoice = self._invoice()
        payment = self._register(invoice)
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            connection._step_plan()
        self.assertEqual(self._jobs(payment).depends_on_id, self._jobs(invoice))
        self._jobs(invoice).action_cancel()
        self._run()
        self.assertEqual(payment.qb_status, "synced")
        self._assert_same_open(invoice)

    def test_payments_that_wait_go_in_full_batches(self):
        invoices = self.env["account.move"].union(
            *(self._invoice({"price_unit": 10 + n}) for n in range(4))
        )
        payments = self._register(invoices, group_payment=False)
        self.sim.stats.reset()
        with patch.object(render, "MAX_ITEMS", 3):
            self._run()
        self.assertEqual(set(payments.mapped("qb_status")), {"synced"})
        # One for the customer; four invoices and four payments share three.
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), 4)

    def test_a_plan_costs_the_same_for_any_number_of_payments(self):
        def cost(count):
            invoices = self.env["account.move"].union(
                *(self._invoice() for _n in range(count))
            )
            self._register(invoices, group_payment=False)
            with self._own_cursor() as env:
                connection = env["quickbooks.connection"].browse(self.connection.id)
                start = env.cr.sql_log_count
                env["quickbooks.job"]._plan(connection)
                return env.cr.sql_log_count - start

        self._invoice()
        self._run()
        self.assertEqual(cost(1), cost(4))
