# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One connected admin: another Intuit user signs in, and somebody decides."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sign_in_case import SignInCase

LOGGER = "odoo.addons.tms_quickbooks.models.quickbooks_app"


@tagged("post_install", "-at_install")
class TestConnectedAdmin(SignInCase):
    def setUp(self):
        super().setUp()
        self._sign_in()
        self.maria = self._token()

    def _token(self):
        return self.connection.sudo()._open_secret("refresh_token_sealed")

    def _works(self, refresh_token):
        grants = self.sim.store.value(
            "SELECT count(*) FROM token JOIN grants ON grants.id = grant_id"
            " WHERE value = ? AND NOT revoked",
            refresh_token,
        )
        return bool(grants)

    def _other_signs_in(self):
        """The accountant signs in to the same company; returns the page's address."""
        answer = self._sign_in(user="accountant")
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/quickbooks/oauth/admin/", answer.headers["Location"])
        return "/quickbooks" + answer.headers["Location"].partition("/quickbooks")[2]

    def _given(self):
        """The refresh token of the sign-in that waits."""
        return self.sim.store.value(
            "SELECT value FROM token JOIN grants ON grants.id = grant_id"
            " WHERE user = 'accountant' AND kind = 'refresh' ORDER BY issued DESC"
        )

    def _waiting(self):
        return self.env["quickbooks.connect"].search([("waiting_sealed", "!=", False)])

    def _said(self):
        return self.connection.message_ids[0].body

    def test_the_same_admin_is_asked_nothing(self):
        answer = self._sign_in()
        self.assertIn("/quickbooks/oauth/connected/", answer.headers["Location"])
        self.assertEqual(self.connection.intuit_email, "maria@example.com")

    def test_until_somebody_decides_nothing_changes(self):
        page = self.url_open(self._other_signs_in()).text
        self.assertIn(
            "maria@example.com is the connected admin", page.replace("\n", "")
        )
        self.assertIn("accountant@example.com", page)
        self.assertEqual(self._token(), self.maria)
        self.assertEqual(self.connection.intuit_email, "maria@example.com")
        self.assertNotIn(self._given(), self._waiting().sudo().waiting_sealed)

    def test_keeping_gives_the_new_permission_back(self):
        path = self._other_signs_in()
        answer = self._post(path, decision="keep")
        self.assertIn("/quickbooks/oauth/connected/", answer.headers["Location"])
        self.assertEqual(self._token(), self.maria)
        self.assertTrue(self._works(self.maria))
        self.assertFalse(self._works(self._given()))
        self.assertFalse(self._waiting())
        self.assertIn(f"{self.manager.name} kept maria@example.com", self._said())

    def test_changing_takes_the_new_permission_and_ends_the_old(self):
        path = self._other_signs_in()
        self._post(path, decision="change")
        self.assertEqual(self._token(), self._given())
        self.assertEqual(self.connection.intuit_email, "accountant@example.com")
        self.assertEqual(self.connection.state, "connected")
        self.assertFalse(self._works(self.maria))
        self.assertFalse(self._waiting())
        self.assertIn("from maria@example.com to accountant@example.com", self._said())

    def test_a_decision_is_made_once(self):
        path = self._other_signs_in()
        self._post(path, decision="keep")
        answer = self._post(path, decision="change")
        self.assertIn("There is nothing to decide any more", answer.text)
        self.assertEqual(self._token(), self.maria)

    @mute_logger("odoo.http")
    def test_a_decision_needs_the_button_of_the_page(self):
        path = self._other_signs_in()
        refused = self.url_open(path, data={"decision": "change"})
        self.assertEqual(refused.status_code, 400)
        page = self.url_open(f"{path}?decision=change").text
        self.assertIn("is the connected admin", page)
        self._post(path, decision="perhaps")
        self.assertEqual(self._token(), self.maria)
        self.assertTrue(self._waiting())

    def test_nobody_decides_about_the_sign_in_of_another(self):
        path = self._other_signs_in()
        colleague = self._user("colleague", self.company)
        self.authenticate(colleague.login, colleague.login)
        answer = self._post(path, decision="change")
        self.assertIn("another user", answer.text)
        self.assertEqual(self._token(), self.maria)

    def test_who_lost_the_right_does_not_decide(self):
        path = self._other_signs_in()
        self.manager.group_ids -= self.env.ref(
            "tms_quickbooks.group_quickbooks_manager"
        )
        answer = self._post(path, decision="change")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("not there any more", answer.text)
        self.assertEqual(self._token(), self.maria)

    def test_a_decision_about_a_deleted_sign_in_gets_a_sentence(self):
        path = self._other_signs_in()
        self._waiting().unlink()
        self.assertIn("not there any more", self.url_open(path).text)
        self.assertIn("not there any more", self._post(path, decision="keep").text)

    def test_nobody_decides_after_half_an_hour(self):
        path = self._other_signs_in()
        self._waiting().sudo().expires_at = fields.Datetime.now()
        answer = self._post(path, decision="change")
        self.assertIn("nobody decided for half an hour", answer.text)
        self.assertEqual(self._token(), self.maria)

    def _work(self):
        self.env.flush_all()
        with self.registry.cursor() as cr:
            self.env(cr=cr, user=self.env.ref("base.user_root").id)[
                "quickbooks.connection"
            ]._cron_work(self.connection.id)
        self.env.invalidate_all()

    def test_the_worker_wipes_what_nobody_decided_about(self):
        self._other_signs_in()
        triggered = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.connection.cron_id.id)]
        )
        self.assertIn(self._waiting().expires_at, triggered.mapped("call_at"))
        self._work()
        self.assertTrue(self._waiting(), "it is not time yet")
        self._waiting().sudo().expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self._work()
        self.assertFalse(self._waiting())
        self.assertFalse(self._works(self._given()))
        self.assertTrue(self._works(self.maria))
        said = " ".join(self.connection.message_ids.mapped("body"))
        self.assertIn("Nobody decided whether accountant@example.com", said)

    def test_a_sign_in_that_no_key_opens_does_not_stop_the_worker(self):
        self._other_signs_in()
        self._waiting().sudo().write(
            {"waiting_sealed": "of another key", "expires_at": fields.Datetime.now()}
        )
        self._work()
        self.assertFalse(self._waiting())
        self.assertTrue(self._works(self.maria))
        self.assertTrue(self.connection.pull_ids, "the worker went on to its work")

    def test_who_became_the_admin_meanwhile_keeps_the_permission(self):
        self._other_signs_in()
        self.connection.action_disconnect()
        self._sign_in(user="accountant")
        self.assertEqual(self.connection.intuit_email, "accountant@example.com")
        self._waiting().sudo().expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.sim.stats.reset()
        self._work()
        self.assertFalse(self._waiting())
        self.assertEqual(self.sim.stats.calls("", "revoke"), 0)

    @mute_logger(LOGGER)
    def test_keeping_while_intuit_is_down_says_so(self):
        path = self._other_signs_in()
        self.sim.mishaps.add("error_503", path="/revoke")
        self._post(path, decision="keep")
        self.assertIn("Intuit could not be told", self._said())
        self.assertEqual(self._token(), self.maria)

    # -- the old sign-in has ended -------------------------------------------------

    def _end(self):
        self.connection.sudo().state = "reconnect"

    def test_keeping_an_admin_whose_sign_in_has_ended_says_who_must_sign_in(self):
        self._end()
        path = self._other_signs_in()
        page = self.url_open(path).text
        self.assertIn("nothing is sent until", page)
        answer = self._post(path, decision="keep")
        page = self.url_open(answer.headers["Location"]).text
        self.assertIn("has to sign in", page)
        self.assertEqual(self.connection.state, "reconnect")

    def test_changing_from_an_admin_whose_sign_in_has_ended_connects(self):
        self._end()
        self.sim.stats.reset()
        self._post(self._other_signs_in(), decision="change")
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.connection.intuit_email, "accountant@example.com")
        self.assertEqual(self.sim.stats.calls("", "revoke"), 0)

    def test_changing_from_an_admin_whose_sign_in_no_key_opens_connects(self):
        path = self._other_signs_in()
        self.connection.sudo().refresh_token_sealed = "of another key"
        self._post(path, decision="change")
        self.assertEqual(self.connection.intuit_email, "accountant@example.com")
        self.assertIn("could not be told", self._said())

    def test_after_disconnecting_anybody_may_be_the_admin(self):
        self.connection.action_disconnect()
        answer = self._sign_in(user="accountant")
        self.assertIn("/quickbooks/oauth/connected/", answer.headers["Location"])
        self.assertEqual(self.connection.intuit_email, "accountant@example.com")

    def test_another_company_is_refused_before_anybody_is_asked(self):
        answer = self._sign_in(user="accountant", company="Prairie Brokerage Inc")
        self.assertIn("would collide", answer.text)
        self.assertIn("Another QuickBooks Company", answer.text)
        self.assertFalse(self._waiting())
