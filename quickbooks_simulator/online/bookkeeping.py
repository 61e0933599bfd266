# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a bookkeeper does by hand in QuickBooks, while an application works on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import faults, merging
from .entities import entity as entity_table
from .operations import Caller, write
from .rules import names

# The fields of the form that asked for it.
Form = Mapping[str, str]
_RENAMED = ("Customer", "Vendor", "Item", "Account", "Class", "Department")


def actions_for(entity: str, body: dict) -> list[str]:
    """The names of what can be done to an object now."""
    actions = []
    if entity in ("Invoice", "Bill") and body["Balance"]:
        actions.append("pay")
    if entity in _RENAMED:
        actions.append("rename")
        actions.append("deactivate" if body["Active"] else "activate")
    if entity in ("Customer", "Vendor") and body["Active"]:
        actions.append("merge")
    if entity_table(entity).is_transaction:
        actions.append("note")
    if entity in ("Invoice", "Payment", "BillPayment") and body["TotalAmt"]:
        actions.append("void")
    if not entity_table(entity).is_list:
        actions.append("delete")
    return actions


def _change(caller: Caller, entity: str, body: dict, operation: str, **changes) -> None:
    payload = {"Id": body["Id"], "SyncToken": body["SyncToken"], "sparse": True}
    write(caller, entity_table(entity), operation, {**payload, **changes}, set())


def _pay(caller: Caller, entity: str, body: dict, form: Form) -> str:
    total = form.get("amount") or str(body["Balance"])
    linked = {"TxnId": body["Id"], "TxnType": entity}
    payment = {"TotalAmt": total, "Line": [{"Amount": total, "LinkedTxn": [linked]}]}
    if "ExchangeRate" in body:
        payment["ExchangeRate"] = body["ExchangeRate"]
    payment["CurrencyRef"] = {"value": body["CurrencyRef"]["value"]}
    if entity == "Invoice":
        kind = "Payment"
        payment["CustomerRef"] = {"value": body["CustomerRef"]["value"]}
    else:
        kind = "BillPayment"
        payment["VendorRef"] = {"value": body["VendorRef"]["value"]}
        payment["PayType"] = "Check"
        payment["CheckPayment"] = {"BankAccountRef": {"value": _bank(caller)}}
    write(caller, entity_table(kind), "create", payment, set())
    return f"A payment of {total} was recorded."


def _bank(caller: Caller) -> str:
    number = caller.store.value(
        "SELECT id FROM object WHERE realm = ? AND entity = 'Account' AND active = 1 "
        "AND body ->> '$.AccountType' = 'Bank' ORDER BY id LIMIT 1",
        caller.company.realm,
    )
    return str(number)


def _void(caller: Caller, entity: str, body: dict, _form: Form) -> str:
    _change(caller, entity, body, "void")
    return "It is void now."


def _delete(caller: Caller, entity: str, body: dict, _form: Form) -> str:
    _change(caller, entity, body, "delete")
    return f"{entity} {body.get('DocNumber') or body['Id']} was deleted."


def _note(caller: Caller, entity: str, body: dict, form: Form) -> str:
    note = form.get("note", "")
    _change(caller, entity, body, "update", PrivateNote=note)
    return "The note was changed."


def _rename(caller: Caller, entity: str, body: dict, form: Form) -> str:
    field = names.name_field(entity)
    name = form.get("name", "").strip()
    _change(caller, entity, body, "update", **{field: name or body[field]})
    return "The name was changed."


def _merge(caller: Caller, entity: str, body: dict, form: Form) -> str:
    """:raises Fault: 610 when nobody has the name, 6000 when they cannot be merged"""
    name = form.get("into", "").strip()
    survivor = caller.store.value(
        "SELECT id FROM object WHERE realm = ? AND entity = ? AND name_key = ?",
        caller.company.realm,
        entity,
        name.casefold(),
    )
    if survivor is None:
        raise faults.object_not_found()
    merging.merge(caller.books(), entity, body["Id"], survivor)
    return f"{body['DisplayName']} was merged into {name}."


def _deactivate(caller: Caller, entity: str, body: dict, _form: Form) -> str:
    _change(caller, entity, body, "update", Active=False)
    return "It is inactive now."


def _activate(caller: Caller, entity: str, body: dict, _form: Form) -> str:
    _change(caller, entity, body, "update", Active=True)
    return "It is active again."


ACTIONS: dict[str, Callable[[Caller, str, dict, Form], str]] = {
    "pay": _pay,
    "void": _void,
    "delete": _delete,
    "note": _note,
    "rename": _rename,
    "merge": _merge,
    "deactivate": _deactivate,
    "activate": _activate,
}
