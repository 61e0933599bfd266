# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of a sign-in in the browser: its end, its keys, copies, and a move."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.vault import Vault
from .common import QuickbooksCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestLifeTours(QuickbooksCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("web.base.url", cls.base_url())
        cls.invoices = cls.env["account.move"].concat(
            *(
                cls._invoice(invoice_date=day)
                for day in ("2026-11-05", "2026-11-15", "2026-11-20")
            )
        )
        cls._run()
        cls._remember_simulator()

    def _browse(self, record, name, realm=None):
        self.env.flush_all()
        with self._at_the_pages_of_intuit(realm or self.realm):
            self._tour(self._form(record), f"life_{name}")
        self.env.invalidate_all()

    def test_a_manager_rotates_the_encryption_key(self):
        old, new = Vault.new_key(), Vault.new_key()
        App = type(self.env["quickbooks.app"])
        vault = Vault([old])
        connection = self.connection.sudo()
        for name in ("access_token", "refresh_token", "client_secret"):
            connection[f"{name}_sealed"] = vault.seal(name)
        with patch.object(App, "_configured_keys", lambda app: [new, old]):
            self._browse(self.connection, "rotate")
        opened = Vault([new]).open(connection.client_secret_sealed)
        self.assertEqual(opened, "client_secret")

    @mute_logger("odoo.addons.tms_quickbooks.models.quickbooks_connection_tokens")
    def test_work_waits_for_a_new_sign_in_and_goes_on_after_it(self):
        waiting = self._invoice()
        self.sim.tokens.expire("refresh")
        self.sim.tokens.expire("access")
        self._run()
        self._browse(waiting, "waits")
        self._browse(self.connection, "reconnect")
        self.assertEqual(self.connection.state, "connected")
        self._let_time_pass(minutes=5)
        self._run()
        self.assertEqual(waiting.qb_status, "synced")

    def test_a_manager_signs_in_before_the_five_years_end(self):
        self.connection.sudo().hard_expires_at = fields.Datetime.now() + timedelta(30)
        self._browse(self.connection, "five_years")
        self.assertFalse(self.connection.sign_in_warning)
        self.assertFalse(self.connection.activity_ids)

    def test_a_copied_database_leaves_quickbooks(self):
        config = self.env["ir.config_parameter"].sudo()
        config.set_param("database.uuid", "a copy's own")
        self._browse(self.connection, "copy")
        self.assertEqual(self.connection.state, "disconnected")
        self.assertEqual(self.sim.stats.calls("", "revoke"), 0)

    def test_a_company_moves_to_another_quickbooks_company(self):
        names = {
            self.sim.company(row["realm"]).name: row["realm"]
            for row in self.sim.store.rows("SELECT realm FROM company")
        }
        realm = names["Prairie Brokerage Inc"]
        self._browse(self.connection, "migrate", realm)
        target = self.connection.moved_to_id
        self.assertEqual(target.realm_id, realm)
        self.assertEqual(
            self.invoices.mapped("qb_status"), ["synced", "pending", "pending"]
        )
        self._browse(self.invoices[0], "earlier")
        self._browse(self.connection, "archived")

    def test_a_migration_is_undone(self):
        wizard = self.env["quickbooks.migration"].create(
            {"connection_id": self.connection.id, "confirmed": True}
        )
        wizard.action_migrate()
        self._browse(self.connection.moved_to_id, "undo")
        self.assertTrue(self.connection.active)
        self.assertEqual(set(self.invoices.mapped("qb_status")), {"synced"})
