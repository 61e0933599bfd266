# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Comparing the books: what differs is found, whatever it is, and nothing else."""

import base64
import io
from unittest.mock import patch

import openpyxl

from odoo import fields
from odoo.tests import tagged

from ..lib.online import lists
from .comparison_case import LAST, ComparisonCase


@tagged("post_install", "-at_install")
class TestComparison(ComparisonCase):
    # -- both agree ----------------------------------------------------------------

    def test_what_was_sent_agrees_and_the_figures_prove_it(self):
        self.sim.stats.reset()
        comparison = self._compare()
        self.assertEqual(self._found(comparison), set())
        self.assertTrue(comparison.agrees)
        for part in comparison.part_ids:
            sides = part.figures.get("USD", {})
            self.assertTrue(sides.get("here"), part.type)
            self.assertEqual(sides["here"], sides["there"], part.type)
        invoices = comparison.part_ids.filtered(lambda part: part.type == "Invoice")
        self.assertEqual(invoices.figures["USD"]["here"], [2, "2320.50", "820.50"])
        self.assertIn("2,320.50", comparison.figures_html)
        # One call counts, one reads the six types.
        calls = self.sim.stats.calls(self.realm, "batch")
        self.assertEqual(calls, 2)

    # -- every kind of difference --------------------------------------------------

    def test_amount_changed_there_is_named_with_what_is_paid_as_before(self):
        self.keeper.change_line("Invoice", self.invoice.qb_id, 1, "1510.10")
        line = self._only(self._compare())
        self.assertEqual(line.kind, "amount")
        self.assertEqual((line.ours, line.theirs), ("1500.00", "1510.10"))
        self.assertAlmostEqual(line.delta, 10.1)
        self.assertEqual(line.number, self.invoice.display_name)
        self.assertEqual(line.party, "Acme Shippers")
        self.assertIn("1,510.10", line.theirs_text)
        self.assertIn("1510.10", line.fields_html)

    def test_date_number_and_customer_changed_there_are_named(self):
        self.keeper.change(
            "Invoice",
            self.other_invoice.qb_id,
            TxnDate="2026-11-03",
            DocNumber="SOMETHING",
        )
        self.keeper.change("Bill", self.bill.qb_id, DocNumber="B-2")
        self.keeper.vendor("Rocky Carriers")
        self.keeper.change(
            "VendorCredit", self.refund.qb_id, VendorRef="Rocky Carriers"
        )
        comparison = self._compare()
        self.assertEqual(
            self._found(comparison),
            {
                ("date", self.other_invoice.display_name),
                ("number", self.other_invoice.display_name),
                ("number", self.bill.display_name),
                ("party", self.refund.display_name),
            },
        )
        party = comparison.line_ids.filtered(lambda line: line.kind == "party")
        self.assertEqual(
            (party.ours, party.theirs), ("Blue Ridge Carriers", "Rocky Carriers")
        )

    def test_payment_made_there_leaves_another_balance(self):
        self.keeper.receive({self.other_invoice.qb_id: "20.50"}, TxnDate="2026-12-02")
        line = self._only(self._compare())
        self.assertEqual(line.kind, "balance")
        self.assertEqual((line.ours, line.theirs), ("820.50", "800.00"))

    def test_payment_changed_there_is_named_with_its_rest(self):
        self.keeper.reapply(self.payment.qb_id, {self.invoice.qb_id: "1400.00"})
        self.assertEqual(
            self._found(self._compare()),
            {
                ("balance", self.invoice.display_name),
                ("balance", self.payment.display_name),
            },
        )

    def test_voided_there_is_named_once_and_counts_no_more(self):
        self.keeper.void("Invoice", self.other_invoice.qb_id)
        comparison = self._compare()
        line = self._only(comparison)
        self.assertEqual(line.kind, "status")
        self.assertEqual(line.theirs_text, "Voided")
        part = comparison.part_ids.filtered(lambda part: part.type == "Invoice")
        self.assertEqual(part.figures["USD"]["there"][0], 1)

    def test_cancelled_here_is_named(self):
        self.other_invoice.button_draft()
        self.other_invoice.button_cancel()
        line = self._only(self._compare())
        self.assertEqual((line.kind, line.ours_text), ("status", "Not posted"))

    def test_deleted_there_is_missing_there_and_goes_again(self):
        self.keeper.delete("Invoice", self.other_invoice.qb_id)
        comparison = self._compare()
        line = self._only(comparison)
        self.assertEqual(line.kind, "missing_there")
        self.assertIn("deleted", line.note_text)
        line.action_send()
        self.assertEqual(line.standing, "waiting")
        self._run()
        self.assertEqual(line.standing, "mended")
        self.assertTrue(comparison.agrees)
        self.assertTrue(self._compare().agrees)

    def test_moved_into_another_period_there_is_a_date_and_not_missing(self):
        self.keeper.change("Bill", self.bill.qb_id, TxnDate="2026-10-31")
        line = self._only(self._compare())
        self.assertEqual(
            (line.kind, line.ours, line.theirs), ("date", "2026-11-20", "2026-10-31")
        )
        line = self._only(self._compare("2026-10-01", "2026-10-31"))
        self.assertEqual(line.kind, "date")

    def test_lines_changed_there_under_the_same_total_are_named(self):
        self.keeper.edit(
            "Invoice", self.other_invoice.qb_id, {1: {"Description": "Otherwise"}}
        )
        line = self._only(self._compare())
        self.assertEqual(line.kind, "content")
        self.assertIn("Otherwise", line.fields_html)

    def test_changed_here_and_not_sent_is_named(self):
        self.connection.invoice_push = "click"
        self.other_invoice.button_draft()
        self.other_invoice.invoice_date = "2026-11-21"
        self.other_invoice.action_post()
        self._run()
        self.assertEqual(
            self._found(self._compare()), {("date", self.other_invoice.display_name)}
        )

    def test_changed_there_is_decided_and_taken_over(self):
        self.keeper.change_line("Invoice", self.other_invoice.qb_id, 1, "900.00")
        comparison = self._compare()
        line = self._only(comparison)
        action = line.action_compare()
        self.assertEqual(action["res_model"], "quickbooks.difference")
        self.env["quickbooks.difference"].browse(action["res_id"]).action_take_theirs()
        self._run()
        self.assertEqual(self.other_invoice.amount_total, 900.0)
        self.assertEqual(line.standing, "mended")
        self.assertTrue(self._compare().agrees)

    def test_changed_there_is_decided_and_ours_sent(self):
        self.keeper.change_line("Invoice", self.other_invoice.qb_id, 1, "900.00")
        line = self._only(self._compare())
        action = line.action_compare()
        self.env["quickbooks.difference"].browse(action["res_id"]).action_take_ours()
        self._run()
        self.assertEqual(line.standing, "mended")
        self.assertTrue(self._compare().agrees)

    # -- on one side only ----------------------------------------------------------

    def test_not_sent_is_missing_there_unless_it_is_kept_here(self):
        self.connection.invoice_push = "click"
        posted, kept = self._invoice(), self._invoice()
        before = self._invoice(invoice_date="2026-11-02")
        kept.action_qb_suppress()
        self.connection.cutoff_date = "2026-11-10"
        comparison = self._compare()
        self.assertEqual(
            self._found(comparison), {("missing_there", posted.display_name)}
        )
        self.assertEqual(
            self._found(comparison, "apart"),
            {
                ("missing_there", kept.display_name),
                ("missing_there", before.display_name),
            },
        )
        comparison.line_ids.filtered(lambda line: line.standing == "open").action_send()
        self._run()
        self.assertEqual(posted.qb_status, "synced", posted.qb_message)
        self.assertTrue(comparison.agrees)

    def test_made_there_is_missing_here_and_can_be_brought(self):
        self.connection.invoice_pull = "post"
        self.keeper.invoice(
            "Acme Shippers",
            ("Linehaul", "333.33", "NON"),
            DocNumber="QB-1",
            TxnDate="2026-11-12",
        )
        comparison = self._compare()
        line = self._only(comparison)
        self.assertEqual((line.kind, line.number), ("missing_here", "QB-1"))
        self.assertEqual((line.party, line.theirs), ("Acme Shippers", "333.33"))
        line.action_bring()
        self._run()
        self.assertEqual(line.standing, "mended", line.note_text)
        self.assertTrue(self._compare().agrees)

    def test_what_the_settings_leave_there_is_set_apart(self):
        self.keeper.bill(
            "Blue Ridge Carriers", ("Purchased Transportation", "9.99"), TxnDate=LAST
        )
        comparison = self._compare()
        self.assertTrue(comparison.agrees)
        [(kind, _number)] = self._found(comparison, "apart")
        self.assertEqual(kind, "missing_here")
        bills = comparison.part_ids.filtered(lambda part: part.type == "Bill")
        self.assertEqual(bills.figures["USD"]["apart_there"][:2], [1, "9.99"])
        self.assertEqual(bills.figures["USD"]["here"], bills.figures["USD"]["there"])
        line = comparison.line_ids
        line.action_bring()
        self._run()
        self.assertEqual(line.standing, "mended", line.note_text)

    def test_the_same_on_both_sides_is_linked(self):
        self.connection.invoice_push = "click"
        here = self._invoice({"price_unit": 612.0})
        qb_id = self.keeper.invoice(
            "Acme Shippers",
            ("Linehaul", "612.00", "NON"),
            DocNumber=here.name,
            TxnDate="2026-11-19",
        )
        comparison = self._compare()
        line = comparison.line_ids.filtered(lambda each: each.kind == "missing_there")
        self.assertTrue(line.can_link)
        line.action_link()
        self.assertEqual(here.qb_id, qb_id)
        self.assertEqual(set(comparison.line_ids.mapped("standing")), {"mended"})
        self.sim.stats.reset()
        found = self._found(self._compare())
        self.assertEqual(found, {("date", here.display_name)})
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 3)

    # -- left, exported, scheduled --------------------------------------------------

    def test_what_is_left_as_it_is_stays_left_until_it_changes(self):
        self.keeper.change_line("Invoice", self.other_invoice.qb_id, 1, "821.00")
        comparison = self._compare()
        wizard = self.env["quickbooks.comparison.leave"].create(
            {"reason": "Agreed by phone", "line_ids": comparison.line_ids.ids}
        )
        wizard.action_leave()
        self.assertTrue(comparison.agrees)
        again = self._compare()
        self.assertTrue(again.agrees)
        self.assertEqual(again.line_ids.standing, "accepted")
        self.assertIn("Agreed by phone", again.line_ids.accepted_id.display_name)
        again.line_ids.action_take_up_again()
        self.assertFalse(again.agrees)
        self._found(again)
        again.line_ids._leave("After all")
        self.keeper.change_line("Invoice", self.other_invoice.qb_id, 1, "822.00")
        self.assertFalse(self._compare().agrees)

    def test_exported_with_numbers_and_no_formulas(self):
        self.keeper.change(
            "Invoice", self.other_invoice.qb_id, DocNumber="=1+1", TxnDate="2026-11-03"
        )
        comparison = self._compare()
        self.assertIn("/export/", comparison.action_export()["url"])
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(comparison.export)))
        figures, differences = book.worksheets
        rows = list(figures.iter_rows(values_only=True))
        self.assertEqual(rows[1][:4], ("Invoice", "USD", 2, 2320.5))
        cells = [cell for row in differences.iter_rows() for cell in row]
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])
        self.assertIn("=1+1", [cell.value for cell in cells])

    def test_schedule_tells_managers_once_and_takes_it_back(self):
        self.connection.write({"compare_every": "daily", "compare_days": 31})
        self.keeper.change_line("Invoice", self.other_invoice.qb_id, 1, "830.00")

        def next_day():
            self.connection.sudo().compare_next_at = fields.Datetime.now()
            self._run()
            return self.connection.comparison_ids[:1]

        first = next_day()
        self.assertTrue(first.by_schedule)
        self.assertEqual(first.open_count, 1)
        mine = self.connection.activity_ids.filtered(
            lambda each: each.user_id == self.env.user
        )
        self.assertIn("1 differences", mine.note)
        next_day()
        self.assertEqual(len(self.connection.activity_ids & mine), 1)
        self.keeper.change_line("Invoice", self.other_invoice.qb_id, 1, "820.50")
        self.assertTrue(next_day().agrees)
        self.assertFalse(mine.exists().filtered("active"))

    # -- on the way ----------------------------------------------------------------

    def test_stopped_and_gone_on_it_looks_at_nothing_twice(self):
        self.keeper.change_line("Invoice", self.invoice.qb_id, 1, "1510.10")
        with patch.object(lists, "MAX_RESULTS", 12):
            comparison = self.env["quickbooks.comparison"].create(
                {
                    "connection_id": self.connection.id,
                    "date_from": "2026-11-01",
                    "date_to": "2026-11-30",
                }
            )
            comparison.action_compare()
            for _step in range(4):
                with self._own_cursor() as env:
                    env["quickbooks.connection"].browse(self.connection.id)._step()
            self.assertEqual(comparison.state, "running")
            self.assertTrue(0 < comparison.progress < 100)
            comparison.action_stop()
            self._run()
            self.assertEqual(comparison.state, "stopped")
            comparison.action_go_on()
            self._run()
        self.assertEqual(comparison.state, "done")
        self.assertEqual(self._only(comparison).kind, "amount")

    def test_plan_without_bills_is_compared_without_them(self):
        self.sim.change_company(self.realm, plan="Simple Start")
        comparison = self._compare()
        self.assertFalse(
            comparison.line_ids.filtered(lambda line: line.type == "Invoice")
        )
