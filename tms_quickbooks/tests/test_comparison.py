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
from .comparison_case import FIRST, LAST, ComparisonCase


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
        self.assertEqual(
            self._figures(comparison, "Invoice")["here"], [2, "2320.50", "820.50"]
        )
        self.assertIn("2,320.50", comparison.figures_html)
        # One call counts, one reads the six types.
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), 2)

    # -- every kind of difference --------------------------------------------------

    def test_whatever_is_changed_there_is_found_and_nothing_else(self):
        change = self.keeper.change
        self.keeper.change_line("Invoice", self.invoice.qb_id, 1, "1510.10")
        change(
            "Invoice",
            self.other_invoice.qb_id,
            TxnDate="2026-11-03",
            DocNumber="=1+1",
        )
        self.keeper.receive({self.other_invoice.qb_id: "20.50"}, TxnDate="2026-12-02")
        self.keeper.edit("CreditMemo", self.credit.qb_id, {1: {"Description": "Else"}})
        change("Bill", self.bill.qb_id, DocNumber="B-2")
        self.keeper.vendor("Rocky Carriers")
        change("VendorCredit", self.refund.qb_id, VendorRef="Rocky Carriers")
        comparison = self._compare()
        other = self.other_invoice.display_name
        self.assertEqual(
            self._found(comparison),
            {
                ("amount", self.invoice.display_name),
                ("date", other),
                ("number", other),
                ("balance", other),
                ("content", self.credit.display_name),
                ("number", self.bill.display_name),
                ("party", self.refund.display_name),
            },
        )
        amount = self._line(comparison, "amount")
        self.assertEqual((amount.ours, amount.theirs), ("1500.00", "1510.10"))
        self.assertAlmostEqual(amount.delta, 10.1)
        self.assertEqual(amount.party, "Acme Shippers")
        self.assertIn("1,510.10", amount.fields_html)
        balance = self._line(comparison, "balance")
        self.assertEqual((balance.ours, balance.theirs), ("820.50", "800.00"))
        party = self._line(comparison, "party")
        self.assertEqual(party.theirs, "Rocky Carriers")
        self.assertIn("Else", self._line(comparison, "content").fields_html)
        self._check_export(comparison)

    def _check_export(self, comparison):
        """Numbers are numbers, and nothing is a formula."""
        self.assertIn("/export/", comparison.action_export()["url"])
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(comparison.export)))
        figures, differences = book.worksheets
        rows = list(figures.iter_rows(values_only=True))
        self.assertEqual(rows[1][:4], ("Invoice", "USD", 2, 2320.5))
        self.assertEqual(rows[1][5:7], (2, 2330.6))
        head, *lines = differences.iter_rows(values_only=True)
        sides = head.index("In Odoo"), head.index("In QuickBooks")
        values = {tuple(line[side] for side in sides) for line in lines}
        self.assertIn((1500, 1510.1), values)
        cells = [cell for row in differences.iter_rows() for cell in row]
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])
        self.assertIn("=1+1", [cell.value for cell in cells])

    def test_payment_that_settles_less_there_is_named_with_its_rest(self):
        self.keeper.reapply(self.payment.qb_id, {self.invoice.qb_id: "1400.00"})
        self.assertEqual(
            self._found(self._compare()),
            {
                ("balance", self.invoice.display_name),
                ("balance", self.payment.display_name),
            },
        )

    def test_void_cancelled_deleted_and_moved_are_told_apart(self):
        self.keeper.void("Invoice", self.other_invoice.qb_id)
        self.credit.button_draft()
        self.credit.button_cancel()
        self.keeper.delete("VendorCredit", self.refund.qb_id)
        self.keeper.change("Bill", self.bill.qb_id, TxnDate="2026-10-31")
        comparison = self._compare()
        self.assertEqual(
            self._found(comparison),
            {
                ("status", self.other_invoice.display_name),
                ("status", self.credit.display_name),
                ("missing_there", self.refund.display_name),
                ("date", self.bill.display_name),
            },
        )
        voided = comparison.line_ids.filtered(lambda line: line.type == "Invoice")
        self.assertEqual(voided.theirs_text, "Voided")
        self.assertEqual(self._figures(comparison, "Invoice")["there"][0], 1)
        cancelled = comparison.line_ids.filtered(lambda line: line.type == "CreditMemo")
        self.assertEqual(cancelled.ours_text, "Not posted")
        lost = self._line(comparison, "missing_there")
        self.assertIn("deleted", lost.note_text)
        lost.action_send()
        self.assertEqual(lost.standing, "waiting")
        self._run()
        self.assertEqual(self.refund.qb_status, "synced", self.refund.qb_message)
        self.assertEqual(lost.standing, "mended")
        self.assertEqual(
            self._found(self._compare("2026-10-01", "2026-10-31")),
            {("date", self.bill.display_name)},
        )

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
        self._only(comparison).action_send()
        self._run()
        self.assertEqual(posted.qb_status, "synced", posted.qb_message)
        self.assertTrue(comparison.agrees)

    def test_made_there_is_brought_here_as_the_settings_say(self):
        self.connection.invoice_pull = "post"
        made = {"DocNumber": "QB-1", "TxnDate": "2026-11-12"}
        self.keeper.invoice("Acme Shippers", ("Linehaul", "333.33", "NON"), **made)
        self.keeper.bill(
            "Blue Ridge Carriers", ("Purchased Transportation", "9.99"), TxnDate=LAST
        )
        comparison = self._compare()
        line = self._only(comparison)
        self.assertEqual((line.kind, line.number), ("missing_here", "QB-1"))
        self.assertEqual((line.party, line.theirs), ("Acme Shippers", "333.33"))
        # Bills that are made there stay there, and are not counted with ours.
        [apart] = comparison.line_ids - line
        self.assertEqual(apart.standing, "apart")
        bills = self._figures(comparison, "Bill")
        self.assertEqual(bills["apart_there"][:2], [1, "9.99"])
        self.assertEqual(bills["here"], bills["there"])
        comparison.line_ids.action_bring()
        self._run()
        self.assertEqual(line.standing, "mended", line.note_text)
        self.assertTrue(comparison.agrees)

    def test_what_is_held_up_in_the_inbox_is_mended_from_here(self):
        self.connection.bill_pull = "post"
        self.keeper.vendor("Unknown Hauling")
        self._learn()
        self.keeper.bill(
            "Unknown Hauling", ("Purchased Transportation", "9.99"), TxnDate=LAST
        )
        line = self._only(self._compare())
        self.assertEqual(line.display_name, "Bill of Unknown Hauling")
        self.assertTrue(line.can_bring)
        line.action_bring()
        self._run()
        line.invalidate_recordset()
        self.assertEqual(line.standing, "open")
        self.assertIn("Unknown Hauling", line.note_text)
        self.assertEqual((line.can_bring, line.can_fix), (False, True))
        self.assertEqual(line.action_fix()["res_model"], "quickbooks.newcomer")

    def test_brought_is_what_quickbooks_has_by_then(self):
        bill = self.keeper.bill(
            "Blue Ridge Carriers", ("Purchased Transportation", "9.99"), TxnDate=LAST
        )
        comparison = self._compare()
        self.keeper.change_line("Bill", bill, 1, "19.99")
        self._wish()
        comparison.line_ids.action_bring()
        self._run()
        brought = self.env["quickbooks.object"]._find(self.connection, "Bill", bill)
        self.assertEqual(brought._record().amount_total, 19.99)
        self.assertEqual(
            brought.version, self._in_quickbooks("Bill", bill)["SyncToken"]
        )

    def _wish(self):
        """A look for changes passes over what nobody wants."""
        self.connection.action_sync_now()
        self._run()
        self.assertFalse(self.env["quickbooks.change"].search([("type", "=", "Bill")]))

    def test_the_same_on_both_sides_is_linked_and_not_made_again(self):
        self.connection.invoice_push = "click"
        here = self._invoice({"price_unit": 612.0})
        made = {"DocNumber": here.name, "TxnDate": "2026-11-19"}
        qb_id = self.keeper.invoice(
            "Acme Shippers", ("Linehaul", "612.00", "NON"), **made
        )
        comparison = self._compare()
        line = self._line(comparison, "missing_there")
        self.assertTrue(line.can_link)
        self.assertEqual(self._figures(comparison, "Invoice")["there"][0], 3)
        line.action_link()
        self.assertEqual(here.qb_id, qb_id)
        self.assertEqual(set(comparison.line_ids.mapped("standing")), {"mended"})
        self.assertEqual(self._found(self._compare()), {("date", here.display_name)})
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 3)

    # -- decided -------------------------------------------------------------------

    def test_changed_there_is_decided_one_way_or_the_other(self):
        self.keeper.change_line("Invoice", self.other_invoice.qb_id, 1, "900.00")
        self.keeper.change_line("CreditMemo", self.credit.qb_id, 1, "80.00")
        comparison = self._compare()
        for line in comparison.line_ids:
            action = line.action_compare()
            self.assertEqual(action["res_model"], "quickbooks.difference")
            decision = self.env["quickbooks.difference"].browse(action["res_id"])
            if line.type == "Invoice":
                decision.action_take_theirs()
            else:
                decision.action_take_ours()
        self._run()
        self.assertEqual(self.other_invoice.amount_total, 900.0)
        self.assertEqual(
            float(self._in_quickbooks("CreditMemo", self.credit.qb_id)["TotalAmt"]),
            75.25,
        )
        self.assertEqual(set(comparison.line_ids.mapped("standing")), {"mended"})

    def test_what_is_left_as_it_is_stays_left_until_it_changes(self):
        self.keeper.change_line("Invoice", self.other_invoice.qb_id, 1, "821.00")
        comparison = self._compare()
        wizard = self.env["quickbooks.comparison.leave"].create(
            {"reason": "Agreed by phone", "line_ids": comparison.line_ids.ids}
        )
        wizard.action_leave()
        self.assertTrue(comparison.agrees)
        again = self._compare()
        self.assertEqual(again.line_ids.standing, "accepted")
        self.assertIn("Agreed by phone", again.line_ids.accepted_id.display_name)
        again.line_ids.action_take_up_again()
        self.assertFalse(again.agrees)
        again.line_ids._leave("After all")
        self.keeper.change_line("Invoice", self.other_invoice.qb_id, 1, "822.00")
        self.assertFalse(self._compare().agrees)

    # -- by schedule, and on the way -----------------------------------------------

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
        self.assertIn("QuickBooks: 1", mine.note)
        next_day()
        self.assertEqual(len(self.connection.activity_ids & mine), 1)
        self.keeper.change_line("Invoice", self.other_invoice.qb_id, 1, "820.50")
        self.assertTrue(next_day().agrees)
        self.assertFalse(mine.exists().filtered("active"))

    def test_stopped_and_gone_on_with_it_looks_at_nothing_twice(self):
        self.keeper.change_line("Invoice", self.invoice.qb_id, 1, "1510.10")
        comparison = self.env["quickbooks.comparison"].create(
            {
                "connection_id": self.connection.id,
                "date_from": FIRST,
                "date_to": LAST,
            }
        )
        with patch.object(lists, "MAX_RESULTS", 12):
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
