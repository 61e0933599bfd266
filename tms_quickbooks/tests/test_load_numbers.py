# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices that have the number of their load in QuickBooks."""

from odoo.tests import tagged

from .load_case import LoadCase


@tagged("post_install", "-at_install")
class TestLoadNumbers(LoadCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.number_source = "load"
        # Or QuickBooks would number by itself.
        cls.sim.change_company(cls.realm, custom_txn_numbers=True)
        cls._update_lists(cls)
        cls._remember_simulator()

    def _number(self, move):
        move.action_qb_send()
        return self._sent(move)["DocNumber"]

    def _credited(self, invoice):
        """The posted credit note of an invoice."""
        credit = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        credit.action_post()
        return credit

    def _second_invoice(self, load):
        """A surcharge that comes late, invoiced from the order of the load."""
        order = load.sale_line_id.order_id
        order.order_line.filtered(
            lambda line: line.product_id == self.surcharge
        ).product_uom_qty += 1
        return self._invoiced(load)

    # -- which number --------------------------------------------------------------

    def test_the_invoice_of_a_load_has_the_number_of_the_load(self):
        load = self._load()
        invoice = self._invoiced(load)
        self.assertEqual(self._number(invoice), load.name)
        self.assertEqual(invoice.qb_number, load.name)

    def test_the_invoice_number_stays_in_the_note(self):
        invoice = self._invoiced(self._load())
        invoice.action_qb_send()
        self.assertIn(invoice.name, self._sent(invoice)["PrivateNote"])

    def test_an_invoice_of_several_loads_has_its_own_number(self):
        order = self._sale(trips=2)
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-11-20"
        invoice.action_post()
        self.assertEqual(len(order.tms_order_ids), 2)
        self.assertEqual(self._number(invoice), invoice.name)

    def test_an_invoice_without_a_load_has_its_own_number(self):
        invoice = self._invoice()
        self.assertEqual(self._number(invoice), invoice.name)

    def test_a_bill_has_the_number_of_the_carrier(self):
        bill = self._billed(self._load())
        self.assertEqual(self._number(bill), bill.ref)

    def test_a_long_load_number_is_shortened_and_stays_apart(self):
        load = self._load()
        load.name = "DALLAS-TULSA-DRY-VAN-2026-000017"
        first = self._number(self._invoiced(load))
        second = self._number(self._second_invoice(load))
        for number in (first, second):
            self.assertLessEqual(len(number), 21)
        self.assertNotEqual(first, second)

    # -- two invoices of one load --------------------------------------------------

    def test_the_second_invoice_and_the_credit_note_get_numbers_of_their_own(self):
        load = self._load()
        first = self._invoiced(load)
        numbers = [
            self._number(move)
            for move in (first, self._second_invoice(load), self._credited(first))
        ]
        self.assertEqual(numbers, [load.name, f"{load.name}-2", f"{load.name}-3"])

    def test_two_that_are_sent_at_once_get_two_numbers(self):
        load = self._load()
        moves = self._invoiced(load) + self._second_invoice(load)
        moves.action_qb_send()
        self._run()
        self.assertEqual(set(moves.mapped("qb_number")), {load.name, f"{load.name}-2"})
        found = {doc["DocNumber"] for doc in self._all_in_quickbooks("Invoice")}
        self.assertEqual(found, set(moves.mapped("qb_number")))

    def test_the_preview_shows_the_number_and_takes_none(self):
        load = self._load()
        first, second = self._invoiced(load), self._second_invoice(load)
        for move in (first, second):
            action = move.action_qb_preview()
            preview = self.env[action["res_model"]].browse(action["res_id"])
            line = preview.line_ids.filtered("is_chosen")
            self.assertIn(f'"DocNumber": "{load.name}"', line.payload)
        self.assertFalse(first.qb_number or second.qb_number)
        self.assertEqual(self._number(second), load.name)

    # -- it stays ------------------------------------------------------------------

    def test_what_quickbooks_has_keeps_its_number(self):
        self.connection.number_source = "invoice"
        load = self._load()
        by_invoice = self._invoiced(load)
        self.assertEqual(self._number(by_invoice), by_invoice.name)
        self.connection.number_source = "load"
        self.assertEqual(self._number_after_change(by_invoice), by_invoice.name)
        by_load = self._second_invoice(load)
        self.assertEqual(self._number(by_load), load.name)
        self.connection.number_source = "invoice"
        self.assertEqual(self._number_after_change(by_load), load.name)

    def _number_after_change(self, invoice):
        invoice.button_draft()
        invoice.invoice_line_ids[0].name = "Changed"
        invoice.action_post()
        invoice.action_qb_send()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        return self._in_quickbooks("Invoice", invoice.qb_id)["DocNumber"]

    def test_an_invoice_that_is_gone_leaves_its_number_to_nobody(self):
        load = self._load()
        first = self._invoiced(load)
        self._number(first)
        first.button_draft()
        first.button_cancel()
        second = load.sale_line_id.order_id._create_invoices()
        second.invoice_date = "2026-11-20"
        second.action_post()
        self.assertEqual(self._number(second), f"{load.name}-2")

    def test_a_copy_gets_a_number_of_its_own(self):
        load = self._load()
        invoice = self._invoiced(load)
        self._number(invoice)
        self.assertFalse(invoice.copy().qb_number)

    def test_an_invoice_whose_load_number_is_taken_gets_the_next_of_the_load(self):
        load = self._load()
        self.customer.action_qb_send()
        self._run()
        self._take_number(load)
        invoice = self._invoiced(load)
        invoice.action_qb_send()
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        action = invoice.action_qb_fix()
        decision = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(decision.number, f"{load.name}-2")
        decision.action_renumber()
        self.assertEqual(self._sent(invoice)["DocNumber"], f"{load.name}-2")
        self.assertEqual(load.qb_number_count, 2)
