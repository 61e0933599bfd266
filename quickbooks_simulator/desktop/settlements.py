# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What settles what: payments and credits on invoices and bills."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from . import statuses
from .books import Books, Row, amount
from .lists import add_to_balance
from .values import Body

# Whether an open amount is owed to the company, or by it to its vendors (+1), or the
# other way round (-1).
_SIGNS = {
    "Invoice": 1,
    "CreditMemo": -1,
    "ReceivePayment": -1,
    "Bill": 1,
    "VendorCredit": -1,
    "BillPaymentCheck": -1,
    "BillPaymentCreditCard": -1,
}
_TARGETS = ("Invoice", "Bill")
_CREDITS = ("CreditMemo", "VendorCredit")


@dataclass(frozen=True)
class Settlement:
    """A part of an invoice or a bill that is settled.

    :ivar target: TxnID of the invoice or bill; empty: the one that is being saved
    :ivar credit: TxnID of the credit that settles it; empty: money
    :ivar is_more: it comes on top of what the transaction used of the credit before
    :ivar amount: cents
    :ivar discount: cents given away besides
    :ivar discount_account: ListID
    """

    target: str
    credit: str = ""
    amount: int = 0
    discount: int = 0
    discount_account: str = ""
    is_more: bool = False


def replace(books: Books, payment: int, settled: Iterable[Settlement]) -> None:
    """What a transaction settles, or what is used in it, in place of what did.

    :param payment: number of the payment, or of the invoice that uses credits itself
    :raises Refusal: 3120 what it settles is not there, 3210 it is too much
    """
    settled = [_with_earlier(books, payment, each) for each in settled]
    touched = _numbers(
        books, "SELECT target, credit FROM settlement WHERE payment = ?", payment
    )
    books.store.run("DELETE FROM settlement WHERE payment = ?", payment)
    party = books.store.value("SELECT party FROM txn WHERE id = ?", payment)
    for each in settled:
        touched |= _settle(books, payment, party, each)
    if touched or settled:
        recount(books, touched | {payment})
        _touch(books, touched - {payment})


def _with_earlier(books, payment, settlement) -> Settlement:
    """A change adds to what is used of a credit unless it says Override."""
    if not settlement.is_more:
        return settlement
    earlier = books.store.value(
        "SELECT s.amount FROM settlement s JOIN txn t ON t.id = s.target "
        "JOIN txn c ON c.id = s.credit "
        "WHERE s.payment = ? AND t.txn_id = ? AND c.txn_id = ?",
        payment,
        settlement.target,
        settlement.credit,
    )
    return dataclasses.replace(settlement, amount=settlement.amount + (earlier or 0))


def _settle(books, payment, party, settlement) -> set[int]:
    if settlement.target:
        target = _other(books, settlement.target, _TARGETS, party)
    else:
        target = payment
    credit = 0
    if settlement.credit:
        credit = _other(books, settlement.credit, _CREDITS, party)
    try:
        books.store.run(
            "INSERT INTO settlement VALUES (?, ?, ?, ?, ?, ?)",
            payment,
            target,
            credit,
            settlement.amount,
            settlement.discount,
            settlement.discount_account,
        )
    except sqlite3.IntegrityError:
        raise statuses.invalid(
            "TxnID", settlement.target, "It is settled twice in one transaction."
        ) from None
    return {target, credit} - {0}


def _other(books, txn_id, among, party) -> int:
    row = books.txn(txn_id)
    if row is None or row["kind"] not in among or row["void"]:
        raise statuses.not_found(txn_id)
    owner: int | None = row["party"]
    while owner is not None and owner != party:
        owner = books.store.value("SELECT parent FROM list_object WHERE id = ?", owner)
    if owner is None:
        raise statuses.invalid("TxnID", txn_id, "It belongs to somebody else.")
    return row["id"]


def recount(books: Books, numbers: Iterable[int]) -> None:
    """Find out anew how much of transactions is open, and what their parties owe.

    :raises Refusal: 3210, more is settled than there is
    """
    for number in numbers:
        row = books.store.row("SELECT * FROM txn WHERE id = ?", number)
        is_open = _open(books, row)
        if is_open < 0:
            raise _too_much(row, is_open)
        books.store.run("UPDATE txn SET open = ? WHERE id = ?", is_open, number)
        difference = _SIGNS[row["kind"]] * (is_open - row["open"])
        add_to_balance(books, row["party"], difference)


def _open(books, row) -> int:
    if row["kind"] in _TARGETS:
        where = "SELECT sum(amount + discount) FROM settlement WHERE target = ?"
    elif row["kind"] in _CREDITS:
        where = "SELECT sum(amount) FROM settlement WHERE credit = ?"
    else:
        where = "SELECT sum(amount) FROM settlement WHERE payment = ? AND credit = 0"
    return row["total"] - (books.store.value(where, row["id"]) or 0)


