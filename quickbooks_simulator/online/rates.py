# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Exchange rates of foreign currencies, in home units for one foreign unit."""

from __future__ import annotations

from . import faults
from .answers import loads
from .books import Books
from .entities import entity


def write(books: Books, operation: str, payload: dict) -> dict:
    """Set the rate of a currency for a day.

    :raises Fault: 500 for anything but an update, 5030 without multi-currency
    """
    if operation not in ("create", "update"):
        raise faults.unsupported_operation(f"{operation} of ExchangeRate")
    if not books.company.uses_multi_currency:
        raise faults.feature_not_supported(
            "ExchangeRate", "Multi Currency is turned off."
        )
    given = entity("ExchangeRate").accept(payload)
    for name in ("SourceCurrencyCode", "Rate"):
        if not given.get(name):
            raise faults.required_missing(name)
    return keep(
        books,
        given["SourceCurrencyCode"],
        given.get("AsOfDate") or books.clock.today(),
        given["Rate"],
    )


def keep(books: Books, code: str, day: str, rate) -> dict:
    """Keep the rate of a currency from a day on."""
    body = {
        "SourceCurrencyCode": code,
        "TargetCurrencyCode": books.company.home_currency,
        "Rate": rate,
        "AsOfDate": day,
    }
    row = books.store.row(
        "SELECT * FROM object WHERE realm = ? AND entity = 'ExchangeRate' "
        "AND name = ? AND date = ?",
        books.realm,
        code,
        day,
    )
    if row is None:
        number = books.next_id("ExchangeRate")
        return books.add("ExchangeRate", number, body, name=code, date=day)
    return books.change(row, loads(row["body"]) | body)


def of_day(books: Books, code: str, day: str) -> str:
    """The JSON text of the newest rate known on a day.

    :raises Fault: 610 when there is none
    """
    body = books.store.value(
        "SELECT body FROM object WHERE realm = ? AND entity = 'ExchangeRate' "
        "AND name = ? AND date <= ? ORDER BY date DESC LIMIT 1",
        books.realm,
        code,
        day,
    )
    if body is None:
        raise faults.object_not_found()
    return body
