# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How long a sign-in lives, who hears of its end, and what a copy makes of it."""

import uuid
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..lib.problems import QuickBooksError
from .common import QuickbooksCase

MANAGER = "tms_quickbooks.group_quickbooks_manager"
USER = "tms_quickbooks.group_quickbooks_user"
SIGN_IN = "tms_quickbooks.mail_activity_sign_in"
TOKENS_LOGGER = "odoo.addons.tms_quickbooks.models.quickbooks_connection_tokens"


class LifeCase(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        elsewhere = cls.env["res.company"].create({"name": "Elsewhere Inc"})
        cls.manager = cls._user("controller", MANAGER, cls.company)
        cls.user = cls._user("dispatcher", USER, cls.company)
        cls.stranger = cls._user("stranger", MANAGER, elsewhere)

    @classmethod
    def _user(cls, login, group, company):
        return new_test_user(
            cls.env,
            login,
            groups=f"{group},account.group_account_invoice",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _activities(self, user=None, **context):
        """The open reminders on the connection, of all users or of one."""
        domain = [
            ("res_model", "=", "quickbooks.connection"),
            ("res_id", "=", self.connection.id),
        ]
        found = self.env["mail.activity"].with_context(**context).search(domain)
        return found.filtered(lambda activity: user in (None, activity.user_id))

    def _end_permission(self):
        self.sim.tokens.expire("refresh")
        self.sim.tokens.expire("access")

    def _sign_in(self):
        """As after a new sign-in to the same company."""
        pair = self.sim.credentials(self.realm)
        vault = self.connection._vault()
        now = fields.Datetime.now()
        self.connection.sudo().write(
            {
                "state": "connected",
                "access_token_sealed": vault.seal(pair["access_token"]),
                "access_expires_at": now + timedelta(hours=1),
                "refresh_token_sealed": vault.seal(pair["refresh_token"]),
                "refresh_expires_at": now + timedelta(days=100),
                "hard_expires_at": now + timedelta(days=5 * 365),
            }
        )


@tagged("post_install", "-at_install")
class TestReconnectRequired(LifeCase):
    @mute_logger(TOKENS_LOGGER)
    def _lose_permission(self):
        self._end_permission()
        self._run()
        self.assertEqual(self.connection.state, "reconnect")

    def setUp(self):
        super().setUp()
        self.invoice = self._invoice()

    def test_every_manager_of_the_company_is_asked_to_sign_in_and_nobody_else(self):
        self._lose_permission()
        asked = self._activities().user_id
        self.assertIn(self.manager, asked)
        self.assertNotIn(self.user, asked)
        self.assertNotIn(self.stranger, asked)
        [activity] = self._activities(self.manager)
        self.assertEqual(activity.activity_type_id, self.env.ref(SIGN_IN))
        self.assertEqual(activity.date_deadline, fields.Date.today())
        self.assertIn("sign in to the same company", activity.note)

    def test_the_managers_are_asked_once(self):
        self._lose_permission()
        before = self._activities()
        self._run()
        with self._own_cursor() as env:
            env["quickbooks.connection"]._cron_remind()
        self.assertEqual(self._activities(), before)
        self._activities(self.manager).action_done()
        with self._own_cursor() as env:
            env["quickbooks.connection"]._cron_remind()
        self.assertFalse(self._activities(self.manager), "done is done")

    def test_a_new_sign_in_does_the_activities_and_what_waited_goes_on(self):
        self._lose_permission()
        later = self._invoice()
        moves = self.invoice + later
        self.assertEqual(set(moves.mapped("qb_status")), {"pending"})
        self._sign_in()
        self.assertFalse(self._activities())
        self._let_time_pass(minutes=5)
        self._run()
        self.assertEqual(set(moves.mapped("qb_status")), {"synced"})
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 2)

    def test_the_next_loss_asks_again(self):
        self._lose_permission()
        self._sign_in()
        self._invoice()
        self._let_time_pass(minutes=5)
        self._lose_permission()
        self.assertTrue(self._activities(self.manager))

    def test_disconnecting_asks_nobody_any_more(self):
        self._lose_permission()
        self.connection.action_disconnect()
        self.assertFalse(self._activities())

    def test_bookkeepers_see_on_their_documents_why_these_wait(self):
        self._lose_permission()
        later = self._invoice()
        for move in (self.invoice, later):
            seen = move.with_user(self.user)
            self.assertIn("until somebody signs in", seen.qb_message)
            self.assertIn("Reconnect", seen.qb_hint)
            self.assertFalse(seen.qb_blocked, "it goes on by itself")
            [job] = self._jobs(move).with_user(self.user)
            self.assertIn("until somebody signs in", job.problem_text)
        self._sign_in()
        self.env.invalidate_all()
        self.assertFalse(later.qb_message)

    def test_lists_that_stopped_half_way_say_why(self):
        self.connection.action_update_lists()
        self.connection.sudo().state = "reconnect"
        shown = self.connection.pull_progress
        self.assertTrue(shown["running"])
        self.assertIn("signs in to QuickBooks again", shown["paused"])

    def test_work_that_is_done_or_failed_says_nothing_of_the_sign_in(self):
        self.env["quickbooks.mapping"].search([("kind", "=", "item")]).unlink()
        self._run()
        self.assertEqual(self.invoice.qb_status, "failed")
        self._invoice()
        self.connection.sudo().state = "reconnect"
        self.env.invalidate_all()
        self.assertIn("is not mapped", self.invoice.qb_message)
        self.assertNotIn("signs in", self.invoice.qb_message)

    def test_disconnecting_and_connecting_again_keeps_what_is_known(self):
        self._run()
        number = self.invoice.qb_id
        objects = self.env["quickbooks.object"].search_count([])
        self.connection.action_disconnect()
        self.assertEqual(self.invoice.qb_id, number)
        self.assertEqual(self.invoice.qb_status, "synced")
        self._sign_in()
        self.invoice.button_draft()
        self.invoice.invoice_line_ids.price_unit = 1600
        self.invoice.action_post()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertEqual(self.invoice.qb_id, number)
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 1)
        self.assertEqual(self.env["quickbooks.object"].search_count([]), objects)


