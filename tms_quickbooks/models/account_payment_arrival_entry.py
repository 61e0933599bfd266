# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a payment of QuickBooks comes to in the books here, and what it settles, to the
cent."""

from collections import Counter
from dataclasses import dataclass

from odoo import api, fields, models

from ..lib import amounts
from ..lib.arrivals import NotTaken
from ..lib.arrivals import payments as told
from ..lib.documents import PaymentDocument
from .account_move_document import _money
from .quickbooks_sync_mixin import ARRIVING

# In the context of making entries: the items of each, by the id of its payment.
ENTRY_LINES = "qb_entry_lines"


@dataclass(frozen=True, eq=False)
class PaymentArrival:
    """A payment of QuickBooks, and what of it settles what here."""

    change: models.BaseModel
    document: PaymentDocument
    moves: dict[told.Key, models.BaseModel]
    settlement: told.Settlement


class AccountPayment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.payment"

    @api.model
    def _qb_arrival(self, change, document):
        """What a payment of QuickBooks settles of the documents here that it names.

        :raises NotTaken: where a credit that is not here is needed for what is
        """
        found = self.env["quickbooks.object"]._records_of(
            change.connection_id, told.keys(document)
        )
        moves = {key: move.with_env(self.env) for key, move in found.items()}
        return PaymentArrival(change, document, moves, told.settlement(document, moves))

    # -- the entry -----------------------------------------------------------------

    def _compute_outstanding_account_id(self):
        """What arrives has an entry of its own, or nothing could be matched with it for
        an exact amount."""
        result = super()._compute_outstanding_account_id()
        if self.env.context.get(ARRIVING):
            for payment in self.filtered(lambda each: not each.outstanding_account_id):
                payment.outstanding_account_id = payment._get_outstanding_account(
                    payment.payment_type
                )
        return result

    @api.model
    def _qb_make_entries(self, entered):
        """Make the entries of payments, all at once.

        :param entered: ``{PaymentArrival: payment}``
        :raises NotTaken: where no account stands for what was given away
        """
        lines = {
            payment.id: payment._qb_entry_lines(arrival)
            for arrival, payment in entered.items()
        }
        payments = self.union(*entered.values())
        payments.with_context(**{ENTRY_LINES: lines})._generate_journal_entry()

    def _generate_move_vals(
        self, write_off_line_vals=None, force_balance=None, line_ids=None
    ):
        arrived = self.env.context.get(ENTRY_LINES, {}).get(self.id, ())
        line_ids = line_ids or [fields.Command.create(line) for line in arrived]
        return super()._generate_move_vals(write_off_line_vals, force_balance, line_ids)

    def _qb_entry_lines(self, arrival):
        """The items of one payment's entry: the money, what was given away beside it,
        and both together for the customer or vendor.

        :raises NotTaken: where no account stands for what was given away
        """
        self.ensure_one()
        document = arrival.document
        written_off = [
            self._qb_written_off_line(arrival.change, document, each)
            for each in arrival.settlement.written_off
        ]
        money, counterpart, *rest = self._prepare_move_line_default_vals(
            write_off_line_vals=written_off
        )
        booked = self._qb_booked(document, document.total)
        if booked is not None:
            # QuickBooks has booked it at a rate of its own.
            booked = booked if money["amount_currency"] > 0 else -booked
            self._qb_set_balance(money, booked)
            off = sum(line["balance"] for line in written_off)
            self._qb_set_balance(counterpart, -booked - off)
        return [money, counterpart, *rest]

    def _qb_set_balance(self, line, balance):
        balance = self.company_currency_id.round(balance)
        line["debit"], line["credit"] = max(balance, 0.0), max(-balance, 0.0)

    def _qb_booked(self, document, amount):
        """What an amount comes to in the company's currency, as QuickBooks has it; None
        where that has another home currency, or does not say."""
        if self.currency_id == self.company_currency_id:
            return float(amount)
        home = self.env["quickbooks.connection"]._of_company(self.company_id)
        if (
            not document.exchange_rate
            or home._profile().home_currency != self.company_currency_id.name
        ):
            return None
        return float(amounts.cents(amount * document.exchange_rate))

    def _qb_written_off_line(self, change, document, written_off):
        account = self._qb_discount_account(change, written_off)
        sign = 1 if self.payment_type == "inbound" else -1
        booked = self._qb_booked(document, written_off.amount)
        if booked is None:
            booked = self.currency_id._convert(
                float(written_off.amount),
                self.company_currency_id,
                self.company_id,
                self.date,
            )
        return {
            "name": self.env._("Discount in QuickBooks"),
            "account_id": account.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": sign * float(written_off.amount),
            "balance": sign * booked,
        }

    def _qb_discount_account(self, change, written_off):
        """:raises NotTaken: where no account stands for what was given away"""
        company, connection = self.company_id, change.connection_id
        target = written_off.account
        found = self.env["account.account"]
        if target:
            found = self.env["quickbooks.mapping"]._records_mapped_to(
                connection, "expense", target.id, found._name
            )[:1]
        if not found and self.payment_type == "inbound":
            found = company.account_journal_early_pay_discount_loss_account_id
        elif not found:
            found = company.account_journal_early_pay_discount_gain_account_id
        if not found:
            place = self._qb_account_place(change, target)
            raise NotTaken(told.no_discount_account(written_off.amount, target, place))
        return found

    # -- what it settles -----------------------------------------------------------

    @api.model
    def _qb_match_as_there(self, entered):
        """Match exactly what QuickBooks has applied.

        :param entered: ``{PaymentArrival: payment}``; no payment for what only sets
            credits off
        :raises NotTaken: where less is open here
        """
        Lines, open_lines = self.env["account.move.line"], OpenLines()
        for arrival, payment in entered.items():
            for step in arrival.settlement.by_money:
                invoice = arrival.moves[step.target]
                open_lines.pair(invoice, payment.move_id, step.amount)
        Lines._qb_match_exactly(open_lines.taken())
        for arrival, payment in entered.items():
            moves = arrival.moves
            already = [] if payment else self._qb_set_off_already(arrival)
            for step in arrival.settlement.by_credit:
                if step in already:
                    continue
                invoice, credit = moves[step.target], moves[step.by]
                amount = step.amount
                if step.in_all:
                    amount -= invoice._qb_set_off_with(credit)
                open_lines.pair(invoice, credit, amount)
            if pairs := open_lines.taken():
                there = self._qb_there(arrival.change)
                by_payment = Lines.with_context(default_qb_object_id=there.id)
                by_payment._qb_match_exactly(pairs)

    @api.model
    def _qb_there(self, change):
        """The payment in QuickBooks as it is known here; stored where it is new."""
        Objects = self.env["quickbooks.object"]
        key = change.connection_id, change.type, change.qb_id
        if not Objects._find(*key):
            Objects._store(change.connection_id, [change._state()])
        return Objects._find(*key)


class OpenLines:
    """What is open of receivable and payable lines, less what is to be matched."""

    def __init__(self):
        self._left = {}
        self._pairs = Counter()

    def taken(self):
        """What is to be matched since this was asked last: ``{(debit line, credit
        line): amount}``."""
        pairs, self._pairs = self._pairs, Counter()
        return pairs

    def pair(self, invoice, other, amount):
        """Settle so much of an invoice with another entry, what is due first first.

        :param amount: in the currency of the invoice
        :raises NotTaken: where one of them is not posted, is in another currency or has
            less open
        """
        if amount <= 0:
            return
        for move in (invoice, other):
            self._check(invoice, move, amount)
        rest, currency = float(amount), invoice.currency_id
        for one in self._lines(invoice):
            for two in self._lines(other):
                part = min(rest, self._left[one], self._left[two])
                if currency.is_zero(part):
                    continue
                pair = (one, two) if one.amount_currency > 0 else (two, one)
                self._pairs[pair] = currency.round(self._pairs[pair] + part)
                for line in pair:
                    self._left[line] = currency.round(self._left[line] - part)
                rest = currency.round(rest - part)

    def _lines(self, move):
        lines = move.line_ids._qb_party_lines()
        for line in lines:
            self._left.setdefault(line, abs(line.amount_residual_currency))
        return lines

    def _check(self, invoice, move, amount):
        record = move.origin_payment_id or move
        name, place = record.display_name, record._qb_place()
        if move.state != "posted" and not move.origin_payment_id:
            raise NotTaken(told.not_posted(name, place))
        lines, currency = self._lines(move), invoice.currency_id
        if lines.currency_id != currency:
            other = lines.currency_id[:1]
            raise NotTaken(told.other_currency(name, other.name, currency.name, place))
        left = sum(self._left[line] for line in lines)
        if currency.compare_amounts(float(amount), left) > 0:
            left = _money(left, currency)
            raise NotTaken(told.more_than_open(amount, left, name, place))
