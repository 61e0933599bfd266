# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The buttons of an object's page: what is done to it without a form of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import abort, g, request

from . import faults
from .answers import loads
from .bookkeeping import Bookkeeper
from .entities import entity as entity_table
from .page_kinds import KINDS
from .pages_base import back, refusal, routes

# The fields of the form that asked for it.
Form = Mapping[str, str]
_RENAMED = ("Customer", "Vendor", "Item", "Account", "Class", "Department")
_EMAILED = ("Invoice", "CreditMemo")


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
    if entity in _EMAILED and body["EmailStatus"] != "EmailSent":
        actions.append("email")
    if entity in ("Invoice", "Payment", "BillPayment") and body["TotalAmt"]:
        actions.append("void")
    if not entity_table(entity).is_list:
        actions.append("delete")
    return actions


@routes.post("/company/<realm>/<slug>/<int:number>/<action>")
def act(slug, number, action):
    """Carry out one of the record's actions."""
    kind = KINDS.get(slug) or abort(404)
    row = g.books.find(kind.entity, number) or abort(404)
    body = loads(row["body"])
    if action not in actions_for(kind.entity, body):
        abort(404)
    here = {"slug": slug, "number": number}
    try:
        notice = _ACTIONS[action](g.bookkeeper, kind.entity, body, request.form)
    except faults.Fault as fault:
        return back("pages.record", problem=refusal(fault), **here)
    if action in ("delete", "merge"):
        return back("pages.listing", slug=slug, notice=notice)
    return back("pages.record", notice=notice, **here)


def _pay(bookkeeper: Bookkeeper, _entity: str, body: dict, form: Form) -> str:
    total = form.get("amount") or str(body["Balance"])
    bookkeeper.pay(body["Id"], total)
    return f"A payment of {total} was recorded."


def _void(bookkeeper: Bookkeeper, entity: str, body: dict, _form: Form) -> str:
    bookkeeper.void(entity, body["Id"])
    return "It is void now."


def _delete(bookkeeper: Bookkeeper, entity: str, body: dict, _form: Form) -> str:
    bookkeeper.delete(entity, body["Id"])
    return f"{entity} {body.get('DocNumber') or body['Id']} was deleted."


def _note(bookkeeper: Bookkeeper, entity: str, body: dict, form: Form) -> str:
    bookkeeper.change(entity, body["Id"], PrivateNote=form.get("note", ""))
    return "The note was changed."


def _rename(bookkeeper: Bookkeeper, entity: str, body: dict, form: Form) -> str:
    name = form.get("name", "").strip()
    if name:
        bookkeeper.rename(entity, body["Id"], name)
    return "The name was changed."


def _merge(bookkeeper: Bookkeeper, entity: str, body: dict, form: Form) -> str:
    name = form.get("into", "").strip()
    bookkeeper.merge(entity, body["Id"], name)
    return f"{body['DisplayName']} was merged into {name}."


def _email(bookkeeper: Bookkeeper, entity: str, body: dict, _form: Form) -> str:
    bookkeeper.email(entity, body["Id"])
    return "It counts as sent. No e-mail leaves this machine."


def _deactivate(bookkeeper: Bookkeeper, entity: str, body: dict, _form: Form) -> str:
    bookkeeper.change(entity, body["Id"], Active=False)
    return "It is inactive now."


def _activate(bookkeeper: Bookkeeper, entity: str, body: dict, _form: Form) -> str:
    bookkeeper.change(entity, body["Id"], Active=True)
    return "It is active again."


_ACTIONS: dict[str, Callable[[Bookkeeper, str, dict, Form], str]] = {
    "pay": _pay,
    "void": _void,
    "delete": _delete,
    "note": _note,
    "rename": _rename,
    "merge": _merge,
    "email": _email,
    "deactivate": _deactivate,
    "activate": _activate,
}
