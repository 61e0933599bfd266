# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One document of both sides: all that differs is found, and only that."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms_quickbooks.lib.comparison import (
    Finding,
    Kind,
    Side,
    Status,
    findings,
    is_alike,
    theirs,
)
from tms_quickbooks.lib.objects import ObjectState

_MONEY = st.decimals(0, 99999, places=2)
_SIDES = st.builds(
    Side,
    number=st.sampled_from(("INV-1", "INV-2")),
    date=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    party=st.sampled_from(("7", "8")),
    total=_MONEY,
    currency=st.just("USD"),
    tax=_MONEY,
    balance=_MONEY,
)
# What somebody may change, and as what that is found.
_EDITS = {
    "number": (Kind.NUMBER, lambda side: f"{side.number}-x"),
    "date": (Kind.DATE, lambda side: date(2027, 1, 1)),
    "party": (Kind.PARTY, lambda side: f"{side.party}0"),
    "currency": (Kind.CURRENCY, lambda side: "CAD"),
    "tax": (Kind.TAX, lambda side: side.tax + 1),
    "balance": (Kind.BALANCE, lambda side: side.balance + 1),
}


@given(_SIDES, st.sets(st.sampled_from(sorted(_EDITS))), _MONEY)
def test_all_edits_are_found_and_nothing_else(side, names, more):
    changed = {name: _EDITS[name][1](side) for name in names}
    expected = {_EDITS[name][0] for name in names}
    if more:
        # What is open changes along: nothing else was paid by that.
        changed["total"] = side.total + more
        changed["balance"] = changed.get("balance", side.balance) + more
        expected.add(Kind.AMOUNT)
    found = findings(side, dataclasses.replace(side, **changed))
    assert {each.kind for each in found} == expected
    for each in found:
        assert each.ours != each.theirs
        if each.kind is Kind.AMOUNT:
            assert each.delta == more


@given(_SIDES, _SIDES)
def test_void_on_one_side_is_all_that_is_told(here, there):
    void = dataclasses.replace(there, status=Status.VOID)
    assert [each.kind for each in findings(here, void)] == [Kind.STATUS]
    assert [each.kind for each in findings(void, here)] == [Kind.STATUS]
    assert findings(dataclasses.replace(here, status=Status.VOID), void) == []


@given(_SIDES)
def test_what_a_side_does_not_tell_does_not_differ(side):
    silent = dataclasses.replace(side, number="", tax=None, balance=None, currency="")
    assert findings(side, silent) == []
    assert findings(silent, side) == []


@pytest.mark.parametrize(
    ("change", "alike"),
    [
        ({}, True),
        ({"number": "INV-9"}, True),  # of the same day and party
        ({"date": date(2026, 5, 5)}, True),  # of the same number
        ({"number": "INV-9", "date": date(2026, 5, 5)}, False),
        ({"total": Decimal("99.99")}, False),
        ({"party": "8"}, False),
        ({"party": ""}, True),  # not linked yet, but of the same number
        ({"party": "", "number": "INV-9"}, False),
        ({"currency": "CAD"}, False),
        ({"status": Status.VOID}, False),
    ],
)
def test_the_same_document_is_recognised(change, alike):
    there = Side("INV-1", date(2026, 11, 20), "7", Decimal("100.00"), "USD")
    assert is_alike(dataclasses.replace(there, **change), there) is alike


def test_another_rate_is_a_difference_of_the_currency():
    here = Side("INV-1", None, "7", Decimal("100.00"), "EUR", rate=Decimal("1.1000"))
    there = dataclasses.replace(here, rate=Decimal("1.12"))
    assert findings(here, there) == [Finding(Kind.CURRENCY, "EUR 1.1", "EUR 1.12")]
    dollars = dataclasses.replace(there, currency="USD")
    assert findings(here, dollars) == [Finding(Kind.CURRENCY, "EUR", "USD")]
    silent = dataclasses.replace(there, rate=None)
    assert findings(here, silent) == findings(silent, here) == []


def test_what_quickbooks_shows_is_read():
    state = ObjectState(
        type="Payment",
        qb_id="12",
        name="",
        full_name="",
        version="1",
        active=True,
        total=Decimal("80.00"),
        balance=None,
        number="CHK 7",
        date=date(2026, 11, 20),
        extra={"customer_id": "7", "unapplied": "5.00", "rate": "1.25"},
    )
    assert theirs(state, "USD") == Side(
        number="CHK 7",
        date=date(2026, 11, 20),
        party="7",
        total=Decimal("80.00"),
        currency="USD",
        balance=Decimal("5.00"),
        rate=Decimal("1.25"),
    )
