# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Custom fields (owner 0) and the fields applications keep in a company file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from . import statuses
from .books import Books
from .kinds import GROUPS, ITEMS
from .values import Body

COMPANY = "Company"
CUSTOM = "0"
_LENGTHS = {"STR255TYPE": 255, "STR1024TYPE": 1024}


# -- definitions -----------------------------------------------------------------------


def define(books: Books, body: Body) -> Body:
    """Make a field known; DataExtDefRet.

    :raises Refusal: 3100, there is one of that name
    """
    try:
        books.store.run(
            "INSERT INTO extension_def VALUES (?, ?, ?, ?, ?)",
            books.next_number("DataExtID"),
            body["OwnerID"],
            body["DataExtName"],
            body["DataExtType"],
            json.dumps(body.get("AssignToObject", [])),
        )
    except sqlite3.IntegrityError:
        raise statuses.name_in_use(body["DataExtName"]) from None
    return next(
        each
        for each in definitions(books, [body["OwnerID"]], ())
        if each["DataExtName"] == body["DataExtName"]
    )


def definitions(
    books: Books, owners: Iterable[str], objects: Iterable[str]
) -> list[Body]:
    """DataExtDefRet of the owners, or of the kinds of object; empty: of all."""
    owners, objects = set(owners), set(objects)
    result = []
    for row in books.store.rows("SELECT * FROM extension_def ORDER BY owner, name"):
        assigned = json.loads(row["objects"])
        if owners and row["owner"] not in owners:
            continue
        if objects and not objects & set(assigned):
            continue
        result.append(
            {
                "OwnerID": row["owner"],
                "DataExtID": str(row["id"]),
                "DataExtName": row["name"],
                "DataExtType": row["type"],
                "AssignToObject": assigned,
                "DataExtListRequire": "false",
                "DataExtTxnRequire": "false",
                "DataExtFormatString": "Any",
            }
        )
    return result


def _definition(books, body, object_kind):
    row = books.store.row(
        "SELECT * FROM extension_def WHERE owner = ? AND name = ?",
        body["OwnerID"],
        body["DataExtName"],
    )
    if row is None or object_kind not in json.loads(row["objects"]):
        raise statuses.not_found(body["DataExtName"])
    return row


# -- values ----------------------------------------------------------------------------


def add(books: Books, body: Body) -> Body:
    """Give a field its first value; DataExtRet.

    A custom field is there from the beginning, so that it takes any value at any time.

    :raises Refusal: 3100 it has one, 3120 there is no such field or object
    """
    try:
        return _put(books, body, "INSERT")
    except sqlite3.IntegrityError:
        raise statuses.name_in_use(body["DataExtName"]) from None


def modify(books: Books, body: Body) -> Body:
    """Give a field another value; DataExtRet.

    :raises Refusal: 3120 there is no such field, value or object
    """
    place = _place(books, body)
    if body["OwnerID"] != CUSTOM and _value(books, place, body) is None:
        raise statuses.not_found(body["DataExtName"])
    return _put(books, body, "INSERT OR REPLACE")


def delete(books: Books, body: Body) -> Body:
    """Empty a field; DataExtDelRet.

    :raises Refusal: 3120 there is no such field, value or object
    """
    place = _place(books, body)
    if _value(books, place, body) is None:
        raise statuses.not_found(body["DataExtName"])
    books.store.run(
        "DELETE FROM extension WHERE object = ? AND line = ? AND owner = ? "
        "AND name = ?",
        *place[1:],
        body["OwnerID"],
        body["DataExtName"],
    )
    told = {key: value for key, value in body.items() if key != "DataExtValue"}
    return told | {"TimeDeleted": books.stamp(books.now())}


def _put(books, body, statement) -> Body:
    kind, object_id, line = _place(books, body)
    its_type = _definition(books, body, kind)["type"]
    value = body["DataExtValue"]
    if len(value) > _LENGTHS.get(its_type, len(value)):
        raise statuses.too_long(value, "DataExtValue")
    if body["OwnerID"] == CUSTOM:
        statement = "INSERT OR REPLACE"
    books.store.run(
        f"{statement} INTO extension VALUES (?, ?, ?, ?, ?)",
        object_id,
        line,
        body["OwnerID"],
        body["DataExtName"],
        value,
    )
    return {
        "OwnerID": body["OwnerID"],
        "DataExtName": body["DataExtName"],
        "DataExtType": its_type,
        "DataExtValue": value,
    }


def _value(books, place, body):
    return books.store.value(
        "SELECT value FROM extension WHERE object = ? AND line = ? AND owner = ? "
        "AND name = ?",
        *place[1:],
        body["OwnerID"],
        body["DataExtName"],
    )


def _place(books, body) -> tuple[str, str, str]:
    """The kind of object, its id and the line the value is for."""
    if "OtherDataExtType" in body:
        return COMPANY, COMPANY, ""
    if "TxnID" in body:
        kind = body["TxnDataExtType"]
        row = books.txn(body["TxnID"])
        if row is None or row["kind"] != kind:
            raise statuses.not_found(body["TxnID"])
        return kind, row["txn_id"], body.get("TxnLineID", "")
    kind = body["ListDataExtType"]
    among = set(ITEMS) if kind == "Item" else set(GROUPS.get(kind, (kind,)))
    given = body["ListObjRef"]
    list_id, name = given.get("ListID"), given.get("FullName")
    row = books.row(list_id) if list_id else books.by_name(name or "", among)
    if row is None or row["kind"] not in among:
        raise statuses.not_found(list_id or name or "")
    return kind, row["list_id"], ""


def of(books: Books, object_id: str, owners: Iterable[str]) -> dict[str, list[Body]]:
    """DataExtRet of an object and of its lines, by TxnLineID; empty: its own."""
    result: dict[str, list[Body]] = {}
    wanted = set(owners)
    for row in books.store.rows(
        "SELECT e.*, d.type FROM extension e JOIN extension_def d USING (owner, name) "
        "WHERE object = ? ORDER BY line, owner, name",
        object_id,
    ):
        if row["owner"] in wanted:
            result.setdefault(row["line"], []).append(
                {
                    "OwnerID": row["owner"],
                    "DataExtName": row["name"],
                    "DataExtType": row["type"],
                    "DataExtValue": row["value"],
                }
            )
    return result
