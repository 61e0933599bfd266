# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reading QuickBooks' transactions page by page while somebody works on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..objects import ObjectState
from .read import MAX_RESULTS

# Asked for beyond what was counted: a page begins with what ended the one before.
_MARGIN = 10


def count_statement(type: str, since: datetime) -> str:
    """The query for the number of transactions made or changed since an aware time."""
    return f"SELECT COUNT(*) FROM {type} WHERE {_changed(since)}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of transactions to be asked for: those changed at ``since``, an aware
    time, or later, without the first ``skip`` of them.

    What changed first comes first. What is changed while they are read moves to the
    end; therefore the next page begins with the moment of the last one, and not with a
    place in the order. What has that very moment is merely read twice.
    """

    since: datetime
    skip: int
    limit: int

    @classmethod
    def next(cls, since: datetime, skip: int, left: int) -> Page:
        """The page for about so many that are left."""
        return cls(since, skip, min(MAX_RESULTS, max(left, 0) + _MARGIN))

    def statement(self, type: str) -> str:
        """Its query."""
        return (
            f"SELECT * FROM {type} WHERE {_changed(self.since)}"
            f" ORDERBY MetaData.LastUpdatedTime"
            f" STARTPOSITION {self.skip + 1} MAXRESULTS {self.limit}"
        )

    def after(self, states: Sequence[ObjectState]) -> tuple[datetime, int] | None:
        """From when on, and without how many, the next page is to be; None where this
        was the last."""
        if len(states) < self.limit:
            return None
        last = states[-1].updated_at
        if last is None or last <= self.since:
            return self.since, self.skip + len(states)
        return last, 0


def _changed(since: datetime) -> str:
    stamp = since.isoformat(timespec="seconds")
    return f"MetaData.LastUpdatedTime >= '{stamp}'"
