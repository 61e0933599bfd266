# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The objects of a company file as documents, out of qbXML (Intuit: qbxml130.xsd).

They are the same documents that are sent, so that one side can be compared with the
other. References carry ids and names of QuickBooks' own. Amounts are without tax.
Lines of text and subtotals are left out, as are the addresses of documents, and groups
are taken apart into their lines.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from lxml import etree

from .. import amounts, documents, fingerprints, identity
from ..documents import BANK, CREDIT_CARD, Applied, ExpenseLine, ItemLine, Ref
from ..objects import ObjectState
from ..problems import Place, QuickBooksError
from . import currencies
from .qbxml import Answer, day, decimal, is_true, text, unreadable
from .read_objects import amounts_of, element_state, type_of
from .read_parties import party
from .render_payments import settled

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_RET = "Ret"
_ITEM_LINES = ("InvoiceLineRet", "CreditMemoLineRet", "ItemLineRet")
_GROUPS = ("InvoiceLineGroupRet", "CreditMemoLineGroupRet", "ItemGroupLineRet")
_CREDITS = ("CreditMemo", "VendorCredit")
# What QuickBooks calls its code for what is not taxed, unless somebody renames it.
_UNTAXED = "non"
# A single object says nothing of what was asked.
_NO_ANSWER = Answer(name="", request_id="", status="", severity="", message="")
_ZERO = Decimal(0)


def document(type: str, raw: str) -> documents.Document:
    """What an object of QuickBooks says.

    :param type: as outside of this room; the XML tells the element
    :param raw: the object's XML
    :raises QuickBooksError: where it cannot be read
    """
    return _document(_parsed(raw))


def state(type: str, raw: str) -> ObjectState:
    """What the mirror keeps of an object, with ``raw`` and ``content``.

    :raises QuickBooksError: where it cannot be read
    """
    found = object_state(_NO_ANSWER, _parsed(raw))
    if found is None or found.type != type:
        raise unreadable()
    return dataclasses.replace(found, raw=raw)


def whole_state(answer: Answer, element: etree._Element) -> ObjectState | None:
    """What an object of an answer says, with ``raw`` and ``content``."""
    found = object_state(answer, element)
    if found is None:
        return None
    raw = etree.tostring(element, encoding="unicode", with_tail=False)
    return dataclasses.replace(found, raw=raw)


def object_state(answer: Answer, element: etree._Element) -> ObjectState | None:
    """What an object of an answer says, with ``content``, where it is that of a whole
    document: of transactions only where their lines were asked for, too."""
    found = element_state(answer, element)
    if found is None or element.tag not in _READERS:
        return found
    try:
        shown = _document(element)
    except QuickBooksError:
        return found
    return dataclasses.replace(found, content=content(shown))


def content(document: documents.Document) -> str:
    """The fingerprint of what a bookkeeper would compare of it."""
    return fingerprints.of(document)


def applied(payment: documents.PaymentDocument) -> dict[tuple[str, str], Decimal]:
    """What a payment settles with its own money: ``{(type, id): amount}``.

    Of what credits settle beside it nothing tells with what they came: QuickBooks shows
    all that has ever settled the same invoice.
    """
    if any(line.against for line in payment.applied):
        return payment.paid
    types = {
        line.target.id: line.type
        for line in payment.applied
        if line.target and not line.is_credit
    }
    return {
        (types[each.target], each.target): each.paid
        for each in settled(payment)
        if each.paid and each.target in types
    }


