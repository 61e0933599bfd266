# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks Desktop says of itself when the Web Connector begins a session.

The first ``sendRequestXML`` of a session carries the answers to HostQuery, CompanyQuery
and PreferencesQuery (Intuit: Web Connector Programmer's Guide, chapter 10).
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ..profile import Profile
from . import currencies, custom
from .qbxml import Answer, day, is_true, parse, text, unreadable

# The newest version of qbXML that requests are written in.
NEWEST = (13, 0)
# QuickBooks 2014 calls itself version 24; Enterprise names its years by two digits.
_FIRST_YEAR = 1990
_YEAR = re.compile(r"\b(20\d\d)\b")
_SHORT_YEAR = re.compile(r"\b(\d\d)\.\d\b")
_EDITIONS = ("Enterprise", "Premier", "Accountant", "Pro", "Point of Sale")

# A version comes out in September and is named after the year that follows. Intuit
# ends the support of one at the end of May, three years after the year in its name.
RELEASE_MONTH, END_MONTH = 9, 5
SUPPORTED_YEARS = 3

_COUNTRIES = {"UK": "GB", "USA": "US"}
_CURRENCIES = {"US": "USD", "CA": "CAD", "GB": "GBP"}
# What QuickBooks prints over its own free texts on a sales form.
_FORM_NAMES = {"PONumber": "P.O. Number", "FOB": "FOB", "Other": "Other"}


@dataclass(frozen=True, slots=True)
class Host:
    """The QuickBooks that answers, and the company file that is open in it.

    ``product``: "QuickBooks Pro 2024"; ``year`` is 0 and ``edition`` "" where it does
    not show. ``version``: of qbXML, the newest that it and we know; "" without one.
    ``country`` is an ISO code. ``company_file``: where the file is, as the Web
    Connector says. ``file_ids``: what applications have noted in the file to know it
    again, by the id of the application (OwnerID); both with lower case letters.
    ``supported``: all versions of qbXML it knows. ``may_open_alone``: whether the
    application may open the file while nobody has QuickBooks open.
    """

    profile: Profile
    product: str
    year: int
    edition: str
    version: str
    country: str
    company_file: str
    company_name: str
    file_ids: dict[str, str]
    supported: tuple[str, ...]
    may_open_alone: bool = True

    def as_data(self) -> dict[str, Any]:
        """What is worth keeping of it, as JSON-safe values."""
        return {
            "product": self.product,
            "year": self.year,
            "edition": self.edition,
            "qbxml_version": self.version,
            "country": self.country,
            "company_name": self.company_name,
            "company_file": self.company_file,
            "may_open_alone": self.may_open_alone,
        }


@dataclass(slots=True)
class _Parts:
    """What was read of the three answers."""

    host: dict[str, Any] = field(default_factory=dict)
    company: dict[str, Any] = field(default_factory=dict)
    preferences: dict[str, Any] = field(default_factory=dict)

    def take(self, _answer: Answer, element: etree._Element) -> None:
        """Keep what an answer says, while it is there."""
        match element.tag:
            case "HostRet":
                self.host = _host(element)
            case "CompanyRet":
                self.company = _company(element)
            case "PreferencesRet":
                self.preferences = _preferences(element)


def host(response: str, company_file: str = "") -> Host:
    """Read ``strHCPResponse``; ``company_file`` is ``strCompanyFileName`` beside it.

    :raises QuickBooksError: where it is cut off, or one of the three is missing
    """
    parts = _Parts()
    parse(response, parts.take)
    if not (parts.host and parts.company and parts.preferences):
        raise unreadable()
    country, product = parts.host["country"], parts.host["product"]
    profile = _profile(country, parts.company, parts.preferences)
    return Host(
        profile=profile,
        product=product,
        year=_year(product, parts.host["major"]),
        edition=next((each for each in _EDITIONS if each in product), ""),
        version=_version(parts.host["supported"]),
        country=country,
        company_file=company_file,
        company_name=profile.company_name,
        file_ids=parts.company["file_ids"],
        supported=parts.host["supported"],
        may_open_alone=parts.preferences["may_open_alone"],
    )


def years(today: datetime.date) -> list[int]:
    """The versions that can be connected, by their year, the newest first."""
    newest = today.year + (today.month >= RELEASE_MONTH)
    oldest = today.year - SUPPORTED_YEARS + (today.month > END_MONTH)
    return list(range(newest, oldest - 1, -1))


def _host(element: etree._Element) -> dict[str, Any]:
    country = text(element, "Country").upper() or "US"
    return {
        "product": text(element, "ProductName"),
        "major": text(element, "MajorVersion"),
        "country": _COUNTRIES.get(country, country),
        "supported": tuple(
            (each.text or "").strip()
            for each in element.findall("SupportedQBXMLVersion")
        ),
    }


def _company(element: etree._Element) -> dict[str, Any]:
    return {
        "name": text(element, "CompanyName"),
        "legal_name": text(element, "LegalCompanyName"),
        "file_ids": {
            text(each, "OwnerID").lower(): text(each, "DataExtValue").lower()
            for each in element.findall("DataExtRet")
            if text(each, "DataExtName") == "FileID"
        },
    }


def _preferences(element: etree._Element) -> dict[str, Any]:
    tax = element.find("SalesTaxPreferences")
    rights, accounting = "CurrentAppAccessRights", "AccountingPreferences"
    many = "MultiCurrencyPreferences"
    return {
        "closing_date": day(element, f"{accounting}/ClosingDate"),
        "class_per_line": is_true(element, f"{accounting}/IsUsingClassTracking"),
        "multi_currency": is_true(element, f"{many}/IsMultiCurrencyOn"),
        "home": currencies.code(text(element, f"{many}/HomeCurrencyRef/FullName")),
        "sales_tax": tax is not None,
        "taxable_code": _code(tax, "DefaultTaxableSalesTaxCodeRef"),
        "untaxed_code": _code(tax, "DefaultNonTaxableSalesTaxCodeRef"),
        # Where it says nothing of rights, it has not been asked for them yet.
        "may_open_alone": is_true(element, f"{rights}/IsAutomaticLoginAllowed", True),
    }


def _code(tax: etree._Element | None, name: str) -> str:
    return "" if tax is None else text(tax, f"{name}/ListID")


def _profile(country: str, company: dict, preferences: dict) -> Profile:
    return Profile(
        desktop=True,
        company_name=company["name"],
        legal_name=company["legal_name"],
        country=country,
        home_currency=preferences["home"] or _CURRENCIES.get(country, "USD"),
        multi_currency=preferences["multi_currency"],
        # Numbers may be given, and given twice: QuickBooks only warns people.
        repeated_bill_numbers=True,
        class_per_line=preferences["class_per_line"],
        closing_date=preferences["closing_date"],
        sales_tax=preferences["sales_tax"],
        taxable_code=preferences["taxable_code"],
        untaxed_code=preferences["untaxed_code"],
        service_dates=True,
        custom_fields=tuple((name, _FORM_NAMES[name]) for name in custom.OF_FORM),
    )


def _year(product: str, major: str) -> int:
    """The year of the product; 0 where it does not show."""
    if found := _YEAR.search(product):
        return int(found[1])
    if found := _SHORT_YEAR.search(product):
        return 2000 + int(found[1])
    return _FIRST_YEAR + int(major) if major.isdigit() else 0


def _version(supported: tuple[str, ...]) -> str:
    """The newest version of qbXML that both know, "13.0"."""
    known = [tuple(map(int, each.split("."))) for each in map(_bare, supported) if each]
    usable = [each for each in known if each <= NEWEST]
    return ".".join(map(str, max(usable))) if usable else ""


def _bare(version: str) -> str:
    """The number of a version, without the country before it ("CA3.0"); "" for
    anything else."""
    found = re.search(r"\d+\.\d+$", version)
    return found[0] if found else ""
