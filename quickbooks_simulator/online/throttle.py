# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Intuit's limits, per company, on the simulator's clock."""

from __future__ import annotations

import math
import threading
from collections import defaultdict, deque

from ..clock import Clock

_SECOND, _MINUTE = 1.0, 60.0
# Calls allowed in a sliding window of so many seconds.
REQUESTS_PER_SECOND = (10, _SECOND)
REQUESTS_PER_MINUTE = (500, _MINUTE)
BATCHES_PER_MINUTE = (40, _MINUTE)


class Throttle:
    """Counts calls and tells when there were too many."""

    def __init__(self, clock: Clock, *, enabled: bool = True):
        self.enabled = enabled
        self._clock = clock
        self._lock = threading.Lock()
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._batches: dict[str, deque[float]] = defaultdict(deque)

    def reset(self) -> None:
        """Forget the calls so far."""
        with self._lock:
            self._calls.clear()
            self._batches.clear()

    def wait_seconds(self, realm: str, *, batch: bool) -> int:
        """0 when the call may go on and is counted, else the whole seconds to wait."""
        if not self.enabled:
            return 0
        now = self._clock.timestamp()
        checks = [(self._calls[realm], REQUESTS_PER_SECOND)]
        checks.append((self._calls[realm], REQUESTS_PER_MINUTE))
        if batch:
            checks.append((self._batches[realm], BATCHES_PER_MINUTE))
        with self._lock:
            wait = max(self._wait(times, limit, now) for times, limit in checks)
            if wait <= 0:
                self._calls[realm].append(now)
                if batch:
                    self._batches[realm].append(now)
        return math.ceil(wait)

    @staticmethod
    def _wait(times: deque[float], limit: tuple[int, float], now: float) -> float:
        allowed, window = limit
        while times and times[0] <= now - _MINUTE:
            times.popleft()
        if len(times) < allowed:
            return 0
        return max(0.0, times[-allowed] + window - now)
