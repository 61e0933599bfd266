# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

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
        self.assertIn("1234.56", preview.line_ids.payload)
        self.assertIn("Dallas to Tulsa", preview.line_ids.payload)
        self.assertEqual(self.sim.stats.by_realm(), {})
        self.assertEqual(invoice.qb_status, "not_synced")
        self.assertFalse(invoice._qb_open_jobs())

    def test_it_names_every_problem_with_its_fix(self):
        self.connection.invoice_push = "click"
        self.env["quickbooks.mapping"].search([("kind", "=", "item")]).unlink()
        self.sim.change_company(self.realm, closing_date="2026-12-31")
        self._refresh_profile()
        preview = self._preview(self._invoice() + self._bill(post=True))
        sale = preview.line_ids.filtered(lambda line: line.object_type == "Invoice")
        self.assertIn("is not mapped to a QuickBooks product", sale.problems)
        self.assertIn("closed", sale.problems)
        self.assertEqual(preview.stopped_count, 2)

    def _refresh_profile(self):
        self.connection.sudo().lists_updated_at = False
        self._run()

    def test_a_draft_has_nothing_to_preview(self):
        with self.assertRaisesRegex(UserError, "only posted"):
            self._invoice(post=False).action_qb_preview()

    def test_it_takes_the_right_of_a_quickbooks_user(self):
        invoice = self._invoice()
        self.env.user.group_ids -= self.env.ref(
            "tms_quickbooks.group_quickbooks_manager"
        )
        with self.assertRaises(AccessError):
            invoice.action_qb_preview()
