# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pages to look at the books and to do by hand what a bookkeeper does."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask import (
    Blueprint,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)

from . import bookkeeping, company, faults
from .answers import loads
from .company import PLANS, SUBSCRIPTIONS
from .entities import entity as entity_table
from .operations import Caller

PAGE_ROWS = 50
BOOKKEEPER = "The bookkeeper"
routes = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """One list of the books: what it is called and which columns it shows."""

    slug: str
    entity: str
    title: str
    columns: tuple[tuple[str, str], ...]
    empty: str


_NAME = (("Name", "DisplayName"), ("Company", "CompanyName"), ("Balance", "Balance"))
_FULL_NAME = (("Name", "FullyQualifiedName"),)
_SALE = (
    ("Number", "DocNumber"),
    ("Date", "TxnDate"),
    ("Customer", "CustomerRef"),
    ("Total", "TotalAmt"),
    ("Open", "Balance"),
)
_PURCHASE = tuple(
    ("Vendor", "VendorRef") if name == "CustomerRef" else (title, name)
    for title, name in _SALE
)
KINDS = {
    kind.slug: kind
    for kind in (
        Kind("customers", "Customer", "Customers", _NAME, "Nobody to invoice yet."),
        Kind("invoices", "Invoice", "Invoices", _SALE, "No invoice came in yet."),
        Kind(
            "credit-memos", "CreditMemo", "Credit memos", _SALE, "No credit was given."
        ),
        Kind(
            "payments",
            "Payment",
            "Payments",
            (
                ("Reference", "PaymentRefNum"),
                ("Date", "TxnDate"),
                ("Customer", "CustomerRef"),
                ("Total", "TotalAmt"),
                ("Not applied", "UnappliedAmt"),
            ),
            "No customer has paid yet. Open an invoice to record a payment.",
        ),
        Kind("vendors", "Vendor", "Vendors", _NAME, "Nobody to pay yet."),
        Kind("bills", "Bill", "Bills", _PURCHASE, "No bill came in yet."),
        Kind(
            "vendor-credits",
            "VendorCredit",
            "Vendor credits",
            _PURCHASE,
            "No vendor has given a credit.",
        ),
        Kind(
            "bill-payments",
            "BillPayment",
            "Bill payments",
            (
                ("Number", "DocNumber"),
                ("Date", "TxnDate"),
                ("Vendor", "VendorRef"),
                ("Paid by", "PayType"),
                ("Total", "TotalAmt"),
            ),
            "No bill was paid yet. Open a bill to record a payment.",
        ),
        Kind(
            "items",
            "Item",
            "Products and services",
            (("Name", "FullyQualifiedName"), ("Type", "Type"), ("Sku", "Sku")),
            "Nothing to sell or buy yet.",
        ),
        Kind(
            "accounts",
            "Account",
            "Chart of accounts",
            (("Name", "FullyQualifiedName"), ("Type", "AccountType")),
            "No account yet.",
        ),
        Kind("classes", "Class", "Classes", _FULL_NAME, "Classes are not tracked."),
        Kind(
            "locations",
            "Department",
            "Locations",
            _FULL_NAME,
            "Locations are not tracked.",
        ),
        Kind(
            "attachments",
            "Attachable",
            "Attachments",
            (("File", "FileName"), ("Kind", "ContentType"), ("Note", "Note")),
            "No file was attached yet.",
        ),
    )
}
_SLUGS = {kind.entity: kind.slug for kind in KINDS.values()}
_AMOUNTS = ("Balance", "TotalAmt", "UnappliedAmt")


def _simulator():
    return current_app.config["simulator"]


@routes.url_value_preprocessor
def _open_books(_endpoint, values):
    realm = (values or {}).pop("realm", None)
    if realm is None:
        return
    simulator = _simulator()
    its_company = company.load(simulator.store, realm)
    if its_company is None:
        abort(404)
    g.company = its_company
    g.books = Caller(simulator.store, simulator.clock, its_company, BOOKKEEPER).books()


@routes.app_template_filter("amount")
def amount(value) -> str:
    """An amount with two decimals and groups of three digits: 1,234.50."""
    return f"{Decimal(value):,.2f}"


@routes.app_template_filter("shown")
def shown(value) -> str:
    """A property as text: a reference by its name, nothing as nothing."""
    if isinstance(value, dict):
        return value.get("name") or value.get("value", "")
    return "" if value is None else str(value)


@routes.app_template_global("link_to")
def link_to(kind: str, number) -> str | None:
    """The page of an object of the open company, if there is one."""
    if kind.startswith("BillPayment"):
        kind = "BillPayment"
    if kind not in _SLUGS:
        return None
    return url_for(
        "pages.record", realm=g.company.realm, slug=_SLUGS[kind], number=number
    )


