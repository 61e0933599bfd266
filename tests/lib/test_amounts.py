# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms_quickbooks.lib.amounts import CENT, quantity_and_price, total


def decimals(places, low="-100000", high="100000"):
    return st.decimals(Decimal(low), Decimal(high), places=places)


def test_a_price_that_fits_is_kept():
    pair = quantity_and_price(Decimal("2500.00"), Decimal("1000"), Decimal("2.50"))
    assert pair == (Decimal("1000"), Decimal("2.5"))


def test_a_price_per_mile_gives_way_to_the_price_of_the_load():
    # One load, 2.50 a mile, 700 miles.
    pair = quantity_and_price(Decimal("1750.00"), Decimal(1), Decimal("2.50"))
    assert pair == (Decimal(1), Decimal(1750))


def test_a_discount_lowers_the_price():
    pair = quantity_and_price(Decimal("270.00"), Decimal(3), Decimal("100"))
    assert pair == (Decimal(3), Decimal(90))


def test_an_amount_that_no_price_of_five_decimals_gives_goes_alone():
    assert quantity_and_price(Decimal("1000.01"), Decimal("300000"), None) is None


@pytest.mark.parametrize("quantity", [None, Decimal(0), Decimal("0.000001")])
def test_without_a_quantity_the_amount_goes_alone(quantity):
    assert quantity_and_price(Decimal("5.00"), quantity, Decimal("5.00")) is None


def test_a_price_that_only_fits_by_rounding_a_half_is_not_trusted():
    quantity, price = quantity_and_price(
        Decimal("0.03"), Decimal("0.5"), Decimal("0.05")
    )
    assert quantity * price == Decimal("0.03")


@given(
    decimals(2),
    st.none() | decimals(8, "-5000", "5000"),
    st.none() | decimals(6, "-5000", "5000"),
)
def test_quantity_times_price_is_the_amount_however_quickbooks_rounds(
    amount, quantity, unit_price
):
    pair = quantity_and_price(amount, quantity, unit_price)
    if pair is not None:
        product = pair[0] * pair[1]
        assert product.quantize(CENT, ROUND_HALF_UP) == amount
        assert product.quantize(CENT, ROUND_HALF_EVEN) == amount
        assert all(-number.as_tuple().exponent <= 5 for number in pair)


@given(decimals(2), decimals(2, "0.01", "900"))
def test_everyday_quantities_always_find_a_price(amount, quantity):
    assert quantity_and_price(amount, quantity, None) is not None


def test_a_total_has_cents():
    assert str(total([Decimal("1.1"), Decimal("2")])) == "3.10"
