# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tms_quickbooks.wizards import quickbooks_preview

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestPreview(QuickbooksCase):
    """The dry run tells what would be sent and what would stop it."""

    def _preview(self, records):
        action = records.action_qb_preview()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_it_shows_the_payload_and_changes_nothing(self):
        self.connection.invoice_push = "click"
        invoice = self._invoice({"price_unit": 1234.56, "name": "Dallas to Tulsa"})
        self.sim.stats.reset()
        preview = self._preview(invoice)
        self.assertEqual((preview.ready_count, preview.stopped_count), (1, 0))
        line = preview.line_ids.filtered("is_chosen")
        self.assertIn("1234.56", line.payload)
        self.assertIn("Dallas to Tulsa", line.payload)
        self.assertEqual(self.sim.stats.by_realm(), {})
        self.assertEqual(invoice.qb_status, "not_synced")
        self.assertFalse(invoice._qb_open_jobs())

    def test_it_says_in_words_what_the_document_says(self):
        self.connection.invoice_push = "click"
        invoice = self._invoice({"price_unit": 1234.56, "name": "Dallas to Tulsa"})
        [line] = self._preview(invoice).line_ids.filtered("is_chosen")
        for said in ("Dallas to Tulsa", "1,234.56", invoice.partner_id.name):
            self.assertIn(said, line.content)
        self.assertEqual((line.change, line.total), ("new", 1234.56))
        self.assertEqual(line.action_open_record()["res_id"], invoice.id)

    def test_it_shows_no_number_that_quickbooks_gives_itself(self):
        self.connection.invoice_push = "click"
        invoice = self._invoice()
        for ours in (True, False):
            self.sim.change_company(self.realm, custom_txn_numbers=ours)
            self._learn()
            [line] = self._preview(invoice).line_ids.filtered("is_chosen")
            self.assertEqual("given by QuickBooks" in line.content, not ours)
            self.assertEqual(line.number == invoice.name, ours)
            self.assertEqual("DocNumber" in line.payload, ours)

    def test_a_new_customer_goes_first_and_is_shown_as_well(self):
        self.connection.invoice_push = "click"
        invoice = self._invoice()
        lines = self._preview(invoice).line_ids
        self.assertEqual(lines.mapped("object_type"), ["Customer", "Invoice"])
        self.assertEqual(lines.mapped("is_chosen"), [False, True])
        self.assertIn("DisplayName", lines[0].payload)
        invoice.action_qb_send()
        self._run()
        again = self._preview(invoice).line_ids
        self.assertEqual(again.mapped("object_type"), ["Invoice"])
        self.assertEqual(again.change, "update")

    def test_an_update_is_shown_with_what_it_takes_away(self):
        self.connection.invoice_push = "click"
        invoice = self._invoice(ref="PO 7", narration="Please pay soon")
        invoice.partner_id.email = "ap@acme.example"
        invoice.action_qb_send()
        self._run()
        invoice.button_draft()
        invoice.partner_id.email = False
        invoice.invoice_line_ids.name = "Dallas to Tulsa"
        invoice.action_post()
        [line] = self._preview(invoice).line_ids.filtered("is_chosen")
        invoice.action_qb_send()
        self._run()
        sent = invoice.env["quickbooks.job"].search(
            [("res_model", "=", "account.move"), ("res_id", "=", invoice.id)]
        )[0]
        self.assertIn('"Address": ""', sent.sent_text)
        self.assertIn('"Address": ""', line.payload)

    def test_a_suppressed_customer_would_stop_its_invoice(self):
        self.connection.invoice_push = "click"
        invoice = self._invoice()
        invoice.partner_id.action_qb_suppress()
        [line] = self._preview(invoice).line_ids
        self.assertEqual(line.verdict, "stopped")
        self.assertIn("is suppressed", line.problems)

    def test_what_would_go_is_sent_from_the_preview_and_the_rest_stays(self):
        self.connection.invoice_push = "click"
        good, bad = self._invoice(), self._invoice({"price_unit": 0.0})
        preview = self._preview(good + bad)
        self.assertEqual((preview.ready_count, preview.stopped_count), (1, 1))
        preview.action_send()
        self._run()
        self.assertEqual(good.qb_status, "synced")
        self.assertEqual(bad.qb_status, "not_synced")
        with self.assertRaisesRegex(UserError, "Nothing of this can go"):
            self._preview(bad).action_send()

    def test_a_button_leads_to_the_place_to_mend(self):
        self.connection.invoice_push = "click"
        self.env["quickbooks.mapping"].search([("kind", "=", "item")]).unlink()
        [problem] = self._preview(self._invoice()).line_ids.problem_ids
        self.assertEqual(problem.action_fix()["res_model"], "quickbooks.mapping")

    def test_a_document_that_cannot_be_made_stops_only_itself(self):
        self.connection.invoice_push = "click"
        good, bad = self._invoice(), self._invoice()
        made = type(good)._qb_lines

        def break_one(move):
            if move == bad:
                raise ValueError("nonsense")
            return made(move)

        with (
            patch.object(type(good), "_qb_lines", break_one),
            mute_logger("odoo.addons.tms_quickbooks.models.quickbooks_sync_mixin"),
        ):
            lines = self._preview(good + bad).line_ids.filtered("is_chosen")
        self.assertEqual(lines.mapped("verdict"), ["ready", "stopped"])
        self.assertIn("fault of the program", lines[1].problems)

    def test_a_long_selection_is_cut_and_says_so(self):
        self.connection.invoice_push = "click"
        invoices = self._invoice() + self._invoice() + self._invoice()
        with patch.object(quickbooks_preview, "MOST_DOCUMENTS", 2):
            preview = self._preview(invoices)
        self.assertEqual(preview.left_out_count, 1)
        self.assertEqual(len(preview.line_ids.filtered("is_chosen")), 2)

    def test_it_names_every_problem_with_its_fix(self):
        self.connection.invoice_push = "click"
        self.env["quickbooks.mapping"].search([("kind", "=", "item")]).unlink()
        self.sim.change_company(self.realm, closing_date="2026-12-31")
        self._learn()
        preview = self._preview(self._invoice() + self._bill(post=True))
        sale = preview.line_ids.filtered(lambda line: line.object_type == "Invoice")
        self.assertIn("is not mapped to a QuickBooks product", sale.problems)
        self.assertIn("closed", sale.problems)
        self.assertEqual(preview.stopped_count, 2)

    def test_a_draft_has_nothing_to_preview(self):
        with self.assertRaisesRegex(UserError, "only what is posted"):
            self._invoice(post=False).action_qb_preview()

    def test_it_takes_the_right_of_a_quickbooks_user(self):
        invoice = self._invoice()
        self.env.user.group_ids -= self.env.ref(
            "tms_quickbooks.group_quickbooks_manager"
        )
        with self.assertRaises(AccessError):
            invoice.action_qb_preview()
