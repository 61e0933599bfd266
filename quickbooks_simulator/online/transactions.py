# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices, credit memos, bills, vendor credits, payments and journal entries."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

from . import faults, lists
from .answers import cents, loads, money, money_of_cents
from .books import ENTRY, SALES, Books, party_entity
from .entities import entity as entity_table
from .rules import (
    accounts,
    currency,
    custom_fields,
    journal,
    lines,
    numbering,
    period,
    plan,
    settlement,
    tax,
)
from .rules.references import resolve_all

PAYMENTS = ("Payment", "BillPayment")
# Kept by a full update that leaves them out.
_STICKY = ("DocNumber", "TxnDate", "CurrencyRef", "ExchangeRate")
_DEFAULT_DUE_DAYS = 30
_SENT = "EmailSent"
_VOIDABLE = ("Invoice", "Payment", "BillPayment")
_SALES_DEFAULTS = {
    "ApplyTaxAfterDiscount": False,
    "PrintStatus": "NeedToPrint",
    "EmailStatus": "NotSet",
}
_INVOICE_DEFAULTS = {
    "AllowIPNPayment": False,
    "AllowOnlinePayment": False,
    "AllowOnlineCreditCardPayment": False,
    "AllowOnlineACHPayment": False,
}


def create(books: Books, entity: str, payload: dict, options: set[str]) -> dict:
    """A new transaction, as the API answers it."""
    given = entity_table(entity).accept(payload)
    body = {name: value for name, value in given.items() if value is not None}
    number = books.next_id(entity, transaction=True)
    body, columns, applied = _compose(books, entity, body, None, options)
    if entity != ENTRY:
        code = body["CurrencyRef"]["value"]
        if opened := accounts.missing_account(books, entity, code):
            lists.create(books, "Account", opened)
    kept = books.add(entity, number, body, **columns)
    return _settled(books, entity, number, kept, applied)


def update(books: Books, entity: str, payload: dict, options: set[str]) -> dict:
    """Change a transaction: sparse keeps what is not sent, full clears it.

    An update that changes nothing leaves the SyncToken alone.
    """
    given = entity_table(entity).accept(payload)
    row = books.current(entity, payload)
    old = loads(row["body"])
    table = entity_table(entity)
    if payload.get("sparse") is True:
        base = {k: v for k, v in old.items() if table.properties.get(k)}
        if "CustomField" in old:
            base["CustomField"] = custom_fields.merged(
                books.company, given.pop("CustomField", None) or [], old["CustomField"]
            )
    else:
        base = {k: old[k] for k in _STICKY if k in old}
    merged = {**base, **given}
    body = {name: value for name, value in merged.items() if value is not None}
    body, columns, applied = _compose(books, entity, body, row, options)
    body |= {k: old[k] for k in ("domain", "sparse", "Id", "SyncToken", "MetaData")}
    if body == old:
        return old
    sent = body.get("EmailStatus") == _SENT != old.get("EmailStatus")
    event = "Emailed" if sent else "Update"
    kept = books.change(row, body, event=event, **columns)
    return _settled(books, entity, row["id"], kept, applied)


def delete(books: Books, entity: str, payload: dict) -> dict:
    """:raises Fault: 6210 closed books, 6540 when payments are applied"""
    row = books.current(entity, payload)
    period.require_open(books.company, row["date"])
    settlement.require_unpaid(books, entity, row["id"])
    if entity in PAYMENTS:
        settlement.settle(books, entity, row["id"], {})
    books.remove(row)
    return {"domain": "QBO", "status": "Deleted", "Id": str(row["id"])}


