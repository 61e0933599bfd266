# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A company with a QuickBooks company: the simulator, over real HTTP."""

import json
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from unittest import SkipTest
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import new_test_user
from odoo.tools import SQL

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from ..lib.online.pace import PACE

try:
    from quickbooks_simulator.online import LONE_STAR, Simulator
except ImportError:  # an addon installed without the project's simulator
    Simulator = None


class WithSimulator:
    """To be mixed into a test class: `self.sim`, a QuickBooks of its own."""

    @classmethod
    def setUpClass(cls):
        if Simulator is None:
            raise SkipTest("quickbooks_simulator is not on the Python path")
        super().setUpClass()
        cls.sim = Simulator(limits=False)
        cls.enterClassContext(cls.sim)
        # It has no limit by the second, and no test waits for one.
        cls.enterClassContext(patch.object(PACE, "limit", None))

    @classmethod
    def _request_handler(cls, session, request, /, **kwargs):
        """Odoo's guard knows a time-out as one number only."""
        if isinstance(kwargs.get("timeout"), tuple):
            kwargs["timeout"] = max(kwargs["timeout"])
        return super()._request_handler(session, request, **kwargs)


class BooksCase(AccountTestInvoicingCommon):
    """Odoo's accounting test company with books in QuickBooks.

    `self.connection` is the connection with default mappings for income (Linehaul) and
    expense (Purchased Transportation).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.env.user.group_ids += cls.env.ref("tms_quickbooks.group_quickbooks_manager")

    @classmethod
    def _set_up_books(cls, connection):
        """Mappings, partners and a product, once the lists of QuickBooks are here."""
        cls.connection = connection
        cls.item = cls._object("Item", "Linehaul")
        cls.account = cls._object("Account", "Purchased Transportation")
        cls.env["quickbooks.mapping"].create(
            [
                {
                    "connection_id": cls.connection.id,
                    "kind": kind,
                    "object_id": target.id,
                }
                for kind, target in (("item", cls.item), ("expense", cls.account))
            ]
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Acme Shippers", "is_company": True, "customer_rank": 1}
        )
        cls.carrier = cls.env["res.partner"].create(
            {"name": "Blue Ridge Carriers", "is_company": True, "supplier_rank": 1}
        )
        cls.product = cls.env["product.product"].create(
            {
                "name": "Linehaul",
                "type": "service",
                "list_price": 1500,
                "taxes_id": False,
                "supplier_taxes_id": False,
            }
        )

    @classmethod
    def _user(cls, login, groups, company=None):
        """A user of one company."""
        company = company or cls.company
        return new_test_user(
            cls.env,
            login,
            groups=groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def _object(cls, object_type, name):
        return cls.env["quickbooks.object"].search(
            [
                ("connection_id", "=", cls.connection.id),
                ("type", "=", object_type),
                ("name", "=", name),
            ]
        )

    @classmethod
    @contextmanager
    def _own_cursor(cls):
        """The environment of a worker: a cursor that may commit.

        In a test it writes into the test's own transaction.
        """
        cls.env.flush_all()
        with cls._test_mode(), cls.env.registry.cursor() as cr:
            yield cls.env(cr=cr, user=cls.env.ref("base.user_root").id, context={})
        cls.env.invalidate_all()

    @classmethod
    @contextmanager
    def _test_mode(cls):
        """New cursors write into the test's transaction; also while a class sets up."""
        if cls._registry_patched:  # a test with a web server is in that mode throughout
            yield
            return
        with ExitStack() as stack:
            for patch in cls._registry_test_mode_patches(
                cr=cls.env.cr, registry=cls.env.registry
            ):
                stack.enter_context(patch)
            cls._registry_patched = True
            stack.callback(setattr, cls, "_registry_patched", False)
            yield

    @classmethod
    def _run(cls, connection=None):
        """Let the worker drain the queue, as the scheduled job does."""
        connection = connection or cls.connection
        with cls._own_cursor() as env:
            env["quickbooks.connection"]._cron_work(connection.id)

    @classmethod
    def _invoice(cls, *lines, post=True, **vals):
        """A customer invoice; each line is a dict of values, by default one line."""
        return cls._document("out_invoice", cls.customer, lines, post, vals)

    @classmethod
    def _bill(cls, *lines, post=True, **vals):
        """A carrier's bill."""
        vals = {"ref": "CARRIER-1", **vals}
        return cls._document("in_invoice", cls.carrier, lines, post, vals)

    @classmethod
    def _document(cls, move_type, partner, lines, post, vals):
        lines = lines or ({"price_unit": 1500.0},)
        move = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "invoice_date": "2026-11-20",
                "invoice_line_ids": [
                    Command.create(
                        {"product_id": cls.product.id, "tax_ids": [], **line}
                    )
                    for line in lines
                ],
                **vals,
            }
        )
        if post:
            move.action_post()
        return move

    def _jobs(self, records):
        """All jobs of records of one model, the oldest first."""
        return self.env["quickbooks.job"].search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)],
            order="id",
        )

    def _let_time_pass(self, **duration):
        """As after a while: what is due by then is due now.

        :param duration: of `datetime.timedelta`
        """
        self.env.flush_all()
        for table, column in (
            ("quickbooks_connection", "paused_until"),
            ("quickbooks_exchange", "next_attempt_at"),
            ("quickbooks_exchange", "started_at"),
            ("quickbooks_exchange", "create_date"),
            ("quickbooks_job", "next_attempt_at"),
        ):
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s SET %(column)s = %(column)s - %(duration)s",
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                    duration=timedelta(**duration),
                )
            )
        self.env.invalidate_all()


