# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Failures that wait for their moment, whichever QuickBooks they happen to."""

from __future__ import annotations

import random
import threading
from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass
class Mishap:
    """A failure that waits for its moment.

    :cvar kinds: what may go wrong, and what that means
    :ivar kind: one of them
    :ivar times: how often it still happens; None for ever
    :ivar probability: how likely it happens where it fits
    :ivar seconds: of a delay
    """

    kinds: ClassVar[dict[str, str]]

    kind: str
    times: int | None = 1
    probability: float = 1.0
    seconds: float = 0.0

    def __post_init__(self):
        if self.kind not in self.kinds:
            kinds = ", ".join(self.kinds)
            raise ValueError(f"{self.kind} is no mishap; there are {kinds}")
        if not 0 <= self.probability <= 1:
            raise ValueError("A probability lies between 0 and 1")
        if self.times is not None and self.times < 1:
            raise ValueError("A mishap happens at least once")

    def fits(self, *place) -> bool:
        """Whether it may happen here; asked once each time something could."""
        raise NotImplementedError


class Mishaps:
    """The failures waiting, in the order they were ordered.

    :ivar random: chance, for what else is left to it
    """

    mishap: type[Mishap]

    def __init__(self):
        self._lock = threading.Lock()
        self._waiting: list[Mishap] = []
        self.random = random.Random(0)

    def seed(self, seed: int) -> None:
        """Make the failures by probability repeatable."""
        with self._lock:
            self.random.seed(seed)

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, kind: str, **details) -> Mishap:
        """Order a failure; the details are those of a Mishap.

        :raises ValueError: for a kind or detail that makes no sense
        """
        mishap = self.mishap(kind, **details)
        self.order(mishap)
        return mishap

    def order(self, mishap: Mishap) -> None:
        """Order a failure that is described already."""
        with self._lock:
            self._waiting.append(mishap)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._waiting.clear()

    def waiting(self) -> list[dict]:
        """What is still to happen, as JSON has it."""
        with self._lock:
            return [asdict(mishap) for mishap in self._waiting]

    def _strike(self, kinds: tuple[str, ...], *place) -> Mishap | None:
        """The first waiting failure of these kinds that now happens, if any."""
        with self._lock:
            for mishap in self._waiting:
                if mishap.kind not in kinds or not mishap.fits(*place):
                    continue
                if self.random.random() >= mishap.probability:
                    continue
                if mishap.times is not None:
                    mishap.times -= 1
                    if not mishap.times:
                        self._waiting.remove(mishap)
                return mishap
        return None
