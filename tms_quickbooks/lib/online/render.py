# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Documents as the JSON of QuickBooks Online; list entries are in `render_lists`,
payments in `render_payments`.

The bytes made here are stored before they are sent and sent again unchanged, so the
same document and profile always give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import simplejson
from quickbooks.objects import (
    AccountBasedExpenseLine,
    Attachable,
    Bill,
    CreditMemo,
    Customer,
    CustomField,
    DescriptionOnlyLine,
    EmailAddress,
    Invoice,
    Item,
    ItemBasedExpenseLine,
    Ref,
    SalesItemLine,
    Vendor,
    VendorCredit,
)
from quickbooks.objects.base import CustomerMemo
from quickbooks.objects.detailline import (
    AccountBasedExpenseLineDetail,
    DescriptionLineDetail,
    ItemBasedExpenseLineDetail,
    SalesItemLineDetail,
)

from .. import amounts, documents, identity, names
from ..limits import ONLINE
from ..profile import Profile
from ..redact import redact
from . import (
    clear,
    render_entries,
    render_files,
    render_lists,
    render_payments,
    render_tax,
    withdraw,
)
from .entities import (
    address,
    currency_ref,
    entity,
    exchange_rate,
    iso_date,
    one_line,
    ref,
    wrap,
)

# Intuit: batch reference.
MAX_ITEMS = 30
MAX_ITEM_ID = 10

_ENTITIES = {
    kind.qbo_object_name: kind
    for kind in (
        *(Customer, Vendor, Item, Attachable),
        *(Invoice, CreditMemo, Bill, VendorCredit),
    )
}
_ENTITIES |= render_payments.ENTITIES | render_entries.ENTITIES


def batch_item(
    document: documents.Document,
    item_id: str,
    profile: Profile,
    given: frozenset[str] = frozenset(),
) -> bytes:
    """One operation of a batch: create the object, update the one it already is, or
    take it back.

    ``item_id``, at most ten characters, comes back with the result. An update leaves
    alone what we do not send, and replaces all lines; ``given`` are the properties
    that an earlier sending has filled: those that are empty by now are emptied there.
    Texts are cut to what QuickBooks takes; whatever else it would refuse is
    ``preflight``'s to tell.
    """
    if not 0 < len(item_id) <= MAX_ITEM_ID:
        raise ValueError(f"a batch item's id has 1 to {MAX_ITEM_ID} characters")
    match document:
        case documents.Withdrawal():
            return _json(withdraw.operation(document, item_id))
        case documents.Party():
            values = render_lists.party(document, profile)
        case documents.Item():
            values = render_lists.item(document)
        case documents.SalesDocument():
            values = _sale(document, profile)
        case documents.PurchaseDocument():
            values = _purchase(document, profile)
        case documents.PaymentDocument():
            values = render_payments.payment(document, profile)
        case documents.JournalEntry():
            values = render_entries.journal_entry(document, profile)
        case documents.Attachment():
            values = render_files.attachable(document)
    kind = document.object_type
    if document.id:
        values = {
            "Id": document.id,
            "SyncToken": document.version,
            "sparse": True,
            **values,
        }
    made = entity(_ENTITIES[kind], **values)
    if isinstance(document, documents.PaymentDocument):
        made.Line = render_payments.lines(document)
    if document.id:
        vars(made).update(clear.empty_values(given - vars(made).keys()))
    return _json(
        {
            "bId": item_id,
            "operation": "update" if document.id else "create",
            kind: made,
        }
    )