class QuickbooksCase(WithSimulator, BooksCase):
    """Books in a simulated company of QuickBooks Online: `self.sim` has it."""

    realm = None  # the simulator's US company with the plan Plus, unless told

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.realm = cls.realm or LONE_STAR
        connection = cls._connect(cls.company, cls.realm)
        cls._run(connection)  # brings the profile and the lists
        cls._set_up_books(connection)
        cls._sim_state = cls.enterClassContext(closing(sqlite3.connect(":memory:")))
        cls._remember_simulator()

    def setUp(self):
        """Every test finds QuickBooks as the class has prepared it."""
        super().setUp()
        self.addCleanup(self._restore_simulator)

    @classmethod
    def _remember_simulator(cls):
        """Have every test of the class start from QuickBooks as it is now."""
        with closing(sqlite3.connect(cls.sim.store.path)) as state:
            state.backup(cls._sim_state)

    def _restore_simulator(self):
        self.sim.mishaps.clear()
        self.sim.stats.reset()
        self.sim.throttle.enabled = False
        self.sim.always_rotate = False
        with closing(sqlite3.connect(self.sim.store.path)) as state:
            self._sim_state.backup(state)

    @classmethod
    def _connect(cls, company, realm):
        """A connection as it is after a sign-in, without the browser's part."""
        credentials = cls.sim.credentials(realm)
        connection = cls.env["quickbooks.connection"].create(
            {
                "name": f"Books of {company.name}",
                "company_id": company.id,
                "environment": "simulator",
                "simulator_url": cls.sim.url,
                "client_id": credentials["client_id"],
                "client_secret": credentials["client_secret"],
            }
        )
        vault = connection._vault()
        connection.sudo().write(
            {
                "state": "connected",
                "realm_id": realm,
                "access_token_sealed": vault.seal(credentials["access_token"]),
                "access_expires_at": fields.Datetime.now() + timedelta(hours=1),
                "refresh_token_sealed": vault.seal(credentials["refresh_token"]),
            }
        )
        return connection

    def _ask(self, function):
        """The answer of QuickBooks to ``function(client)``."""
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            return connection._ask(function, [])

    def _in_quickbooks(self, object_type, qb_id):
        """An object as QuickBooks shows it."""
        return self._ask(lambda client: client.read(object_type, qb_id))

    def _all_in_quickbooks(self, object_type):
        """All objects of a type in QuickBooks."""
        pages = self._ask(lambda client: list(client.pages(object_type)))
        return [found for page in pages for found in page]

    def _invoice_to_be_refused(self):
        """An invoice that QuickBooks refuses, and that no look-up would let go."""
        # Closed since the connection has looked: the checks before know nothing of it.
        self.sim.change_company(self.realm, closing_date="2026-01-31")
        return self._invoice(invoice_date="2026-01-15")

    def _take_number(self, move):
        """Somebody enters another document under this number into QuickBooks."""
        self.sim.change_company(self.realm, custom_txn_numbers=True)
        self.connection.sudo().lists_updated_at = False
        self._ask(
            lambda client: client.post(
                client._url("invoice"),
                json.dumps(
                    {
                        "DocNumber": move.name,
                        "CustomerRef": {"value": self.customer.qb_id},
                        "Line": [
                            {
                                "Amount": 5,
                                "DetailType": "SalesItemLineDetail",
                                "SalesItemLineDetail": {
                                    "ItemRef": {"value": self.item.qb_id}
                                },
                            }
                        ],
                    }
                ),
            )
        )

    def _learn(self):
        """A little later the worker looks again at company and lists."""
        self.connection.sudo().lists_updated_at = False
        self._run()
