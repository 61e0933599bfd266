# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the users have decided holds on every way to QuickBooks."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .document_case import DocumentCase


class RuleCase(DocumentCase):
    def _preview_says(self, record):
        action = record.action_qb_preview()
        preview = self.env[action["res_model"]].browse(action["res_id"])
        return preview.line_ids.filtered("is_chosen").problems

    def _assert_stays(self, move, sentence):
        """It does not go by any way, and each way says why."""
        move.invalidate_recordset()
        self.assertEqual(move.qb_status, "not_synced")
        self.assertFalse(move.qb_can_send)
        self.assertRegex(self._preview_says(move), sentence)
        with self.assertRaisesRegex(UserError, sentence):
            move.action_qb_send()
        self.sim.stats.reset()
        self._run()
        self.assertFalse(self._jobs(move))
        self.assertEqual(self.sim.stats.calls(), 0)

    def _assert_stopped(self, move, code, sentence):
        """It was queued before the decision; the queue says why it stays."""
        self.sim.stats.reset()
        self._run()
        self.assertEqual(move.qb_status, "failed")
        self.assertEqual(self._jobs(move)[-1].problem_code, code)
        self.assertRegex(move.qb_message, sentence)
        self.assertTrue(move.qb_hint)
        self.assertEqual(self.sim.stats.calls(), 0, "nobody is made for it either")


@tagged("post_install", "-at_install")
class TestDirection(RuleCase):
    def test_what_is_not_to_be_sent_stays_on_every_way(self):
        self.connection.bill_push = "none"
        self._assert_stays(self._bill(), "Bills and refunds are not sent")
        self._sent(self._invoice())
        self.connection.invoice_push = "none"
        self._assert_stays(self._invoice(), "Invoices and credit notes are not sent")

    def test_where_bills_are_not_sent_a_bill_says_nothing_of_quickbooks(self):
        self.connection.bill_push = "none"
        self.assertFalse(self._bill().qb_shown)
        self.assertTrue(self._invoice().qb_shown)

    def test_what_is_queued_already_is_stopped_and_goes_when_it_may_again(self):
        invoice = self._invoice()
        self.connection.invoice_push = "none"
        self._assert_stopped(invoice, "rule.off", "Invoices and credit notes")
        fix = invoice.action_qb_fix()
        self.assertEqual(fix["res_model"], "quickbooks.connection")
        self.assertEqual(fix["res_id"], self.connection.id)
        self.connection.invoice_push = "click"
        invoice.action_qb_retry()
        self._sent(invoice)

    def test_what_is_in_quickbooks_already_is_not_changed_either(self):
        invoice = self._invoice()
        self._sent(invoice)
        self.connection.invoice_push = "none"
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 1800
        invoice.action_post()
        self._run()
        self.assertEqual(invoice.qb_status, "outdated")
        self.assertIn("not sent", invoice.qb_withheld)
        self.assertEqual(self._all_in_quickbooks("Invoice")[0]["TotalAmt"], 1500)

    def test_with_a_click_posting_sends_nothing(self):
        self.connection.bill_push = "click"
        bill = self._bill()
        self._run()
        self.assertEqual(bill.qb_status, "not_synced")
        self.assertFalse(bill.qb_withheld)
        bill.action_qb_send()
        self._sent(bill)


@tagged("post_install", "-at_install")
class TestCutOff(RuleCase):
    """Documents of the tests are dated 2026-11-20."""

    def test_what_is_dated_before_stays_on_every_way(self):
        self.connection.cutoff_date = "2026-11-21"
        for move in (self._invoice(), self._bill()):
            with self.subTest(move=move.move_type):
                self._assert_stays(move, "dated 11/20/2026.*before 11/21/2026")
                self.assertIn("cut-off date of the connection", move.qb_withheld)

    def test_the_day_itself_goes(self):
        self.connection.cutoff_date = "2026-11-20"
        self._sent(self._invoice())

    def test_what_is_queued_already_is_stopped_with_its_customer(self):
        invoice = self._invoice()
        self.connection.cutoff_date = "2026-11-21"
        self._assert_stopped(invoice, "rule.cutoff", "before 11/21/2026")
        self.assertFalse(self._jobs(self.customer))
        self.connection.cutoff_date = False
        invoice.action_qb_retry()
        self._sent(invoice)

    def test_what_was_planned_already_is_stopped(self):
        self._sent(self._invoice())  # the customer is there
        invoice = self._invoice()
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            env["quickbooks.job"]._plan(connection)
        self.connection.cutoff_date = "2026-11-21"
        self._assert_stopped(invoice, "rule.cutoff", "before 11/21/2026")

    def test_of_several_those_that_may_go_are_sent_and_the_rest_is_told(self):
        self.connection.invoice_push = "click"
        early, late = self._invoice(), self._invoice(invoice_date="2026-11-21")
        self.connection.cutoff_date = "2026-11-21"
        said = (early + late).action_qb_send()["params"]
        self.assertEqual((said["type"], said["sticky"]), ("warning", True))
        self.assertIn("1 queued for QuickBooks", said["message"])
        self.assertIn("dated 11/20/2026", said["message"])
        self.assertFalse(self._jobs(early))
        self._sent(late)