def void(books: Books, entity: str, payload: dict) -> dict:
    """Set a transaction to nothing but keep it.

    :raises Fault: 500 for entities without void, 6210, 6540
    """
    if entity not in _VOIDABLE:
        raise faults.unsupported_operation(f"void of {entity}")
    row = books.current(entity, payload)
    period.require_open(books.company, row["date"])
    settlement.require_unpaid(books, entity, row["id"])
    body = loads(row["body"])
    note = body.get("PrivateNote")
    if not (note or "").startswith("Voided"):
        body["PrivateNote"] = f"Voided - {note}" if note else "Voided"
    body["TotalAmt"] = 0
    if entity in PAYMENTS:
        body["Line"] = []
        settlement.settle(books, entity, row["id"], {})
    else:
        for line in body["Line"]:
            if "Amount" in line:
                line["Amount"] = 0
            detail = line.get(line["DetailType"], {})
            for name in ("Qty", "UnitPrice"):
                if name in detail:
                    detail[name] = 0
        body["TxnTaxDetail"] = {"TotalTax": 0}
        body["Balance"] = 0
    if entity == "Payment":
        body["UnappliedAmt"] = 0
    body.update(currency.home_amounts(books, body))
    return books.change(row, body, event="Void", total=0, balance=0)


def _compose(
    books: Books,
    entity: str,
    body: dict,
    row: sqlite3.Row | None,
    options: set[str],
) -> tuple[dict, dict, dict]:
    """Check a transaction whole and compute what QuickBooks adds.

    Returns its body, the columns kept beside it, and what it settles.
    """
    own_id = None if row is None else row["id"]
    for prop in entity_table(entity).properties.values():
        if prop.required and prop.name not in body:
            raise faults.required_missing(prop.name)
    plan.require_tracking(books.company, body)
    body = resolve_all(books, entity, body)
    if entity == ENTRY:
        return *_compose_entry(books, body, row), {}
    side = party_entity(entity)
    party_id = int(body[f"{side}Ref"]["value"])
    party = loads(books.find(side, party_id)["body"])
    if row is not None and row["party"] != party_id:
        settlement.require_unpaid(books, entity, own_id)
    _date(books, body, row)
    body.update(currency.of_transaction(books, body, party))
    if entity in PAYMENTS:
        balance, applied = _compose_payment(books, entity, body, own_id)
    else:
        old_lines = [] if row is None else loads(row["body"])["Line"]
        _compose_document(books, entity, body, old_lines, party)
        balance, applied = settlement.rebalance(books, body, entity, own_id), {}
    number = _number(books, entity, body, party_id, own_id, options)
    columns = {
        "party": party_id,
        "doc_number": number,
        "date": body["TxnDate"],
        "total": cents(body["TotalAmt"]),
        "balance": balance,
    }
    return body, columns, applied


def _date(books: Books, body: dict, row: sqlite3.Row | None) -> None:
    body.setdefault("TxnDate", books.clock.today())
    period.require_open(books.company, body["TxnDate"], row and row["date"])
    if not books.company.uses_multi_currency:
        body.pop("ExchangeRate", None)


def _compose_entry(books, body, row) -> tuple[dict, dict]:
    """As ``_compose``, of a journal entry; its balance is the credit it leaves."""
    own_id = None if row is None else row["id"]
    _date(books, body, row)
    old_lines = [] if row is None else loads(row["body"])["Line"]
    line = journal.compose(books, body, old_lines)
    party_id = line and journal.party(line)[1]
    if row is not None and row["party"] != party_id:
        settlement.require_unpaid(books, ENTRY, own_id)
    return body, {
        "party": party_id,
        "doc_number": body.get("DocNumber"),
        "date": body["TxnDate"],
        "total": cents(body["TotalAmt"]),
        "balance": settlement.open_credit(books, line, own_id),
    }


def _number(books, entity, body, party_id, own_id, options) -> str | None:
    if entity == "Payment":
        return body.get("PaymentRefNum")
    number = numbering.document_number(books, entity, body.get("DocNumber"))
    if number:
        body["DocNumber"] = number
    if numbering.ALLOW_DUPLICATES not in options:
        numbering.require_unused(books, entity, number, party_id, own_id)
    return number


