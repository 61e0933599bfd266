# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How many calls came in, by company and kind."""

from __future__ import annotations

import threading
from collections import Counter


class Stats:
    """Counts since the start or the last reset. OAuth calls stand under no company."""

    def __init__(self):
        self._lock = threading.Lock()
        self._calls: Counter[tuple[str, str]] = Counter()

    def count(self, realm: str, kind: str, calls: int = 1) -> None:
        with self._lock:
            self._calls[realm, kind] += calls

    def reset(self) -> None:
        with self._lock:
            self._calls.clear()

    def calls(self, realm: str | None = None, kind: str | None = None) -> int:
        """The number of calls, of one company or kind when given."""
        with self._lock:
            return sum(
                number
                for (its_realm, its_kind), number in self._calls.items()
                if realm in (None, its_realm) and kind in (None, its_kind)
            )

    def by_realm(self) -> dict[str, dict[str, int]]:
        with self._lock:
            table: dict[str, dict[str, int]] = {}
            for (realm, kind), number in sorted(self._calls.items()):
                table.setdefault(realm, {})[kind] = number
            return table
