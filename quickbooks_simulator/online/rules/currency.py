# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Currencies of customers, vendors and transactions."""

from __future__ import annotations

from decimal import Decimal

from .. import faults
from ..answers import money
from ..books import Books


def of_party(books: Books, body: dict, old: dict | None) -> dict:
    """The CurrencyRef of a customer or vendor; fixed once it is created.

    :raises Fault: 6000 for a foreign currency without multi-currency, or a change
    """
    company = books.company
    wanted = (body.get("CurrencyRef") or {}).get("value")
    if old is not None:
        if wanted and wanted != old["CurrencyRef"]["value"]:
            raise faults.business("The currency of a name cannot be changed.")
        return old["CurrencyRef"]
    code = wanted or company.home_currency
    if code != company.home_currency and not company.uses_multi_currency:
        raise _multi_currency_off()
    return books.currency(code)


def of_transaction(books: Books, body: dict, party: dict) -> dict:
    """CurrencyRef and, with multi-currency, ExchangeRate of a transaction.

    A rate that is left out is taken as 1, even for a foreign currency.

    :raises Fault: 2020 when multi-currency asks for a CurrencyRef, 6000 when it is
        not the customer's or vendor's currency
    """
    company = books.company
    wanted = (body.get("CurrencyRef") or {}).get("value")
    if not company.uses_multi_currency:
        if wanted and wanted != company.home_currency:
            raise _multi_currency_off()
        return {"CurrencyRef": books.currency(company.home_currency)}
    if not wanted:
        raise faults.required_missing("CurrencyRef")
    if wanted != party["CurrencyRef"]["value"]:
        raise faults.business(
            "The currency of the transaction is invalid for customer / vendor / "
            "account."
        )
    rate = 1 if wanted == company.home_currency else body.get("ExchangeRate") or 1
    return {"CurrencyRef": books.currency(wanted), "ExchangeRate": rate}


def home_amounts(books: Books, body: dict) -> dict:
    """HomeTotalAmt and HomeBalance, which only multi-currency companies answer."""
    if not books.company.uses_multi_currency:
        return {}
    rate = Decimal(body["ExchangeRate"])
    amounts = {"HomeTotalAmt": money(body["TotalAmt"] * rate)}
    if "Balance" in body:
        amounts["HomeBalance"] = money(body["Balance"] * rate)
    return amounts


def _multi_currency_off() -> faults.Fault:
    return faults.business(
        "Multi Currency should be enabled to perform this operation."
    )
