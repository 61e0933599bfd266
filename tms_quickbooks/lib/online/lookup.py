# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Finding out in QuickBooks Online what became of a transaction, or who has its number.

Conditions for ``Client.pages``, and what to compare (``lib.identity``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from .. import identity
from .read import ObjectState, one_of, party_id, sent_object

# Those that count their numbers together, as far as the user is concerned.
SALES = ("Invoice", "CreditMemo")
PURCHASES = ("Bill", "VendorCredit")

# QuickBooks' clock and ours may differ, and a zone may have been mistaken.
_CLOCK_MARGIN = timedelta(days=1)


def numbered_alike(type: str) -> tuple[str, ...]:
    """The types of transactions that a number of this type may be held by."""
    return next((family for family in (SALES, PURCHASES) if type in family), (type,))


def with_numbers(numbers: Iterable[str]) -> str:
    """The condition for transactions with these numbers."""
    return one_of("DocNumber", sorted(numbers))


def created_since(moment: datetime) -> str:
    """The condition for what was made from a moment on; ``moment`` is in UTC.

    It does not name numbers, dates or parties: somebody may have changed these in
    QuickBooks since.
    """
    since = moment.replace(tzinfo=UTC) - _CLOCK_MARGIN
    return f"MetaData.CreateTime >= '{since.isoformat(timespec='seconds')}'"


def sent_transaction(
    type: str, payload: str, total: Decimal | None
) -> identity.Transaction:
    """What the bytes of a batch item were to make in QuickBooks.

    ``total`` is given: for most types QuickBooks works it out from the lines.
    """
    data = sent_object(payload)
    day = data.get("TxnDate")
    return identity.Transaction(
        type=type,
        number=str(data.get("DocNumber") or data.get("PaymentRefNum") or ""),
        party_id=_value(data, "CustomerRef") or _value(data, "VendorRef"),
        date=date.fromisoformat(day) if day else None,
        currency=_value(data, "CurrencyRef"),
        total=total,
        marks=tuple(identity.marks(data.get("PrivateNote") or "")),
    )


def shown_transaction(state: ObjectState) -> identity.Transaction:
    """What QuickBooks has."""
    note = state.extra.get("memo") or ""
    return identity.Transaction(
        type=state.type,
        number=state.number,
        party_id=party_id(state),
        date=state.date,
        currency=state.currency,
        total=state.total,
        marks=tuple(identity.marks(note)),
        is_voided=identity.is_voided(note, state.total),
    )


def _value(data: dict, name: str) -> str:
    return str((data.get(name) or {}).get("value") or "")
