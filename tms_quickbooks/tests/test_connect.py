# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Connecting to Intuit, and every way in which that can fail."""

import re
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import requests

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models.quickbooks_app import CALLBACK_PATH
from ..wizards import quickbooks_connect
from .sign_in_case import SignInCase


@tagged("post_install", "-at_install")
class TestSignIn(SignInCase):
    def test_signing_in_connects_the_company_chosen_at_intuit(self):
        answer = self._sign_in()
        self.assertEqual(answer.status_code, 303)
        self.assertIn(
            f"/quickbooks/oauth/connected/{self.connection.id}",
            answer.headers["Location"],
        )
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.connection.company_file, "Lone Star Freight LLC")
        self.assertEqual(self.connection.connected_by_id, self.manager)
        self.assertEqual(self.connection.profile_plan, "Plus")
        self.assertTrue(self.connection.refresh_expires_at)
        self.assertTrue(self.connection.hard_expires_at)
        self.assertEqual(self.connection.intuit_email, "maria@example.com")

    def test_the_checklist_is_checked_again_from_the_page_after_the_sign_in(self):
        page = self._return(self._sign_in().headers["Location"])
        self.assertIn("Is everything ready?", page.text)
        self.assertNotIn("not ready", page.text)
        realm = self.connection.realm_id
        self.addCleanup(self.sim.change_company, realm, subscription="SUBSCRIBED")
        self.sim.change_company(realm, subscription="EXPIRED")
        checked = self._post(f"/quickbooks/oauth/connected/{self.connection.id}")
        self.assertIn("not ready", checked.text)

    def test_the_worker_is_woken_by_a_sign_in(self):
        self._sign_in()
        self.assertTrue(
            self.env["ir.cron.trigger"].search(
                [("cron_id", "=", self.connection.cron_id.id)]
            )
        )

    def test_a_worker_that_was_switched_off_works_after_a_sign_in(self):
        """Odoo does that to one that fails for days, and in a neutralized copy."""
        self._sign_in()
        self.connection.action_disconnect()
        self.connection.sudo().cron_id.active = False
        self._sign_in()
        self.assertTrue(self.connection.sudo().cron_id.active)

    def test_who_denies_at_intuit_is_told_that_nothing_was_connected(self):
        self._assert_refused(self._sign_in(decision="deny"), "did not allow")

    def test_a_forged_state_is_refused(self):
        address = self._at_intuit(self._start())
        state = parse_qs(urlsplit(address).query)["state"][0]
        for forged in ("", "x", "AAAA", state[:-2] + "AA", "0" + state, "é{}" * 9):
            with self.subTest(forged=forged):
                answer = self._return(address.replace(state, forged))
                self._assert_refused(answer, "did not start here")
                self.assertNotIn("Try Again", answer.text)

    def test_an_expired_state_is_refused(self):
        with patch.object(quickbooks_connect, "STATE_LIFE", timedelta(seconds=-1)):
            url = self._start()
        answer = self._return(self._at_intuit(url))
        self._assert_refused(answer, "longer than fifteen minutes", "Try Again")

    def test_a_sign_in_that_was_cleared_away_has_expired(self):
        address = self._at_intuit(self._start())
        self.env["quickbooks.connect"].search([]).unlink()
        self._assert_refused(self._return(address), "longer than fifteen minutes")

    def test_a_state_is_good_for_one_return(self):
        url = self._start()
        self._return(self._at_intuit(url, decision="deny"))
        answer = self._return(self._at_intuit(url))
        self._assert_refused(answer, "used already", "Try Again")

    def test_a_second_start_makes_the_first_link_invalid(self):
        first = self._start()
        self._start()
        answer = self._return(self._at_intuit(first))
        self._assert_refused(answer, "a newer sign-in makes it invalid")

    def test_a_state_is_good_for_the_user_who_started(self):
        colleague = self._user("colleague", self.company)
        address = self._at_intuit(self._start())
        answer = self._return(address, user=colleague)
        self._assert_refused(answer, "Another Odoo user started this", colleague.name)

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
        # After the login the browser goes on to where it was sent.
        self._return(f"{parts.path}?{parts.query}")
        self.assertEqual(self.connection.state, "connected")

    def test_a_code_that_ran_out_is_explained(self):
        address = self._at_intuit(self._start())
        self.sim.clock.advance(minutes=11)
        self.addCleanup(self.sim.clock.advance, minutes=-11)
        self._assert_refused(self._return(address), "too old or used", "Try Again")

    def test_a_code_that_was_used_before_is_explained(self):
        address = self._at_intuit(self._start())
        code = parse_qs(urlsplit(address).query)["code"][0]
        keeper = self.connection.sudo()._oauth_app()
        self.sim.tokens.exchange(code, keeper.redirect_uri)
        self._assert_refused(self._return(address), "too old or used", "Try Again")

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
        self._assert_refused(
            self._return(address), "too old or used", "http://localhost:8069"
        )

    def test_a_wrong_client_secret_is_explained(self):
        self.connection.client_secret = "not the secret"
        self._assert_refused(self._sign_in(), "client ID and secret")

    def test_intuit_not_answering_is_explained(self):
        for kind, words in (
            ("drop_before", "connection to QuickBooks was lost"),
            ("error_503", "not available"),
        ):
            for path in (
                "/oauth2/v1/tokens",
                "/userinfo",
                "/companyinfo",
                "/preferences",
            ):
                with self.subTest(kind=kind, path=path):
                    address = self._at_intuit(self._start())
                    self.sim.mishaps.add(kind, path=path)
                    self._assert_refused(self._return(address), words)

    def test_a_server_that_cannot_be_reached_is_told_before_leaving_odoo(self):
        self.connection.simulator_url = "http://127.0.0.1:9"
        with self.assertRaisesRegex(
            UserError, "could not be reached.*Try again in a few minutes"
        ):
            self._start()

    def test_a_server_that_is_not_intuit_is_told_before_leaving_odoo(self):
        self.connection.simulator_url = f"{self.sim.url}/nowhere"
        with self.assertRaises(UserError):
            self._start()

    def test_a_connection_without_an_app_of_intuit_asks_for_it(self):
        self.connection.unlink()
        connection = self._draft(self.company, client_id=False, client_secret=False)
        action = connection.with_user(self.manager).action_connect()
        self.assertEqual(action["res_model"], "quickbooks.connect")
        sign_in = self.env["quickbooks.connect"].browse(action["res_id"])
        self.assertEqual(sign_in.connection_id, connection)
        with self.assertRaisesRegex(UserError, "client ID and the client secret"):
            sign_in.with_user(self.manager).action_sign_in()

    def test_a_connection_deleted_meanwhile_is_told(self):
        address = self._at_intuit(self._start())
        self.connection.unlink()
        answer = self._return(address)
        self.assertIn("was deleted while you were signing in", answer.text)
        self.assertIn('href="/odoo/quickbooks"', answer.text)

    def test_an_answer_without_a_company_is_refused(self):
        for realm, words in (
            ("", "did not say which"),
            ("12a", "not the number of a QuickBooks company"),
            ("9" * 40, "not the number of a QuickBooks company"),
            ("٣", "not the number of a QuickBooks company"),
        ):
            with self.subTest(realm=realm):
                address = self._at_intuit(self._start())
                right = parse_qs(urlsplit(address).query)["realmId"][0]
                answer = self._return(address.replace(right, realm))
                self._assert_refused(answer, words, "Try Again")

    def test_the_number_of_another_company_is_refused_by_quickbooks(self):
        address = self._at_intuit(self._start())
        realm = self.realms["Prairie Brokerage Inc"]
        right = parse_qs(urlsplit(address).query)["realmId"][0]
        self._assert_refused(self._return(address.replace(right, realm)), "Try Again")

    def test_bad_input_of_any_kind_gets_a_sentence(self):
        self.authenticate(self.manager.login, self.manager.login)
        for query in (
            "",
            "state=%ff%fe&code=%00&realmId=%ff",
            "state=a&state=b&code=c&code=d",
            f"state={'A' * 20000}",
            "error=%3Cscript%3Ealert(1)%3C/script%3E&state=x",
            "state[]=1&code[]=2",
        ):
            with self.subTest(query=query[:40]):
                answer = self.url_open(f"/quickbooks/oauth/callback?{query}")
                self._assert_refused(answer, "did not start here")

    def test_an_overlong_or_unknown_answer_of_intuit_gets_a_sentence(self):
        for extra in (
            f"code={'A' * 20000}",
            "code=%ff",
            "code=%00",
            "error=%3Cscript%3E",
            "error=server_error",
        ):
            with self.subTest(extra=extra[:40]):
                address = self._at_intuit(self._start())
                query = parse_qs(urlsplit(address).query)
                answer = self._return(
                    f"{CALLBACK_PATH}?{extra}"
                    f"&state={query['state'][0]}&realmId={query['realmId'][0]}"
                )
                self._assert_refused(answer, "Intuit did not complete", "Try Again")
                self.assertNotIn("<script>alert", answer.text)

    # -- trying again --------------------------------------------------------------

    def _button(self, answer):
        """What the button Try Again of a page sends."""
        return re.search(r'name="sign_in" value="(\d+)"', answer.text)[1]

    def test_try_again_leads_to_intuit_once_more(self):
        answer = self._sign_in(decision="deny")
        again = self._post("/quickbooks/oauth/start", sign_in=self._button(answer))
        self.assertEqual(again.status_code, 303)
        self._return(self._at_intuit(again.headers["Location"]))
        self.assertEqual(self.connection.state, "connected")

    @mute_logger("odoo.http")
    def test_try_again_wants_the_button_of_the_page(self):
        answer = self._sign_in(decision="deny")
        number = self._button(answer)
        path = "/quickbooks/oauth/start"
        refused = self.url_open(path, data={"sign_in": number})
        self.assertEqual(refused.status_code, 400)
        self.assertEqual(self.url_open(path).status_code, 405)
        for wrong in ("0", "x", "9" * 30, ""):
            with self.subTest(wrong=wrong):
                self._assert_refused(self._post(path, sign_in=wrong), "not there any")

    def test_nobody_tries_the_sign_in_of_another_again(self):
        number = self._button(self._sign_in(decision="deny"))
        colleague = self._user("colleague", self.company)
        self.authenticate(colleague.login, colleague.login)
        answer = self._post("/quickbooks/oauth/start", sign_in=number)
        self._assert_refused(answer, "another user")

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
        with self.assertRaisesRegex(UserError, "connected already: Books of Lone Star"):
            self._start(second)

    @mute_logger("odoo.sql_db")
    def test_a_company_that_was_connected_meanwhile_is_told(self):
        second = self._draft(self.company)
        address = self._at_intuit(self._start(second), company="Prairie Brokerage Inc")
        third = self.manager.copy({"login": "third", "password": "third"})
        mine = self.connection.with_user(third).action_connect()["url"]
        self._return(self._at_intuit(mine), user=third)
        self.assertEqual(self.connection.state, "connected")
        answer = self._return(address)
        self._assert_refused(answer, "connected already", connection=second)

    @mute_logger("odoo.sql_db")
    def test_a_quickbooks_company_of_another_odoo_company_is_refused(self):
        self._sign_in()
        other = self.env["res.company"].create({"name": "Second Company"})
        self.manager.company_ids += other
        second = self._draft(other)
        answer = self._sign_in(second)
        self._assert_refused(
            answer,
            "Lone Star Freight LLC in QuickBooks is connected to another",
            connection=second,
        )
        self.assertTrue(self._works(self._refresh_token()), "nothing was revoked")

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

    def _link(self):
        """Something that was sent through the connection."""
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

    def test_a_quickbooks_company_with_links_keeps_its_connection(self):
        self._sign_in()
        self._link()
        self.connection.action_disconnect()
        second = self._draft(self.company)
        answer = self._sign_in(second)
        self._assert_refused(answer, "connected before", connection=second)
        self._sign_in()
        self.assertEqual(self.connection.state, "connected")

    def test_a_quickbooks_company_with_an_open_answer_keeps_its_connection(self):
        self._sign_in()
        self.env["quickbooks.job"].sudo().create(
            {
                "connection_id": self.connection.id,
                "company_id": self.company.id,
                "object_type": "Customer",
                "res_model": "res.partner",
                "res_id": self.company.partner_id.id,
                "priority": 10,
                "state": "failed",
                "request_id": "given up without an answer",
            }
        )
        self.connection.action_disconnect()
        second = self._draft(self.company)
        answer = self._sign_in(second)
        self._assert_refused(answer, "connected before", connection=second)

    def test_a_branch_and_its_head_office_do_not_take_turns(self):
        """What the one has sent, the other does not know."""
        self._sign_in()
        branch = self.env["res.company"].create(
            {"name": "Dallas Terminal", "parent_id": self.company.id}
        )
        self._link()
        self.connection.action_disconnect()
        self.manager.company_ids += branch
        second = self._draft(branch)
        address = self._at_intuit(
            second.with_user(self.manager)
            .with_context(allowed_company_ids=[self.company.id, branch.id])
            .action_connect()["url"]
        )
        self.authenticate(self.manager.login, self.manager.login)
        self.opener.cookies["cids"] = f"{self.company.id}-{branch.id}"
        answer = self._return(address)
        self._assert_refused(answer, "connected before", connection=second)

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