def _compose_document(books, entity, body, old_lines, party) -> None:
    """Lines, tax, totals and defaults of an invoice, bill or credit."""
    sales = entity in SALES
    kept = lines.check(books, body["Line"], old_lines, sales=sales)
    taxed = tax.compute(books, body, kept, party, sales=sales)
    goods = lines.subtotal(kept)
    discounts = lines.apply_discounts(kept, goods)
    total = money(goods - discounts + taxed.total)
    if total < 0:
        raise faults.business("The total of a transaction cannot be negative.")
    body["TotalAmt"] = total
    if books.company.is_us:
        body.pop("GlobalTaxCalculation", None)
    if sales:
        body["Line"] = lines.with_subtotal(kept, goods)
        body["TxnTaxDetail"] = taxed.detail
        body["CustomField"] = custom_fields.check(
            books.company, body.get("CustomField", [])
        )
        _sales_defaults(books, entity, body, party)
    else:
        body["Line"] = kept
        body.pop("TxnTaxDetail", None)
        if entity == "Bill" and not books.company.is_us:
            body["TxnTaxDetail"] = taxed.detail
        body.setdefault("APAccountRef", _account(books, "AccountsPayable"))
    if entity in ("Invoice", "Bill"):
        body.setdefault("DueDate", _due_date(books, body, party))


def _sales_defaults(books: Books, entity: str, body: dict, party: dict) -> None:
    for name in ("BillAddr", "ShipAddr"):
        if name in party:
            body.setdefault(name, party[name])
    defaults = _SALES_DEFAULTS | (_INVOICE_DEFAULTS if entity == "Invoice" else {})
    for name, value in defaults.items():
        body.setdefault(name, value)


def _compose_payment(books, entity, body, own_id) -> tuple[int, dict]:
    """What a payment settles and what is left of it, in cents."""
    total = cents(body["TotalAmt"])
    if total < 0:
        raise faults.business("The total of a payment cannot be negative.")
    if entity == "BillPayment":
        _check_pay_type(books, body)
    else:
        body.setdefault("ProcessPayment", False)
        body.setdefault("DepositToAccountRef", _account(books, "UndepositedFunds"))
        _require_account_type(
            books, body["DepositToAccountRef"], "Bank", "Other Current Asset"
        )
    applied = settlement.wanted(books, entity, body, own_id)
    left = settlement.remainder(entity, total, applied)
    if entity == "Payment":
        body["UnappliedAmt"] = money_of_cents(left)
    body["Line"] = [
        {
            "Amount": money_of_cents(amount),
            "LinkedTxn": [{"TxnId": str(number), "TxnType": kind}],
        }
        for (kind, number), amount in applied.items()
        if amount
    ]
    body.update(currency.home_amounts(books, body))
    return left, applied


def _check_pay_type(books: Books, body: dict) -> None:
    part, account, kind = (
        ("CheckPayment", "BankAccountRef", "Bank")
        if body["PayType"] == "Check"
        else ("CreditCardPayment", "CCAccountRef", "Credit Card")
    )
    if part not in body:
        raise faults.required_missing(part)
    if part == "CheckPayment":
        body[part].setdefault("PrintStatus", "NotSet")
    _require_account_type(books, body[part][account], kind)


def _require_account_type(books: Books, ref: dict, *kinds: str) -> None:
    account = loads(books.find("Account", int(ref["value"]))["body"])
    if account["AccountType"] not in kinds:
        raise faults.account_type()


def _account(books: Books, sub_type: str) -> dict:
    """The account QuickBooks itself uses for payables or undeposited funds."""
    row = books.store.row(
        "SELECT id, full_name FROM object WHERE realm = ? AND entity = 'Account' "
        "AND body ->> '$.AccountSubType' = ? AND active = 1 ORDER BY id LIMIT 1",
        books.realm,
        sub_type,
    )
    return {"value": str(row["id"]), "name": row["full_name"]}


def _due_date(books: Books, body: dict, party: dict) -> str:
    """The term's days after the date; the term of the customer or vendor by default."""
    term = body.get("SalesTermRef") or party.get("SalesTermRef") or party.get("TermRef")
    days = _DEFAULT_DUE_DAYS
    if term:
        row = books.find("Term", int(term["value"]))
        days = int(loads(row["body"]).get("DueDays", _DEFAULT_DUE_DAYS))
        body.setdefault("SalesTermRef", term)
    return (date.fromisoformat(body["TxnDate"]) + timedelta(days=days)).isoformat()


def _settled(books, entity, number, body, applied) -> dict:
    """Apply a payment that was just kept."""
    if entity in PAYMENTS:
        settlement.settle(books, entity, number, applied)
    return body
