# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms_quickbooks.lib.names import document_number
from tms_quickbooks.lib.settlements import (
    Basis,
    distance,
    divided,
    earned,
    part,
    reference,
)

amounts = st.decimals(Decimal("-99999"), Decimal("99999"), places=2)
weights = st.lists(
    st.decimals(Decimal(0), Decimal(100), places=2), min_size=1, max_size=6
)


@pytest.mark.parametrize(
    ("basis", "quantity", "rate", "expected"),
    [
        (Basis.LINEHAUL, "1750.00", "27.5", "481.25"),
        (Basis.REVENUE, "1937.43", "27", "523.1061"),
        (Basis.MILE, "420", "0.6125", "257.25"),
        (Basis.KM, "700.5", "0.4", "280.2"),
        (Basis.FLAT, "0", "225", "225"),
    ],
)
def test_what_a_load_pays(basis, quantity, rate, expected):
    assert earned(basis, Decimal(quantity), Decimal(rate)) == Decimal(expected)


def test_a_load_of_one_driver_pays_it_whole_in_cents():
    one = Decimal(1)
    assert part(Decimal("523.1061"), Decimal(0), one, one) == Decimal("523.11")
    assert part(Decimal("0.125"), Decimal(0), one, one) == Decimal("0.13")


def test_an_odd_cent_goes_to_one_of_two():
    assert divided(Decimal("300.01"), [Decimal(1)] * 2) == [
        Decimal("150.01"),
        Decimal("150.00"),
    ]


def test_a_trainee_gets_a_third():
    assert divided(Decimal(600), [Decimal(2), Decimal(1)]) == [400, 200]


def test_nobody_with_a_weight_means_equal_parts():
    assert divided(Decimal(100), [Decimal(0)] * 3) == [
        Decimal("33.33"),
        Decimal("33.34"),
        Decimal("33.33"),
    ]


def test_no_total_pays_nothing():
    assert part(Decimal(100), Decimal(0), Decimal(0), Decimal(0)) == 0


def test_a_currency_without_cents_is_divided_in_whole_units():
    assert divided(Decimal(1001), [Decimal(1)] * 2, Decimal(1)) == [501, 500]


@given(amounts, weights)
def test_parts_always_add_up(whole, shares):
    parts = divided(whole, shares)
    assert sum(parts) == whole
    if any(shares):
        for share, found in zip(shares, parts, strict=True):
            exact = whole * share / sum(shares)
            assert abs(found - exact) <= Decimal("0.01")


def test_distances_in_what_they_are_paid_by():
    assert distance(Decimal("700000"), Basis.KM) == 700
    assert distance(Decimal("1609344"), Basis.MILE) == 1000
    assert distance(Decimal("700000"), Basis.MILE) == Decimal("434.96")


def test_the_number_of_a_period_fits_quickbooks_and_stays():
    number = reference(1234567, datetime.date(2026, 11, 15))
    assert number == "SETTLE/1234567/261115"
    assert document_number(number) == number


def test_a_settlement_after_the_first_has_a_number_of_its_own():
    day = datetime.date(2026, 11, 15)
    assert reference(27, day, repeated=1) == "SETTLE/27/261115-2"


def test_the_number_of_a_load_names_it():
    assert reference(27, "TMS/00012") == "SETTLE/27/TMS/00012"
