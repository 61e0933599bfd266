# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What stands against taking something back, and what somebody has edited there."""

import datetime
import json
from decimal import Decimal

import pytest

from tms_quickbooks.lib import edits, preflight, withdrawals
from tms_quickbooks.lib.edits import Shown
from tms_quickbooks.lib.messages import Message
from tms_quickbooks.lib.problems import NextAction, problem_of_fault

from .builders import INVOICE_RECORD, us_company
from .test_online_sent import withdrawal

CLOSING = datetime.date(2026, 6, 30)
BEFORE = Shown(
    "1500.00",
    datetime.date(2026, 11, 20),
    datetime.date(2026, 12, 20),
    "INV/7",
    "Acme Shippers",
)


def codes(document, **company):
    return [found.code for found in preflight.check(document, us_company(**company))]


def test_closed_books_stop_it():
    closed = withdrawal(date=CLOSING)
    assert codes(closed, closing_date=CLOSING) == ["preflight.closed_books"]
    [problem] = preflight.check(closed, us_company(closing_date=CLOSING))
    assert problem.is_error
    assert "2026-06-30" in str(problem.text)
    later = withdrawal(date=datetime.date(2026, 7, 1))
    assert codes(later, closing_date=CLOSING) == []


def test_a_payment_is_told_and_left_to_quickbooks():
    paid = withdrawal(total=Decimal("100.00"), balance=Decimal("40.00"))
    [problem] = preflight.check(paid, us_company())
    assert problem.code == "preflight.paid"
    assert not problem.is_error
    open_ = withdrawal(total=Decimal("100.00"), balance=Decimal("100.00"))
    assert codes(open_) == []


@pytest.mark.parametrize(
    ("code", "word"),
    [("6210", "closed"), ("6540", "deposit"), ("620", "linked"), ("6000", "payroll")],
)
def test_a_refusal_says_why_and_leaves_the_decision(code, word):
    problem = problem_of_fault(code, "Used in payroll")
    found = withdrawals.refused(problem, INVOICE_RECORD)
    assert (found.code, found.action) == (problem.code, NextAction.DECIDE)
    assert word in str(found.text)
    assert str(found.hint)
    assert found.place == INVOICE_RECORD


def test_other_refusals_keep_their_meaning():
    problem = problem_of_fault("5020", "Permission Denied Error")
    found = withdrawals.refused(problem, INVOICE_RECORD)
    assert (found.code, found.text) == (problem.code, problem.text)


def test_what_was_edited_is_named():
    now = BEFORE._replace(total="1800.00", number="INV/8")
    problem = edits.problem(BEFORE, now, INVOICE_RECORD)
    assert problem.action is NextAction.DECIDE
    assert "1500.00 → 1800.00; INV/7 → INV/8" in str(problem.text)


def test_dates_stay_dates_until_somebody_reads_them():
    now = BEFORE._replace(due_date=datetime.date(2026, 12, 24), number="")
    text = edits.problem(BEFORE, now, INVOICE_RECORD).text
    assert "2026-12-24" in str(text)
    kept = json.loads(json.dumps(text.as_data()))
    assert Message.from_data(kept) == text
    assert (
        datetime.date(2026, 12, 24)
        in Message.from_data(kept).params["edits"].params.values()
    )


def test_what_is_not_there_on_one_side_is_a_dash():
    problem = edits.problem(BEFORE, BEFORE._replace(number=""), INVOICE_RECORD)
    assert "INV/7 → –" in str(problem.text)


def test_an_edit_of_the_lines_is_told_even_where_nothing_else_differs():
    problem = edits.problem(BEFORE, BEFORE, INVOICE_RECORD, inside=True)
    assert (problem.code, problem.action) == ("settle.edited", NextAction.DECIDE)
    assert "lines" in str(problem.text)
    now = BEFORE._replace(total="1800.00")
    problem = edits.problem(BEFORE, now, INVOICE_RECORD, inside=True)
    assert "1500.00 → 1800.00" in str(problem.text)


def test_nothing_that_matters_is_no_problem():
    assert edits.problem(BEFORE, BEFORE, INVOICE_RECORD) is None
