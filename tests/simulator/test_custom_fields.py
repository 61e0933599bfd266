# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The custom fields of invoices and credit memos."""

import pytest

from .client import Refused, bill, invoice


@pytest.fixture
def books(api, simulator):
    """A company with the custom fields 1 and 3."""
    simulator.change_company(custom_fields=["Load", "", "BOL"])
    return api


def texts(document):
    return {
        field["DefinitionId"]: field.get("StringValue")
        for field in document["CustomField"]
    }


def custom(**values):
    return [
        {"DefinitionId": number[1:], "Type": "StringType", "StringValue": text}
        for number, text in values.items()
    ]


@pytest.mark.parametrize("entity", ["Invoice", "CreditMemo"])
def test_every_field_in_use_is_answered_under_its_name(books, entity):
    created = books.create(entity, invoice(CustomField=custom(_3="4711")))

    assert created["CustomField"] == [
        {"DefinitionId": "1", "Name": "Load", "Type": "StringType"},
        {
            "DefinitionId": "3",
            "Name": "BOL",
            "Type": "StringType",
            "StringValue": "4711",
        },
    ]


def test_a_sparse_update_keeps_the_fields_it_does_not_name(books):
    created = books.create("Invoice", invoice(CustomField=custom(_1="L-1", _3="4711")))

    changed = books.update("Invoice", created, CustomField=custom(_1="L-2"))

    assert texts(changed) == {"1": "L-2", "3": "4711"}


def test_an_empty_text_clears_a_field(books):
    created = books.create("Invoice", invoice(CustomField=custom(_1="L-1", _3="4711")))

    changed = books.update("Invoice", created, CustomField=custom(_3=""))

    assert texts(changed) == {"1": "L-1", "3": None}


def test_a_field_that_was_switched_off_is_gone_and_refused(books, simulator):
    created = books.create("Invoice", invoice(CustomField=custom(_1="L-1", _3="4711")))
    simulator.change_company(custom_fields=["Load"])

    changed = books.update("Invoice", created, PrivateNote="later")
    assert texts(changed) == {"1": "L-1"}

    with pytest.raises(Refused) as refused:
        books.create("Invoice", invoice(CustomField=custom(_3="4711")))
    assert refused.value.code == "6000"


def test_a_field_without_a_number_is_refused(books):
    with pytest.raises(Refused) as refused:
        books.create("Invoice", invoice(CustomField=[{"StringValue": "4711"}]))

    assert (refused.value.code, refused.value.element) == (
        "2020",
        "CustomField.DefinitionId",
    )


def test_a_text_has_31_characters(books):
    created = books.create("Invoice", invoice(CustomField=custom(_1="x" * 31)))
    assert texts(created)["1"] == "x" * 31

    with pytest.raises(Refused) as refused:
        books.create("Invoice", invoice(CustomField=custom(_1="x" * 32)))
    assert refused.value.code == "2050"


def test_a_bill_has_none(books):
    created = books.create("Bill", bill(CustomField=custom(_1="L-1")))

    assert "CustomField" not in created
