# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The objects of one company: finding, checking references, writing."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import datetime

from ..clock import Clock
from . import events, faults
from .answers import cents, dumps, loads, money_of_cents, stamp
from .company import CURRENCIES, Company
from .entities import Property
from .store import Store

# How QuickBooks names the list an unknown reference was looked up in.
_GROUPS = {
    "Account": "Accounts",
    "Class": "Klasses",
    "Department": "Depts",
    "Customer": "Names",
    "Vendor": "Names",
    "Employee": "Names",
    "Item": "Items",
}
# One run of numbers for all transactions, one for all names.
_SEQUENCES = {"Customer": "name", "Vendor": "name", "Employee": "name"}
_COLUMNS = (
    "active name_space name_key name full_name parent doc_number party date total "
    "balance"
).split()
# What an open amount adds to the balance of its customer or vendor.
_BALANCE_SIGN = {
    "Invoice": 1,
    "CreditMemo": -1,
    "Payment": -1,
    "Bill": 1,
    "VendorCredit": -1,
    "BillPayment": -1,
    "JournalEntry": -1,
}
MAX_ID = 2**63 - 1
SALES = ("Invoice", "CreditMemo", "Payment")
PURCHASES = ("Bill", "VendorCredit", "BillPayment")
ENTRY = "JournalEntry"


def identifier(value) -> int:
    """:raises Fault: 2030 when an Id is no number"""
    text = str(value)
    if not text.isascii() or not text.isdigit():
        raise faults.invalid_id(text)
    return int(text)


def party_entity(entity: str) -> str:
    """Whose transaction it is: Customer or Vendor."""
    return "Customer" if entity in SALES else "Vendor"


