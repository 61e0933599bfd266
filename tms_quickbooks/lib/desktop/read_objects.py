# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The objects of a company file, out of qbXML (Intuit: qbxml130.xsd).

Their types have the names they have in QuickBooks Online, which everything outside of
this room uses; ``subtype`` says which of several elements a type is made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lxml import etree

from ..documents import Address
from ..objects import PAYMENTS, TRANSACTIONS, ObjectState
from . import currencies, custom
from .qbxml import Answer, day, decimal, is_true, moment, shown, text
from .read_parties import own_address

# The elements of each type, without the "Add", "Mod", "Ret" or "Query" behind it.
ELEMENTS = {
    "Customer": ("Customer",),
    "Vendor": ("Vendor",),
    "Employee": ("Employee",),
    "OtherName": ("OtherName",),
    "Account": ("Account",),
    "Class": ("Class",),
    "Term": ("StandardTerms", "DateDrivenTerms"),
    "PaymentMethod": ("PaymentMethod",),
    "TaxCode": ("SalesTaxCode", "ItemSalesTax", "ItemSalesTaxGroup"),
    "Item": (
        *("ItemService", "ItemNonInventory", "ItemOtherCharge", "ItemInventory"),
        *("ItemInventoryAssembly", "ItemFixedAsset", "ItemSubtotal", "ItemDiscount"),
        *("ItemPayment", "ItemGroup"),
    ),
    "Invoice": ("Invoice",),
    "CreditMemo": ("CreditMemo",),
    "Bill": ("Bill",),
    "VendorCredit": ("VendorCredit",),
    "Payment": ("ReceivePayment",),
    "BillPayment": ("BillPaymentCheck", "BillPaymentCreditCard"),
}
_TYPES = {element: type for type, elements in ELEMENTS.items() for element in elements}

_TERMS = {"StandardTerms": "STANDARD", "DateDrivenTerms": "DATE_DRIVEN"}
CUSTOM_FIELD = "CustomField"

# What was made void or deleted by us (…Rs), or by somebody (…DeletedRet).
_TAKEN_BACK = ("TxnVoidRs", "TxnDelRs", "ListDelRs", "TxnDeletedRet", "ListDeletedRet")
# An answer's name without what was done.
_DONE = re.compile(r"(Add|Mod|Query)Rs$")
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def element_state(answer: Answer, element: etree._Element) -> ObjectState | None:
    """What an object of an answer says; None for what is of no type of ours."""
    if element.tag == "ErrorRecovery":
        return _recovered(answer, element)
    if element.tag in _TAKEN_BACK:
        return _taken_back(element)
    if element.tag == "DataExtDefRet":
        return _custom_field(element)
    name = element.tag.removesuffix("Ret")
    # Items of sales tax are no lines of a document, though QuickBooks lists them so.
    if name not in _TYPES or (
        answer.name == "ItemQueryRs" and _TYPES[name] == "TaxCode"
    ):
        return None
    return _state(name, element)


def type_of(element: str) -> str:
    """The type of object that an element of qbXML stands for, its own name where it
    is none of ours."""
    return _TYPES.get(element, element)


def _state(element_name: str, element: etree._Element) -> ObjectState:
    type = _TYPES[element_name]
    name = text(element, "Name")
    total, balance = amounts_of(element_name, element)
    return ObjectState(
        type=type,
        qb_id=_id(element),
        name=name,
        full_name=text(element, "FullName") or name,
        version=text(element, "EditSequence"),
        active=is_true(element, "IsActive", default=True),
        total=total,
        balance=balance,
        number=text(element, "AccountNumber" if type == "Account" else "RefNumber"),
        date=day(element, "TxnDate"),
        currency=currencies.code(text(element, "CurrencyRef/FullName")),
        updated_at=moment(element, "TimeModified"),
        extra=_extra(type, element_name, element),
        shown=shown(element),
    )


