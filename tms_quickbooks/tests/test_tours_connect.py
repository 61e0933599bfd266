# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Connecting in the browser: the wizard, Intuit's pages, and what comes of it."""

from odoo import Command
from odoo.tests import tagged

from .sign_in_case import SignInCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestConnectTours(SignInCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.unlink()
        cls.manager.group_ids += cls.env.ref("base.group_multi_company")
        cls.env["ir.config_parameter"].set_param("web.base.url", cls.base_url())

    def _browse(self, path, name, company="Lone Star Freight LLC", **person):
        """Run a tour as the manager; Intuit's pages are answered by a person."""
        with self._at_the_pages_of_intuit(self.realms[company], **person):
            self.start_tour(
                path, f"tms_quickbooks_{name}", login=self.manager.login, timeout=120
            )
        self.env.invalidate_all()

    def _connection(self, company=None):
        return self.env["quickbooks.connection"]._of_company(company or self.company)

    def _keys_are_known(self):
        """The app of another company's connection serves this one too."""
        other = self.env["res.company"].create({"name": "Panhandle Trucking"})
        self.manager.company_ids += other
        return self._draft(other)

    def test_who_gives_up_leaves_nothing_behind(self):
        self._keys_are_known()
        crons = self.env["ir.cron"].search_count([])
        self._browse("/odoo/quickbooks", "connect_give_up", deny=True)
        self.assertFalse(
            self.env["quickbooks.connection"].search(
                [("company_id", "=", self.company.id)]
            )
        )
        self.assertEqual(self.env["ir.cron"].search_count([]), crons)

    def test_a_manager_connects_and_sees_what_is_left_to_do(self):
        self._keys_are_known()
        self._browse("/odoo/quickbooks", "connect")
        connection = self._connection()
        self.assertEqual(connection.name, "Main books")
        self.assertEqual(connection.company_file, "Lone Star Freight LLC")
        self.assertEqual(connection.connected_by_id, self.manager)
        self.assertTrue(connection.cron_id)

    def test_another_admin_is_kept_or_changed(self):
        connection = self._draft(self.company)
        self._sign_in(connection)
        self._browse(self._form(connection), "connected_admin", user="accountant")
        said = " ".join(connection.message_ids.mapped("body"))
        self.assertIn("kept maria@example.com as the connected admin", said)
        self.assertIn("from maria@example.com to accountant@example.com", said)
        self.assertEqual(connection.state, "disconnected")

    def test_a_reconnect_to_another_quickbooks_company_is_refused(self):
        connection = self._draft(self.company)
        self._sign_in(connection)
        company = "Prairie Brokerage Inc"
        self._browse(self._form(connection), "connect_elsewhere", company)
        self.assertEqual(connection.company_file, "Lone Star Freight LLC")
        self.assertEqual(connection.state, "connected")

    def test_each_company_has_a_connection_of_its_own(self):
        connection = self._draft(self.company)
        self._sign_in(connection)
        other = self.env["res.company"].create({"name": "Prairie Brokerage"})
        self.manager.write(
            {"company_ids": [Command.link(other.id)], "company_id": other.id}
        )
        self._browse(
            "/odoo/quickbooks",
            "connect_second",
            company="Prairie Brokerage Inc",
        )
        second = self._connection(other)
        self.assertEqual(second.company_file, "Prairie Brokerage Inc")
        self.assertEqual(
            self._connection(self.company).company_file, "Lone Star Freight LLC"
        )
