# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bills and vendor credits as qbXML."""

from __future__ import annotations

from .. import documents
from ..limits import DESKTOP
from ..profile import Profile
from . import render_tax
from .elements import (
    amount,
    boolean,
    day,
    element,
    elements,
    exchange_rate,
    lines,
    number,
    quantity_and_price,
    ref,
)
from .notes import memo

Pairs = list[tuple[str, str]]


def purchase(document: documents.PurchaseDocument, profile: Profile) -> Pairs:
    """What a bill or a vendor credit says, in the order of the schema."""
    # A credit is due on no day.
    is_due = isinstance(document, documents.Bill)
    shown_number = (
        number(document.number, document.object_type)
        if profile.custom_bill_numbers
        else ""
    )
    # A line without an amount has no place here; what it says goes into the note.
    texts = [
        line.description
        for line in document.lines
        if isinstance(line, documents.TextLine)
    ]
    return [
        ("VendorRef", ref(document.vendor)),
        ("TxnDate", day(document.date)),
        ("DueDate", day(document.due_date) if is_due else ""),
        ("RefNumber", shown_number),
        ("TermsRef", ref(document.terms) if is_due else ""),
        ("Memo", memo(document, [document.memo, *texts], shown_number)),
        ("IsTaxIncluded", render_tax.is_included(profile)),
        ("ExchangeRate", exchange_rate(document, profile)),
        *_lines(document, documents.ExpenseLine, profile),
        *_lines(document, documents.ItemLine, profile),
    ]


def _lines(document: documents.PurchaseDocument, kind: type, profile: Profile) -> Pairs:
    """All lines of one kind; those of an update are new ones in place of the old."""
    is_item, is_change = kind is documents.ItemLine, bool(document.id)
    name = "Item" if is_item else "Expense"
    contents = [
        _item(line, profile) if is_item else _expense(line, profile)
        for line in document.lines
        if isinstance(line, kind)
    ]
    if not is_change:
        return [(f"{name}LineAdd", content) for content in contents]
    if not contents:
        return [(f"Clear{name}Lines", boolean(True))]
    new = element("TxnLineID", "-1")
    return [(f"{name}LineMod", new + content) for content in contents]


def _expense(line: documents.ExpenseLine, profile: Profile) -> str:
    customer = ref(line.customer)
    return elements(
        [
            ("AccountRef", ref(line.account)),
            ("Amount", amount(line.amount)),
            ("Memo", lines(line.description, DESKTOP.line_description)),
            ("CustomerRef", customer),
            ("ClassRef", _class(line, profile)),
            ("SalesTaxCodeRef", render_tax.code(line, profile, is_sale=False)),
            # Left out, QuickBooks would put it on the customer's next invoice.
            ("BillableStatus", "NotBillable" if customer else ""),
        ]
    )


def _item(line: documents.ItemLine, profile: Profile) -> str:
    quantity, cost = quantity_and_price(line)
    return elements(
        [
            ("ItemRef", ref(line.item)),
            ("Desc", lines(line.description, DESKTOP.line_description)),
            ("Quantity", quantity),
            ("Cost", cost),
            ("Amount", amount(line.amount)),
            ("ClassRef", _class(line, profile)),
            ("SalesTaxCodeRef", render_tax.code(line, profile, is_sale=False)),
        ]
    )


def _class(line: documents.ItemLine | documents.ExpenseLine, profile: Profile) -> str:
    return ref(line.class_ref) if profile.class_per_line else ""
