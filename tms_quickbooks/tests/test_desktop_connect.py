# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Connecting QuickBooks Desktop: the wizard, the first session, and help."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .desktop_case import PRAIRIE, DesktopCase

USER = "tms_quickbooks.group_quickbooks_user"
MANAGER = "tms_quickbooks.group_quickbooks_manager"


@tagged("post_install", "-at_install")
class TestDesktopConnect(DesktopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["res.company"].create({"name": "Second Freight"})
        cls.env.user.company_ids += cls.second

    def _wizard(self, company=None, **vals):
        return self.env["quickbooks.connect"].create(
            {
                "company_id": (company or self.second).id,
                "provider": "desktop",
                "chosen_year": str(self.books.profile.year),
                "has_quickbooks": True,
                "has_connector": True,
                **vals,
            }
        )

    def _enter(self, password):
        """Somebody enters a password in the Web Connector."""
        known = self.connector._credentials
        self.addCleanup(setattr, self.connector, "_credentials", known)
        self.connector._credentials = (known[0], password)

    def _waiting(self, **vals):
        """A connection for which the wizard has been through."""
        wizard = self._wizard(**vals)
        wizard.action_prepare_desktop()
        return wizard.connection_id

    # -- the wizard ----------------------------------------------------------------

    def test_the_wizard_leaves_a_connection_that_waits_for_the_web_connector(self):
        wizard = self._wizard(
            name="Main books",
            company_file_path=' "C:\\Books\\Freight.qbw" ',
            run_minutes=30,
            unattended=False,
        )
        action = wizard.action_prepare_desktop()
        connection = wizard.connection_id
        self.assertEqual((action["res_id"], action["target"]), (connection.id, "new"))
        self.assertRecordValues(
            connection,
            [
                {
                    "name": "Main books",
                    "provider": "desktop",
                    "environment": "production",
                    "state": "draft",
                    "awaits_connector": True,
                    "company_file_path": r"C:\Books\Freight.qbw",
                    "run_minutes": 30,
                    "unattended": False,
                    "connector_status": "waiting",
                    "connected_by_id": self.env.uid,
                }
            ],
        )
        self.assertIn("has not been here yet", connection.connector_help)

    def test_each_connection_has_a_user_and_a_file_id_of_its_own(self):
        connection = self._waiting()
        self.assertNotEqual(connection.qb_user, self.connection.qb_user)
        self.assertNotEqual(connection.file_id, self.connection.file_id)
        self.assertRegex(connection.file_id, r"^\{[0-9a-f-]{36}\}$")

    def test_who_gives_up_and_comes_again_goes_on_with_the_same_connection(self):
        first = self._waiting()
        again = self._wizard()
        self.assertEqual(again.connection_id, first)
        self.assertEqual(again.run_minutes, first.run_minutes)

    def test_only_versions_that_intuit_supports_are_offered(self):
        wizard = self._wizard()
        years = [year for year, _label in wizard._select_year()]
        self.assertEqual(years[-1], "older")
        self.assertEqual(years[-2], str(wizard.oldest_year))
        with self.assertRaisesRegex(UserError, "older cannot be connected"):
            self._waiting(chosen_year="older")

    def test_what_was_not_confirmed_is_asked_for(self):
        for name in ("has_quickbooks", "has_connector"):
            with self.assertRaisesRegex(UserError, "tick both boxes"):
                self._waiting(**{name: False})
        with self.assertRaisesRegex(UserError, "Choose the version"):
            self._waiting(chosen_year=False)
        self.assertFalse(
            self.env["quickbooks.connection"].search(
                [("company_id", "=", self.second.id)]
            )
        )

    def test_a_company_that_is_connected_is_not_connected_again(self):
        wizard = self._wizard(company=self.company)
        self.assertEqual(wizard.open_connection_id, self.connection)
        with self.assertRaisesRegex(UserError, "is connected already"):
            wizard.action_prepare_desktop()

    def test_the_address_of_this_server_is_checked(self):
        parameters = self.env["ir.config_parameter"]
        for url, told in (
            ("https://books.example.com", "is told to call"),
            ("http://books.example.com", "takes https only"),
            ("http://192.168.1.20:8069", "takes no IP address"),
            ("http://localhost:8069", "on this very computer only"),
        ):
            parameters.set_param("web.base.url", url)
            self.assertIn(told, self._wizard().server_html)

    def test_the_web_connector_runs_every_quarter_to_half_hour(self):
        connection = self._waiting()
        for minutes in (14, 31):
            with self.assertRaisesRegex(ValidationError, "every 15 to 30 minutes"):
                connection.run_minutes = minutes

    # -- rights --------------------------------------------------------------------

    def test_only_managers_of_the_company_connect(self):
        user = self._user("desktop_user", USER)
        stranger = self._user("desktop_stranger", MANAGER, company=self.second)
        connection = self.connection
        for name in (
            "action_show_connector",
            "action_renew_password",
            "action_download_qwc",
            "action_disconnect",
        ):
            with self.assertRaisesRegex(UserError, "Only a QuickBooks Manager"):
                getattr(connection.with_user(user), name)()
            with self.assertRaises(AccessError):
                getattr(connection.with_user(stranger), name)()
        self.assertTrue(connection.with_user(user).action_show_help())
        with self.assertRaises(AccessError):
            connection.with_user(stranger).action_show_help()

    def test_sessions_are_read_by_users_of_the_company_and_written_by_nobody(self):
        session = self.connection.session_ids
        self.assertTrue(session)
        user = self._user("desktop_user", USER)
        manager = self._user("desktop_manager", MANAGER)
        stranger = self._user("desktop_stranger", MANAGER, company=self.second)
        self.assertTrue(session.with_user(user).read(["outcome", "host_text"]))
        self.assertFalse(session.with_user(manager).has_access("write"))
        with self.assertRaises(AccessError):
            session.with_user(stranger).read(["outcome"])

    def test_what_the_web_connector_is_known_by_is_written_by_nobody(self):
        manager = self._user("desktop_manager", MANAGER)
        for vals in (
            {"qb_user": "root"},
            {"file_id": "{0}"},
            {"host": {}},
            {"last_seen_at": False},
        ):
            with self.assertRaises(AccessError):
                self.connection.with_user(manager).write(vals)

    def test_these_actions_are_not_for_quickbooks_online(self):
        online = self.env["quickbooks.connection"].create(
            {"name": "Online", "company_id": self.second.id}
        )
        with self.assertRaisesRegex(
            UserError, "not a connection to QuickBooks Desktop"
        ):
            online.action_renew_password()
        self.assertFalse(online.connector_status)
        self.assertFalse(online.next_run_text)

    # -- connected and not ---------------------------------------------------------

    def test_disconnecting_turns_the_web_connector_away(self):
        invoice = self._invoice()
        self.connection.action_disconnect()
        outcome = self._session()
        self.assertEqual(outcome.outcome, "bad user")
        self.assertEqual(self.books.invoices(), [])
        self.assertEqual(invoice.qb_status, "pending")

    def test_connecting_again_goes_on_with_the_same_company_file(self):
        invoice = self._invoice()
        file_id, user = self.connection.file_id, self.connection.qb_user
        self.connection.action_disconnect()
        wizard = self._wizard(company=self.company)
        self.assertEqual(wizard.connection_id, self.connection)
        wizard.action_prepare_desktop()
        self.assertEqual(
            (self.connection.file_id, self.connection.qb_user), (file_id, user)
        )
        self._enter(self.connection.action_renew_password())
        self.assertEqual(self._session().outcome, "done")
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(invoice.qb_status, "synced")

    def test_lists_are_updated_again_and_again(self):
        for _time in range(2):
            self.connection.action_update_lists()
            self.assertEqual(self.connection.pull_state, "running")
            self.assertTrue(self.connection.pull_progress["later"])
            self._session()
            self.assertEqual(self.connection.pull_state, "done")

    # -- what records say ----------------------------------------------------------

    def test_what_waits_says_with_which_run_it_goes(self):
        self.connection.invoice_push = "click"
        invoice = self._invoice()
        told = invoice.action_qb_send()["params"]["message"]
        self.assertIn("next run of the Web Connector: every 15 minutes", told)
        self.assertIn("next run of the Web Connector", invoice.qb_next_run)
        self._session()
        self.assertFalse(invoice.qb_next_run)
        self.assertTrue(invoice.qb_id)
        self.assertFalse(invoice.qb_has_page)
        [found] = invoice._qb_objects()
        self.assertFalse(found.url)

    # -- help ----------------------------------------------------------------------

    def test_who_comes_on_time_needs_no_help(self):
        self.assertEqual(self.connection.connector_status, "good")
        self.assertFalse(self.connection.connector_help)

    def test_who_does_not_come_is_missed(self):
        self.connection.sudo().last_seen_at = fields.Datetime.now() - timedelta(hours=3)
        self.assertEqual(self.connection.connector_status, "attention")
        self.assertIn("should come every 15 minutes", self.connection.connector_help)

    def test_a_wrong_password_is_told(self):
        _user, right = self.connector._credentials
        self._enter("wrong")
        self._session()
        self.connection.invalidate_recordset()
        self.assertIn("it has another password", self.connection.connector_help)
        self._enter(right)
        self._session()
        self.connection.invalidate_recordset()
        self.assertFalse(self.connection.connector_help)

    def test_another_company_file_is_not_written_to_and_told(self):
        self._invoice()
        self.connector.company = self._company_file(PRAIRIE)
        self.addCleanup(setattr, self.connector, "company", self.books)
        self.assertEqual(self._session().outcome, "error")
        self.assertEqual(self.connector.company.invoices(), [])
        self.assertEqual(self.connection.connector_status, "attention")
        session = self.connection.session_ids[0]
        self.assertEqual(session.state, "failed")
        self.assertEqual(session.outcome, session.problem_text)
        self.assertIn("Prairie Brokerage", self.connection.connector_help)

    # -- clearing away -------------------------------------------------------------

    def test_old_sessions_are_cleared_away_and_the_last_one_stays(self):
        self._invoice()
        self._session()
        first, last = self.connection.session_ids.sorted("id")
        old = fields.Datetime.now() - timedelta(days=self.connection.keep_days + 1)
        (first + last).sudo().write({"started_at": old})
        self.env["quickbooks.session"]._gc_sessions()
        self.assertEqual(self.connection.session_ids, last)
