# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Three company files to begin with, their lists filled as a bookkeeper would."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from ..clock import Clock
from ..freight import ACCOUNTS, CITIES, CUSTOMERS, ITEMS, TERMS, VENDORS
from ..store import Store
from . import extensions, lists
from .books import Books
from .kinds import LISTS
from .profile import COUNTRIES, Profile, currency_name

LONE_STAR = "lone-star"
PRAIRIE = "prairie"
MAPLE = "maple"

_FOLDER = r"C:\Users\Public\Documents\Intuit\QuickBooks\Company Files"
_PROFILES = {
    LONE_STAR: Profile(
        name="Lone Star Freight LLC",
        path=rf"{_FOLDER}\Lone Star Freight LLC.QBW",
        classes=True,
        sales_tax=True,
        tax_item="Texas State and Local",
        email="books@lonestarfreight.example.com",
        phone="806-555-0100",
        address={
            "Addr1": "1200 Amarillo Blvd",
            "City": "Amarillo",
            "State": "TX",
            "PostalCode": "79107",
        },
    ),
    PRAIRIE: Profile(
        name="Prairie Brokerage Inc",
        path=rf"{_FOLDER}\Prairie Brokerage Inc.QBW",
        edition="Pro",
        tax_item="Texas State and Local",
        email="office@prairiebrokerage.example.com",
        phone="785-555-0100",
        address={
            "Addr1": "88 Grain Elevator Rd",
            "City": "Salina",
            "State": "KS",
            "PostalCode": "67401",
        },
    ),
    MAPLE: Profile(
        name="Maple Haulage Ltd",
        path=rf"{_FOLDER}\Maple Haulage Ltd.QBW",
        country="CA",
        zone="America/Toronto",
        multi_currency=True,
        sales_tax=True,
        tax_item="GST",
        taxable="S",
        non_taxable="E",
        email="ap@maplehaulage.example.com",
        phone="905-555-0100",
        address={
            "Addr1": "45 Terminal Ave",
            "City": "Hamilton",
            "State": "ON",
            "PostalCode": "L8L 2Y3",
        },
    ),
}
_FIRST_DAYS = {
    LONE_STAR: datetime(2019, 1, 2, 15, tzinfo=UTC),
    PRAIRIE: datetime(2021, 4, 1, 15, tzinfo=UTC),
    MAPLE: datetime(2020, 7, 2, 15, tzinfo=UTC),
}
# QuickBooks' kinds of payment, by the names of methods.
_PAYMENT_METHODS = {
    "Cash": "Cash",
    "Check": "Check",
    "ACH": "ECheck",
    "Visa": "Visa",
    "Factoring": "Other",
}
# Name, percentage
_US_RATES = (
    ("Texas State and Local", "8.25"),
    ("Texas State", "6.25"),
    ("City", "2.0"),
)
_US_GROUPS = (("State and City", ("Texas State", "City")),)
_CA_RATES = (
    ("GST", "5.0"),
    ("HST ON", "13.0"),
    ("QST", "9.975"),
    ("Zero-rated", "0.0"),
)
_CA_GROUPS = (("GST/QST QC", ("GST", "QST")),)
# Name, description, tax item; without one nothing is taxed
_US_CODES = (("Tax", "Taxable Sales", ""), ("Non", "Non-Taxable Sales", ""))
_CA_CODES = (
    ("S", "GST", "GST"),
    ("H", "HST Ontario", "HST ON"),
    ("Q", "GST and QST, Quebec", "GST/QST QC"),
    ("Z", "Freight across the border", "Zero-rated"),
    ("E", "Exempt", ""),
)
_CLASSES = ("Dry Van", "Reefer", "Flatbed")
_RATES = {"USD": "1.3642"}
_CUSTOM_FIELDS = ("Load Number", "BOL")
_CUSTOM_OBJECTS = ["Customer", "Vendor", "Employee", "Item", "Invoice", "CreditMemo"]


class FirstDay(Clock):
    """The time at which the lists of a company were entered.

    Ids and edit sequences are made of the time: each file of a company has the same
    ones, as copies of a file have, and no two companies have one in common.
    """

    def __init__(self, store: Store, company: str):
        super().__init__(store, profile(company).tz)
        self._day = _FIRST_DAYS[company]

    def now(self) -> datetime:
        return self._day


def profile(company: str) -> Profile:
    """The settings a company file begins with.

    :raises KeyError: there is no such company
    """
    return _PROFILES[company]


