# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What changes in QuickBooks is noticed: once, completely, and with few calls."""

from odoo.tests import tagged

from .noticed_case import NoticedCase


@tagged("post_install", "-at_install")
class TestNoticed(NoticedCase):
    def test_nothing_has_changed(self):
        self.sim.stats.reset()
        self._look()
        self._run()
        self.assertEqual(self.sim.stats.calls(), 1, "an idle connection asks once")
        self.assertFalse(self._changes())

    def test_what_was_there_before_the_connection_is_left_there(self):
        self.connection.sudo().invoice_pull = "post"
        self.connection.sudo().lists_updated_at = False
        before = self.desk.invoice("Gulf Coast Produce", (self.item.name, "900"))
        self.connection.sudo().changes_at = False
        self._run()
        self.assertTrue(self.connection.changes_at)
        self.assertFalse(self._changes(qb_id=before))

    def test_our_own_documents_coming_back_are_nothing(self):
        self._sent_invoice()
        self._look()
        self.assertFalse(self._changes())

    def test_payment_of_our_invoice(self):
        invoice = self._sent_invoice()
        paid = self.desk.receive({invoice.qb_id: ""})
        self._look()
        change = self._changes()
        self.assertEqual(change.type, "Payment")
        self.assertEqual(change.qb_id, paid)
        self.assertEqual(change.total, 1500)

    def test_payment_of_somebody_elses_invoice(self):
        theirs = self.desk.invoice("Gulf Coast Produce", (self.item.name, "900"))
        self.desk.receive({theirs: ""})
        self._look()
        self.assertFalse(self._changes())

    def test_a_payment_waits_for_what_it_pays(self):
        self.connection.sudo().invoice_pull = "post"
        theirs = self.desk.invoice("Gulf Coast Produce", (self.item.name, "900"))
        self.desk.receive({theirs: ""})
        self._look()
        invoice, payment = self._changes(type="Invoice"), self._changes(type="Payment")
        self.assertEqual(invoice.state, "failed", "nobody knows the customer")
        self.assertEqual(payment.state, "pending")
        self.assertEqual(payment.problem_code, "arrival.after_documents")
        invoice.action_leave()
        self._run()
        self.assertEqual(payment.state, "ignored", "nothing of it is here")

    def test_somebody_wishes_for_a_look(self):
        invoice = self._sent_invoice()
        paid = self.desk.receive({invoice.qb_id: ""})
        self._run()
        self.assertFalse(self._changes(), "not before it is time")
        self.connection.action_sync_now()
        self.assertEqual(self.connection.sync_state, "running")
        self.sim.stats.reset()
        self._run()
        self.assertEqual(self.sim.stats.calls(), 1)
        self.assertEqual(self.connection.sync_state, "done")
        self.assertEqual(self._changes().qb_id, paid)

    def test_a_new_customer_becomes_a_contact_where_that_is_wished(self):
        self.connection.sudo().customer_arrival = True
        made = self.desk.customer("Newcomer Foods")
        self._learn()  # the lists alone would make it known, and no news
        self.assertEqual(self._changes(type="Customer").qb_id, made)

    def test_a_renamed_customer_is_told_and_no_news(self):
        self._sent_invoice()
        self.desk.rename("Customer", self.customer.qb_id, "Acme Shippers Inc")
        self._look()
        self.assertFalse(self._changes())
        told = " ".join(self.customer.message_ids.mapped("body"))
        self.assertIn("Renamed in QuickBooks", told)

    def test_what_is_deleted_there_is_noticed(self):
        invoice = self._sent_invoice()
        deleted = invoice.qb_id
        self.desk.delete("Invoice", deleted)
        self._look()
        self.assertTrue(self._changes(qb_id=deleted).gone)
