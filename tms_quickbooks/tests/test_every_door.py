# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Everything of ours that a client can call, tried by those who have no right to it.

Models and methods are found, not listed: a new one without a rule or a check fails
here, and one without a sample record to try it on does so, too.
"""

import inspect
from contextlib import contextmanager, suppress

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.tms_quickbooks.lib import outcomes
from odoo.addons.tms_quickbooks.lib.arrivals.documents import DELETED
from odoo.addons.tms_quickbooks.lib.problems import Place

from .common import QuickbooksCase

USER = "tms_quickbooks.group_quickbooks_user"
MANAGER = "tms_quickbooks.group_quickbooks_manager"
ACCOUNTING = "account.group_account_invoice,tms.group_tms_user"

# They lead to another screen, which has rights of its own, and do nothing themselves.
ONLY_LEAD_ON = {
    "action_view_jobs",
    "action_view_mappings",
    "action_view_exchanges",
    "action_view_changes",
    "action_qb_view_jobs",
    "action_view_lines",
    "action_view_links",
    "bulk_failures",
    "action_open_record",
    "action_view_settlement",
}
# What screens hand over.
ARGUMENTS = {
    "bulk_failures": ("a-run",),
    "bulk_progress": ("a-run",),
    "action_read_since": ("2026-01-01",),
}
# Users may ask QuickBooks by these, which no test can take back.
ASK_QUICKBOOKS = {"action_check_readiness"}
# Whoever makes bills may settle with drivers; others have no right to these.
BILLING = {
    *("tms.settlement", "tms.settlement.line"),
    *("tms.driver", "tms.driver.pay", "tms.driver.pay.item"),
}
# They belong to all companies; what is done to them concerns the own books only.
SHARED = {"res.partner", "tms.driver", "tms.order"}
SETTINGS = (
    *("name", "company_id", "environment", "state", "realm_id", "client_id"),
    *("client_secret_sealed", "access_token_sealed", "refresh_token_sealed"),
    *("invoice_push", "bill_push", "payment_push", "bill_payment_push"),
    *("customer_push", "vendor_push", "cutoff_date"),
    *("customer_pull", "vendor_pull", "number_source", "carrier_invoice_rule"),
    *("customer_suffix", "vendor_suffix", "remit_place", "interval", "cron_id"),
    *("file_push", "invoice_file_pod", "bill_file_pod", "invoice_files_on_send"),
)
# Nobody at all reads who has failed to log in.
CLOSED = {"quickbooks.login.attempt"}
MUTED = (
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.models",
)


@tagged("post_install", "-at_install")
class TestEveryDoor(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._document("out_invoice", cls.customer, (), True, {})
        cls._run()
        cls.waiting = cls._document("out_invoice", cls.customer, (), True, {})
        cls.outsider = cls._user("outsider", ACCOUNTING)
        cls.planner = cls._user("planner", "tms.group_tms_admin")
        cls.user = cls._user("dispatcher", f"{ACCOUNTING},{USER}")
        cls.manager = cls._user("controller", f"{ACCOUNTING},{MANAGER}")
        elsewhere = cls.env["res.company"].create({"name": "Elsewhere Inc"})
        cls.stranger = cls._user("stranger", f"{ACCOUNTING},{MANAGER}", elsewhere)
        cls.samples = cls._make_samples()

    # -- what there is -------------------------------------------------------------

    @classmethod
    def _our_models(cls):
        """The models that have something of this addon in them, and a table."""
        return [
            model
            for model in cls.env.values()
            if not model._abstract and any(cls._is_ours(c) for c in type(model).mro())
        ]

    @staticmethod
    def _is_new(model):
        """Whether the whole model is ours, and not only something in it."""
        ours = ("quickbooks.", "tms.settlement", "tms.driver.pay")
        return model._name.startswith(ours)

    def _without_right(self, model):
        """A user who has no right to what is ours of a model."""
        return self.planner if model._name in BILLING else self.outsider

    @staticmethod
    def _is_ours(definer):
        return ".tms_quickbooks." in definer.__module__

    @classmethod
    def _doors(cls, model):
        """The methods that are all ours and that a client can call."""
        doors = []
        for name in dir(type(model)):
            definers = [c for c in type(model).mro() if name in vars(c)]
            # The registry's own classes only gather what the others define.
            definers = [c for c in definers if c.__module__ != "odoo.orm.model_classes"]
            if (
                definers
                and all(map(cls._is_ours, definers))
                and callable(getattr(type(model), name))
                and not isinstance(getattr(type(model), name), type)
                and cls._is_public(model, name)
            ):
                doors.append(name)
        return doors

    @staticmethod
    def _is_public(model, name):
        try:
            return bool(get_public_method(model, name))
        except AccessError:
            return False

    @classmethod
    def _make_samples(cls):
        """``{model: a record of the connected company to try its doors on}``."""
        env = cls.env
        as_manager = env(user=cls.manager)
        connection = cls.connection.id
        cls.invoice.with_user(cls.manager).action_qb_preview()
        preview = as_manager["quickbooks.preview"].search([], limit=1)
        asked = cls.invoice.with_user(cls.manager).action_qb_revert()
        revert = as_manager["quickbooks.revert"].browse(asked["res_id"])
        samples = {
            "quickbooks.connection": cls.connection,
            "quickbooks.connect": as_manager["quickbooks.connect"].create(
                {"company_id": cls.company.id}
            ),
            "quickbooks.mapping.file": as_manager["quickbooks.mapping.file"].create(
                {"connection_id": connection}
            ),
            "quickbooks.item": as_manager["quickbooks.item"].create(
                {
                    "connection_id": connection,
                    "name": "Lumper Fee",
                    "income_account_id": env["quickbooks.item"]
                    ._usual_income_account(cls.connection)
                    .id,
                }
            ),
            "quickbooks.job": env["quickbooks.job"].search(
                [("res_model", "=", "account.move"), ("res_id", "=", cls.waiting.id)]
            ),
            "quickbooks.object": cls.item,
            "quickbooks.preview": preview,
            "quickbooks.preview.line": preview.line_ids[:1],
            "quickbooks.preview.problem": as_manager["quickbooks.preview.problem"]
            .sudo()
            .create(
                {
                    "line_id": preview.line_ids[:1].id,
                    "severity": "error",
                    "data": outcomes.inactive(
                        "Acme", Place("res.partner", cls.customer.id)
                    ).as_data(),
                }
            ),
            "quickbooks.revert": revert,
            "quickbooks.revert.line": revert.line_ids,
            "quickbooks.remit.profile": env["quickbooks.remit.profile"].create(
                {"name": "Factor", "payee": "Factor", "company_id": cls.company.id}
            ),
            "account.move": cls.waiting,
            "account.payment": cls._paid(),
            "res.partner": cls.customer,
            "tms.order": env["tms.order"]
            .sudo()
            .create({"name": "Load 1", "company_id": cls.company.id}),
        }
        samples["quickbooks.reason"] = (
            env["quickbooks.reason"]
            .sudo()
            .create(
                {
                    "connection_id": connection,
                    "company_id": cls.company.id,
                    "code": "qbo.6140",
                    "template": "The number is taken.",
                }
            )
        )
        samples["quickbooks.match"] = (
            env["quickbooks.match"]
            .sudo()
            .create(
                {
                    "connection_id": connection,
                    "company_id": cls.company.id,
                    "role": "Vendor",
                    "partner_id": cls.carrier.id,
                    "state": "new",
                }
            )
        )
        samples["quickbooks.match.candidate"] = (
            env["quickbooks.match.candidate"]
            .sudo()
            .create(
                {
                    "match_id": samples["quickbooks.match"].id,
                    "company_id": cls.company.id,
                    "object_id": cls.item.id,
                }
            )
        )
        samples["quickbooks.migration"] = as_manager["quickbooks.migration"].create(
            {"connection_id": connection, "confirmed": True}
        )
        samples["quickbooks.number"] = (
            as_manager["quickbooks.number"]
            .sudo()
            .create(
                {
                    "company_id": cls.company.id,
                    "res_model": "account.move",
                    "res_id": cls.waiting.id,
                    "object_id": cls.item.id,
                    "problem_code": "number.alike",
                    "number": "INV-2",
                }
            )
        )
        for name in (
            "quickbooks.custom.field",
            "quickbooks.exchange",
            "quickbooks.mapping",
            "quickbooks.pull",
        ):
            samples[name] = env[name].search(
                [("connection_id", "=", connection)], limit=1
            )
        samples["quickbooks.job"].sudo().bulk_run = "a-run"
        samples["quickbooks.attachment"] = cls._make_file()
        samples |= cls._make_settlement()
        samples |= cls._make_comparison()
        samples |= cls._make_change()
        samples |= cls._make_decisions()
        return samples

    @classmethod
    def _make_comparison(cls):
        """The books compared, with a difference that somebody has left."""
        env = cls.env(user=cls.manager)
        values = {
            "connection_id": cls.connection.id,
            "date_from": "2026-11-01",
            "date_to": "2026-11-30",
        }
        comparison = env["quickbooks.comparison"].create(values)
        as_worker = comparison.sudo()
        as_worker._request()
        accepted = as_worker.env["quickbooks.comparison.accepted"].create(
            {"connection_id": cls.connection.id, "key": "Bill 1", "reason": "Agreed"}
        )
        line = as_worker.env["quickbooks.comparison.line"].create(
            {
                "comparison_id": comparison.id,
                "type": "Invoice",
                "kind": "missing_there",
                "res_model": cls.waiting._name,
                "res_id": cls.waiting.id,
                "accepted_id": accepted.id,
            }
        )
        leave = env["quickbooks.comparison.leave"].create(
            {"reason": "Agreed", "line_ids": line.ids}
        )
        new = env["quickbooks.comparison.new"].create(
            {"connection_id": cls.connection.id}
        )
        records = (comparison, comparison.part_ids[0], line, accepted, leave, new)
        return {record._name: record for record in records}

    @classmethod
    def _make_change(cls):
        """What was left in QuickBooks, what told of it, and who wants more."""
        its = {
            "connection_id": cls.connection.id,
            "company_id": cls.company.id,
            "type": "Payment",
            "qb_id": "900",
        }
        worker, user = cls.env(su=True), cls.env(user=cls.user)
        records = (
            worker["quickbooks.change"].create({**its, "rank": 30, "state": "ignored"}),
            worker["quickbooks.webhook.event"].create(
                {**its, "key": "an-event", "received_at": "2026-11-20 10:00:00"}
            ),
            user["quickbooks.read.since"].create({"connection_id": cls.connection.id}),
        )
        return {record._name: record for record in records}

    @classmethod
    def _make_decisions(cls):
        """An invoice that was deleted in QuickBooks, and somebody who is new there."""
        its = {"connection_id": cls.connection.id, "company_id": cls.company.id}
        worker, manager = cls.env(su=True), cls.env(user=cls.manager, su=True)
        about = {"res_model": cls.invoice._name, "res_id": cls.invoice.id}
        change = worker["quickbooks.change"].create(
            {
                **its,
                **about,
                "type": "Invoice",
                "qb_id": cls.invoice.qb_id,
                "rank": 20,
                "state": "failed",
                "gone": True,
                "problem_code": DELETED,
            }
        )
        newcomer = worker["quickbooks.object"].create(
            {**its, "type": "Customer", "qb_id": "901", "name": "Somebody Else"}
        )
        records = (
            manager["quickbooks.difference"].create(
                {
                    **about,
                    "company_id": cls.company.id,
                    "change_id": change.id,
                    "kind": DELETED,
                }
            ),
            manager["quickbooks.newcomer"].create(
                {"company_id": cls.company.id, "object_id": newcomer.id}
            ),
        )
        return {record._name: record for record in records}

    @classmethod
    def _make_file(cls):
        """A file of the invoice that is in QuickBooks; nobody has sent it."""
        cls.connection.file_push = "click"
        cls.env["ir.attachment"].create(
            {
                "name": "POD.pdf",
                "res_model": cls.invoice._name,
                "res_id": cls.invoice.id,
                "raw": b"%PDF",
            }
        )
        return cls.invoice.qb_file_ids

    @classmethod
    def _make_settlement(cls):
        """A driver, what he is paid, and a settlement that waits."""
        env = cls.env
        driver = env["tms.driver"].sudo().create({"name": "Dan", "is_external": True})
        pay = env["tms.driver.pay"].create(
            {
                "driver_id": driver.id,
                "company_id": cls.company.id,
                "basis": "flat",
                "rate": 100,
                "item_ids": [Command.create({"name": "Escrow", "amount": -5})],
            }
        )
        settlement = env["tms.settlement"].create({"company_id": cls.company.id})
        line = env["tms.settlement.line"].create(
            {
                "settlement_id": settlement.id,
                "driver_id": driver.id,
                "name": "Bonus",
                "amount": 10,
            }
        )
        records = (driver, pay, pay.item_ids, settlement, line)
        return {record._name: record for record in records}

    @classmethod
    def _paid(cls):
        """A payment that waits to be sent."""
        payment = cls.env["account.payment"].create(
            {
                "partner_id": cls.customer.id,
                "amount": 5,
                "journal_id": cls.company_data["default_journal_bank"].id,
            }
        )
        payment.action_post()
        return payment

    def _calls(self):
        """``(name, record)`` of everything that can be tried."""
        return [
            (name, self.samples[model._name])
            for model in self._our_models()
            for name in self._doors(model)
            if self.samples.get(model._name)
            and self._needed(model, name) == len(ARGUMENTS.get(name, ()))
        ]

    @staticmethod
    def _needed(model, name):
        """How many arguments a method cannot do without."""
        parameters = inspect.signature(getattr(type(model), name)).parameters
        return sum(
            parameter.default is parameter.empty
            and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
            for parameter in list(parameters.values())[1:]
        )

    def _call(self, record, name):
        return getattr(record, name)(*ARGUMENTS.get(name, ()))

    def _as(self, record, user):
        """A record as a client names it: by its id, with nothing read before."""
        self.env.invalidate_all()
        return self.env[record._name].with_user(user).browse(record.id)

    # -- what has changed ----------------------------------------------------------

    def _checksum(self, table, columns=None, where=None):
        what = (
            SQL(", ").join(SQL.identifier("row", column) for column in columns)
            if columns
            else SQL("row.*")
        )
        [(found,)] = self.env.execute_query(
            SQL(
                "SELECT md5(string_agg(ROW(%s)::text, '|' ORDER BY row.id))"
                " FROM %s AS row WHERE %s",
                what,
                SQL.identifier(table),
                where or SQL("true"),
            )
        )
        return found

    def _situation(self):
        """Everything that a call without the right might have changed."""
        self.env.flush_all()
        self.env.invalidate_all()
        tables = {
            model._table: self._checksum(model._table)
            for model in self._our_models()
            if self._is_new(model) and not model._transient
        }
        own = str(self.company.id)
        seen = self.env.execute_query(
            SQL(
                "SELECT id, qb_status FROM account_move WHERE id = ANY(%(moves)s)"
                " UNION ALL SELECT id, qb_status FROM account_payment"
                " UNION ALL SELECT id, qb_status FROM tms_order"
                " UNION ALL SELECT id, qb_status ->> %(own)s FROM res_partner"
                " WHERE id = %(partner)s",
                moves=(self.invoice | self.waiting).ids,
                own=own,
                partner=self.customer.id,
            )
        )
        return tables, sorted(map(str, seen)), self.sim.stats.calls()

    # -- every model ---------------------------------------------------------------

    def test_the_search_finds_models_and_doors(self):
        names = {model._name for model in self._our_models()}
        self.assertLessEqual(
            {
                "quickbooks.connection",
                "quickbooks.preview",
                "account.move",
                "tms.order",
            },
            names,
        )
        doors = self._doors(self.env["quickbooks.connection"])
        self.assertIn("action_disconnect", doors)
        self.assertNotIn("write", doors)
        self.assertIn("action_qb_send", self._doors(self.env["account.move"]))

    def test_without_the_right_no_model_of_ours_is_open(self):
        for model in self._our_models():
            if not self._is_new(model):
                continue
            with self.subTest(model=model._name):
                without = model.with_user(self._without_right(model)).browse()
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(without.has_access(operation))
                self.assertEqual(
                    model.with_user(self.manager).browse().has_access("read"),
                    model._name not in CLOSED,
                )

    def test_every_model_of_ours_keeps_to_the_users_companies(self):
        for model in self._our_models():
            if not self._is_new(model) or model._name in CLOSED:
                continue
            with self.subTest(model=model._name):
                rules = self.env["ir.rule"].search(
                    [("model_id.model", "=", model._name), ("groups", "=", False)]
                )
                domains = "".join(rules.mapped("domain_force"))
                self.assertIn("company_ids", domains)
                if model._transient:
                    self.assertIn("create_uid", domains)

    @mute_logger(*MUTED)
    def test_nobody_else_reads_a_record_of_ours(self):
        for name, record in self.samples.items():
            if not self._is_new(record):
                continue
            for who in (self._without_right(record), self.stranger):
                with self.subTest(model=name, user=who.login):
                    with self.assertRaises(AccessError):
                        self._as(record, who).read(["display_name"])

    def test_users_write_nothing_that_managers_decide(self):
        for name in ("connection", "mapping", "remit.profile", "connect"):
            model = self.env[f"quickbooks.{name}"].with_user(self.user).browse()
            for operation in ("write", "create", "unlink"):
                with self.subTest(model=name, operation=operation):
                    self.assertFalse(model.has_access(operation))

    # -- every door ----------------------------------------------------------------

    def test_every_door_can_be_tried_here(self):
        for model in self._our_models():
            for name in self._doors(model):
                with self.subTest(model=model._name, method=name):
                    self.assertTrue(
                        self.samples.get(model._name), "give it a sample record"
                    )
                    self.assertEqual(
                        self._needed(model, name),
                        len(ARGUMENTS.get(name, ())),
                        "a client can call it: underscore, or name its arguments",
                    )

    @mute_logger(*MUTED)
    def test_nobody_without_the_right_gets_through(self):
        self._try_all(self._without_right)

    @mute_logger(*MUTED)
    def test_nobody_of_another_company_gets_through(self):
        self._try_all(lambda _record: self.stranger)

    def _try_all(self, find_user):
        before = self._situation()
        calls = self._calls()
        self.assertGreater(len(calls), 40)
        for name, record in calls:
            with self.subTest(model=record._name, method=name), self._taken_back():
                self._try(self._as(record, find_user(record)), name)
                self.assertEqual(self._situation(), before)

    @contextmanager
    def _taken_back(self):
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            self.env.invalidate_all()
            savepoint.close(rollback=True)

    def _try(self, record, name):
        """It refuses, or only leads to another screen."""
        try:
            result = self._call(record, name)
        except UserError:
            return
        if name == "bulk_progress":
            self.assertEqual(result["total"], 0)
        elif record._name not in SHARED:
            self.assertIn(name, ONLY_LEAD_ON)
            self.assertEqual(result["type"], "ir.actions.act_window")

    @mute_logger(*MUTED)
    def test_a_user_changes_nothing_that_managers_decide(self):
        def decided():
            self.env.flush_all()
            return [
                self._checksum("quickbooks_connection", SETTINGS),
                self._checksum("quickbooks_remit_profile"),
                # What is not mapped yet, and what is proposed, may be listed anew.
                self._checksum(
                    "quickbooks_mapping",
                    ("connection_id", "kind", "source", "object_id"),
                    SQL("object_id IS NOT NULL"),
                ),
            ]

        before = decided()
        for name, record in self._calls():
            if name in ASK_QUICKBOOKS:
                continue
            with self.subTest(model=record._name, method=name), self._taken_back():
                with suppress(UserError):
                    self._call(self._as(record, self.user), name)
                self.assertEqual(decided(), before)

    # -- what is written directly --------------------------------------------------

    @mute_logger(*MUTED)
    def test_nobody_writes_what_the_queue_keeps(self):
        load = self.samples["tms.order"]
        for record, vals in (
            (self.invoice, {"qb_status": "suppressed"}),
            (self.invoice, {"qb_number": "TAKEN-1"}),
            (self.samples["account.payment"], {"qb_status": "synced"}),
            (load, {"qb_status": "synced"}),
            (load, {"qb_number_count": 7}),
            (self.customer, {"qb_status": "suppressed"}),
        ):
            with self.subTest(model=record._name, vals=vals):
                with self.assertRaises(AccessError):
                    self._as(record, self.manager).write(vals)

    # -- menus ---------------------------------------------------------------------

    def test_menus_are_shown_to_those_who_have_the_right(self):
        def shown(user):
            menus = self.env["ir.ui.menu"].with_user(user)
            ours = self.env["ir.model.data"].search(
                [("module", "=", "tms_quickbooks"), ("model", "=", "ir.ui.menu")]
            )
            visible = menus._visible_menu_ids()
            return {row.name for row in ours if row.res_id in visible}

        self.assertFalse(shown(self.planner))
        self.assertFalse(
            [name for name in shown(self.outsider) if "quickbooks" in name]
        )
        self.assertIn("menu_account_settlement", shown(self.outsider))
        self.assertIn("menu_quickbooks_job", shown(self.user))
        of_managers = shown(self.manager) - shown(self.user)
        self.assertIn("menu_quickbooks_connect", of_managers)
