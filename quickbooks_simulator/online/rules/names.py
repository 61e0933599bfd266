# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Names of list objects: which must be unique, and how sub-objects are called."""

from __future__ import annotations

import sqlite3

from .. import faults
from ..answers import loads
from ..books import PURCHASES, SALES, Books

PARTIES = ("Customer", "Vendor", "Employee")
DELETED = " (deleted)"
_MAX_LEVELS = 5  # a name and four below it
_NAME_PARTS = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")


def name_field(entity: str) -> str:
    return "DisplayName" if entity in PARTIES else "Name"


def space(entity: str) -> str:
    """Where a name must be unique. Customers, vendors and employees share one."""
    return "party" if entity in PARTIES else entity


def plain(name: str) -> str:
    """A name without the mark QuickBooks adds when the object is made inactive."""
    return name.removesuffix(DELETED)


def own_name(entity: str, body: dict) -> str:
    """The name an object is to have.

    :raises Fault: 2020 when a customer, vendor or employee has no name at all
    """
    if entity not in PARTIES:
        return plain(body["Name"])
    if body.get("DisplayName"):
        return plain(body["DisplayName"])
    parts = [body[part] for part in _NAME_PARTS if body.get(part)]
    name = " ".join(parts) or body.get("CompanyName")
    if not name:
        raise faults.required_missing("DisplayName")
    return name


def apply(books: Books, entity: str, body: dict) -> dict:
    """Set the name properties of a list object; returns the columns beside it.

    :raises Fault: 2020, or 6000 when it is nested too deep
    """
    name = own_name(entity, body)
    parent = _parent(books, entity, body)
    full = f"{plain(parent['full_name'])}:{name}" if parent else name
    if full.count(":") >= _MAX_LEVELS:
        raise faults.business("A name can be nested at most four levels deep.")
    mark = "" if body["Active"] else DELETED
    body[name_field(entity)] = name + mark
    # Recorded: customers, items and accounts answer a full name, vendors and
    # employees do not.
    if entity not in ("Vendor", "Employee", "Term", "PaymentMethod"):
        body["FullyQualifiedName"] = full + mark
    if entity in PARTIES:
        body.setdefault("PrintOnCheckName", name)
    if parent:
        body["ParentRef"] = {"value": str(parent["id"]), "name": parent["full_name"]}
        if entity in ("Customer", "Item"):
            body["Level"] = full.count(":")
    return {
        "name": name + mark,
        "full_name": full + mark,
        "name_space": space(entity),
        "name_key": (name if entity in PARTIES else full).casefold(),
        "parent": parent["id"] if parent else None,
        "active": int(body["Active"]),
    }


def _parent(books: Books, entity: str, body: dict) -> sqlite3.Row | None:
    if not body.get("ParentRef"):
        return None
    return books.find(entity, int(body["ParentRef"]["value"]))


def follow_rename(books: Books, entity: str, number: int, full_name: str) -> None:
    """Carry a new name into the names below it and the transactions that show it."""
    for row in books.children(entity, number):
        child = loads(row["body"])
        columns = apply(books, entity, child)
        books.change(row, child, bump=False, **columns)
        follow_rename(books, entity, row["id"], columns["full_name"])
    if entity not in ("Customer", "Vendor"):
        return
    kinds = SALES if entity == "Customer" else PURCHASES
    books.store.run(
        "UPDATE object SET body = json_set(body, ?, ?) "
        "WHERE realm = ? AND entity IN (?, ?, ?) AND party = ?",
        f"$.{entity}Ref.name",
        full_name,
        books.realm,
        *kinds,
        number,
    )
