# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What goes wrong in QuickBooks itself, on demand."""

from __future__ import annotations

from .hresult import UNEXPECTED, HResult
from .statuses import Refusal


class Trouble:
    """The failures that wait for their moment."""

    def __init__(self):
        self._requests_left: int | None = None
        self._refusals: list[tuple[str, Refusal]] = []
        self._sets_refused = 0

    def crash_after(self, requests: int | None) -> None:
        """QuickBooks breaks down when it has done so many requests more; None: never.

        What was done is in the file, with its answers; the rest is not done.
        """
        self._requests_left = requests

    def refuse(self, name: str, code: int, message: str, times: int = 1) -> None:
        """The next requests of that name are answered with a status code, and not done.

        :param name: such as ``InvoiceAdd``
        """
        self._refusals += [(name, Refusal(code, message))] * times

    def fill_up(self, times: int = 1) -> None:
        """The next message sets with an id cannot be kept (9005), nor done."""
        self._sets_refused = times

    def can_store(self) -> bool:
        """Whether there is room for the statuses of a message set."""
        if not self._sets_refused:
            return True
        self._sets_refused -= 1
        return False

    def strike(self, name: str) -> None:
        """A request of that name is about to be done.

        :raises HResult: QuickBooks breaks down
        :raises Refusal: it does not take this request
        """
        if self._requests_left == 0:
            self._requests_left = None
            raise HResult(UNEXPECTED, "QuickBooks has broken down.")
        if self._requests_left is not None:
            self._requests_left -= 1
        for waiting in self._refusals:
            if waiting[0] == name:
                self._refusals.remove(waiting)
                raise waiting[1]
