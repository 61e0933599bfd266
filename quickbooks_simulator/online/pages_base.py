# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What all pages of a company share: its open books, its menu, how values are shown."""

from __future__ import annotations

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
from .operations import Caller
from .page_kinds import KINDS, SLUGS

routes = Blueprint("pages", __name__)


def simulator():
    return current_app.config["simulator"]


@routes.url_value_preprocessor
def _open_books(_endpoint, values):
    realm = (values or {}).pop("realm", None)
    if realm is None:
        return
    running = simulator()
    its_company = company.load(running.store, realm)
    if its_company is None:
        abort(404)
    g.company = its_company
    caller = Caller(running.store, running.clock, its_company, bookkeeping.NAME)
    g.books = caller.books()
    g.bookkeeper = running.bookkeeper(realm)


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
    if kind not in SLUGS:
        return None
    return url_for(
        "pages.record", realm=g.company.realm, slug=SLUGS[kind], number=number
    )


def page(template: str, **values) -> str:
    """A page of the open company."""
    values.setdefault("problem", request.args.get("problem"))
    return render_template(
        template,
        company=g.company,
        kinds=KINDS.values(),
        notice=request.args.get("notice"),
        **values,
    )


def back(endpoint: str, **values):
    """On to another page of the open company, once something was done."""
    return redirect(url_for(endpoint, realm=g.company.realm, **values), 303)


def refusal(fault: faults.Fault) -> str:
    """Why QuickBooks did not take something, in a sentence."""
    return f"{fault.code}: {fault.detail}"
