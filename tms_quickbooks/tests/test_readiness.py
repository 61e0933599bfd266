# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The checklist of a connection, and asking QuickBooks for it again."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestReadiness(QuickbooksCase):
    def _check(self, user=None):
        """Click Check Again; returns what is said."""
        connection = self.connection.with_user(user or self.env.user)
        with self._own_cursor() as env:
            action = connection.with_env(
                env(user=connection.env.uid, su=False)
            ).action_check_readiness()
        return action["params"]

    def _lines(self):
        self.env.invalidate_all()
        found = self.connection._readiness()[self.connection]
        return {check.code: check for check in found}

    def _status(self, code):
        return self._lines()[code].status.value

    def test_a_change_in_quickbooks_shows_after_checking_again(self):
        self.assertEqual(self._status("custom_numbers"), "warning")
        self.sim.change_company(self.realm, custom_txn_numbers=True)
        said = self._check()
        self.assertEqual(self._status("custom_numbers"), "ok")
        self.assertEqual(said["type"], "success")
        self.assertIn("Lone Star Freight LLC: Ready", said["message"])
        self.assertEqual(self.connection.readiness_summary, "Ready")

    def test_an_account_that_was_made_inactive_is_missing_after_the_next_update(self):
        receivable = self._object("Account", "Accounts Receivable (A/R)")
        self.assertEqual(self._status("account_receivable"), "ok")
        receivable.sudo().active = False
        self.assertEqual(self._status("account_receivable"), "failed")
        self._check()
        self.assertEqual(self._status("account_receivable"), "ok")

    def test_a_mapping_changes_the_list_at_once(self):
        self.assertEqual(self._status("default_mapping"), "ok")
        self.env["quickbooks.mapping"].search(
            [("connection_id", "=", self.connection.id), ("kind", "=", "item")]
        ).unlink()
        self.assertEqual(self._status("default_mapping"), "failed")

    def test_a_setting_changed_in_the_form_forgets_nothing_of_the_rest(self):
        before = str(self.connection.readiness_html)
        with Form(self.connection) as form:
            form.bill_push = "click"
            self.assertEqual(str(form.readiness_html), before)

    def test_bills_that_are_not_sent_need_no_plan_for_them(self):
        self.sim.change_company(self.realm, plan="Simple Start")
        self._check()
        self.assertEqual(self._status("plan"), "failed")
        self.connection.bill_push = "none"
        self.assertEqual(self._status("plan"), "warning")

    def test_everything_quickbooks_tells_is_on_the_list(self):
        today = fields.Date.today()
        for changes, code, status in (
            ({"subscription": "SUSPENDED"}, "subscription", "failed"),
            (
                {"closing_date": str(today + timedelta(days=1))},
                "closing_date",
                "failed",
            ),
            ({"closing_date": "2020-01-31"}, "closing_date", "ok"),
            ({"automated_sales_tax": False}, "sales_tax", "warning"),
            ({"plan": "Essentials"}, "plan", "ok"),
        ):
            with self.subTest(code=code, status=status):
                self.sim.change_company(self.realm, **changes)
                self._check()
                self.assertEqual(self._status(code), status)
                self._restore_simulator()

    def test_the_page_shows_each_line_with_words_and_a_way(self):
        shown = self.connection.readiness_html
        self.assertIn('data-code="custom_numbers"', shown)
        self.assertIn("Sales form content", shown)
        self.assertIn(f"{self.sim.url}/company/{self.realm}", shown)
        self.assertIn("Ready", shown)
        self.assertIn("Note", shown)

    def test_other_currencies_here_need_them_there(self):
        self.setup_other_currency("EUR")
        self.assertEqual(self._status("multicurrency"), "warning")

    def test_checking_says_when_it_was(self):
        self.connection.sudo().profile_checked_at = False
        self._check()
        self.env.invalidate_all()
        age = fields.Datetime.now() - self.connection.profile_checked_at
        self.assertLess(age, timedelta(minutes=1))

    def test_checking_costs_four_calls(self):
        self.sim.stats.reset()
        self._check()
        self.assertEqual(sum(self.sim.stats.by_realm()[self.realm].values()), 4)

    def test_checking_while_quickbooks_is_down_says_so_and_keeps_the_list(self):
        before = self.connection.readiness_summary
        self.sim.mishaps.add("error_503", path="/companyinfo")
        said = self._check()
        self.assertEqual(said["type"], "danger")
        self.assertIn("not available", said["message"])
        self.assertEqual(self.connection.readiness_summary, before)

    @mute_logger("odoo.addons.tms_quickbooks.models.quickbooks_connection_tokens")
    def test_checking_finds_out_that_the_sign_in_has_ended(self):
        self.sim.store.run("DELETE FROM member WHERE realm = ?", self.realm)
        said = self._check()
        self.assertIn("no longer has access", said["message"])
        self.assertEqual(self.connection.state, "reconnect")
        with self.assertRaisesRegex(UserError, "not connected"):
            self.connection.action_check_readiness()

    def test_users_check_and_nobody_else_does(self):
        user = new_test_user(
            self.env,
            "dispatcher",
            groups="tms_quickbooks.group_quickbooks_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.assertIn("Lone Star", self._check(user)["message"])
        outsider = new_test_user(
            self.env, "outsider", groups="account.group_account_invoice"
        )
        self.sim.stats.reset()
        with self.assertRaises(UserError):
            self.connection.with_user(outsider).action_check_readiness()
        self.assertFalse(self.sim.stats.by_realm())

    def test_a_list_of_connections_costs_the_same_queries_for_any_number(self):
        def queries(connections):
            self.env.invalidate_all()
            connections.mapped("profile")
            connections.company_id.mapped("currency_id.name")
            connections.company_id.mapped("country_id.code")
            before = self.env.cr.sql_log_count
            connections._readiness()
            return self.env.cr.sql_log_count - before

        queries(self.connection)  # what is read once for all
        one = queries(self.connection)
        others = self.env["quickbooks.connection"].create(
            [{"name": str(number)} for number in range(20)]
        )
        others.sudo().write({"profile": self.connection.profile})
        self.assertLessEqual(queries(self.connection | others), one)

    def test_a_connection_nobody_signed_in_for_has_no_list(self):
        draft = self.env["quickbooks.connection"].create({"name": "Draft"})
        self.assertFalse(draft.readiness_html)
        self.assertFalse(draft.readiness_summary)

    def test_the_list_is_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        with patch.object(type(self.env), "_", lambda env, text, **values: f"«{text}»"):
            line = self.connection._readiness_line(self._lines()["custom_numbers"])
        self.assertTrue(line["text"].startswith("«Off:"))
