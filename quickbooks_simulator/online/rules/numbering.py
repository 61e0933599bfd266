# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Document numbers: who gives them, and which may not come twice."""

from __future__ import annotations

from .. import faults
from ..books import SALES, Books

AUTO = "AUTO_GENERATE"
ALLOW_DUPLICATES = "allowduplicatedocnum"
_FIRST = 1001


def document_number(books: Books, entity: str, given: str | None) -> str | None:
    """The DocNumber a new transaction gets.

    A company without custom transaction numbers counts by itself when none is given;
    one with them leaves it empty (Preferences.SalesFormsPrefs.CustomTxnNumbers).
    """
    if entity not in SALES:
        return given
    if given == AUTO or (not given and not books.company.custom_txn_numbers):
        return _next_number(books)
    return given


def require_unused(
    books: Books, entity: str, number: str | None, party: int, own_id: int | None
) -> None:
    """:raises Fault: 6140 when the number is taken: by any invoice, by a bill or
    credit of the same vendor, by any bill payment"""
    if not number or entity in ("CreditMemo", "Payment"):
        return
    if entity in ("Bill", "VendorCredit"):
        if not books.company.warn_duplicate_bill_number:
            return
        of_vendor, values = "AND party = ? ", (party,)
    else:
        of_vendor, values = "", ()
    taken = books.store.value(
        "SELECT id FROM object WHERE realm = ? AND entity = ? AND doc_number = ? "
        f"{of_vendor}AND deleted = 0 AND id IS NOT ? LIMIT 1",
        books.realm,
        entity,
        number,
        *values,
        own_id,
    )
    if taken is not None:
        raise faults.duplicate_number(number, entity, taken)


def _next_number(books: Books) -> str:
    while True:
        number = str(books.store.next_id(books.realm, "DocNumber") + _FIRST - 1)
        used = books.store.value(
            "SELECT 1 FROM object WHERE realm = ? AND doc_number = ? AND deleted = 0 "
            "AND entity IN ('Invoice', 'CreditMemo') LIMIT 1",
            books.realm,
            number,
        )
        if not used:
            return number
