# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers, vendors, items, accounts and the other lists: add, change, delete."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable

from . import profile, statuses
from .books import Books, Row, amount, body_of
from .kinds import LISTS, ListKind
from .values import Body

_COLUMNS = {"Name", "IsActive", "ParentRef", "ListID", "EditSequence", "Initial"}
_PERSON = ("FirstName", "MiddleName", "LastName")
# What every item that is sold or bought must have.
_POSTING = {
    "SalesOrPurchase": ("AccountRef",),
    "SalesAndPurchase": ("IncomeAccountRef", "ExpenseAccountRef"),
}
_REQUIRED = ("AccountType", "IsTaxable", "CurrencyCode", "DayOfMonthDue")
_BLOCKS = ("BillAddress", "ShipAddress", "VendorAddress", "OtherNameAddress")
_MOST_LEVELS = 5


# -- adding ----------------------------------------------------------------------------


def add(books: Books, kind: ListKind, body: Body) -> str:
    """Add an object to a list; returns its ListID.

    :raises Refusal: 3100 its name is taken, 3130 and 3140 what it refers to is not
        there, 3250 it needs a feature that is off
    """
    name = _name(kind, body)
    parent = _parent(books, kind, body.get("ParentRef"))
    kept = _defaults(books, kind, books.resolved(_kept(body), kind.name))
    _check_posting(kept)
    now, list_id = books.now(), books.new_id(of_list=True)
    values = {
        "list_id": list_id,
        "kind": kind.name,
        **_place(kind, name, parent),
        "active": int(body.get("IsActive") != "false"),
        "edit_sequence": now,
        "created": now,
        "modified": now,
        "body": json.dumps({key: value for key, value in kept.items() if value}),
    }
    try:
        books.store.insert_row("list_object", **values)
    except sqlite3.IntegrityError:
        raise statuses.name_in_use(name) from None
    return list_id


def _name(kind, body) -> str:
    name = body.get(kind.name_field, "")
    if not name and kind.name == "Employee":
        name = " ".join(body[field] for field in _PERSON if body.get(field))
    if not name.strip():
        raise statuses.missing(kind.name_field)
    if ":" in name:
        raise statuses.not_saved(
            f'{kind.plural} list, element "{name}"',
            "The name contains a colon (:), which separates levels.",
        )
    return name.strip()


def _parent(books, kind, reference) -> Row | None:
    if not reference or not any(reference.values()):
        return None
    list_id, name = reference.get("ListID"), reference.get("FullName")
    row = books.row(list_id) if list_id else books.by_name(name, {kind.name})
    if row is None or row["kind"] != kind.name:
        raise statuses.bad_parent(list_id or name, kind.plural)
    if row["full_name"].count(":") + 2 > _MOST_LEVELS:
        raise statuses.bad_parent(list_id or name, kind.plural)
    return row


def _place(kind, name, parent) -> dict:
    full_name = f"{parent['full_name']}:{name}" if parent is not None else name
    return {
        "space": kind.space,
        "key": key(kind, full_name),
        "name": name,
        "full_name": full_name,
        "full_key": full_name.casefold(),
        "parent": parent["id"] if parent is not None else None,
    }


def key(kind: ListKind, full_name: str) -> str:
    """What must be unique in the name space.

    Capitals do not count, and to QuickBooks "Smith, Mike" is "Mike Smith".
    """
    folded = full_name.casefold()
    if kind.space == "name" and (person := re.fullmatch(r"([^,:]+), ([^,:]+)", folded)):
        return f"{person[2]} {person[1]}"
    return folded


def _kept(body) -> Body:
    return {
        field.removesuffix("Mod"): value
        for field, value in body.items()
        if field not in _COLUMNS and not field.startswith(("OpenBalance", "Apply"))
    }


