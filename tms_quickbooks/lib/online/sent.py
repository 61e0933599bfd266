# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a batch item has asked of QuickBooks, read back from its bytes.

An answer is judged by these, and not by what somebody may have wanted since.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from .. import identity
from ..objects import ENTRY, PAYMENTS, applied_amounts
from ..sent import DELETE, SEND, VOID, Content, fingerprint
from .read_objects import applied_lines, entry_party

# Where an object is, and how it is written; not what it says.
_NOT_CONTENT = ("Id", "SyncToken", "sparse")


def operation(payload: str) -> str:
    """``SEND`` (create or update), ``VOID`` or ``DELETE``: what was asked for."""
    item = json.loads(payload)
    if item.get("optionsData") == VOID:
        return VOID
    return DELETE if item.get("operation") == DELETE else SEND


def content(payload: str) -> Content:
    """What the object of a batch item says."""
    parts = json.loads(payload, parse_float=str).values()
    [given] = (part for part in parts if isinstance(part, dict))
    values = {name: given[name] for name in given if name not in _NOT_CONTENT}
    if values.get("Active") is True:  # as it is where nothing is said
        del values["Active"]
    if "CustomField" in values:  # a change also names those that are empty
        values["CustomField"] = [
            field for field in values["CustomField"] if field.get("StringValue")
        ]
    emptied = frozenset(name for name in values if _is_empty(values[name]))
    filled = {name: values[name] for name in values if name not in emptied}
    text = json.dumps(filled, ensure_ascii=True, sort_keys=True)
    return Content(fingerprint(text), frozenset(filled), emptied)


def object_id(payload: str) -> str:
    """The id of the object a batch item was to change, "" for a new one."""
    return sent_object(payload).get("Id", "")


def object_name(payload: str) -> str:
    """The name under which a batch item was to create a party or an item."""
    sent = sent_object(payload)
    return sent.get("DisplayName") or sent.get("Name") or ""


def sent_object(payload: str) -> dict[str, Any]:
    """The object inside the bytes of one batch item."""
    parts = json.loads(payload).values()
    return next((part for part in parts if isinstance(part, dict)), {})


def applied(payload: str) -> dict[tuple[str, str], Decimal]:
    """What a batch item was to settle: ``{(type, id): amount}``; empty for what is no
    payment."""
    sent = json.loads(payload)
    payment = next((sent[kind] for kind in PAYMENTS if kind in sent), {})
    return applied_amounts({"applied": applied_lines(payment)})


def transaction(type: str, payload: str, total: Decimal | None) -> identity.Transaction:
    """What the bytes of a batch item were to make in QuickBooks.

    ``total`` is given: for most types QuickBooks works it out from the lines.
    """
    data = sent_object(payload)
    day = data.get("TxnDate")
    return identity.Transaction(
        type=type,
        number=str(data.get("DocNumber") or data.get("PaymentRefNum") or ""),
        party_id=entry_party(data)[1]
        if type == ENTRY
        else _value(data, "CustomerRef") or _value(data, "VendorRef"),
        date=date.fromisoformat(day) if day else None,
        currency=_value(data, "CurrencyRef"),
        total=total,
        marks=tuple(identity.marks(data.get("PrivateNote") or "")),
    )


def _value(data: dict, name: str) -> str:
    return str((data.get(name) or {}).get("value") or "")


def _is_empty(value: Any) -> bool:
    """Whether a property only takes away what was there before."""
    if isinstance(value, dict):
        return all(map(_is_empty, value.values()))
    return value in ("", None) or value == []
