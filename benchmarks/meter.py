# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a process uses, from a moment on."""

import time
from dataclasses import dataclass
from pathlib import Path

from odoo import sql_db


@dataclass(frozen=True)
class Cost:
    """What the worker's process has used; not what the simulator or PostgreSQL did."""

    cpu_seconds: float
    wall_seconds: float
    queries: int
    peak_rss_mb: float
    rounds: int


class Meter:
    """Starts when it is made."""

    def __init__(self):
        self._cpu, self._wall = time.process_time(), time.monotonic()
        self._queries = sql_db.sql_counter

    def cost(self, rounds):
        """What was used since; ``rounds`` is how often the worker was called."""
        return Cost(
            time.process_time() - self._cpu,
            time.monotonic() - self._wall,
            sql_db.sql_counter - self._queries,
            _peak_rss_mb(),
            rounds,
        )


def _peak_rss_mb():
    """High-water mark of this process; unlike ru_maxrss, not of its parent's too."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("Linux did not say how much memory was used")