def fill(books: Books) -> None:
    """Fill the lists of a new file."""
    settings = books.profile
    # Currencies and codes must be there before what has one.
    _fill_features(books)
    for name, account_type, _sub_type in ACCOUNTS:
        words = (word[0].upper() + word[1:] for word in account_type.split())
        _add(books, "Account", Name=name, AccountType="".join(words))
    _fill_items(books)
    for name, days in TERMS:
        _add(books, "StandardTerms", Name=name, StdDueDays=str(days))
    _add(books, "DateDrivenTerms", Name="10th of month", DayOfMonthDue="10")
    for name, kind in _PAYMENT_METHODS.items():
        _add(books, "PaymentMethod", Name=name, PaymentMethodType=kind)
    if settings.classes:
        for name in _CLASSES:
            _add(books, "Class", Name=name)
    _add(books, "Template", Name="Intuit Service Invoice", TemplateType="Invoice")
    for name in _CUSTOM_FIELDS:
        extensions.define(
            books,
            {
                "OwnerID": extensions.CUSTOM,
                "DataExtName": name,
                "DataExtType": "STR255TYPE",
                "AssignToObject": _CUSTOM_OBJECTS,
            },
        )
    _fill_names(books)


def _fill_features(books):
    if books.profile.multi_currency and not _has(books, "Currency"):
        _fill_currencies(books)
    if books.profile.sales_tax and not _has(books, "SalesTaxCode"):
        _fill_taxes(books)


def _has(books, kind) -> bool:
    return bool(
        books.store.value("SELECT count(*) FROM list_object WHERE kind = ?", kind)
    )


def switch_on(books: Books) -> None:
    """What QuickBooks makes when a user switches on currencies or sales tax."""
    _fill_features(books)
    if books.profile.multi_currency:
        home = books.named("Currency", currency_name(books.profile.home_currency))
        books.store.run(
            "UPDATE list_object SET body = json_set(body, '$.CurrencyRef', json(?)) "
            "WHERE kind IN ('Account', 'Customer', 'Vendor') "
            "AND body ->> '$.CurrencyRef' IS NULL",
            json.dumps({"ListID": home["ListID"]}),
        )


def _fill_currencies(books):
    for code in COUNTRIES.values():
        body = {"Name": currency_name(code), "CurrencyCode": code}
        if code in _RATES:
            body["ExchangeRate"] = _RATES[code]
        _add(books, "Currency", **body)


def _fill_taxes(books):
    is_us = books.profile.is_us
    rates, groups = (_US_RATES, _US_GROUPS) if is_us else (_CA_RATES, _CA_GROUPS)
    for name, percent in rates:
        _add(books, "ItemSalesTax", Name=name, TaxRate=percent)
    for name, members in groups:
        references = [{"FullName": member} for member in members]
        _add(books, "ItemSalesTaxGroup", Name=name, ItemSalesTaxRef=references)
    for name, text, item in _US_CODES if is_us else _CA_CODES:
        body = {"Name": name, "Desc": text}
        body["IsTaxable"] = "true" if item or name == books.profile.taxable else "false"
        if item:
            reference = {"FullName": item}
            body |= {"ItemSalesTaxRef": reference, "ItemPurchaseTaxRef": reference}
        _add(books, "SalesTaxCode", **body)


def _fill_items(books):
    for name, income, expense in ITEMS:
        body = {
            "Name": name,
            "SalesAndPurchase": {
                "SalesDesc": name,
                "IncomeAccountRef": {"FullName": income},
                "PurchaseDesc": name,
                "ExpenseAccountRef": {"FullName": expense},
            },
        }
        if books.profile.sales_tax and books.profile.is_us:
            body["SalesTaxCodeRef"] = {"FullName": books.profile.non_taxable}
        _add(books, "ItemService", **body)


def _fill_names(books):
    foreign = books.profile.multi_currency
    for kind, parties in (("Customer", CUSTOMERS), ("Vendor", VENDORS)):
        address = "BillAddress" if kind == "Customer" else "VendorAddress"
        for index, (name, state, city, postal_code) in enumerate(parties):
            body = {
                "Name": name,
                "CompanyName": name,
                address: {
                    "Addr1": f"{100 + index} Commerce St",
                    "City": city,
                    "State": state,
                    "PostalCode": postal_code,
                },
                "Email": f"billing@{name.split()[0].lower()}.example.com",
            }
            if foreign:
                code = books.profile.home_currency if index == 0 else "USD"
                body["CurrencyRef"] = {"FullName": currency_name(code)}
            _add(books, kind, **body)
    _add(books, "Employee", FirstName="Dana", LastName="Ortiz")


def _add(books: Books, kind: str, **body) -> str:
    """Add a list object through the same rules as a request; returns its ListID."""
    return lists.add(books, LISTS[kind], body)


def add_customers(books: Books, count: int) -> None:
    """So many made-up shippers more."""
    first = 1 + books.store.value(
        "SELECT count(*) FROM list_object WHERE kind = 'Customer'"
    )
    for number in range(first, first + count):
        city, state, postal_code = CITIES[number % len(CITIES)]
        name = f"Shipper {number:06d} of {city}"
        _add(
            books,
            "Customer",
            Name=name,
            CompanyName=name,
            BillAddress={
                "Addr1": f"{100 + number} Freight Road",
                "City": city,
                "State": state,
                "PostalCode": postal_code,
                "Country": "USA",
            },
            Email=f"ap{number}@shippers.example.com",
            Phone=f"806-555-{number:06d}",
        )
