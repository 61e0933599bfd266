# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Three freight companies to begin with, their lists filled as a bookkeeper would."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ..clock import Clock
from ..freight import ACCOUNTS, CITIES, CUSTOMERS, ITEMS, TERMS, VENDORS
from . import company, lists, rates
from .answers import stamp
from .books import Books
from .company import Company
from .entities import entity
from .oauth import Application
from .rules import names
from .store import Store

LONE_STAR = "9341452881733001"
PRAIRIE = "9341452881733002"
MAPLE = "9341452881733003"

_COMPANIES = (
    Company(
        realm=LONE_STAR,
        name="Lone Star Freight LLC",
        plan="Plus",
        class_per_line=True,
        departments=True,
        sales_tax=True,
        automated_sales_tax=True,
        custom_fields=("Load Number", "PO Number", "BOL"),
        address={
            "Id": "1",
            "Line1": "1200 Amarillo Blvd",
            "City": "Amarillo",
            "CountrySubDivisionCode": "TX",
            "PostalCode": "79107",
        },
        email="books@lonestarfreight.example.com",
    ),
    Company(
        realm=PRAIRIE,
        name="Prairie Brokerage Inc",
        plan="Simple Start",
        address={
            "Id": "1",
            "Line1": "88 Grain Elevator Rd",
            "City": "Salina",
            "CountrySubDivisionCode": "KS",
            "PostalCode": "67401",
        },
        email="office@prairiebrokerage.example.com",
    ),
    Company(
        realm=MAPLE,
        name="Maple Haulage Ltd",
        plan="Essentials",
        country="CA",
        home_currency="CAD",
        multi_currency=True,
        custom_txn_numbers=True,
        sales_tax=True,
        address={
            "Id": "1",
            "Line1": "45 Terminal Ave",
            "City": "Hamilton",
            "CountrySubDivisionCode": "ON",
            "PostalCode": "L8L 2Y3",
        },
        email="ap@maplehaulage.example.com",
    ),
)
USERS = {
    "maria": (LONE_STAR, PRAIRIE),
    "jack": (MAPLE,),
    "accountant": (LONE_STAR, PRAIRIE, MAPLE),
}
OWNER = "maria"

_PAYMENT_METHODS = (
    ("Cash", "NON_CREDIT_CARD"),
    ("Check", "NON_CREDIT_CARD"),
    ("ACH", "NON_CREDIT_CARD"),
    ("Visa", "CREDIT_CARD"),
    ("Factoring", "NON_CREDIT_CARD"),
)
# Name, percentage
_US_RATES = (("Texas State and Local", "8.25"),)
_CA_RATES = (("GST", "5"), ("HST ON", "13"), ("QST", "9.975"), ("Zero-rated", "0"))
# Name, description, numbers of its rates
_US_CODES = (("Texas", "Texas sales tax", (1,)),)
_CA_CODES = (
    ("GST", "Goods and services tax", (1,)),
    ("HST ON", "Harmonized sales tax Ontario", (2,)),
    ("GST/QST QC", "Quebec", (1, 3)),
    ("Zero-rated", "Freight across the border", (4,)),
)


def fill(store: Store, clock: Clock) -> None:
    """Fill a new state file; one that is filled stays as it is."""
    with store.transaction():
        if store.setting("client_id") is None:
            Application.register(store)
        if company.load_all(store):
            return
        for each in _COMPANIES:
            company.save(store, replace(each, created=stamp(clock.now())))
        for user, realms in USERS.items():
            for realm in realms:
                store.run("INSERT INTO member VALUES (?, ?)", user, realm)
        for each in company.load_all(store):
            _fill_company(Books(store, clock, each, OWNER))


