# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was asked of QuickBooks, whatever its bytes look like."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from .documents import Withdrawal

SEND, VOID, DELETE = "send", Withdrawal.VOID, Withdrawal.DELETE


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


def fingerprint(text: str) -> str:
    """A short stand-in for what an object says; ``text`` in a form of its own."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
