# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The loads behind invoices and bills, and what a document tells of them."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

import pytz

from odoo import models
from odoo.tools import SQL

from ..lib import load_data

# As many characters of a note as load numbers may take.
_LIST_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Load:
    """What documents want to know of a load.

    ``order``: the customer's own number of it. ``ended``: when it is or was to be
    delivered, in UTC.
    """

    id: int
    name: str
    order: str
    bol: str
    vehicle: str
    trailer: str
    driver: str
    origin: str
    destination: str
    ended: datetime.datetime | None
    team_id: int | None
    category_id: int | None

    @property
    def route(self):
        return " – ".join(part for part in (self.origin, self.destination) if part)


@dataclass(slots=True)
class Loads:
    """The loads of some documents.

    :ivar of_move: ``{move id: [Load]}``, in the order of the lines
    :ivar of_line: ``{line id: Load}``; a line that is for several, such as one fuel
        surcharge on an order of three loads, has the first
    :ivar own: the ids of the lines that are for one load alone
    :ivar timezone: where the days of these loads are counted
    """

    of_move: dict = field(default_factory=dict)
    of_line: dict = field(default_factory=dict)
    own: set = field(default_factory=set)
    timezone: datetime.tzinfo = pytz.utc

    def day_of(self, line):
        """The day on which the load of a line is delivered, where it has one."""
        load = self.of_line.get(line.id) if line.id in self.own else None
        if not load or not load.ended:
            return None
        return pytz.utc.localize(load.ended).astimezone(self.timezone).date()

    def description(self, line):
        """What a line says; among several loads, of which it is."""
        text = line.name or ""
        load = self.of_line.get(line.id) if line.id in self.own else None
        if not load or len(self.of_move[line.move_id.id]) == 1 or load.name in text:
            return text
        return f"{load.name} · {text}" if text else load.name


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_load_data(self, connection):
        """The loads behind these documents, in two queries."""
        rows = self._qb_load_links() if self else []
        if not rows:
            return Loads()
        found = Loads(timezone=_timezone(connection))
        # A surcharge goes with the trips of its order that are on the same document, or
        # else with all of the order.
        trips = defaultdict(dict)
        for move_id, _line_id, order_id, own in rows:
            trips[move_id, order_id].update(dict.fromkeys(own))
        loads, of_order = self.env["tms.order"]._qb_load_rows(
            {load_id for own in trips.values() for load_id in own},
            {order_id for (_move, order_id), own in trips.items() if not own},
        )
        of_move = defaultdict(dict)
        for move_id, line_id, order_id, own in rows:
            ids = own or list(trips[move_id, order_id]) or of_order.get(order_id)
            if ids:
                found.of_line[line_id] = loads[ids[0]]
                of_move[move_id].update((load_id, loads[load_id]) for load_id in ids)
                if len(ids) == 1:
                    found.own.add(line_id)
        found.of_move = {
            move_id: list(of_one.values()) for move_id, of_one in of_move.items()
        }
        return found

    def _qb_load_links(self):
        """(move id, line id, order id, ids of the loads the line was made from) of each
        line that leads to a load, in the order of the document."""
        self.env["tms.order"]._qb_flush_links()
        return self.env.execute_query(
            SQL(
                """
                SELECT line.move_id, line.id, sold.order_id,
                       array_remove(
                           sold.trips || purchase.trip_id || settled.load_id, NULL)
                  FROM account_move_line AS line
                  LEFT JOIN LATERAL (
                       SELECT sale_line.order_id,
                              ARRAY(SELECT load.id FROM tms_order AS load
                                     WHERE load.sale_line_id = sale_line.id
                                     ORDER BY load.id) AS trips
                         FROM sale_order_line_invoice_rel AS rel
                         JOIN sale_order_line AS sale_line
                           ON sale_line.id = rel.order_line_id
                        WHERE rel.invoice_line_id = line.id
                        ORDER BY sale_line.id LIMIT 1
                       ) AS sold ON true
                  LEFT JOIN purchase_order_line AS bought
                    ON bought.id = line.purchase_line_id
                  LEFT JOIN purchase_order AS purchase ON purchase.id = bought.order_id
                  LEFT JOIN tms_settlement_line AS settled
                    ON settled.id = line.settlement_line_id
                 WHERE line.move_id = ANY(%s)
                   AND (sold.order_id IS NOT NULL OR purchase.trip_id IS NOT NULL
                        OR settled.load_id IS NOT NULL)
                 ORDER BY line.move_id, line.sequence, line.id
                """,
                self.ids,
            )
        )

    def _qb_memo(self, loads):
        """For the bookkeeper: where this comes from.

        :param loads: `Loads`
        """
        parts = [self.name, self.invoice_origin, self.ref]
        ours = loads.of_move.get(self.id, ())
        known = " ".join(part for part in parts if part)
        parts.append(
            load_data.listed(
                (load.name for load in ours if load.name not in known), _LIST_LENGTH
            )
        )
        if self.is_purchase_document() and len(ours) == 1:
            # A bill in QuickBooks has no custom fields.
            [load] = ours
            if load.bol:
                parts.append(self.env._("BOL %(number)s", number=load.bol))
            parts.append(load.route)
        return " · ".join(dict.fromkeys(part for part in parts if part))


def _timezone(connection):
    company = connection.company_id
    name = company.partner_id.tz or connection.connected_by_id.tz
    return pytz.timezone(name) if name else pytz.utc
