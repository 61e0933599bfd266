# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The company file says what real QuickBooks was seen to say."""

from pathlib import Path

import pytest
from lxml import etree

from .desk import named

RECORDED = Path(__file__).parents[3] / "shared/fixtures/quickbooks-desktop"
BATCH = "hotgluexyz+qbwc-common/tests/fixtures/customer-batch-mixed.response.xml"
NOT_FOUND = "qbwc+qbwc/test_helper.rb.06.xml"
GONE = "qbwc+qbwc/test_helper.rb.07.xml"


def recorded(name):
    """The statuses of a recorded answer: code, severity and text of each."""
    path = RECORDED / name
    if not path.exists():
        pytest.skip(f"needs ../shared: {name}")
    return [
        (each.get("statusCode"), each.get("statusSeverity"), each.get("statusMessage"))
        for each in etree.parse(path).getroot()[0]
    ]


def told(answer):
    return answer.code, answer.severity, answer.text


def test_a_batch_of_customers_good_and_bad(desk):
    good, taken, feature, parent, last = recorded(BATCH)
    name = taken[2].split('"')[1]
    assert told(desk.add("Customer", Name=name)) == good
    assert told(desk.add("Customer", Name=name)) == taken
    currency = {"CurrencyRef": named("US Dollar")}
    assert told(desk.add("Customer", Name="Other", **currency)) == feature
    nobody = {"ParentRef": named(parent[2].split('"')[1])}
    assert told(desk.add("Customer", Name="Other", **nobody)) == parent
    assert told(desk.add("Customer", Name="Other")) == last


def test_a_query_for_somebody_who_is_not_there(desk):
    [status] = recorded(NOT_FOUND)
    answer = desk.do("CustomerQuery", {"FullName": status[2].split('"')[1]})
    assert told(answer) == status


def test_a_change_of_somebody_who_is_not_there(desk):
    [status] = recorded(GONE)
    list_id = status[2].split('"')[1]
    answer = desk.mod("Customer", ListID=list_id, EditSequence="1", Phone="1")
    assert told(answer) == status