def _recovered(answer: Answer, element: etree._Element) -> ObjectState:
    """All that QuickBooks tells of what it has done before: id and version."""
    return ObjectState(
        type=type_of(_DONE.sub("", answer.name)),
        qb_id=_id(element),
        name="",
        full_name="",
        version=text(element, "EditSequence"),
        active=True,
        total=None,
        balance=None,
        extra={"recovered": True},
    )


def _taken_back(element: etree._Element) -> ObjectState:
    kinds = ("TxnVoidType", "TxnDelType", "ListDelType")
    kind = next(filter(None, (text(element, name) for name in kinds)), "")
    recovery = element.find("ErrorRecovery")
    known = element if _id(element) or recovery is None else recovery
    voided = element.tag == "TxnVoidRs"
    zero = Decimal(0) if voided else None
    full_name = text(element, "FullName")
    extra = {"subtype": kind, "deleted": not voided, "recovered": known is recovery}
    return ObjectState(
        type=type_of(kind),
        qb_id=_id(known),
        name=full_name.rpartition(":")[2],
        full_name=full_name,
        version=text(known, "EditSequence"),
        active=voided,
        total=zero,
        balance=zero,
        number=text(element, "RefNumber"),
        updated_at=moment(element, "TimeDeleted") or moment(element, "TimeModified"),
        extra={key: value for key, value in extra.items() if value},
    )


def _custom_field(element: etree._Element) -> ObjectState | None:
    """A field that people have added, where sales forms have it; they have those of
    customers."""
    name = text(element, "DataExtName")
    of = {(each.text or "").strip() for each in element.findall("AssignToObject")}
    if not of & {"Customer", "Invoice"}:
        return None
    return ObjectState(
        type=CUSTOM_FIELD,
        qb_id=custom.field_id(name),
        name=name,
        full_name=name,
        version="",
        active=True,
        total=None,
        balance=None,
    )


def _id(element: etree._Element) -> str:
    return text(element, "TxnID") or text(element, "ListID")


# -- amounts ---------------------------------------------------------------------------


def amounts_of(name: str, element: etree._Element) -> tuple[Decimal | None, ...]:
    """Total and balance of a transaction; of customers and vendors the balance."""
    read = _AMOUNTS.get(name)
    return read(element) if read else (None, None)


def _of_party(element: etree._Element):
    return None, decimal(element, "Balance")


def _of_invoice(element: etree._Element):
    """It has no element for its total: what it comes to is in two."""
    net, tax = decimal(element, "Subtotal"), decimal(element, "SalesTaxTotal")
    balance = decimal(element, "BalanceRemaining")
    if net is not None:
        return net + (tax or 0), balance
    if balance is None:
        return None, None
    # What is paid is less than zero.
    return balance - (decimal(element, "AppliedAmount") or 0), balance


def _of_credit_memo(element: etree._Element):
    return decimal(element, "TotalAmount"), decimal(element, "CreditRemaining")


def _of_bill(element: etree._Element):
    total, open_amount = decimal(element, "AmountDue"), decimal(element, "OpenAmount")
    if open_amount is None and total is not None:
        open_amount = Decimal(0) if is_true(element, "IsPaid") else total
    return total, open_amount


def _of_vendor_credit(element: etree._Element):
    return decimal(element, "CreditAmount"), decimal(element, "OpenAmount")


def _of_payment(element: etree._Element):
    return decimal(element, "TotalAmount"), None


def _of_bill_payment(element: etree._Element):
    return decimal(element, "Amount"), None


_AMOUNTS: dict[str, Callable] = {
    "Customer": _of_party,
    "Vendor": _of_party,
    "Invoice": _of_invoice,
    "CreditMemo": _of_credit_memo,
    "Bill": _of_bill,
    "VendorCredit": _of_vendor_credit,
    "ReceivePayment": _of_payment,
    "BillPaymentCheck": _of_bill_payment,
    "BillPaymentCreditCard": _of_bill_payment,
}


# -- what only some kinds have ---------------------------------------------------------


