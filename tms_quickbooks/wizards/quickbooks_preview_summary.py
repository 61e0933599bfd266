# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a document says, for people: the same for every QuickBooks it may go to."""

import datetime
from dataclasses import replace
from decimal import Decimal

from odoo.tools.misc import format_date, formatLang

from ..lib.documents import (
    Address,
    BillPayment,
    CustomField,
    JournalEntry,
    Party,
    Payment,
    PurchaseDocument,
    Ref,
    SalesDocument,
    TextLine,
)
from ..lib.objects import ENTRY


def values(env, document, connection):
    """Values of a line of the dry run; none for a document that could not be made."""
    if document is None:
        return {}
    document = _as_kept(env, document, connection._profile(), connection._provider())
    return {
        "change": "update" if document.id else "new",
        "party": _party(document),
        "number": getattr(document, "number", ""),
        "date": getattr(document, "date", None),
        "total": getattr(document, "total", 0),
        "currency": getattr(document, "currency", ""),
        "content": env["ir.qweb"]._render(
            "tms_quickbooks.preview_content",
            {
                "facts": list(_facts(env, document)),
                "lines": [_line(env, each) for each in getattr(document, "lines", ())],
            },
        ),
    }


def _as_kept(env, document, profile, provider):
    """A document with the names and numbers that QuickBooks will show, and without what
    it has no place for.

    :param profile: ``lib.profile.Profile`` of the QuickBooks company
    :param provider: ``lib.providers.Provider``, the kind of QuickBooks
    """
    kept = {}
    match document:
        case Party():
            kept["name"] = provider.list_name(document.name)
        case SalesDocument() if profile.desktop:
            kept |= {"bill_email": "", "copy_email": ""}
    if _counts(document, profile):
        kept["number"] = env._("given by QuickBooks")
    elif number := getattr(document, "number", ""):
        kept["number"] = provider.number(document.object_type, number)
    return replace(document, **kept)


def _facts(env, document):
    """What stands above the lines: (label, text), empty ones left out."""
    match document:
        case SalesDocument() | Payment():
            yield env._("Customer"), _party(document)
        case PurchaseDocument() | BillPayment():
            yield env._("Vendor"), _party(document)
        case JournalEntry():
            label = env._("Customer") if document.is_of_customer else env._("Vendor")
            yield label, _party(document)
    for label, names in _labels(env):
        found = (getattr(document, name, None) for name in names)
        if names == ["exchange_rate"]:
            found = (rate for rate in found if rate != 1)
        text = ", ".join(filter(None, (_text(env, value) for value in found)))
        if text:
            yield label, text
    if isinstance(document, Payment) and document.account is None:
        yield env._("Account"), env._("Undeposited Funds")
    if isinstance(document, Party) and document.tax_id:
        yield env._("Tax ID"), env._("sent, not shown here")
    for field in getattr(document, "custom_fields", ()):
        if field.value:
            yield field.name or env._("Custom Field"), field.value
    for applied in getattr(document, "applied", ()):
        yield (
            env._("Written Off")
            if applied.type == ENTRY
            else env._("Pays %(name)s", name=applied.source.name),
            _text(env, applied.amount),
        )


def _counts(document, profile):
    """Whether QuickBooks numbers it by itself, and takes no number of ours."""
    match document:
        case SalesDocument():
            return not profile.custom_txn_numbers
        case PurchaseDocument():
            return not profile.custom_bill_numbers
    return False


def _party(document):
    """Who it is for: as QuickBooks names them, else as Odoo does."""
    found = (getattr(document, name, None) for name in ("customer", "vendor", "party"))
    party = next(filter(None, found), None)
    partner = getattr(document, "partner", None) or document.source
    return (party and party.name) or partner.name


def _labels(env):
    """The fields people look for, in their order."""
    return [
        (env._("Name"), ["name"]),
        (env._("Company"), ["company_name"]),
        (env._("Person"), ["given_name", "family_name"]),
        (env._("Number"), ["number"]),
        (env._("Date"), ["date"]),
        (env._("Due Date"), ["due_date"]),
        (env._("Terms"), ["terms"]),
        (env._("Currency"), ["currency"]),
        (env._("Exchange Rate"), ["exchange_rate"]),
        (env._("Account"), ["account"]),
        (env._("Payment Method"), ["method"]),
        (env._("Location"), ["department"]),
        (env._("Class"), ["class_ref"]),
        (env._("E-mail"), ["email", "bill_email", "copy_email"]),
        (env._("Phone"), ["phone", "mobile"]),
        (env._("Address"), ["address", "bill_address"]),
        (env._("Shipping Address"), ["ship_address"]),
        (env._("Account Number"), ["account_number"]),
        (env._("Income Account"), ["income_account"]),
        (env._("Expense Account"), ["expense_account"]),
        (env._("Tax"), ["tax_amount"]),
        (env._("Total"), ["total"]),
        (env._("Message"), ["message"]),
        (env._("Memo"), ["memo", "notes"]),
    ]


def _line(env, line):
    """One line of the table."""
    if isinstance(line, TextLine):
        return {"description": line.description}
    target = getattr(line, "item", None) or getattr(line, "account", None)
    return {
        "target": target and (target.name or target.id),
        "description": line.description,
        "quantity": _text(env, getattr(line, "quantity", None)),
        "price": _text(env, getattr(line, "unit_price", None)),
        "amount": _text(env, line.amount),
        "tax": _text(env, line.tax_code) or (env._("Taxable") if line.taxable else ""),
        "class": _text(env, line.class_ref),
    }


def _text(env, value):
    match value:
        case Ref():
            return value.name or value.id
        case CustomField():
            return value.value
        case Address():
            town = " ".join(filter(None, (value.city, value.state, value.postal_code)))
            return ", ".join(filter(None, (*value.lines, town, value.country)))
        case Decimal():
            digits = max(2, -value.normalize().as_tuple().exponent)
            return formatLang(env, float(value), digits=digits) if value else ""
        case datetime.date():
            return format_date(env, value)
        case str():
            return value
        case _:
            return ""
