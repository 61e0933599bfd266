# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime

import pytest

from tms_quickbooks.lib.desktop import host
from tms_quickbooks.lib.problems import QuickBooksError

from .desktop_answers import answer, recorded, recording, response

OWNER = "{512349B1-1111-2222-3333-000DE1813D20}"
FILE_ID = "{0000000E-1111-FFFF-CCCC-5FF123456047}"


def hcp(host_values="", company="", preferences="", product="QuickBooks Pro 2026"):
    """What the Web Connector brings with the first call of a session."""
    return response(
        answer(
            "HostQuery",
            f"<HostRet><ProductName>{product}</ProductName>"
            "<MajorVersion>36</MajorVersion><MinorVersion>0</MinorVersion>"
            f"{host_values or '<Country>US</Country>' + versions('12.0', '13.0')}"
            "</HostRet>",
            "0",
        ),
        answer(
            "CompanyQuery",
            "<CompanyRet><IsSampleCompany>false</IsSampleCompany>"
            "<CompanyName>Lone Star Freight</CompanyName>"
            "<LegalCompanyName>Lone Star Freight LLC</LegalCompanyName>"
            f"{company}</CompanyRet>",
            "1",
        ),
        answer("PreferencesQuery", f"<PreferencesRet>{preferences}</PreferencesRet>"),
    )


def versions(*names):
    return "".join(
        f"<SupportedQBXMLVersion>{name}</SupportedQBXMLVersion>" for name in names
    )


def noted(name, value):
    return (
        f"<DataExtRet><OwnerID>{OWNER}</OwnerID><DataExtName>{name}</DataExtName>"
        f"<DataExtType>STR255TYPE</DataExtType><DataExtValue>{value}</DataExtValue>"
        "</DataExtRet>"
    )


ACCOUNTING = (
    "<AccountingPreferences><IsUsingAccountNumbers>true</IsUsingAccountNumbers>"
    "<IsRequiringAccounts>true</IsRequiringAccounts>"
    "<IsUsingClassTracking>true</IsUsingClassTracking>"
    "<IsUsingAuditTrail>true</IsUsingAuditTrail>"
    "<IsAssigningJournalEntryNumbers>true</IsAssigningJournalEntryNumbers>"
    "<ClosingDate>2025-12-31</ClosingDate></AccountingPreferences>"
)
CURRENCIES = (
    "<MultiCurrencyPreferences><IsMultiCurrencyOn>true</IsMultiCurrencyOn>"
    "<HomeCurrencyRef><ListID>80000096-1</ListID><FullName>Canadian Dollar</FullName>"
    "</HomeCurrencyRef></MultiCurrencyPreferences>"
)
SALES_TAX = (
    "<SalesTaxPreferences><DefaultItemSalesTaxRef><ListID>9-1</ListID>"
    "</DefaultItemSalesTaxRef><PaySalesTax>Monthly</PaySalesTax>"
    "<DefaultTaxableSalesTaxCodeRef><ListID>3-1</ListID><FullName>Tax</FullName>"
    "</DefaultTaxableSalesTaxCodeRef><DefaultNonTaxableSalesTaxCodeRef>"
    "<ListID>3-2</ListID><FullName>Non</FullName></DefaultNonTaxableSalesTaxCodeRef>"
    "</SalesTaxPreferences>"
)


def test_the_profile_of_a_plain_company():
    found = host.host(hcp(), r"C:\Books\lonestar.qbw")
    assert found.company_name == "Lone Star Freight"
    assert found.company_file == r"C:\Books\lonestar.qbw"
    profile = found.profile
    assert profile.desktop
    assert profile.legal_name == "Lone Star Freight LLC"
    assert (profile.country, profile.home_currency) == ("US", "USD")
    assert not (profile.multi_currency or profile.has_classes or profile.sales_tax)
    assert profile.closing_date is None
    assert profile.has_bills


def test_what_is_switched_on():
    profile = host.host(hcp(preferences=ACCOUNTING + CURRENCIES + SALES_TAX)).profile
    assert profile.class_per_line
    assert profile.closing_date == datetime.date(2025, 12, 31)
    assert (profile.multi_currency, profile.home_currency) == (True, "CAD")
    assert profile.sales_tax
    assert (profile.taxable_code, profile.untaxed_code) == ("3-1", "3-2")