def _too_much(row, is_open):
    reason = "You cannot pay more than the amount due."
    if row["kind"] in _CREDITS:
        reason = "You cannot use more than what remains of the credit."
    elif row["kind"] not in _TARGETS:
        reason = "You cannot apply more than the amount of the payment."
    return statuses.invalid("payment amount", amount(row["total"] - is_open), reason)


def _touch(books, numbers):
    """What is settled otherwise than before has changed."""
    for number in numbers:
        books.store.run(
            "UPDATE txn SET edit_sequence = max(edit_sequence + 1, ?), modified = ? "
            "WHERE id = ?",
            books.now(),
            books.now(),
            number,
        )


def release(books: Books, number: int) -> None:
    """Undo all that a transaction settles, and all that settles it."""
    touched = _numbers(
        books,
        "SELECT payment, target, credit FROM settlement "
        "WHERE payment = ?1 OR target = ?1 OR credit = ?1",
        number,
    )
    if not touched:
        return
    books.store.run(
        "DELETE FROM settlement WHERE payment = ?1 OR target = ?1 OR credit = ?1",
        number,
    )
    recount(books, touched)
    _touch(books, touched - {number})


def move(books: Books, row: Row, party: int | None) -> None:
    """What is open of a transaction is no longer owed by its party.

    :param party: who owes it instead
    """
    difference = _SIGNS[row["kind"]] * books.store.value(
        "SELECT open FROM txn WHERE id = ?", row["id"]
    )
    add_to_balance(books, row["party"], -difference)
    if party is not None:
        add_to_balance(books, party, difference)


def _numbers(books, statement, *values) -> set[int]:
    rows = books.store.rows(statement, *values)
    return {number for row in rows for number in row if number}


def linked(books: Books, row: Row) -> list[Body]:
    """LinkedTxn: what settles an invoice or bill, or what a credit settles."""
    if row["kind"] in _TARGETS:
        statement = (
            "SELECT t.*, s.amount FROM settlement s JOIN txn t "
            "ON t.id = CASE WHEN s.credit <> 0 THEN s.credit ELSE s.payment END "
            "WHERE s.target = ? ORDER BY t.id"
        )
    else:
        statement = (
            "SELECT t.*, s.amount FROM settlement s JOIN txn t ON t.id = s.target "
            "WHERE s.credit = ? ORDER BY t.id"
        )
    return [_link(other) for other in books.store.rows(statement, row["id"])]


def _link(row) -> Body:
    return {
        "TxnID": row["txn_id"],
        "TxnType": row["kind"],
        "TxnDate": row["date"],
        "RefNumber": row["ref_number"],
        "LinkType": "AMTTYPE",
        "Amount": amount(-row["amount"]),
    }


def applied(books: Books, payment: Row) -> list[Body]:
    """AppliedToTxnRet of a payment.

    Amount is what it pays by itself. LinkedTxn are the others that settle the same
    invoice or bill: credits, and earlier payments (recorded answers show them there).
    """
    result: dict[int, Body] = {}
    for row in books.store.rows(
        "SELECT t.*, s.credit, s.amount AS settled, s.discount, s.discount_account "
        "FROM settlement s JOIN txn t ON t.id = s.target "
        "WHERE s.payment = ? ORDER BY t.id, s.credit",
        payment["id"],
    ):
        each = result.setdefault(
            row["id"],
            {
                "TxnID": row["txn_id"],
                "TxnType": row["kind"],
                "TxnDate": row["date"],
                "RefNumber": row["ref_number"],
                "BalanceRemaining": amount(row["open"]),
                "Amount": "0.00",
                "LinkedTxn": [
                    other
                    for other in linked(books, row)
                    if other["TxnID"] != payment["txn_id"]
                ],
            },
        )
        if row["credit"]:
            continue
        each["Amount"] = amount(row["settled"])
        if row["discount"]:
            each["DiscountAmount"] = amount(row["discount"])
            each["DiscountAccountRef"] = books.reference(row["discount_account"])
    return list(result.values())


def settled(books: Books, payment: Row) -> list[Row]:
    """What a payment settles: ``txn_id``; ``settled``, with its money and with credits,
    and ``given``, the discount, in cents."""
    return books.store.rows(
        "SELECT t.txn_id, sum(s.amount) AS settled, sum(s.discount) AS given "
        "FROM settlement s JOIN txn t ON t.id = s.target WHERE s.payment = ? "
        "GROUP BY t.id",
        payment["id"],
    )
