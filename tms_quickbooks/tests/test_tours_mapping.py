# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The mapping page in the browser."""

import base64

from odoo import fields
from odoo.tests import tagged

from .common import QuickbooksCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestMappingTours(QuickbooksCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.write({"invoice_push": "click", "bill_push": "click"})
        cls.Mapping = cls.env["quickbooks.mapping"]
        cls.products = cls.env["product.product"].create(
            [
                {"name": name, "type": "service", "taxes_id": False, "categ_id": False}
                for name in ("Detention", "Fuel Surcharges", "Tarp Fee")
            ]
        )

    def _use_products(self, post=False):
        return self._invoice(
            *({"product_id": p.id, "price_unit": 10} for p in self.products),
            invoice_date=fields.Date.today(),
            post=post,
        )

    def _row(self, product):
        return self.Mapping.search(
            [
                ("kind", "=", "item"),
                ("source", "=", f"product.template,{product.product_tmpl_id.id}"),
            ]
        )

    def test_a_manager_maps_the_default_accepts_suggestions_and_undoes_it(self):
        self.Mapping.search([("kind", "=", "item")]).unlink()
        self._use_products()
        self._tour("/odoo/quickbooks", "mapping")
        self.env.invalidate_all()
        detention, fuel, tarp = (self._row(product) for product in self.products)
        self.assertEqual(fuel.object_id, self._object("Item", "Fuel Surcharge"))
        self.assertFalse(detention.object_id | tarp.object_id)
        self.assertEqual(tarp.inherits_id.object_id, self.item)

    def test_an_item_is_created_in_quickbooks_from_the_page(self):
        self._use_products()
        self._tour("/odoo/quickbooks", "mapping_create_item")
        self._run()
        self._tour("/odoo/quickbooks", "mapping_created")
        self.env.invalidate_all()
        target = self._row(self.products[2]).object_id
        found = self._in_quickbooks("Item", target.qb_id)
        self.assertEqual((found["Name"], found["Type"]), ("Tarp Fee", "Service"))

    def test_a_broken_mapping_is_seen_and_mended_from_the_invoice(self):
        invoice = self._use_products(post=True)
        layover = self._object("Item", "Layover")
        self.Mapping.create(
            {
                "connection_id": self.connection.id,
                "source": f"product.template,{self.products[2].product_tmpl_id.id}",
                "object_id": layover.id,
            }
        )
        layover.sudo().active = False
        self.Mapping._lists_changed(self.connection)
        self._tour("/odoo/quickbooks", "mapping_broken")
        invoice.action_qb_send()
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        self._tour(self._form(invoice), "mapping_remap")
        self._run()
        self.assertEqual(invoice.qb_status, "synced", invoice.qb_message)

    def test_a_table_of_mappings_is_imported_and_exported(self):
        self._use_products()
        self._tour("/odoo/quickbooks", "mapping_import")
        self.env.invalidate_all()
        self.assertEqual(
            self._row(self.products[2]).object_id, self._object("Item", "Accessorial")
        )
        exported = self.env["quickbooks.mapping.file"].search(
            [("filename", "=", "quickbooks-mapping.csv")]
        )
        self.assertIn(b"Tarp Fee,Accessorial", base64.b64decode(exported.file))