def _parsed(raw: str) -> etree._Element:
    try:
        return etree.fromstring(raw, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise unreadable() from error


def _document(element: etree._Element) -> documents.Document:
    try:
        return _READERS[element.tag](element)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise unreadable() from error


# -- invoices, bills, and the credits of both ------------------------------------------


def _sale(kind: type, element: etree._Element) -> documents.SalesDocument:
    tax = decimal(element, "SalesTaxTotal") or _ZERO
    is_us = element.find("ItemSalesTaxRef") is not None
    return kind(
        **_trade(element, is_us, tax),
        tax_code=_ref(element, "ItemSalesTaxRef"),
        customer=_ref(element, "CustomerRef"),
        message=text(element, "CustomerMsgRef/FullName"),
        class_ref=_ref(element, "ClassRef"),
    )


def _purchase(kind: type, element: etree._Element) -> documents.PurchaseDocument:
    return kind(
        **_trade(element, is_us=False, tax=None),
        vendor=_ref(element, "VendorRef"),
        reference=text(element, "RefNumber"),
    )


def _trade(element: etree._Element, is_us: bool, tax: Decimal | None) -> dict[str, Any]:
    """What all of them have.

    :param tax: None where the document has none of its own, but its lines do
    """
    is_included = is_true(element, "IsTaxIncluded")
    shown, total = list(_lines(element, is_us)), _total(element)
    if total and not shown:
        raise ValueError("its lines were not asked for")
    if tax is None and is_included:
        tax = sum((each.tax for each in shown), _ZERO)
    elif tax is None:
        tax = total - sum((each.line.amount for each in shown), _ZERO)
    else:
        shown = _without_subtotals(shown, total if is_included else total - tax)
    lines = [each.line for each in shown]
    if is_included:
        lines = _net(shown, total - tax)
    return {
        **_transaction(element),
        "lines": tuple(lines),
        "total": total,
        "tax_amount": amounts.cents(tax),
        "due_date": day(element, "DueDate"),
        "terms": _ref(element, "TermsRef"),
    }


def _transaction(element: etree._Element) -> dict[str, Any]:
    """What all transactions have in common."""
    note, number = text(element, "Memo"), text(element, "RefNumber")
    date = day(element, "TxnDate")
    if date is None:
        raise ValueError("a transaction has a date")
    return {
        "id": text(element, "TxnID"),
        "version": text(element, "EditSequence"),
        "number": number,
        "date": date,
        "currency": currencies.code(text(element, "CurrencyRef/FullName")),
        "exchange_rate": decimal(element, "ExchangeRate"),
        "memo": note,
        "mark": next(iter(identity.marks(note)), ""),
        "source": Place("quickbooks.object", 0, number),
    }


def _total(element: etree._Element) -> Decimal:
    total, _balance = amounts_of(element.tag.removesuffix(_RET), element)
    return amounts.cents(total or _ZERO)


# -- lines -----------------------------------------------------------------------------


class _Shown(NamedTuple):
    """A line as QuickBooks shows it, and what it says of its tax."""

    line: ItemLine | ExpenseLine
    tax: Decimal


def _lines(element: etree._Element, is_us: bool) -> Iterator[_Shown]:
    for child in element:
        if child.tag in _GROUPS:
            yield from _lines(child, is_us)
        elif child.tag == "ExpenseLineRet":
            yield _Shown(_expense_line(child, is_us), _money(child, "TaxAmount"))
        elif child.tag in _ITEM_LINES and child.find("ItemRef") is not None:
            yield _Shown(_item_line(child, is_us), _money(child, "TaxAmount"))


def _item_line(line: etree._Element, is_us: bool) -> ItemLine:
    price = decimal(line, "Rate")
    return ItemLine(
        amount=_money(line, "Amount"),
        description=text(line, "Desc"),
        item=_ref(line, "ItemRef"),
        quantity=decimal(line, "Quantity"),
        unit_price=decimal(line, "Cost") if price is None else price,
        service_date=day(line, "ServiceDate"),
        **_on_any_line(line, is_us),
    )


def _expense_line(line: etree._Element, is_us: bool) -> ExpenseLine:
    return ExpenseLine(
        amount=_money(line, "Amount"),
        description=text(line, "Memo"),
        account=_ref(line, "AccountRef"),
        customer=_ref(line, "CustomerRef"),
        **_on_any_line(line, is_us),
    )


def _on_any_line(line: etree._Element, is_us: bool) -> dict[str, Any]:
    code = _ref(line, "SalesTaxCodeRef")
    # In the United States it is no code of rates: taxed or not.
    return {
        "class_ref": _ref(line, "ClassRef"),
        "taxable": is_us and code is not None and code.name.lower() != _UNTAXED,
        "tax_code": None if is_us else code,
    }


def _without_subtotals(shown: list[_Shown], expected: Decimal) -> list[_Shown]:
    """The lines that add up to what is expected; a subtotal is an amount alone, and
    that of all lines since the one before it."""
    excess = sum((each.line.amount for each in shown), _ZERO) - expected
    kept, since = [], _ZERO
    for each in shown:
        line = each.line
        is_alone = line.quantity is None and line.unit_price is None
        if excess and is_alone and line.amount == since:
            excess -= line.amount
            since = _ZERO
        else:
            kept.append(each)
            since += line.amount
    return shown if excess else kept


def _net(shown: list[_Shown], expected: Decimal) -> list[ItemLine | ExpenseLine]:
    """The lines without the tax that is in their amounts.

    QuickBooks rounds the tax of a line, and that of all of them again: the difference
    goes to the largest line that is taxed.
    """
    lines = [
        dataclasses.replace(each.line, amount=each.line.amount - each.tax)
        for each in shown
    ]
    rest = expected - sum((line.amount for line in lines), _ZERO)
    taxed = [position for position, each in enumerate(shown) if each.tax]
    if rest and taxed:
        place = max(taxed, key=lambda position: abs(lines[position].amount))
        line = lines[place]
        lines[place] = dataclasses.replace(line, amount=line.amount + rest)
    return lines


# -- payments --------------------------------------------------------------------------


def _received(element: etree._Element) -> documents.Payment:
    return documents.Payment(
        **_transaction(element),
        party=_ref(element, "CustomerRef"),
        total=_total(element),
        applied=tuple(_applied(element)),
        account=_ref(element, "DepositToAccountRef"),
        method=_ref(element, "PaymentMethodRef"),
    )


def _paid(element: etree._Element) -> documents.BillPayment:
    return documents.BillPayment(
        **_transaction(element),
        party=_ref(element, "PayeeEntityRef"),
        total=_total(element),
        applied=tuple(_applied(element)),
        account=_ref(element, "BankAccountRef", BANK)
        or _ref(element, "CreditCardAccountRef", CREDIT_CARD),
    )


def _applied(payment: etree._Element) -> Iterator[Applied]:
    """What it settles, and the credits that have been set off against the same."""
    currency = currencies.code(text(payment, "CurrencyRef/FullName"))
    for each in payment.findall("AppliedToTxnRet"):
        settled_one = _transaction_ref(each)
        credits_ = [
            _one_applied(
                credit,
                # Shown as what it takes off.
                amount=abs(_money(credit, "Amount")),
                currency=currency,
                against=settled_one,
            )
            for credit in each.findall("LinkedTxn")
            if text(credit, "TxnType") in _CREDITS
        ]
        used = sum((credit.amount for credit in credits_), _ZERO)
        yield _one_applied(
            each,
            amount=_money(each, "Amount") + used,
            currency=currency,
            discount=_money(each, "DiscountAmount"),
            discount_account=_ref(each, "DiscountAccountRef"),
        )
        yield from credits_


def _one_applied(element: etree._Element, **values: Any) -> Applied:
    target = _transaction_ref(element)
    return Applied(
        type=type_of(text(element, "TxnType")),
        source=Place("quickbooks.object", 0, target.name or target.id),
        target=target,
        **values,
    )


def _transaction_ref(element: etree._Element) -> Ref:
    return Ref(text(element, "TxnID"), text(element, "RefNumber"))


_READERS = {
    "CustomerRet": lambda element: party("customer", element),
    "VendorRet": lambda element: party("vendor", element),
    "InvoiceRet": lambda element: _sale(documents.Invoice, element),
    "CreditMemoRet": lambda element: _sale(documents.CreditMemo, element),
    "BillRet": lambda element: _purchase(documents.Bill, element),
    "VendorCreditRet": lambda element: _purchase(documents.VendorCredit, element),
    "ReceivePaymentRet": _received,
    "BillPaymentCheckRet": _paid,
    "BillPaymentCreditCardRet": _paid,
}


# -- values ----------------------------------------------------------------------------


def _ref(element: etree._Element, name: str, kind: str = "") -> Ref | None:
    shown = next(element.iterchildren(name), None)
    if shown is None or not (list_id := text(shown, "ListID")):
        return None
    return Ref(list_id, text(shown, "FullName"), kind=kind)


def _money(element: etree._Element, path: str) -> Decimal:
    return amounts.cents(decimal(element, path) or _ZERO)
