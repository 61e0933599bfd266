# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What posting, resetting and suppressing do to the queue."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestPosting(QuickbooksCase):
    # -- posting queues ------------------------------------------------------------

    def test_a_posted_invoice_is_queued(self):
        invoice = self._invoice()
        job = self._jobs(invoice)
        self.assertEqual(job.object_type, "Invoice")
        self.assertEqual(job.state, "pending")
        self.assertEqual(invoice.qb_status, "pending")

    def test_each_kind_of_document_is_queued_as_its_quickbooks_type(self):
        for move_type, partner, object_type in (
            ("out_invoice", self.customer, "Invoice"),
            ("out_refund", self.customer, "CreditMemo"),
            ("in_invoice", self.carrier, "Bill"),
            ("in_refund", self.carrier, "VendorCredit"),
        ):
            with self.subTest(move_type=move_type):
                move = self._document(move_type, partner, (), True, {})
                self.assertEqual(self._jobs(move).object_type, object_type)

    def test_a_draft_and_a_journal_entry_are_not_queued(self):
        draft = self._invoice(post=False)
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "line_ids": [
                    (0, 0, {"account_id": account.id, "balance": balance})
                    for account, balance in (
                        (self.company_data["default_account_revenue"], -10),
                        (self.company_data["default_account_expense"], 10),
                    )
                ],
            }
        )
        entry.action_post()
        self.assertFalse(self._jobs(draft | entry))
        self.assertEqual(set((draft | entry).mapped("qb_status")), {"not_synced"})

    def test_posting_wakes_the_worker_of_the_connection(self):
        triggers = self.env["ir.cron.trigger"]
        of_connection = [("cron_id", "=", self.connection.cron_id.id)]
        before = triggers.search_count(of_connection)
        self._invoice()
        self.assertEqual(triggers.search_count(of_connection), before + 1)

    def test_without_a_connection_nothing_is_queued(self):
        self.connection.sudo().state = "disconnected"
        invoice = self._invoice()
        self.assertFalse(self._jobs(invoice))
        self.assertEqual(invoice.qb_status, "not_synced")

    def test_while_a_sign_in_is_needed_documents_queue_up(self):
        self.connection.sudo().state = "reconnect"
        self.assertEqual(self._jobs(self._invoice()).state, "pending")

    # -- automatic sending ---------------------------------------------------------

    def test_invoices_wait_for_a_click_where_automatic_sending_is_off(self):
        self.connection.invoice_push = "click"
        invoice, bill = self._invoice(), self._bill()
        self.assertFalse(self._jobs(invoice))
        self.assertTrue(self._jobs(bill))
        invoice.action_qb_send()
        self.assertEqual(self._jobs(invoice).state, "pending")

    def test_bills_wait_for_a_click_where_automatic_sending_is_off(self):
        self.connection.bill_push = "click"
        invoice, bill = self._invoice(), self._bill()
        self.assertTrue(self._jobs(invoice))
        self.assertFalse(self._jobs(bill))
        bill.action_qb_send()
        self.assertEqual(self._jobs(bill).state, "pending")

    def test_sending_a_draft_says_what_can_be_sent(self):
        draft = self._invoice(post=False)
        with self.assertRaisesRegex(UserError, "only what is posted"):
            draft.action_qb_send()

    def test_sending_without_a_connection_says_where_to_connect(self):
        self.connection.sudo().state = "disconnected"
        with self.assertRaisesRegex(UserError, "QuickBooks > Connections"):
            self._invoice().action_qb_send()

    # -- suppressing ---------------------------------------------------------------

    def test_a_suppressed_document_is_not_queued_by_posting_or_sending(self):
        invoice = self._invoice(post=False)
        invoice.action_qb_suppress()
        invoice.action_post()
        self.assertFalse(self._jobs(invoice))
        with self.assertRaisesRegex(UserError, "released first"):
            invoice.action_qb_send()
        self.assertEqual(invoice.qb_status, "suppressed")

    def test_suppressing_takes_a_waiting_document_out_of_the_queue(self):
        invoice = self._invoice()
        invoice.action_qb_suppress()
        self._run()
        self.assertEqual(self._jobs(invoice).state, "cancelled")
        self.assertEqual(invoice.qb_status, "suppressed")
        self.assertFalse(self._all_in_quickbooks("Invoice"))

    def test_a_released_document_can_be_sent(self):
        invoice = self._invoice()
        invoice.action_qb_suppress()
        invoice.action_qb_release()
        self.assertEqual(invoice.qb_status, "not_synced")
        invoice.action_qb_send()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")

    def test_a_suppressed_customer_is_not_sent_for_an_invoice(self):
        self.customer.action_qb_suppress()
        invoice = self._invoice()
        self._run()
        self.assertEqual(self.customer.qb_status, "suppressed")
        self.assertFalse(self._jobs(self.customer))
        self.assertEqual(invoice.qb_status, "failed")
        self.assertIn("Acme Shippers is suppressed", invoice.qb_message)
        self.assertIn("Release", invoice.qb_hint)
        self.assertEqual(invoice.action_qb_fix()["res_id"], self.customer.id)

    def test_an_invoice_goes_when_its_customer_is_released(self):
        self.customer.action_qb_suppress()
        invoice = self._invoice()
        self._run()
        self.customer.action_qb_release()
        invoice.action_qb_retry()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")

    # -- reset to draft ------------------------------------------------------------

    def test_a_synced_document_reset_to_draft_is_outdated(self):
        invoice = self._invoice()
        self._run()
        invoice.button_draft()
        self.assertEqual(invoice.qb_status, "outdated")

    def test_posting_again_updates_the_same_quickbooks_document(self):
        invoice = self._invoice()
        self._run()
        qb_id = invoice.qb_id
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 1800
        invoice.action_post()
        self.assertEqual(invoice.qb_status, "pending")
        self._run()
        self.assertEqual((invoice.qb_status, invoice.qb_id), ("synced", qb_id))
        [found] = self._all_in_quickbooks("Invoice")
        self.assertEqual((found["TotalAmt"], found["SyncToken"]), (1800, "1"))

    def test_a_waiting_document_reset_to_draft_leaves_the_queue(self):
        invoice = self._invoice()
        invoice.button_draft()
        self._run()
        self.assertEqual(self._jobs(invoice).state, "cancelled")
        self.assertEqual(invoice.qb_status, "not_synced")
        self.assertFalse(self._all_in_quickbooks("Invoice"))

    def test_a_document_reset_to_draft_while_under_way_ends_up_outdated(self):
        self.customer.action_qb_send()
        self._run()
        self.sim.mishaps.add("drop_after", path="/batch")
        invoice = self._invoice()
        self._run()
        self.assertEqual(self._jobs(invoice).state, "sent")
        invoice.button_draft()
        self._let_time_pass(hours=1)
        self._run()
        self.assertTrue(invoice.qb_id)
        self.assertEqual(invoice.qb_status, "outdated")

    def test_a_deleted_draft_leaves_nothing_in_the_queue(self):
        invoice = self._invoice()
        invoice.button_draft()
        jobs = self._jobs(invoice)
        invoice.with_context(force_delete=True).unlink()
        self._run()
        self.assertEqual(jobs.mapped("state"), ["cancelled"])

    # -- what posting costs --------------------------------------------------------

    def _posting_queries(self, count):
        """SQL queries of posting so many new invoices at once."""
        moves = self.env["account.move"].create(
            self._invoice(post=False).copy_data() * count
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        moves.action_post()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _extra_queries(self, count):
        """Queries that the connection adds to posting; caches are warm."""
        figures = []
        for state in ("connected", "disconnected"):
            self.connection.sudo().state = state
            self._posting_queries(1)
            figures.append(self._posting_queries(count))
        connected, alone = figures
        return connected - alone

    def test_posting_one_invoice_costs_at_most_five_more_queries(self):
        self.assertLessEqual(self._extra_queries(1), 5)

    def test_posting_many_invoices_costs_no_more_queries_than_posting_one(self):
        self.assertLessEqual(self._extra_queries(20), self._extra_queries(1))
