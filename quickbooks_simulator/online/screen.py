# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What somebody types at the screen, as the properties of a request."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from . import faults
from .answers import loads, money
from .books import SALES, Books
from .entities import entity as entity_table

# A line: the name of its item or account, its amount and, where it matters, the name
# of its tax code; or all of its properties.
Line = tuple[str, ...] | dict

_DETAILS = {
    "Item": ("ItemBasedExpenseLineDetail", "ItemRef"),
    "Account": ("AccountBasedExpenseLineDetail", "AccountRef"),
}
_UNTAXED_ABROAD = "Zero-rated"


def typed(books: Books, entity: str, fields: Mapping) -> dict:
    """Properties as a request brings them; references may be a name or an Id alone.

    :raises Fault: 2500 when nothing active has the name or Id
    """
    known = entity_table(entity).properties
    return {
        name: reference(books, known[name].targets, value)
        if isinstance(value, str) and value and known[name].kind == "ref"
        else value
        for name, value in fields.items()
    }


def reference(books: Books, targets: tuple[str, ...], text: str) -> dict:
    """The active object of one of these kinds that has this name or Id.

    :raises Fault: 2500
    """
    row = _named(books, targets, text)
    if row is None:
        raise faults.invalid_reference("Names", text)
    return {"value": str(row["id"])}


def _named(books: Books, targets: tuple[str, ...], text: str) -> sqlite3.Row | None:
    for target in targets:
        row = books.store.row(
            "SELECT id FROM object WHERE realm = ? AND entity = ? AND name_key = ? "
            "AND active = 1 AND deleted = 0",
            books.realm,
            target,
            text.strip().casefold(),
        )
        if row is None and text.isdigit():
            row = books.find(target, int(text))
        if row is not None:
            return row
    return None


def amount(text: str | Decimal) -> Decimal:
    """:raises Fault: 2010 when it is no amount of money"""
    try:
        return Decimal(money(Decimal(str(text).replace(",", ""))))
    except InvalidOperation:
        raise faults.unsupported_property(f"“{text}” as an amount") from None


def line(books: Books, entity: str, given: Line) -> dict:
    """A new line of an invoice, a bill or a credit.

    :raises Fault: 2500 when there is no such item, account or tax code
    """
    if isinstance(given, dict):
        return given
    what, its_amount, *code = given
    if entity in SALES:
        kind, name, targets = "SalesItemLineDetail", "ItemRef", ("Item",)
    else:
        target = "Account" if _named(books, ("Account",), what) else "Item"
        kind, name = _DETAILS[target]
        targets = (target,)
    detail = {name: reference(books, targets, what)}
    if code or not books.company.is_us:
        detail["TaxCodeRef"] = _tax_code(books, *code)
    return {"Amount": amount(its_amount), "DetailType": kind, kind: detail}


def _tax_code(books: Books, name: str = _UNTAXED_ABROAD) -> dict:
    if books.company.is_us:
        return {"value": name}
    return reference(books, ("TaxCode",), name)


def with_amount(old: dict, wanted: Decimal) -> dict:
    """A line with another amount. Its quantity stays if a price makes it that much."""
    kind = old["DetailType"]
    detail = {k: v for k, v in old[kind].items() if k != "TaxInclusiveAmt"}
    quantity = detail.get("Qty")
    if quantity:
        price = (wanted / Decimal(quantity)).quantize(Decimal("0.00001"))
        if money(price * Decimal(quantity)) != wanted:
            detail["Qty"], price = 1, wanted
        detail["UnitPrice"] = price
    else:
        detail.pop("UnitPrice", None)
    return {**old, "Amount": wanted, kind: detail}


def transaction(books: Books, number, *kinds: str) -> tuple[sqlite3.Row, dict]:
    """The row and the body of the transaction with an Id; all kinds share their Ids.

    :raises Fault: 2030 when the Id is no number, 610 when there is none of these kinds
    """
    for kind in kinds:
        row = books.find(kind, int(number)) if str(number).isdigit() else None
        if row is not None:
            return row, loads(row["body"])
    return books.get(kinds[0], number), {}
