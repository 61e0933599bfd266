# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One operation on the books, carried out once however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..clock import Clock
from . import attachments, cdc, faults, lists, query, rates, transactions
from .answers import dumps
from .books import Books
from .company import Company
from .entities import Entity
from .rules import plan
from .store import Store

# Answers that are not the outcome of the request itself, so a repetition runs again.
_NOT_REMEMBERED = (401, 403, 429)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose request it is, and in which company."""

    store: Store
    clock: Clock
    company: Company
    user: str

    def books(self) -> Books:
        return Books(self.store, self.clock, self.company, self.user)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Status and JSON text of an answer."""

    status: int
    body: str


def fault_outcome(fault: faults.Fault) -> Outcome:
    return Outcome(fault.status, f'"Fault":{dumps(fault.body())}')


def once(caller: Caller, request_id: str, bid: str, work: Callable[[], str]) -> Outcome:
    """Do the work and remember the outcome under the request id, in one transaction.

    The same id again gets the first outcome, whatever happened to the object since.

    :param work: returns the members of the answer's JSON object
    """
    store, realm = caller.store, caller.company.realm
    with store.transaction():
        if request_id:
            seen = store.row(
                "SELECT status, body FROM replay "
                "WHERE realm = ? AND requestid = ? AND bid = ?",
                realm,
                request_id,
                bid,
            )
            if seen is not None:
                return Outcome(seen["status"], seen["body"])
        try:
            with store.transaction():
                outcome = Outcome(200, work())
        except faults.Fault as fault:
            outcome = fault_outcome(fault)
        lasting = outcome.status < 500 and outcome.status not in _NOT_REMEMBERED
        if request_id and lasting:
            store.run(
                "INSERT INTO replay VALUES (?, ?, ?, ?, ?)",
                realm,
                request_id,
                bid,
                outcome.status,
                outcome.body,
            )
        return outcome


def write(
    caller: Caller, table: Entity, operation: str, payload: dict, options: set[str]
) -> str:
    """Create, update, delete or void one object; returns the answer's members.

    :param operation: create, update, delete or void
    :raises Fault: whatever QuickBooks holds against it
    """
    caller.company.require_subscription()
    plan.require_entity(caller.company, table.name)
    books = caller.books()
    if not isinstance(payload, dict):
        raise faults.unsupported_property(f"{table.name} is not an object")
    if table.is_transaction:
        body = _write_transaction(books, table.name, operation, payload, options)
    elif table.name == "Attachable":
        body = attachments.write(books, operation, payload)
    elif table.name == "ExchangeRate":
        body = rates.write(books, operation, payload)
    elif operation == "create":
        body = lists.create(books, table.name, payload)
    elif operation == "update":
        body = lists.update(books, table.name, payload)
    else:
        raise faults.unsupported_operation(f"{operation} of {table.name}")
    books.flush_balances()
    return f'"{table.name}":{dumps(body)}'


def _write_transaction(books, name, operation, payload, options) -> dict:
    if operation == "delete":
        return transactions.delete(books, name, payload)
    if operation == "void":
        return transactions.void(books, name, payload)
    if operation == "update":
        return transactions.update(books, name, payload, options)
    return transactions.create(books, name, payload, options)


def read(caller: Caller, table: Entity, number: str) -> str:
    """One object by Id; returns the answer's members.

    :raises Fault: 2030, 610
    """
    row = caller.books().get(table.name, number)
    return f'"{table.name}":{row["body"]}'


def run_query(caller: Caller, statement: str) -> tuple[str, int]:
    """The answer's members, and how many objects are in it.

    :raises Fault: 4000, 4001
    """
    found = query.run(caller.books(), statement)
    return f'"QueryResponse":{found.body}', found.objects


def changed_since(caller: Caller, entities: str, moment: str) -> str:
    """What changed since a moment; returns the answer's members.

    :raises Fault: 500, 2020, 4001
    """
    with caller.store.transaction():
        return cdc.run(caller.books(), entities, moment)
