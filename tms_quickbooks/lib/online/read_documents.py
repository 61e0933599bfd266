# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The objects of QuickBooks Online as documents, out of JSON.

They are the same documents that are sent, so that one side can be compared with the
other. References carry ids and names of QuickBooks' own. Amounts are without tax, also
where QuickBooks was told amounts that include it: it shows the net amount of each line
(`TaxInclusiveAmt` is the other one). Lines of text and subtotals are left out, as are
the addresses of documents, and bundles are taken apart into their lines.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import simplejson

from .. import amounts, carrier, documents, fingerprints, identity
from ..documents import BANK, CREDIT_CARD, ExpenseLine, ItemLine, Ref
from ..objects import ObjectState, plain_name
from ..problems import Place, QuickBooksError, problem_of_network
from .read_objects import bare_state, decimal

Data = dict[str, Any]

_UNTAXED, _TAXED = "NON", "TAX"
_ADDRESS_LINES = ("Line1", "Line2", "Line3", "Line4", "Line5")
# Lines of a form that are no lines of a document.
_NO_LINES = {"SubTotalLineDetail", "DescriptionOnly", "TaxLineDetail"}


def document(type: str, raw: str) -> documents.Document:
    """What an object of QuickBooks says.

    :param raw: the object's JSON
    :raises QuickBooksError: where it cannot be read
    """
    return _document(type, _loaded(raw))


def state(type: str, raw: str) -> ObjectState:
    """What the mirror keeps of an object, with ``raw`` and ``content``.

    :raises QuickBooksError: where it cannot be read
    """
    return dataclasses.replace(object_state(type, _loaded(raw)), raw=raw)


def whole_state(type: str, data: Data) -> ObjectState:
    """The state of an object of an answer, with ``raw`` and ``content``."""
    raw = simplejson.dumps(data, use_decimal=True, separators=(",", ":"))
    return dataclasses.replace(object_state(type, data), raw=raw)


def object_state(type: str, data: Data) -> ObjectState:
    """The state of an object of an answer, with ``content``, where it is that of a
    whole document."""
    found = bare_state(type, data)
    if type not in _READERS or found.extra.get("deleted"):
        return found
    try:
        shown = _document(type, data)
    except QuickBooksError:
        return found
    return dataclasses.replace(found, content=content(shown))


def content(document: documents.Document) -> str:
    """The fingerprint of what a bookkeeper would compare of it."""
    return fingerprints.of(document)


def applied(payment: documents.PaymentDocument) -> dict[tuple[str, str], Decimal]:
    """What a payment settles and which credits it uses: ``{(type, id): amount}``."""
    return payment.paid


def _loaded(raw: str) -> Data:
    try:
        return simplejson.loads(raw, use_decimal=True)
    except ValueError as error:
        raise _unreadable() from error


def _unreadable() -> QuickBooksError:
    return QuickBooksError(problem_of_network("unreadable"))


def _document(type: str, data: Data) -> documents.Document:
    try:
        return _READERS[type](data)
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
        raise _unreadable() from error


# -- invoices, bills, and the credits of both ------------------------------------------


def _sale(kind: type, data: Data) -> documents.SalesDocument:
    return kind(
        **_trade(data),
        customer=_ref(data.get("CustomerRef")),
        message=_inner(data, "CustomerMemo", "value"),
        class_ref=_ref(data.get("ClassRef")),
    )


def _purchase(kind: type, data: Data) -> documents.PurchaseDocument:
    return kind(
        **_trade(data),
        vendor=_ref(data.get("VendorRef")),
        reference=data.get("DocNumber") or "",
    )


