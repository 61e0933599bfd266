# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which item or account a line is booked to in QuickBooks."""

from odoo.tests import tagged

from .document_case import DocumentCase, goods


@tagged("post_install", "-at_install")
class TestMappingPrecedence(DocumentCase):
    """The most specific mapping wins: product, category, the ones above, default."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        categories = cls.env["product.category"]
        cls.freight = categories.create({"name": "Freight"})
        cls.reefer = categories.create({"name": "Reefer", "parent_id": cls.freight.id})
        cls.product.categ_id = cls.reefer

    def _map(self, source, name, kind="item"):
        target = self._object("Item" if kind == "item" else "Account", name)
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": kind,
                "source": f"{source._name},{source.id}",
                "object_id": target.id,
            }
        )

    def _item(self, **values):
        invoice = self._invoice({"price_unit": 100, **values})
        [line] = goods(self._sent(invoice))
        return line["SalesItemLineDetail"]["ItemRef"]["name"]

    def _account(self, **values):
        bill = self._bill({"price_unit": 100, **values}, ref=False)
        [line] = self._sent(bill)["Line"]
        return line["AccountBasedExpenseLineDetail"]["AccountRef"]["name"]

    def test_income_by_default_category_and_product(self):
        self.assertEqual(self._item(), "Linehaul")
        self._map(self.freight, "Accessorial")
        self.assertEqual(self._item(), "Accessorial")
        self._map(self.reefer, "Layover")
        self.assertEqual(self._item(), "Layover")
        self._map(self.product.product_tmpl_id, "Detention")
        self.assertEqual(self._item(), "Detention")

    def test_expense_by_default_account_category_and_product(self):
        account = self.company_data["default_account_expense"]
        values = {"account_id": account.id}
        self.assertEqual(self._account(**values), "Purchased Transportation")
        self._map(account, "Fuel", "expense")
        self.assertEqual(self._account(**values), "Fuel")
        self._map(self.freight, "Insurance", "expense")
        self.assertEqual(self._account(**values), "Insurance")
        self._map(self.reefer, "Lumper Fees", "expense")
        self.assertEqual(self._account(**values), "Lumper Fees")
        self._map(self.product.product_tmpl_id, "Tolls and Scales", "expense")
        self.assertEqual(self._account(**values), "Tolls and Scales")

    def test_a_line_without_a_product_goes_to_the_default(self):
        self._map(self.reefer, "Layover")
        self.assertEqual(self._item(product_id=False, name="Storage"), "Linehaul")

    def test_an_expense_without_a_product_goes_by_its_account(self):
        account = self.company_data["default_account_expense"]
        self._map(account, "Fuel", "expense")
        self.assertEqual(
            self._account(product_id=False, name="Diesel", account_id=account.id),
            "Fuel",
        )

    def test_the_lines_of_one_invoice_may_go_to_different_items(self):
        other = self.env["product.product"].create(
            {"name": "Tarp fee", "type": "service", "categ_id": self.freight.id}
        )
        self._map(self.freight, "Accessorial")
        self._map(self.reefer, "Layover")
        invoice = self._invoice(
            {"price_unit": 10}, {"product_id": other.id, "price_unit": 20}
        )
        self.assertEqual(
            [
                line["SalesItemLineDetail"]["ItemRef"]["name"]
                for line in goods(self._sent(invoice))
            ],
            ["Layover", "Accessorial"],
        )

    def test_an_account_is_found_with_its_kind(self):
        """Without it no vendor could be paid: money comes from a bank or a card."""
        journal = self.company_data["default_journal_bank"]
        for name, kind in (
            ("Operating Checking", "Bank"),
            ("Fleet Credit Card", "Credit Card"),
        ):
            account = self._object("Account", name)
            mapping = self.env["quickbooks.mapping"].create(
                {
                    "connection_id": self.connection.id,
                    "kind": "deposit",
                    "source": f"account.journal,{journal.id}",
                    "object_id": account.id,
                }
            )
            resolve = self.env["quickbooks.mapping"]._resolver(
                self.connection, "deposit"
            )
            found = resolve(f"account.journal,{journal.id}")
            self.assertEqual((found.id, found.kind), (account.qb_id, kind))
            mapping.unlink()

    def test_without_any_mapping_the_document_stays_and_the_fix_is_one_click_away(self):
        default = self.env["quickbooks.mapping"].search(
            [("connection_id", "=", self.connection.id), ("kind", "=", "item")]
        )
        default.unlink()
        invoice = self._invoice()
        self._assert_stopped_before_the_call(
            invoice, "preflight.no_item", "Reefer", "Map it"
        )
        self.assertFalse(invoice.qb_mended_here)
        action = invoice.action_qb_fix()
        self.assertEqual(action["res_model"], "quickbooks.mapping")
        values = dict(
            self.env["quickbooks.mapping"]
            .with_context(**action["context"])
            .default_get(["connection_id", "kind", "source"])
        )
        self.assertEqual(values["source"], f"product.category,{self.reefer.id}")
        self.env["quickbooks.mapping"].create(
            {**values, "object_id": self._object("Item", "Layover").id}
        )
        invoice.action_qb_retry()
        [line] = goods(self._sent(invoice))
        self.assertEqual(line["SalesItemLineDetail"]["ItemRef"]["name"], "Layover")

    def test_an_expense_without_any_mapping_is_stopped(self):
        default = self.env["quickbooks.mapping"].search(
            [("connection_id", "=", self.connection.id), ("kind", "=", "expense")]
        )
        default.unlink()
        self._assert_stopped_before_the_call(
            self._bill(), "preflight.no_account", "Reefer", "Map it"
        )