class Books:
    """One company's objects as one user sees them, within one request."""

    def __init__(self, store: Store, clock: Clock, company: Company, user: str):
        self.store = store
        self.clock = clock
        self.company = company
        self.realm = company.realm
        self.user = user
        self.now: datetime = clock.now()
        self._balance_changes: dict[tuple[str, int], int] = defaultdict(int)

    @property
    def _milliseconds(self) -> int:
        return int(self.now.timestamp() * 1000)

    # Reading

    def find(self, entity: str, number: int) -> sqlite3.Row | None:
        """The row of an object that was not deleted."""
        if number > MAX_ID:
            return None
        return self.store.row(
            "SELECT * FROM object "
            "WHERE realm = ? AND entity = ? AND id = ? AND deleted = 0",
            self.realm,
            entity,
            number,
        )

    def get(self, entity: str, number) -> sqlite3.Row:
        """:raises Fault: 2030 when the Id is no number, 610 when there is no object"""
        row = self.find(entity, identifier(number))
        if row is None:
            raise faults.object_not_found()
        return row

    def current(self, entity: str, payload: dict) -> sqlite3.Row:
        """The object a change is meant for, when the client has its newest state.

        :raises Fault: 2020 no Id or SyncToken, 610 no such object, 5010 stale
        """
        for name in ("Id", "SyncToken"):
            if payload.get(name) in (None, ""):
                raise faults.required_missing(name)
        row = self.get(entity, payload["Id"])
        if str(payload["SyncToken"]) != str(row["sync_token"]):
            raise faults.stale(row["updated_by"])
        return row

    def resolve(self, prop: Property, ref: dict) -> dict:
        """A reference as QuickBooks answers it, with the current name.

        :raises Fault: 2500 when nothing active has this id
        """
        if not prop.targets:
            return ref
        value = ref["value"]
        for target in prop.targets:
            row = self.find(target, int(value)) if value.isdecimal() else None
            if row is not None and row["active"]:
                return {"value": value, "name": row["full_name"]}
        group = _GROUPS.get(prop.targets[0], f"{prop.targets[0]}s")
        raise faults.invalid_reference(group, value)

    def children(self, entity: str, number: int) -> list[sqlite3.Row]:
        """The rows directly below a list object."""
        return self.store.rows(
            "SELECT * FROM object WHERE realm = ? AND entity = ? AND parent = ?",
            self.realm,
            entity,
            number,
        )

    def transactions_of(self, kinds: tuple[str, ...], party: int) -> list[sqlite3.Row]:
        """The rows of a customer's or vendor's transactions."""
        marks = ", ".join("?" * len(kinds))
        return self.store.rows(
            f"SELECT * FROM object WHERE realm = ? AND entity IN ({marks}) "
            "AND party = ? AND deleted = 0",
            self.realm,
            *kinds,
            party,
        )

    def currency(self, code: str) -> dict:
        return {"value": code, "name": CURRENCIES.get(code, code)}

    # Writing

    def next_id(self, entity: str, *, transaction: bool = False) -> int:
        name = "transaction" if transaction else _SEQUENCES.get(entity, entity)
        return self.store.next_id(self.realm, name)

    def with_address_ids(self, body: dict) -> dict:
        """Addresses get an Id of their own when they are first kept."""
        for name, value in body.items():
            if name.endswith("Addr") and isinstance(value, dict) and "Id" not in value:
                if "Line1" in value or "City" in value or "PostalCode" in value:
                    number = self.store.next_id(self.realm, "address")
                    body[name] = {"Id": str(number), **value}
        return body

    def add(self, entity: str, number: int, body: dict, **columns) -> dict:
        """Keep a new object; returns its body as the API answers it.

        :raises Fault: 6240 when another object has the name
        """
        created = stamp(self.now)
        body = {
            **self.with_address_ids(body),
            "domain": "QBO",
            "sparse": False,
            "Id": str(number),
            "SyncToken": "0",
            "MetaData": {"CreateTime": created, "LastUpdatedTime": created},
        }
        names = ("realm", "entity", "id", "created", "updated", "updated_by", "body")
        values = (
            self.realm,
            entity,
            number,
            self._milliseconds,
            self._milliseconds,
            self.user,
            dumps(body),
        )
        names += tuple(columns)
        marks = ", ".join("?" * len(names))
        self._unique_name(
            f"INSERT INTO object ({', '.join(names)}) VALUES ({marks})",
            *values,
            *columns.values(),
        )
        self._note_balance(entity, columns.get("party"), columns.get("balance"), +1)
        self._tell("Create", entity, number)
        return body

    def change(
        self, row: sqlite3.Row, body: dict, *, bump=True, event="Update", **columns
    ) -> dict:
        """Keep a new state of an object; returns its body as the API answers it.

        :param bump: whether the SyncToken counts up, and webhooks tell of it.
            Balances of customers change without it.
        :param event: what webhooks call it
        :raises Fault: 6240 when another object has the name
        """
        token = row["sync_token"] + (1 if bump else 0)
        body = self.with_address_ids(body)
        body["SyncToken"] = str(token)
        body["MetaData"] = {
            **body["MetaData"],
            "LastUpdatedTime": stamp(self.now),
        }
        columns = {name: row[name] for name in _COLUMNS} | columns
        assignments = ", ".join(f"{name} = ?" for name in columns)
        self._unique_name(
            f"UPDATE object SET sync_token = ?, updated = ?, updated_by = ?, "
            f"body = ?, {assignments} WHERE realm = ? AND entity = ? AND id = ?",
            token,
            self._milliseconds,
            self.user,
            dumps(body),
            *columns.values(),
            self.realm,
            row["entity"],
            row["id"],
        )
        self._note_balance(row["entity"], row["party"], row["balance"], -1)
        self._note_balance(row["entity"], columns["party"], columns["balance"], +1)
        if bump:
            self._tell(event, row["entity"], row["id"])
        return body

    def remove(self, row: sqlite3.Row, *, merged_into: int | None = None) -> None:
        """Delete an object. Its row stays, so that its Id is not used again.

        :param merged_into: the Id of the object it became part of
        """
        self.store.run(
            "UPDATE object SET deleted = 1, updated = ?, updated_by = ?, "
            "name_key = NULL WHERE realm = ? AND entity = ? AND id = ?",
            self._milliseconds,
            self.user,
            self.realm,
            row["entity"],
            row["id"],
        )
        self._note_balance(row["entity"], row["party"], row["balance"], -1)
        if merged_into is None:
            self._tell("Delete", row["entity"], row["id"])
        else:
            self._tell("Merge", row["entity"], merged_into, deleted=row["id"])

    def _tell(self, operation: str, entity: str, number: int, deleted=None) -> None:
        events.note(
            self.store,
            realm=self.realm,
            entity=entity,
            number=number,
            operation=operation,
            deleted=deleted,
            happened=self._milliseconds,
        )

    def _unique_name(self, statement: str, *values) -> None:
        try:
            self.store.run(statement, *values)
        except sqlite3.IntegrityError as error:
            if "name_key" not in str(error):
                raise
            raise faults.duplicate_name() from None

    # Balances of customers and vendors

    def _note_balance(self, entity: str, party, balance, direction: int) -> None:
        if party is not None and balance and entity in _BALANCE_SIGN:
            sign = _BALANCE_SIGN[entity] * direction
            self._balance_changes[self._side(entity, party), party] += sign * balance

    def _side(self, entity: str, party: int) -> str:
        """As :func:`party_entity`; an entry is whose name is on it."""
        if entity != ENTRY:
            return party_entity(entity)
        return "Customer" if self.find("Customer", party) else "Vendor"

    def flush_balances(self) -> None:
        """Write what this request changed in the balances of customers and vendors."""
        changes, self._balance_changes = self._balance_changes, defaultdict(int)
        for (entity, party), difference in changes.items():
            if difference:
                self._add_to_balance(entity, party, difference)

    def _add_to_balance(self, entity: str, party: int, difference: int) -> None:
        row = self.find(entity, party)
        body = loads(row["body"])
        balance = row["balance"] + difference
        body["Balance"] = money_of_cents(balance)
        if entity == "Customer":
            _add_with_jobs(body, difference)
        self.change(row, body, bump=False, balance=balance)
        while entity == "Customer" and row["parent"]:
            row = self.find(entity, row["parent"])
            body = loads(row["body"])
            _add_with_jobs(body, difference)
            self.change(row, body, bump=False)


def _add_with_jobs(body: dict, difference: int) -> None:
    body["BalanceWithJobs"] = money_of_cents(
        cents(body["BalanceWithJobs"]) + difference
    )
