# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two companies, each with its own QuickBooks company, in one database."""

from odoo import Command
from odoo.tests import tagged

from .common import QuickbooksCase
from .test_tours import TourCase

try:
    from quickbooks_simulator.online import PRAIRIE
except ImportError:  # the base class skips
    PRAIRIE = None

GROUPS = "account.group_account_manager,tms_quickbooks.group_quickbooks_manager"


@tagged("post_install", "-at_install")
class TestTwoCompanies(QuickbooksCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.name = "Books of the South"
        cls.customer.name = "Southern Shipper"
        cls.mapping = cls.env["quickbooks.mapping"].search(
            [("connection_id", "=", cls.connection.id), ("kind", "=", "item")]
        )
        cls.south_user = cls._user("south", GROUPS)
        cls.north = cls.setup_other_company(name="North Freight Inc")["company"]
        cls.north_connection = cls._connect(cls.north, PRAIRIE)
        cls.north_connection.name = "Books of the North"
        cls._run(cls.north_connection)
        cls.north_user = cls._user("north", GROUPS, cls.north)
        cls.shipper = cls.env["res.partner"].create(
            {"name": "Northern Shipper", "is_company": True, "customer_rank": 1}
        )
        cls.north_item = cls.env["quickbooks.object"].search(
            [
                ("connection_id", "=", cls.north_connection.id),
                ("type", "=", "Item"),
                ("active", "=", True),
            ],
            limit=1,
        )
        cls.env["quickbooks.mapping"].create(
            {
                "connection_id": cls.north_connection.id,
                "kind": "item",
                "object_id": cls.north_item.id,
            }
        )
        cls._remember_simulator()

    def _invoice_of(self, company, partner, price_unit):
        """A posted invoice in the books of one of the companies."""
        move = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "invoice_date": "2026-11-20",
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Linehaul",
                                "price_unit": price_unit,
                                "tax_ids": [],
                            }
                        )
                    ],
                }
            )
        )
        move.action_post()
        return move

    def _totals(self, realm):
        """The totals of the invoices that a QuickBooks company has."""
        connection = (self.connection | self.north_connection).filtered(
            lambda connection: connection.realm_id == realm
        )
        with self._own_cursor() as env:
            own = env["quickbooks.connection"].browse(connection.id)
            pages = own._ask(lambda client: list(client.pages("Invoice")), [])
        return sorted(found["TotalAmt"] for page in pages for found in page)

    # -- what goes where -----------------------------------------------------------

    def test_each_companys_invoices_go_to_its_own_books(self):
        south = self._invoice_of(self.company, self.customer, 100)
        north = self._invoice_of(self.north, self.shipper, 200)
        for connection in (self.connection, self.north_connection):
            self._run(connection)
        moves = (south + north).sudo()  # the user works in one of the two
        self.assertEqual(moves.mapped("qb_status"), ["synced", "synced"])
        self.assertEqual(self._totals(self.connection.realm_id), [100])
        self.assertEqual(self._totals(PRAIRIE), [200])

    def test_a_customer_of_both_is_one_of_its_own_in_each(self):
        for company in (self.company, self.north):
            self._invoice_of(company, self.customer, 100)
        for connection in (self.connection, self.north_connection):
            self._run(connection)
        bound = self.env["quickbooks.object"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)]
        )
        self.assertEqual(bound.connection_id, self.connection | self.north_connection)
        for company in (self.company, self.north):
            seen = self.customer.with_company(company)
            self.assertEqual(seen.qb_status, "synced")

    def test_the_settings_of_one_do_not_concern_the_other(self):
        self.connection.write({"invoice_push": "none", "cutoff_date": "2026-12-31"})
        south = self._invoice_of(self.company, self.customer, 100)
        north = self._invoice_of(self.north, self.shipper, 200)
        self.assertEqual(south.qb_status, "not_synced")
        self.assertEqual(north.qb_status, "pending")

    # -- who sees what -------------------------------------------------------------

    def test_no_record_of_the_other_company_is_seen(self):
        self._invoice_of(self.company, self.customer, 100)
        self._invoice_of(self.north, self.shipper, 200)
        for connection in (self.connection, self.north_connection):
            self._run(connection)
        models = self.env["ir.model"].search(
            [("model", "=like", "quickbooks.%"), ("abstract", "=", False)]
        )
        seen_by_all = set()
        for user, own in (
            (self.south_user, self.company),
            (self.north_user, self.north),
        ):
            for name in models.mapped("model"):
                model = self.env[name].with_user(user)
                # Who tried to guess a password concerns nobody of either company.
                if "company_id" not in model._fields or not model.has_access("read"):
                    continue
                records = model.search([])
                with self.subTest(model=name, user=user.login):
                    self.assertLessEqual(records.sudo().company_id, own)
                if records:
                    seen_by_all.add(name)
        self.assertLessEqual(
            {
                "quickbooks.connection",
                "quickbooks.object",
                "quickbooks.mapping",
                "quickbooks.job",
                "quickbooks.exchange",
            },
            seen_by_all,
        )

    def test_in_the_browser_each_sees_its_own_only(self):
        self._invoice_of(self.company, self.customer, 100)
        self._invoice_of(self.north, self.shipper, 200)
        self.start_tour(
            "/odoo/quickbooks", "tms_quickbooks_own_company_only", login="north"
        )
