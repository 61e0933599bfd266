# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What goes wrong between the Web Connector and its server, or in QuickBooks."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .hresult import UNEXPECTED

KINDS = {
    "lost_request": "the call never leaves, and the update breaks off",
    "lost_answer": "the server has done its work, and its answer never arrives",
    "duplicate": "the call arrives twice, and the second answer counts",
    "delay": "the call waits for some seconds",
    "forged_ticket": "the call carries a ticket that nobody has given out",
    "quickbooks": "QuickBooks answers with an error number, and has done nothing",
    "quickbooks_after": "QuickBooks does the work, and answers with an error number",
}
# What happens on this machine, where a call has a method of the web service.
CONNECT, PROCESS = "connect", "process"


@dataclass
class Mishap:
    """A failure that waits for its moment.

    :ivar kind: one of ``KINDS``
    :ivar call: only the call of this number in an update; 1 is the GET
    :ivar method: only calls of this method, or ``connect`` and ``process``
    :ivar skip: so many that fit go well before
    :ivar times: how often it still happens; None for ever
    :ivar probability: how likely it happens to each call it fits
    :ivar seconds: of a delay
    :ivar hresult: what QuickBooks answers
    """

    kind: str
    call: int | None = None
    method: str = ""
    skip: int = 0
    times: int | None = 1
    probability: float = 1.0
    seconds: float = 0.0
    hresult: str = UNEXPECTED

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind} is no mishap; there are {', '.join(KINDS)}")


class Mishaps:
    """The failures waiting, in the order they were ordered."""

    def __init__(self):
        self._waiting: list[Mishap] = []
        self._random = random.Random(0)

    def seed(self, seed: int) -> None:
        """Make the failures by probability repeatable."""
        self._random.seed(seed)

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, kind: str, **details) -> Mishap:
        """Order a failure; the details are those of :class:`Mishap`.

        :raises ValueError: there is no such kind
        """
        mishap = Mishap(kind, **details)
        self.order(mishap)
        return mishap

    def order(self, mishap: Mishap) -> None:
        """Order a failure that is described already."""
        self._waiting.append(mishap)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._waiting.clear()

    def strike(self, method: str, *kinds: str, call: int = 0) -> Mishap | None:
        """The first waiting failure of these kinds that now happens, if any."""
        for mishap in self._waiting:
            if mishap.kind not in kinds or mishap.method not in ("", method):
                continue
            if mishap.call not in (None, call):
                continue
            if mishap.skip:
                mishap.skip -= 1
                continue
            if self._random.random() >= mishap.probability:
                continue
            if mishap.times is not None:
                mishap.times -= 1
                if not mishap.times:
                    self._waiting.remove(mishap)
            return mishap
        return None
