# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The QuickBooks block of the general settings: the current company's connection."""

from contextlib import suppress
from datetime import date
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import QuickbooksCase

MANAGER = "tms_quickbooks.group_quickbooks_manager"


@tagged("post_install", "-at_install")
class TestGeneralSettings(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere Inc"})
        cls.admin = cls._admin("settings_admin", cls.company, f",{MANAGER}")

    @classmethod
    def _admin(cls, login, company, groups=""):
        """One who may open the general settings of a company."""
        return new_test_user(
            cls.env,
            login,
            groups=f"base.group_system{groups}",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _settings(self, user):
        return self.env["res.config.settings"].with_user(user)

    def test_saving_what_was_there_looks_at_no_load(self):
        """Every other app's settings are saved with these."""
        loads = self.env.registry["tms.order"]
        with patch.object(loads, "_qb_roll_up", autospec=True) as roll_up:
            with Form(self._settings(self.admin)) as form:
                form.quickbooks_interval = 60
            form.record.execute()
            self.assertEqual(roll_up.call_count, 0)
            with Form(self._settings(self.admin)) as form:
                form.quickbooks_bill_push = "none"
            form.record.execute()
            self.assertEqual(roll_up.call_count, 1)

    def test_they_are_those_of_the_companys_connection(self):
        self.connection.write({"bill_push": "click", "cutoff_date": "2026-10-01"})
        with Form(self._settings(self.admin)) as form:
            self.assertEqual(form.quickbooks_connection_id, self.connection)
            self.assertEqual(form.quickbooks_company_file, self.connection.company_file)
            self.assertEqual(form.quickbooks_bill_push, "click")
            self.assertEqual(form.quickbooks_cutoff_date, date(2026, 10, 1))
            form.quickbooks_bill_push = "none"
            form.quickbooks_number_source = "load"
            form.quickbooks_carrier_invoice_rule = "document"
            form.quickbooks_interval = 60
        form.record.execute()
        self.assertEqual(
            self.connection.read(
                ["bill_push", "number_source", "carrier_invoice_rule", "interval"],
                load=None,
            )[0],
            {
                "id": self.connection.id,
                "bill_push": "none",
                "number_source": "load",
                "carrier_invoice_rule": "document",
                "interval": 60,
            },
        )
        self.assertEqual(self.connection.sudo().cron_id.interval_number, 60)

    def test_what_the_connection_refuses_is_refused_here(self):
        with self.assertRaisesRegex(ValidationError, "every 5 to 1440 minutes"):
            with Form(self._settings(self.admin)) as form:
                form.quickbooks_interval = 0

    def test_without_a_connection_they_are_empty(self):
        for state in ("disconnected", "draft"):
            self.connection.sudo().state = state
            with Form(self._settings(self.admin)) as form:
                self.assertFalse(form.quickbooks_connection_id)
            form.record.execute()

    def test_only_managers_see_and_write_them(self):
        admin = self._admin("plain_admin", self.company)
        names = self._settings(admin).fields_get(attributes=["type"])
        self.assertFalse([name for name in names if name.startswith("quickbooks_")])
        arch = self._settings(admin).get_view(view_type="form")["arch"]
        self.assertNotIn("quickbooks_", arch)
        with self.assertRaises(AccessError):
            self._settings(admin).create({"quickbooks_bill_push": "none"})
        self.assertEqual(self.connection.bill_push, "post")

    def test_nobody_sees_or_writes_those_of_another_company(self):
        stranger = self._admin("stranger_admin", self.elsewhere, f",{MANAGER}")
        settings = self._settings(stranger)
        with Form(settings) as form:
            self.assertFalse(form.quickbooks_connection_id)
        # Also not by naming the other company, or its connection, in a call.
        for forged in (
            {"quickbooks_connection_id": self.connection.id},
            {"company_id": self.company.id},
        ):
            with self.subTest(forged=forged):
                spec = {"quickbooks_bill_push": {}, "quickbooks_company_file": {}}
                try:
                    shown = settings.onchange(forged, list(forged), spec)["value"]
                except AccessError:
                    shown = {}
                self.assertFalse(any(shown.values()))
                with suppress(AccessError):
                    settings.create({**forged, "quickbooks_bill_push": "none"})
                    self.env.flush_all()
                self.env.invalidate_all()
                self.assertEqual(self.connection.bill_push, "post")
