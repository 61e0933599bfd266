# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a statement of the query language finds.

Strings compare exactly with ``=`` and without regard to case with
LIKE (Intuit documents neither); times compare as instants, whatever their offset.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from . import faults
from .answers import cents, dumps, instant, loads
from .books import MAX_ID, Books
from .entities import Entity, by_path
from .statement import Condition, Parser, Query

MAX_RESULTS = 1000
# What an attachment refers to, as a query names it.
_REFERRED = "AttachableRef.EntityRef."


@dataclass(frozen=True, slots=True)
class Found:
    """A query's QueryResponse as JSON text, and how many objects are in it."""

    body: str
    objects: int = 0


def run(books: Books, statement: str) -> Found:
    """What a query finds.

    :raises Fault: 4000, 4001
    """
    query = Parser(statement).parse()
    if query.entity.lower() in ("companyinfo", "preferences"):
        return _settings(books, query)
    table = by_path().get(query.entity.lower())
    if table is None:
        raise faults.query_invalid(f"invalid context declaration: {query.entity}")
    if query.limit > MAX_RESULTS:
        raise faults.query_invalid(
            f"value {query.limit} is too large. Max allowed value is {MAX_RESULTS}."
        )
    if query.start < 1:
        raise faults.query_invalid(
            f"value {query.start} is too small. Min allowed value is 1."
        )
    where, values = _where(books, table, query)
    if query.count:
        total = books.store.value(f"SELECT count(*) FROM object WHERE {where}", *values)
        return Found(dumps({"totalCount": total}))
    order = ", ".join(
        f"{_Column(table, name).sql} {'DESC' if descending else 'ASC'}"
        for name, descending in query.order
    )
    # Sorted without the bodies, which would make a large sort slow.
    rows = books.store.rows(
        f"SELECT rowid FROM object WHERE {where} "
        f"ORDER BY {order or _default_order(table, query)} LIMIT ? OFFSET ?",
        *values,
        query.limit,
        query.start - 1,
    )
    if not rows:
        return Found("{}")
    bodies = [
        books.store.value("SELECT body FROM object WHERE rowid = ?", row["rowid"])
        for row in rows
    ]
    if query.columns:
        bodies = [_project(table, body, query.columns) for body in bodies]
    return Found(
        f'{{"{table.name}":[{",".join(bodies)}],'
        f'"startPosition":{query.start},"maxResults":{len(bodies)}}}',
        len(bodies),
    )


def _default_order(table: Entity, query: Query) -> str:
    """Recorded: lists come by name, transactions newest first."""
    # The sign keeps SQLite from walking an index in this order instead of using the
    # one that finds the rows.
    sign = "+" if query.conditions else ""
    return f"{sign}id DESC" if table.is_transaction else f"{sign}name, {sign}id"


def _where(books: Books, table: Entity, query: Query) -> tuple[str, list]:
    clauses = ["realm = ?", "entity = ?", "deleted = 0"]
    values: list = [books.realm, table.name]
    if table.is_list and all(c.name != "Active" for c in query.conditions):
        # Inactive list objects only appear when they are asked for.
        clauses.append("active = 1")
    for condition in query.conditions:
        if condition.name.startswith(_REFERRED):
            clauses.append(_refers(table, condition))
            values.append(condition.value)
            continue
        column = _Column(table, condition.name)
        if condition.operator == "IN":
            marks = ", ".join("?" * len(condition.value))
            clauses.append(f"{column.sql} IN ({marks})")
            values.extend(column.read(each) for each in condition.value)
        elif condition.operator == "LIKE":
            clauses.append(f"{column.sql} LIKE ? ESCAPE '\\'")
            values.append(condition.value.replace("\\", "\\\\").replace("_", "\\_"))
        else:
            column.require_comparable(condition.operator)
            clauses.append(f"{column.sql} {condition.operator} ?")
            values.append(column.read(condition.value))
    return " AND ".join(clauses), values


