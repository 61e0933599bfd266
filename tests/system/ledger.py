# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Both sides' books as lists of entries that can be compared: Odoo's and QuickBooks'.

Neither knows the addon's links: a document is found by its number, a party by its name.
"""

from collections import Counter
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

TYPES = {
    "out_invoice": "Invoice",
    "out_refund": "CreditMemo",
    "in_invoice": "Bill",
    "in_refund": "VendorCredit",
}
PAYMENT_TYPES = {"inbound": "Payment", "outbound": "BillPayment"}
ROLES = {
    "Invoice": "Customer",
    "CreditMemo": "Customer",
    "Payment": "Customer",
    "Bill": "Vendor",
    "VendorCredit": "Vendor",
    "BillPayment": "Vendor",
}
# What books what was written off with a payment.
ENTRY = "JournalEntry"
_NUMBERS = ("DocNumber", "PaymentRefNum")
_BALANCES = ("Balance", "RemainingCredit", "UnappliedAmt")
# A line of a payment has no details.
_AMOUNT_LINES = (
    "SalesItemLineDetail",
    "AccountBasedExpenseLineDetail",
    "JournalEntryLineDetail",
    "",
)


@dataclass(frozen=True)
class Entry:
    """A document, as a bookkeeper compares it: in its own currency, to the cent.

    `balance` is what is open of it, or of a payment what is not applied. `lines` are
    the amounts of its lines, or of a payment what it pays with each of them.
    """

    type: str
    number: str
    party: str
    date: date
    currency: str
    total: Decimal
    tax: Decimal
    balance: Decimal
    lines: tuple[Decimal, ...]

    def difference(self, other):
        """What is not the same: ``{field: (here, there)}``."""
        return {
            field.name: (getattr(self, field.name), getattr(other, field.name))
            for field in fields(self)
            if getattr(self, field.name) != getattr(other, field.name)
        }


def number_of(move):
    """What a document is called on both sides."""
    return (move.qb_number or move.name) if move.is_sale_document() else move.ref


def _name(payment):
    """One that was entered in QuickBooks has a reference from there."""
    return payment.payment_reference or payment.name


def number_there(record):
    """What a document is called in QuickBooks, as Odoo shows it to users.

    For QuickBooks Desktop, which has less room for numbers.
    """
    return record.qb_name.rpartition(" ")[2]


def in_odoo(moves, number=number_of):
    """``{move: Entry}``"""
    return {
        move: Entry(
            type=TYPES[move.move_type],
            number=number(move),
            party=move.commercial_partner_id.name,
            date=move.invoice_date,
            currency=move.currency_id.name,
            total=cents(move.amount_total),
            tax=cents(move.amount_tax),
            balance=cents(move.amount_residual - _paid_without_entry(move)),
            lines=tuple(
                sorted(
                    # As booked: what is shown may be a cent off the total.
                    cents(abs(line.amount_currency))
                    for line in move.invoice_line_ids
                    if line.display_type == "product"
                )
            ),
        )
        for move in moves
    }


def _paid_without_entry(move):
    """What Odoo knows to be paid, and books when the bank says so."""
    payments = move.matched_payment_ids.filtered(
        lambda payment: not payment.move_id and payment.state in ("in_process", "paid")
    )
    return sum(payments.mapped("amount"))


def payments_in_odoo(payments, number=_name):
    """``{payment: Entry}``; one without an entry pays one document, and all of it."""
    return {
        payment: Entry(
            type=PAYMENT_TYPES[payment.payment_type],
            number=number(payment),
            party=payment.partner_id.commercial_partner_id.name,
            date=payment.date,
            currency=payment.currency_id.name,
            total=cents(payment.amount),
            tax=cents(0),
            balance=cents(abs(sum(_owed(payment).mapped("amount_residual_currency")))),
            lines=tuple(sorted(_applied(payment))),
        )
        for payment in payments
    }


def _owed(payment):
    """The items of a payment that settle what is owed."""
    return payment.move_id.line_ids.filtered(
        lambda line: line.account_type in ("asset_receivable", "liability_payable")
    )


def entries_in_odoo(payments, number=_name):
    """``{payment: Entry}`` of what books what was written off with payments."""
    return {
        payment: Entry(
            type=ENTRY,
            number=number(payment),
            party=payment.partner_id.commercial_partner_id.name,
            date=payment.date,
            currency=payment.currency_id.name,
            total=cents(fee),
            tax=cents(0),
            balance=cents(0),
            lines=(cents(fee), cents(fee)),
        )
        for payment in payments
        if (fee := _written_off(payment))
    }


def _written_off(payment):
    """What a payment settles without paying it."""
    if not payment.move_id:
        return 0
    *_money_and_party, rest = payment._seek_for_lines()
    return abs(sum(rest.mapped("amount_currency")))


def _applied(payment):
    if not payment.move_id:
        return [cents(payment.amount)]
    # QuickBooks uses the credit of an entry for what was written off.
    written_off = cents(_written_off(payment))
    lines = _owed(payment)
    applied = Counter()
    for partial in lines.matched_debit_ids:
        applied[partial.debit_move_id.move_id] += partial.credit_amount_currency
    for partial in lines.matched_credit_ids:
        applied[partial.credit_move_id.move_id] += partial.debit_amount_currency
    # The difference between two rates is settled with it, and is nothing of its own.
    amounts = map(cents, (*applied.values(), written_off))
    return [amount for amount in amounts if amount]


def set_offs_in_odoo(moves):
    """``{credit note: Entry}`` of the payments over nothing that set off what credit
    notes settle without a payment."""
    found = {}
    for credit in moves.filtered(
        lambda its: its.move_type in ("out_refund", "in_refund")
    ):
        settled = _settled(credit)
        if not settled:
            continue
        is_sale = credit.is_sale_document()
        found[credit] = Entry(
            type=PAYMENT_TYPES["inbound" if is_sale else "outbound"],
            number=credit.name,
            party=credit.commercial_partner_id.name,
            date=max(its.invoice_date for its in (credit, *settled)),
            currency=credit.currency_id.name,
            total=cents(0),
            tax=cents(0),
            balance=cents(0),
            lines=tuple(
                sorted([*map(cents, settled.values()), cents(sum(settled.values()))])
            ),
        )
    return found


def _settled(credit):
    """``{invoice or bill: amount}`` of what a credit note settles."""
    lines, found = credit.line_ids, Counter()
    for partial in lines.matched_debit_ids:
        found[partial.debit_move_id.move_id] += partial.credit_amount_currency
    for partial in lines.matched_credit_ids:
        found[partial.credit_move_id.move_id] += partial.debit_amount_currency
    return {move: found[move] for move in found if move.is_invoice()}


def bare(name, suffixes):
    """A party's name here, by its name in QuickBooks."""
    for suffix in suffixes:
        name = name.removesuffix(suffix)
    return name


