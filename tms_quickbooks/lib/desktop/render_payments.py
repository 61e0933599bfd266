# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments of customers, and payments to vendors, as qbXML."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from .. import documents
from ..profile import Profile
from .elements import (
    amount,
    boolean,
    day,
    element,
    elements,
    escaped,
    exchange_rate,
    number,
    ref,
)
from .notes import memo

Pairs = list[tuple[str, str]]


class Settled(NamedTuple):
    """An invoice or bill: what of it is paid, and which credits are set off.

    ``credits``: pairs of a credit's id and the amount of it that is used up.
    ``discount``: what is given away besides, booked to ``discount_account``.
    """

    target: str
    paid: Decimal
    credits: tuple[tuple[str, Decimal], ...]
    discount: Decimal = Decimal(0)
    discount_account: documents.Ref | None = None


def settled(document: documents.PaymentDocument) -> list[Settled]:
    """Who pays for what: in QuickBooks Desktop a credit is set off against one of the
    invoices, not against the payment. They are used in the order they come in.

    :raises ValueError: where there is more credit than there is to be settled
    """
    credits_ = [
        [_target(line), line.amount] for line in document.applied if line.is_credit
    ]
    found = []
    for line in document.applied:
        if line.is_credit:
            continue
        open_, used = line.amount, []
        for credit in credits_:
            part = min(open_, credit[1])
            if part > 0:
                used.append((credit[0], part))
                credit[1] -= part
                open_ -= part
        given = line.discount, line.discount_account
        found.append(Settled(_target(line), open_, tuple(used), *given))
    if any(rest for _target_id, rest in credits_):
        raise ValueError("there is more credit than there is to be settled")
    return found


def _target(line: documents.Applied) -> str:
    return line.target.id if line.target else ""


def request_type(document: documents.PaymentDocument) -> str:
    """What QuickBooks Desktop calls such a payment."""
    if isinstance(document, documents.Payment):
        return "ReceivePayment"
    return "BillPaymentCreditCard" if document.is_by_card else "BillPaymentCheck"


def payment(document: documents.PaymentDocument, profile: Profile) -> Pairs:
    """What a payment says, in the order of the schema.

    :raises ValueError: for a change that qbXML has no request for
    """
    if isinstance(document, documents.Payment):
        return _received(document, profile)
    if document.is_by_card and document.id:
        raise ValueError("qbXML has no BillPaymentCreditCardMod")
    return _paid(document, profile)


def _received(document: documents.Payment, profile: Profile) -> Pairs:
    shown_number = number(document.number, document.object_type)
    applied = list(_applied(document))
    if not applied and not document.id:
        applied = [("IsAutoApply", boolean(False))]
    return [
        ("CustomerRef", ref(document.party)),
        ("TxnDate", day(document.date)),
        ("RefNumber", shown_number),
        ("TotalAmount", amount(document.total)),
        ("ExchangeRate", exchange_rate(document, profile)),
        ("PaymentMethodRef", ref(document.method)),
        ("Memo", memo(document, [document.memo], shown_number)),
        # Without one the money is among QuickBooks' Undeposited Funds.
        ("DepositToAccountRef", ref(document.account)),
        *applied,
    ]


def _paid(document: documents.BillPayment, profile: Profile) -> Pairs:
    """A check or a charge; it is over what it pays, and says no amount of its own."""
    shown_number = number(document.number, document.object_type)
    note = memo(document, [document.memo], shown_number)
    rate, account = exchange_rate(document, profile), ref(document.account)
    # Empty, a check has to say whether it is still to be printed.
    is_to_print = "" if shown_number or document.is_by_card else boolean(False)
    if document.id:
        return [
            ("TxnDate", day(document.date)),
            ("BankAccountRef", account),
            ("Amount", amount(document.total)),
            ("ExchangeRate", rate),
            ("IsToBePrinted", is_to_print),
            ("RefNumber", shown_number),
            ("Memo", note),
            *_applied(document),
        ]
    return [
        ("PayeeEntityRef", ref(document.party)),
        ("TxnDate", day(document.date)),
        (
            "CreditCardAccountRef" if document.is_by_card else "BankAccountRef",
            account,
        ),
        ("IsToBePrinted", is_to_print),
        ("RefNumber", shown_number),
        ("Memo", note),
        ("ExchangeRate", rate),
        *_applied(document),
    ]


def _applied(document: documents.PaymentDocument) -> Iterator[tuple[str, str]]:
    """What is paid, and with which credits.

    Without ``Override``, a change would use up more of a credit on top of what it has
    used of it before (Autofy: notes on SetCredit).
    """
    name = f"AppliedToTxn{'Mod' if document.id else 'Add'}"
    instead = elements([("Override", boolean(True) if document.id else "")])
    for each in settled(document):
        credits_ = [
            (
                "SetCredit",
                element("CreditTxnID", escaped(credit))
                + element("AppliedAmount", amount(used))
                + instead,
            )
            for credit, used in each.credits
        ]
        yield (
            name,
            elements(
                [
                    ("TxnID", escaped(each.target)),
                    ("PaymentAmount", amount(each.paid)),
                    *credits_,
                    ("DiscountAmount", amount(each.discount) if each.discount else ""),
                    ("DiscountAccountRef", ref(each.discount_account)),
                ]
            ),
        )
