# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Forms to write documents, payments, customers and vendors, and to change them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask import abort, g, request

from . import faults, screen
from .answers import loads, money_of_cents
from .bookkeeping import lines_of
from .books import SALES, party_entity
from .page_kinds import KINDS
from .pages_base import back, page, refusal, routes
from .rules import settlement

DOCUMENTS = ("Invoice", "CreditMemo", "Bill", "VendorCredit")
PAYMENTS = ("Payment", "BillPayment")
PARTIES = ("Customer", "Vendor")
# What a page can make; what of it has a form to change it.
WRITTEN = DOCUMENTS + PAYMENTS + PARTIES
CHANGED = DOCUMENTS + PAYMENTS
_NEW_LINES = range(1, 4)
_MAKE = {
    "Invoice": "invoice",
    "CreditMemo": "credit_memo",
    "Bill": "bill",
    "VendorCredit": "vendor_credit",
    "Customer": "customer",
    "Vendor": "vendor",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What a payment may settle: how much of it is open to it, and is settled now."""

    number: int
    entity: str
    title: str
    date: str
    open: Decimal | int
    settled: Decimal | int


@routes.route("/company/<realm>/<slug>/new", methods=["GET", "POST"])
def new(slug):
    """Write a document, enter a payment, make a customer or a vendor."""
    kind = _kind(slug, WRITTEN)
    problem = None
    if request.method == "POST":
        try:
            number = _make(kind.entity)
        except faults.Fault as fault:
            problem = refusal(fault)
        else:
            notice = f"{kind.entity} {number} was made."
            return back("pages.record", slug=slug, number=number, notice=notice)
    return _form(kind, {}, problem)


@routes.route("/company/<realm>/<slug>/<int:number>/change", methods=["GET", "POST"])
def change(slug, number):
    """Change a document or a payment in one go."""
    kind = _kind(slug, CHANGED)
    row = g.books.find(kind.entity, number) or abort(404)
    body = loads(row["body"])
    problem = None
    if request.method == "POST":
        try:
            _change(kind.entity, body)
        except faults.Fault as fault:
            problem = refusal(fault)
        else:
            notice = "It was changed."
            return back("pages.record", slug=slug, number=number, notice=notice)
    return _form(kind, body, problem)


def _kind(slug, possible):
    kind = KINDS.get(slug) or abort(404)
    if kind.entity not in possible:
        abort(404)
    return kind


def _typed(*names: str) -> dict[str, str]:
    """The properties of these names that the form has, trimmed."""
    form = request.form
    return {name: form[name].strip() for name in names if form.get(name, "").strip()}


# -- what was sent -----------------------------------------------------------------


def _make(entity: str) -> str:
    """:raises Fault: QuickBooks does not take it"""
    bookkeeper, form = g.bookkeeper, request.form
    party = form.get("party", "").strip()
    if entity in PAYMENTS:
        enter = bookkeeper.receive if entity == "Payment" else bookkeeper.pay_bills
        total = form.get("TotalAmt", "").strip() or None
        return enter(
            _parts(), total, **{party_entity(entity).lower(): party}, **_payment(entity)
        )
    make = getattr(bookkeeper, _MAKE[entity])
    if entity in PARTIES:
        return make(form.get("DisplayName", "").strip(), **_party())
    return make(party, *_new_lines(), **_document())


def _change(entity: str, body: dict) -> None:
    """:raises Fault: QuickBooks does not take it"""
    form = request.form
    if entity in PAYMENTS:
        total = form.get("TotalAmt", "").strip() or None
        g.bookkeeper.reapply(body["Id"], _parts(), total, **_payment(entity))
        return
    lines = {}
    for place, line in enumerate(lines_of(body), start=1):
        amount = form.get(f"amount_{place}", "").strip()
        text = form.get(f"description_{place}", "").strip()
        if "Amount" in line and not amount:
            lines[place] = None
            continue
        changes = {}
        if "Amount" in line and screen.amount(amount) != line["Amount"]:
            changes["Amount"] = amount
        if text != line.get("Description", ""):
            changes["Description"] = text or None
        if changes:
            lines[place] = changes
    g.bookkeeper.edit(entity, body["Id"], lines, _new_lines(), **_document())


def _document() -> dict:
    fields = _typed("DocNumber", "TxnDate", "DueDate", "ExchangeRate")
    return {
        **fields,
        "PrivateNote": request.form.get("PrivateNote", "").strip() or None,
    }


def _new_lines() -> list[screen.Line]:
    lines = []
    for place in _NEW_LINES:
        what, amount, code, text = (
            request.form.get(f"new_{name}_{place}", "").strip()
            for name in ("what", "amount", "code", "description")
        )
        if what or amount:
            given = (what, amount or "0", *([code] if code else []))
            line = screen.line(g.books, _entity(), given)
            lines.append({**line, "Description": text} if text else line)
    return lines


def _entity() -> str:
    return KINDS[request.view_args["slug"]].entity


def _payment(entity: str) -> dict:
    fields = _typed("TxnDate", "ExchangeRate")
    if entity == "Payment":
        fields |= _typed("PaymentRefNum", "DepositToAccountRef", "PaymentMethodRef")
    else:
        fields |= _typed("DocNumber")
        if account := request.form.get("account", "").strip():
            fields["account"] = account
    return fields


def _parts() -> dict[str, str]:
    """What is to be settled, by Id; what has no amount is not."""
    return {
        name.removeprefix("part_"): value.strip()
        for name, value in request.form.items()
        if name.startswith("part_") and value.strip()
    }


def _party() -> dict:
    fields = _typed("CompanyName", "ParentRef")
    if email := request.form.get("email", "").strip():
        fields["PrimaryEmailAddr"] = {"Address": email}
    if currency := request.form.get("currency", "").strip():
        fields["CurrencyRef"] = {"value": currency.upper()}
    return fields


# -- what is shown -----------------------------------------------------------------


def _form(kind, body: dict, problem: str | None) -> str:
    shared = {"kind": kind, "body": body, "typed": request.form, "problem": problem}
    if kind.entity in PARTIES:
        return page("party.html", **shared)
    side = party_entity(kind.entity)
    shared |= {"side": side, "today": g.books.clock.today(), "parties": _names(side)}
    if kind.entity in PAYMENTS:
        return _payment_form(kind.entity, body, shared)
    return page(
        "document.html",
        lines=lines_of(body) if body else [],
        new_lines=_NEW_LINES,
        things=_names("Item") + ([] if kind.entity in SALES else _names("Account")),
        codes=["TAX", "NON"] if g.company.is_us else _names("TaxCode"),
        **shared,
    )


def _payment_form(entity: str, body: dict, shared: dict) -> str:
    side = shared["side"]
    party = request.values.get("party", "").strip()
    if body:
        party = body[f"{side}Ref"]["value"]
    parts = []
    if party:
        try:
            ref = screen.reference(g.books, (side,), party)
            parts = _open_parts(entity, int(ref["value"]), body)
        except faults.Fault as fault:
            shared["problem"] = refusal(fault)
            party = ""
    banks = ("Bank", "Other Current Asset") if entity == "Payment" else ("Bank",)
    cards = () if entity == "Payment" else ("Credit Card",)
    return page(
        "payment.html",
        party=party,
        parts=parts,
        accounts=_accounts(*banks, *cards),
        methods=_names("PaymentMethod") if entity == "Payment" else [],
        **shared,
    )


def _open_parts(entity: str, party: int, body: dict) -> list[Part]:
    """What is open of a customer or vendor, and what this payment settles already."""
    own_id = int(body["Id"]) if body else None
    held = settlement.current(g.books, entity, own_id)
    kinds = (settlement.PAID_BY[entity], settlement.USED_BY[entity])
    parts = []
    for row in g.books.transactions_of(kinds, party):
        settled = held.get((row["entity"], row["id"]), 0)
        if not row["balance"] and not settled:
            continue
        parts.append(
            Part(
                row["id"],
                row["entity"],
                f"{row['entity']} {row['doc_number'] or row['id']}",
                row["date"],
                money_of_cents(row["balance"] + settled),
                money_of_cents(settled),
            )
        )
    return parts


def _names(entity: str) -> list[str]:
    rows = g.books.store.rows(
        "SELECT full_name FROM object WHERE realm = ? AND entity = ? AND active = 1 "
        "AND deleted = 0 ORDER BY full_name LIMIT 500",
        g.books.realm,
        entity,
    )
    return [row["full_name"] for row in rows]


def _accounts(*kinds: str) -> list[str]:
    marks = ", ".join("?" * len(kinds))
    rows = g.books.store.rows(
        "SELECT full_name FROM object WHERE realm = ? AND entity = 'Account' "
        f"AND active = 1 AND body ->> '$.AccountType' IN ({marks}) ORDER BY full_name",
        g.books.realm,
        *kinds,
    )
    return [row["full_name"] for row in rows]
