# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The mapping page: what is in use, where it goes, and what is proposed for it."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestMappingPage(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Mapping = cls.env["quickbooks.mapping"]
        cls.connection.write({"invoice_push": "click", "bill_push": "click"})
        categories = cls.env["product.category"]
        cls.freight = categories.create({"name": "Freight"})
        cls.reefer = categories.create(
            {"name": "Reefer Freight", "parent_id": cls.freight.id}
        )
        cls.detention = cls._service("Detention", cls.reefer)
        cls.fuel = cls._service("Fuel Surcharges", cls.freight)
        cls.tarp = cls._service("Tarp Fee", cls.freight)

    @classmethod
    def _service(cls, name, category):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "categ_id": category.id,
                "taxes_id": False,
                "supplier_taxes_id": False,
            }
        )

    def _use(self, *products, **vals):
        """An invoice of today with a line for each of the products."""
        lines = [{"product_id": product.id, "price_unit": 10} for product in products]
        return self._invoice(
            *lines, **{"invoice_date": fields.Date.today(), "post": False, **vals}
        )

    def _open(self):
        """Open the page; the rows it shows."""
        action = self.Mapping._open_page()
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Mapping.search(action["domain"])

    def _row(self, record, kind="item"):
        source = f"{record._name},{record.id}" if record else False
        return self.Mapping.search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", kind),
                ("source", "=", source),
            ]
        )

    def _default(self, kind="item"):
        return self._row(self.Mapping.browse(), kind)

    # -- what is in use ------------------------------------------------------------

    def test_every_product_and_category_of_an_invoice_has_a_row_that_counts_its_use(
        self,
    ):
        self._use(self.detention, self.detention, self.fuel)
        self._open()
        used = {
            record.display_name: self._row(record).use_count
            for record in (
                self.detention.product_tmpl_id,
                self.fuel.product_tmpl_id,
                self.reefer,
                self.freight,
            )
        }
        self.assertEqual(
            used,
            {
                "Detention": 2,
                "Fuel Surcharges": 1,
                "Freight / Reefer Freight": 2,
                "Freight": 3,  # with everything below it
            },
        )
        self.assertFalse(self._row(self.tarp.product_tmpl_id))

    def test_only_the_last_90_days_count_and_nothing_cancelled(self):
        self._use(self.fuel, invoice_date="2020-01-01")
        self._use(self.tarp).button_cancel()
        self._open()
        self.assertFalse(self._row(self.fuel.product_tmpl_id))
        self.assertFalse(self._row(self.tarp.product_tmpl_id))

    def test_a_row_goes_when_nobody_uses_it_unless_it_is_mapped(self):
        invoice = self._use(self.fuel, self.tarp)
        self._open()
        self._row(self.fuel.product_tmpl_id).object_id = self._object(
            "Item", "Fuel Surcharge"
        )
        invoice.button_cancel()
        self._open()
        self.assertEqual(self._row(self.fuel.product_tmpl_id).use_count, 0)
        self.assertFalse(self._row(self.tarp.product_tmpl_id))

    def test_a_mapping_goes_with_its_product(self):
        self._use(self.fuel)
        self._open()
        extra = self._service("Never used", self.freight).product_tmpl_id
        self.Mapping.create(
            {
                "connection_id": self.connection.id,
                "source": f"product.template,{extra.id}",
                "object_id": self.item.id,
            }
        )
        source = f"product.template,{extra.id}"
        extra.unlink()
        self._open()
        self.assertFalse(self.Mapping.search([("source", "=", source)]))

    def test_bills_ask_for_products_and_accounts(self):
        self._bill(
            {"product_id": self.fuel.id, "price_unit": 10},
            invoice_date=fields.Date.today(),
        )
        self._open()
        account = self.company_data["default_account_expense"]
        self.assertEqual(self._row(account, "expense").use_count, 1)
        self.assertEqual(self._row(self.fuel.product_tmpl_id, "expense").use_count, 1)
        self.assertFalse(self._row(self.fuel.product_tmpl_id, "item"))

    def test_terms_journals_methods_classes_and_locations_have_rows(self):
        term = self.env.ref("account.account_payment_term_30days")
        self._use(self.fuel, invoice_payment_term_id=term.id)
        rows = self._open()
        self.assertEqual(self._row(term, "term").use_count, 1)
        journal = self.company_data["default_journal_bank"]
        self.assertTrue(self._row(journal, "deposit"))
        self.assertLessEqual(
            {"item", "expense", "term", "deposit", "method", "class", "location"},
            set(rows.mapped("kind")),
        )

    def test_what_quickbooks_does_not_keep_is_not_asked_for(self):
        self.assertNotIn("tax", self._open().mapped("kind"))  # automated sales tax
        profile = dict(self.connection.profile)
        self.connection.sudo().profile = {
            **profile,
            "class_per_line": False,
            "departments": False,
            "automated_sales_tax": False,
        }
        kinds = self._open().mapped("kind")
        self.assertIn("tax", kinds)
        self.assertNotIn("class", kinds)
        self.assertNotIn("location", kinds)

    def test_parts_of_the_company_are_counted(self):
        analytic = self.env["account.analytic.account"].create(
            {
                "name": "Dallas",
                "plan_id": self.env["account.analytic.plan"].create({"name": "P"}).id,
            }
        )
        invoice = self._use(self.fuel)
        invoice.invoice_line_ids.analytic_distribution = {str(analytic.id): 100}
        self._open()
        self.assertEqual(self._row(analytic, "class").use_count, 1)
        self.assertEqual(self._row(analytic, "location").use_count, 1)
        self.assertEqual(
            self._row(analytic, "location").suggestion_id,
            self._object("Department", "Dallas"),
        )

    # -- where it goes -------------------------------------------------------------

    def test_a_row_says_what_it_inherits_from_its_category_or_the_default(self):
        self._use(self.detention)
        self._open()
        row = self._row(self.detention.product_tmpl_id)
        self.assertEqual(
            (row.status, row.standing), ("inherited", "Linehaul, as Everything else")
        )
        self._row(self.freight).object_id = self._object("Item", "Accessorial")
        self.assertEqual(row.standing, "Accessorial, as Freight")
        self.assertEqual(self._row(self.reefer).standing, "Accessorial, as Freight")
        self._row(self.reefer).object_id = self._object("Item", "Layover")
        self.assertEqual(row.standing, "Layover, as Freight / Reefer Freight")
        row.object_id = self._object("Item", "Detention")
        self.assertEqual((row.status, row.standing), ("mapped", False))

    def test_what_needs_somebody_comes_first_the_most_used_on_top(self):
        self._default().object_id = False
        self._use(self.fuel, self.fuel, self.tarp)
        self._open()
        self._row(self.freight).unlink()
        rows = self._open().filtered(lambda row: row.kind == "item")
        self.assertEqual(rows[0].status, "unmapped")
        counts = rows.filtered(lambda row: row.status == "unmapped").mapped("use_count")
        self.assertEqual(counts, sorted(counts, reverse=True))
        self.assertEqual(self._default().use_count, 3)

    def test_what_keeps_documents_back_comes_before_what_they_go_without(self):
        self._default().object_id = False
        rows = self._open().filtered(lambda row: row.status == "unmapped")
        self.assertEqual(rows[0].kind, "item")
        self.assertEqual(rows[0].standing, "Not Mapped")
        self.assertIn(rows[-1].kind, ("class", "location", "term", "deposit", "method"))
        self.assertEqual(rows[-1].standing, "Not mapped: left out")

    def test_unmapping_and_deleting_give_the_row_back(self):
        self._use(self.fuel)
        self._open()
        row = self._row(self.fuel.product_tmpl_id)
        row.object_id = self._object("Item", "Fuel Surcharge")
        row.object_id = False
        self.assertEqual(row.status, "inherited")
        row.object_id = self._object("Item", "Fuel Surcharge")
        row.unlink()
        self._open()
        self.assertEqual(self._row(self.fuel.product_tmpl_id).status, "inherited")

    def test_mapping_what_has_a_row_takes_that_row(self):
        self._use(self.fuel)
        self._open()
        row = self._row(self.fuel.product_tmpl_id)
        target = self._object("Item", "Fuel Surcharge")
        created = self.Mapping.create(
            {
                "connection_id": self.connection.id,
                "source": f"product.template,{self.fuel.product_tmpl_id.id}",
                "object_id": target.id,
            }
        )
        self.assertEqual(created, row)
        self.assertEqual(row.object_id, target)

    def test_rows_are_found_by_name(self):
        self._use(self.detention, self.fuel)
        self._open()
        found = self.Mapping.search(
            [("source_name", "ilike", "surcharge"), ("kind", "=", "item")]
        )
        self.assertEqual(found, self._row(self.fuel.product_tmpl_id))
        others = self.Mapping.search([("source_name", "not ilike", "surcharge")])
        self.assertNotIn(found, others)
        self.assertIn(self._row(self.detention.product_tmpl_id), others)

    # -- what can be chosen --------------------------------------------------------

    def _choices(self, use, text=""):
        found = self.env["quickbooks.object"].name_search(
            text,
            [("connection_id", "=", self.connection.id), ("usable_for", "=", use)],
            limit=None,
        )
        return {name for _id, name in found}

    def test_accounts_are_offered_where_they_make_sense(self):
        self.assertIn("Purchased Transportation", self._choices("expense"))
        self.assertNotIn("Freight Income", self._choices("expense"))
        self.assertNotIn("Operating Checking", self._choices("expense"))
        self.assertLessEqual(
            {"Operating Checking", "Undeposited Funds", "Fleet Credit Card"},
            self._choices("deposit"),
        )
        self.assertEqual(self._choices("deposit") & {"Fuel", "Freight Income"}, set())
        self.assertIn("Freight Income", self._choices("item_income"))
        self.assertNotIn("Fuel", self._choices("item_income"))

    def test_accounts_are_found_by_number_and_show_it_with_their_type(self):
        self.account.sudo().number = "5000"
        self.assertEqual(
            self._choices("expense", "5000"), {"5000 Purchased Transportation"}
        )
        shown = self.account.with_context(formatted_display_name=True).display_name
        self.assertEqual(shown, "5000 Purchased Transportation\n--Cost of Goods Sold--")

    def test_a_heading_is_no_item(self):
        self._object("Item", "Layover").sudo().subtype = "Category"
        self.assertNotIn("Layover", self._choices("item"))
        self.assertNotIn("item", self._object("Item", "Layover").usable_for)

    # -- suggestions ---------------------------------------------------------------

    def test_names_that_are_alike_are_proposed_with_the_reason(self):
        self._default().object_id = False
        self._use(self.detention, self.fuel, self.tarp)
        self._open()
        proposals = {
            product.name: self._row(product.product_tmpl_id).proposal
            for product in (self.detention, self.fuel, self.tarp)
        }
        self.assertEqual(
            proposals,
            {
                "Detention": "Detention (same name)",
                "Fuel Surcharges": "Fuel Surcharge (same name, written otherwise)",
                "Tarp Fee": False,
            },
        )

    def test_a_guess_is_not_proposed_for_what_goes_somewhere_already(self):
        fuel = self._service("Fuel Surcharge Reefer", self.freight)
        self._use(fuel)
        self._open()
        self.assertFalse(self._row(fuel.product_tmpl_id).proposal)
        self._default().object_id = False
        self.Mapping._lists_changed(self.connection)
        self._open()
        self.assertEqual(
            self._row(fuel.product_tmpl_id).proposal, "Fuel Surcharge (2 of 3 words)"
        )

    def test_suggestions_are_accepted_one_by_one(self):
        self._use(self.detention, self.fuel)
        self._open()
        row = self._row(self.fuel.product_tmpl_id)
        row.action_accept_suggestions()
        self.assertEqual(row.object_id, self._object("Item", "Fuel Surcharge"))
        self.assertEqual(row.status, "mapped")
        self.assertFalse(self._row(self.detention.product_tmpl_id).object_id)

    def test_all_suggestions_are_accepted_at_once_told_and_undone(self):
        self._use(self.detention, self.fuel, self.tarp)
        self._open()
        detention = self._row(self.detention.product_tmpl_id)
        fuel = self._row(self.fuel.product_tmpl_id)
        said = self.Mapping.action_accept_suggestions()["params"]["message"]
        mapped = self.Mapping.search([("accepted_at", "!=", False)])
        self.assertIn(f"Suggestions accepted: {len(mapped)}", said)
        self.assertLessEqual(detention | fuel, mapped)
        self.assertEqual(detention.object_id, self._object("Item", "Detention"))
        log = self.connection.message_ids[0].body
        self.assertIn("Detention → Detention", log)

        other = self._object("Item", "Lumper")
        fuel.object_id = other  # by hand: not to be undone
        self.Mapping.action_undo_accepting()
        self.assertFalse(detention.object_id)
        self.assertEqual(detention.status, "inherited")
        self.assertEqual(fuel.object_id, other)
        with self.assertRaisesRegex(UserError, "nothing to undo"):
            self.Mapping.action_undo_accepting()

    def test_without_suggestions_it_is_said(self):
        with self.assertRaisesRegex(UserError, "no suggestion to accept"):
            self._default().action_accept_suggestions()

    # -- rights and companies ------------------------------------------------------

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_users_open_the_page_and_managers_map(self):
        self._use(self.fuel)
        user = new_test_user(
            self.env,
            "bookkeeper",
            groups="tms_quickbooks.group_quickbooks_user",
            company_id=self.company.id,
        )
        action = self.Mapping.with_user(user)._open_page()
        rows = self.Mapping.with_user(user).search(action["domain"])
        self.assertTrue(rows.mapped("standing"))
        for act in ("action_accept_suggestions", "action_undo_accepting", "action_add"):
            with self.assertRaises(AccessError):
                getattr(self.Mapping.with_user(user), act)()
        outsider = new_test_user(
            self.env,
            "outsider",
            groups="account.group_account_invoice",
            company_id=self.company.id,
        )
        with self.assertRaises(AccessError):
            self.Mapping.with_user(outsider)._open_page()

    def test_the_page_shows_the_connection_of_the_company_at_work(self):
        other = self.env["res.company"].create({"name": "Elsewhere Inc"})
        action = self.Mapping.with_context(allowed_company_ids=other.ids)._open_page()
        self.assertEqual(action["domain"], [("connection_id", "in", [])])

    # -- size ----------------------------------------------------------------------

    def test_the_page_takes_a_fixed_number_of_queries(self):
        self._use(self.detention)
        self._open()
        with self.assertQueryCount(60):
            self._open()
        products = [
            self._service(f"Service {number}", self.freight) for number in range(60)
        ]
        self._use(*products)
        self._open()
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            rows = self._open()
        self.assertGreater(len(rows), 60)