@tagged("post_install", "-at_install")
class TestPartyDirection(RuleCase):
    def _link(self, partner):
        """A partner that is linked to a customer or vendor made in QuickBooks."""
        partner.action_qb_send()
        self._run()
        self.assertEqual(partner.qb_status, "synced")

    def test_an_unlinked_customer_holds_the_invoice(self):
        self.connection.customer_push = "link"
        invoice = self._invoice()
        self._assert_stopped(invoice, "rule.not_linked", "Acme Shippers is not linked")
        self.assertFalse(self._jobs(self.customer))
        self.assertFalse(self._all_in_quickbooks("Customer") and self.customer.qb_id)
        self.assertEqual(invoice.action_qb_fix()["res_model"], "quickbooks.match")
        with self.assertRaisesRegex(UserError, "is not linked to a customer"):
            self.customer.action_qb_send()
        self.connection.customer_push = "create"
        invoice.action_qb_retry()
        self._sent(invoice)

    def test_an_unlinked_carrier_holds_the_bill(self):
        self.connection.vendor_push = "link"
        bill, invoice = self._bill(), self._invoice()
        self._assert_stopped_only(bill, "is not linked to a vendor")
        self._sent(invoice)

    def _assert_stopped_only(self, move, sentence):
        self._run()
        self.assertEqual(move.qb_status, "failed")
        self.assertRegex(move.qb_message, sentence)

    def test_a_customer_queued_before_is_not_made_and_the_invoice_says_why(self):
        self.customer.action_qb_send()
        invoice = self._invoice()
        self.connection.customer_push = "link"
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        self.assertRegex(invoice.qb_message, "Waits for Acme.*not linked")
        self.assertFalse(self.customer.qb_id)

    def test_a_linked_customer_is_used_and_left_as_it_is(self):
        self._link(self.customer)
        for how in ("link", "create"):
            with self.subTest(how=how):
                self.connection.customer_push = how
                with self.assertRaisesRegex(UserError, "is not changed from here"):
                    self.customer.action_qb_send()
                self.sim.stats.reset()
                self._sent(self._invoice())
        found = self._in_quickbooks("Customer", self.customer.qb_id)
        self.assertEqual(found["SyncToken"], "0")

    def test_a_change_queued_before_is_not_sent_and_nothing_has_failed(self):
        self._link(self.customer)
        self.customer.action_qb_send()
        self.connection.customer_push = "create"
        self._run()
        self.assertEqual(self._jobs(self.customer)[-1].state, "cancelled")
        self.assertIn("is not changed from here", self.customer.qb_withheld)
        found = self._in_quickbooks("Customer", self.customer.qb_id)
        self.assertEqual(found["SyncToken"], "0")

    def test_with_create_only_a_new_customer_is_made(self):
        self.connection.customer_push = "create"
        self._sent(self._invoice())
        self.assertEqual(self.customer.qb_status, "synced")


@tagged("post_install", "-at_install")
class TestCarrierInvoice(RuleCase):
    def _bill_without(self, **vals):
        return self._bill(**{"ref": False, **vals})

    def test_the_carriers_number_has_to_be_there(self):
        self.connection.carrier_invoice_rule = "reference"
        bill = self._bill_without()
        self._run()
        self.assertEqual(bill.qb_status, "failed")
        self.assertIn("carrier's invoice is missing", bill.qb_message)
        self.assertIn("Bill Reference", bill.qb_hint)
        fix = bill.action_qb_fix()
        self.assertEqual((fix["res_model"], fix["res_id"]), (bill._name, bill.id))
        bill.ref = "BR-100"
        bill.action_qb_retry()
        self.assertEqual(self._sent(bill)["DocNumber"], "BR-100")

    def test_the_carriers_invoice_has_to_be_attached(self):
        self.connection.carrier_invoice_rule = "document"
        bill = self._bill()
        self.assertIn("is not attached", self._preview_says(bill))
        self._run()
        self.assertIn("is not attached", bill.qb_message)
        self.env["ir.attachment"].create(
            {
                "name": "invoice.pdf",
                "raw": b"%PDF-1.4",
                "res_model": bill._name,
                "res_id": bill.id,
            }
        )
        bill.action_qb_retry()
        self._sent(bill)

    def test_refunds_and_invoices_need_neither(self):
        self.connection.carrier_invoice_rule = "document"
        self._sent(self._invoice())
        self._sent(self._document("in_refund", self.carrier, (), True, {}))

    def test_without_the_rule_a_bill_goes_under_its_own_number(self):
        bill = self._bill_without()
        self.assertEqual(self._sent(bill)["DocNumber"], bill.name)