def _extra(type: str, name: str, element: etree._Element) -> dict[str, Any]:
    """What matching and mapping want to know beyond the common fields."""
    values = {"parent_id": text(element, "ParentRef/ListID")}
    if type in TRANSACTIONS:
        values |= _of_transaction(type, name, element)
    elif type in ("Customer", "Vendor"):
        values |= _of_contact(element)
    elif type == "Account":
        values |= _of_account(element)
    elif type == "Item":
        values |= _of_item(name, element)
    elif type == "Term":
        days = text(element, "StdDueDays")
        values |= {"subtype": _TERMS[name], "due_days": int(days or 0)}
    elif type == "TaxCode":
        values |= _of_tax(name, element)
    return {key: value for key, value in values.items() if value or value == {}}


def _of_contact(element: etree._Element) -> dict[str, Any]:
    addresses = (
        own_address(element, name) for name in ("BillAddress", "VendorAddress")
    )
    address = next(filter(None, addresses), None) or Address()
    return {
        "company_name": text(element, "CompanyName"),
        "email": text(element, "Email"),
        "phone": text(element, "Phone"),
        "mobile": text(element, "Mobile"),
        "street": next(iter(address.lines), ""),
        "city": address.city,
        "state": address.state,
        "postal_code": address.postal_code,
        "country": address.country,
    }


def _of_account(element: etree._Element) -> dict[str, Any]:
    return {
        "account_type": _account_type(text(element, "AccountType")),
        "subtype": text(element, "SpecialAccountType"),
    }


def _account_type(name: str) -> str:
    """The type as QuickBooks Online writes it: CostOfGoodsSold, Cost of Goods Sold."""
    return _WORDS.sub(" ", name).replace(" Of ", " of ")


def _of_item(name: str, element: etree._Element) -> dict[str, Any]:
    one = text(element, "SalesOrPurchase/AccountRef/ListID")
    return {
        "subtype": name.removeprefix("Item"),
        "income_account_id": text(element, "SalesAndPurchase/IncomeAccountRef/ListID")
        or text(element, "IncomeAccountRef/ListID")
        or text(element, "AccountRef/ListID")
        or one,
        "expense_account_id": text(element, "SalesAndPurchase/ExpenseAccountRef/ListID")
        or text(element, "COGSAccountRef/ListID")
        or one,
    }


def _of_tax(name: str, element: etree._Element) -> dict[str, Any]:
    """``tax_rate`` is in percent; ``tax_parts`` are the taxes that a group or a code
    is made of, by their ids."""
    return {
        "subtype": name,
        "tax_rate": text(element, "TaxRate"),
        "tax_parts": [
            text(each, "ListID") for each in element.findall("ItemSalesTaxRef")
        ],
        "taxable": is_true(element, "IsTaxable"),
    }


def _of_transaction(type: str, name: str, element: etree._Element) -> dict[str, Any]:
    tax = decimal(element, "SalesTaxTotal")
    values = {
        "customer_id": text(element, "CustomerRef/ListID"),
        "vendor_id": text(element, "VendorRef/ListID")
        or text(element, "PayeeEntityRef/ListID"),
        "due_date": text(element, "DueDate"),
        "rate": text(element, "ExchangeRate"),
        "tax": str(tax) if tax is not None else "",
        "memo": text(element, "Memo"),
        "subtype": name if name != type else "",
    }
    if type in PAYMENTS:
        values["applied"] = _applied(element)
        values["unapplied"] = text(element, "UnusedPayment")
    return values


def _applied(payment: etree._Element) -> dict[str, str]:
    """What a payment settles, as JSON can hold it: ``{"Invoice 12-3": "100.00"}``.

    Only what it pays by itself: what else has settled the same invoice, credits and
    earlier payments alike, is linked there, and nothing tells with what it came.
    """
    return {
        f"{type_of(text(line, 'TxnType'))} {text(line, 'TxnID')}": str(amount)
        for line in payment.findall("AppliedToTxnRet")
        if (amount := decimal(line, "Amount"))
    }