def _defaults(books, kind, body) -> Body:
    settings = books.profile
    result = dict(body)
    if kind.name == "Customer":
        result.setdefault("JobStatus", "None")
    if kind.has_balance and settings.multi_currency and not result.get("CurrencyRef"):
        home = profile.currency_name(settings.home_currency)
        result["CurrencyRef"] = {"ListID": books.named("Currency", home)["ListID"]}
    sold = kind.space == "item" and any(name in result for name in _POSTING)
    if settings.sales_tax and (kind.name == "Customer" or sold):
        if not result.get("SalesTaxCodeRef"):
            code = books.named("SalesTaxCode", settings.taxable)
            result["SalesTaxCodeRef"] = {"ListID": code["ListID"]}
    return result


def _check_posting(body):
    for field, accounts in _POSTING.items():
        for account in accounts if field in body else ():
            if not body[field].get(account):
                raise statuses.no_posting_account()


# -- changing --------------------------------------------------------------------------


def modify(books: Books, kind: ListKind, body: Body) -> str:
    """Change the fields a request names; returns the ListID.

    An empty field is emptied. An address is replaced as a whole.

    :raises Refusal: as in :func:`add`; 3120 there is no such object, 3190 a field that
        cannot be empty, 3200 somebody has changed it since
    """
    row = books.row(body["ListID"])
    if row is None or row["kind"] != kind.name:
        raise statuses.not_found(body["ListID"])
    if body["EditSequence"] != str(row["edit_sequence"]):
        raise statuses.stale(body["EditSequence"], row["list_id"])
    for field in (kind.name_field, *_REQUIRED):
        if body.get(field) == "":
            raise statuses.cannot_clear(field)
    kept = _merged(body_of(row), books.resolved(_kept(body), kind.name))
    _check_posting(kept)
    values = {
        **_moved(books, kind, row, body),
        "active": int(body.get("IsActive", "true" if row["active"] else "") == "true"),
        "edit_sequence": books.next_edit_sequence(row["edit_sequence"]),
        "modified": books.now(),
        "body": json.dumps(kept),
    }
    try:
        books.store.update_row("list_object", row["id"], **values)
    except sqlite3.IntegrityError:
        raise statuses.name_in_use(values["name"]) from None
    books.forget()
    if values["parent"] != row["parent"]:
        _add_to_totals(books, row["parent"], -row["total_balance"])
        _add_to_totals(books, values["parent"], row["total_balance"])
    if values["full_name"] != row["full_name"]:
        _rename_children(books, kind, row["id"], values["full_name"])
    return row["list_id"]


def _merged(before: Body, changes: Body) -> Body:
    result = dict(before)
    for field, value in changes.items():
        if field in _POSTING and isinstance(value, dict):
            value = _merged(result.get(field, {}), value)
        if value:
            result[field] = value
        else:
            result.pop(field, None)
    return result


def _moved(books, kind, row, body) -> dict:
    name = _name(kind, body) if body.get(kind.name_field) else row["name"]
    if "ParentRef" in body:
        parent = _parent(books, kind, body["ParentRef"])
    else:
        parent = _by_number(books, row["parent"])
    return _place(kind, name, parent)


def _by_number(books, number) -> Row | None:
    return books.store.row("SELECT * FROM list_object WHERE id = ?", number)


def _rename_children(books, kind, parent, full_name):
    for child in books.store.rows(
        "SELECT id, name FROM list_object WHERE parent = ?", parent
    ):
        its_name = f"{full_name}:{child['name']}"
        books.store.run(
            "UPDATE list_object SET full_name = ?, full_key = ?, key = ? WHERE id = ?",
            its_name,
            its_name.casefold(),
            key(kind, its_name),
            child["id"],
        )
        _rename_children(books, kind, child["id"], its_name)


def add_to_balance(books: Books, party: int, difference: int) -> None:
    """Somebody owes so many cents more; the customers above see it in their totals."""
    if not difference:
        return
    books.store.run(
        "UPDATE list_object SET balance = balance + ? WHERE id = ?", difference, party
    )
    _add_to_totals(books, party, difference)


def _add_to_totals(books, number, difference):
    """An object and those above it show so many cents more in their totals."""
    while number is not None:
        row = books.store.row(
            "UPDATE list_object SET total_balance = total_balance + ? WHERE id = ? "
            "RETURNING parent, list_id",
            difference,
            number,
        )
        number = row["parent"]
        books.forget(row["list_id"])


# -- deleting --------------------------------------------------------------------------


