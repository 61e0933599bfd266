# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import dataclasses

import pytest

from tms_quickbooks.lib import providers
from tms_quickbooks.lib.prepare import prepare

from . import builders

ONLINE = providers.of("online")


def test_a_document_without_problems_has_its_bytes():
    problems, payload = prepare(
        ONLINE, builders.invoice(), "7", builders.us_company(), None
    )
    assert not problems
    assert b'"bId":"7"' in payload


def test_what_is_held_back_can_still_be_read():
    unmapped = builders.invoice(builders.item_line(item=None))
    problems, payload = prepare(ONLINE, unmapped, "7", builders.us_company(), None)
    assert [problem.code for problem in problems] == ["preflight.no_item"]
    assert payload


def test_one_that_breaks_our_code_is_a_problem_and_stops_nobody(caplog):
    broken = dataclasses.replace(builders.invoice(), lines=None)
    problems, payload = prepare(ONLINE, broken, "7", builders.us_company(), None)
    assert [problem.code for problem in problems] == ["document.error"]
    assert problems[0].place == broken.source
    assert not payload
    assert "QuickBooks" in caplog.text


@pytest.mark.parametrize("item_id", ["", "12345678901"])
def test_an_item_id_that_quickbooks_would_refuse_is_a_fault_of_ours(item_id):
    problems, payload = prepare(
        ONLINE, builders.invoice(), item_id, builders.us_company(), None
    )
    assert [problem.code for problem in problems] == ["document.error"]
    assert not payload
