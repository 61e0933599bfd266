# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Names compared as people compare them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms_quickbooks.lib.similarity import normalise, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fuel Surcharge", "FUEL  SURCHARGE "),
        ("Lay-over", "Lay over"),
        ("Détention", "Detention"),
        ("Détention", "De\u0301tention"),
        ("Lønn & Søn", "LONN AND SON"),
        ("Loading + Unloading", "Loading and unloading"),
        ("Driver's Pay", "Drivers pay"),
        ("Driver’s Pay", "Driver's pay"),
        ("J.B. Hunt", "JB Hunt"),
        ("Toll", "Tolls"),
        ("Tax", "Taxes"),
        ("Expense", "Expenses"),
        ("Batch", "Batches"),
        ("Class", "Classes"),
        ("Company", "Companies"),
        ("Movie", "Movies"),
        ("ﬁnal Mile", "Final mile"),
        ("Acme™ Freight", "ACME Freight"),
    ],
)
def test_a_reader_takes_them_for_the_same_name(one, other):
    assert normalise(one) == normalise(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fuel", "Fuel Surcharge"),
        ("Freight Income", "Income Freight"),
        ("Lease", "Lea"),
        ("Gas", "Ga"),
        ("Hess", "Hes"),
        ("Load 12", "Load 1 2"),
        ("運賃", "料金"),
    ],
)
def test_a_reader_takes_them_for_two_names(one, other):
    assert normalise(one) != normalise(other)


def test_words_count_once_and_in_any_order():
    assert tokens("Income, Freight; INCOMES") == {"freight", "income"}
    assert tokens("Freight Income") == tokens("Income – Freight")


def test_a_text_without_words_has_no_name():
    assert [normalise(text) for text in ("", " - ", "…", "🚚", "'")] == [""] * 5
    assert tokens("***") == frozenset()


@given(st.text(max_size=60))
def test_a_normalised_name_is_its_own_normal_form(text):
    assert normalise(normalise(text)) == normalise(text)
