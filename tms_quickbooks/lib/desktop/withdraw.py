# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taking a transaction back out of QuickBooks Desktop: void or delete."""

from __future__ import annotations

from ..documents import Withdrawal
from ..sent import DELETE, VOID
from .elements import element, escaped

# How each type can be taken back, the usual way first. A payment that was received is
# not among what can be voided (TxnVoidType of qbXML 13.0).
WAYS: dict[str, tuple[str, ...]] = {
    "Invoice": (VOID, DELETE),
    "CreditMemo": (VOID, DELETE),
    "Bill": (VOID, DELETE),
    "VendorCredit": (VOID, DELETE),
    "Payment": (DELETE,),
    "BillPayment": (VOID, DELETE),
}
_TYPES = {"Payment": "ReceivePayment", "BillPayment": "BillPaymentCheck"}


def way(object_type: str, wanted: str) -> str:
    """The way ``wanted`` where the type can be taken back like that, else its only one.

    :raises KeyError: for a type that cannot be taken back
    """
    ways = WAYS[object_type]
    return wanted if wanted in ways else ways[0]


def request(withdrawal: Withdrawal) -> tuple[str, str]:
    """The name of the request that takes a transaction back, and what is in it.

    QuickBooks asks for no version.
    """
    kind = withdrawal.object_type
    qbxml_type = withdrawal.subtype or _TYPES.get(kind, kind)
    verb = "TxnDel" if withdrawal.how == DELETE else "TxnVoid"
    target = element(f"{verb}Type", qbxml_type)
    return f"{verb}Rq", target + element("TxnID", escaped(withdrawal.id))
