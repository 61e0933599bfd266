# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Class and location of invoices and bills: which part of the company they are of."""

from odoo.tests import tagged

from .document_case import goods
from .load_case import LoadCase


@tagged("post_install", "-at_install")
class TestSegments(LoadCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plans = cls.env["account.analytic.plan"].create(
            [{"name": "Terminal"}, {"name": "Contract"}]
        )
        cls.texas, cls.kansas = cls.env["account.analytic.account"].create(
            [{"name": name, "plan_id": plans[0].id} for name in ("Texas", "Kansas")]
        )
        cls.contract = cls.env["account.analytic.account"].create(
            {"name": "Contract 7", "plan_id": plans[1].id}
        )
        cls.fleet = cls.env["tms.team"].create({"name": "Reefer fleet"})
        cls.equipment = cls.env["fleet.vehicle.model.category"].create(
            {"name": "Flatbeds"}
        )
        brand = cls.env["fleet.vehicle.model.brand"].create({"name": "Freightliner"})
        cls.truck = cls.env["fleet.vehicle"].create(
            {
                "model_id": cls.env["fleet.vehicle.model"]
                .create(
                    {
                        "name": "Cascadia",
                        "brand_id": brand.id,
                        "category_id": cls.equipment.id,
                    }
                )
                .id
            }
        )
        cls.sales_team = cls.env["crm.team"].create({"name": "Brokers"})

    def _map(self, kind, source, name):
        object_type = {"class": "Class", "location": "Department"}[kind]
        return self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": kind,
                "source": source and f"{source._name},{source.id}",
                "object_id": self._object(object_type, name).id,
            }
        )

    def _document_of(self, move):
        """The document as it would be sent now."""
        [object_type] = move._qb_outgoing()
        [document] = move._qb_documents(self.connection, object_type, {}).values()
        return document

    def _classes(self, move):
        return [
            line.class_ref and line.class_ref.name
            for line in self._document_of(move).lines
        ]

    # -- what decides --------------------------------------------------------------

    def test_where_nothing_is_mapped_nothing_is_sent(self):
        document = self._document_of(self._invoice())
        self.assertIsNone(document.lines[0].class_ref)
        self.assertIsNone(document.department)

    def test_the_account_with_the_largest_share_of_the_line_decides(self):
        self._map("class", self.texas, "Dry Van")
        self._map("class", self.kansas, "Reefer")
        shares = ({"Texas": 40, "Kansas": 60}, {"Texas": 50, "Kansas": 50})
        accounts = {
            account.name: str(account.id) for account in self.texas + self.kansas
        }
        lines = [
            {
                "price_unit": 100,
                "analytic_distribution": {accounts[key]: n for key, n in share.items()},
            }
            for share in shares
        ]
        invoice = self._invoice(*lines)
        self.assertEqual(self._classes(invoice), ["Reefer", "Dry Van"])

    def test_a_smaller_share_does_not_speak_for_an_account_that_is_not_mapped(self):
        self._map("class", self.kansas, "Reefer")
        self._map("class", False, "Flatbed")
        share = {str(self.texas.id): 70, str(self.kansas.id): 30}
        invoice = self._invoice({"price_unit": 100, "analytic_distribution": share})
        self.assertEqual(self._classes(invoice), ["Flatbed"])

    def test_a_line_in_two_plans_takes_the_account_that_is_mapped(self):
        self._map("class", self.contract, "Reefer")
        share = {f"{self.texas.id},{self.contract.id}": 100}
        invoice = self._invoice({"price_unit": 100, "analytic_distribution": share})
        self.assertEqual(self._classes(invoice), ["Reefer"])

    def test_then_the_load_behind_the_line_decides_first_its_team(self):
        load = self._load()
        load.write({"tms_team_id": self.fleet.id, "vehicle_id": self.truck.id})
        invoice, bill = self._invoiced(load), self._billed(load)
        self._map("class", self.equipment, "Flatbed")
        self.assertEqual(set(self._classes(invoice) + self._classes(bill)), {"Flatbed"})
        self._map("class", self.fleet, "Reefer")
        self.assertEqual(self._classes(invoice), ["Reefer", "Reefer"])
        self.assertEqual(self._classes(bill), ["Reefer"])

    def test_each_line_follows_its_own_load(self):
        sale = self._sale()
        sale.order_line[0].copy({"order_id": sale.id})
        sale._tms_generation()
        first, second = sale.tms_order_ids.sorted("id")
        first.tms_team_id = self.fleet
        second.vehicle_id = self.truck
        self._map("class", self.fleet, "Reefer")
        self._map("class", self.equipment, "Flatbed")
        invoice = sale._create_invoices()
        invoice.action_post()
        by_line = dict(zip(invoice._qb_lines(), self._classes(invoice), strict=True))
        for load, name in ((first, "Reefer"), (second, "Flatbed")):
            line = load.sale_line_id.invoice_lines
            self.assertEqual(by_line[line], name)

    def test_then_the_sales_team_then_the_branch_then_the_default(self):
        invoice, bill = self._invoice(team_id=self.sales_team.id), self._bill()
        self._map("location", False, "Dallas")
        self.assertEqual(self._document_of(invoice).department.name, "Dallas")
        self._map("location", self.company, "Amarillo")
        self.assertEqual(self._document_of(invoice).department.name, "Amarillo")
        self._map("location", self.sales_team, "Dallas")
        self.assertEqual(self._document_of(invoice).department.name, "Dallas")
        self.assertEqual(self._document_of(bill).department.name, "Amarillo")

    # -- where it stands -----------------------------------------------------------

    def _two_lines(self, move):
        """Distributions: a small line of Texas, two larger ones of Kansas."""
        return move(
            *(
                {"price_unit": price, "analytic_distribution": {str(account.id): 100}}
                for price, account in (
                    (100, self.texas),
                    (90, self.kansas),
                    (90, self.kansas),
                )
            )
        )

    def _map_both(self):
        for kind, names in (
            ("class", ("Dry Van", "Reefer")),
            ("location", ("Amarillo", "Dallas")),
        ):
            for account, name in zip(self.texas + self.kansas, names, strict=True):
                self._map(kind, account, name)

    def test_lines_have_their_class_and_the_document_the_larger_location(self):
        self._map_both()
        invoice, bill = self._two_lines(self._invoice), self._two_lines(self._bill)
        (invoice + bill).action_qb_send()
        found = self._sent(invoice)
        self.assertEqual(
            [line["SalesItemLineDetail"]["ClassRef"]["name"] for line in goods(found)],
            ["Dry Van", "Reefer", "Reefer"],
        )
        self.assertNotIn("ClassRef", found)
        self.assertEqual(found["DepartmentRef"]["name"], "Dallas")
        found = self._sent(bill)
        self.assertEqual(
            [
                line["AccountBasedExpenseLineDetail"]["ClassRef"]["name"]
                for line in found["Line"]
            ],
            ["Dry Van", "Reefer", "Reefer"],
        )
        self.assertEqual(found["DepartmentRef"]["name"], "Dallas")

    def test_a_company_with_one_class_for_a_sale_gets_the_larger(self):
        self._map_both()
        self.sim.change_company(
            self.realm, class_per_line=False, class_per_txn=True, departments=False
        )
        self._update_lists()
        invoice, bill = self._two_lines(self._invoice), self._two_lines(self._bill)
        (invoice + bill).action_qb_send()
        found = self._sent(invoice)
        self.assertEqual(found["ClassRef"]["name"], "Reefer")
        self.assertNotIn("DepartmentRef", found)
        self.assertNotIn("ClassRef", goods(found)[0]["SalesItemLineDetail"])
        # QuickBooks has no class for a whole bill.
        self.assertNotIn("ClassRef", str(self._sent(bill)))

    def test_what_the_company_does_not_track_is_not_sent(self):
        self._map_both()
        self.sim.change_company(self.realm, class_per_line=False, departments=False)
        self._update_lists()
        invoice = self._two_lines(self._invoice)
        invoice.action_qb_send()
        found = str(self._sent(invoice))
        self.assertNotIn("ClassRef", found)
        self.assertNotIn("DepartmentRef", found)

    # -- what it costs -------------------------------------------------------------

    def test_many_documents_take_as_many_queries_as_one(self):
        self._map_both()
        invoices = self.env["account.move"].concat(
            *(self._two_lines(self._invoice) for _number in range(8))
        )

        def queries(moves):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            moves._qb_documents(self.connection, "Invoice", {})
            return self.env.cr.sql_log_count - before

        queries(invoices)  # what is cached for good
        self.assertEqual(queries(invoices), queries(invoices[0]))

    # -- what users see ------------------------------------------------------------

    def test_the_record_shows_what_it_gets(self):
        self._map_both()
        invoice = self._two_lines(self._invoice)
        self.assertEqual(invoice.qb_class, "Dry Van, Reefer")
        self.assertEqual(invoice.qb_location, "Dallas")

    # -- branches ------------------------------------------------------------------

    def _branch(self):
        """A branch that writes into the books of the company."""
        branch = self.env["res.company"].create(
            {"name": "Dallas terminal", "parent_id": self.company.id}
        )
        self.env.user.company_ids += branch
        for record, name in (
            (self.customer, "property_account_receivable_id"),
            (self.product.categ_id, "property_account_income_categ_id"),
        ):
            record.with_company(branch)[name] = record.with_company(self.company)[name]
        return branch

    def test_a_branch_writes_into_the_books_of_its_head_office(self):
        branch = self._branch()
        self._map("class", branch, "Flatbed")
        self._map("location", branch, "Dallas")
        self.env = self.env(
            context={"allowed_company_ids": [branch.id, self.company.id]}
        )
        invoice = self._invoice(company_id=branch.id)
        self.assertEqual(invoice.company_id, branch)
        invoice.action_qb_send()
        found = self._sent(invoice)
        self.assertEqual(found["DepartmentRef"]["name"], "Dallas")
        self.assertEqual(
            goods(found)[0]["SalesItemLineDetail"]["ClassRef"]["name"], "Flatbed"
        )
        for company in (branch, self.company):
            customer = self.customer.with_company(company)
            self.assertEqual(customer.qb_status, "synced")
        customer.street = "1 Main St"
        self.env.invalidate_all()
        self.assertEqual(self.customer.with_company(branch).qb_status, "outdated")

    def test_a_branch_with_books_of_its_own_keeps_to_them(self):
        branch = self._branch()
        connections = self.env["quickbooks.connection"]
        self.assertEqual(connections._of_company(branch), self.connection)
        own = connections.create({"company_id": branch.id})
        own.sudo().write({"state": "connected", "realm_id": "of the branch"})
        self.assertEqual(connections._of_company(branch), own)
        self.assertEqual(connections._of_company(self.company), self.connection)