@routes.get("/")
def home():
    """The companies."""
    return render_template(
        "home.html", companies=company.load_all(_simulator().store), users=_members()
    )


def _members() -> dict[str, list[str]]:
    users: dict[str, list[str]] = {}
    for row in _simulator().store.rows("SELECT * FROM member ORDER BY user"):
        users.setdefault(row["realm"], []).append(row["user"])
    return users


@routes.get("/company/<realm>")
def overview():
    """What is in the books, and the company's settings."""
    counts = {
        row["entity"]: row["number"]
        for row in g.books.store.rows(
            "SELECT entity, count(*) AS number FROM object "
            "WHERE realm = ? AND deleted = 0 GROUP BY entity",
            g.books.realm,
        )
    }
    return _page(
        "company.html",
        counts=counts,
        plans=PLANS,
        subscriptions=SUBSCRIPTIONS,
    )


@routes.get("/company/<realm>/<slug>")
def listing(slug):
    """One list of the books, a page at a time."""
    kind = KINDS.get(slug) or abort(404)
    page = max(1, request.args.get("page", 1, type=int))
    search = request.args.get("search", "").strip()
    order = "id DESC" if entity_table(kind.entity).is_transaction else "name, id"
    rows = g.books.store.rows(
        "SELECT id, active, body FROM object WHERE realm = ? AND entity = ? "
        "AND deleted = 0 "
        "AND (? = '' OR instr(lower(coalesce(name, doc_number, '')), ?)) "
        f"ORDER BY {order} LIMIT ? OFFSET ?",
        g.books.realm,
        kind.entity,
        search,
        search.lower(),
        PAGE_ROWS + 1,
        (page - 1) * PAGE_ROWS,
    )
    return _page(
        "list.html",
        kind=kind,
        rows=[(row["id"], loads(row["body"])) for row in rows[:PAGE_ROWS]],
        page=page,
        more=len(rows) > PAGE_ROWS,
        search=search,
        amounts=_AMOUNTS,
    )


@routes.get("/company/<realm>/<slug>/<int:number>")
def record(slug, number):
    """One object with its lines, and what can be done to it."""
    kind = KINDS.get(slug) or abort(404)
    row = g.books.find(kind.entity, number) or abort(404)
    body = loads(row["body"])
    attached = g.books.store.rows(
        "SELECT object.id, object.body FROM object, "
        "json_each(object.body, '$.AttachableRef') AS ref "
        "WHERE object.realm = ? AND object.entity = 'Attachable' AND deleted = 0 "
        "AND ref.value ->> '$.EntityRef.type' = ? "
        "AND ref.value ->> '$.EntityRef.value' = ?",
        g.books.realm,
        kind.entity,
        str(number),
    )
    return _page(
        "record.html",
        kind=kind,
        number=number,
        body=body,
        actions=bookkeeping.actions_for(kind.entity, body),
        attached=[(each["id"], loads(each["body"])) for each in attached],
    )


def _page(template: str, **values) -> str:
    return render_template(
        template,
        company=g.company,
        kinds=KINDS.values(),
        notice=request.args.get("notice"),
        problem=request.args.get("problem"),
        **values,
    )


@routes.post("/company/<realm>/settings")
def change_settings():
    """Plan, subscription, closing date, custom fields."""
    changes = {
        name: request.form[name]
        for name in ("plan", "subscription", "closing_date")
        if name in request.form
    }
    if "custom_field" in request.form:
        names = request.form.getlist("custom_field")
        changes["custom_fields"] = [name.strip() for name in names]
    company.change(_simulator().store, g.company.realm, **changes)
    return _back("pages.overview", notice="The settings were changed.")


@routes.post("/company/<realm>/<slug>/<int:number>/<action>")
def act(slug, number, action):
    """Carry out one of the record's actions."""
    kind = KINDS.get(slug) or abort(404)
    row = g.books.find(kind.entity, number) or abort(404)
    body = loads(row["body"])
    if action not in bookkeeping.actions_for(kind.entity, body):
        abort(404)
    here = {"slug": slug, "number": number}
    simulator = _simulator()
    caller = Caller(simulator.store, simulator.clock, g.company, BOOKKEEPER)
    try:
        with simulator.store.transaction():
            notice = bookkeeping.ACTIONS[action](
                caller, kind.entity, body, request.form
            )
    except faults.Fault as fault:
        return _back("pages.record", problem=f"{fault.code}: {fault.detail}", **here)
    if action in ("delete", "merge"):
        return _back("pages.listing", slug=slug, notice=notice)
    return _back("pages.record", notice=notice, **here)


def _back(endpoint: str, **values):
    return redirect(url_for(endpoint, realm=g.company.realm, **values), 303)