@pytest.mark.parametrize(
    ("country", "iso", "currency"),
    [("US", "US", "USD"), ("CA", "CA", "CAD"), ("UK", "GB", "GBP")],
)
def test_countries_have_their_codes_and_their_currencies(country, iso, currency):
    found = host.host(hcp(f"<Country>{country}</Country>{versions('13.0')}"))
    assert (found.country, found.profile.country) == (iso, iso)
    assert found.profile.home_currency == currency


@pytest.mark.parametrize(
    ("supported", "version"),
    [
        (("1.0", "9.0", "12.0", "13.0"), "13.0"),
        (("12.0", "13.0", "14.0", "16.0"), "13.0"),
        (("2.0", "8.0", "10.0"), "10.0"),
        (("CA2.0", "CA3.0"), "3.0"),
        (("14.0",), ""),
        ((), ""),
        (("new",), ""),
    ],
)
def test_requests_have_the_newest_version_that_both_know(supported, version):
    found = host.host(hcp(f"<Country>US</Country>{versions(*supported)}"))
    assert found.version == version


@pytest.mark.parametrize(
    ("product", "year", "edition"),
    [
        ("QuickBooks Pro 2026", 2026, "Pro"),
        ("QuickBooks Desktop Premier Plus 2024", 2024, "Premier"),
        ("QuickBooks Premier Edition 2025 - Contractor", 2025, "Premier"),
        ("QuickBooks Enterprise Solutions: Contractor 24.0", 2024, "Enterprise"),
        ("QuickBooks Accountant Desktop", 2026, "Accountant"),
        ("QuickBooks Point of Sale 19.0", 2019, "Point of Sale"),
        ("Books", 2026, ""),
    ],
)
def test_the_year_and_the_edition_of_the_product(product, year, edition):
    found = host.host(hcp(product=product))
    assert (found.year, found.edition) == (year, edition)


def test_what_applications_have_noted_in_the_company_file():
    found = host.host(
        hcp(company=noted("AppLock", "LOCKED:X:1") + noted("FileID", FILE_ID))
    )
    assert found.file_ids == {OWNER.lower(): FILE_ID.lower()}


def test_what_the_application_may_do():
    rights = (
        "<CurrentAppAccessRights><IsAutomaticLoginAllowed>false"
        "</IsAutomaticLoginAllowed><IsPersonalDataAccessAllowed>true"
        "</IsPersonalDataAccessAllowed></CurrentAppAccessRights>"
    )
    found = host.host(hcp(preferences=rights))
    assert not found.may_open_alone


def test_what_is_kept_of_it_is_fit_for_json():
    data = host.host(hcp(), "x.qbw").as_data()
    assert data["product"] == "QuickBooks Pro 2026"
    assert data["qbxml_version"] == "13.0"
    assert all(isinstance(value, str | int | bool) for value in data.values())


@pytest.mark.parametrize("part", ["HostRet", "CompanyRet", "PreferencesRet"])
def test_without_one_of_the_three_it_is_not_known_who_answers(part):
    text = hcp().replace(f"{part}>", "SomethingElseRet>")
    with pytest.raises(QuickBooksError):
        host.host(text)


@recorded
def test_recorded_a_company_of_quickbooks_pro_2014():
    # One end tag came out garbled when it was recorded.
    text = recording("qbwc+qbwc/test_helper.rb.08.xml").replace("<yzer/", "</")
    found = host.host(text)
    assert (found.product, found.year, found.edition) == (
        "QuickBooks Pro 2014",
        2014,
        "Pro",
    )
    assert (found.version, found.country) == ("13.0", "US")
    assert len(found.supported) == 16
    assert found.company_name == "myCompany"
    assert found.profile.legal_name == "myCompany Legal Name"
    assert found.file_ids == {
        "{512349b1-1111-2222-3333-000de1813d20}": (
            "{00000ee-1111-ffff-cccc-5ff123456047}"
        )
    }
    assert not found.may_open_alone
    assert not found.profile.multi_currency


@recorded
def test_recorded_what_is_garbled_is_not_read():
    with pytest.raises(QuickBooksError):
        host.host(recording("qbwc+qbwc/test_helper.rb.08.xml"))
