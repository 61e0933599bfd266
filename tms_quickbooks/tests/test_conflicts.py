# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is changed in QuickBooks, here, or on both sides."""

import json
from decimal import Decimal

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .arrival_case import ArrivalCase
from .canadian_case import CanadianBooks
from .document_case import DocumentCase, goods


@tagged("post_install", "-at_install")
class TestConflicts(ArrivalCase):
    """An invoice that was sent from here; somebody works on it in QuickBooks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sim.change_company(cls.realm, custom_txn_numbers=True)
        cls._remember_simulator()

    def setUp(self):
        super().setUp()
        self.invoice = self._invoice({"price_unit": 1000.0, "name": "Dallas to Tulsa"})
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self.key = self.invoice.qb_id

    def _compare(self):
        """The dialog, as a user opens it."""
        action = self.invoice.action_qb_compare()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _total_there(self):
        return float(self._in_quickbooks("Invoice", self.key)["TotalAmt"])

    def test_asks_by_default_and_takes_nothing(self):
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self._arrive()
        self.assertEqual(self.invoice.amount_total, 1000)
        self.assertEqual(self.invoice.qb_status, "outdated")
        self.assertIn("1,200.00", self.invoice.qb_changed_there)
        self.assertTrue(self.invoice.qb_comparable)

    def test_comparison_names_each_field(self):
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self.keeper.change("Invoice", self.key, DueDate="2027-01-31")
        self._arrive()
        lines = {line.label: line for line in self._compare().line_ids}
        self.assertEqual(lines["Total"].ours, "1,000.00")
        self.assertEqual(lines["Total"].theirs, "1,200.00")
        self.assertEqual(lines["Total"].before, "1,000.00")
        self.assertEqual(lines["Due Date"].theirs, "01/31/2027")
        self.assertEqual(lines["Line 1: amount"].theirs, "1,200.00")

    def test_terms_stay_where_they_come_to_the_day_on_which_it_is_due_there(self):
        terms = self.env["account.payment.term"].create(
            {"name": "Ours", "line_ids": [Command.create({"nb_days": 17})]}
        )
        invoice = self._invoice(
            {"price_unit": 1000.0}, invoice_payment_term_id=terms.id
        )
        self._run()
        due = invoice.invoice_date_due
        self.connection.edited_there = "theirs"
        self.keeper.change_line("Invoice", invoice.qb_id, 1, "1200")
        self._arrive()
        self.assertEqual(invoice.amount_total, 1200)
        self.assertEqual(
            (invoice.invoice_payment_term_id, invoice.invoice_date_due), (terms, due)
        )
        self.keeper.change("Invoice", invoice.qb_id, DueDate="2027-01-31")
        self._arrive()
        self.assertFalse(invoice.invoice_payment_term_id)
        self.assertEqual(str(invoice.invoice_date_due), "2027-01-31")
        self.assertIn("Its terms Ours were taken off", self._chatter(invoice))

    def test_nothing_is_sent_before_it_is_decided(self):
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self._arrive()
        self.invoice.action_qb_send()
        self._run()
        self.assertEqual(self._total_there(), 1200)
        self.assertEqual(
            self._jobs(self.invoice)[-1].problem_code, "arrival.decide_first"
        )

    def test_take_ours_goes_over_theirs(self):
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self._arrive()
        self._compare().action_take_ours()
        self._run()
        self.assertEqual(self._total_there(), 1000)
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertFalse(self.invoice.qb_changed_there)

    def test_take_theirs_rewrites_the_posted_invoice(self):
        line = self.invoice.invoice_line_ids
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self._arrive()
        self._compare().action_take_theirs()
        self.assertEqual(self.invoice.state, "posted")
        self.assertEqual(self.invoice.amount_total, 1200)
        self.assertEqual(self.invoice.invoice_line_ids, line)
        self.assertEqual(self.invoice.qb_status, "synced")
        self.invoice.action_qb_send()
        self._run()
        self.assertTrue(self._jobs(self.invoice)[-1].unchanged)
        self.assertEqual(self._total_there(), 1200)

    def test_take_theirs_keeps_what_the_customer_was_told(self):
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self._arrive()
        before = self.invoice.ref, self.invoice.payment_reference
        self._compare().action_take_theirs()
        self.assertEqual((self.invoice.ref, self.invoice.payment_reference), before)
        # The number that QuickBooks gave it is none of its own.
        self.assertFalse(self.invoice.qb_number)

    def test_follows_by_itself_where_the_setting_says_so(self):
        self.connection.edited_there = "theirs"
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self._arrive()
        self.assertEqual(self.invoice.amount_total, 1200)
        self.assertEqual(self.invoice.qb_status, "synced")

    def test_invoice_by_the_mile_comes_to_what_was_entered(self):
        self.connection.edited_there = "theirs"
        invoice = self._invoice({"price_unit": 1.2, "tms_factor": 1855.0})
        self._run()
        self.keeper.change_line("Invoice", invoice.qb_id, 1, "33.56")
        self._arrive()
        self.assertEqual(invoice.amount_total, 33.56, self._inbox())

    def test_quantity_that_is_finer_than_here_comes_to_the_same_amount(self):
        self.connection.edited_there = "theirs"
        there = self._in_quickbooks("Invoice", self.key)
        line = there["Line"][0]
        line["Amount"] = 1234.5
        line["SalesItemLineDetail"] |= {"Qty": 1.2345, "UnitPrice": 1000}
        body = {"Id": self.key, "SyncToken": there["SyncToken"], "Line": [line]}
        text = json.dumps({**body, "sparse": True}, default=float)
        self._ask(lambda client: client.post(client._url("invoice"), text, params={}))
        self._arrive()
        self.assertEqual(self.invoice.amount_total, 1234.5, self._inbox())
        self.assertEqual(self.invoice.qb_status, "synced")

    def _invoice_of_miles(self):
        """One whose lines come to other cents when one of them is changed, as it is
        rounded as a whole."""
        self.company.tax_calculation_rounding_method = "round_globally"
        self.connection.edited_there = "theirs"
        invoice = self._invoice(
            {"price_unit": 4.85, "tms_factor": 2327.0},
            {"price_unit": 4.34, "tms_factor": 588.0},
            {"price_unit": 4.52, "tms_factor": 126.0},
            {"price_unit": 2.37, "tms_factor": 486.0, "discount": 12.5},
        )
        self._run()
        return invoice

    def _assert_amounts(self, invoice, *amounts):
        found = [line._qb_amount() for line in invoice.invoice_line_ids]
        self.assertEqual(found, [Decimal(each) for each in amounts], self._inbox())
        self.assertEqual(invoice.qb_status, "synced")

    def test_cents_between_lines_lie_as_in_quickbooks(self):
        invoice = self._invoice_of_miles()
        self.keeper.change_line("Invoice", invoice.qb_id, 1, "17.96")
        self._arrive()
        self._assert_amounts(invoice, "17.96", "2551.92", "569.52", "1007.84")
        # Miles times a rate that come out right stay.
        self.assertEqual(invoice.invoice_line_ids[1].price_unit, 4.34)

    def test_line_that_is_new_before_others_has_its_own_amount(self):
        invoice = self._invoice_of_miles()
        waiting = self.env["product.product"].create(
            {"name": "Waiting", "type": "service"}
        )
        item = self._object("Item", "Detention")
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "item",
                "source": f"product.template,{waiting.product_tmpl_id.id}",
                "object_id": item.id,
            }
        )
        line = {
            "Amount": 75,
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {
                "ItemRef": {"value": item.qb_id},
                "TaxCodeRef": {"value": "NON"},
            },
        }
        there = goods(self._in_quickbooks("Invoice", invoice.qb_id))
        self.keeper.change("Invoice", invoice.qb_id, Line=[line, *there])
        self.keeper.change_line("Invoice", invoice.qb_id, 2, "17.96")
        self._arrive()
        self._assert_amounts(invoice, "17.96", "2551.92", "569.52", "1007.84", "75")
        self.assertEqual(invoice.invoice_line_ids[-1].product_id, waiting)

    def test_changed_on_both_sides_always_asks(self):
        self.connection.edited_there = "theirs"
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self.invoice.button_draft()
        self.invoice.invoice_line_ids.price_unit = 900
        self._arrive()
        self.assertEqual(self.invoice.amount_total, 900)
        self.assertTrue(self.invoice.qb_comparable)

    def test_paid_invoice_keeps_its_amount_and_says_why(self):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        ).create({})._create_payments()
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self._arrive()
        with self.assertRaisesRegex(UserError, "matched with payments"):
            self._compare().action_take_theirs()
        self.assertEqual(self.invoice.amount_total, 1000)

    def test_due_date_follows_on_a_paid_invoice(self):
        self.connection.edited_there = "theirs"
        self.keeper.change("Invoice", self.key, DueDate="2027-01-31")
        self._arrive()
        self.assertEqual(
            str(self.invoice.invoice_date_due),
            "2027-01-31",
            self._inbox(),
        )
        self.assertEqual(self.invoice.qb_status, "synced")

    def test_second_decision_is_told(self):
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self._arrive()
        first, second = self._compare(), self._compare()
        first.action_take_theirs()
        with self.assertRaisesRegex(UserError, "decided already"):
            second.action_take_ours()

    def _renewed(self, action):
        """The dialog that is shown in the place of another one."""
        self.assertEqual(action["res_model"], "quickbooks.difference")
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertTrue(dialog.is_renewed)
        return dialog

    def test_changed_there_once_more_is_shown_anew(self):
        for decide in ("action_take_ours", "action_take_theirs"):
            self.keeper.change_line("Invoice", self.key, 1, "1200")
            self._arrive()
            dialog = self._compare()
            self.keeper.change_line("Invoice", self.key, 1, "1300")
            self._arrive()
            dialog = self._renewed(getattr(dialog, decide)())
            self.assertIn("1,300.00", dialog.line_ids.mapped("theirs"))
            self._run()
            self.assertEqual(self._total_there(), 1300)
            self.assertEqual(self.invoice.amount_total, 1000)
        dialog.action_take_theirs()
        self.assertEqual(self.invoice.amount_total, 1300)

    def test_changed_there_and_not_looked_at_yet_is_not_decided(self):
        self.keeper.change_line("Invoice", self.key, 1, "1200")
        self._arrive()
        dialog = self._compare()
        self.keeper.change_line("Invoice", self.key, 1, "1300")
        with self._own_cursor() as env:
            self._notice_all(env["quickbooks.connection"].browse(self.connection.id))
        with self.assertRaisesRegex(UserError, "being looked at"):
            dialog.action_take_ours()

    def test_changed_here_meanwhile_is_shown_anew(self):
        for decide in ("action_take_ours", "action_take_theirs"):
            self.keeper.change_line("Invoice", self.key, 1, "1200")
            self._arrive()
            dialog = self._compare()
            self.invoice.button_draft()
            self.invoice.invoice_line_ids.price_unit += 50
            self.invoice.action_post()
            before = self.invoice.amount_total
            dialog = self._renewed(getattr(dialog, decide)())
            self.assertIn(f"{before:,.2f}", dialog.line_ids.mapped("ours"))
            self._run()
            self.assertEqual(self._total_there(), 1200)
            self.assertEqual(self.invoice.amount_total, before)
        dialog.action_take_ours()
        self._run()
        self.assertEqual(self._total_there(), 1100)

    def test_voided_there_is_never_cancelled_silently(self):
        self.keeper.void("Invoice", self.key)
        self._arrive()
        self.assertEqual(self.invoice.state, "posted")
        self._compare().action_take_theirs()
        self.assertEqual(self.invoice.state, "cancel")
        self.assertFalse(self.invoice.qb_id)
        self.assertIn("voided", self.invoice.qb_former)

    def test_deleted_there_can_be_sent_again(self):
        self.keeper.delete("Invoice", self.key)
        self._arrive()
        self.assertEqual(self.invoice.state, "posted")
        self._compare().action_take_ours()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertNotEqual(self.invoice.qb_id, self.key)
        self.assertEqual(
            float(self._in_quickbooks("Invoice", self.invoice.qb_id)["TotalAmt"]), 1000
        )

    def test_payment_there_is_no_conflict(self):
        self.invoice.ref = "PO 4711"  # changed here, too
        self.keeper.receive({self.key: ""})
        self._arrive()
        self.assertFalse(self.invoice.qb_changed_there)


@tagged("post_install", "-at_install")
class TestConflictsInOtherCurrency(CanadianBooks, ArrivalCase, DocumentCase):
    """An invoice in US dollars of a Canadian company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rate_us_dollars("2026-11-01", 1.3642)
        cls._map_tax(False, "Zero-rated")

    def test_sum_that_is_converted_otherwise_than_its_parts_is_balanced(self):
        """In Canadian dollars the lines come to 16,631.61, and their sum to 16,631.62:
        so Odoo has it when the exchange rate is written."""
        self.company.tax_calculation_rounding_method = "round_per_line"
        prices = (4255.62, 1100.5, 4970.16, 934.96)
        invoice = self._invoice(
            *({"price_unit": price} for price in prices),
            currency_id=self.us_dollar.id,
        )
        self._run()
        invoice.button_draft()
        invoice.invoice_line_ids[0].price_unit = 5185.86
        invoice.action_post()
        self.keeper.change_line("Invoice", invoice.qb_id, 1, "40.81")
        self._arrive()
        action = invoice.action_qb_compare()
        self.env[action["res_model"]].browse(action["res_id"]).action_take_theirs()
        self.assertEqual(invoice.state, "posted", self._inbox())
        self.assertEqual(invoice.amount_total, 7046.43)
        self.assertEqual(sum(invoice.line_ids.mapped("balance")), 0)
        self.assertEqual(invoice.qb_status, "synced")

    # -- the exchange rate ---------------------------------------------------------

    def _sent_in_us_dollars(self):
        invoice = self._invoice({"price_unit": 1000}, currency_id=self.us_dollar.id)
        self._run()
        self.assertEqual(invoice.qb_status, "synced", invoice.qb_message)
        return invoice

    def _compared(self, invoice):
        action = invoice.action_qb_compare()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_a_rate_that_alone_was_changed_is_told(self):
        invoice = self._sent_in_us_dollars()
        self.keeper.change("Invoice", invoice.qb_id, ExchangeRate="1.3900")
        self._arrive()
        self.assertEqual(invoice.qb_status, "outdated")
        self.assertEqual(invoice.amount_total_signed, 1364.2)
        [line] = self._compared(invoice).line_ids
        self.assertEqual(
            (line.label, line.ours, line.theirs, line.before),
            ("Exchange Rate", "1.3642", "1.39", "1.3642"),
        )

    def test_take_theirs_books_it_at_their_rate(self):
        """Odoo converts line by line here, QuickBooks the whole."""
        self.company.tax_calculation_rounding_method = "round_per_line"
        invoice = self._invoice(
            *({"price_unit": price} for price in (4255.62, 1100.5, 4970.16, 934.96)),
            currency_id=self.us_dollar.id,
        )
        self._run()
        self.keeper.change("Invoice", invoice.qb_id, ExchangeRate="1.37777")
        self._arrive()
        self._compared(invoice).action_take_theirs()
        self.assertEqual((invoice.state, invoice.qb_status), ("posted", "synced"))
        there = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(there["HomeTotalAmt"], Decimal("15515.40"))
        self.assertEqual(invoice.amount_total_signed, 15515.41)
        self.assertEqual(round(sum(invoice.line_ids.mapped("balance")), 6), 0)
        self._arrive()
        self.assertEqual(invoice.qb_status, "synced")

    def test_take_ours_sends_our_rate(self):
        invoice = self._sent_in_us_dollars()
        self.keeper.change("Invoice", invoice.qb_id, ExchangeRate="1.3900")
        self._arrive()
        self._compared(invoice).action_take_ours()
        self._run()
        there = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(there["ExchangeRate"], Decimal("1.3642"))
        self.assertEqual(invoice.qb_status, "synced")

    def test_what_was_kept_before_rates_counted_is_no_change(self):
        """A payment that is applied tells the version of the invoice, and no edit."""
        invoice = self._sent_in_us_dollars()
        there = self.env["quickbooks.object"]._find(
            self.connection, "Invoice", invoice.qb_id
        )
        content, _at, rate = there.content.partition("@")
        self.assertEqual(rate, "1.3642")
        there.sudo().content = content
        self.keeper.change("Invoice", invoice.qb_id, PrivateNote="Looked at")
        self._arrive()
        self.assertFalse(self._change("Invoice", invoice.qb_id))
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(there.content, f"{content}@1.3642")
