# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a batch item has asked of QuickBooks, read back from its bytes.

An answer is judged by these, and not by what somebody may have wanted since.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from .withdraw import DELETE, VOID

SEND = "send"

# Where an object is, and how it is written; not what it says.
_NOT_CONTENT = ("Id", "SyncToken", "sparse")


@dataclass(frozen=True, slots=True)
class Content:
    """What an object says.

    ``fingerprint``: equal for equal content, whether created or updated. ``names``:
    the properties that were given a value. ``emptied``: those that were named only to
    take their value away.
    """

    fingerprint: str
    names: frozenset[str]
    emptied: frozenset[str]


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
    return Content(
        hashlib.sha256(text.encode("ascii")).hexdigest(), frozenset(filled), emptied
    )


def _is_empty(value: Any) -> bool:
    """Whether a property only takes away what was there before."""
    if isinstance(value, dict):
        return all(map(_is_empty, value.values()))
    return value in ("", None) or value == []
