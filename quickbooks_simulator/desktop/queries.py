# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Queries: filters, pages, and what is told of each object found."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import extensions, kinds, lists, statuses, transactions
from .answers import element
from .books import Books, Row, cents
from .values import Body

_CHUNK = 500
_OPERATORS = {
    "LessThan": "<",
    "LessThanEqual": "<=",
    "Equal": "=",
    "GreaterThan": ">",
    "GreaterThanEqual": ">=",
}
_MATCHES = {"StartsWith": "{}%", "Contains": "%{}%", "EndsWith": "%{}"}
_END_OF_TIME = "2038-01-19"
_SECONDS_REMEMBERED = 90 * 24 * 3600


@dataclass
class Found:
    """What a query has found.

    :ivar numbers: of the rows to tell of, in their order
    :ivar missing: the first of the asked names and ids that is not there
    :ivar iterator: iteratorID, where the query asked for one
    :ivar remaining: how many are left for it
    """

    numbers: list[int]
    missing: str = ""
    iterator: str | None = None
    remaining: int | None = None


@dataclass
class Iterators:
    """The iterators of a session; those of another one mean nothing to it."""

    _open: dict[str, tuple[str, list[int]]] = field(default_factory=dict)

    def page(self, asked: dict, query: str, limit: int | None, search) -> Found:
        """The next page.

        :param asked: the attributes of the request
        :param query: what the query says; the same on every page
        :param search: finds all there is
        :raises Refusal: 3391, no such iterator, or its query was another one
        """
        wish = asked.get("iterator")
        if wish is None:
            found = search()
            return Found(found.numbers[:limit], found.missing)
        if wish == "Start":
            iterator = f"{{{uuid.uuid4()}}}"
            left = search().numbers
        else:
            iterator = asked.get("iteratorID", "")
            before, left = self._open.pop(iterator, ("", []))
            if before != query:
                raise statuses.bad_iterator(iterator)
        if wish == "Stop":
            return Found([])
        page, left = left[:limit], left[limit or len(left) :]
        if left:
            self._open[iterator] = (query, left)
        return Found(page, "", iterator, len(left))


# -- lists -----------------------------------------------------------------------------


def search_lists(books: Books, among: tuple[str, ...], body: Body) -> Found:
    """Objects of these kinds."""
    for name in ("ListID", "FullName"):
        if name in body:
            return _named(books, among, name, body[name])
    conditions = [f"kind IN ({', '.join('?' * len(among))})"]
    values: list = [*among]
    status = body.get("ActiveStatus", "ActiveOnly")
    if status != "All":
        conditions.append("active = ?")
        values.append(int(status == "ActiveOnly"))
    _modified(books, body, conditions, values)
    _match(body.get("NameFilter"), "Name", "full_key", conditions, values)
    _range(body.get("NameRangeFilter"), "Name", "full_key", conditions, values)
    if balance := body.get("TotalBalanceFilter"):
        conditions.append(f"total_balance {_OPERATORS[balance['Operator']]} ?")
        values.append(cents(balance["Amount"]))
    for name in ("AccountType", "PaymentMethodType"):
        if types := body.get(name):
            conditions.append(
                f"body ->> '$.{name}' IN (SELECT value FROM json_each(?))"
            )
            values.append(json.dumps(types))
    _references(books, body, ("CurrencyFilter", "ClassFilter"), conditions, values)
    rows = books.store.rows(
        f"SELECT id FROM list_object WHERE {' AND '.join(conditions)} "
        "ORDER BY full_key, id",
        *values,
    )
    return Found([row["id"] for row in rows])


def _named(books, among, name, wanted) -> Found:
    found = Found([])
    for each in wanted:
        row = books.row(each) if name == "ListID" else books.by_name(each, among)
        if row is not None and row["kind"] in among:
            found.numbers.append(row["id"])
        else:
            found.missing = found.missing or each
    return found


def _modified(books, body, conditions, values):
    if start := body.get("FromModifiedDate"):
        conditions.append("modified >= ?")
        values.append(books.seconds(start))
    if end := body.get("ToModifiedDate"):
        conditions.append("modified <= ?")
        values.append(books.seconds(end))


def _match(wanted, name, column, conditions, values):
    if wanted:
        text = wanted[name].casefold()
        for sign in "\\%_":
            text = text.replace(sign, f"\\{sign}")
        conditions.append(f"{column} LIKE ? ESCAPE '\\'")
        values.append(_MATCHES[wanted["MatchCriterion"]].format(text))


def _range(wanted, name, column, conditions, values):
    for side, sign in (("From", ">="), ("To", "<=")):
        if wanted and wanted.get(f"{side}{name}"):
            conditions.append(f"{column} {sign} ?")
            values.append(wanted[f"{side}{name}"].casefold())


def _references(books, body, filters, conditions, values):
    """Filters by something the object refers to."""
    for name in filters:
        wanted = body.get(name)
        if not wanted:
            continue
        reference = name.replace("Filter", "Ref")
        row = books.resolve(_first(wanted), reference, "query")
        conditions.append(f"body ->> '$.{reference}.ListID' = ?")
        values.append(row["list_id"])


def _first(wanted) -> Body:
    """A filter's first object as a reference."""
    result = {}
    for key, value in wanted.items():
        name = key.removesuffix("WithChildren")
        result[name] = value[0] if isinstance(value, list) else value
    return result


def tell_lists(books: Books, numbers: list[int], body: Body) -> Iterator[str]:
    """Each of these objects as an answer shows it."""
    owners = body.get("OwnerID", ())
    only = _only(body)
    for row in _rows(books, "list_object", numbers):
        fields = extensions.of(books, row["list_id"], owners) if owners else {}
        shown = lists.shown(books, row, fields.get("", ()))
        yield element(lists.ret_name(row), shown, only)


