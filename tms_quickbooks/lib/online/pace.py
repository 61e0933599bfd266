# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Calls by the second: QuickBooks takes ten from an app for a company."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

# Ten a second (Intuit: limits and throttles), less one for clocks that differ.
CALLS_PER_SECOND = 9


class Pace:
    """At most ``limit`` calls in any second for a company, from this process.

    A call that would be one too many waits for the rest of that second, which is all
    this ever waits. Other processes are not known here; where together they are too
    many, QuickBooks says so (3001) and the work goes on a minute later.
    """

    def __init__(
        self,
        limit: int | None = CALLS_PER_SECOND,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self.limit = limit
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._starts: dict[str, deque[float]] = {}

    def wait(self, realm: str) -> None:
        """Return when a call to the company may start; without a limit, at once."""
        if not self.limit:
            return
        with self._lock:
            starts = self._starts.setdefault(realm, deque())
            now = self._clock()
            while starts and starts[0] <= now - 1:
                starts.popleft()
            start = now if len(starts) < self.limit else starts[-self.limit] + 1
            starts.append(start)
        if start > now:
            self._sleep(start - now)


# What all clients of this process share.
PACE = Pace()
