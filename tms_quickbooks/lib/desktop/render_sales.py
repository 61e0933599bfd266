# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices and credit memos as qbXML."""

from __future__ import annotations

from .. import documents
from ..limits import DESKTOP
from ..profile import Profile
from . import custom, render_tax
from .elements import (
    address,
    amount,
    boolean,
    day,
    element,
    elements,
    escaped,
    exchange_rate,
    line,
    lines,
    number,
    quantity_and_price,
    ref,
)
from .notes import memo

Pairs = list[tuple[str, str]]


def sale(document: documents.SalesDocument, profile: Profile) -> Pairs:
    """What an invoice or a credit memo says, in the order of the schema."""
    is_change, kind = bool(document.id), document.object_type
    # A credit is due on no day.
    is_due = isinstance(document, documents.Invoice)
    shown_number = number(document.number, kind) if profile.custom_txn_numbers else ""
    of_form = custom_texts(document, profile)
    return [
        ("CustomerRef", ref(document.customer)),
        ("ClassRef", ref(document.class_ref) if profile.class_per_txn else ""),
        ("TxnDate", day(document.date)),
        ("RefNumber", shown_number),
        ("BillAddress", address(document.bill_address, is_change)),
        ("ShipAddress", address(document.ship_address, is_change)),
        ("PONumber", of_form.get("PONumber", "")),
        ("TermsRef", ref(document.terms) if is_due else ""),
        ("DueDate", day(document.due_date) if is_due else ""),
        ("FOB", of_form.get("FOB", "")),
        ("ItemSalesTaxRef", render_tax.item_of_sale(document, profile)),
        ("Memo", memo(document, [document.memo], shown_number)),
        # It was sent to the customer from here; left out, QuickBooks may queue it.
        ("IsToBePrinted", "" if is_change else boolean(False)),
        ("IsTaxIncluded", render_tax.is_included(profile)),
        ("Other", of_form.get("Other", "")),
        ("ExchangeRate", exchange_rate(document, profile)),
        *_lines(document, profile),
    ]


def custom_texts(document: documents.SalesDocument, profile: Profile) -> dict[str, str]:
    """What goes into the fields the company has in use: ``{id: text}``, escaped."""
    in_use = {field for field, _name in profile.custom_fields}
    return {
        each.id: line(each.value, DESKTOP.custom_field_of(each.id))
        for each in document.custom_fields
        if each.id in in_use
    }


def added_texts(document: documents.Document, profile: Profile) -> dict[str, str]:
    """Those of ``custom_texts`` that are no part of the form: ``{name: text}``."""
    if not isinstance(document, documents.SalesDocument):
        return {}
    texts = custom_texts(document, profile)
    named = {custom.added_name(field): content for field, content in texts.items()}
    return {escaped(name): content for name, content in named.items() if name}


def _lines(document: documents.SalesDocument, profile: Profile) -> Pairs:
    """All lines; those of an update are new ones in place of what there was.

    QuickBooks has no free text for the customer, only a list of ready-made messages;
    so it is the last line of the form.
    """
    suffix = "Mod" if document.id else "Add"
    name = f"{document.object_type}Line{suffix}"
    new = element("TxnLineID", "-1") if document.id else ""
    contents = [_line(each, document, profile) for each in document.lines]
    contents.append(_text(document.message, DESKTOP.message))
    return [(name, new + content) for content in contents if content]


def _line(
    line_: documents.Line, document: documents.SalesDocument, profile: Profile
) -> str:
    match line_:
        case documents.TextLine():
            return _text(line_.description, DESKTOP.line_description)
        case documents.ItemLine():
            quantity, price = quantity_and_price(line_)
            tracked = line_.class_ref or document.class_ref
            on_day = line_.service_date if profile.service_dates else None
            return elements(
                [
                    ("ItemRef", ref(line_.item)),
                    ("Desc", lines(line_.description, DESKTOP.line_description)),
                    ("Quantity", quantity),
                    ("Rate", price),
                    ("ClassRef", ref(tracked) if profile.class_per_line else ""),
                    ("Amount", amount(line_.amount)),
                    ("ServiceDate", day(on_day)),
                    ("SalesTaxCodeRef", render_tax.code(line_, profile, is_sale=True)),
                ]
            )
    raise TypeError(f"a sale has no {type(line_).__name__}")


def _text(text: str, limit: int) -> str:
    return elements([("Desc", lines(text, limit))])