# -- transactions ----------------------------------------------------------------------


def search_txns(books: Books, kind: str, body: Body) -> Found:
    """Transactions of a kind."""
    for name, column in (
        ("TxnID", "txn_id"),
        ("RefNumber", "ref_key"),
        ("RefNumberCaseSensitive", "ref_number"),
    ):
        if name in body:
            return _numbered(books, kind, column, body[name])
    conditions, values = ["kind = ?"], [kind]
    _modified(books, body.get("ModifiedDateRangeFilter", {}), conditions, values)
    dates = body.get("TxnDateRangeFilter", {})
    if dates.get("DateMacro", "All") != "All":
        raise statuses.not_available("DateMacro")
    for name, sign in (("FromTxnDate", ">="), ("ToTxnDate", "<=")):
        if dates.get(name):
            conditions.append(f"date {sign} ?")
            values.append(dates[name])
    _match(body.get("RefNumberFilter"), "RefNumber", "ref_key", conditions, values)
    _range(body.get("RefNumberRangeFilter"), "RefNumber", "ref_key", conditions, values)
    _entities(books, body.get("EntityFilter"), "party", conditions, values)
    _entities(books, body.get("AccountFilter"), "account", conditions, values)
    _references(books, body, ("CurrencyFilter",), conditions, values)
    paid = body.get("PaidStatus", "All")
    if paid != "All":
        conditions.append("open = 0" if paid == "PaidOnly" else "open <> 0")
    rows = books.store.rows(
        f"SELECT id FROM txn WHERE {' AND '.join(conditions)} ORDER BY date, id",
        *values,
    )
    return Found([row["id"] for row in rows])


def _numbered(books, kind, column, wanted) -> Found:
    found = Found([])
    for each in wanted:
        value = each.casefold() if column == "ref_key" else each
        rows = books.store.rows(
            f"SELECT id FROM txn WHERE kind = ? AND {column} = ? ORDER BY id",
            kind,
            value,
        )
        found.numbers += [row["id"] for row in rows]
        if not rows:
            found.missing = found.missing or each
    return found


def _entities(books, wanted, column, conditions, values):
    """A filter by customers, vendors or accounts, those under them included."""
    if not wanted:
        return
    among = kinds.GROUPS["Entity"] if column == "party" else ("Account",)
    numbers: set[int] = set()
    for key, given in wanted.items():
        by_id = key.startswith("ListID")
        for each in given if isinstance(given, list) else [given]:
            row = books.row(each) if by_id else books.by_name(each, among)
            if row is None or row["kind"] not in among:
                raise statuses.not_found(each)
            numbers.add(row["id"])
            if key.endswith("WithChildren"):
                numbers |= _below(books, row["id"])
    conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
    values.append(json.dumps(sorted(numbers)))


def _below(books, parent) -> set[int]:
    rows = books.store.rows(
        "WITH RECURSIVE below (id) AS ("
        "SELECT id FROM list_object WHERE parent = ? UNION ALL "
        "SELECT o.id FROM list_object o JOIN below b ON o.parent = b.id"
        ") SELECT id FROM below",
        parent,
    )
    return {row["id"] for row in rows}


def tell_txns(books: Books, numbers: list[int], body: Body) -> Iterator[str]:
    """Each of these transactions as an answer shows it."""
    owners = body.get("OwnerID", ())
    only = _only(body)
    for row in _rows(books, "txn", numbers):
        shown = transactions.shown(
            books,
            row,
            lines=body.get("IncludeLineItems") == "true",
            links=body.get("IncludeLinkedTxns") == "true",
            extensions=extensions.of(books, row["txn_id"], owners) if owners else None,
        )
        yield element(f"{row['kind']}Ret", shown, only)


def _only(body) -> frozenset[str]:
    return frozenset(body.get("IncludeRetElement", ()))


def _rows(books: Books, table: str, numbers: list[int]) -> Iterator[Row]:
    for start in range(0, len(numbers), _CHUNK):
        chunk = numbers[start : start + _CHUNK]
        rows = {
            row["id"]: row
            for row in books.store.rows(
                f"SELECT * FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
                json.dumps(chunk),
            )
        }
        yield from (rows[number] for number in chunk if number in rows)


# -- what is gone ----------------------------------------------------------------------


def deleted(books: Books, prefix: str, body: Body) -> list[Body]:
    """ListDeletedRet or TxnDeletedRet of the last 90 days, as long as QuickBooks
    remembers: kind by kind, in the order in which they were deleted.

    :param prefix: ``List`` or ``Txn``
    """
    dates = body.get("DeletedDateRangeFilter", {})
    since = books.now() - _SECONDS_REMEMBERED
    if dates.get("FromDeletedDate"):
        since = max(since, books.seconds(dates["FromDeletedDate"]))
    rows = books.store.rows(
        "SELECT * FROM deleted WHERE kind IN (SELECT value FROM json_each(?)) "
        "AND deleted BETWEEN ? AND ? ORDER BY kind, deleted, id",
        json.dumps(body[f"{prefix}DelType"]),
        since,
        books.seconds(dates.get("ToDeletedDate") or _END_OF_TIME),
    )
    name = "FullName" if prefix == "List" else "RefNumber"
    return [
        {
            f"{prefix}DelType": row["kind"],
            f"{prefix}ID": row["object"],
            "TimeCreated": books.stamp(row["created"]),
            "TimeDeleted": books.stamp(row["deleted"]),
            name: row["name"],
        }
        for row in rows
    ]


def signature(body: Body) -> str:
    """What a query asks for, without how many at once."""
    return json.dumps({**body, "MaxReturned": None})
