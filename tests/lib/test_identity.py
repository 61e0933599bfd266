# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which transaction in QuickBooks is ours."""

import dataclasses
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms_quickbooks.lib import identity
from tms_quickbooks.lib.identity import Likeness

MARK = identity.mark("a-database", "account.move", 7)
OTHER_MARK = identity.mark("a-copy-of-it", "account.move", 7)
SENT = identity.Transaction(
    type="Invoice",
    number="INV/2026/00007",
    party_id="58",
    date=datetime.date(2026, 11, 20),
    currency="USD",
    total=Decimal("1500.00"),
    marks=(MARK,),
)


def found(**changes):
    return dataclasses.replace(SENT, **changes)


# -- the mark --------------------------------------------------------------------------


def test_a_record_has_the_same_mark_whenever_it_is_sent():
    assert MARK == identity.mark("a-database", "account.move", 7)


def test_no_other_record_and_no_other_database_has_it():
    marks = {
        identity.mark(database, model, number)
        for database in ("a-database", "a-copy-of-it")
        for model in ("account.move", "account.payment")
        for number in range(5000)
    }
    assert len(marks) == 20_000


def test_it_has_another_mark_where_others_have_its_own():
    marks = {identity.mark("a-database", "account.move", 7, each) for each in range(50)}
    assert len(marks) == 50
    assert MARK == identity.mark("a-database", "account.move", 7, 0)


@given(st.text(max_size=300), st.integers(16, 120))
def test_the_mark_survives_every_note_and_its_cutting(note, limit):
    signed = identity.signed(note, MARK, limit)
    assert len(signed) <= limit
    assert MARK in identity.marks(signed)
    assert signed.splitlines()[-1] == f"Odoo {MARK}"


def test_without_a_mark_the_note_is_only_cut():
    assert identity.signed("Lumper paid", "", 100) == "Lumper paid"
    assert identity.signed("Lumper paid", "", 7) == "Lumper…"


def test_the_mark_is_read_from_among_what_bookkeepers_write():
    note = identity.signed("INV/2026/00007", MARK, 4000)
    assert identity.marks(f"Voided - {note} called them, no answer") == [MARK]
    assert identity.marks("Odoo says hello") == []


# -- what is found under a number ------------------------------------------------------


def test_what_has_our_mark_and_agrees_is_the_same():
    assert identity.likeness(SENT, found()) is Likeness.SAME


def test_a_company_of_one_currency_does_not_name_it():
    assert identity.likeness(SENT, found(currency="")) is Likeness.SAME


def test_what_quickbooks_has_numbered_itself_agrees_with_any_number():
    sent = found(number="")
    assert identity.likeness(sent, found(number="1042")) is Likeness.SAME


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("party_id", "59"),
        ("date", datetime.date(2026, 11, 21)),
        ("total", Decimal("1500.01")),
        ("currency", "CAD"),
        ("number", "INV/2026/00008"),
    ],
)
def test_what_has_our_mark_and_differs_is_for_a_person(field, value):
    other = found(**{field: value})
    assert identity.likeness(SENT, other) is Likeness.CHANGED
    assert identity.differences(SENT, other) == [field.removesuffix("_id")]
    unmarked = dataclasses.replace(other, marks=())
    assert identity.likeness(SENT, unmarked) is Likeness.OTHER


@pytest.mark.parametrize("marks", [(), (OTHER_MARK,)])
def test_what_agrees_and_lacks_our_mark_is_for_a_person(marks):
    """A bookkeeper has entered it, or a database this one was copied from."""
    assert identity.likeness(SENT, found(marks=marks)) is Likeness.ALIKE


def test_without_a_number_equal_amounts_tell_nothing():
    sent = found(number="")
    assert identity.likeness(sent, found(number="1042", marks=())) is Likeness.OTHER


def test_another_type_is_another_transaction():
    assert identity.likeness(SENT, found(type="CreditMemo")) is Likeness.OTHER


def test_our_own_that_was_made_void_is_told_apart():
    voided = found(total=Decimal(0), is_voided=True)
    assert identity.likeness(SENT, voided) is Likeness.VOIDED
    assert identity.is_voided("Voided - INV/2026/00007", Decimal(0))
    assert not identity.is_voided("Voided check enclosed", Decimal(5))
    assert not identity.is_voided("INV/2026/00007", Decimal(0))
