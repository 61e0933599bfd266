# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What invoices and bills in QuickBooks tell of a load."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.load_data import Source
from .account_move_load import Load
from .account_move_outdated import NOT_FOLLOWED, changed_since, values_of

# What custom fields of QuickBooks show of a load, and as what.
SHOWN = {
    "name": Source.LOAD,
    "bol_number": Source.BOL,
    "vehicle_id": Source.VEHICLE,
    "trailer_number": Source.TRAILER,
    "driver_id": Source.DRIVER,
    "origin_id": Source.ROUTE,
    "destination_id": Source.ROUTE,
    "route_id": Source.ROUTE,
}


class TmsOrder(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "tms.order"

    bol_number = fields.Char(
        string="Bill of Lading",
        copy=False,
        help="The number on the bill of lading. Invoices in QuickBooks can show it in"
        " a custom field, and the note of a carrier's bill has it.",
    )
    trailer_number = fields.Char(
        string="Trailer", copy=False, help="The number of the trailer."
    )

    def write(self, vals):
        shown = [name for name in SHOWN if name in vals]
        before = values_of(self, shown)
        result = super().write(vals)
        changed = changed_since(self, before, shown)
        changed._qb_outdate_invoices({SHOWN[name].value for name in shown})
        return result

    def _qb_outdate_invoices(self, sources):
        """QuickBooks is behind where its custom fields show what has changed.

        :param sources: what they would have to show
        """
        invoices = (
            self.sudo()._qb_moves().filtered(lambda move: move.is_sale_document())
        )
        for company, moves in invoices.grouped("company_id").items():
            connection = self.env["quickbooks.connection"]._of_company(company)
            chosen = self.env["quickbooks.custom.field"].sudo()._chosen(connection)
            if sources.intersection(chosen.mapped("source")):
                moves.filtered(
                    lambda move: move.qb_status not in NOT_FOLLOWED
                )._qb_set_outdated()

    @api.model
    def _qb_load_rows(self, load_ids, order_ids):
        """These loads and those of these sale orders, in one query.

        :return: ``{load id: Load}``, ``{order id: [load id]}``
        """
        for model, names in (
            (self._name, None),
            ("sale.order", ["client_order_ref"]),
            ("fleet.vehicle", ["license_plate", "name", "category_id"]),
            ("tms.driver", ["partner_id"]),
            ("tms.route", ["origin_location_id", "destination_location_id"]),
            ("res.partner", ["name", "city"]),
        ):
            self.env[model].flush_model(names)
        rows = self.env.execute_query(
            SQL(
                """
                WITH wanted AS (
                    SELECT id, NULL::int AS order_id
                      FROM unnest(%(loads)s::int[]) AS own(id)
                     UNION
                    SELECT id, sale_id FROM tms_order WHERE sale_id = ANY(%(orders)s)
                     UNION
                    SELECT load.id, line.order_id
                      FROM sale_order_line AS line
                      JOIN tms_order AS load ON load.sale_line_id = line.id
                     WHERE line.order_id = ANY(%(orders)s)
                )
                SELECT wanted.order_id, load.id, load.name, sale.client_order_ref,
                       load.bol_number,
                       COALESCE(vehicle.license_plate, vehicle.name),
                       load.trailer_number, person.name,
                       COALESCE(NULLIF(origin.city, ''), origin.name),
                       COALESCE(NULLIF(destination.city, ''), destination.name),
                       COALESCE(load.date_end, load.scheduled_date_end),
                       load.tms_team_id, vehicle.category_id
                  FROM wanted
                  JOIN tms_order AS load ON load.id = wanted.id
                  LEFT JOIN sale_order_line AS line ON line.id = load.sale_line_id
                  LEFT JOIN sale_order AS sale
                    ON sale.id = COALESCE(load.sale_id, line.order_id)
                  LEFT JOIN fleet_vehicle AS vehicle ON vehicle.id = load.vehicle_id
                  LEFT JOIN tms_driver AS driver ON driver.id = load.driver_id
                  LEFT JOIN res_partner AS person ON person.id = driver.partner_id
                  LEFT JOIN tms_route AS route ON route.id = load.route_id
                  LEFT JOIN res_partner AS origin
                    ON origin.id = COALESCE(load.origin_id, route.origin_location_id)
                  LEFT JOIN res_partner AS destination
                    ON destination.id = COALESCE(
                        load.destination_id, route.destination_location_id)
                 ORDER BY load.id
                """,
                loads=list(load_ids),
                orders=list(order_ids),
            )
        )
        loads, of_order = {}, defaultdict(list)
        for order_id, load_id, *texts, ended, team_id, category_id in rows:
            if order_id:
                of_order[order_id].append(load_id)
            texts = [text or "" for text in texts]
            loads[load_id] = Load(load_id, *texts, ended, team_id, category_id)
        return loads, of_order
