# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the two rights are for. What they close to everybody else: test_every_door."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import QuickbooksCase

USER = "tms_quickbooks.group_quickbooks_user"
MANAGER = "tms_quickbooks.group_quickbooks_manager"
ACCOUNTING = "account.group_account_invoice,tms.group_tms_user"


@tagged("post_install", "-at_install")
class TestAccess(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._document("out_invoice", cls.customer, (), True, {})
        cls._run()
        cls.waiting = cls._document("out_invoice", cls.customer, (), True, {})
        cls.reason = (
            cls.env["quickbooks.reason"]
            .sudo()
            .create(
                {
                    "connection_id": cls.connection.id,
                    "company_id": cls.company.id,
                    "code": "qbo.6140",
                    "template": "The number is taken.",
                }
            )
            .sudo(False)
        )
        cls.to_create = cls.env["quickbooks.item"].create(
            {
                "connection_id": cls.connection.id,
                "name": "Tarp Fee",
                "income_account_id": cls._object("Account", "Freight Income").id,
            }
        )
        cls.outsider = cls._user("outsider", ACCOUNTING)
        cls.user = cls._user("dispatcher", f"{ACCOUNTING},{USER}")
        cls.manager = cls._user("controller", f"{ACCOUNTING},{MANAGER}")
        elsewhere = cls.env["res.company"].create({"name": "Elsewhere Inc"})
        cls.stranger = cls._user("stranger", f"{ACCOUNTING},{MANAGER}", elsewhere)

    def _records(self):
        """One record of each model of ours, of the connected company."""
        job = self._jobs(self.waiting)
        return {
            "quickbooks.connection": self.connection,
            "quickbooks.object": self.item,
            "quickbooks.pull": self.connection.pull_ids[0],
            "quickbooks.custom.field": self.connection.custom_field_ids[0],
            "quickbooks.mapping": self.env["quickbooks.mapping"].search(
                [("connection_id", "=", self.connection.id)], limit=1
            ),
            "quickbooks.item": self.to_create,
            "quickbooks.job": job,
            "quickbooks.reason": self.reason,
            "quickbooks.exchange": self.env["quickbooks.exchange"].search(
                [("connection_id", "=", self.connection.id)], limit=1
            ),
        }

    def _as(self, record, user):
        """A record as a client names it: by its id, with nothing read before."""
        self.env.invalidate_all()
        return self.env[record._name].with_user(user).browse(record.id)

    # -- every model ---------------------------------------------------------------

    def test_records_are_read_by_users_of_the_company_and_by_nobody_else(self):
        for name, record in self._records().items():
            self.assertTrue(record)
            with self.subTest(model=name):
                self.assertTrue(self._as(record, self.user).read(["display_name"]))
                for who in (self.outsider, self.stranger):
                    with self.assertRaises(AccessError):
                        self._as(record, who).read(["display_name"])

    def test_only_what_managers_decide_is_written_and_only_by_them(self):
        for name, record in self._records().items():
            with self.subTest(model=name):
                self.assertFalse(self._as(record, self.user).has_access("write"))
                self.assertFalse(self._as(record, self.stranger).has_access("write"))
                self.assertEqual(
                    self._as(record, self.manager).has_access("write"),
                    name
                    in (
                        "quickbooks.connection",
                        "quickbooks.custom.field",
                        "quickbooks.mapping",
                        "quickbooks.item",
                    ),
                )

    @mute_logger("odoo.models")
    def test_nobody_writes_what_the_queue_and_the_sign_in_keep(self):
        for record, vals in (
            (self.invoice, {"qb_status": "suppressed"}),
            (self.customer, {"qb_status": "suppressed"}),
            (self.connection, {"state": "draft"}),
            (self.connection, {"realm_id": "1"}),
            (self.connection, {"cron_id": self.env.ref("base.autovacuum_job").id}),
        ):
            with self.subTest(model=record._name, vals=vals):
                with self.assertRaises(AccessError):
                    self._as(record, self.manager).write(vals)

    def test_after_a_sign_in_a_connection_stays_with_its_companies(self):
        connection = self._as(self.connection, self.manager)
        with self.assertRaisesRegex(UserError, "Make a new connection"):
            connection.environment = "sandbox"
        connection.environment = "simulator"  # as it is

    # -- every action --------------------------------------------------------------

    def test_users_send_retry_suppress_and_release(self):
        invoice = self._as(self.invoice, self.user)
        invoice.action_qb_send()
        self.assertEqual(self._jobs(self.invoice)[-1].state, "pending")
        invoice.action_qb_suppress()
        invoice.action_qb_release()
        invoice.action_qb_retry()
        self.assertEqual(invoice.qb_status, "outdated")

    def test_users_cancel_jobs(self):
        self._as(self._jobs(self.waiting), self.user).action_cancel()
        self.assertEqual(self.waiting.qb_status, "not_synced")

    def test_users_neither_connect_nor_disconnect(self):
        connection = self._as(self.connection, self.user)
        for action in (connection.action_connect, connection.action_disconnect):
            with self.assertRaisesRegex(UserError, "Only a QuickBooks Manager"):
                action()

    # -- work goes on without the right --------------------------------------------

    def test_accountants_without_the_right_post_and_see_the_status(self):
        invoice = self._invoice(post=False)
        seen = self._as(invoice, self.outsider)
        seen.action_post()
        self.assertEqual(seen.qb_status, "pending")
        self.assertEqual(self._jobs(invoice).state, "pending")
        fields = ["qb_status", "qb_id", "qb_message", "qb_hint", "qb_synced_at"]
        self.assertTrue(self._as(self.invoice, self.outsider).read(fields))
        self.assertTrue(self._as(self.customer, self.outsider).read(fields))
        seen.button_draft()
        self.assertEqual(seen.qb_status, "not_synced")
