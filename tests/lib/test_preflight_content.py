# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taxes, due dates and addresses that QuickBooks has no place for."""

import datetime
from decimal import Decimal

import pytest

from tms_quickbooks.lib import preflight
from tms_quickbooks.lib.documents import LineTax, Ref, TextLine
from tms_quickbooks.lib.problems import NextAction, Place, Severity

from .builders import (
    DAY,
    FIVE_PERCENT,
    INVOICE_RECORD,
    bill,
    canadian_company,
    expense_line,
    invoice,
    item_line,
    us_company,
    vendor_credit,
)
from .checked import the_problem

CODE = Ref("3", "GST")
QST = LineTax("QST", Decimal("9.975"), Place("account.tax", 13, "QST"))


# -- taxes -----------------------------------------------------------------------------


def test_a_tax_without_a_code_is_the_one_to_map():
    document = invoice(item_line(taxes=(FIVE_PERCENT,)))
    problem = the_problem(document, canadian_company())
    assert problem.code == "preflight.no_tax_code"
    assert problem.place == FIVE_PERCENT.source


def test_a_line_without_tax_needs_the_default():
    problem = the_problem(invoice(), canadian_company())
    assert problem.code == "preflight.no_tax_code"
    assert problem.place == INVOICE_RECORD


def test_two_taxes_without_a_code_are_two_things_to_map():
    document = invoice(item_line(taxes=(FIVE_PERCENT,)), item_line(taxes=(QST,)))
    problems = preflight.check(document, canadian_company())
    assert [problem.place for problem in problems] == [
        FIVE_PERCENT.source,
        QST.source,
    ]


def test_a_line_with_several_taxes_and_no_code_in_common():
    document = invoice(item_line(taxes=(FIVE_PERCENT, QST)))
    problem = the_problem(document, canadian_company())
    assert problem.code == "preflight.several_taxes"
    assert "GST, QST" in str(problem.text)
    assert problem.action is NextAction.FIX_MAPPING
    assert problem.place == FIVE_PERCENT.source


def test_a_group_of_taxes_is_one_tax():
    group = Place("account.tax", 14, "GST + QST")
    taxes = tuple(
        LineTax("GST + QST", percent, group) for percent in (Decimal(5), QST.percent)
    )
    problem = the_problem(invoice(item_line(taxes=taxes)), canadian_company())
    assert problem.code == "preflight.no_tax_code"
    assert problem.place == group


@pytest.mark.parametrize(
    "profile", [us_company(), us_company(sales_tax=True), canadian_company()]
)
def test_a_tax_that_is_taken_off_has_no_place_in_quickbooks(profile):
    withheld = LineTax("WH 2 %", Decimal(-2), Place("account.tax", 15))
    line = item_line("1000.00", taxes=(withheld,), tax_code=CODE)
    document = invoice(line, tax_amount=Decimal(-20))
    problems = preflight.check(document, profile)
    assert "preflight.withholding" in [problem.code for problem in problems]
    [problem] = [each for each in problems if each.code == "preflight.withholding"]
    assert "WH 2 %" in str(problem.text)
    assert problem.is_error


def test_a_vendor_credit_that_quickbooks_may_round_otherwise_is_told():
    lines = [expense_line("0.50", taxes=(FIVE_PERCENT,), tax_code=CODE)] * 2
    credit = vendor_credit(*lines, tax_amount=Decimal("0.06"))
    problem = the_problem(credit, canadian_company())
    assert problem.code == "preflight.tax_rounding"
    assert problem.severity is Severity.WARNING
    # With a bill our tax goes along.
    document = bill(*lines, TextLine("Load 17"), tax_amount=Decimal("0.06"))
    assert preflight.check(document, canadian_company()) == []


# -- due in parts ----------------------------------------------------------------------


@pytest.mark.parametrize("make", [invoice, bill])
def test_parts_that_are_due_on_several_days(make):
    days = (DAY, DAY + datetime.timedelta(days=30))
    problem = the_problem(make(due_dates=days, due_date=days[1]))
    assert problem.code == "preflight.due_dates"
    assert problem.severity is Severity.WARNING
    assert "2 parts" in str(problem.text)
    assert "2026-12-20" in str(problem.text)
    assert preflight.check(make(due_dates=days[:1]), us_company()) == []


# -- e-mail ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "email", ["ap@acme\x07.example", "a\x00p@acme.example", "a\ud800@acme.example"]
)
def test_an_address_with_a_character_that_cannot_be_seen(email):
    assert the_problem(invoice(bill_email=email)).code == "preflight.email"


def test_an_address_may_be_in_any_script():
    assert (
        preflight.check(invoice(bill_email="büro@straße.example"), us_company()) == []
    )


def test_copies_have_room_for_200_characters():
    address = "x" * 188 + "@acme.example"
    assert the_problem(invoice(copy_email=address)).code == "preflight.email"
    assert preflight.check(invoice(copy_email=address[1:]), us_company()) == []
