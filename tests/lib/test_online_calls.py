# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The log of calls in sentences."""

import pytest

from tms_quickbooks.lib.online import calls


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("POST query: select * from Customer where Id > '3'", "Read: Customer"),
        ("POST query: SELECT COUNT(*) FROM Item", "Counted: Item"),
        ("GET companyinfo/9130", "Read the company's settings"),
        ("POST batch", "Read several lists at once"),
    ],
)
def test_a_call_that_reads_says_what_it_read(name, said):
    assert str(calls.purpose(name)) == said


def test_another_call_is_known_by_its_name():
    assert calls.purpose("GET invoice/17") is None


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (0, "could not be reached"),
        (401, "sign-in"),
        (429, "asked to wait"),
        (503, "fault of its own"),
        (400, "refused"),
    ],
)
def test_a_call_without_an_answer_says_why(status, said):
    assert said in str(calls.ending("POST batch", status))
