# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What transactions take over from the lists: accounts, currencies, terms."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

from . import lists, profile, statuses
from .books import Books, Row, body_of
from .kinds import LISTS
from .values import Body

RECEIVABLE, PAYABLE = "AccountsReceivable", "AccountsPayable"
# The types of account that may stand in an element.
_TYPES = {
    "ARAccountRef": (RECEIVABLE,),
    "APAccountRef": (PAYABLE,),
    "BankAccountRef": ("Bank",),
    "CreditCardAccountRef": ("CreditCard",),
    "DepositToAccountRef": ("Bank", "OtherCurrentAsset"),
}
_TITLES = {RECEIVABLE: "Accounts Receivable", PAYABLE: "Accounts Payable"}


def account(books: Books, body: Body, field: str, where: str) -> Row:
    """The account of an element, of a type that may stand there.

    :raises Refusal: 3140, it is of another type
    """
    row = books.row(body[field]["ListID"])
    if body_of(row)["AccountType"] not in _TYPES[field]:
        raise statuses.bad_reference("Account", row["full_name"], where)
    return row


def account_named(books: Books, name: str) -> Row:
    """An account by its name.

    :raises Refusal: 3140, there is none
    """
    return books.resolve({"FullName": name}, "AccountRef", "Account")


def ledger(books: Books, body: Body, field: str, party: Row, where: str) -> Row:
    """Receivables or payables in the currency of the customer or vendor.

    QuickBooks opens an account for a currency when it is first needed.

    :raises Refusal: 3140 it is of another type, 3180 of another currency
    """
    currency = currency_of(party)
    if body.get(field):
        row = account(books, body, field, where)
        if currency_of(row) != currency:
            raise statuses.not_saved(
                where,
                f"The account {row['full_name']} has another currency than "
                f"{party['full_name']}.",
            )
        return row
    kind = _TYPES[field][0]
    for row in books.store.rows(
        "SELECT * FROM list_object WHERE kind = 'Account' AND active = 1 "
        "AND body ->> '$.AccountType' = ? ORDER BY id",
        kind,
    ):
        if currency_of(row) == currency:
            return row
    return _open_account(books, kind, currency)


def _open_account(books, kind, currency) -> Row:
    title = _TITLES[kind]
    body = {"Name": title, "AccountType": kind}
    if currency:
        code = body_of(books.row(currency))["CurrencyCode"]
        body |= {"Name": f"{title} - {code}", "CurrencyRef": {"ListID": currency}}
    return books.row(lists.add(books, LISTS["Account"], body))


def currency_of(row: Row) -> str:
    """ListID of the currency of an account, customer or vendor; empty without any."""
    return body_of(row).get("CurrencyRef", {}).get("ListID", "")


def currency(books: Books, body: Body, party: Row, where: str) -> Body:
    """What a transaction tells of its currency.

    :raises Refusal: 3180, there is a rate for the currency the books are kept in
    """
    its_currency = currency_of(party)
    if not its_currency:
        return {}
    row = books.row(its_currency)
    home = profile.currency_name(books.profile.home_currency)
    rate = body.get("ExchangeRate")
    if row["name"] == home:
        if rate and Decimal(rate) != 1:
            raise statuses.not_saved(
                where, f"{party['full_name']} is kept in {home}; its rate is 1."
            )
        rate = "1"
    return {
        "CurrencyRef": {"ListID": its_currency},
        "ExchangeRate": rate or body_of(row).get("ExchangeRate", "1"),
    }


def in_home_currency(cents: int, body: Body) -> int:
    """An amount at the rate of its transaction."""
    return int((cents * Decimal(body.get("ExchangeRate") or 1)).quantize(Decimal(1)))


def due_date(books: Books, body: Body, days: int) -> str:
    """When a transaction is due by its terms.

    :param days: after its date, where it has no terms
    """
    day = date.fromisoformat(body["TxnDate"])
    if not body.get("TermsRef"):
        return (day + timedelta(days)).isoformat()
    row = books.row(body["TermsRef"]["ListID"])
    terms = body_of(row)
    if row["kind"] == "StandardTerms":
        return (day + timedelta(int(terms.get("StdDueDays", 0)))).isoformat()
    due = _day_of_month(day.year, day.month, int(terms["DayOfMonthDue"]))
    if (due - day).days < int(terms.get("DueNextMonthDays", 0)) or due < day:
        months = day.month  # the next month, counted from 0
        due = _day_of_month(
            day.year + months // 12, months % 12 + 1, int(terms["DayOfMonthDue"])
        )
    return due.isoformat()


def _day_of_month(year, month, day) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