class Books:
    """A QuickBooks company, read as any other program reads it.

    :param suffixes: what stands behind the names of a customer and of a vendor where
        the other has taken the name
    """

    def __init__(self, simulator, realm, suffixes=()):
        self._simulator = simulator
        self._realm = realm
        self._suffixes = suffixes
        kinds = [*ROLES, ENTRY, *ROLES.values(), "Attachable"]
        self._seen = dict.fromkeys(kinds, 0)
        self._names = {}

    def news(self):
        """What has come since the last time, without what was made void.

        :return: (``{Id: Entry}`` by type, names of parties by role)
        """
        parties = {role: self._parties(role) for role in dict.fromkeys(ROLES.values())}
        return {kind: self._documents(kind) for kind in (*ROLES, ENTRY)}, parties

    def files(self):
        """The names of the files that have come since: ``{(type, Id): [name]}``."""
        found = {}
        for data in self._new("Attachable"):
            for link in data["AttachableRef"]:
                ref = link["EntityRef"]
                found.setdefault((ref["type"], ref["value"]), []).append(
                    data["FileName"]
                )
        return found

    def forget(self):
        """All of it is news again."""
        self._seen = dict.fromkeys(self._seen, 0)

    def _new(self, kind):
        found = self._simulator.objects(kind, self._realm, self._seen[kind])
        self._seen[kind] += len(found)
        return found

    def _parties(self, role):
        names = []
        for data in self._new(role):
            name = bare(data["DisplayName"], self._suffixes)
            self._names[role, data["Id"]] = name
            names.append(name)
        return names

    def _documents(self, kind):
        return {
            data["Id"]: Entry(
                type=kind,
                number=_number(data),
                party=self._names[_party(kind, data)],
                date=date.fromisoformat(data["TxnDate"]),
                currency=data["CurrencyRef"]["value"],
                total=cents(data["TotalAmt"]),
                tax=_tax(kind, data),
                balance=cents(
                    next((data[name] for name in _BALANCES if name in data), 0)
                ),
                lines=tuple(sorted(_line_amounts(data))),
            )
            for data in self._new(kind)
            if not _is_void(data)
        }


def _party(kind, data):
    """Role and id of the customer or vendor."""
    if kind != ENTRY:
        role = ROLES[kind]
        return role, data[f"{role}Ref"]["value"]
    details = (line["JournalEntryLineDetail"] for line in data["Line"])
    [entity] = [its["Entity"] for its in details if "Entity" in its]
    return entity["Type"], entity["EntityRef"]["value"]


def _number(data):
    """What a document is called; one without a number by the first word of its note."""
    note = data.get("PrivateNote", "").split(" ")[0]
    return next((data[name] for name in _NUMBERS if name in data), note)


def _line_amounts(data):
    return [
        cents(line["Amount"])
        for line in data["Line"]
        if line.get("DetailType", "") in _AMOUNT_LINES
    ]


def _tax(kind, data):
    """Vendor credits do not tell theirs (Intuit: VendorCredit has no TxnTaxDetail)."""
    if kind == "VendorCredit":
        return cents(data["TotalAmt"]) - sum(_line_amounts(data))
    return cents(data.get("TxnTaxDetail", {}).get("TotalTax", 0))


def _is_void(data):
    return not data["TotalAmt"] and data.get("PrivateNote", "").startswith("Voided")


def cents(amount):
    """An amount to the cent, as both sides compare it."""
    return +Decimal(f"{amount:.2f}")