def _fill_company(books: Books) -> None:
    accounts = {
        name: _add(
            books, "Account", Name=name, AccountType=kind, AccountSubType=sub_type
        )
        for name, kind, sub_type in ACCOUNTS
    }
    for name, income, expense in ITEMS:
        _add(
            books,
            "Item",
            Name=name,
            Type="Service",
            IncomeAccountRef=accounts[income],
            ExpenseAccountRef=accounts[expense],
        )
    for name, days in TERMS:
        _add(books, "Term", Name=name, DueDays=days)
    for name, kind in _PAYMENT_METHODS:
        _add(books, "PaymentMethod", Name=name, Type=kind)
    is_us = books.company.is_us
    _fill_taxes(books, *((_US_RATES, _US_CODES) if is_us else (_CA_RATES, _CA_CODES)))
    if books.company.tracks_classes:
        for name in ("Dry Van", "Reefer", "Flatbed"):
            _add(books, "Class", Name=name)
    if books.company.tracks_departments:
        for name in ("Amarillo", "Dallas"):
            _add(books, "Department", Name=name)
    _fill_names(books)
    if books.company.uses_multi_currency:
        day = "2020-01-01"
        rates.keep(books, "USD", day, Decimal("1.3642"))


def _fill_taxes(books: Books, its_rates, codes) -> None:
    for name, percent in its_rates:
        _fixed(books, "TaxRate", Name=name, RateValue=percent)
    for name, description, numbers in codes:
        details = [
            {
                "TaxRateRef": {"value": str(number), "name": its_rates[number - 1][0]},
                "TaxTypeApplicable": "TaxOnAmount",
                "TaxOrder": 0,
            }
            for number in numbers
        ]
        _fixed(
            books,
            "TaxCode",
            Name=name,
            Description=description,
            lists={
                "SalesTaxRateList": {"TaxRateDetail": details},
                "PurchaseTaxRateList": {"TaxRateDetail": details},
            },
            Taxable=True,
            TaxGroup=True,
            Hidden=False,
        )


def _fixed(books: Books, kind: str, lists: dict | None = None, **properties) -> None:
    """A list object the API itself cannot create."""
    body = {"Active": True, **entity(kind).accept(properties), **(lists or {})}
    columns = names.apply(books, kind, body)
    del body["FullyQualifiedName"]
    books.add(kind, books.next_id(kind), body, **columns)


def _fill_names(books: Books) -> None:
    foreign = books.company.uses_multi_currency
    for kind, parties in (("Customer", CUSTOMERS), ("Vendor", VENDORS)):
        if kind == "Vendor" and not books.company.has_bills:
            continue
        for index, (name, state, city, postal_code) in enumerate(parties):
            properties = {
                "DisplayName": name,
                "CompanyName": name,
                "BillAddr": {
                    "Line1": f"{100 + index} Commerce St",
                    "City": city,
                    "CountrySubDivisionCode": state,
                    "PostalCode": postal_code,
                },
                "PrimaryEmailAddr": {
                    "Address": f"billing@{name.split()[0].lower()}.example.com"
                },
            }
            if foreign:
                code = "CAD" if index == 0 else "USD"
                properties["CurrencyRef"] = {"value": code}
            _add(books, kind, **properties)
    _add(books, "Employee", GivenName="Dana", FamilyName="Ortiz")


def _add(books: Books, kind: str, **properties) -> dict:
    """Create a list object through the same rules as the API; returns its reference."""
    return {"value": lists.create(books, kind, properties)["Id"]}


def add_customers(books: Books, count: int) -> list[str]:
    """So many made-up shippers more; returns their Ids."""
    first = 1 + books.store.value(
        "SELECT count(*) FROM object WHERE realm = ? AND entity = 'Customer'",
        books.realm,
    )
    with books.store.transaction():
        return [
            _add(books, "Customer", **_shipper(number))["value"]
            for number in range(first, first + count)
        ]


def _shipper(number: int) -> dict:
    city, state, postal_code = CITIES[number % len(CITIES)]
    name = f"Shipper {number:06d} of {city}"
    return {
        "DisplayName": name,
        "CompanyName": name,
        "BillAddr": {
            "Line1": f"{100 + number} Freight Road",
            "City": city,
            "CountrySubDivisionCode": state,
            "PostalCode": postal_code,
            "Country": "USA",
        },
        "PrimaryEmailAddr": {"Address": f"ap{number}@shippers.example.com"},
        "PrimaryPhone": {"FreeFormNumber": f"806-555-{number:06d}"},
    }