def _trade(data: Data) -> Data:
    lines = tuple(_lines(data.get("Line") or ()))
    total, tax = _money(data.get("TotalAmt")), data.get("TxnTaxDetail") or {}
    # A vendor credit does not show its tax (Intuit: VendorCredit reference).
    known = decimal(tax.get("TotalTax"))
    if known is None:
        known = total - sum((line.amount for line in lines), Decimal(0))
    return {
        **_transaction(data, "DocNumber"),
        "lines": lines,
        "total": total,
        "due_date": _day(data.get("DueDate")),
        "tax_amount": amounts.cents(known),
        "tax_code": _ref(tax.get("TxnTaxCodeRef")),
        "terms": _ref(data.get("SalesTermRef")),
        "department": _ref(data.get("DepartmentRef")),
    }


def _transaction(data: Data, number: str) -> Data:
    """What all transactions have in common."""
    note = data.get("PrivateNote") or ""
    called = str(data.get(number) or "")
    return {
        "id": str(data["Id"]),
        "version": str(data.get("SyncToken", "")),
        "number": called,
        "date": datetime.date.fromisoformat(data["TxnDate"][:10]),
        "currency": _inner(data, "CurrencyRef", "value"),
        "exchange_rate": decimal(data.get("ExchangeRate")),
        "memo": note,
        "mark": next(iter(identity.marks(note)), ""),
        "source": Place("quickbooks.object", 0, called),
    }


def _lines(shown: Iterable[Data]) -> Iterator[ItemLine | ExpenseLine]:
    for line in shown:
        kind = line.get("DetailType")
        detail = line.get(kind) or {}
        if kind == "GroupLineDetail":
            yield from _lines(detail.get("Line") or ())
        elif kind == "DiscountLineDetail":
            # Less than zero here, as any other line that takes off.
            yield _account_line(line, detail, "DiscountAccountRef", sign=-1)
        # A sale may have a line without a product.
        elif kind == "SalesItemLineDetail" or "ItemRef" in detail:
            yield _item_line(line, detail)
        elif kind not in _NO_LINES and "Amount" in line:
            yield _account_line(line, detail, "AccountRef")


def _item_line(line: Data, detail: Data) -> ItemLine:
    return ItemLine(
        amount=_money(line.get("Amount")),
        item=_ref(detail.get("ItemRef")),
        quantity=decimal(detail.get("Qty")),
        unit_price=decimal(detail.get("UnitPrice")),
        service_date=_day(detail.get("ServiceDate")),
        **_on_any_line(line, detail),
    )


def _account_line(line: Data, detail: Data, account: str, sign: int = 1) -> ExpenseLine:
    return ExpenseLine(
        amount=sign * _money(line.get("Amount")),
        account=_ref(detail.get(account)),
        customer=_ref(detail.get("CustomerRef")),
        **_on_any_line(line, detail),
    )


def _on_any_line(line: Data, detail: Data) -> Data:
    code = _ref(detail.get("TaxCodeRef"))
    # In the United States it is no code of rates: taxed or not (6100).
    is_us = code is not None and code.id in (_TAXED, _UNTAXED)
    return {
        "description": line.get("Description") or "",
        "class_ref": _ref(detail.get("ClassRef")),
        "taxable": is_us and code.id == _TAXED,
        "tax_code": None if is_us else code,
    }


# -- payments --------------------------------------------------------------------------


def _payment(data: Data) -> documents.Payment:
    return documents.Payment(
        **_transaction(data, "PaymentRefNum"),
        **_paid(data),
        party=_ref(data.get("CustomerRef")),
        account=_ref(data.get("DepositToAccountRef")),
        method=_ref(data.get("PaymentMethodRef")),
    )


def _bill_payment(data: Data) -> documents.BillPayment:
    check, card = data.get("CheckPayment") or {}, data.get("CreditCardPayment") or {}
    return documents.BillPayment(
        **_transaction(data, "DocNumber"),
        **_paid(data),
        party=_ref(data.get("VendorRef")),
        account=_ref(check.get("BankAccountRef"), BANK)
        or _ref(card.get("CCAccountRef"), CREDIT_CARD),
    )


