# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a payment of QuickBooks settles of what is here."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms_quickbooks.lib.arrivals import NotTaken
from tms_quickbooks.lib.arrivals.payments import (
    Settlement,
    Step,
    WrittenOff,
    settled_otherwise,
    settlement,
)
from tms_quickbooks.lib.documents import Applied, Payment, Ref
from tms_quickbooks.lib.problems import Place

PLACE = Place("quickbooks.object", 0, "P")
ONE, TWO = ("Invoice", "1"), ("Invoice", "2")
CREDIT = ("CreditMemo", "7")


def line(kind, qb_id, amount, **values):
    return Applied(kind, Decimal(amount), PLACE, Ref(qb_id), **values)


def payment(total, *lines):
    return Payment(
        party=Ref("9"),
        number="10482",
        date=datetime.date(2026, 11, 22),
        total=Decimal(total),
        source=PLACE,
        applied=lines,
    )


def test_money_goes_to_what_is_here():
    found = settlement(
        payment("150", line("Invoice", "1", "100"), line("Invoice", "2", "50")), {ONE}
    )
    assert found == Settlement((Step(ONE, Decimal(100)),))


def test_credits_come_before_money():
    found = settlement(
        payment("70", line("Invoice", "1", "100"), line("CreditMemo", "7", "30")),
        {ONE, CREDIT},
    )
    assert found.by_credit == [Step(ONE, Decimal(30), CREDIT)]
    assert found.by_money == [Step(ONE, Decimal(70))]


def test_desktop_says_what_a_credit_is_set_off_against():
    found = settlement(
        payment(
            "120",
            line("Invoice", "1", "50"),
            line("Invoice", "2", "100"),
            line("CreditMemo", "7", "30", against=Ref("2")),
        ),
        {ONE, TWO, CREDIT},
    )
    assert found.by_credit == [Step(TWO, Decimal(30), CREDIT, in_all=True)]
    assert found.by_money == [Step(ONE, Decimal(50)), Step(TWO, Decimal(70))]


def test_a_credit_of_desktop_that_is_not_here_leaves_its_part_open():
    found = settlement(
        payment(
            "70",
            line("Invoice", "1", "100"),
            line("CreditMemo", "7", "30", against=Ref("1")),
        ),
        {ONE},
    )
    assert found == Settlement((Step(ONE, Decimal(70)),))


def test_without_a_credit_that_is_needed_it_is_not_taken():
    with pytest.raises(NotTaken) as refused:
        settlement(
            payment("70", line("Invoice", "1", "100"), line("CreditMemo", "7", "30")),
            {ONE},
        )
    assert refused.value.problem.code == "arrival.credit_missing"


def test_a_discount_settles_beside_the_money():
    office = Ref("44", "Office Expenses")
    found = settlement(
        payment(
            "98",
            line("Invoice", "1", "98", discount=Decimal(2), discount_account=office),
        ),
        {ONE},
    )
    assert found.by_money == [Step(ONE, Decimal(100))]
    assert found.written_off == (WrittenOff(Decimal(2), office),)


def test_a_journal_entry_makes_up_for_what_the_money_leaves():
    found = settlement(
        payment("980", line("Invoice", "1", "1000"), line("JournalEntry", "5", "20")),
        {ONE},
    )
    assert found.written_off == (WrittenOff(Decimal(20)),)


def test_a_journal_entry_that_is_paid_is_no_matter_of_the_invoice():
    found = settlement(
        payment("1020", line("Invoice", "1", "1000"), line("JournalEntry", "5", "20")),
        {ONE},
    )
    assert found == Settlement((Step(ONE, Decimal(1000)),))


@given(
    st.lists(st.integers(1, 10**7), min_size=1, max_size=4),
    st.lists(st.integers(1, 10**7), max_size=3),
    st.integers(0, 500),
)
def test_nothing_is_lost_between_money_credits_and_invoices(invoices, credits_, more):
    invoices = [Decimal(each) / 100 for each in invoices]
    left, used = sum(invoices), []
    for each in credits_:
        used.append(min(Decimal(each) / 100, left))
        left -= used[-1]
    used = [each for each in used if each]
    lines = [line("Invoice", f"1{n}", a) for n, a in enumerate(invoices)]
    lines += [line("CreditMemo", f"7{n}", a) for n, a in enumerate(used)]
    document = payment(left + more, *lines)
    found = settlement(document, {(each.type, each.target.id) for each in lines})
    assert not found.written_off
    assert sum(step.amount for step in found.by_money) == left
    ours = {(each.type, each.target.id): each.amount for each in lines}
    assert not list(settled_otherwise(ours, found, {}))
