# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What goes wrong between the Web Connector and its server, or in QuickBooks."""

from __future__ import annotations

from dataclasses import dataclass

from .. import mishaps
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
class Mishap(mishaps.Mishap):
    """A failure that waits for its call, or for something done on this machine.

    :ivar call: only the call of this number in an update; 1 is the GET
    :ivar method: only calls of this method, or ``connect`` and ``process``
    :ivar skip: so many that fit go well before
    :ivar hresult: what QuickBooks answers
    """

    kinds = KINDS

    call: int | None = None
    method: str = ""
    skip: int = 0
    hresult: str = UNEXPECTED

    def fits(self, method: str, call: int) -> bool:
        if self.method not in ("", method) or self.call not in (None, call):
            return False
        if self.skip:
            self.skip -= 1
            return False
        return True


class Mishaps(mishaps.Mishaps):
    """What is going to happen to updates."""

    mishap = Mishap

    def strike(self, method: str, *kinds: str, call: int = 0) -> Mishap | None:
        """The first waiting failure of these kinds that now happens, if any."""
        return self._strike(kinds, method, call)