def _json(item: dict[str, Any]) -> bytes:
    return simplejson.dumps(
        item,
        use_decimal=True,
        default=vars,
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8")


def readable(item: bytes) -> str:
    """The object inside one operation of a batch, laid out for people.

    A tax id is not shown.
    """
    content = simplejson.loads(item, use_decimal=True)
    values = next(value for value in content.values() if isinstance(value, dict))
    return redact(
        simplejson.dumps(values, use_decimal=True, ensure_ascii=False, indent=2)
    )


def batch_body(items: Iterable[bytes]) -> bytes:
    """The body of a batch of operations; at most ``MAX_ITEMS``."""
    items = list(items)
    if not 0 < len(items) <= MAX_ITEMS:
        raise ValueError(f"a batch has 1 to {MAX_ITEMS} items")
    return b'{"BatchItemRequest":[' + b",".join(items) + b"]}"


# -- Invoices and credit memos ---------------------------------------------------------


def _sale(document: documents.SalesDocument, profile: Profile) -> dict[str, Any]:
    number = _number(document.number) if profile.custom_txn_numbers else ""
    return {
        **_transaction(document, profile, number),
        "CustomerRef": ref(document.customer),
        "Line": [_sales_line(line, document, profile) for line in document.lines],
        "PrivateNote": _private_note(document, number, [document.memo]),
        "CustomerMemo": wrap(
            CustomerMemo, "value", names.clip(document.message, ONLINE.message)
        ),
        "BillEmail": wrap(EmailAddress, "Address", document.bill_email.strip()),
        # A credit memo has no such field.
        "BillEmailCc": wrap(EmailAddress, "Address", document.copy_email.strip())
        if isinstance(document, documents.Invoice)
        else None,
        "BillAddr": address(document.bill_address),
        "ShipAddr": address(document.ship_address),
        "ClassRef": ref(document.class_ref) if profile.class_per_txn else None,
        "CustomField": _custom_fields(document, profile),
    }


def _custom_fields(
    document: documents.SalesDocument, profile: Profile
) -> list[CustomField]:
    """Those that the company has in use; a change also empties what is empty now."""
    in_use, made = {number for number, _name in profile.custom_fields}, []
    for custom in document.custom_fields:
        value = one_line(custom.value, ONLINE.custom_field)
        if custom.id in in_use and (value or document.id):
            field = entity(
                CustomField,
                DefinitionId=custom.id,
                Name=custom.name,
                Type="StringType",
            )
            field.StringValue = value
            made.append(field)
    return made


def _sales_line(
    line: documents.Line, document: documents.SalesDocument, profile: Profile
) -> SalesItemLine | DescriptionOnlyLine:
    match line:
        case documents.TextLine():
            return entity(
                DescriptionOnlyLine,
                Description=_description(line),
                DetailType="DescriptionOnly",
                DescriptionLineDetail=entity(DescriptionLineDetail),
            )
        case documents.ItemLine():
            quantity, unit_price = _quantity_and_price(line)
            return entity(
                SalesItemLine,
                Description=_description(line),
                Amount=amounts.cents(line.amount),
                DetailType="SalesItemLineDetail",
                SalesItemLineDetail=entity(
                    SalesItemLineDetail,
                    ItemRef=ref(line.item),
                    Qty=quantity,
                    UnitPrice=unit_price,
                    ServiceDate=iso_date(line.service_date)
                    if profile.service_dates
                    else None,
                    TaxCodeRef=render_tax.code(line, profile, is_sale=True),
                    ClassRef=_line_class(line.class_ref or document.class_ref, profile),
                ),
            )
    raise TypeError(f"a sale has no {type(line).__name__}")


# -- Bills and vendor credits ----------------------------------------------------------


def _purchase(document: documents.PurchaseDocument, profile: Profile) -> dict[str, Any]:
    number = _number(document.number) if profile.custom_bill_numbers else ""
    # A bill in QuickBooks has no lines of text; what they say goes into the note.
    texts, lines = [], []
    for line in document.lines:
        if isinstance(line, documents.TextLine):
            texts.append(line.description)
        else:
            lines.append(_purchase_line(line, profile))
    note = [document.memo, *texts]
    return {
        **_transaction(document, profile, number),
        "VendorRef": ref(document.vendor),
        "Line": lines,
        "PrivateNote": _private_note(document, number, note),
    }


def _purchase_line(
    line: documents.Line, profile: Profile
) -> AccountBasedExpenseLine | ItemBasedExpenseLine:
    common = {
        "Description": _description(line),
        "Amount": amounts.cents(line.amount),
    }
    detail = {
        "TaxCodeRef": render_tax.code(line, profile, is_sale=False),
        "ClassRef": _line_class(line.class_ref, profile),
    }
    match line:
        case documents.ExpenseLine():
            return entity(
                AccountBasedExpenseLine,
                **common,
                DetailType="AccountBasedExpenseLineDetail",
                AccountBasedExpenseLineDetail=entity(
                    AccountBasedExpenseLineDetail,
                    AccountRef=ref(line.account),
                    CustomerRef=ref(line.customer),
                    **detail,
                ),
            )
        case documents.ItemLine():
            quantity, unit_price = _quantity_and_price(line)
            return entity(
                ItemBasedExpenseLine,
                **common,
                DetailType="ItemBasedExpenseLineDetail",
                ItemBasedExpenseLineDetail=entity(
                    ItemBasedExpenseLineDetail,
                    ItemRef=ref(line.item),
                    Qty=quantity,
                    UnitPrice=unit_price,
                    **detail,
                ),
            )
    raise TypeError(f"a purchase has no {type(line).__name__}")


# -- What all transactions share -------------------------------------------------------


def _transaction(
    document: documents.TradeDocument,
    profile: Profile,
    number: str,
) -> dict[str, Any]:
    return {
        "DocNumber": number,
        "TxnDate": iso_date(document.date),
        # A credit is due on no day.
        "DueDate": iso_date(document.due_date) if _is_due(document) else None,
        "SalesTermRef": ref(document.terms) if _is_due(document) else None,
        "CurrencyRef": currency_ref(document.currency, profile),
        "ExchangeRate": exchange_rate(document, profile),
        "DepartmentRef": ref(document.department) if profile.departments else None,
        "GlobalTaxCalculation": render_tax.calculation(profile),
        "TxnTaxDetail": render_tax.detail(document, profile),
    }


def _is_due(document: documents.Document) -> bool:
    return isinstance(document, documents.Invoice | documents.Bill)


def _number(number: str) -> str:
    return names.document_number(number, ONLINE.number)


def _private_note(
    document: documents.TradeDocument,
    sent_number: str,
    parts: list[str],
) -> str:
    """The bookkeeper's note, signed with the document's mark.

    It has our number when QuickBooks numbers by itself.
    """
    note = "\n".join(part for part in parts if part)
    if not sent_number and document.number not in note:
        note = f"{document.number}\n{note}"
    return identity.signed(note, document.mark, ONLINE.memo)


def _quantity_and_price(
    line: documents.ItemLine,
) -> tuple[Decimal | None, Decimal | None]:
    pair = amounts.quantity_and_price(
        amounts.cents(line.amount), line.quantity, line.unit_price
    )
    return pair or (None, None)


def _line_class(tracked: documents.Ref | None, profile: Profile) -> Ref | None:
    return ref(tracked) if profile.class_per_line else None


def _description(line: documents.Line) -> str:
    return names.clip(line.description, ONLINE.line_description)
