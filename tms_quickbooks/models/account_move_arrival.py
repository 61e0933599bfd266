# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices, credit memos, bills and vendor credits that were made in QuickBooks.

They keep their number of QuickBooks beside that of Odoo's journal, whose sequence goes
on undisturbed: an invoice has it as its number in QuickBooks, payment reference and
reference, a bill as the vendor's reference. So it is found here by the number that is
on the paper.
"""

from odoo import api, fields, models
from odoo.fields import Domain

from ..lib.arrivals import Ignored, NotTaken, inbox
from ..lib.arrivals import documents as told
from .account_move import OBJECT_TYPES
from .account_move_arrival_values import Arrival
from .account_move_document import _money
from .quickbooks_change_decide import ANOTHER, DECISION
from .quickbooks_sync_mixin import ARRIVING

MOVE_TYPES = {object_type: move_type for move_type, object_type in OBJECT_TYPES.items()}


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _name = "account.move"
    _inherit = ["account.move", "quickbooks.made.there"]

    _qb_kept = {"qb_status": "not_synced", "qb_number": False, "qb_made_there": False}

    @api.model
    def _qb_take(self, change, document, record):
        is_void = document is not None and document.is_voided
        record = record or change._called_the_same()
        if record:
            record = record.with_env(self.env)
            return record._qb_follow_change(change, document, is_void)
        if document is None:
            raise Ignored(told.never_was_here())
        arrival, values = self._qb_to_enter(change, document)
        return self._qb_enter({arrival: values})[arrival]

    @api.model
    def _qb_to_enter(self, change, document):
        if document.is_voided:
            raise Ignored(told.void_there())
        wanted, company = change._pulls(), change.connection_id.company_id
        if not wanted:
            raise Ignored(told.not_wanted())
        # A person is looked for before anything is entered.
        partner = self.env["res.partner"]._qb_party_here(change, document.party)
        self._qb_check_alike(change, document, partner)
        arrival = Arrival(self.env, change, document)
        if wanted == "post" and company._get_violated_lock_dates(
            document.date, has_tax=False, journal=None
        ):
            raise NotTaken(told.books_closed(document.date, arrival.place))
        return arrival, {
            "move_type": MOVE_TYPES[change.type],
            "company_id": company.id,
            "qb_made_there": True,
            **arrival.header(partner),
            **arrival.lines(),
        }

    @api.model
    def _qb_enter(self, values):
        """Make documents that come to the same as in QuickBooks, to the cent.

        :raises NotTaken: where one of them does not, or its day is locked
        """
        vals_list = list(values.values())
        moves = self.with_company(vals_list[0]["company_id"]).create(vals_list)
        entered = dict(zip(values, moves, strict=True))
        posted = moves.browse()
        for arrival, move in entered.items():
            move._qb_settle_arrived(arrival)
            if arrival.change._pulls() == "post":
                move._qb_check_open(arrival)
                posted += move
                arrival.change._did(inbox.entered())
            else:
                arrival.change._did(inbox.entered_as_draft())
        posted._post(soft=False)
        self._qb_log_arrived(entered)
        return entered

    @api.model
    def _qb_check_alike(self, change, document, partner):
        """:raises NotTaken: where somebody seems to have entered the same here: one
        that QuickBooks has not got from here, of the same party and total, and of the
        same day or number
        """
        if self.env.context.get(DECISION) == ANOTHER or not document.total:
            return
        connection, number = change.connection_id, document.number
        same_day = Domain("invoice_date", "=", document.date)
        numbers = ("name", "ref", "payment_reference", "qb_number")
        same_number = Domain.OR(Domain(each, "=", number) for each in numbers)
        found = self.search(
            Domain(self._qb_books_domain(connection, change.type))
            & Domain("state", "!=", "cancel")
            & Domain("commercial_partner_id", "=", partner.commercial_partner_id.id)
            & Domain("amount_total", "=", float(document.total))
            & (same_day | same_number if number else same_day)
        )
        bound = self.env["quickbooks.object"]._bound(
            connection, change.type, self._name, found.ids
        )
        alike = found.filtered(lambda move: move.id not in bound)[:1]
        if alike:
            raise NotTaken(told.looks_like(alike.display_name, alike._qb_place()))

    def _qb_settle_arrived(self, arrival):
        """Bring what was entered to QuickBooks' amounts, to the cent.

        :raises NotTaken: where it comes to something else
        """
        self.ensure_one()
        self._qb_settle_lines(arrival)
        self._qb_settle_tax(arrival)
        document, place = arrival.document, arrival.place
        total = _money(self.amount_total, self.currency_id)
        if total != document.total:
            raise NotTaken(told.total_differs(document.total, total, place))

    def _qb_settle_lines(self, arrival):
        """Give each line the amount that it has in QuickBooks.

        Miles times a rate are seldom whole cents. Where Odoo rounds the document as a
        whole, it moves the cents that this makes from one line to another, and those of
        QuickBooks lie elsewhere. Then such lines get their amounts alone.
        """
        pairs = list(arrival.pairs(self._qb_amount_lines()))
        if any(line._qb_amount() != its.amount for line, its in pairs):
            self.invoice_line_ids = [
                fields.Command.update(line.id, arrival.amount_alone(its))
                for line, its in pairs
                if line._qb_unrounded() != its.amount
            ]

    def _qb_settle_tax(self, arrival):
        """Bring the tax to that of QuickBooks.

        QuickBooks rounds the tax of a whole document, and Odoo that of each line,
        unless told otherwise: what that makes is put on the tax.

        :raises NotTaken: where it comes to something else
        """
        document = arrival.document
        rest = document.tax_amount - _money(self.amount_tax, self.currency_id)
        tax_lines = self.line_ids.filtered("tax_line_id")
        if rest and tax_lines and abs(rest) <= arrival.rounding:
            line = max(tax_lines, key=lambda each: abs(each.amount_currency))
            amount = line._qb_amount() + rest
            self.line_ids = [
                fields.Command.update(
                    line.id, {"amount_currency": float(amount) * self.direction_sign}
                )
            ]
        if _money(self.amount_tax, self.currency_id) != document.tax_amount:
            code = document.tax_code
            name = code.name if code else ""
            raise NotTaken(told.no_tax(name, document.tax_amount, arrival.place))

    def _qb_post_arrived(self, arrival):
        """Post it on its own day, or not at all.

        :raises NotTaken: where the books are locked on that day
        """
        self._qb_check_open(arrival)
        self._post(soft=False)

    def _qb_check_open(self, arrival):
        """:raises NotTaken: where the books are locked on its day: Odoo would post it
        on a later one"""
        self.ensure_one()
        if self._get_violated_lock_dates(self.date, self._affect_tax_report()):
            raise NotTaken(told.books_closed(self.date, arrival.place))

    @api.model
    def _qb_tell_arrived(self, arrival, label):
        said = super()._qb_tell_arrived(arrival, label)
        if memo := arrival.document.memo:
            note = self.env._("Memo there: %(memo)s", memo=memo)
            said = f"{said} {note}"
        return said

    # -- what has arrived is there as it is here -----------------------------------

    def _qb_set_synced(self, company):
        """What has just come from there is as it is there, a draft too; and it needs no
        call until something changes."""
        if not self.env.context.get(ARRIVING):
            return super()._qb_set_synced(company)
        self._qb_set_status(company, "synced")
        connection = self.env["quickbooks.connection"]._of_company(company)
        Objects = self.env["quickbooks.object"]
        for move_type, moves in self.grouped("move_type").items():
            Objects._take_for_sent(connection, OBJECT_TYPES[move_type], moves)
        return None

    def _qb_void_here(self):
        """A draft that has come from there as a draft counts there."""
        return (
            super()
            ._qb_void_here()
            .filtered(
                lambda move: move.state != "draft"
                or not move.qb_made_there
                or move.qb_status != "synced"
            )
        )

    def _qb_made_anew(self):
        self.sudo().qb_made_there = False
        return super()._qb_made_anew()
