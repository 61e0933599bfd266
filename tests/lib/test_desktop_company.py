# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which company file may be worked with."""

import dataclasses

import pytest

from tms_quickbooks.lib.desktop import company

OWNER, FILE = "{AAAAAAAA-0000-0000-0000-000000000001}", "{BBBBBBBB-0000-0000-0000-01}"
YEARS = (2027, 2026, 2025, 2024)
UNKNOWN = company.Known(OWNER, FILE)
KNOWN = company.Known(OWNER, FILE, "Lone Star", r"C:\Lone Star.qbw", "US")


def _host(**changes):
    host = company.undescribed(r"C:\Lone Star.qbw", "US", 16, 0)
    said = {"product": "QuickBooks Pro 2024", "year": 2024, "company_name": "Lone Star"}
    return dataclasses.replace(host, **{**said, **changes})


def _code(known=KNOWN, **changes):
    problem = company.refusal(_host(**changes), known, YEARS)
    return problem and problem.code


def test_the_first_company_file_is_welcome():
    assert _code(UNKNOWN) is None
    assert _code(UNKNOWN, file_ids={OWNER.lower(): FILE.lower()}) is None


def test_the_same_company_file_is_known_by_our_note_whatever_its_name_is_by_now():
    noted = {OWNER.lower(): FILE.lower()}
    assert _code(file_ids=noted, company_name="Renamed", company_file="D:\\x") is None


@pytest.mark.parametrize("known", [KNOWN, UNKNOWN])
def test_a_note_of_another_connection_is_refused(known):
    other = {OWNER.lower(): "{cccccccc-0000-0000-0000-01}"}
    assert _code(known, file_ids=other) == "desktop.company"


def test_without_a_note_name_and_country_tell():
    assert _code() is None
    assert _code(company_name="Prairie") == "desktop.company"
    assert _code(country="CA") == "desktop.company"


def test_who_does_not_name_the_company_is_known_by_the_place_of_the_file():
    assert _code(company_name="", company_file="c:\\lone star.QBW") is None
    assert _code(company_name="", company_file="C:\\Prairie.qbw") == "desktop.company"


@pytest.mark.parametrize(
    ("year", "code"), [(2023, "desktop.version"), (2024, None), (2027, None), (0, None)]
)
def test_a_product_that_is_not_supported_any_more_is_refused(year, code):
    assert _code(year=year) == code


def test_the_point_of_sale_is_no_company_file():
    assert _code(edition="Point of Sale") == "desktop.edition"


def test_what_the_connector_says_is_enough_where_quickbooks_says_nothing():
    host = company.undescribed(r"C:\Maple.qbw", "CA", 16, 0)
    assert (host.version, host.country) == ("13.0", "CA")
    assert (host.profile.home_currency, host.profile.desktop) == ("CAD", True)
    assert company.undescribed("", "UK", 8, 0).version == "8.0"
    assert company.undescribed("", "UK", 8, 0).country == "GB"
    assert company.undescribed("", "", 0, 0).version == "13.0"
