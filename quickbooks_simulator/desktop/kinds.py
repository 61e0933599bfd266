# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The kinds of list objects and transactions, and what refers to what."""

from __future__ import annotations

from dataclasses import dataclass

_NAMES = "Customer Vendor Employee OtherName".split()
ITEMS = (
    "ItemService ItemNonInventory ItemOtherCharge ItemDiscount ItemSalesTax "
    "ItemSalesTaxGroup"
).split()
_TAX_ITEMS = ("ItemSalesTax", "ItemSalesTaxGroup")
_TERMS = ("StandardTerms", "DateDrivenTerms")


@dataclass(frozen=True)
class ListKind:
    """A kind of list objects.

    :ivar space: names are unique within it, whatever the kind
    :ivar plural: what QuickBooks calls the list
    :ivar nested: an object may be under another one of its kind
    :ivar has_full_name: its answers tell a full name
    :ivar name_field: what holds its name
    """

    name: str
    space: str
    plural: str
    nested: bool = False
    has_full_name: bool = False
    name_field: str = "Name"

    @property
    def has_balance(self) -> bool:
        return self.name in ("Customer", "Vendor", "Account")


def _kind(name, space="", plural="", *, nested=False, **options) -> ListKind:
    return ListKind(
        name,
        space or name,
        plural or f"{name}s",
        nested=nested,
        has_full_name=nested,
        **options,
    )


LISTS = {
    kind.name: kind
    for kind in (
        _kind("Account", nested=True),
        _kind("Customer", "name", nested=True),
        _kind("Vendor", "name"),
        _kind("Employee", "name"),
        _kind("OtherName", "name", "Other Names"),
        _kind("Class", plural="Classes", nested=True),
        *(_kind(name, "terms", "Terms") for name in _TERMS),
        _kind("PaymentMethod", plural="Payment Methods"),
        _kind("SalesTaxCode", plural="Sales Tax Codes"),
        *(
            _kind(name, "item", "Items", nested=name not in _TAX_ITEMS)
            for name in ITEMS
        ),
        _kind("Currency", plural="Currencies"),
        _kind("CustomerType", plural="Customer Types", nested=True),
        _kind("VendorType", plural="Vendor Types", nested=True),
        _kind("CustomerMsg", plural="Customer Messages"),
        _kind("ShipMethod", plural="Shipping Methods"),
        _kind("SalesRep", plural="Sales Reps", name_field="Initial"),
        _kind("Template"),
    )
}
# Requests for several kinds at once.
GROUPS = {"Item": tuple(ITEMS), "Entity": tuple(_NAMES), "Terms": _TERMS}

TXNS = (
    "Invoice CreditMemo Bill VendorCredit ReceivePayment BillPaymentCheck "
    "BillPaymentCreditCard"
).split()

# What lines of a transaction are called, without Add, Mod and Ret.
LINES = {
    "Invoice": ("InvoiceLine",),
    "CreditMemo": ("CreditMemoLine",),
    "Bill": ("ExpenseLine", "ItemLine"),
    "VendorCredit": ("ExpenseLine", "ItemLine"),
}

# Elements that take a feature; without it QuickBooks knows nothing of them.
FEATURES = {
    "ClassRef": "classes",
    "DiscountClassRef": "classes",
    "CurrencyRef": "multi_currency",
    "ExchangeRate": "multi_currency",
    "SalesTaxCodeRef": "sales_tax",
    "CustomerSalesTaxCodeRef": "sales_tax",
    "ItemSalesTaxRef": "sales_tax",
}

_REFERRED = {
    "ARAccount": ("Account",),
    "CustomerMsg": ("CustomerMsg",),
    "CustomerSalesTaxCode": ("SalesTaxCode",),
    "DiscountClass": ("Class",),
    "Item": tuple(ITEMS),
    "ItemPurchaseTax": _TAX_ITEMS,
    "ItemSalesTax": _TAX_ITEMS,
    "PayeeEntity": tuple(_NAMES),
    "PreferredPaymentMethod": ("PaymentMethod",),
    "PrefVendor": ("Vendor",),
    "PurchaseTaxCode": ("SalesTaxCode",),
    "SalesRepEntity": ("Vendor", "Employee", "OtherName"),
    "Supervisor": ("Employee",),
    "TaxVendor": ("Vendor",),
    "Terms": _TERMS,
}


def referred(field: str) -> tuple[str, ...]:
    """The kinds an element may refer to; none where the file has no such list."""
    name = field.removesuffix("Ref")
    if name in _REFERRED:
        return _REFERRED[name]
    if name.endswith("Account"):
        return ("Account",)
    return (name,) if name in LISTS else ()


def word(field: str) -> str:
    """What QuickBooks calls the object an element refers to."""
    among = referred(field)
    return among[0] if len(among) == 1 else field.removesuffix("Ref")


def queried(name: str) -> tuple[str, ...]:
    """The kinds of list objects a query for that name is about."""
    return GROUPS.get(name) or ((name,) if name in LISTS else ())
