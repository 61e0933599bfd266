# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Journal entries: what they book, and the credit that one of them leaves open."""

from __future__ import annotations

from .. import faults
from ..answers import cents, loads, money, money_of_cents
from ..books import Books
from . import currency
from .references import resolve_all

DETAIL = "JournalEntryLineDetail"
# Whose name a line on such an account needs, and on which side a credit is that a
# payment can use up.
_OPEN_ACCOUNTS = {
    "Accounts Receivable": ("Customer", "Credit"),
    "Accounts Payable": ("Vendor", "Debit"),
}


def compose(books: Books, body: dict, old_lines: list[dict]) -> dict | None:
    """Check the lines of an entry and put in what QuickBooks adds.

    :return: the line on Accounts Receivable or Payable; None without one
    :raises Fault: 2020, 2170, 2500, 6000
    """
    lines = _numbered([_line(books, line) for line in body["Line"]], old_lines)
    sums = {"Debit": 0, "Credit": 0}
    for line in lines:
        if DETAIL in line:
            sums[line[DETAIL]["PostingType"]] += cents(line["Amount"])
    if sums["Debit"] != sums["Credit"]:
        raise faults.business("Debits and credits of a journal entry must be equal.")
    if not sums["Debit"]:
        raise faults.business("A journal entry cannot be over nothing.")
    open_lines = [each for each in lines if _open_account(books, each)]
    if len(open_lines) > 1:
        raise faults.business("Only one line can use Accounts Receivable or Payable.")
    found = open_lines[0] if open_lines else None
    _compose_currency(books, body, lines, found)
    body["Line"], body["TotalAmt"] = lines, money_of_cents(sums["Debit"])
    body.setdefault("Adjustment", False)
    body.update(currency.home_amounts(books, body))
    return found


def party(line: dict | None) -> tuple[str, int] | None:
    """Whose line on Accounts Receivable or Payable it is: (Customer or Vendor, Id)."""
    if line is None:
        return None
    named = line[DETAIL]["Entity"]
    return named["Type"], int(named["EntityRef"]["value"])


def open_line(books: Books, body: dict) -> dict | None:
    """The line of an entry on Accounts Receivable or Payable."""
    return next((each for each in body["Line"] if _open_account(books, each)), None)


def credit(line: dict | None) -> int:
    """What such a line gives its customer or vendor, in cents; less than zero where
    it is a debt."""
    if line is None:
        return 0
    [side] = [
        side
        for kind, side in _OPEN_ACCOUNTS.values()
        if kind == line[DETAIL]["Entity"]["Type"]
    ]
    amount = cents(line["Amount"])
    return amount if line[DETAIL]["PostingType"] == side else -amount


def _numbered(lines: list[dict], old: list[dict]) -> list[dict]:
    known = {line["Id"] for line in old}
    last = max((int(each) for each in known), default=-1)
    for line in lines:
        if line.get("Id") not in known:
            last += 1
            line["Id"] = str(last)
    return lines


def _line(books: Books, given: dict) -> dict:
    kind = given.get("DetailType")
    if not kind:
        raise faults.required_missing("Line.DetailType")
    line = {k: given[k] for k in ("Id", "Description") if k in given}
    if kind == "DescriptionOnly":
        return {**line, "DetailType": kind, "DescriptionLineDetail": {}}
    if kind != DETAIL:
        raise faults.invalid_enum("DetailType", kind)
    if "Amount" not in given:
        raise faults.required_missing("Line.Amount")
    if given["Amount"] < 0:
        raise faults.business("The amount of a line cannot be negative.")
    if not given.get(DETAIL):
        raise faults.required_missing(f"Line.{DETAIL}")
    detail = resolve_all(books, DETAIL, given[DETAIL])
    if named := detail.get("Entity"):
        detail["Entity"] = resolve_all(books, "JournalEntity", named)
        _check_kind(books, detail["Entity"])
    line |= {"Amount": money(given["Amount"]), "DetailType": kind, kind: detail}
    if account := _open_account(books, line):
        wanted, _side = _OPEN_ACCOUNTS[account]
        if not named or named["Type"] != wanted:
            raise faults.business(
                f"When you use {account}, you must choose a {wanted.lower()} in the "
                "Name field."
            )
    return line


def _check_kind(books: Books, named: dict) -> None:
    """:raises Fault: 2500 where the name is of another kind than is said"""
    number = named["EntityRef"]["value"]
    if not number.isdecimal() or books.find(named["Type"], int(number)) is None:
        raise faults.invalid_reference("Names", number)


def _open_account(books: Books, line: dict) -> str:
    """The type of a line's account, where somebody owes what is on it; else ""."""
    detail = line.get(DETAIL)
    its_type = _account(books, detail["AccountRef"])["AccountType"] if detail else ""
    return its_type if its_type in _OPEN_ACCOUNTS else ""


def _account(books: Books, ref: dict) -> dict:
    return loads(books.find("Account", int(ref["value"]))["body"])


def _compose_currency(books, body, lines, found) -> None:
    """:raises Fault: 2020, 6000 where customer, vendor or account have another one"""
    home = books.company.home_currency
    wanted = (body.get("CurrencyRef") or {}).get("value") or home
    whose = {"CurrencyRef": {"value": wanted}}
    if its := party(found):
        whose = loads(books.find(*its)["body"])
    body.update(currency.of_transaction(books, body, whose))
    for line in lines:
        if DETAIL not in line:
            continue
        account = _account(books, line[DETAIL]["AccountRef"])
        its_own = (account.get("CurrencyRef") or {}).get("value") or home
        # What is owed is kept in one account for each currency.
        allowed = (wanted,) if line is found else (wanted, home)
        if its_own not in allowed:
            raise faults.business(
                "The currency of the transaction is invalid for customer / vendor / "
                "account."
            )
