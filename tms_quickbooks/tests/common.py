# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A company with a QuickBooks company: the simulator, over real HTTP."""

from contextlib import contextmanager
from datetime import timedelta
from unittest import SkipTest

from odoo import Command, fields

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

try:
    from quickbooks_simulator.online import LONE_STAR, Simulator
except ImportError:  # an addon installed without the project's simulator
    Simulator = None


class QuickbooksCase(AccountTestInvoicingCommon):
    """Odoo's accounting test company, connected to a simulated US company.

    `self.sim` is the simulator, `self.connection` the connection with default mappings
    for income (Linehaul) and expense (Purchased Transportation).
    """

    @classmethod
    def setUpClass(cls):
        if Simulator is None:
            raise SkipTest("quickbooks_simulator is not on the Python path")
        super().setUpClass()
        cls.sim = Simulator(limits=False)
        cls.enterClassContext(cls.sim)
        cls.realm = LONE_STAR
        cls.company = cls.env.company
        cls.env.user.group_ids += cls.env.ref("tms_quickbooks.group_quickbooks_manager")
        cls.connection = cls._connect(cls.company, cls.realm)
        cls._run(cls.connection)  # brings the profile and the lists
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
        cls.registry_enter_test_mode(register_cleanup=False)
        try:
            with cls.env.registry.cursor() as cr:
                yield cls.env(cr=cr, user=cls.env.ref("base.user_root").id, context={})
        finally:
            cls.registry_leave_test_mode()
            cls.env.invalidate_all()

    @classmethod
    def _run(cls, connection=None):
        """Let the worker drain the queue, as the scheduled job does."""
        connection = connection or cls.connection
        with cls._own_cursor() as env:
            env["quickbooks.connection"]._cron_work(connection.id)

    def _invoice(self, *lines, post=True, **vals):
        """A customer invoice; each line is a dict of values, by default one line."""
        return self._document("out_invoice", self.customer, lines, post, vals)

    def _bill(self, *lines, post=True, **vals):
        """A carrier's bill."""
        vals = {"ref": "CARRIER-1", **vals}
        return self._document("in_invoice", self.carrier, lines, post, vals)

    def _document(self, move_type, partner, lines, post, vals):
        lines = lines or ({"price_unit": 1500.0},)
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "invoice_date": "2026-11-20",
                "invoice_line_ids": [
                    Command.create(
                        {"product_id": self.product.id, "tax_ids": [], **line}
                    )
                    for line in lines
                ],
                **vals,
            }
        )
        if post:
            move.action_post()
        return move

    def _in_quickbooks(self, object_type, qb_id):
        """An object as QuickBooks shows it."""
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            return connection._ask(lambda client: client.read(object_type, qb_id), [])
