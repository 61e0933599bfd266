# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments of customers, and payments to vendors, as the JSON of QuickBooks Online."""

from __future__ import annotations

from typing import Any

from quickbooks.objects import BillPayment, Payment
from quickbooks.objects.base import LinkedTxn
from quickbooks.objects.billpayment import (
    BillPaymentCreditCard,
    BillPaymentLine,
    CheckPayment,
)
from quickbooks.objects.payment import PaymentLine

from .. import amounts, documents, identity, names
from ..limits import ONLINE
from ..profile import Profile
from .entities import currency_ref, entity, exchange_rate, iso_date, ref

ENTITIES = {kind.qbo_object_name: kind for kind in (Payment, BillPayment)}


def payment(document: documents.PaymentDocument, profile: Profile) -> dict[str, Any]:
    """The fields of a payment, without its lines: see ``lines``."""
    common = {
        "TxnDate": iso_date(document.date),
        "TotalAmt": amounts.cents(document.total),
        "CurrencyRef": currency_ref(document.currency, profile),
        "ExchangeRate": exchange_rate(document, profile),
        "PrivateNote": identity.signed(document.memo, document.mark, ONLINE.memo),
    }
    number = names.document_number(document.number, ONLINE.number)
    if isinstance(document, documents.BillPayment):
        return common | {
            "VendorRef": ref(document.party),
            "DocNumber": number,
            **_paid_from(document),
        }
    return common | {
        "CustomerRef": ref(document.party),
        "PaymentRefNum": number,
        "PaymentMethodRef": ref(document.method),
        # Without one the money is among QuickBooks' Undeposited Funds.
        "DepositToAccountRef": ref(document.account),
    }


def lines(document: documents.PaymentDocument) -> list[PaymentLine | BillPaymentLine]:
    """What the payment settles; an empty list takes away what it has settled before
    (Intuit: Payment reference)."""
    kind = (
        BillPaymentLine if isinstance(document, documents.BillPayment) else PaymentLine
    )
    return [
        entity(
            kind,
            Amount=amounts.cents(line.amount),
            LinkedTxn=[
                entity(
                    LinkedTxn,
                    TxnId=line.target.id if line.target else None,
                    TxnType=line.type,
                )
            ],
        )
        for line in document.applied
    ]


def _paid_from(document: documents.BillPayment) -> dict[str, Any]:
    if document.is_by_card:
        card = entity(BillPaymentCreditCard, CCAccountRef=ref(document.account))
        return {"PayType": "CreditCard", "CreditCardPayment": card}
    check = entity(CheckPayment, BankAccountRef=ref(document.account))
    return {"PayType": "Check", "CheckPayment": check}
