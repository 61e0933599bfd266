# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The tokens of a connection: renewed in time, or a new sign-in is asked for."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestTokens(QuickbooksCase):
    def setUp(self):
        super().setUp()
        self.sim.stats.reset()

    def _refreshes(self):
        return self.sim.stats.calls("", "token_refresh_token")

    def _expire(self):
        """The access token ends in a moment, by our own book."""
        self.connection.sudo().access_expires_at = fields.Datetime.now() + timedelta(
            minutes=2
        )

    def test_a_good_token_is_not_renewed(self):
        self._invoice()
        self._run()
        self.assertEqual(self._refreshes(), 0)

    def test_a_token_near_its_end_is_renewed_before_it_is_used(self):
        self._expire()
        invoice = self._invoice()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(self._refreshes(), 1)
        self.assertEqual(self.sim.stats.calls(self.realm, "refused"), 0)

    def test_a_refused_token_is_renewed_and_the_call_made_again(self):
        self.sim.tokens.expire("access")
        invoice = self._invoice()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(self._refreshes(), 1)
        self.assertEqual(self.sim.stats.calls(self.realm, "refused"), 1)

    def test_a_rotated_refresh_token_replaces_the_old_one(self):
        self.sim.always_rotate = True
        before = self.connection.sudo()._open_secret("refresh_token_sealed")
        self._expire()
        self._ask(lambda client: client.company_info())
        self.env.invalidate_all()
        after = self.connection.sudo()._open_secret("refresh_token_sealed")
        self.assertNotEqual(after, before)
        self.assertTrue(self.sim.tokens.refresh(after))

    def test_while_intuit_cannot_renew_the_connection_rests_and_goes_on(self):
        self._expire()
        self.sim.mishaps.add("error_503", path="/oauth2/v1/tokens")
        invoice = self._invoice()
        self._run()
        self.assertEqual(self.connection.state, "connected")
        self.assertTrue(self.connection.pause_text)
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")

    # -- the permission has ended --------------------------------------------------

    def _end_permission(self):
        self.sim.tokens.expire("refresh")
        self.sim.tokens.expire("access")

    def _reconnect(self):
        """As after a new sign-in to the same company."""
        pair = self.sim.credentials(self.realm)
        vault = self.connection._vault()
        self.connection.sudo().write(
            {
                "state": "connected",
                "access_token_sealed": vault.seal(pair["access_token"]),
                "access_expires_at": fields.Datetime.now() + timedelta(hours=1),
                "refresh_token_sealed": vault.seal(pair["refresh_token"]),
            }
        )

    @mute_logger("odoo.addons.tms_quickbooks.models.quickbooks_connection_tokens")
    def test_a_permission_that_ended_asks_for_a_new_sign_in_once(self):
        self._end_permission()
        self._invoice()
        self._run()
        self.assertEqual(self.connection.state, "reconnect")
        said = self.connection.message_ids.filtered(lambda m: "Reconnect" in m.body)
        self.assertEqual(len(said), 1)
        calls = self.sim.stats.calls()
        self._run()
        self.assertEqual(self.sim.stats.calls(), calls, "nothing is called meanwhile")

    @mute_logger("odoo.addons.tms_quickbooks.models.quickbooks_connection_tokens")
    def test_jobs_wait_untouched_and_go_on_after_the_new_sign_in(self):
        self._end_permission()
        invoice = self._invoice()
        self._run()
        later = self._invoice()
        for move in (invoice, later):
            self.assertEqual(move.qb_status, "pending")
            self.assertEqual(self._jobs(move).attempts, 0)
        self._reconnect()
        self._let_time_pass(minutes=5)
        self._run()
        self.assertEqual(set((invoice | later).mapped("qb_status")), {"synced"})
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 2)

    @mute_logger("odoo.addons.tms_quickbooks.models.quickbooks_connection_tokens")
    def test_an_administrator_removed_at_quickbooks_asks_for_a_new_sign_in(self):
        self.sim.store.run("DELETE FROM member WHERE realm = ?", self.realm)
        invoice = self._invoice()
        self._run()
        self.assertEqual(self.connection.state, "reconnect")
        self.assertEqual(invoice.qb_status, "pending")

    @mute_logger("odoo.addons.tms_quickbooks.models.quickbooks_connection_tokens")
    def test_a_batch_that_was_under_way_goes_on_with_the_same_bytes(self):
        self.customer.action_qb_send()
        self._run()
        self.sim.mishaps.add("drop_after", path="/batch")
        invoice = self._invoice()
        self._run()
        self._end_permission()
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(self.connection.state, "reconnect")
        self._reconnect()
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 1)
