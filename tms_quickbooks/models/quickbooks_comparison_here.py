# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Our side of the books: which records belong there, and how a list shows them.

Few queries for any number: only what QuickBooks lists as well is read.
"""

from odoo import models
from odoo.tools import SQL

from ..lib.comparison import Side, Status
from ..lib.objects import SALES
from .account_move import OBJECT_TYPES as MOVE_TYPES
from .account_move_document import _money
from .account_payment import MADE
from .account_payment import OBJECT_TYPES as PAYMENT_TYPES
from .account_payment_settled import CREDITS, PAID

# Credits carry the payments over nothing that set them off.
_KINDS = {kind: move_type for move_type, kind in MOVE_TYPES.items()} | CREDITS
_PARTNERS = {kind: partner_type for partner_type, kind in PAYMENT_TYPES.items()}
_MOVE_FIELDS = (
    "amount_residual",
    "amount_tax",
    "amount_total",
    "commercial_partner_id",
    "currency_id",
    "date",
    "invoice_currency_rate",
    "invoice_date",
    "move_type",
    "name",
    "qb_number",
    "qb_status",
    "ref",
    "state",
)
_PAYMENT_FIELDS = (
    "amount",
    "amount_company_currency_signed",
    "currency_id",
    "date",
    "memo",
    "move_id",
    "name",
    "partner_id",
    "partner_type",
    "payment_reference",
    "qb_status",
    "state",
)


class QuickbooksSyncMixin(models.AbstractModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.sync.mixin"

    def _qb_books_domain(self, connection, object_type):
        """Which records are of a type, in the books of a connection."""
        raise NotImplementedError

    def _qb_compared_domain(self, connection, object_type, first, last):
        """The records that belong into the books of a connection: posted, of this type,
        dated from the first to the last day."""
        raise NotImplementedError

    def _qb_sides(self, connection, object_type):
        """How a list shows these: ``{record id: Side}``."""
        raise NotImplementedError

    def _qb_party_ids(self, connection, partner_of, party_type):
        """``{record id: id of its customer or vendor in QuickBooks, or ""}``.

        :param partner_of: ``{record id: partner}``
        """
        partners = self.env["res.partner"].union(*partner_of.values())
        bound = self.env["quickbooks.object"]._bound(
            connection, party_type, partners._name, partners.ids
        )
        return {
            key: bound[partner.id].qb_id if partner.id in bound else ""
            for key, partner in partner_of.items()
        }


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_books_domain(self, connection, object_type):
        return [
            ("company_id", "in", connection._company_ids()),
            ("move_type", "=", _KINDS[object_type]),
        ]

    def _qb_compared_domain(self, connection, object_type, first, last):
        return [
            *self._qb_books_domain(connection, object_type),
            ("state", "=", "posted"),
            ("invoice_date", ">=", first),
            ("invoice_date", "<=", last),
        ]

    def _qb_sides(self, connection, object_type):
        if not self:
            return {}
        self.fetch(_MOVE_FIELDS)
        parties = self._qb_party_ids(
            connection,
            {move.id: move.commercial_partner_id for move in self},
            self._qb_party_type(object_type),
        )
        profile, provider = connection._profile(), connection._provider()
        is_numbered = (
            profile.custom_txn_numbers
            if object_type in SALES
            else profile.custom_bill_numbers
        )
        numbers = self._qb_numbers(connection) if is_numbered else {}
        to_book = self._qb_to_book()
        return {
            move.id: Side(
                number=provider.number(object_type, numbers.get(move.id, "")),
                date=move.invoice_date or move.date,
                party=parties[move.id],
                total=_money(move.amount_total, move.currency_id),
                currency=move.currency_id.name,
                tax=_money(move.amount_tax, move.currency_id),
                balance=_money(
                    move.amount_residual - to_book.get(move.id, 0), move.currency_id
                ),
                status=Status.BOOKED if move.state == "posted" else Status.VOID,
                rate=move._qb_exchange_rate(profile.home_currency),
            )
            for move in self
        }

    def _qb_to_book(self):
        """What is paid by payments that have no entry yet, which Odoo still shows as
        open: ``{move id: amount}``."""
        found = {}
        for lines in self._qb_paid_without_entry()._qb_spread().values():
            for line in lines:
                found[line.move.id] = found.get(line.move.id, 0) + line.amount
        return found


class AccountPayment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.payment"

    def _qb_books_domain(self, connection, object_type):
        return [
            ("company_id", "in", connection._company_ids()),
            ("partner_type", "=", _PARTNERS[object_type]),
        ]

    def _qb_compared_domain(self, connection, object_type, first, last):
        return [
            *self._qb_books_domain(connection, object_type),
            ("state", "in", MADE),
            ("date", ">=", first),
            ("date", "<=", last),
        ]

    def _qb_sides(self, connection, object_type):
        if not self:
            return {}
        self.fetch(_PAYMENT_FIELDS)
        settled = self._qb_settled()
        parties = self._qb_party_ids(
            connection,
            {payment.id: payment._qb_party(settled[payment.id]) for payment in self},
            self._qb_party_type(object_type),
        )
        unapplied = self._qb_unapplied(object_type, settled)
        profile, provider = connection._profile(), connection._provider()
        return {
            payment.id: Side(
                number=provider.number(object_type, payment._qb_number()),
                date=payment.date,
                party=parties[payment.id],
                total=_money(payment.amount, payment.currency_id),
                currency=payment.currency_id.name,
                balance=unapplied.get(payment.id),
                status=Status.BOOKED if payment._qb_is_made() else Status.VOID,
                rate=payment._qb_exchange_rate(profile.home_currency),
            )
            for payment in self
        }

    def _qb_unapplied(self, object_type, settled):
        """What settles nothing yet: ``{payment id: amount}``.

        :param settled: what `_qb_settled` says of these
        """
        with_entry = self.filtered("move_id")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT payment.id, ABS(SUM(line.amount_residual_currency))
                  FROM account_payment AS payment
                  JOIN account_move_line AS line ON line.move_id = payment.move_id
                  JOIN account_account AS account ON account.id = line.account_id
                 WHERE payment.id = ANY(%s)
                   AND account.account_type
                       IN ('asset_receivable', 'liability_payable')
                 GROUP BY payment.id
                """,
                with_entry.ids,
            )
        )
        found = dict(rows)
        paid = PAID[object_type]
        for payment in self - with_entry:
            found[payment.id] = payment.amount - sum(
                line.amount if line.move.move_type == paid else -line.amount
                for line in settled[payment.id]
            )
        return {
            payment.id: _money(found[payment.id], payment.currency_id)
            for payment in self
            if payment.id in found
        }
