# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers, vendors, items, accounts, classes and the other lists."""

from __future__ import annotations

from . import faults
from .answers import loads
from .books import Books
from .entities import entity as entity_table
from .rules import accounts, currency, names
from .rules.references import resolve_all

_DEFAULTS = {
    "Customer": {
        "Taxable": True,
        "Job": False,
        "BillWithParent": False,
        "Balance": 0,
        "BalanceWithJobs": 0,
        "PreferredDeliveryMethod": "Print",
    },
    "Vendor": {"Balance": 0, "Vendor1099": False},
    "Employee": {"BillableTime": False},
    "Item": {
        "Type": "Service",
        "Taxable": False,
        "UnitPrice": 0,
        "PurchaseCost": 0,
        "TrackQtyOnHand": False,
    },
    "Account": {
        "SubAccount": False,
        "CurrentBalance": 0,
        "CurrentBalanceWithSubAccounts": 0,
    },
    "Class": {"SubClass": False},
    "Department": {"SubDepartment": False},
    "Term": {"Type": "STANDARD", "DiscountPercent": 0},
    "PaymentMethod": {"Type": "NON_CREDIT_CARD"},
}
# Kept by a full update that leaves them out: QuickBooks owns them.
_OWNED = (
    "Balance BalanceWithJobs CurrentBalance CurrentBalanceWithSubAccounts CurrencyRef "
    "DefaultTaxCodeRef Classification"
).split()
_WITH_CURRENCY = ("Customer", "Vendor", "Account")
_SUB_FLAGS = {
    "Item": "SubItem",
    "Account": "SubAccount",
    "Class": "SubClass",
    "Department": "SubDepartment",
}
_NEEDS_ACCOUNTS = {
    "Service": ("IncomeAccountRef",),
    "NonInventory": ("IncomeAccountRef",),
    "Inventory": (
        "IncomeAccountRef",
        "ExpenseAccountRef",
        "AssetAccountRef",
        "InvStartDate",
        "QtyOnHand",
    ),
}
_SHOWN_DIGITS = 4


def create(books: Books, entity: str, payload: dict) -> dict:
    """A new list object, as the API answers it."""
    if entity_table(entity).is_fixed:
        raise faults.unsupported_operation(f"create of {entity}")
    given = entity_table(entity).accept(payload)
    body = {name: value for name, value in given.items() if value is not None}
    body, columns = _compose(books, entity, body, None)
    return books.add(entity, books.next_id(entity), body, **columns)


def update(books: Books, entity: str, payload: dict) -> dict:
    """Change a list object: sparse keeps what is not sent, full clears it.

    An update that changes nothing leaves the SyncToken alone.
    """
    table = entity_table(entity)
    if table.is_fixed:
        raise faults.unsupported_operation(f"update of {entity}")
    given = table.accept(payload)
    row = books.current(entity, payload)
    old = loads(row["body"])
    keep = table.properties if payload.get("sparse") is True else _OWNED
    merged = {k: old[k] for k in keep if k in old} | given
    body = {name: value for name, value in merged.items() if value is not None}
    body, columns = _compose(books, entity, body, old)
    body |= {k: old[k] for k in ("domain", "sparse", "Id", "SyncToken", "MetaData")}
    if body == old:
        return old
    kept = books.change(row, body, **columns)
    if columns["full_name"] != row["full_name"]:
        names.follow_rename(books, entity, row["id"], columns["full_name"])
    return kept


def _compose(
    books: Books, entity: str, body: dict, old: dict | None
) -> tuple[dict, dict]:
    """Check a list object whole and add what QuickBooks adds."""
    for prop in entity_table(entity).properties.values():
        if prop.required and prop.name not in body:
            raise faults.required_missing(prop.name)
    body = {"Active": True, **_DEFAULTS.get(entity, {}), **body}
    parent = body.pop("ParentRef", None)
    body = resolve_all(books, entity, body)
    if parent:
        prop = entity_table(entity).properties["ParentRef"]
        body["ParentRef"] = books.resolve(prop, parent)
        if entity in _SUB_FLAGS:
            body[_SUB_FLAGS[entity]] = True
    if entity in _WITH_CURRENCY:
        body["CurrencyRef"] = currency.of_party(books, body, old)
    if entity == "Account":
        accounts.classify(books.company, body)
    elif entity == "Item":
        _check_item(books, body)
    elif entity == "Vendor" and "TaxIdentifier" in body:
        body["TaxIdentifier"] = _masked(body["TaxIdentifier"])
    columns = names.apply(books, entity, body)
    if old is None and entity in ("Customer", "Vendor"):
        columns["balance"] = 0
    return body, columns


def _check_item(books: Books, body: dict) -> None:
    """:raises Fault: 2020 when an account its type needs is missing, 5030 for
    inventory under a plan without it"""
    if body["Type"] == "Inventory" and not books.company.has_classes:
        raise faults.feature_not_supported(
            "Type", f"QuickBooks Online {books.company.plan} does not track inventory."
        )
    for name in _NEEDS_ACCOUNTS.get(body["Type"], ()):
        if name not in body:
            raise faults.required_missing(name)


def _masked(number: str) -> str:
    """Tax identifiers are never answered in full: XXXXXX9875 (recorded)."""
    hidden = max(0, len(number) - _SHOWN_DIGITS)
    return "X" * hidden + number[hidden:]