@tagged("post_install", "-at_install")
class TestSignInWarnings(LifeCase):
    def setUp(self):
        super().setUp()
        self._sign_in()

    def _ends(self, **ends):
        """:param ends: days from now, by field"""
        now = fields.Datetime.now()
        self.connection.sudo().write(
            {name: now + timedelta(days=days, hours=1) for name, days in ends.items()}
        )

    def test_a_fresh_sign_in_warns_of_nothing(self):
        self.assertFalse(self.connection.sign_in_warning)
        self.assertFalse(self._activities())

    def test_eighty_of_a_hundred_days_without_an_exchange_are_told(self):
        self._ends(refresh_expires_at=21)
        self.assertFalse(self._activities())
        self._ends(refresh_expires_at=19)
        self.assertIn("not reached for a long time", self.connection.sign_in_warning)
        self.assertEqual(len(self._activities(self.manager)), 1)
        self.assertFalse(self._activities(self.stranger))

    def test_time_alone_brings_the_warning(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE quickbooks_connection SET refresh_expires_at = %s WHERE id = %s",
            (fields.Datetime.now() + timedelta(days=10), self.connection.id),
        )
        self.env.invalidate_all()
        for _day in range(3):
            with self._own_cursor() as env:
                env["quickbooks.connection"]._cron_remind()
        self.assertEqual(len(self._activities(self.manager)), 1)

    def test_a_renewal_is_enough_to_end_the_warning_of_disuse(self):
        self._ends(refresh_expires_at=10)
        self.connection.sudo().access_expires_at = fields.Datetime.now()
        self._ask(lambda client: client.company_info())
        self.assertFalse(self.connection.sign_in_warning)
        self.assertFalse(self._activities())

    def test_the_end_of_five_years_is_told_and_only_a_sign_in_helps(self):
        self._ends(hard_expires_at=61)
        self.assertFalse(self._activities())
        self._ends(hard_expires_at=59)
        self.assertIn("after five years", self.connection.sign_in_warning)
        [activity] = self._activities(self.manager)
        self.assertEqual(activity.date_deadline, self.connection.hard_expires_at.date())
        self._ends(refresh_expires_at=100)
        self.assertEqual(self._activities(self.manager), activity)
        self._sign_in()
        self.assertFalse(self._activities())
        self.assertFalse(self.connection.sign_in_warning)

    def test_every_manager_reads_it_in_their_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.manager.lang = "fr_FR"
        self._ends(hard_expires_at=30)
        [activity] = self._activities(self.manager)
        end = self.connection.hard_expires_at
        self.assertIn(end.strftime("%d/%m/%Y"), activity.note)


