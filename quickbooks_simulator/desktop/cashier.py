# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments entered, changed and deposited by hand in QuickBooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal

from . import settlements, statuses, transactions
from .books import Books, amount, body_of, cents
from .screen import reference, transaction, typed
from .values import Body

_BANK = "Operating Checking"
_DISCOUNT_ACCOUNT = "Office Expenses"


@dataclass(frozen=True)
class Part:
    """How an invoice or a bill is settled by a payment.

    :ivar money: all that the discount and the credits leave of what is due, when left
        out
    :ivar discount: what is given away besides
    :ivar discount_account: its name or id
    :ivar credits: how much is used of credits, by their TxnIDs
    """

    money: str = ""
    discount: str = ""
    discount_account: str = _DISCOUNT_ACCOUNT
    credits: Mapping[str, str] = field(default_factory=dict)


# What is settled, by TxnID: how, or so much money. "" is all that is due.
Parts = Mapping[str, Part | str | Decimal]


class Cashier:
    """Somebody who takes in and pays out money at the screen.

    :param at_work: opens the books, alone, for as long as it is entered
    """

    def __init__(self, at_work: Callable[[], AbstractContextManager[Books]]):
        self._at_work = at_work

    def receive(
        self,
        parts: Parts,
        total: str | Decimal = "",
        customer: str = "",
        **fields,
    ) -> str:
        """Enter a payment of a customer; returns its TxnID.

        :param parts: the invoices it settles
        :param total: what was received; what is settled with money, when left out
        :param customer: name or id; that of the first invoice, when left out
        :param fields: further ones, such as RefNumber, PaymentMethodRef,
            DepositToAccountRef
        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            body = {
                "CustomerRef": _who(books, parts, customer),
                "AppliedToTxnAdd": _applied(books, parts),
                **typed(books, fields),
            }
            body["TotalAmount"] = f"{Decimal(total):.2f}" if total else _money(body)
            return transactions.add(books, "ReceivePayment", body)

    def pay_bills(
        self,
        parts: Parts,
        account: str = _BANK,
        vendor: str = "",
        **fields,
    ) -> str:
        """Pay bills by check, or by card; returns the TxnID of the payment.

        :param parts: the bills it settles
        :param account: the bank, or the card, by its name or id
        :param vendor: name or id; that of the first bill, when left out
        :param fields: further ones, such as RefNumber
        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            paid_from = reference(books, account)
            its_account = books.resolve(paid_from, "AccountRef", "BillPayment")
            by_card = body_of(its_account)["AccountType"] == "CreditCard"
            body = {
                "PayeeEntityRef": _who(books, parts, vendor),
                "AppliedToTxnAdd": _applied(books, parts),
                **typed(books, fields),
            }
            if by_card:
                body["CreditCardAccountRef"] = paid_from
                return transactions.add(books, "BillPaymentCreditCard", body)
            body["BankAccountRef"] = paid_from
            body.setdefault("RefNumber", str(books.next_number("check")))
            return transactions.add(books, "BillPaymentCheck", body)

    def pay(self, txn_id: str, money: str | Decimal = "") -> str:
        """Enter a payment of an invoice, or a check for a bill; returns its TxnID.

        :param money: all that is due, when left out
        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            is_bill = transaction(books, txn_id)["kind"] == "Bill"
        enter = self.pay_bills if is_bill else self.receive
        return enter({txn_id: money})

    def reapply(
        self, payment: str, parts: Parts, total: str | Decimal = "", **fields
    ) -> None:
        """Let a payment settle this instead of what it settles now.

        :param total: what was received; as before, when left out. What is paid to a
            vendor is what it settles
        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            row = transaction(books, payment)
            # What it gives back can be used again.
            settlements.replace(books, row["id"], ())
            body = {
                **_version(books, payment),
                "AppliedToTxnMod": _applied(books, parts),
                **typed(books, fields),
            }
            if total:
                body["TotalAmount"] = f"{Decimal(total):.2f}"
            transactions.modify(books, row["kind"], body)

    def deposit(self, *payments: str) -> None:
        """Bring payments of customers to the bank.

        The deposit itself is not kept; the amounts of its payments are fixed.

        :raises Refusal: 3120, there is no such payment
        """
        self._deposit(payments, deposited=True)

    def take_out_of_deposit(self, *payments: str) -> None:
        """Payments are not in the bank after all, and can be changed again.

        :raises Refusal: 3120, there is no such payment
        """
        self._deposit(payments, deposited=False)

    def _deposit(self, payments, *, deposited):
        with self._at_work() as books:
            for payment in payments:
                transactions.deposit(books, payment, deposited)


def _version(books, txn_id) -> Body:
    row = transaction(books, txn_id)
    return {"TxnID": txn_id, "EditSequence": str(row["edit_sequence"])}


def _who(books, parts, name) -> Body:
    if name:
        return reference(books, name)
    row = transaction(books, next(iter(parts)))
    party = books.store.value(
        "SELECT list_id FROM list_object WHERE id = ?", row["party"]
    )
    return {"ListID": party}


def _applied(books, parts) -> list[Body]:
    return [_part(books, txn_id, part) for txn_id, part in parts.items()]


def _part(books, txn_id, part) -> Body:
    if not isinstance(part, Part):
        part = Part(money=str(part))
    money = part.money or _rest(books, txn_id, part)
    body: Body = {"TxnID": txn_id, "PaymentAmount": amount(cents(money))}
    if part.credits:
        body["SetCredit"] = [
            {"CreditTxnID": credit, "AppliedAmount": amount(cents(used))}
            for credit, used in part.credits.items()
        ]
    if part.discount:
        body["DiscountAmount"] = amount(cents(part.discount))
        body["DiscountAccountRef"] = reference(books, part.discount_account)
    return body


def _rest(books, txn_id, part) -> str:
    """What the discount and the credits leave to be paid."""
    due = transaction(books, txn_id)["open"]
    if not due:
        raise statuses.invalid("payment amount", "0.00", "Nothing of it is due.")
    rest = due - cents(part.discount or 0) - sum(map(cents, part.credits.values()))
    return amount(rest)


def _money(body) -> str:
    return amount(sum(cents(each["PaymentAmount"]) for each in body["AppliedToTxnAdd"]))
