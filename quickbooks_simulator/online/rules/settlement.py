# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments: what they settle, and the open balances that follow from it."""

from __future__ import annotations

import sqlite3

from .. import faults
from ..answers import cents, loads, money_of_cents
from ..books import ENTRY, Books, party_entity
from . import journal
from .currency import home_amounts

Target = tuple[str, int]

# What a payment pays, and the credits it can use up to do so.
PAID_BY = {"Payment": "Invoice", "BillPayment": "Bill"}
USED_BY = {"Payment": "CreditMemo", "BillPayment": "VendorCredit"}


def wanted(books: Books, entity: str, body: dict, own_id: int | None) -> dict:
    """What the lines of a payment ask for: cents per target.

    No more is applied than is open; the rest stays with the payment.

    :raises Fault: 610 no such transaction, 620 another customer's or vendor's,
        6000 when more is applied than was received
    """
    party = int(body[f"{party_entity(entity)}Ref"]["value"])
    held = current(books, entity, own_id)
    applied: dict[Target, int] = {}
    for line in body.get("Line") or ():
        links = line.get("LinkedTxn") or ()
        if "Amount" not in line:
            raise faults.required_missing("Line.Amount")
        if not links:
            raise faults.required_missing("Line.LinkedTxn")
        left = cents(line["Amount"])
        for link in links:
            target = _target(books, entity, link, party)
            key = (target["entity"], target["id"])
            open_amount = target["balance"] + held.get(key, 0) - applied.get(key, 0)
            amount = max(0, min(left, open_amount))
            applied[key] = applied.get(key, 0) + amount
            left -= amount
    if remainder(entity, cents(body["TotalAmt"]), applied) < 0:
        raise faults.business(
            "The amount received and the credits are less than the amount applied."
        )
    return applied


def remainder(entity: str, total: int, applied: dict[Target, int]) -> int:
    """What is left of a payment after what it settles, in cents."""
    credits_ = USED_BY[entity], ENTRY
    used = sum(amount for (kind, _id), amount in applied.items() if kind in credits_)
    paid = sum(
        amount for (kind, _id), amount in applied.items() if kind not in credits_
    )
    return total + used - paid


def current(books: Books, entity: str, own_id: int | None) -> dict[Target, int]:
    """What a payment settles now: cents per target."""
    rows = books.store.rows(
        "SELECT target_entity, target_id, amount FROM settlement "
        "WHERE realm = ? AND payment_entity = ? AND payment_id = ?",
        books.realm,
        entity,
        own_id,
    )
    return {(row["target_entity"], row["target_id"]): row["amount"] for row in rows}


def settle(books: Books, entity: str, number: int, applied: dict[Target, int]) -> None:
    """Make a payment settle exactly this; its targets get new balances and tokens."""
    before = current(books, entity, number)
    for target in {**before, **applied}:
        if before.get(target) == applied.get(target):
            continue
        books.store.run(
            "DELETE FROM settlement WHERE realm = ? AND payment_entity = ? "
            "AND payment_id = ? AND target_entity = ? AND target_id = ?",
            books.realm,
            entity,
            number,
            *target,
        )
        if target in applied:
            books.store.run(
                "INSERT INTO settlement VALUES (?, ?, ?, ?, ?, ?)",
                books.realm,
                entity,
                number,
                *target,
                applied[target],
            )
        row = books.find(*target)
        body = loads(row["body"])
        balance = rebalance(books, body, *target)
        books.change(row, body, balance=balance)


def payments_of(books: Books, entity: str, number: int) -> list[sqlite3.Row]:
    """The payments that settle a transaction."""
    return books.store.rows(
        "SELECT payment_entity, payment_id, amount FROM settlement "
        "WHERE realm = ? AND target_entity = ? AND target_id = ? "
        "ORDER BY payment_id",
        books.realm,
        entity,
        number,
    )


def require_unpaid(books: Books, entity: str, number: int) -> None:
    """:raises Fault: 6540 when payments are applied to the transaction"""
    if payments_of(books, entity, number):
        raise faults.linked_transaction()


def rebalance(books: Books, body: dict, entity: str, number: int | None) -> int:
    """Put Balance and LinkedTxn into a transaction's body; returns the open cents.

    :raises Fault: 6000 when the total falls below what was paid
    """
    if entity == ENTRY:
        return open_credit(books, journal.open_line(books, body), number)
    links = payments_of(books, entity, number) if number is not None else []
    balance = cents(body["TotalAmt"]) - sum(link["amount"] for link in links)
    if balance < 0:
        raise faults.business(
            "The transaction cannot be less than the payments applied to it."
        )
    body["Balance"] = money_of_cents(balance)
    if entity == "CreditMemo":
        body["RemainingCredit"] = money_of_cents(balance)
    else:
        body["LinkedTxn"] = [
            {"TxnId": str(link["payment_id"]), "TxnType": _link_type(books, link)}
            for link in links
        ]
    body.update(home_amounts(books, body))
    return balance


def open_credit(books: Books, line: dict | None, number: int | None) -> int:
    """What is left of the credit of an entry's line, in cents; a debt as it is.

    :raises Fault: 6000 when it falls below what payments have used of it
    """
    links = payments_of(books, ENTRY, number) if number is not None else []
    used = sum(link["amount"] for link in links)
    given = journal.credit(line)
    if used and given < used:
        raise faults.business(
            "The transaction cannot be less than the payments applied to it."
        )
    return given - used


def _link_type(books: Books, link: sqlite3.Row) -> str:
    if link["payment_entity"] == "Payment":
        return "Payment"
    row = books.find("BillPayment", link["payment_id"])
    pay_type = loads(row["body"])["PayType"] if row else "Check"
    return f"BillPayment{pay_type}"


def _target(books: Books, entity: str, link: dict, party: int) -> sqlite3.Row:
    kind = link.get("TxnType")
    if kind not in (PAID_BY[entity], USED_BY[entity], ENTRY):
        raise faults.not_linkable(
            f"Transaction Not Linkable : a {entity} cannot be linked to {kind}."
        )
    if not link.get("TxnId"):
        raise faults.required_missing("LinkedTxn.TxnId")
    row = books.get(kind, link["TxnId"])
    if kind == ENTRY and row["balance"] < 0:
        raise faults.not_linkable(
            f"Transaction Not Linkable : {kind} {row['id']} is no credit."
        )
    if row["party"] != party:
        raise faults.not_linkable(
            f"Transaction Not Linkable : {kind} {row['id']} belongs to another name."
        )
    return row
