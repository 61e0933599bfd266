# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
from decimal import Decimal

import pytest

from tms_quickbooks.lib import faults
from tms_quickbooks.lib.messages import _
from tms_quickbooks.lib.problems import (
    NextAction,
    Place,
    Problem,
    QuickBooksError,
    Severity,
    problem_of_fault,
    problem_of_network,
)


@pytest.mark.parametrize(
    "code, action",
    [
        ("100", NextAction.RECONNECT),
        ("120", NextAction.RECONNECT),
        ("150", NextAction.RETRY),
        ("500", NextAction.REPORT),
        ("610", NextAction.FIX_MAPPING),
        ("2040", NextAction.FIX_RECORD),
        ("2500", NextAction.FIX_MAPPING),
        ("3001", NextAction.WAIT),
        ("3100", NextAction.RECONNECT),
        ("3200", NextAction.REFRESH_TOKEN),
        ("5010", NextAction.DECIDE),
        ("5020", NextAction.DECIDE),
        ("6000", NextAction.FIX_RECORD),
        ("6140", NextAction.DECIDE),
        ("6190", NextAction.DECIDE),
        ("6210", NextAction.DECIDE),
        ("6240", NextAction.FIX_RECORD),
        ("6540", NextAction.DECIDE),
        ("7001", NextAction.DECIDE),
        ("10000", NextAction.RETRY),
    ],
)
def test_each_fault_has_its_next_action(code, action):
    problem = problem_of_fault(code, "message", "detail")
    assert problem.action is action
    assert problem.code == f"qbo.{code}"


def test_the_gateways_codes_have_leading_zeros():
    assert problem_of_fault("003200", "AuthenticationFailed").code == "qbo.3200"


@pytest.mark.parametrize("code", sorted(faults.FAULTS))
def test_every_fault_reads_as_a_whole_sentence(code):
    problem = problem_of_fault(code, "Message", "Message : the detail")
    assert "%(" not in f"{problem.text}{problem.hint}"
    assert str(problem.hint).endswith((".", "detail"))


@pytest.mark.parametrize("code", sorted(faults.FAULTS))
def test_a_fault_without_words_still_reads(code):
    assert "%(" not in str(problem_of_fault(code, "").text)


def test_an_unknown_code_speaks_in_quickbooks_words():
    problem = problem_of_fault("6430", "Wrong type", "Wrong type : use another account")
    assert problem.action is NextAction.FIX_RECORD
    assert str(problem.text).endswith("Wrong type : use another account")


def test_words_name_the_field_quickbooks_names():
    problem = problem_of_fault("2020", "Required param missing", "", "Line.Amount")
    assert "(Line.Amount)" in str(problem.text)


def test_a_refusal_without_a_word_is_reported():
    assert problem_of_fault("", "").action is NextAction.REPORT


def test_a_missing_tax_rate_is_a_matter_of_mapping():
    problem = problem_of_fault(
        "6000",
        "A business validation error has occurred",
        "Business Validation Error 2: Make sure all your transactions have a "
        "GST/HST rate before you save.",
    )
    assert problem.action is NextAction.FIX_MAPPING


@pytest.mark.parametrize(
    "status, action",
    [
        (400, NextAction.REPORT),
        (401, NextAction.REFRESH_TOKEN),
        (403, NextAction.RECONNECT),
        (408, NextAction.RETRY),
        (429, NextAction.WAIT),
        (500, NextAction.RETRY),
        (503, NextAction.RETRY),
    ],
)
def test_without_a_code_the_http_status_decides(status, action):
    assert problem_of_fault("", "", http_status=status).action is action


def test_quickbooks_words_never_carry_a_token():
    words = "Token expired: AB11767625554oXbYGAK3HRWj4D8xOHhM2dNHkjpMhZZt"
    assert "AB11" not in str(problem_of_fault("9999", words).text)


@pytest.mark.parametrize("kind", sorted(faults.NETWORK))
def test_a_call_without_a_usable_answer_is_retried(kind):
    problem = problem_of_network(kind)
    assert problem.code == f"net.{kind}"
    assert problem.action is NextAction.RETRY


def test_an_error_reads_as_its_problem():
    error = QuickBooksError(problem_of_network("timeout"), outcome_known=False)
    assert str(error) == "QuickBooks did not answer in time. [net.timeout]"


def test_a_problem_can_be_put_away_as_json_and_taken_out_again():
    problem = Problem(
        code="settle.total",
        text=_(
            "QuickBooks made %(theirs)s of %(count)s.", theirs=Decimal("1.10"), count=2
        ),
        hint=_("Compare."),
        action=NextAction.DECIDE,
        severity=Severity.WARNING,
        place=Place("account.move", 7, "INV/7"),
    )
    again = Problem.from_data(json.loads(json.dumps(problem.as_data())))
    assert str(again.text) == "QuickBooks made 1.10 of 2."
    assert again.as_data() == problem.as_data()
    assert (again.action, again.severity, again.place) == (
        problem.action,
        problem.severity,
        problem.place,
    )
