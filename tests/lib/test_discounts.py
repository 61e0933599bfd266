# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was written off with a payment, spread over what it settles."""

from decimal import Decimal

import pytest

from tms_quickbooks.lib.discounts import spread
from tms_quickbooks.lib.documents import Applied, Ref
from tms_quickbooks.lib.problems import Place

ACCOUNT = Ref("80-1", "Discounts Given")


def line(amount, type="Invoice"):
    return Applied(type=type, amount=Decimal(amount), source=Place("account.move", 1))


@pytest.mark.parametrize(
    ("invoices", "discount", "shares"),
    [
        (["100"], "2", ["2.00"]),
        (["1000", "500"], "30", ["20.00", "10.00"]),
        (["33.33", "33.33", "33.34"], "1", ["0.33", "0.33", "0.34"]),
        (["0.01", "1000"], "10", ["0.00", "10.00"]),
        (["5", "5"], "10", ["5.00", "5.00"]),
        (["0.01", "0.01", "0.01"], "0.02", ["0.01", "0.01", "0.00"]),
    ],
)
def test_it_is_shared_by_amount_to_the_cent(invoices, discount, shares):
    before = [line(amount) for amount in invoices]
    found = spread(before, Decimal(discount), ACCOUNT)
    assert [each.discount for each in found] == [Decimal(share) for share in shares]
    for one, other in zip(before, found, strict=True):
        assert other.amount + other.discount == one.amount
        assert other.amount >= 0
        assert (other.discount_account is ACCOUNT) == bool(other.discount)


def test_credits_get_none():
    invoice, credit = spread(
        [line("100"), line("40", "CreditMemo")], Decimal(10), ACCOUNT
    )
    assert (invoice.discount, credit.discount) == (10, 0)
    assert credit.amount == 40


def test_more_than_is_settled_is_left_to_the_checks():
    before = (line("100"),)
    assert spread(before, Decimal("100.01"), ACCOUNT) == before
