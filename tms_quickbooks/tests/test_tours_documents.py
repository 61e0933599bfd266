# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Custom fields in the browser, and an invoice for several loads."""

from odoo.tests import tagged

from .load_case import LoadCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestDocumentTours(LoadCase, TourCase):
    def test_what_loads_say_reaches_the_custom_fields_of_quickbooks(self):
        self._tour(self._form(self.connection), "custom_fields")
        self.env.invalidate_all()
        self.assertEqual(
            self.connection.custom_field_ids.mapped("source"),
            ["load", "margin", "bol"],
        )

        self.customer.action_qb_send()
        self._run()
        sale = self._sale(trips=2)
        load, other = sale.tms_order_ids.sorted("id")
        load.origin_id, load.destination_id = self.env["res.partner"].create(
            [{"name": city, "tms_location": True} for city in ("Austin", "Dallas")]
        )
        self._tour(self._form(load), "load_papers")
        self.env.invalidate_all()
        self.assertEqual((load.bol_number, load.trailer_number), ("BOL-4711", "T-77"))

        invoice = sale._create_invoices()
        invoice.invoice_date = "2026-11-20"
        invoice.action_post()
        self._tour(self._form(invoice), "several_loads")
        document = self._sent(invoice)
        self.assertEqual(
            [field["StringValue"] for field in document["CustomField"]],
            [f"{load.name}, {other.name}", "3687.43", "BOL-4711"],
        )

    def test_without_custom_fields_it_says_how_to_get_some(self):
        self.sim.change_company(self.realm, custom_fields=[])
        self._update_lists()
        self._tour(self._form(self.connection), "custom_fields_none")