def delete(books: Books, kind: ListKind, list_id: str) -> Body:
    """Delete an object nothing refers to; returns what the answer tells.

    :raises Refusal: 3120 there is none, 3170 it is in use
    """
    row = books.row(list_id)
    if row is None or row["kind"] != kind.name:
        raise statuses.not_found(list_id)
    if _is_used(books, row):
        raise statuses.not_changed(
            kind.name, "This list element has transactions or is in use in a list."
        )
    return _remove(books, kind, row)


def _remove(books, kind, row) -> Body:
    books.store.run("DELETE FROM list_object WHERE id = ?", row["id"])
    when = books.note_deleted(row, row["list_id"], row["full_name"])
    books.forget()
    return {
        "ListDelType": kind.name,
        "ListID": row["list_id"],
        "TimeDeleted": when,
        "FullName": row["full_name"],
    }


def _is_used(books, row) -> bool:
    mention = f'%"{row["list_id"]}"%'
    return bool(
        books.store.value(
            "SELECT EXISTS (SELECT 1 FROM list_object WHERE parent = ? OR body LIKE ?) "
            "OR EXISTS "
            "(SELECT 1 FROM txn WHERE party = ? OR account = ? OR body LIKE ?)",
            row["id"],
            mention,
            row["id"],
            row["id"],
            mention,
        )
    )


def merge(books: Books, kind: ListKind, gone: Row, kept: Row) -> None:
    """Give all that is one object's to another one, and delete it."""
    ids = [f'"{row["list_id"]}"' for row in (gone, kept)]
    for table in ("list_object", "txn"):
        books.store.run(
            f"UPDATE {table} SET body = replace(body, ?, ?) WHERE body LIKE ?",
            *ids,
            f"%{ids[0]}%",
        )
    for column in ("party", "account"):
        books.store.run(
            f"UPDATE txn SET {column} = ? WHERE {column} = ?", kept["id"], gone["id"]
        )
    books.store.run(
        "UPDATE list_object SET parent = ? WHERE parent = ?", kept["id"], gone["id"]
    )
    _rename_children(books, kind, kept["id"], kept["full_name"])
    _add_to_totals(books, gone["parent"], -gone["total_balance"])
    _add_to_totals(books, kept["id"], gone["total_balance"] - gone["balance"])
    add_to_balance(books, kept["id"], gone["balance"])
    _remove(books, kind, gone)


# -- telling ---------------------------------------------------------------------------


def ret_name(row: Row) -> str:
    """The element an answer shows it in."""
    return f"{row['kind']}Ret"


def shown(books: Books, row: Row, extensions: Iterable[Body] = ()) -> Body:
    """What an answer tells of a list object."""
    kind = LISTS[row["kind"]]
    body = books.shown(body_of(row))
    result = {
        "ListID": row["list_id"],
        "TimeCreated": books.stamp(row["created"]),
        "TimeModified": books.stamp(row["modified"]),
        "EditSequence": str(row["edit_sequence"]),
        kind.name_field: row["name"],
        "IsActive": profile.yes(row["active"]),
        **body,
        "DataExtRet": list(extensions),
    }
    if kind.has_full_name:
        result["FullName"] = row["full_name"]
        result["Sublevel"] = str(row["full_name"].count(":"))
    if row["parent"] is not None:
        above = _by_number(books, row["parent"])
        result["ParentRef"] = books.reference(above["list_id"])
    if kind.has_balance:
        result["Balance"] = amount(row["balance"])
        result["TotalBalance"] = amount(row["total_balance"])
    for field in _BLOCKS:
        if field in result:
            result[f"{field}Block"] = address_block(result[field])
    return result


def address_block(address: Body) -> Body:
    """An address as QuickBooks prints it."""
    lines = [address.get(f"Addr{number}") for number in range(1, 6)]
    state = " ".join(filter(None, (address.get("State"), address.get("PostalCode"))))
    lines.append(", ".join(filter(None, (address.get("City"), state))))
    lines.append(address.get("Country"))
    printed = [line for line in lines if line][:5]
    return {f"Addr{number}": line for number, line in enumerate(printed, 1)}
