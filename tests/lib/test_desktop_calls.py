# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The log of message sets in sentences."""

import pytest

from tms_quickbooks.lib.desktop import calls


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("qbXML lists", "Read lists"),
        ("qbXML company", "Read the company's settings"),
        ("qbXML look_up", "names that are taken"),
        ("qbXML outcome", "without an answer"),
        ("qbXML recovered", "has made of what was sent"),
    ],
)
def test_a_set_that_asks_says_what_for(name, said):
    assert said in str(calls.purpose(name))
    assert "asked again" in str(calls.ending(name, 0))


def test_a_set_that_changes_something_is_known_by_its_documents():
    assert calls.purpose("qbXML") is None
    assert "smaller sets" in str(calls.ending("qbXML", 0))
