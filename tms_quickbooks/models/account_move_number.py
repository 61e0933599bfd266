# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The number of an invoice in QuickBooks, where it is that of its load."""

from odoo import fields, models
from odoo.tools import SQL

from ..lib import names


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    qb_number = fields.Char(
        string="Number in QuickBooks",
        readonly=True,
        copy=False,
        help="The load's number, given when the invoice was first sent. It stays, "
        "whatever the connection numbers by later.",
    )

    _qb_kept = {"qb_status": "not_synced", "qb_number": False}

    def _qb_numbers(self, connection):
        """``{move id: number}``, as QuickBooks gets them; for bills the vendor's own.

        Before the first sending it is the number that would be given now.
        """
        found = {
            move.id: (move.qb_number if move.is_sale_document() else move.ref)
            or move.name
            or ""
            for move in self
        }
        for move, load in self._qb_to_number(connection).items():
            found[move.id] = _of_load(load, load.qb_number_count + 1)
        return {key: names.document_number(number) for key, number in found.items()}

    def _qb_prepare(self, connection, object_type):
        """Give new invoices the number of their load, once and for all.

        The load counts its invoices, so that the second one gets another number even
        when two are sent at once: then one of the two transactions is repeated.
        """
        result = super()._qb_prepare(connection, object_type)
        for move, load in self._qb_to_number(connection).items():
            [(count,)] = self.env.execute_query(
                SQL(
                    "UPDATE tms_order"
                    " SET qb_number_count = COALESCE(qb_number_count, 0) + 1"
                    " WHERE id = %s RETURNING qb_number_count",
                    load.id,
                )
            )
            # Not `write`: it would go through the checks of accounting entries.
            self.env.execute_query(
                SQL(
                    "UPDATE account_move SET qb_number = %s WHERE id = %s",
                    _of_load(load, count),
                    move.id,
                )
            )
            load.invalidate_recordset(["qb_number_count"], flush=False)
            move.invalidate_recordset(["qb_number"], flush=False)
        return result

    def _qb_to_number(self, connection):
        """``{move: load}`` of the invoices that are to get the number of their load.

        Not those that QuickBooks has: a customer may hold the paper already. Nor those
        of several loads, or of none.
        """
        if connection.number_source != "load":
            return {}
        new = self.filtered(lambda move: move.is_sale_document() and not move.qb_number)
        if not new:
            return {}
        there = set(new._qb_objects().mapped("res_id"))
        loads = self.env["tms.order"].sudo()._qb_invoiced_by(new)
        return {
            move: loads[move.id]
            for move in new.sorted("id")
            if move.id in loads and move.id not in there
        }


def _of_load(load, count):
    """The number of the first, second, … invoice of a load."""
    return load.name if count == 1 else f"{load.name}-{count}"
