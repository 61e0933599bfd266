# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The books of a company file: what every kind of request works with."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from ..clock import Clock
from ..store import Store
from . import kinds, statuses
from .profile import Profile
from .values import Body, moment

Row = sqlite3.Row
_LIST_BIT = 0x80000000
_MINUTE = 60


class Books:
    """The file, the clock, and the settings, for one message set.

    :ivar macros: what defMacro has named so far, by its name
    """

    def __init__(self, store: Store, clock: Clock, profile: Profile):
        self.store = store
        self.clock = clock
        self.profile = profile
        self.macros: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._rows: dict[str, Row] = {}

    # -- time and numbers --------------------------------------------------------------

    def now(self) -> int:
        """The present moment, in seconds since 1970."""
        return int(self.clock.timestamp())

    def stamp(self, seconds: int) -> str:
        """A moment as QuickBooks tells it, in the file's own time zone."""
        local = datetime.fromtimestamp(seconds, UTC).astimezone(self.profile.tz)
        return local.isoformat(timespec="seconds")

    def seconds(self, text: str) -> int:
        """The moment in a filter; without an offset it is local time."""
        return int(moment(text, self.profile.tz).timestamp())

    def next_number(self, name: str) -> int:
        """The next of a series of numbers; each begins with 1."""
        return int(
            self.store.value(
                "INSERT INTO setting VALUES (?, 1) ON CONFLICT (name) "
                "DO UPDATE SET value = value + 1 RETURNING value",
                f"last {name}",
            )
        )

    def new_id(self, *, of_list: bool = False) -> str:
        """An id no object had before; those of lists have their highest bit set."""
        name = "list" if of_list else "transaction"
        number = self.next_number(name)
        return f"{number + (_LIST_BIT if of_list else 0):X}-{self.now()}"

    def next_edit_sequence(self, before: int = 0) -> int:
        """QuickBooks counts seconds since 1970 by the computer's clock, which may have
        been put back since; a second change in one counts on."""
        now = self.now()
        return before + 1 if now <= before < now + _MINUTE else now

    # -- lists -------------------------------------------------------------------------

    def row(self, list_id: str) -> Row | None:
        """The list object of that ListID."""
        row = self._rows.get(list_id)
        if row is None:
            row = self.store.row("SELECT * FROM list_object WHERE list_id = ?", list_id)
            if row is not None:
                self._rows[list_id] = row
        return row

    def by_name(self, full_name: str, among: Iterable[str]) -> Row | None:
        """The list object of one of these kinds with that full name."""
        wanted = set(among)
        rows = self.store.rows(
            "SELECT * FROM list_object WHERE full_key = ?", full_name.casefold()
        )
        return next((row for row in rows if row["kind"] in wanted), None)

    def forget(self, list_id: str = "") -> None:
        """A list object has changed; empty: any may have, or a change was undone."""
        if list_id:
            self._rows.pop(list_id, None)
        else:
            self._names.clear()
            self._rows.clear()

    def full_name(self, list_id: str) -> str:
        """The full name of a list object, empty when it is gone."""
        if list_id not in self._names:
            row = self.row(list_id)
            self._names[list_id] = row["full_name"] if row is not None else ""
        return self._names[list_id]

    def reference(self, list_id: str) -> Body:
        """A reference as answers show it."""
        return {"ListID": list_id, "FullName": self.full_name(list_id)}

    def named(self, kind: str, name: str) -> Body:
        """A reference to a list object by its kind and name.

        :raises KeyError: there is none
        """
        row = self.by_name(name, {kind})
        if row is None:
            raise KeyError(name)
        return self.reference(row["list_id"])

    def resolve(self, reference: Body, field: str, where: str) -> Row:
        """What a reference in a request means.

        :param field: the element, such as ``CustomerRef``
        :param where: what is being saved, such as ``Invoice``
        :raises Refusal: 3140, there is no such object
        """
        among = kinds.referred(field)
        list_id, name = reference.get("ListID"), reference.get("FullName")
        row = self.row(list_id) if list_id else self.by_name(name or "", among)
        if row is None or row["kind"] not in among:
            word = kinds.word(field)
            raise statuses.bad_reference(word, list_id or name or "", where)
        return row

    def resolved(self, body: Body, where: str) -> Body:
        """A body whose references hold the ListID alone.

        An empty reference stays empty.

        :raises Refusal: 3140, or 3250 for a feature the file does not use
        """
        result: Body = {}
        for field, value in body.items():
            result[field] = self._resolved(field, value, where)
        return result

    def _resolved(self, field, value, where):
        if isinstance(value, list):
            return [self._resolved(field, each, where) for each in value]
        if value and not self.has_feature(field):
            raise statuses.no_feature()
        if not isinstance(value, dict):
            return value
        if not field.endswith("Ref"):
            return self.resolved(value, where)
        if not any(value.values()):
            return ""
        if field == "ParentRef":
            return value
        return {"ListID": self.resolve(value, field, where)["list_id"]}

    def has_feature(self, field: str) -> bool:
        """Whether the feature is on that an element belongs to."""
        feature = kinds.FEATURES.get(field)
        return feature is None or getattr(self.profile, feature)

    def shown(self, body: Body) -> Body:
        """A body as answers show it: references with their names."""
        return {field: self._shown(field, value) for field, value in body.items()}

    def _shown(self, field, value):
        if isinstance(value, list):
            return [self._shown(field, each) for each in value]
        if not isinstance(value, dict):
            return value
        if field.endswith("Ref") and "ListID" in value:
            return self.reference(value["ListID"])
        return self.shown(value)

    # -- what is deleted ---------------------------------------------------------------

    def note_deleted(self, row: Row, object_id: str, name: str) -> str:
        """An object is gone, and its fields with it; returns when that was."""
        now = self.now()
        self.store.run("DELETE FROM extension WHERE object = ?", object_id)
        self.store.insert_row(
            "deleted",
            kind=row["kind"],
            object=object_id,
            name=name,
            created=row["created"],
            deleted=now,
        )
        return self.stamp(now)

    # -- transactions ------------------------------------------------------------------

    def txn(self, txn_id: str) -> Row | None:
        """The transaction of that TxnID."""
        return self.store.row("SELECT * FROM txn WHERE txn_id = ?", txn_id)

    def check_open(self, day: str, where: str) -> None:
        """Refuse what is dated in closed books.

        :raises Refusal: 3180
        """
        closing = self.profile.closing_date
        if closing and day <= closing:
            raise statuses.not_saved(
                where,
                f"The transaction date {day} is in a period that was closed on "
                f"{closing}.",
            )


def body_of(row: Row) -> Body:
    """What is kept of an object."""
    return json.loads(row["body"])


def cents(text: str | Decimal) -> int:
    return int(Decimal(text).scaleb(2).to_integral_value(ROUND_HALF_UP))


def amount(number_of_cents: int) -> str:
    """An AMTTYPE."""
    return f"{Decimal(number_of_cents).scaleb(-2):.2f}"
