# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import pytest

from tms_quickbooks.lib.desktop import errors, faults
from tms_quickbooks.lib.problems import NextAction, Place
from tms_quickbooks.lib.withdrawals import refused

STATUS = errors.problem_of_status
HRESULT = errors.problem_of_hresult


@pytest.mark.parametrize(
    ("code", "action"),
    [
        ("3040", NextAction.REPORT),
        ("3070", NextAction.FIX_RECORD),
        ("3100", NextAction.FIX_RECORD),
        ("3120", NextAction.FIX_MAPPING),
        ("3140", NextAction.FIX_MAPPING),
        ("3171", NextAction.DECIDE),
        ("3190", NextAction.DECIDE),
        ("3200", NextAction.DECIDE),
        ("3210", NextAction.FIX_RECORD),
        ("3231", NextAction.RETRY),
        ("3250", NextAction.DECIDE),
        ("3260", NextAction.DECIDE),
        ("3290", NextAction.REPORT),
    ],
)
def test_what_to_do_about_a_status(code, action):
    problem = STATUS(code, "QuickBooks has its words.")
    assert (problem.code, problem.action) == (f"qbd.{code}", action)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "3176",
            "There was an error adding, modifying or deleting 1C5D12-1780069371 because"
            " it is already in use.  QuickBooks error message: The application failed"
            " to acquire the lock.",
        ),
        (
            "3250",
            'Cannot void the object specified by the id = "43-1789510995".  QuickBooks'
            " error message: The transaction could not be locked.  It is in use by"
            " another user.",
        ),
    ],
)
def test_what_is_only_locked_is_tried_again_whatever_its_code(code, words):
    assert STATUS(code, words).action is NextAction.RETRY


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("3180", "QuickBooks error message: The account number is already in use."),
        ("3090", "Names in this list cannot contain a colon."),
        ("3210", "QuickBooks error message: You cannot pay more than the amount due."),
    ],
)
def test_what_is_in_use_as_a_name_or_number_is_for_a_person(code, words):
    assert STATUS(code, words).action is NextAction.FIX_RECORD


@pytest.mark.parametrize("code", ["3170", "3175", "3176", "3180"])
@pytest.mark.parametrize(
    ("words", "is_locked"),
    [
        ("The list has been modified by another user.", True),
        ("The object internals could not be locked.  They are in use.", True),
        ("Failed to acquire the lock for this object.", True),
        ("The list element is in use.", True),
        ("The posting account is invalid.", False),
    ],
)
def test_only_the_text_tells_that_somebody_else_was_at_work(code, words, is_locked):
    action = STATUS(code, words).action
    assert (action is NextAction.RETRY) == is_locked


def test_closed_books_show_in_the_text_as_well():
    problem = STATUS("3180", "The date is on or before the Closing Date of the books.")
    assert problem.action is NextAction.DECIDE
    assert "closed" in str(problem)


def test_an_unknown_status_is_shown_in_the_words_of_quickbooks():
    problem = STATUS("3999", "Something  new\nhappened.")
    assert problem.code == "qbd.3999"
    assert str(problem.text) == "QuickBooks refused this: Something new happened."


def test_an_unknown_status_of_the_format_is_ours():
    assert STATUS("3099", "No good.").action is NextAction.REPORT


def test_a_status_without_words_has_its_number():
    assert "3210" in str(STATUS("3210", "").text)


def test_words_have_no_secrets():
    problem = STATUS("3210", "The <VendorTaxIdent>12-3456789</VendorTaxIdent> is wrong")
    assert "3456789" not in str(problem)


@pytest.mark.parametrize("status", ["", "0"])
def test_a_message_set_that_is_fine(status):
    assert errors.problem_of_message_set(status) is None


def test_a_message_set_of_which_nobody_knows_what_became():
    assert errors.problem_of_message_set("9999").code == "qbd.9999"


@pytest.mark.parametrize(
    ("hresult", "action"),
    [
        *((code, NextAction.RETRY) for code in ("80040408", "8004040A", "80040410")),
        *((code, NextAction.RETRY) for code in ("80040414", "80040422", "80040424")),
        *((code, NextAction.DECIDE) for code in ("80040418", "8004041A", "80040420")),
        ("80040400", NextAction.REPORT),
    ],
)
def test_who_acts_on_an_hresult(hresult, action):
    for written in (f"0x{hresult}", hresult.lower()):
        problem = HRESULT(written, "words")
        assert (problem.code, problem.action) == (f"hr.{hresult}", action)


def test_a_set_that_could_not_be_parsed():
    assert HRESULT("0x80040400").code == errors.NOT_PARSED


def test_a_set_that_met_somebody_at_work_is_not_ours_to_mend():
    words = "The transaction could not be locked. It is in use by another user."
    assert HRESULT("0x80040400", words).action is NextAction.RETRY


def test_an_unknown_hresult_is_shown_and_tried_again():
    problem = HRESULT("0x80049999", "Odd.")
    assert (problem.code, problem.action) == ("hr.80049999", NextAction.RETRY)
    assert "Odd." in str(problem)


def test_every_meaning_fills_in():
    """No sentence is left with a place that nobody fills."""
    tables = faults.STATUSES, faults.MESSAGE_SETS, faults.HRESULTS
    for meaning in (meaning for table in tables for meaning in table.values()):
        for message in (meaning.text, meaning.hint):
            assert "%(" not in str(message.fill(words="w"))


@pytest.mark.parametrize("code", ["3160", "3170", "3180", "3210", "3240", "3999"])
def test_what_keeps_a_transaction_in_the_company_file(code):
    place = Place("account.move", 1, "INV/1")
    problem = refused(STATUS(code, "It is in a deposit."), place)
    assert problem.action is NextAction.DECIDE
    assert problem.place == place
    assert "It is in a deposit." in str(problem)
