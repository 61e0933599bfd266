# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pages to look at the books."""

from __future__ import annotations

from flask import abort, g, render_template, request

from . import company
from .answers import loads
from .company import PLANS, SUBSCRIPTIONS
from .entities import entity as entity_table
from .page_kinds import AMOUNTS, KINDS
from .pages_act import actions_for
from .pages_base import back, page, routes, simulator
from .pages_write import CHANGED, WRITTEN

PAGE_ROWS = 50


@routes.get("/")
def home():
    """The companies."""
    return render_template(
        "home.html", companies=company.load_all(simulator().store), users=_members()
    )


def _members() -> dict[str, list[str]]:
    users: dict[str, list[str]] = {}
    for row in simulator().store.rows("SELECT * FROM member ORDER BY user"):
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
    return page(
        "company.html",
        counts=counts,
        plans=PLANS,
        subscriptions=SUBSCRIPTIONS,
    )


@routes.get("/company/<realm>/<slug>")
def listing(slug):
    """One list of the books, a page at a time."""
    kind = KINDS.get(slug) or abort(404)
    number = max(1, request.args.get("page", 1, type=int))
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
        (number - 1) * PAGE_ROWS,
    )
    return page(
        "list.html",
        kind=kind,
        rows=[(row["id"], loads(row["body"])) for row in rows[:PAGE_ROWS]],
        page=number,
        more=len(rows) > PAGE_ROWS,
        search=search,
        amounts=AMOUNTS,
        written=WRITTEN,
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
    return page(
        "record.html",
        kind=kind,
        number=number,
        body=body,
        actions=actions_for(kind.entity, body),
        changed=CHANGED,
        attached=[(each["id"], loads(each["body"])) for each in attached],
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
    company.change(simulator().store, g.company.realm, **changes)
    return back("pages.overview", notice="The settings were changed.")
