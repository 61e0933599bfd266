# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Loads as users make them."""

from datetime import datetime

from odoo import Command

from .document_case import DocumentCase


class LoadCase(DocumentCase):
    """Books loads, and makes their invoices and carrier bills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for group in (
            "sales_team.group_sale_manager",
            "tms.group_tms_admin",
            "fleet.fleet_group_manager",
        ):
            cls.env.user.group_ids += cls.env.ref(group)
        cls.trip = cls.env["product.product"].create(
            {
                "name": "Dry van, per mile",
                "type": "service",
                "invoice_policy": "order",
                "purchase_method": "purchase",
                "tms_trip": True,
                "trip_product_type": "trip",
                "taxes_id": False,
                "supplier_taxes_id": False,
            }
        )
        cls.surcharge = cls.env["product.product"].create(
            {
                "name": "Fuel surcharge",
                "type": "service",
                "invoice_policy": "order",
                "taxes_id": False,
            }
        )
        cls.connection.write({"invoice_push": "click", "bill_push": "click"})

    def _sale(self, trips=1):
        """A confirmed order of trips of 700 miles at 2.50, and the fuel surcharge."""
        trip = {
            "product_id": self.trip.id,
            "product_uom_qty": 1,
            "price_unit": 2.5,
            "tms_factor": 700,
            "tms_scheduled_date_start": datetime(2026, 11, 18, 6),
            "tms_scheduled_date_end": datetime(2026, 11, 19, 18),
        }
        surcharge = {
            "product_id": self.surcharge.id,
            "product_uom_qty": 1,
            "price_unit": 187.43,
        }
        lines = [trip] * trips + [surcharge]
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create(values) for values in lines],
            }
        )
        sale.action_confirm()
        return sale

    def _load(self):
        """The load of a confirmed order, with its carrier."""
        load = self._sale().tms_order_ids
        self.assertEqual(len(load), 1)
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.carrier.id,
                "trip_id": load.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.trip.id,
                            "product_qty": 1,
                            "price_unit": 1400,
                        }
                    )
                ],
            }
        )
        purchase.button_confirm()
        return load

    def _invoiced(self, load):
        """The posted customer invoice of a load, made from its sale order."""
        invoice = load.sale_line_id.order_id._create_invoices()
        invoice.invoice_date = "2026-11-20"
        invoice.action_post()
        return invoice

    def _billed(self, load):
        """The posted carrier bill of a load, made from its purchase order."""
        load.purchase_ids.action_create_invoice()
        bill = load.purchase_ids.invoice_ids
        bill.write({"invoice_date": "2026-11-20", "ref": f"BR-{load.id}"})
        bill.action_post()
        return bill
