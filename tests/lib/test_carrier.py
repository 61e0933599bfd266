# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""MC and DOT numbers and tax ids."""

import pytest

from tms_quickbooks.lib import carrier


@pytest.mark.parametrize(
    "text",
    ["123456", " 123456 ", "MC-123456", "mc 123456", "MC#123456", "MC No. 123456"],
)
def test_an_mc_number_is_its_digits(text):
    assert carrier.digits(text, "MC") == "123456"


@pytest.mark.parametrize(
    "text", ["9876543", "USDOT 9876543", "U.S. DOT# 9876543", "DOT9876543"]
)
def test_a_dot_number_is_its_digits(text):
    assert carrier.digits(text, "DOT") == "9876543"


@pytest.mark.parametrize("text", ["", "MC", "12a4", "MC 12 34", "MC\uff11\uff12"])
def test_what_is_no_number_stays_as_it_is(text):
    assert carrier.digits(text, "MC") == text


@pytest.mark.parametrize(
    ("known", "mc_number", "dot_number", "expected"),
    [
        ("", "123456", "9876543", "MC 123456 / DOT 9876543"),
        ("", "123456", "", "MC 123456"),
        ("", "", "9876543", "DOT 9876543"),
        ("BRC-77", "123456", "", "BRC-77 / MC 123456"),
        ("A/B", "1", "", "A/B / MC 1"),
        ("BRC-77 / MC 1 / DOT 2", "123456", "", "BRC-77 / MC 123456"),
        ("MC 1", "", "", ""),
    ],
)
def test_the_numbers_stand_behind_our_account_number(
    known, mc_number, dot_number, expected
):
    found = carrier.account_number(known, mc_number, dot_number)
    assert found == expected
    assert carrier.account_number(found, mc_number, dot_number) == expected


@pytest.mark.parametrize("text", ["12-3456789", "123-45-6789", "123456789"])
def test_an_ein_and_an_ssn_are_what_a_1099_needs(text):
    assert carrier.is_us_tax_id(text)


@pytest.mark.parametrize("text", ["", "/", "12-345678", "US123456789", "1234-56789"])
def test_anything_else_is_not(text):
    assert not carrier.is_us_tax_id(text)


@pytest.mark.parametrize("text", ["XXXXXX9875", "***-**-1234", "XX-XXX1234", "•••1"])
def test_a_masked_tax_id_is_known(text):
    assert carrier.is_masked(text)


@pytest.mark.parametrize("text", ["", "12-3456789", "XAXX010101000", "MX1234567"])
def test_a_tax_id_in_full_is_not_masked(text):
    assert not carrier.is_masked(text)
