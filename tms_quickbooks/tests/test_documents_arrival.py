# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices and bills that are made in QuickBooks."""

from datetime import date

from odoo.tests import tagged

from .arrival_case import ArrivalCase


@tagged("post_install", "-at_install")
class TestDocumentsArrival(ArrivalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sim.change_company(cls.realm, custom_txn_numbers=True)
        keeper = cls._keeper()
        keeper.customer("Acme Shippers")
        keeper.vendor("Blue Ridge Carriers")
        cls._remember_simulator()

    def _made(self, *lines, **fields):
        """The invoice of somebody in QuickBooks, and what it has become here."""
        lines = lines or (("Linehaul", "1250.50", "NON"),)
        fields = {"DocNumber": "QB-7001", "TxnDate": "2026-11-18", **fields}
        self.key = self.keeper.invoice("Acme Shippers", *lines, **fields)
        self._arrive()

    def test_invoice_is_posted_as_it_is_there(self):
        self._made(DueDate="2026-12-18", CustomerMemo={"value": "Thank you"})
        move = self._arrived("Invoice", "QB-7001")
        self.assertEqual(move.move_type, "out_invoice")
        self.assertEqual(move.state, "posted")
        self.assertEqual(move.partner_id, self.customer)
        self.assertEqual(move.invoice_date, date(2026, 11, 18))
        self.assertEqual(move.invoice_date_due, date(2026, 12, 18))
        self.assertEqual(move.amount_total, 1250.5)
        self.assertEqual(move.invoice_line_ids.product_id, self.product)
        self.assertIn("Thank you", move.narration)
        self.assertEqual(move.qb_status, "synced")
        self.assertEqual(move.qb_id, self.key)
        self.assertTrue(move.qb_made_there)

    def test_number_stands_beside_that_of_the_journal(self):
        before = self._invoice().name
        self._made()
        move = self._arrived("Invoice", "QB-7001")
        self.assertEqual(move.payment_reference, "QB-7001")
        self.assertIn("QB-7001", move.display_name)
        following = self._invoice().name
        numbers = [
            int(name.rsplit("/", 1)[1]) for name in (before, move.name, following)
        ]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 3)))

    def test_what_has_arrived_is_not_sent_back(self):
        self._made()
        move = self._arrived("Invoice", "QB-7001")
        self.assertFalse(self._jobs(move))
        move.action_qb_send()
        self._run()
        self.assertTrue(self._jobs(move).unchanged)
        self.assertEqual(self._in_quickbooks("Invoice", self.key)["SyncToken"], "0")

    def test_draft_by_setting(self):
        self.connection.invoice_pull = "draft"
        self._made()
        move = self._arrived("Invoice", "QB-7001")
        self.assertEqual((move.state, move.qb_status), ("draft", "synced"))
        self.assertFalse(move.qb_left_behind)
        move.action_post()
        self._run()
        self.assertEqual(move.qb_status, "synced")
        self.assertEqual(self._in_quickbooks("Invoice", self.key)["SyncToken"], "0")

    def test_left_there_by_setting(self):
        self.connection.invoice_pull = "none"
        self._made()
        self.assertFalse(self._change("Invoice", self.key))

    def test_arrives_once_however_often_it_is_shown(self):
        self._made()
        self._arrive()
        self._arrive()
        found = self.env["account.move"].search([("qb_made_there", "=", True)])
        self.assertEqual(len(found), 1)

    def test_sales_tax_comes_out_to_the_cent(self):
        tax = self.env["account.tax"].create(
            {"name": "TX 8.25", "amount": 8.25, "type_tax_use": "sale"}
        )
        self._made(("Linehaul", "333.33", "TAX"), ("Linehaul", "66.67", "NON"))
        move = self._arrived("Invoice", "QB-7001")
        there = self._in_quickbooks("Invoice", self.key)
        self.assertEqual(move.invoice_line_ids[0].tax_ids, tax)
        self.assertFalse(move.invoice_line_ids[1].tax_ids)
        self.assertEqual(f"{move.amount_total:.2f}", f"{there['TotalAmt']:.2f}")

    def test_tax_that_is_nothing_here_waits_and_says_so(self):
        self._made(("Linehaul", "333.33", "TAX"))
        change = self._change("Invoice", self.key)
        self.assertEqual(change.state, "failed")
        self.assertEqual(change.next_action, "fix_mapping")
        self.assertIn("27.50", change.problem_text)

    def test_item_that_is_nothing_here_waits_for_the_mapping(self):
        self._made(("Detention", "75", "NON"))
        change = self._change("Invoice", self.key)
        self.assertEqual(change.problem_code, "arrival.no_product")
        detention = self.env["product.product"].create(
            {"name": "Waiting", "type": "service"}
        )
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "item",
                "source": f"product.template,{detention.product_tmpl_id.id}",
                "object_id": self._object("Item", "Detention").id,
            }
        )
        self._arrive()
        move = self._arrived("Invoice", "QB-7001")
        self.assertEqual(move.invoice_line_ids.product_id, detention)

    def test_customer_who_is_not_linked_waits_and_goes_on_when_linked(self):
        key = self.keeper.customer("Somebody Else Ltd")
        invoice = self.keeper.invoice(
            "Somebody Else Ltd", ("Linehaul", "10", "NON"), DocNumber="QB-7002"
        )
        self._arrive()
        change = self._change("Invoice", invoice)
        self.assertEqual(change.problem_code, "arrival.not_linked")
        other = self.env["res.partner"].create(
            {"name": "Quite Another", "customer_rank": 1}
        )
        action = other.with_context(qb_role="Customer").action_qb_match()
        match = self.env["quickbooks.match"].browse(action["res_id"])
        match.object_id = self._object("Customer", "Somebody Else Ltd")
        self._arrive()
        self.assertEqual(self._arrived("Invoice", "QB-7002").partner_id, other)
        self.assertEqual(other.qb_customer_id.qb_id, key)

    def test_somebody_says_who_it_is_or_has_a_contact_made(self):
        self.keeper.customer("Somebody Else Ltd")
        self.keeper.customer("Nobody Yet LLC")
        there = ("Somebody Else Ltd", "QB-7002"), ("Nobody Yet LLC", "QB-7003")
        other = self.env["res.partner"].create({"name": "Quite Another"})
        for name, number in there:
            key = self.keeper.invoice(name, ("Linehaul", "1", "NON"), DocNumber=number)
            self._arrive()
            action = self._change("Invoice", key).action_open_fix()
            dialog = self.env[action["res_model"]].browse(action["res_id"])
            self.assertEqual(dialog.name, name)
            if number == "QB-7002":
                dialog.partner_id = other
                dialog.action_link()
            else:
                dialog.action_create_contact()
        self._arrive()
        self.assertEqual(self._arrived("Invoice", "QB-7002").partner_id, other)
        made = self._arrived("Invoice", "QB-7003").partner_id
        self.assertEqual((made.name, made.qb_status), ("Nobody Yet LLC", "synced"))

    def test_bill_keeps_the_vendors_number_and_its_account(self):
        key = self.keeper.bill(
            "Blue Ridge Carriers",
            ("Purchased Transportation", "800"),
            DocNumber="BR-99",
            TxnDate="2026-11-17",
        )
        self._arrive()
        move = self._arrived("Bill", "BR-99")
        self.assertEqual(move.move_type, "in_invoice")
        self.assertEqual(move.ref, "BR-99")
        self.assertEqual(move.partner_id, self.carrier)
        self.assertEqual(move.amount_total, 800)
        self.assertEqual(move.qb_id, key)

    def test_credits_of_both_sides_arrive(self):
        self.keeper.credit_memo(
            "Acme Shippers", ("Linehaul", "40", "NON"), DocNumber="CM-1"
        )
        self.keeper.vendor_credit(
            "Blue Ridge Carriers", ("Purchased Transportation", "60"), DocNumber="VC-1"
        )
        self._arrive()
        self.assertEqual(self._arrived("CreditMemo", "CM-1").move_type, "out_refund")
        self.assertEqual(self._arrived("VendorCredit", "VC-1").move_type, "in_refund")

    def test_locked_day_is_not_moved_to_another(self):
        self.company.fiscalyear_lock_date = "2026-11-20"
        self._made()
        change = self._change("Invoice", self.key)
        self.assertEqual(change.problem_code, "arrival.closed")

    def test_edit_is_followed_and_keeps_the_line(self):
        self._made()
        move = self._arrived("Invoice", "QB-7001")
        line = move.invoice_line_ids
        self.keeper.change_line("Invoice", self.key, 1, "1300")
        self.keeper.add_line("Invoice", self.key, ("Linehaul", "25", "NON"))
        self._arrive()
        self.assertEqual(move.state, "posted")
        self.assertEqual(move.amount_total, 1325)
        self.assertIn(line, move.invoice_line_ids)
        self.assertIn("1,300.00", self._chatter(move))

    def test_void_there_is_cancelled_here_while_unpaid(self):
        self._made()
        move = self._arrived("Invoice", "QB-7001")
        self.keeper.void("Invoice", self.key)
        self._arrive()
        self.assertEqual(move.state, "cancel")
        self.assertFalse(move.qb_left_behind)

    def test_deleted_there_is_cancelled_here_while_unpaid(self):
        self._made()
        move = self._arrived("Invoice", "QB-7001")
        self.keeper.delete("Invoice", self.key)
        self._arrive()
        self.assertEqual((move.state, move.qb_status), ("cancel", "not_synced"))
