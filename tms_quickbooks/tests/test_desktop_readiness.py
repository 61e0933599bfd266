# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The checklist of QuickBooks Desktop, from what a session has brought."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .company_file_case import CompanyFileCase

THIS_YEAR = fields.Date.today().year


@tagged("post_install", "-at_install")
class TestDesktopReadiness(CompanyFileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("Accounts Receivable", "Accounts Payable"):
            cls._list(cls.connection, "Account", name, account_type=name)
        cls._host_is()

    @classmethod
    def _host_is(cls, **values):
        cls.connection.sudo().host = {
            "product": f"QuickBooks Pro {THIS_YEAR}",
            "year": THIS_YEAR,
            "may_open_alone": True,
        } | values

    def _status(self, code):
        self.env.invalidate_all()
        found = self.connection._readiness()[self.connection]
        return next(check.status.value for check in found if check.code == code)

    def test_a_company_file_that_is_ready(self):
        self.assertEqual(self.connection.readiness_status, "ok")
        self.assertEqual(self.connection.readiness_summary, "Ready")
        shown = self.connection.readiness_html
        self.assertIn(f"QuickBooks Pro {THIS_YEAR}", shown)
        for of_online in ("Subscription", "Plan", "Custom transaction numbers"):
            self.assertNotIn(of_online, shown)

    def test_what_a_session_reports_shows_on_the_list(self):
        for values, code, status in (
            ({"year": THIS_YEAR - 4}, "version", "failed"),
            ({"may_open_alone": False}, "permission", "warning"),
        ):
            with self.subTest(code):
                self._host_is(**values)
                self.assertEqual(self._status(code), status)
                self.assertEqual(self.connection.readiness_status, status)
                self._host_is()
        self.assertEqual(self._status("permission"), "ok")

    def test_the_preferences_of_the_company_file_show_on_the_list(self):
        today = fields.Date.today()
        for values, code, status in (
            ({"closing_date": today + timedelta(days=1)}, "closing_date", "failed"),
            ({"closing_date": today - timedelta(days=30)}, "closing_date", "ok"),
            ({"sales_tax": True}, "sales_tax", "warning"),
            ({"home_currency": "CAD"}, "home_currency", "failed"),
            ({"country": "CA"}, "country", "warning"),
        ):
            with self.subTest(code, **values):
                self._profile_is(self.connection, **values)
                self.assertEqual(self._status(code), status)
        self._profile_is(self.connection, sales_tax=True)
        self._list(self.connection, "TaxCode", "Dallas", subtype="ItemSalesTax")
        self.assertEqual(self._status("sales_tax"), "ok")

    def test_an_account_that_was_made_inactive_is_missing(self):
        payable = self._object("Account", "Accounts Payable")
        payable.sudo().active = False
        self.assertEqual(self._status("account_payable"), "failed")

    def test_it_names_the_menus_of_desktop_and_links_to_no_page(self):
        self._profile_is(self.connection, closing_date=fields.Date.today())
        shown = self.connection.readiness_html
        self.assertIn("Set Date/Password", shown)
        self.assertNotIn("gear", shown)
        self.assertNotIn("qbo.intuit.com", shown)

    def test_without_permission_to_run_alone_nobody_needs_it_who_does_not_want_it(self):
        self._host_is(may_open_alone=False)
        self.connection.unattended = False
        self.assertEqual(self._status("permission"), "ok")

    def test_check_again_asks_at_the_next_run_and_says_so(self):
        pulls = self.env["quickbooks.pull"].sudo()
        domain = [("connection_id", "=", self.connection.id)]
        pulls.search(domain).write({"state": "done"})
        with patch("requests.Session.send", side_effect=AssertionError("a call")):
            action = self.connection.action_check_readiness()
        self.assertIn("next run of the Web Connector", action["params"]["message"])
        waiting = pulls.search([*domain, ("state", "=", "waiting")])
        self.assertLessEqual(
            {"Account", "Item", "TaxCode"}, set(waiting.mapped("type"))
        )

    def test_who_only_reads_invoices_asks_nothing(self):
        reader = new_test_user(
            self.env, "reader", groups="account.group_account_readonly"
        )
        with self.assertRaises(UserError):
            self.connection.with_user(reader).action_check_readiness()
