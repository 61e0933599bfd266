# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who the Web Connector is: passwords, guessing, tickets."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import TransactionCase, new_test_user, tagged

from ..models import quickbooks_login_attempt as attempts
from ..models.quickbooks_connection_password import CRYPT
from ..models.quickbooks_session import LEASE, TICKET_LIFE
from .webconnector_case import WithDesktop

NVU, NONE, BUSY = (["nvu", "nvu"], ["none", "none"], ["busy", "busy"])
FORGED = "x" * 43
HERE = "192.0.2.1"


@tagged("post_install", "-at_install")
class TestWebConnectorLogin(WithDesktop, TransactionCase):
    def _say(self, method, *values, address=HERE):
        """What a method answers, as `controllers.webconnector` asks for it."""
        said = self.env["quickbooks.session"]._serve(
            method, dict(enumerate(values)), address
        )
        self.env.invalidate_all()
        return said

    def _log_in(self, password=None, user=None, address=HERE):
        """What `authenticate` says: a ticket and the company file, or why not."""
        user = self.connection.qb_user if user is None else user
        password = self.password if password is None else password
        return self._say("authenticate", user, password, address=address)

    # -- passwords -----------------------------------------------------------------

    def test_a_password_is_kept_as_a_hash_only(self):
        stored = self.connection.sudo().qb_password_hash
        self.assertTrue(stored.startswith("$pbkdf2-sha512$"))
        self.assertRegex(self.password, r"^[a-z2-9]{5}(-[a-z2-9]{5}){4}$")
        self.assertNotIn(self.password, stored)

    def test_no_user_reads_the_hash(self):
        manager = new_test_user(
            self.env,
            "hash_reader",
            groups="tms_quickbooks.group_quickbooks_manager,base.group_system,"
            "account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        connection = self.connection.with_user(manager)
        self.assertNotIn("qb_password_hash", connection.fields_get())
        self.assertNotIn(self.password, str(connection.read()))
        self.assertNotIn(self.password, str(self.connection.message_ids.mapped("body")))

    def test_a_new_password_ends_the_old_one_and_its_session(self):
        ticket, _file = self._log_in()
        renewed = self.connection._renew_qb_password()
        self.assertNotEqual(renewed, self.password)
        self.assertEqual(self._log_in(), NVU)
        self.assertEqual(self._states(), ["superseded"])
        self.assertFalse(self._say("sendRequestXML", ticket, "", "", "US", 13, 0))
        self.assertTrue(self._log_in(renewed)[0])

    def test_only_managers_make_a_new_password(self):
        user = new_test_user(
            self.env,
            "no_manager",
            groups="tms_quickbooks.group_quickbooks_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaisesRegex(UserError, "Only a QuickBooks Manager"):
            self.connection.with_user(user)._renew_qb_password()

    def test_blanks_around_a_copied_password_do_no_harm(self):
        self.assertEqual(len(self._log_in(f" {self.password}\n")[0]), 43)

    def test_whatever_is_wrong_gets_the_same_answer(self):
        other = self.env["quickbooks.connection"].create(
            {"name": "Never set up", "provider": "desktop"}
        )
        for user, password in (
            (self.connection.qb_user, "wrong"),
            (self.connection.qb_user, "é" * 5_000),
            ("nobody", self.password),
            ("", self.password),
            ("' OR 1=1 --", self.password),
            (other.qb_user, ""),
        ):
            with self.subTest(user=user, password=password[:9]):
                self.env["quickbooks.login.attempt"].search([]).unlink()
                self.assertEqual(self._log_in(password, user), NVU)
        self.assertFalse(self._sessions())

    def test_the_unknown_user_takes_as_long_as_the_wrong_password(self):
        with patch.object(CRYPT, "verify", side_effect=CRYPT.verify) as done:
            self._log_in("wrong")
            self.assertEqual(done.call_count, 1)
            self._log_in("wrong", "nobody")
            self.assertEqual(done.call_count, 2)

    def test_the_text_of_a_refusal_comes_with_the_end_of_the_session(self):
        ticket, _why = self._log_in("wrong")
        text = self._say("closeConnection", ticket)
        self.assertIn("does not know this user with this password", text)

    # -- guessing ------------------------------------------------------------------

    def _guess(self, count, user=None):
        for _each in range(count):
            self.assertEqual(self._log_in("wrong", user), NVU)

    def _failures(self):
        return self.env["quickbooks.login.attempt"].search([])

    def _later(self, **units):
        """So much time passes."""
        for failure in self._failures():
            failure.failed_at -= timedelta(**units)

    def test_mistyping_costs_nothing(self):
        self._guess(attempts.FREE_FAILURES)
        self.assertEqual(len(self._log_in()[0]), 43)
        self.assertFalse(self._failures())

    def test_guessing_slows_down_and_the_right_password_waits_too(self):
        self._guess(attempts.FREE_FAILURES + 1)
        self.assertEqual(self._log_in(), NVU)
        self._later(seconds=3)
        self.assertEqual(len(self._log_in()[0]), 43)

    def test_the_wait_doubles_up_to_its_limit(self):
        waits = [attempts._wait_after(count).seconds for count in range(20)]
        self.assertEqual(waits[:9], [0, 0, 0, 0, 0, 0, 2, 4, 8])
        self.assertEqual(waits[-1], 300)

    def test_what_is_long_ago_does_not_count(self):
        self._guess(attempts.FREE_FAILURES)
        self._later(hours=2)
        self._guess(attempts.FREE_FAILURES)
        self.assertEqual(len(self._log_in()[0]), 43)

    def test_while_it_waits_nothing_is_checked_and_nothing_counted(self):
        self._guess(attempts.FREE_FAILURES + 1)
        before = len(self._failures())
        connections = type(self.env["quickbooks.connection"])
        with patch.object(connections, "_is_qb_password") as check:
            self._guess(20)
        check.assert_not_called()
        self.assertEqual(len(self._failures()), before)

    def test_it_counts_by_address_over_all_users(self):
        for number in range(attempts.FREE_FAILURES + 1):
            self._guess(1, f"nobody-{number}")
        self.assertEqual(self._log_in(), NVU)

    def test_it_counts_by_user_over_all_addresses(self):
        for number in range(attempts.FREE_FAILURES + 1):
            self.assertEqual(self._log_in("wrong", address=f"192.0.2.{number}"), NVU)
        self.assertEqual(self._log_in(address="198.51.100.1"), NVU)

    def test_an_address_of_ipv6_is_its_network(self):
        for one, another, same in (
            ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
            ("192.0.2.1", "192.0.2.2", False),
            ("::ffff:192.0.2.1", "192.0.2.1", True),
            ("", "unix", False),
        ):
            found = attempts._network(one) == attempts._network(another)
            self.assertEqual(found, same, (one, another))

    def test_a_new_password_begins_anew_for_its_user(self):
        user = self.connection.qb_user
        self._guess(attempts.FREE_FAILURES + 1)
        self.connection._renew_qb_password()
        self.assertFalse(self.env["quickbooks.login.attempt"]._last_failure(user))

    def test_failures_are_kept_for_a_day_and_name_nobody(self):
        self._guess(1, "my-password-entered-as-user")
        self.assertNotIn("my-password", str(self._failures().read()))
        self._later(hours=23)
        self._failures()._gc_failures()
        self.assertTrue(self._failures())
        self._later(hours=2)
        self._failures()._gc_failures()
        self.assertFalse(self._failures())

    # -- tickets -------------------------------------------------------------------

    def _told(self, ticket):
        """What each method says to a ticket."""
        return [
            self._say("sendRequestXML", ticket, "<a/>", "", "US", 13, 0) or "",
            self._say("receiveResponseXML", ticket, "<a/>", "", ""),
            self._say("connectionError", ticket, "0x80040408", "") or "",
        ]

    def test_a_ticket_is_random_and_kept_as_a_hash(self):
        tickets = {self._log_in()[0] for _each in range(3)}
        self.assertEqual(len(tickets), 3)
        for session in self._sessions():
            self.assertRegex(session.ticket_hash, "^[0-9a-f]{64}$")
            self.assertNotIn("ticket_hash", session.with_user(2).fields_get())

    def test_forged_tickets_get_answers_in_the_protocol(self):
        self._log_in()
        known = self._sessions().ticket_hash
        for ticket in (FORGED, "", "é💥", "' OR ''='", known, "x" * 10_000):
            with self.subTest(ticket=ticket[:12]):
                self.assertEqual(self._told(ticket), ["", -1, "done"])
                told = self._say("getLastError", ticket)
                self.assertIn("does not know", told)
                self.assertEqual(self._say("closeConnection", ticket), "OK")
        self.assertEqual(self._states(), ["open"])

    def test_expired_tickets_are_unknown(self):
        ticket, _file = self._log_in()
        self._sessions().expires_at -= TICKET_LIFE
        self.assertEqual(self._told(ticket), ["", -1, "done"])

    def test_a_ticket_lives_on_with_every_call(self):
        ticket, _file = self._log_in()
        self._sessions().expires_at -= TICKET_LIFE - timedelta(minutes=1)
        self._say("getLastError", ticket)
        self.env.invalidate_all()
        left = self._sessions().expires_at - fields.Datetime.now()
        self.assertGreater(left, TICKET_LIFE - timedelta(minutes=1))

    def test_a_ticket_that_was_given_back_does_nothing_any_more(self):
        ticket, _file = self._log_in()
        self.assertTrue(self._say("closeConnection", ticket))
        self.assertEqual(self._told(ticket), ["", -1, "done"])
        self.assertFalse(self._say("getLastError", ticket))  # it went well
        self.assertTrue(self._say("closeConnection", ticket))
        self.env.invalidate_all()
        self.assertEqual(self._states(), ["closed"])

    # -- one session at a time -----------------------------------------------------

    def test_the_same_web_connector_takes_the_place_of_its_lost_session(self):
        first, _file = self._log_in()
        second, _file = self._log_in()
        self.assertEqual(self._states(), ["open", "superseded"])
        self.assertEqual(self._told(first), ["", -1, "done"])
        self.assertTrue(second)

    def test_another_web_connector_waits_while_one_is_at_work(self):
        self._log_in()
        session = self._sessions()
        session.address = "192.0.2.7"
        self.assertEqual(self._log_in(), BUSY)
        text = self._say("closeConnection", "busy")
        self.assertIn("Another Web Connector is at work", text)
        session.last_seen_at -= LEASE
        self.assertEqual(len(self._log_in()[0]), 43)
        self.assertEqual(self._states(), ["open", "superseded"])

    def test_two_connections_do_not_disturb_each_other(self):
        company = self.env["res.company"].create({"name": "Prairie Haulage"})
        other = self.env["quickbooks.connection"].create(
            {"name": "Prairie", "company_id": company.id, "provider": "desktop"}
        )
        password = other._renew_qb_password()
        self._log_in()
        self.assertEqual(len(self._log_in(password, other.qb_user)[0]), 43)
        self.assertEqual(self._states(), ["open"])
        self.assertEqual(self._log_in(self.password, other.qb_user), NVU)

    # -- nothing to do -------------------------------------------------------------

    def test_a_connection_that_was_ended_has_nothing_to_do(self):
        self.connection.sudo().state = "disconnected"
        self.assertEqual(self._log_in(), NONE)

    def test_a_copy_of_the_database_lets_nobody_work(self):
        self.connection.sudo().database_mark = "another database"
        self.assertEqual(self._log_in(), NONE)
        self.assertFalse(self._sessions())

    def test_a_copy_made_during_a_session_does_not_go_on_with_it(self):
        ticket, _file = self._log_in()
        self.connection.sudo().database_mark = "another database"
        self.assertEqual(self._say("sendRequestXML", ticket, "", "", "US", 13, 0), "")
        self.assertEqual(self._states(), ["superseded"])

    def test_a_neutralized_copy_knows_neither_password_nor_session(self):
        ticket, _file = self._log_in()
        self.env.flush_all()
        for query in get_neutralization_queries(["tms_quickbooks"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertEqual(self._states(), ["superseded"])
        self.assertEqual(self._told(ticket), ["", -1, "done"])
        self.assertEqual(self._log_in(), NVU)

    def test_the_connection_says_when_the_web_connector_was_last_here(self):
        self.assertFalse(self.connection.last_seen_at)
        self._log_in("wrong")
        self.assertFalse(self.connection.last_seen_at)
        self._log_in()
        self.assertTrue(self.connection.last_seen_at)
