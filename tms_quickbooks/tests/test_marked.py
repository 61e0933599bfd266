# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What carries our mark in QuickBooks and is linked with nothing here."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib import identity
from .payment_arrival_case import PaymentArrivalCase


@tagged("post_install", "-at_install")
class TestMarked(PaymentArrivalCase):
    """Invoices and a payment were sent; then somebody restores a backup of Odoo."""

    def setUp(self):
        super().setUp()
        self.invoice = self._invoice({"price_unit": 1000.0})
        self.payment = self._register(self.invoice)
        self._run()
        self.assertEqual(self.payment.qb_status, "synced", self.payment.qb_message)
        self.invoice_key, self.payment_key = self.invoice.qb_id, self.payment.qb_id

    def _forget(self, *records):
        """Odoo is as it was before these were sent."""
        for each in records:
            self._jobs(each).sudo().unlink()
            self.env["quickbooks.object"].sudo().search(
                [("res_model", "=", each._name), ("res_id", "=", each.id)]
            ).unlink()
            each._qb_write_status("not_synced")
        connection = self.connection.sudo()
        connection.changes_at -= timedelta(hours=3)
        connection.changes_checked_at -= timedelta(hours=3)

    def _count(self):
        """How many invoices and payments are in QuickBooks, and here."""
        return (
            len(self._all_in_quickbooks("Invoice")),
            len(self._all_in_quickbooks("Payment")),
            self.env["account.move"].search_count([("move_type", "=", "out_invoice")]),
            self.env["account.payment"].search_count([]),
        )

    def _assert_linked(self):
        self.assertEqual(self.invoice.qb_id, self.invoice_key, self._inbox())
        self.assertEqual(self.payment.qb_id, self.payment_key, self._inbox())
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertEqual(self.payment.qb_status, "synced")

    # -- a backup of Odoo was restored ---------------------------------------------

    def test_what_was_sent_is_linked_and_neither_arrives_nor_goes_again(self):
        before = self._count()
        self._forget(self.invoice, self.payment)
        self.invoice.action_qb_send()
        self.payment.action_qb_send()
        self._run()
        self._assert_linked()
        self.assertEqual(self._count(), before)
        self.assertFalse(self.payment._qb_open_jobs())
        self.assertIn("not sent again", self._said_of(self.payment))

    def test_a_payment_that_nobody_has_queued_is_linked_as_well(self):
        before = self._count()
        self._forget(self.payment)
        self._run()
        self._assert_linked()
        self.assertEqual(self._count(), before)

    def test_a_look_comes_before_documents_even_where_none_is_due(self):
        self._forget(self.payment)
        connection = self.connection.sudo()
        connection.changes_every = 1440
        connection.changes_checked_at += timedelta(hours=2)
        before = self._count()
        self.payment.action_qb_send()
        self._run()
        self.assertEqual(self._count(), before)
        self._assert_linked()

    def test_changed_meanwhile_somebody_decides_and_it_is_one_payment(self):
        for decide, expected in (("ours", 1000), ("theirs", 400)):
            with self.subTest(decide=decide):
                self.keeper.reapply(self.payment_key, {self.invoice_key: "400"}, "400")
                before = self._count()
                self._forget(self.payment)
                self.payment.action_qb_send()
                self._run()
                self.assertEqual(self.payment.amount, 1000)
                self.assertEqual(self.payment.qb_id, self.payment_key)
                self.assertTrue(self.payment.qb_comparable, self._inbox())
                self._change("Payment", self.payment_key).action_retry()
                self._run()
                self.assertTrue(self.payment.qb_comparable, "nobody has decided")
                action = self.payment.action_qb_compare()
                dialog = self.env[action["res_model"]].browse(action["res_id"])
                self.assertFalse(any(dialog.line_ids.mapped("before")))
                getattr(dialog, f"action_take_{decide}")()
                self._run()
                there = self._in_quickbooks("Payment", self.payment_key)
                self.assertEqual(there["TotalAmt"], expected)
                self.assertEqual(self.payment.amount, expected)
                self.assertEqual(self._count(), before)
                self._assert_equal_balances(self.invoice)

    def test_what_is_deleted_here_is_made_in_quickbooks(self):
        self._forget(self.payment)
        self.payment.action_draft()
        self.payment.unlink()
        self._arrive()
        found = self.env["quickbooks.object"]._find(
            self.connection, "Payment", self.payment_key
        )
        self.assertEqual(found._record().amount, 1000, self._inbox())

    def test_while_the_answer_is_unknown_the_outbox_finds_out(self):
        before = self._count()
        self.sim.mishaps.add("drop_after", path="/batch")
        invoice = self._invoice({"price_unit": 77.0})
        self._run()
        self._arrive()
        self.assertFalse(invoice.qb_id)
        self._let_time_pass(hours=30)
        self._run()
        self.assertEqual(invoice.qb_status, "synced", invoice.qb_message)
        self.assertEqual(self._count()[0], before[0] + 1)

    def test_comparing_the_books_finds_it_however_old(self):
        self._forget(self.payment)
        connection = self.connection.sudo()
        connection.changes_at = connection.changes_checked_at = connection._clock()
        before = self._count()
        comparison = self.env["quickbooks.comparison"].create(
            {
                "connection_id": connection.id,
                "date_from": "2026-01-01",
                "date_to": "2027-12-31",
            }
        )
        comparison.action_compare()
        self._run()
        self._assert_linked()
        lines = comparison.line_ids.filtered(
            lambda line: line.type == "Payment" and line.standing in ("open", "waiting")
        )
        self.assertFalse(lines)
        self.assertEqual(self._count(), before)

    # -- a new record has the id of one that was lost ------------------------------

    def _dialog(self, record):
        action = record.action_qb_compare()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _new_one_with_the_mark_of_the_lost(self):
        """What was sent is lost with the backup, and the next invoice gets its id."""
        self.payment.action_draft()
        self.keeper.delete("Payment", self.payment_key)
        self._forget(self.invoice, self.payment)
        self.invoice.button_draft()
        self.invoice.write(
            {
                "invoice_line_ids": [
                    Command.update(self.invoice.invoice_line_ids.id, {"price_unit": 55})
                ],
                "ref": "Another load",
            }
        )
        self.invoice.action_post()
        self._run()
        self.assertTrue(self.invoice.qb_comparable, self._inbox())
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), self.before[0])

    def test_two_of_one_mark_are_set_apart(self):
        self.connection.sudo().invoice_pull = "post"
        self.before = self._count()
        self._new_one_with_the_mark_of_the_lost()
        dialog = self._dialog(self.invoice)
        self.assertTrue(dialog.may_be_two)
        dialog.action_are_two()
        self._run()
        other = self.env["quickbooks.object"]._find(
            self.connection, "Invoice", self.invoice_key
        )
        other = other._record()
        self.assertTrue(other, self._inbox())
        self.assertNotEqual(other, self.invoice)
        self.assertTrue(other.qb_made_there)
        self.assertEqual(other.amount_total, 1000)
        self.assertEqual(self.invoice.qb_status, "synced", self.invoice.qb_message)
        self.assertNotEqual(self.invoice.qb_id, self.invoice_key)
        ours, theirs = (
            self._in_quickbooks("Invoice", key)
            for key in (self.invoice.qb_id, self.invoice_key)
        )
        self.assertEqual((ours["TotalAmt"], theirs["TotalAmt"]), (55, 1000))
        self.assertNotEqual(
            identity.marks(ours["PrivateNote"]), identity.marks(theirs["PrivateNote"])
        )
        self.assertIn("another one", self._said_of(self.invoice))
        # Its own mark is known as well.
        self._forget(self.invoice)
        self.invoice.action_qb_send()
        self._run()
        self.assertEqual(self.invoice.qb_id, ours["Id"], self._inbox())

    def test_what_was_seen_to_be_the_same_is_not_set_apart(self):
        self.keeper.change("Invoice", self.invoice_key, DueDate="2027-01-31")
        self._arrive()
        dialog = self._dialog(self.invoice)
        self.assertFalse(dialog.may_be_two)
        with self.assertRaisesRegex(UserError, "one and the same"):
            dialog.action_are_two()
        self.assertEqual(self.invoice.qb_id, self.invoice_key)

    # -- copied in QuickBooks ------------------------------------------------------

    def _copy(self, key):
        """Somebody chooses "Make a copy" there: the note is copied, too."""
        note = self._in_quickbooks("Invoice", key)["PrivateNote"]
        return self.keeper.invoice(
            "Acme Shippers", ("Linehaul", "1000.00", "NON"), PrivateNote=note
        )

    def test_a_copy_is_an_invoice_of_its_own(self):
        copy = self._copy(self.invoice_key)
        self._arrive()
        found = self.env["quickbooks.object"]._find(self.connection, "Invoice", copy)
        made = found._record()
        self.assertTrue(made, self._inbox())
        self.assertNotEqual(made, self.invoice)
        self.assertTrue(made.qb_made_there)
        self.assertEqual(self.invoice.qb_id, self.invoice_key)

    def test_of_two_that_are_linked_with_nothing_the_first_is_it(self):
        self._forget(self.invoice, self.payment)
        copy = self._copy(self.invoice_key)
        self._run()
        self._assert_linked()
        found = self.env["quickbooks.object"]._find(self.connection, "Invoice", copy)
        self.assertNotIn(found._record(), (None, self.invoice))

    def test_a_copy_is_not_taken_for_a_lost_answer(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        invoice = self._invoice({"price_unit": 77.0})
        self._run()
        [first] = [
            each
            for each in self._all_in_quickbooks("Invoice")
            if each["TotalAmt"] == 77
        ]
        self.keeper.change("Invoice", first["Id"], TxnDate="2026-11-19")
        copy = self.keeper.invoice(
            "Acme Shippers",
            ("Linehaul", "77.00", "NON"),
            PrivateNote=first["PrivateNote"],
            TxnDate="2026-11-20",
        )
        self._let_time_pass(hours=30)
        self._run()
        self.assertNotEqual(invoice.qb_id, copy)
        self.assertIn("earlier version", invoice.qb_message)
