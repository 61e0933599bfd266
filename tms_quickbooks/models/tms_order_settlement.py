# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What of a load decides the pay of its drivers: who, how far, for how much."""

from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..lib import settlements
from ..lib.settlements import Basis


class TmsOrder(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "tms.order"

    settlement_line_ids = fields.One2many(
        "tms.settlement.line",
        "load_id",
        string="Driver Pay",
        groups="account.group_account_invoice",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        settled = self.sudo().settlement_line_ids.filtered("settled")
        if settled:
            raise UserError(
                self.env._(
                    "%(load)s is settled with its driver. Cancel the bill first:"
                    " %(bill)s.",
                    load=settled[0].load_id.name,
                    bill=settled[0].bill_id.display_name,
                )
            )

    @api.depends("settlement_line_ids.bill_id")
    def _compute_get_invoiced(self):
        """The drivers' bills are bills of the load, too."""
        result = super()._compute_get_invoiced()
        for load in self:
            load.bill_count += len(load.sudo().settlement_line_ids.bill_id)
        return result

    def action_view_bills(self):
        action = super().action_view_bills()
        action["domain"] = Domain(action["domain"]) | Domain(
            [
                ("line_ids.settlement_line_id.load_id", "=", self.id),
                ("move_type", "=", "in_invoice"),
            ]
        )
        return action

    def _is_finished(self):
        return self.stage_id.is_completed or self.end_trip

    def _drivers(self):
        """Who is paid for the load: its crew, and the driver that it names."""
        return (self.driver_id | self.crew_id.driver_ids).sorted("id")

    def _analytic_of_load(self):
        """As purchases and expenses of a load are distributed, too."""
        accounts = self.route_id.analytic_account_id | self.analytic_account_id
        return {",".join(map(str, accounts.ids)): 100} if accounts else {}

    def _way(self):
        """From where to where."""
        route = self.route_id
        ends = (
            self.origin_id or route.origin_location_id,
            self.destination_id or route.destination_location_id,
        )
        return " → ".join(end.name for end in ends if end.name)

    def _pay_quantities(self, company, date):
        """What a percentage or a price per mile is applied to.

        :param company: whose currency it is
        :param date: of the exchange rate
        :return: ``{load id: {Basis: Decimal}}``; 0 where it is not known
        """
        linehaul, revenue = self._revenues(company, date)
        meter = self.env.ref("uom.product_uom_meter")
        return {
            load.id: {
                Basis.LINEHAUL: linehaul.get(load.id, Decimal(0)),
                Basis.REVENUE: revenue.get(load.id, Decimal(0)),
                Basis.FLAT: Decimal(0),
                **load._distances(meter),
            }
            for load in self
        }

    def _distances(self, meter):
        """That of the route, else the one that the customer pays by."""
        sold = self.sale_line_id
        route = self.route_id or sold.tms_route_id
        if route.distance:
            number, unit = route.distance, route.distance_uom
        else:
            unit = sold.product_id.product_tmpl_id.tms_factor_distance_uom
            number = sold.tms_factor if unit else 0
        meters = Decimal(str(number)) * Decimal(str(unit.factor / meter.factor))
        return {
            basis: settlements.distance(meters, basis)
            for basis in (Basis.MILE, Basis.KM)
        }

    def _revenues(self, company, date):
        """Linehaul and revenue of each load, as confirmed orders have them.

        The linehaul is the load's own line; one line may be several loads. What else
        stands on an order is divided among its loads as their linehaul is.

        :return: two of ``{load id: Decimal}``
        """
        orders = (self.sale_line_id.order_id | self.sale_id).filtered(
            lambda order: order.state == "sale"
        )
        cancelled = self.env.ref("tms.tms_stage_order_cancelled")
        together = self.search(
            [
                ("stage_id", "!=", cancelled.id),
                "|",
                ("sale_id", "in", orders.ids),
                ("sale_line_id.order_id", "in", orders.ids),
            ],
            order="id",
        )
        by_order = defaultdict(list)
        for load in together | self.sorted("id"):
            by_order[load.sale_line_id.order_id or load.sale_id].append(load)
        rates = {
            currency: Decimal(
                str(
                    currency._get_conversion_rate(
                        currency, company.currency_id, company, date
                    )
                )
            )
            for currency in orders.currency_id
        }
        unit = Decimal(1).scaleb(-company.currency_id.decimal_places)
        linehaul, revenue = {}, {}
        for order in orders:
            hauls, others = order._divide_among_loads(by_order[order])
            rate = rates[order.currency_id]
            shared = settlements.divided(others * rate, list(hauls.values()), unit)
            for (load_id, haul), other in zip(hauls.items(), shared, strict=True):
                linehaul[load_id] = (haul * rate).quantize(unit)
                revenue[load_id] = linehaul[load_id] + other
        return linehaul, revenue


class SaleOrder(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "sale.order"

    def _divide_among_loads(self, loads):
        """``({load id: linehaul}, the rest)`` in the order's currency, before tax.

        A load without a line of its own, which somebody has linked to the order by
        hand, has what is sold as a trip if it is alone; among others it has nothing.
        """
        lines = self.order_line.filtered(
            lambda line: not line.display_type and not line.is_downpayment
        )
        amounts = {line: Decimal(f"{line.price_subtotal:.4f}") for line in lines}
        sharing = defaultdict(list)
        for load in loads:
            sharing[load.sale_line_id].append(load.id)
        hauls = {}
        for line in [line for line in sharing if line in amounts]:
            load_ids = sharing[line]
            parts = settlements.divided(amounts.pop(line), [Decimal(1)] * len(load_ids))
            hauls |= dict(zip(load_ids, parts, strict=True))
        if not hauls and len(loads) == 1:
            trips = [line for line in amounts if line.has_trip_product] or list(amounts)
            hauls = {loads[0].id: sum(map(amounts.pop, trips), Decimal(0))}
        return hauls, sum(amounts.values(), Decimal(0))
