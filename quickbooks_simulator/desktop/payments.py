# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments of customers, and payments of bills by check or credit card."""

from __future__ import annotations

from . import defaults, statuses
from .books import Books, Row, amount, cents
from .settlements import Settlement
from .values import Body

KINDS = ("ReceivePayment", "BillPaymentCheck", "BillPaymentCreditCard")
_PAID_FROM = {
    "BillPaymentCheck": "BankAccountRef",
    "BillPaymentCreditCard": "CreditCardAccountRef",
}
_DEPOSIT = "Undeposited Funds"


def prepare(books: Books, kind: str, body: Body):
    """Who pays or is paid, the account, the total in cents, what is kept, and what it
    settles (None: as before).

    :raises Refusal: an account does not fit, more is applied than there is
    """
    body = dict(body)
    applied = body.pop("AppliedToTxnAdd", None) or body.pop("AppliedToTxnMod", None)
    automatic = body.pop("IsAutoApply", "") == "true"
    settled = None if applied is None else _settled(books, applied)
    if kind == "ReceivePayment":
        party = books.row(body["CustomerRef"]["ListID"])
        field, money = "ARAccountRef", "DepositToAccountRef"
        if not body.get(money):
            deposit = defaults.account_named(books, _DEPOSIT)
            body[money] = {"ListID": deposit["list_id"]}
        paid = sum(each.amount for each in settled or () if not each.credit)
        total = cents(body.get("TotalAmount") or amount(paid))
        body["TotalAmount"] = amount(total)
        if automatic:
            settled = _oldest_first(books, party, total)
    else:
        party = books.row(body["PayeeEntityRef"]["ListID"])
        field, money = "APAccountRef", _PAID_FROM[kind]
        if settled is None:
            total = cents(body.get("Amount", 0))
        else:
            total = sum(each.amount for each in settled if not each.credit)
        body["Amount"] = amount(total)
    defaults.account(books, body, money, kind)
    account = defaults.ledger(books, body, field, party, kind)
    body[field] = {"ListID": account["list_id"]}
    body |= defaults.currency(books, body, party, kind)
    return party, account, total, body, settled


def _settled(books, applied) -> list[Settlement]:
    result = []
    for each in applied:
        discount_account = each.get("DiscountAccountRef") or {}
        discount = cents(each.get("DiscountAmount") or 0)
        if discount and not discount_account:
            raise statuses.no_posting_account()
        credits = each.get("SetCredit", ())
        paid = each.get("PaymentAmount")
        if not paid and not credits and not discount:
            paid = _all_of_it(books, each["TxnID"])
        if cents(paid or 0) or discount:
            result.append(
                Settlement(
                    each["TxnID"],
                    "",
                    cents(paid or 0),
                    discount,
                    discount_account.get("ListID", ""),
                )
            )
        result += [
            Settlement(
                each["TxnID"],
                credit["CreditTxnID"],
                used,
                is_more=credit.get("Override") != "true",
            )
            for credit in credits
            if (used := cents(credit["AppliedAmount"]))
        ]
    return result


def _all_of_it(books, txn_id) -> str:
    row = books.txn(txn_id)
    if row is None:
        raise statuses.not_found(txn_id)
    return amount(row["open"])


def _oldest_first(books, customer, total) -> list[Settlement]:
    result = []
    for row in books.store.rows(
        "SELECT txn_id, open FROM txn WHERE kind = 'Invoice' AND party = ? "
        "AND open > 0 ORDER BY date, id",
        customer["id"],
    ):
        part = min(total, row["open"])
        if part:
            result.append(Settlement(row["txn_id"], amount=part))
        total -= part
    return result


def voided(body: Body) -> Body:
    """What is kept of it when it is void."""
    name = "TotalAmount" if "TotalAmount" in body else "Amount"
    return body | {name: "0.00"}


def amounts(books: Books, row: Row, body: Body) -> Body:
    """What an answer tells of its amounts."""
    if row["kind"] == "ReceivePayment":
        name = "TotalAmount"
        result = {"UnusedPayment": amount(row["open"]), "UnusedCredits": "0.00"}
    else:
        name, result = "Amount", {}
    result[name] = amount(row["total"])
    if "ExchangeRate" in body:
        in_home = defaults.in_home_currency(row["total"], body)
        result[f"{name}InHomeCurrency"] = amount(in_home)
    return result
