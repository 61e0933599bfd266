# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taking a transaction back out of QuickBooks Online: void or delete."""

from __future__ import annotations

from typing import Any

from ..documents import Withdrawal
from ..sent import DELETE, VOID

# How each type can be taken back, the usual way first. QuickBooks voids invoices and
# payments only: for bills and credits the API has no such operation (Intuit: entity
# references; `void` of the Invoice, `include=void` of Payment and BillPayment).
WAYS: dict[str, tuple[str, ...]] = {
    "Invoice": (VOID, DELETE),
    "CreditMemo": (DELETE,),
    "Bill": (DELETE,),
    "VendorCredit": (DELETE,),
    "Payment": (VOID, DELETE),
    "BillPayment": (VOID, DELETE),
    "JournalEntry": (DELETE,),
}


def way(object_type: str, wanted: str) -> str:
    """The way ``wanted`` where the type can be taken back like that, else its only one.

    :raises KeyError: for a type that cannot be taken back
    """
    ways = WAYS[object_type]
    return wanted if wanted in ways else ways[0]


def operation(withdrawal: Withdrawal, item_id: str) -> dict[str, Any]:
    """The operation of a batch that takes a transaction back.

    Both ways want the current version (SyncToken); a stale one is refused (5010).
    """
    target = {"Id": withdrawal.id, "SyncToken": withdrawal.version}
    if withdrawal.how == DELETE:
        return {
            "bId": item_id,
            "operation": "delete",
            withdrawal.object_type: target,
        }
    return {
        "bId": item_id,
        "optionsData": "void",
        "operation": "update",
        withdrawal.object_type: {**target, "sparse": True},
    }
