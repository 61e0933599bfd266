# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a connection may be told, and what it refuses with a sentence."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestSettings(QuickbooksCase):
    def _assert_refused(self, vals, sentence):
        with self.assertRaisesRegex(ValidationError, sentence):
            self.connection.write(vals)

    # -- names that are taken ------------------------------------------------------

    def test_a_suffix_has_to_say_something(self):
        for suffix in (" ", "\t"):
            with self.subTest(suffix=suffix):
                self._assert_refused({"vendor_suffix": suffix}, "tells nobody apart")

    def test_a_suffix_has_nothing_that_quickbooks_refuses(self):
        for suffix in (" (V:)", " V\tend", "two\nlines"):
            with self.subTest(suffix=suffix):
                self._assert_refused(
                    {"customer_suffix": suffix}, "no colon, tab or line"
                )

    def test_a_suffix_leaves_room_for_the_name(self):
        self.connection.vendor_suffix = " (" + "v" * 17 + ")"
        self._assert_refused(
            {"vendor_suffix": " (" + "v" * 18 + ")"}, "21 characters. 20 is the most"
        )

    def test_customers_and_carriers_have_different_suffixes(self):
        # QuickBooks does not tell upper from lower case.
        self._assert_refused({"customer_suffix": " (v)"}, "need different suffixes")

    def test_the_page_shows_what_a_name_becomes(self):
        with Form(self.connection) as form:
            form.vendor_suffix = " - Carrier"
            self.assertIn("Acme Freight - Carrier", form.suffix_preview)
        self.assertEqual(self.connection.vendor_suffix, " - Carrier")

    # -- schedule ------------------------------------------------------------------

    def test_the_scheduled_job_follows_the_interval(self):
        self.connection.interval = 30
        cron = self.connection.sudo().cron_id
        self.assertEqual((cron.interval_number, cron.interval_type), (30, "minutes"))

    def test_an_interval_outside_of_its_bounds_is_refused(self):
        for interval in (0, -5, 4, 1441):
            with self.subTest(interval=interval):
                self._assert_refused({"interval": interval}, "every 5 to 1440 minutes")
        for interval in (5, 1440):
            self.connection.interval = interval

    # -- numbers -------------------------------------------------------------------

    def test_the_page_says_where_quickbooks_numbers_by_itself(self):
        self.assertIn("Custom transaction numbers", self.connection.number_warning)
        self.sim.change_company(self.realm, custom_txn_numbers=True)
        self._learn()
        self.assertFalse(self.connection.number_warning)
        self.connection.sudo().profile = False  # never connected: nothing is known
        self.assertFalse(self.connection.number_warning)

    def test_a_manager_who_sees_no_invoices_sees_how_their_numbers_look(self):
        self.sim.change_company(self.realm, custom_txn_numbers=True)
        self._learn()
        self._invoice(name="INV/2026/WEST-TEXAS/00777")
        manager = new_test_user(
            self.env,
            "settings_manager",
            groups="base.group_user,tms_quickbooks.group_quickbooks_manager",
        )
        seen = self.connection.with_user(manager)
        self.assertIn("INV/2026/WEST-TEXAS/00777", seen.number_warning)

    # -- the cut-off date ----------------------------------------------------------

    def test_a_cut_off_far_ahead_is_warned_of(self):
        today = fields.Date.today()
        with Form(self.connection) as form:
            for days, warned in ((-400, False), (0, False), (31, False), (32, True)):
                form.cutoff_date = today + timedelta(days=days)
                self.assertEqual(bool(form.cutoff_warning), warned, days)
            self.assertIn("32 days from now", form.cutoff_warning)

    # -- who did it ----------------------------------------------------------------

    def test_what_decides_over_documents_is_in_the_chatter(self):
        self.cr.precommit.run()  # what was done to the connection before
        self.connection.with_context(tracking_disable=False, mail_notrack=False).write(
            {"bill_push": "none", "cutoff_date": "2026-10-01"}
        )
        self.env.flush_all()
        self.cr.precommit.run()
        self.env.invalidate_all()
        tracked = self.connection.message_ids.sudo().tracking_value_ids
        self.assertLessEqual(
            {"bill_push", "cutoff_date"}, set(tracked.field_id.mapped("name"))
        )
