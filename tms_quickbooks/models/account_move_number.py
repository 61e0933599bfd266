# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The number of an invoice or a bill in QuickBooks, and what tells it from others."""

from odoo import fields, models
from odoo.tools import SQL

from ..lib import names
from ..lib.problems import Place


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    qb_number = fields.Char(
        string="Number in QuickBooks",
        readonly=True,
        copy=False,
        help="The load's number, given when the invoice was first sent, or the one it "
        "got because its own was taken in QuickBooks. It stays, whatever the "
        "connection numbers by later.",
    )

    _qb_kept = {"qb_status": "not_synced", "qb_number": False}

    def _qb_numbers(self, connection):
        """``{move id: number}`` for QuickBooks, which shortens long ones; for bills the
        vendor's own.

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
        return {key: names.fold(number) for key, number in found.items()}

    def _qb_prepare(self, connection, object_type):
        """Give new invoices the number of their load, once and for all.

        The load counts its invoices, so that the second one gets another number even
        when two are sent at once: then one of the two transactions is repeated.
        """
        result = super()._qb_prepare(connection, object_type)
        for move, load in self._qb_to_number(connection).items():
            move._qb_set_number(_take_next(load))
        return result

    def _qb_set_number(self, number):
        """Not `write`: it would go through the checks of accounting entries."""
        self.env.execute_query(
            SQL("UPDATE account_move SET qb_number = %s WHERE id = %s", number, self.id)
        )
        self.invalidate_recordset(["qb_number"], flush=False)

    # -- who has a number already --------------------------------------------------

    def _qb_number_holders(self, connection, object_type, numbers, parties):
        """Which of these would go under a number that another document from here has
        in QuickBooks: ``{move id: place of that in QuickBooks, by our name}``.

        Two carriers may have the same number; one has it once.

        :param numbers: ``{move id: number}``
        :param parties: bindings of the customers or vendors, by partner
        """
        provider = connection._provider()
        numbers = {
            key: provider.number(object_type, number) for key, number in numbers.items()
        }
        rows = self.env.execute_query(
            SQL(
                "SELECT number, details ->> 'vendor_id', res_id, id"
                "  FROM quickbooks_object"
                " WHERE connection_id = %s AND type = %s AND number = ANY(%s)"
                "   AND res_model = %s AND active AND NOT COALESCE(gone, false)"
                " ORDER BY id",
                connection.id,
                object_type,
                list(set(numbers.values())),
                self._name,
            )
        )
        held = {}
        for number, vendor_id, res_id, object_id in rows:
            held.setdefault((number, vendor_id), {})[res_id] = object_id
        found = {}
        for move in self:
            party = parties.get(move.commercial_partner_id.id)
            vendor_id = None if move.is_sale_document() else party and party.qb_id
            holders = held.get((numbers[move.id], vendor_id), {})
            others = self.browse(key for key in holders if key != move.id).exists()
            if others:
                place = holders[others[0].id], others[0].display_name
                found[move.id] = Place("quickbooks.object", *place)
        return found

    # -- another number, because its own is taken ----------------------------------

    def _qb_date_and_total(self):
        return self.invoice_date or self.date, self.amount_total

    def _qb_next_number(self):
        """The next of its load, or its own counted on; that of a bill to be mended."""
        if not self.is_sale_document():
            return self.ref or self.name or ""
        if load := self._qb_numbering_load():
            return _of_load(load, load.qb_number_count + 1)
        own, given = self.name or "", self.qb_number or ""
        count = given.removeprefix(f"{own}-")
        return f"{own}-{int(count) + 1 if count.isdecimal() else 2}"

    def _qb_numbering_load(self):
        """The load whose number this invoice has; empty where it has its own."""
        load = self.env["tms.order"].sudo()._qb_invoiced_by(self).get(self.id)
        has_its = bool(load) and (self.qb_number or "").startswith(load.name)
        return load if has_its else self.env["tms.order"]

    def _qb_number_again(self):
        self.ensure_one()
        if not self.is_sale_document():
            return False  # a bill has the number of the carrier
        self._qb_take_number(self._qb_next_number())
        return True

    def _qb_take_number(self, number):
        """That of a bill is the carrier's own, and is corrected on the bill itself."""
        if not self.is_sale_document():
            self.ref = number
            return
        load = self._qb_numbering_load()
        if load and number == self._qb_next_number():
            _take_next(load)  # or its next invoice would get it as well
        self._qb_set_number(number)

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


def _take_next(load):
    """The next number of a load, counted there."""
    [(count,)] = load.env.execute_query(
        SQL(
            "UPDATE tms_order SET qb_number_count = COALESCE(qb_number_count, 0) + 1"
            " WHERE id = %s RETURNING qb_number_count",
            load.id,
        )
    )
    load.invalidate_recordset(["qb_number_count"], flush=False)
    return _of_load(load, count)


def _of_load(load, count):
    """The number of the first, second, … invoice of a load."""
    return load.name if count == 1 else f"{load.name}-{count}"
