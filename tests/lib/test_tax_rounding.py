# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from decimal import Decimal

import pytest

from tms_quickbooks.lib.documents import LineTax, Ref, TextLine
from tms_quickbooks.lib.problems import Place
from tms_quickbooks.lib.tax_rounding import is_doubtful

from .builders import bill, expense_line, invoice, item_line


def taxed(*percents):
    return tuple(
        LineTax(f"{percent} %", percent and Decimal(percent), Place("account.tax", 1))
        for percent in percents
    )


def sold(*amounts, percents, tax):
    lines = [item_line(amount, taxes=taxed(*percents)) for amount in amounts]
    return invoice(*lines, tax_amount=Decimal(tax))


def test_a_tax_that_every_way_of_rounding_comes_to_is_sure():
    assert not is_doubtful(sold("1000.00", percents=["13"], tax="130.00"))
    assert not is_doubtful(sold("4495.16", percents=["9.975"], tax="448.39"))


def test_lines_that_round_to_another_cent_than_their_sum():
    lines = ("500.10", "500.10", "500.10")
    assert is_doubtful(sold(*lines, percents=["9.975"], tax="149.65"))
    assert is_doubtful(sold(*lines, percents=["9.975"], tax="149.64"))


def test_rates_that_round_to_another_cent_than_together():
    assert is_doubtful(sold("101.13", percents=["5", "9.975"], tax="15.15"))


def test_codes_with_the_same_rate_that_round_to_another_cent_than_together():
    both, gst = Ref("5", "GST/QST"), Ref("6", "GST")
    lines = [
        item_line("1.28", tax_code=both, taxes=taxed("5", "9.975")),
        item_line("8937.22", tax_code=both, taxes=taxed("5", "9.975")),
        item_line("481.71", tax_code=gst, taxes=taxed("5")),
    ]
    assert is_doubtful(invoice(*lines, tax_amount=Decimal("1362.63")))


def test_a_half_cent_may_go_either_way():
    assert is_doubtful(sold("0.50", percents=["5"], tax="0.03"))


@pytest.mark.parametrize("percents", [[None], [], ["13"]])
def test_another_tax_than_that_of_the_rates(percents):
    assert is_doubtful(sold("100.00", percents=percents, tax="5.00"))


def test_no_tax_is_sure():
    assert not is_doubtful(sold("100.00", percents=[], tax="0"))
    assert not is_doubtful(sold("100.00", percents=["0"], tax="0"))


def test_bills_and_lines_of_text():
    line = expense_line("900.00", taxes=taxed("5"))
    document = bill(line, TextLine("Load 17"), tax_amount=Decimal("45.00"))
    assert not is_doubtful(document)
