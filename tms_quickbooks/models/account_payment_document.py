# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How payments look to QuickBooks: the one place that builds their documents."""

from decimal import Decimal

from odoo import models

from ..lib import documents
from ..lib.problems import Place
from .account_move import OBJECT_TYPES as MOVE_TYPES
from .account_move_document import _money
from .account_payment_settled import CREDITS, PAID

DOCUMENTS = {"Payment": documents.Payment, "BillPayment": documents.BillPayment}


class AccountPayment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.payment"

    def _qb_documents(self, connection, object_type, aliases):
        """The documents of these payments; few queries for any number."""
        settled = self._qb_settled()
        partner_of = {
            payment.id: payment._qb_party(settled[payment.id]) for payment in self
        }
        partners = self.env["res.partner"].union(*partner_of.values())
        Objects = self.env["quickbooks.object"]
        parties = Objects._bound(
            connection, self._qb_party_type(object_type), partners._name, partners.ids
        )
        bindings = Objects._bound(connection, object_type, self._name, self.ids)
        targets = self._qb_targets(connection, object_type, settled)
        bound = self.browse(bindings)
        beyond = Objects._applied_beyond(connection, object_type, bound)
        discounted = self._qb_discounted(
            connection,
            {
                payment_id: [
                    self._qb_applied(line, object_type, targets) for line in lines
                ]
                for payment_id, lines in settled.items()
            },
            beyond,
        )
        Mapping = self.env["quickbooks.mapping"]
        resolve_account = Mapping._resolver(connection, "deposit")
        resolve_method = Mapping._resolver(connection, "method")
        home_currency = connection._profile().home_currency
        marks = self._qb_mark()
        found = {}
        for payment in self:
            binding = bindings.get(payment.id)
            partner = partner_of[payment.id]
            party = parties.get(partner.id)
            journal, method = payment.journal_id, payment.payment_method_line_id
            values = payment._qb_header() | discounted[payment.id]
            values["applied"] += tuple(beyond.get(payment.id, ()))
            if binding:
                values |= {"id": binding.qb_id, "version": binding.version or ""}
            if object_type == "Payment":
                values["method"] = resolve_method(f"{method._name},{method.id}")
            found[payment.id] = DOCUMENTS[object_type](
                **values,
                party=party and documents.Ref(party.qb_id, party.name or ""),
                party_currency=party and party.currency or "",
                partner=Place(partner._name, partner.id, partner.display_name),
                account=resolve_account(f"{journal._name},{journal.id}"),
                exchange_rate=payment._qb_exchange_rate(home_currency),
                mark=marks[payment.id],
            )
        return found

    def _qb_header(self):
        self.ensure_one()
        return {
            "number": self._qb_number(),
            "date": self.date,
            "total": _money(self.amount, self.currency_id),
            "currency": self.currency_id.name,
            "memo": self._qb_memo(),
            "written_off": self._qb_written_off(),
            "is_refund": self._qb_is_refund(),
            "journal": Place(
                self.journal_id._name, self.journal_id.id, self.journal_id.display_name
            ),
            "source": Place(self._name, self.id, self.display_name),
        }

    def _qb_number(self):
        """The number of the check where there is one, or Odoo's own."""
        # `check_number` comes with Odoo's check printing. The reference goes first:
        # another number is noted there where QuickBooks has this check already.
        check = "check_number" in self._fields and self["check_number"]
        return self.payment_reference or check or self.name or ""

    def _qb_take_number(self, number):
        self.payment_reference = number

    def _qb_memo(self):
        """For the bookkeeper: where this comes from."""
        parts = [self.name, self.memo, self.payment_reference]
        return " · ".join(dict.fromkeys(part for part in parts if part))

    def _qb_written_off(self):
        """What this settles beyond its own amount: a discount taken, a difference."""
        counterpart = self.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type
            in self._get_valid_payment_account_types()
        )
        if not counterpart:
            return Decimal(0)
        settled = abs(sum(counterpart.mapped("amount_currency")))
        return _money(settled - self.amount, self.currency_id)

    def _qb_exchange_rate(self, home_currency):
        """Home currency of QuickBooks per one unit of the payment's currency, such
        that the amount comes to what is booked here.

        :return: None where QuickBooks has another home currency than the company
        """
        if self.company_currency_id.name != home_currency:
            return None
        if self.currency_id == self.company_currency_id or not self.amount:
            return Decimal(1)
        booked = _money(
            abs(self.amount_company_currency_signed), self.company_currency_id
        )
        return round(booked / _money(self.amount, self.currency_id), 8)

    # -- what is settled -----------------------------------------------------------

    def _qb_targets(self, connection, object_type, settled):
        """The QuickBooks objects of what is settled: ``{move: Binding}``."""
        found = {}
        moves = self.env["account.move"].union(
            *(line.move for lines in settled.values() for line in lines)
        )
        for move_type in (PAID[object_type], CREDITS[object_type]):
            group = moves.filtered(lambda move, kind=move_type: move.move_type == kind)
            bound = self.env["quickbooks.object"]._bound(
                connection, MOVE_TYPES[move_type], moves._name, group.ids
            )
            found |= {group.browse(move_id): each for move_id, each in bound.items()}
        return found

    def _qb_applied(self, line, object_type, targets):
        move, currency = line.move, line.currency
        known = move.move_type in (PAID[object_type], CREDITS[object_type])
        partner, target = move.commercial_partner_id, targets.get(move)
        return documents.Applied(
            type=MOVE_TYPES[move.move_type] if known else "",
            amount=_money(line.amount, currency),
            currency=currency.name,
            source=Place(move._name, move.id, move.display_name),
            target=target and documents.Ref(target.qb_id, target.number or ""),
            partner=Place(partner._name, partner.id, partner.display_name)
            if known
            else None,
        )