@tagged("post_install", "-at_install")
class TestCopiedDatabase(LifeCase):
    """A copy that nobody has neutralised."""

    def setUp(self):
        super().setUp()
        self._sign_in()
        self.invoice = self._invoice()
        self._run()
        self.waiting = self._invoice()
        # Odoo gives a duplicate another one.
        config = self.env["ir.config_parameter"].sudo()
        config.set_param("database.uuid", str(uuid.uuid4()))
        self.env.invalidate_all()
        self.sim.stats.reset()

    def test_a_copy_calls_nobody_and_says_so(self):
        self._run()
        self.sim.tokens.expire("access")
        self._let_time_pass(days=2)
        self._run()
        self.assertEqual(self.sim.stats.by_realm(), {})
        self.assertTrue(self.connection.is_copy)
        self.assertEqual(self.waiting.qb_status, "pending")
        self.assertIn("database is a copy", self.waiting.qb_message)
        self.assertIn("Take Over", self.waiting.qb_hint)

    def test_what_a_user_asks_for_is_not_sent_either(self):
        self.connection.action_update_lists()
        self._run()
        with self.assertRaisesRegex(QuickBooksError, "database is a copy"):
            self._ask(lambda client: client.company_info())
        with self.assertRaisesRegex(UserError, "database is a copy"):
            self.connection.action_connect()
        self.assertEqual(self.sim.stats.by_realm(), {})

    def test_a_copy_by_postgresql_itself_is_known_by_its_place(self):
        self.connection.action_take_over()
        self.env.invalidate_all()
        self.assertFalse(self.connection.is_copy)
        # The same rows in another database or another cluster.
        self.patch(
            type(self.connection), "_database_mark", lambda connection: "elsewhere"
        )
        self.env.invalidate_all()
        self.assertTrue(self.connection.is_copy)

    def test_leaving_takes_nothing_from_the_original(self):
        self.connection.with_user(self.manager).action_disconnect()
        self.assertEqual(self.sim.stats.by_realm(), {}, "nothing was revoked")
        self.assertEqual(self.connection.state, "disconnected")
        self.assertFalse(self.connection.sudo().refresh_token_sealed)
        self.assertFalse(self.waiting._qb_open_jobs())
        self.assertEqual(self.waiting.qb_status, "not_synced")
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertIn("is a copy", self.connection.message_ids[0].body)

    def test_leaving_drops_what_was_under_way(self):
        config = self.env["ir.config_parameter"].sudo()
        config.set_param("database.uuid", "original")
        self._sign_in()
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        self.assertEqual(self._jobs(self.waiting).state, "sent")
        config.set_param("database.uuid", "copy")
        self.env.invalidate_all()
        self.connection.action_disconnect()
        self.assertEqual(self._jobs(self.waiting).state, "cancelled")
        open_calls = self.env["quickbooks.exchange"].search([("state", "=", "open")])
        self.assertFalse(open_calls)

    def test_taking_over_goes_on_where_the_original_stopped(self):
        self.connection.with_user(self.manager).action_take_over()
        self.env.invalidate_all()
        self.assertFalse(self.connection.is_copy)
        self._run()
        self.assertEqual(self.waiting.qb_status, "synced")
        said = " ".join(self.connection.message_ids.mapped("body"))
        self.assertIn("has taken over", said)

    def test_taking_over_is_for_managers_and_for_copies(self):
        with self.assertRaisesRegex(UserError, "Only a QuickBooks Manager"):
            self.connection.with_user(self.user).action_take_over()
        self.connection.action_take_over()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "in this very database"):
            self.connection.action_take_over()
