# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The custom fields of invoices in QuickBooks: load, order number, margin and so on."""

from decimal import Decimal
from operator import attrgetter

from odoo import models

from ..lib import documents, load_data
from ..lib.load_data import Source

_OF_LOAD = {
    Source.LOAD: attrgetter("name"),
    Source.ORDER: attrgetter("order"),
    Source.BOL: attrgetter("bol"),
    Source.VEHICLE: attrgetter("vehicle"),
    Source.TRAILER: attrgetter("trailer"),
    Source.DRIVER: attrgetter("driver"),
    Source.ROUTE: attrgetter("route"),
}


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_custom_fields(self, connection, loads):
        """What goes into the custom fields of these invoices and credit notes.

        Several loads are listed: "L-1, L-2, +3".

        :param loads: `Loads`
        :return: ``{move id: (CustomField, …)}``
        """
        chosen = self.env["quickbooks.custom.field"]._chosen(connection)
        limits = connection._provider().limits
        chosen = [
            (each.qb_id, each.name, each.source, limits.custom_field_of(each.qb_id))
            for each in chosen
        ]
        if not chosen:
            return {}
        is_asked = any(source == Source.MARGIN for *_rest, source, _room in chosen)
        margins = self._qb_margins(loads) if is_asked else {}
        return {
            move.id: tuple(
                documents.CustomField(
                    qb_id, move._qb_custom_text(source, loads, margins, room), name
                )
                for qb_id, name, source, room in chosen
            )
            for move in self
        }

    def _qb_custom_text(self, source, loads, margins, room):
        """:param room: how many characters the field has"""
        if source == Source.MARGIN:
            margin = margins.get(self.id)
            return "" if margin is None else f"{margin:.2f}"
        parts = map(_OF_LOAD[source], loads.of_move.get(self.id, ()))
        text = load_data.listed(parts, room)
        if source == Source.ORDER:
            return text or self.ref or ""
        return text

    def _qb_margins(self, loads):
        """What these invoices bring in, less what their loads cost.

        Net of tax, in the currency of the company. A load that is invoiced in parts
        costs on its first invoice only, and a credit note takes away, so that all of
        a load's together come to its margin.

        :return: ``{move id: margin}`` of those that are for loads
        """
        margins = {}
        for move in self:
            if move.id in loads.of_move:
                margins[move.id] = Decimal(0) - sum(
                    Decimal(f"{line.balance:.2f}")
                    for line in move._qb_lines()
                    if line.id in loads.of_line
                )
        ours = {load.id for found in loads.of_move.values() for load in found}
        first = self.env["tms.order"]._qb_first_invoices(ours)
        costs = self.env["tms.order"]._qb_costs(first)
        for load_id, cost in costs.items():
            if first[load_id] in margins:
                margins[first[load_id]] -= cost
        return margins
