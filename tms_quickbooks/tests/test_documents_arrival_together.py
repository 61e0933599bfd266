# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""New documents are entered all at once, and it comes to the same as one by one."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_payments_arrival_together import TogetherCase


@tagged("post_install", "-at_install")
class TestDocumentsTogether(TogetherCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sim.change_company(cls.realm, custom_txn_numbers=True)
        keeper = cls._keeper()
        keeper.customer("Acme Shippers")
        keeper.vendor("Blue Ridge Carriers")
        cls._remember_simulator()

    def _invoices(self, *numbers, item="Linehaul", **fields):
        """The customer gets invoices of different amounts in QuickBooks."""
        return [
            self.keeper.invoice(
                "Acme Shippers",
                (item, f"{100 + count}.35", "NON"),
                **{"DocNumber": number, "TxnDate": "2026-11-18", **fields},
            )
            for count, number in enumerate(numbers)
        ]

    def _states(self, object_type, keys):
        return [self._change(object_type, key).state for key in keys]

    def test_whatever_they_are(self):
        self.env["account.tax"].create(
            {"name": "TX 8.25", "amount": 8.25, "type_tax_use": "sale"}
        )
        self._invoices("A1", "A2", DueDate="2026-12-18", PrivateNote="Pallets")
        # Odoo rounds the tax of each line, QuickBooks that of the whole.
        self.keeper.invoice(
            "Acme Shippers",
            *(("Linehaul", amount, "TAX") for amount in ("33.33", "33.33", "33.33")),
            ("Linehaul", "66.67", "NON"),
            DocNumber="A3",
        )
        self.keeper.credit_memo(
            "Acme Shippers", ("Linehaul", "40", "NON"), DocNumber="CM-1"
        )
        for count in range(2):
            self.keeper.bill(
                "Blue Ridge Carriers",
                ("Purchased Transportation", f"{800 + count}.07"),
                ("Linehaul", "55.55"),
                DocNumber=f"BR-{count}",
            )
        self.keeper.vendor_credit(
            "Blue Ridge Carriers", ("Purchased Transportation", "60"), DocNumber="VC-1"
        )
        # None of these can be entered: an item without a product, a locked day.
        unmapped = self._invoices("A4", item="Detention")
        self.company.fiscalyear_lock_date = "2026-10-31"
        locked = self._invoices("A5", TxnDate="2026-10-15")
        self._assert_same_as_one_by_one()
        self.env.invalidate_all()
        self._arrive()
        for number in ("A1", "A2", "A3"):
            move = self._arrived("Invoice", number)
            there = self._in_quickbooks("Invoice", move.qb_id)
            self.assertEqual(f"{move.amount_total:.2f}", f"{there['TotalAmt']:.2f}")
        self.assertEqual(self._states("Invoice", unmapped + locked), ["failed"] * 2)

    def test_as_drafts(self):
        self.connection.invoice_pull = "draft"
        keys = self._invoices("D1", "D2", "D3")
        self._arrive()
        self.assertEqual(self._states("Invoice", keys), ["done"] * 3)
        moves = self.env["account.move"].search([("qb_made_there", "=", True)])
        self.assertEqual(moves.mapped("state"), ["draft"] * 3)

    def test_what_is_at_fault_stands_alone(self):
        """Something that only shows while it is posted keeps none of the others."""
        keys = self._invoices(*(f"N{count}" for count in range(7)))
        Move = type(self.env["account.move"])
        post, sunday = Move._post, "Not on a Sunday."

        def refuse(moves, soft=True):
            if "N4" in moves.mapped("qb_number"):
                raise UserError(sunday)
            return post(moves, soft)

        with patch.object(Move, "_post", refuse):
            self._arrive()
        self.assertEqual(
            self._states("Invoice", keys), ["done"] * 4 + ["failed"] + ["done"] * 2
        )
        self.assertIn(sunday, self._change("Invoice", keys[4]).problem_text)
        self.env["quickbooks.change"].search([("state", "=", "failed")]).action_retry()
        self._arrive()
        moves = self.env["account.move"].search([("qb_made_there", "=", True)])
        self.assertEqual(set(moves.mapped("qb_id")), set(keys))
        self.assertEqual(moves.mapped("state"), ["posted"] * 7)

    def test_many_cost_less_than_half_of_one_by_one(self):
        self._invoices(*(f"M{count}" for count in range(20)))
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            self._notice_all(connection)
            with env.cr.savepoint() as savepoint, self._one_by_one(connection):
                singly = self._queries(connection)
                savepoint.rollback()
            env.invalidate_all()
            env["account.move"]._get_sequence_cache().clear()
            together = self._queries(connection)
        self.env["account.move"]._get_sequence_cache().clear()
        self.assertLess(together * 2, singly)

    def _queries(self, connection):
        """The number of queries that a step takes."""
        before = connection.env.cr.sql_log_count
        connection._step_take()
        connection.env.flush_all()
        return connection.env.cr.sql_log_count - before