def _refers(table: Entity, condition: Condition) -> str:
    """Whether one of an attachment's references has this type or this Id.

    Clients write the type with a capital and without, and so does QuickBooks.

    :raises Fault: 4001 for any other property, entity or comparison
    """
    part = condition.name.removeprefix(_REFERRED).lower()
    is_known = table.name == "Attachable" and part in ("type", "value")
    if not is_known or condition.operator != "=":
        raise faults.query_invalid(
            f"Property {condition.name} not found for Entity {table.name}"
        )
    return (
        "EXISTS (SELECT 1 FROM json_each(body, '$.AttachableRef') AS ref"
        f" WHERE lower(ref.value ->> '$.EntityRef.{part}') = lower(?))"
    )


def _whole(value: str) -> int:
    return min(int(value), MAX_ID) if value.isdecimal() else -1


def _bool(value: str) -> int:
    return int(value.lower() == "true")


def _amount(value: str) -> int:
    try:
        return cents(Decimal(value))
    except InvalidOperation:
        raise faults.query_invalid(f"{value} is not a number") from None


def _instant(value: str) -> int:
    try:
        return int(instant(value).timestamp() * 1000)
    except ValueError:
        raise faults.query_invalid(f"{value} is not a time") from None


# Properties that stand in a column: the column, and how a value becomes one of it.
_INDEXED = {
    "Id": ("id", _whole),
    "SyncToken": ("sync_token", _whole),
    "Active": ("active", _bool),
    "DisplayName": ("name", str),
    "Name": ("name", str),
    "FullyQualifiedName": ("full_name", str),
    "DocNumber": ("doc_number", str),
    "PaymentRefNum": ("doc_number", str),
    "TxnDate": ("date", str),
    "CustomerRef": ("party", _whole),
    "VendorRef": ("party", _whole),
    "ParentRef": ("parent", _whole),
    "TotalAmt": ("total", _amount),
    "Balance": ("balance", _amount),
    "MetaData.CreateTime": ("created", _instant),
    "MetaData.LastUpdatedTime": ("updated", _instant),
}


class _Column:
    """Where a queried property is found in the database.

    :raises Fault: 4001 when the entity has no such property
    """

    def __init__(self, table: Entity, name: str):
        top = name.split(".")[0]
        if top not in table.queryable:
            raise faults.query_invalid(
                f"Property {name} not found for Entity {table.name}"
            )
        self.name = name
        kind = table.properties[top].kind if top in table.properties else "text"
        self.sql, self.read = _INDEXED.get(name) or self._in_body(name, kind)

    @staticmethod
    def _in_body(name: str, kind: str):
        path = f"{name}.value" if kind == "ref" and "." not in name else name
        extract = f"json_extract(body, '$.{path}')"
        if kind in ("number", "money", "read-only"):
            return extract, _number_or_text
        return extract, _bool if kind == "bool" else str

    def require_comparable(self, operator: str) -> None:
        """Id is only found with = and IN."""
        if self.name == "Id" and operator != "=":
            raise faults.query_invalid(
                f"Operator {operator} is not supported for property Id"
            )


def _number_or_text(value: str):
    try:
        return float(value)
    except ValueError:
        return value


def _project(table: Entity, body: str, columns: tuple[str, ...]) -> str:
    """The properties asked for, marked sparse, always with their Id."""
    for name in columns:
        _Column(table, name)
    whole = loads(body)
    tops = dict.fromkeys(["Id", *(name.split(".")[0] for name in columns)])
    picked = {name: whole[name] for name in tops if name in whole}
    return dumps({"domain": "QBO", "sparse": True, **picked})


def _settings(books: Books, query: Query) -> Found:
    if query.entity.lower() == "companyinfo":
        name, body = "CompanyInfo", books.company.company_info()
    else:
        name, body = "Preferences", books.company.preferences()
    if query.count:
        return Found(dumps({"totalCount": 1}))
    return Found(dumps({name: [body], "maxResults": 1}), 1)