def _paid(data: Data) -> Data:
    currency = _inner(data, "CurrencyRef", "value")
    return {
        "total": _money(data.get("TotalAmt")),
        "applied": tuple(_applied(data.get("Line") or (), currency)),
    }


def _applied(shown: Iterable[Data], currency: str) -> Iterator[documents.Applied]:
    """What it settles and which credits it uses, each once."""
    found: dict[tuple[str, str], Decimal] = {}
    for line in shown:
        for link in line.get("LinkedTxn") or ():
            key = str(link.get("TxnType") or ""), str(link.get("TxnId") or "")
            found[key] = found.get(key, Decimal(0)) + _money(line.get("Amount"))
    for (type, qb_id), amount in found.items():
        yield documents.Applied(
            type=type,
            amount=amount,
            source=Place("quickbooks.object", 0, qb_id),
            target=Ref(qb_id),
            currency=currency,
        )


# -- customers and vendors -------------------------------------------------------------


def _party(role: str, data: Data) -> documents.Party:
    is_customer, is_active = role == "customer", bool(data.get("Active", True))
    name = plain_name(data.get("DisplayName") or "", is_active)
    tax_id = data.get("PrimaryTaxIdentifier" if is_customer else "TaxIdentifier") or ""
    known, mc_number, dot_number = carrier.of_account_number(data.get("AcctNum") or "")
    return documents.Party(
        role=role,
        name=name,
        source=Place("quickbooks.object", 0, name),
        id=str(data["Id"]),
        version=str(data.get("SyncToken", "")),
        company_name=data.get("CompanyName") or "",
        given_name=data.get("GivenName") or "",
        family_name=data.get("FamilyName") or "",
        email=_inner(data, "PrimaryEmailAddr", "Address"),
        phone=_inner(data, "PrimaryPhone", "FreeFormNumber"),
        mobile=_inner(data, "Mobile", "FreeFormNumber"),
        website=_inner(data, "WebAddr", "URI"),
        address=_address(data.get("BillAddr")),
        ship_address=_address(data.get("ShipAddr")),
        # Shown as XXXXX6789.
        tax_id="" if carrier.is_masked(tax_id) else tax_id,
        is_1099=data.get("Vendor1099"),
        account_number=known,
        mc_number=mc_number,
        dot_number=dot_number,
        terms=_ref(data.get("SalesTermRef") or data.get("TermRef")),
        currency=_inner(data, "CurrencyRef", "value"),
        notes=data.get("Notes") or "",
        active=is_active,
    )


def _address(shown: Data | None) -> documents.Address | None:
    if not shown:
        return None
    found = documents.Address(
        lines=tuple(shown[line] for line in _ADDRESS_LINES if shown.get(line)),
        city=shown.get("City") or "",
        state=shown.get("CountrySubDivisionCode") or "",
        postal_code=shown.get("PostalCode") or "",
        country=shown.get("Country") or "",
    )
    return found if found != documents.Address() else None


_READERS = {
    "Customer": lambda data: _party("customer", data),
    "Vendor": lambda data: _party("vendor", data),
    "Invoice": lambda data: _sale(documents.Invoice, data),
    "CreditMemo": lambda data: _sale(documents.CreditMemo, data),
    "Bill": lambda data: _purchase(documents.Bill, data),
    "VendorCredit": lambda data: _purchase(documents.VendorCredit, data),
    "Payment": _payment,
    "BillPayment": _bill_payment,
}


# -- values ----------------------------------------------------------------------------


def _ref(shown: Any, kind: str = "") -> Ref | None:
    if not shown or not shown.get("value"):
        return None
    return Ref(str(shown["value"]), shown.get("name") or "", kind=kind)


def _inner(data: Data, name: str, of: str) -> str:
    """A text that is wrapped into an object."""
    return str((data.get(name) or {}).get(of) or "")


def _money(number: Any) -> Decimal:
    return amounts.cents(decimal(number) or Decimal(0))


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text[:10]) if text else None
