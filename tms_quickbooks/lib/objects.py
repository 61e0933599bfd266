# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""QuickBooks' objects as they are now, whichever QuickBooks they are in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from . import identity

TRANSACTIONS = {
    "Invoice",
    "CreditMemo",
    "Bill",
    "VendorCredit",
    "Payment",
    "BillPayment",
}
PAYMENTS = ("Payment", "BillPayment")
# What is sent beside them, and nobody follows in QuickBooks: what was written off.
ENTRY = "JournalEntry"
BOOKED = TRANSACTIONS | {ENTRY}
# Those that count their numbers together, as far as the user is concerned.
SALES = ("Invoice", "CreditMemo")
PURCHASES = ("Bill", "VendorCredit")
# What QuickBooks Online puts behind the name of a list object that is made inactive.
# The name without it stays taken.
INACTIVE_MARK = " (deleted)"


@dataclass(frozen=True, slots=True)
class ObjectState:
    """A QuickBooks object as it is now.

    ``version`` is its SyncToken or EditSequence. ``active`` is False for what was made
    inactive or deleted. ``total`` and ``balance`` are in ``currency``. ``extra`` holds
    what only some kinds have, as JSON-safe values. ``shown`` are the properties with a
    value. ``content`` is the fingerprint of what a bookkeeper would compare, "" where
    the object was not shown whole or has no such thing; ``raw`` the object as
    QuickBooks has shown it (JSON or XML), where that was asked for.
    """

    type: str
    qb_id: str
    name: str
    full_name: str
    version: str
    active: bool
    total: Decimal | None
    balance: Decimal | None
    number: str = ""
    date: date | None = None
    currency: str = ""
    updated_at: datetime | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    shown: frozenset[str] = field(default=frozenset(), compare=False)
    raw: str = field(default="", compare=False, repr=False)
    content: str = ""


def gone(type: str, qb_id: str) -> ObjectState:
    """The state of what is not there any more."""
    return replace(unseen(type, qb_id), active=False, extra={"deleted": True})


def unseen(type: str, qb_id: str) -> ObjectState:
    """The state of what is there, and counts as never shown."""
    return ObjectState(
        type=type,
        qb_id=qb_id,
        name="",
        full_name="",
        version="",
        active=True,
        total=None,
        balance=None,
    )


def is_gone(state: ObjectState) -> bool:
    """Whether it was deleted, or merged into another."""
    return bool(state.extra.get("deleted"))


def taken_name(state: ObjectState) -> str:
    """The name that a list object keeps from others, also while it is inactive."""
    return plain_name(state.name, state.active)


def plain_name(name: str, active: bool) -> str:
    """A name without the mark that QuickBooks adds where the object is inactive."""
    return name if active else name.removesuffix(INACTIVE_MARK)


def party_id(state: ObjectState) -> str:
    """The id of the customer or vendor a transaction belongs to."""
    return state.extra.get("customer_id") or state.extra.get("vendor_id") or ""


def applied(state: ObjectState) -> dict[tuple[str, str], Decimal]:
    """What a payment settles: ``{(type, id): amount}``.

    QuickBooks applies no more than is open, and leaves out what is paid already.
    """
    return applied_amounts(state.extra)


def applied_amounts(extra: dict[str, Any] | None) -> dict[tuple[str, str], Decimal]:
    """What a payment settles, of the ``extra`` that was kept of it."""
    applied = (extra or {}).get("applied") or {}
    keys = {key: key.split(" ", 1) for key in applied}
    return {(kind, qb_id): Decimal(applied[key]) for key, (kind, qb_id) in keys.items()}


def is_older(version: str, known: str) -> bool:
    """Whether a version of QuickBooks Online came before another: its SyncTokens count
    up."""
    return (len(version), version) < (len(known), known)


def numbered_alike(type: str) -> tuple[str, ...]:
    """The types of transactions that a number of this type may be held by."""
    return next((family for family in (SALES, PURCHASES) if type in family), (type,))


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
