# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is in a company file, for tests that compare it with what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from . import extensions, settlements
from .books import Books, Row, body_of
from .kinds import LINES
from .values import Body


@dataclass(frozen=True)
class Party:
    """A customer, a vendor, or any other list object.

    :ivar kind: ``Customer``, ``ItemService`` and so on
    :ivar balance: in its own currency
    :ivar details: everything else that is kept of it
    """

    kind: str
    id: str
    name: str
    full_name: str
    active: bool
    balance: Decimal
    details: Body


@dataclass(frozen=True)
class Transaction:
    """A transaction; amounts are in its own currency.

    :ivar number: RefNumber
    :ivar party: full name of the customer or vendor
    :ivar open: what is to be settled of it, or still to be used
    :ivar applied: what a payment settles, by TxnID: money and credits
    :ivar discounts: what a payment gives away besides, by TxnID
    :ivar deposited: a payment that lies in the bank with others
    :ivar lines: as answers show them
    :ivar fields: custom fields, by name
    :ivar details: everything else that is kept of it
    """

    kind: str
    id: str
    number: str
    party: str
    date: date
    total: Decimal
    open: Decimal
    void: bool
    memo: str
    applied: dict[str, Decimal]
    discounts: dict[str, Decimal]
    deposited: bool
    lines: tuple[Body, ...]
    fields: dict[str, str]
    details: Body


def parties(books: Books, kinds: Iterable[str]) -> list[Party]:
    """List objects of these kinds, or of all, in the order they were made."""
    return [
        Party(
            row["kind"],
            row["list_id"],
            row["name"],
            row["full_name"],
            bool(row["active"]),
            _money(row["balance"]),
            books.shown(body_of(row)),
        )
        for row in _rows(books, "list_object", kinds)
    ]


def transactions(books: Books, kinds: Iterable[str]) -> list[Transaction]:
    """Transactions of these kinds, or of all, in the order they were made."""
    names = {
        row["id"]: row["full_name"]
        for row in books.store.rows("SELECT id, full_name FROM list_object")
    }
    return [_transaction(books, row, names) for row in _rows(books, "txn", kinds)]


def _rows(books, table, kinds) -> list[Row]:
    kinds = tuple(kinds)
    where = f"WHERE kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    return books.store.rows(f"SELECT * FROM {table} {where} ORDER BY id", *kinds)


def _transaction(books, row, names) -> Transaction:
    body = books.shown(body_of(row))
    lines = [line for name in LINES.get(row["kind"], ()) for line in body.pop(name, ())]
    fields = extensions.of(books, row["txn_id"], (extensions.CUSTOM,)).get("", ())
    settled = settlements.settled(books, row)
    return Transaction(
        kind=row["kind"],
        id=row["txn_id"],
        number=row["ref_number"],
        party=names[row["party"]],
        date=date.fromisoformat(row["date"]),
        total=_money(row["total"]),
        open=_money(row["open"]),
        void=bool(row["void"]),
        memo=body.get("Memo", ""),
        applied={each["txn_id"]: _money(each["settled"]) for each in settled},
        discounts={
            each["txn_id"]: _money(each["given"]) for each in settled if each["given"]
        },
        deposited=bool(row["deposited"]),
        lines=tuple(lines),
        fields={each["DataExtName"]: each["DataExtValue"] for each in fields},
        details=body,
    )


def _money(number_of_cents: int) -> Decimal:
    return Decimal(number_of_cents).scaleb(-2).quantize(Decimal("0.01"))
