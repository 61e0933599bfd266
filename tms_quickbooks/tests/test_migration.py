# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Moving a company to another QuickBooks company, back, and thinking better of it."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .common import QuickbooksCase

try:
    from quickbooks_simulator.online.tokens import InvalidGrant
except ImportError:  # an addon installed without the project's simulator
    InvalidGrant = None

CUTOFF = "2026-11-10"
BEFORE, AFTER = "2026-11-05", "2026-11-15"
PRAIRIE = "Prairie Brokerage Inc"


@tagged("post_install", "-at_install")
class TestMigration(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prairie = next(
            row["realm"]
            for row in cls.sim.store.rows("SELECT realm FROM company")
            if cls.sim.company(row["realm"]).name == PRAIRIE
        )
        cls.before, cls.after = (
            cls._invoice(invoice_date=day) for day in (BEFORE, AFTER)
        )
        cls._run()
        cls.waiting_before, cls.waiting_after = (
            cls._invoice(invoice_date=day) for day in (BEFORE, AFTER)
        )
        cls._move_write_date(cls.before + cls.after, "-1 day")
        cls._move_write_date(cls.customer, "-1 day")
        cls._remember_simulator()

    @classmethod
    def _move_write_date(cls, records, interval):
        """A test is one transaction, and all of it happens at one moment."""
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = write_date + %s::interval"
                " WHERE id = ANY(%s)",
                SQL.identifier(records._table),
                interval,
                records.ids,
            )
        )
        cls.env.invalidate_all()

    def setUp(self):
        super().setUp()
        self.all = self.before + self.after + self.waiting_before + self.waiting_after

    def _wizard(self, connection=None, **vals):
        return self.env["quickbooks.migration"].create(
            {
                "connection_id": (connection or self.connection).id,
                "cutoff_date": CUTOFF,
                "confirmed": True,
                **vals,
            }
        )

    def _migrate(self, connection=None, **vals):
        """Move; returns the connection to sign in for and where the user is led."""
        source = connection or self.connection
        action = self._wizard(source, **vals).action_migrate()
        return source.moved_to_id, action

    def _sign_in(self, connection, realm):
        """As after a sign-in for a connection."""
        given = self.sim.credentials(realm)
        vault = connection._vault()
        connection.sudo().write(
            {
                "state": "connected",
                "realm_id": realm,
                "connected_at": fields.Datetime.now(),
                "access_token_sealed": vault.seal(given["access_token"]),
                "access_expires_at": fields.Datetime.now() + timedelta(hours=1),
                "refresh_token_sealed": vault.seal(given["refresh_token"]),
                "lists_updated_at": False,
            }
        )
        self._run(connection)  # profile and lists
        for kind, object_type in (("item", "Item"), ("expense", "Account")):
            target = self.env["quickbooks.object"].search(
                [("connection_id", "=", connection.id), ("type", "=", object_type)],
                limit=1,
            )
            mapping = {"connection_id": connection.id, "kind": kind}
            known = self.env["quickbooks.mapping"].search(
                [(name, "=", value) for name, value in mapping.items()]
                + [("source", "=", False)]
            )
            if known:
                known.object_id = target
            else:
                self.env["quickbooks.mapping"].create(
                    {**mapping, "object_id": target.id}
                )

    def _follow(self, target):
        """Sign in for the new company, and send what moved there."""
        self._sign_in(target, self.prairie)
        target.action_send_following()
        self._run(target)

    def _statuses(self):
        self.env.invalidate_all()
        return self.all.mapped("qb_status")

    # -- what is asked first -------------------------------------------------------

    def test_the_wizard_shows_what_becomes_of_the_documents(self):
        wizard = self._wizard()
        self.assertEqual(wizard.before_count, 1)
        self.assertEqual(wizard.left_count, 1)
        self.assertEqual(wizard.after_count, 2)
        self.assertEqual(wizard.link_count, 3, "two invoices and their customer")
        self.assertEqual(wizard.unknown_count, 0)
        wizard.cutoff_date = "2026-11-01"
        self.assertEqual(wizard.before_count, 0)
        self.assertEqual(wizard.after_count, 4)

    def test_nothing_moves_without_a_confirmation(self):
        with self.assertRaisesRegex(UserError, "Tick that nothing more"):
            self._migrate(confirmed=False)
        self.assertEqual(self.connection.state, "connected")

    def test_a_cut_over_in_the_future_is_refused(self):
        tomorrow = fields.Date.today() + timedelta(days=1)
        with self.assertRaisesRegex(UserError, "lies in the future"):
            self._migrate(cutoff_date=tomorrow)

    def test_unknown_outcomes_are_settled_first(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        wizard = self._wizard()
        self.assertEqual(wizard.unknown_count, 2)
        with self.assertRaisesRegex(UserError, "2 documents are on their way"):
            wizard.action_migrate()
        self.assertEqual(self.connection.state, "connected")
        self._let_time_pass(hours=1)
        self._run()
        self._migrate()
        self.assertEqual(self.connection.state, "disconnected")

    def test_a_company_that_nobody_can_sign_in_to_any_more_is_left(self):
        """No answer will come from there. After going back it is asked for with the
        same bytes."""
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        self.connection.sudo().state = "reconnect"
        unknown = self._jobs(self.all).filtered("request_id")
        self.assertEqual(len(unknown), 2)
        target, _action = self._migrate()
        self.assertEqual(
            self._statuses(), ["synced", "not_synced", "not_synced", "not_synced"]
        )
        self.assertFalse(self.waiting_after.qb_message)
        self._follow(target)
        self.assertEqual(self._statuses(), ["synced", "synced", "not_synced", "synced"])
        self.assertEqual(set(unknown.mapped("state")), {"sent"})
        back, _action = self._migrate(target, target_id=self.connection.id)
        self._sign_in(back, self.realm)
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(set(unknown.mapped("state")), {"done"})
        back.action_send_following()
        self._run()
        self.assertEqual(set(self._statuses()), {"synced"})
        invoices = self._all_in_quickbooks("Invoice")
        self.assertEqual(len(invoices), 4, "nothing is there twice")

    def test_what_is_not_in_use_cannot_be_moved_from(self):
        target, _action = self._migrate()
        for connection in (target, self.connection):
            with self.assertRaisesRegex(UserError, "not in use"):
                self._migrate(connection)

    def test_only_managers_of_the_company_move_it(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Inc"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="tms_quickbooks.group_quickbooks_manager",
            company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)],
        )
        user = new_test_user(
            self.env,
            "dispatcher",
            groups="tms_quickbooks.group_quickbooks_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        for who in (stranger, user):
            for action in (
                self._wizard().with_user(who).action_migrate,
                self.connection.with_user(who).action_undo_migration,
            ):
                with self.subTest(user=who.login), self.assertRaises(UserError):
                    action()

    # -- moving --------------------------------------------------------------------

    def test_the_old_connection_is_closed_and_kept_with_all_it_knows(self):
        token = self.connection.sudo()._open_secret("refresh_token_sealed")
        objects = self.connection.with_context(active_test=False).object_ids
        target, _action = self._migrate()
        self.assertFalse(self.connection.active)
        self.assertEqual(self.connection.state, "disconnected")
        self.assertEqual(self.connection.moved_to_id, target)
        self.assertIn("until", self.connection.name)
        self.assertEqual(
            self.connection.with_context(active_test=False).object_ids, objects
        )
        with self.assertRaises(InvalidGrant, msg="revoked at Intuit"):
            self.sim.tokens.refresh(token)
        listed = self.env["quickbooks.connection"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(listed, target)

    def test_the_books_may_go_on_in_quickbooks_desktop(self):
        self.connection.write({"file_push": "auto", "vendor_suffix": " (Carrier)"})
        target, action = self._migrate(provider="desktop")
        self.assertEqual((target.provider, target.state), ("desktop", "draft"))
        self.assertEqual(target.vendor_suffix, " (Carrier)")
        self.assertEqual(target.file_push, "none", "Desktop takes no files")
        self.assertFalse(target.client_id, "the app is one at Intuit")
        self.assertTrue(target.qb_user and target.file_id)
        self.assertEqual(action["res_model"], "quickbooks.connect")
        self.assertEqual(
            self._statuses(), ["synced", "not_synced", "not_synced", "not_synced"]
        )

    def test_the_new_connection_has_the_settings_and_no_sign_in(self):
        self.connection.write({"vendor_suffix": " (Carrier)", "bill_push": "click"})
        name = self.connection.name
        target, action = self._migrate()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertTrue(action["url"].startswith(self.sim.url))
        self.assertEqual(target.name, name)
        self.assertEqual(target.state, "draft")
        self.assertEqual(target.vendor_suffix, " (Carrier)")
        self.assertEqual(target.bill_push, "click")
        self.assertEqual(fields.Date.to_string(target.cutoff_date), CUTOFF)
        self.assertTrue(target.has_client_secret)
        for kept_out in ("realm_id", "profile", "refresh_expires_at", "connected_at"):
            self.assertFalse(target[kept_out], kept_out)
        for kept_out in ("access_token_sealed", "refresh_token_sealed"):
            self.assertFalse(target.sudo()[kept_out], kept_out)

    def test_documents_follow_the_cut_over(self):
        self._migrate()
        self.assertEqual(
            self._statuses(), ["synced", "not_synced", "not_synced", "not_synced"]
        )
        self.assertEqual(self.customer.qb_status, "not_synced")

    def test_later_documents_follow_with_one_click_and_earlier_ones_never(self):
        target, _action = self._migrate()
        self._sign_in(target, self.prairie)
        self.assertEqual(self._invoices_of(target), [], "nothing goes unasked")
        self.assertEqual(target.following_count, 2)
        said = target.action_send_following()["params"]["message"]
        self.assertIn("2 queued", said)
        self.assertEqual(target.following_count, 0)
        self._run(target)
        self.assertEqual(self._statuses(), ["synced", "synced", "not_synced", "synced"])
        with self.assertRaisesRegex(UserError, "is dated"):
            self.waiting_before.action_qb_send()
        self._run(target)
        self.assertEqual(len(self._invoices_of(target)), 2)

    def test_what_was_sent_or_suppressed_by_hand_does_not_follow_again(self):
        target, _action = self._migrate()
        self._sign_in(target, self.prairie)
        self.after.action_qb_send()
        self.waiting_after.action_qb_suppress()
        self.assertEqual(target.following_count, 0)

    def _invoices_of(self, connection):
        with self._own_cursor() as env:
            mine = env["quickbooks.connection"].browse(connection.id)
            pages = mine._ask(lambda client: list(client.pages("Invoice")), [])
        return [found for page in pages for found in page]

    def test_the_old_mapping_is_proposed_where_the_new_company_has_the_name(self):
        product = f"product.template,{self.product.product_tmpl_id.id}"
        fuel = self._object("Item", "Fuel Surcharge")
        mappings = self.env["quickbooks.mapping"]
        mappings.create(
            {
                "connection_id": self.connection.id,
                "kind": "item",
                "source": product,
                "object_id": fuel.id,
            }
        )
        target, _action = self._migrate()
        self._sign_in(target, self.prairie)
        same = self.env["quickbooks.object"].search(
            [("connection_id", "=", target.id), ("full_name", "=", fuel.full_name)]
        )
        mappings._refresh(target)
        row = mappings.search(
            [("connection_id", "=", target.id), ("source", "=", product)]
        )
        self.assertEqual(row.suggestion_id, same)
        self.assertIn("as before the move", row.proposal)
        self.assertFalse(row.object_id, "it is proposed and not decided")

    def test_links_of_today_and_of_earlier_are_told_apart(self):
        old_number = self.after.qb_id
        target, _action = self._migrate()
        self.assertFalse(self.after.qb_id)
        self.assertIn(f"Invoice {old_number} in Lone Star", self.after.qb_earlier)
        self._follow(target)
        self.env.invalidate_all()
        [binding] = self.env["quickbooks.object"].search(
            [
                ("connection_id", "=", target.id),
                ("res_model", "=", "account.move"),
                ("res_id", "=", self.after.id),
            ]
        )
        self.assertEqual(self.after.qb_id, binding.qb_id)
        self.assertNotIn(",", self.after.qb_id)
        moves = self.env["account.move"]
        self.assertEqual(moves.search([("qb_id", "=", binding.qb_id)]), self.after)
        self.assertFalse(self.before.qb_id)
        self.assertIn("Lone Star", self.before.qb_earlier)
        self.assertFalse(self.waiting_after.qb_earlier)

    def test_nothing_is_sent_along_before_the_sign_in(self):
        target, _action = self._migrate()
        with self.assertRaisesRegex(UserError, "not connected"):
            target.action_send_following()
        self.assertEqual(target.following_count, 2)

    def test_branches_move_with_a_head_office_that_was_disconnected_before(self):
        branch = self.env["res.company"].create(
            {"name": "Dallas terminal", "parent_id": self.company.id}
        )
        own = self.env["res.company"].create(
            {"name": "Prairie terminal", "parent_id": self.company.id}
        )
        self._connect(own, self.prairie)
        companies = self.connection._companies()
        self.assertEqual(set(companies), {self.company.id, branch.id})
        self.connection.action_disconnect()
        self.assertEqual(set(self.connection._companies()), set(companies))

    def test_suppressed_documents_stay_suppressed(self):
        self.after.action_qb_suppress()
        self.waiting_after.action_qb_suppress()
        target, _action = self._migrate()
        self._follow(target)
        self.assertEqual(
            self._statuses(), ["synced", "suppressed", "not_synced", "suppressed"]
        )

    def test_failures_end_with_the_move_and_keep_their_reason(self):
        self.env["quickbooks.mapping"].search([("kind", "=", "item")]).unlink()
        self._run()
        [job] = self._jobs(self.waiting_before)
        reason = job.problem_text
        self._migrate()
        self.assertEqual(job.state, "cancelled")
        self.assertEqual(job.problem_text, reason)
        self.assertEqual(self.waiting_before.qb_status, "not_synced")
        self.assertFalse(self.waiting_before.qb_message)

    def test_the_cost_does_not_grow_with_the_documents(self):
        def queries():
            before = self.env.cr.sql_log_count
            target, _action = self._migrate()
            self.env.flush_all()
            count = self.env.cr.sql_log_count - before
            target.action_undo_migration()
            return count

        few = queries()
        self._sign_in(self.connection, self.realm)
        for _number in range(8):
            self._invoice(invoice_date=AFTER)
        self.env.flush_all()
        self.assertLessEqual(queries(), few + 3)

    # -- thinking better of it -----------------------------------------------------

    def test_an_undone_migration_leaves_no_trace_but_a_new_sign_in(self):
        name, statuses = self.connection.name, self._statuses()
        jobs = {job: job.state for job in self._jobs(self.all)}
        number = self.after.qb_id
        target, _action = self._migrate()
        action = target.action_undo_migration()
        self.assertEqual(action["res_id"], self.connection.id)
        self.assertFalse(target.exists())
        self.assertTrue(self.connection.active)
        self.assertFalse(self.connection.moved_to_id)
        self.assertEqual(self.connection.name, name)
        self.assertEqual(self._statuses(), statuses)
        self.assertEqual(self.customer.qb_status, "synced")
        self.assertEqual({job: job.state for job in self._jobs(self.all)}, jobs)
        self.assertEqual(self.after.qb_id, number)
        self._sign_in(self.connection, self.realm)
        self._run()
        self.assertEqual(set(self._statuses()), {"synced"})
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 4)

    def test_payments_follow_the_cut_over_and_come_back(self):
        early, late = payments = self.env["account.payment"].create(
            [
                {
                    "partner_id": self.customer.id,
                    "amount": 5,
                    "date": day,
                    "journal_id": self.company_data["default_journal_bank"].id,
                }
                for day in ("2025-01-01", CUTOFF)
            ]
        )
        payments.action_post()
        self._run()
        self.assertEqual(payments.mapped("qb_status"), ["synced", "synced"])
        target, _action = self._migrate()
        self.assertEqual((early.qb_status, late.qb_status), ("synced", "not_synced"))
        target.action_undo_migration()
        self.assertEqual(payments.mapped("qb_status"), ["synced", "synced"])

    def test_what_was_changed_meanwhile_is_outdated(self):
        target, _action = self._migrate()
        self.after.button_draft()
        self.after.invoice_line_ids.price_unit = 1499.99
        self.after.action_post()
        self.customer.street = "12 New Street"
        self._move_write_date(self.after, "1 minute")
        self._move_write_date(self.customer, "1 minute")
        target.action_undo_migration()
        self.assertEqual(self.after.qb_status, "outdated")
        self.assertEqual(self.before.qb_status, "synced")
        self.assertEqual(self.customer.qb_status, "outdated")

    def test_what_was_suppressed_meanwhile_stays_so(self):
        target, _action = self._migrate()
        self.waiting_after.action_qb_suppress()
        target.action_undo_migration()
        self.assertEqual(self._statuses()[-1], "suppressed")

    def test_after_the_sign_in_nothing_can_be_undone(self):
        target, _action = self._migrate()
        self.assertTrue(target.can_undo_migration)
        self._sign_in(target, self.prairie)
        self.assertFalse(target.can_undo_migration)
        with self.assertRaisesRegex(UserError, "has been signed in for"):
            target.action_undo_migration()

    def test_a_migration_is_undone_and_not_deleted(self):
        target, _action = self._migrate()
        with self.assertRaisesRegex(UserError, "Undo the migration"):
            target.unlink()

    # -- going back ----------------------------------------------------------------

    def test_going_back_takes_the_old_connection_with_its_links(self):
        number = self.after.qb_id
        target, _action = self._migrate()
        self._follow(target)
        back, _action = self._migrate(target, target_id=self.connection.id)
        self.assertEqual(back, self.connection)
        self.assertTrue(back.active)
        self.assertFalse(target.active)
        self.assertEqual(self.after.qb_id, number)
        self._sign_in(back, self.realm)
        back.action_send_following()
        self._run()
        self.assertEqual(set(self._statuses()), {"synced", "not_synced"})
        invoices = self._all_in_quickbooks("Invoice")
        self.assertEqual(len(invoices), 3, "what was there is updated, not doubled")

    def test_going_back_can_be_undone(self):
        target, _action = self._migrate()
        self._follow(target)
        statuses, number = self._statuses(), self.after.qb_id
        old_name = self.connection.name
        back, _action = self._migrate(target, target_id=self.connection.id)
        back.action_undo_migration()
        self.assertFalse(self.connection.active)
        self.assertEqual(self.connection.name, old_name)
        self.assertEqual(self.connection.moved_to_id, target)
        self.assertTrue(target.active)
        self.assertEqual(self._statuses(), statuses)
        self.assertEqual(self.after.qb_id, number)

    def test_an_archived_connection_is_not_signed_in_for(self):
        self._migrate()
        with self.assertRaisesRegex(UserError, "has moved to"):
            self.connection.action_connect()

    def test_nobody_archives_by_hand(self):
        user = new_test_user(
            self.env,
            "other_manager",
            groups="tms_quickbooks.group_quickbooks_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.connection.with_user(user).action_archive()
