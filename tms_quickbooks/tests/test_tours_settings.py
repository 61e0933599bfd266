# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Settings in the browser, and what follows from them for who sends."""

from datetime import date

from odoo.tests import tagged

from .common import QuickbooksCase
from .test_tours import TourCase

SETTINGS = "/odoo/action-tms_quickbooks.action_quickbooks_settings"


@tagged("post_install", "-at_install")
class TestSettingsTours(QuickbooksCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("base.group_system")
        # Some taxes of the test company are due on payment.
        cls.company.tax_exigibility = True

    def test_a_manager_sets_what_goes_over(self):
        self._tour(self._form(self.connection), "connection_settings")
        connection = self.connection
        connection.invalidate_recordset()
        self.assertEqual(connection.invoice_push, "click")
        self.assertEqual(connection.vendor_push, "create")
        self.assertEqual(connection.number_source, "load")
        self.assertEqual(connection.carrier_invoice_rule, "document")
        self.assertEqual(connection.vendor_suffix, "/Carrier")
        self.assertEqual(connection.sudo().cron_id.interval_number, 30)

    def test_the_general_settings_take_effect_on_what_is_sent(self):
        self._tour(SETTINGS, "general_settings")
        self.connection.invalidate_recordset()
        self.assertEqual(self.connection.bill_push, "none")
        self.assertEqual(self.connection.cutoff_date, date(2026, 11, 21))
        early, late = self._invoice(), self._invoice(invoice_date="2026-11-21")
        self._tour(self._form(early), "withheld")
        self._tour("/odoo/action-account.action_move_out_invoice", "withheld_in_list")
        self._run()
        self.assertEqual((early + late).mapped("qb_status"), ["not_synced", "synced"])

    def test_without_a_connection_the_general_settings_offer_to_connect(self):
        self.connection.sudo().state = "disconnected"
        self._tour(SETTINGS, "general_settings_empty")
