# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    # From a load to its orders: the roll-up of the QB status goes this way.
    _qb_trip = models.Index("(trip_id) WHERE trip_id IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.trip_id._qb_roll_up()
        return orders

    def write(self, vals):
        if "trip_id" not in vals:
            return super().write(vals)
        loads = self.trip_id
        result = super().write(vals)
        (loads | self.trip_id)._qb_roll_up()
        return result
