# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reading QuickBooks' lists page by page while somebody works on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from .read import MAX_RESULTS

T = TypeVar("T")

# The most queries of one batch (Intuit: batch reference).
MAX_QUERIES = 30
# Asked for beyond what was counted, for what is made in the meantime; that less comes
# than was asked for is the sign of the end.
_MARGIN = 10

COMPANY_INFO = "SELECT * FROM CompanyInfo"
PREFERENCES = "SELECT * FROM Preferences"


def count_statement(
    type: str, *, inactive: bool = True, since: datetime | None = None
) -> str:
    """The query for the number of a list's objects.

    ``inactive`` counts those that were made inactive as well. ``since``, an aware
    time, leaves out what has not changed from then on.
    """
    return count_of(type, _listed(inactive, since))


def count_of(type: str, condition: str) -> str:
    """The query for the number of objects of a type that fulfil a condition."""
    return f"SELECT COUNT(*) FROM {type} WHERE {condition}"


def dated(first: date, last: date) -> str:
    """The condition for transactions of a period, both days included."""
    return f"TxnDate >= '{first.isoformat()}' AND TxnDate <= '{last.isoformat()}'"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list to be asked for: ``limit`` objects from ``start``, 1 the first.

    In the order of ids, which no change of an object disturbs. What is taken off the
    list meanwhile (merged, or made inactive where only active objects are read) moves
    the rest forward; so that nothing slips through, each page begins with the last
    object of the page before, and where that is not there the list is read again from
    further up. What is added moves the rest back and is merely read twice.
    """

    start: int
    limit: int

    @classmethod
    def next(cls, read: int, total: int) -> Page:
        """The page after the first ``read`` of about ``total`` objects."""
        start = max(read, 1)
        return cls(start, min(MAX_RESULTS, max(total - start + 1, 0) + _MARGIN))

    def statement(
        self, type: str, *, inactive: bool = True, since: datetime | None = None
    ) -> str:
        """Its query; see ``count_statement``."""
        return self.query(type, _listed(inactive, since))

    def query(self, type: str, condition: str) -> str:
        """Its query, of the objects of a type that fulfil a condition."""
        return (
            f"SELECT * FROM {type} WHERE {condition}"
            f" ORDERBY Id STARTPOSITION {self.start} MAXRESULTS {self.limit}"
        )

    def after(
        self, ids: Sequence[str], seen: Collection[str], total: int
    ) -> tuple[int, bool]:
        """How many objects are read once these have come, and whether that is all.

        :param ids: of the objects that have come
        :param seen: ids of all that came before
        """
        if self.start > 1 and (not ids or ids[0] not in seen):
            return max(self.start - MAX_RESULTS, 0), False
        read = self.start - 1 + len(ids)
        short = len(ids) < self.limit
        return read, short and (read >= total or all(each in seen for each in ids))


def pack(sizes: Iterable[tuple[T, int]]) -> list[T]:
    """Who can be asked for together, those with the fewest objects first; at least one.

    A batch brings at most 1000 objects (Intuit: batch reference).
    """
    packed, room = [], MAX_RESULTS
    for owner, size in sorted(sizes, key=lambda each: each[1]):
        if packed and (size > room or len(packed) == MAX_QUERIES):
            break
        packed.append(owner)
        room -= size
    return packed


def _listed(inactive: bool, since: datetime | None) -> str:
    condition = "Active IN (true, false)" if inactive else "Active = true"
    if since is not None:
        stamp = since.isoformat(timespec="seconds")
        condition += f" AND MetaData.LastUpdatedTime >= '{stamp}'"
    return condition
