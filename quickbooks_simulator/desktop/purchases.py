# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bills and vendor credits."""

from __future__ import annotations

from decimal import Decimal

from . import defaults, statuses, tax
from .books import Books, Row, amount, body_of, cents
from .profile import yes
from .values import Body

_DAYS_BILLS_ARE_DUE = 10


def prepare(books: Books, kind: str, body: Body):
    """Vendor, account, total in cents, and what is kept of it.

    :raises Refusal: an account does not fit, a line has none
    """
    vendor = books.row(body["VendorRef"]["ListID"])
    body = dict(body)
    body.pop("LinkToTxnID", None)
    account = defaults.ledger(books, body, "APAccountRef", vendor, kind)
    body["APAccountRef"] = {"ListID": account["list_id"]}
    its_body = body_of(vendor)
    for field, source in (("TermsRef", "TermsRef"), ("VendorAddress",) * 2):
        if kind == "Bill" and field not in body and its_body.get(source):
            body[field] = its_body[source]
    if kind == "Bill" and not body.get("DueDate"):
        body["DueDate"] = defaults.due_date(books, body, _DAYS_BILLS_ARE_DUE)
    body |= defaults.currency(books, body, vendor, kind)
    body["ExpenseLine"] = [_expense(line) for line in body.get("ExpenseLine", ())]
    body["ItemLine"] = [_item(line) for line in body.get("ItemLine", ())]
    lines = [*body["ExpenseLine"], *body["ItemLine"]]
    its_tax = tax.on_purchase(books, body, lines)
    total = sum(cents(line["Amount"]) for line in lines)
    if not its_tax.included:
        total += its_tax.cents
    return vendor, account, total, body


def _expense(line) -> Body:
    if not line.get("AccountRef"):
        raise statuses.no_posting_account()
    return {**line, "Amount": line.get("Amount") or "0.00"}


def _item(line) -> Body:
    if not line.get("ItemRef"):
        raise statuses.missing("ItemRef")
    total = line.get("Amount")
    if not total:
        total = Decimal(line.get("Cost") or 0) * Decimal(line.get("Quantity") or 1)
    return {**line, "Amount": amount(cents(total))}


def voided(body: Body) -> Body:
    """What is kept of it when it is void."""
    for line in [*body.get("ExpenseLine", ()), *body.get("ItemLine", ())]:
        line |= {"Amount": "0.00"}
        line.pop("Cost", None)
        line.pop("TaxAmount", None)
    return body


def amounts(books: Books, row: Row, body: Body) -> Body:
    """What an answer tells of its amounts."""
    name = "AmountDue" if row["kind"] == "Bill" else "CreditAmount"
    result = {name: amount(row["total"]), "OpenAmount": amount(row["open"])}
    if row["kind"] == "Bill":
        result["IsPaid"] = yes(not row["open"])
    if "ExchangeRate" in body:
        in_home = defaults.in_home_currency(row["total"], body)
        result[f"{name}InHomeCurrency"] = amount(in_home)
    return result
