# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Change data capture: the objects that changed since a moment, deleted ones too."""

from __future__ import annotations

from datetime import timedelta

from . import faults
from .answers import dumps, instant, stamp_of
from .books import Books
from .entities import Entity, by_path

LOOK_BACK = timedelta(days=30)
MAX_OBJECTS = 1000
# Intuit's guide to the operation names them.
_NOT_TRACKED = ("journalcode", "taxagency", "timeactivity", "taxcode", "taxrate")


def run(books: Books, entities: str, changed_since: str) -> str:
    """The answer's members.

    The objects stand by entity, in the order asked for, and within one entity the
    one that changed first comes first (recorded). After 1,000 objects in all the
    answer ends, and nothing in it says so.

    :param entities: names, divided by commas, in any case
    :param changed_since: a time or a day; without an offset it is UTC
    :raises Fault: 2020 a parameter is missing, 4001 it is no time or no entity, 500
        the moment is too long ago or the entity is not tracked
    """
    tables = _tables(entities)
    since = _since(books, changed_since)
    groups, room = [], MAX_OBJECTS
    for table in tables:
        objects = _changed(books, table, since, room)
        room -= len(objects)
        if objects:
            groups.append(
                f'{{"{table.name}":[{",".join(objects)}],'
                f'"startPosition":1,"maxResults":{len(objects)}}}'
            )
    # Documented: one empty group where nothing changed at all.
    return f'"CDCResponse":[{{"QueryResponse":[{",".join(groups) or "{}"}]}}]'


def _tables(entities: str) -> list[Entity]:
    names = [name.strip() for name in entities.split(",") if name.strip()]
    if not names:
        raise faults.required_missing("entities")
    tables = []
    for name in names:
        if name.lower() in _NOT_TRACKED:
            raise faults.unsupported_operation(f"cdc of {name}")
        table = by_path().get(name.lower())
        if table is None:
            raise faults.query_invalid(f"invalid context declaration: {name}")
        if table not in tables:
            tables.append(table)
    return tables


def _since(books: Books, text: str) -> int:
    """Milliseconds since 1970."""
    if not text:
        raise faults.required_missing("changedSince")
    try:
        moment = instant(text)
    except ValueError:
        raise faults.query_invalid(f"{text} is not a time") from None
    if moment < books.now - LOOK_BACK:
        # Recorded by a third party.
        raise faults.unsupported_operation(
            f"cdc with changedSince date {text} which is older than fixed days"
        )
    return int(moment.timestamp() * 1000)


def _changed(books: Books, table: Entity, since: int, room: int) -> list[str]:
    rows = books.store.rows(
        "SELECT id, deleted, updated, body FROM object "
        "WHERE realm = ? AND entity = ? AND updated >= ? ORDER BY updated, id LIMIT ?",
        books.realm,
        table.name,
        since,
        room,
    )
    return [_gone(row) if row["deleted"] else row["body"] for row in rows]


def _gone(row) -> str:
    """A deleted object: which it was, and when it went."""
    return dumps(
        {
            "domain": "QBO",
            "status": "Deleted",
            "Id": str(row["id"]),
            "MetaData": {"LastUpdatedTime": stamp_of(row["updated"])},
        }
    )
