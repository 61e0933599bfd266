# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Connecting to Intuit, staying connected, and parting."""

from datetime import timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import requests

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..models import quickbooks_connection_oauth as oauth
from .common import QuickbooksCase, WithSimulator


class SignInCase(WithSimulator, HttpCase):
    """A manager and a connection that nobody has signed in for yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.realms = cls._realms_of("maria")
        cls.company = cls.env["res.company"].create({"name": "Lone Star Freight"})
        cls.manager = cls._user("bookkeeper", cls.company)
        cls.connection = cls._draft(cls.company)

    @classmethod
    def _realms_of(cls, user):
        """The companies a user of QuickBooks may choose from, by name."""
        rows = cls.sim.store.rows("SELECT realm FROM member WHERE user = ?", user)
        realms = [row["realm"] for row in rows]
        return {cls.sim.company(realm).name: realm for realm in realms}

    @classmethod
    def _user(cls, login, company):
        return new_test_user(
            cls.env,
            login,
            groups="tms_quickbooks.group_quickbooks_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
            password=login,
        )

    @classmethod
    def _draft(cls, company, **vals):
        application = cls.sim.application
        return cls.env["quickbooks.connection"].create(
            {
                "name": f"Books of {company.name}",
                "company_id": company.id,
                "environment": "simulator",
                "simulator_url": cls.sim.url,
                "client_id": application.client_id,
                "client_secret": application.client_secret,
                **vals,
            }
        )

    def _start(self, connection=None, user=None):
        """Click Connect; returns the address at Intuit the browser is sent to."""
        connection = connection or self.connection
        return connection.with_user(user or self.manager).action_connect()["url"]

    def _at_intuit(self, url, company="Lone Star Freight LLC", decision="connect"):
        """Sign in at Intuit; returns the address the browser is sent back to."""
        asked = {
            key: values[0] for key, values in parse_qs(urlsplit(url).query).items()
        }
        answer = requests.post(
            url.partition("?")[0],
            data={
                **asked,
                "user": "maria",
                "realm": self.realms[company],
                "decision": decision,
            },
            allow_redirects=False,
            timeout=10,
        )
        self.assertEqual(answer.status_code, 302)
        return answer.headers["Location"]

    def _return(self, address, user=None):
        """Come back to Odoo; returns the answer."""
        login = (user or self.manager).login
        self.authenticate(login, login)
        parts = urlsplit(address)
        answer = self.url_open(f"{parts.path}?{parts.query}", allow_redirects=False)
        self.env.invalidate_all()
        return answer

    def _sign_in(self, connection=None, **kwargs):
        return self._return(self._at_intuit(self._start(connection), **kwargs))

    def _assert_refused(self, answer, *words, connection=None):
        """The page says what happened, and nothing is half connected."""
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Not connected to QuickBooks", answer.text)
        for word in words:
            self.assertIn(word, answer.text)
        connection = (connection or self.connection).sudo()
        self.assertEqual(connection.state, "draft")
        for name in ("realm_id", "access_token_sealed", "refresh_token_sealed"):
            self.assertFalse(connection[name], name)


@tagged("post_install", "-at_install")
class TestSignIn(SignInCase):
    def test_signing_in_connects_the_company_chosen_at_intuit(self):
        answer = self._sign_in()
        self.assertEqual(answer.status_code, 303)
        self.assertIn(f"/{self.connection.id}", answer.headers["Location"])
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.connection.company_file, "Lone Star Freight LLC")
        self.assertEqual(self.connection.connected_by_id, self.manager)
        self.assertEqual(self.connection.profile_plan, "Plus")
        self.assertTrue(self.connection.refresh_expires_at)
        self.assertTrue(self.connection.hard_expires_at)

    def test_the_worker_is_woken_by_a_sign_in(self):
        self._sign_in()
        self.assertTrue(
            self.env["ir.cron.trigger"].search(
                [("cron_id", "=", self.connection.cron_id.id)]
            )
        )

    def test_who_denies_at_intuit_is_told_that_nothing_was_connected(self):
        self._assert_refused(self._sign_in(decision="deny"), "did not allow")

    def test_a_forged_state_is_refused(self):
        address = self._at_intuit(self._start())
        state = parse_qs(urlsplit(address).query)["state"][0]
        for forged in ("", "x", "AAAA", state[:-2] + "AA", "0" + state, "é{}" * 9):
            with self.subTest(forged=forged):
                answer = self._return(address.replace(state, forged))
                self._assert_refused(answer, "not valid any more")

    def test_an_expired_state_is_refused(self):
        with patch.object(oauth, "STATE_LIFE", timedelta(seconds=-1)):
            url = self._start()
        self._assert_refused(self._return(self._at_intuit(url)), "not valid any more")

    def test_a_state_is_good_for_one_return(self):
        url = self._start()
        self._return(self._at_intuit(url, decision="deny"))
        answer = self._return(self._at_intuit(url))
        self._assert_refused(answer, "not valid any more")

    def test_a_second_start_makes_the_first_link_invalid(self):
        first = self._start()
        self._start()
        answer = self._return(self._at_intuit(first))
        self._assert_refused(answer, "not valid any more")

    def test_a_state_is_good_for_the_user_who_started(self):
        colleague = self._user("colleague", self.company)
        address = self._at_intuit(self._start())
        answer = self._return(address, user=colleague)
        self._assert_refused(answer, "by the user who started it")

    def test_who_lost_the_right_meanwhile_is_refused(self):
        address = self._at_intuit(self._start())
        self.manager.group_ids -= self.env.ref(
            "tms_quickbooks.group_quickbooks_manager"
        )
        self._assert_refused(self._return(address), "Only a QuickBooks Manager")

    def test_a_return_without_a_session_stores_nothing(self):
        parts = urlsplit(self._at_intuit(self._start()))
        self.authenticate(None, None)
        answer = self.url_open(f"{parts.path}?{parts.query}", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertEqual(self.connection.state, "draft")

    def test_a_code_that_ran_out_is_explained(self):
        address = self._at_intuit(self._start())
        self.sim.clock.advance(minutes=11)
        self.addCleanup(self.sim.clock.advance, minutes=-11)
        self._assert_refused(self._return(address), "did not complete", "Start again")

    def test_a_redirect_that_is_not_registered_is_refused_by_intuit(self):
        config = self.env["ir.config_parameter"].sudo()
        config.set_param("web.base.url", "http://odoo.example.com")
        page = requests.get(self._start(), timeout=10)
        self.assertEqual(page.status_code, 400)
        self.assertIn("redirect_uri", page.text)
        self.assertEqual(
            self.connection.redirect_uri,
            "http://odoo.example.com/quickbooks/oauth/callback",
        )
        self.assertEqual(self.connection.state, "draft")

    def test_an_address_that_changed_during_the_sign_in_is_explained(self):
        address = self._at_intuit(self._start())
        config = self.env["ir.config_parameter"].sudo()
        config.set_param("web.base.url", "http://localhost:8069")
        self._assert_refused(self._return(address), "did not complete", "redirect")

    def test_a_wrong_client_secret_is_explained(self):
        self.connection.client_secret = "not the secret"
        self._assert_refused(self._sign_in(), "client id and secret")

    def test_intuit_not_answering_is_explained(self):
        for kind, words in (
            ("drop_before", "connection to QuickBooks was lost"),
            ("error_503", "not available"),
        ):
            for path in ("/oauth2/v1/tokens", "/companyinfo", "/preferences"):
                with self.subTest(kind=kind, path=path):
                    address = self._at_intuit(self._start())
                    self.sim.mishaps.add(kind, path=path)
                    self._assert_refused(self._return(address), words)

    def test_a_server_that_cannot_be_reached_is_told_before_leaving_odoo(self):
        self.connection.simulator_url = "http://127.0.0.1:9"
        with self.assertRaisesRegex(UserError, "could not be reached"):
            self._start()

    def test_without_an_app_of_intuit_the_user_is_told_what_to_enter(self):
        connection = self._draft(self.company, client_id=False, client_secret=False)
        with self.assertRaisesRegex(UserError, "client ID and the client secret"):
            self._start(connection)

    def test_only_managers_connect_and_disconnect(self):
        user = new_test_user(
            self.env,
            "dispatcher",
            groups="tms_quickbooks.group_quickbooks_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        connection = self.connection.with_user(user)
        for action in (connection.action_connect, connection.action_disconnect):
            with self.assertRaisesRegex(UserError, "Only a QuickBooks Manager"):
                action()


@tagged("post_install", "-at_install")
class TestOneToOne(SignInCase):
    """One Odoo company, one QuickBooks company."""

    @mute_logger("odoo.sql_db")
    def test_a_second_connection_of_the_same_company_is_refused(self):
        self._sign_in()
        second = self._draft(self.company)
        answer = self._sign_in(second, company="Prairie Brokerage Inc")
        self._assert_refused(answer, "Disconnect that one first", connection=second)

    @mute_logger("odoo.sql_db")
    def test_a_quickbooks_company_of_another_odoo_company_is_refused(self):
        self._sign_in()
        other = self.env["res.company"].create({"name": "Second Company"})
        self.manager.company_ids += other
        second = self._draft(other)
        answer = self._sign_in(second)
        self._assert_refused(
            answer, "Lone Star Freight LLC is connected to another", connection=second
        )

    def test_reconnecting_to_another_company_is_refused_with_both_names(self):
        self._sign_in()
        before = self.connection.sudo().refresh_token_sealed
        self.sim.stats.reset()
        answer = self._sign_in(company="Prairie Brokerage Inc")
        self.assertIn("Lone Star Freight LLC", answer.text)
        self.assertIn("Prairie Brokerage Inc", answer.text)
        self.assertEqual(self.connection.company_file, "Lone Star Freight LLC")
        self.assertEqual(self.connection.sudo().refresh_token_sealed, before)
        self.assertEqual(self.sim.stats.calls("", "revoke"), 1)

    def test_a_disconnected_company_can_be_connected_elsewhere(self):
        self._sign_in()
        self.connection.action_disconnect()
        second = self._draft(self.company)
        self._sign_in(second)
        self.assertEqual(second.state, "connected")

    def test_a_quickbooks_company_with_links_keeps_its_connection(self):
        self._sign_in()
        self.env["quickbooks.object"].sudo().create(
            {
                "connection_id": self.connection.id,
                "company_id": self.company.id,
                "type": "Customer",
                "qb_id": "1",
                "res_model": "res.partner",
                "res_id": self.company.partner_id.id,
            }
        )
        self.connection.action_disconnect()
        second = self._draft(self.company)
        answer = self._sign_in(second)
        self._assert_refused(answer, "connected before", connection=second)
        self._sign_in()
        self.assertEqual(self.connection.state, "connected")

    def test_a_connection_with_links_cannot_be_deleted(self):
        self._sign_in()
        with self.assertRaisesRegex(UserError, "Disconnect it instead"):
            self.connection.unlink()

    # -- disconnecting -------------------------------------------------------------

    def _refresh_token(self):
        return self.connection.sudo()._open_secret("refresh_token_sealed")

    def _works(self, refresh_token):
        application = self.sim.application
        answer = requests.post(
            f"{self.sim.url}/oauth2/v1/tokens/bearer",
            data={"grant_type": "refresh_token", "refresh_token": refresh_token},
            auth=(application.client_id, application.client_secret),
            timeout=10,
        )
        return answer.status_code == 200

    def test_disconnecting_revokes_at_intuit_and_forgets_here(self):
        self._sign_in()
        token = self._refresh_token()
        self.assertTrue(self._works(token))
        self.connection.with_user(self.manager).action_disconnect()
        self.assertEqual(self.connection.state, "disconnected")
        self.assertFalse(self.connection.sudo().access_token_sealed)
        self.assertFalse(self.connection.sudo().refresh_token_sealed)
        self.assertFalse(self._works(token))
        self.assertIn("was revoked", self.connection.message_ids[0].body)

    def test_disconnecting_works_while_intuit_is_down(self):
        self._sign_in()
        self.sim.mishaps.add("error_503", path="/revoke")
        self.connection.with_user(self.manager).action_disconnect()
        self.assertEqual(self.connection.state, "disconnected")
        self.assertFalse(self.connection.sudo().refresh_token_sealed)
        self.assertIn("not revoked there", self.connection.message_ids[0].body)


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
