# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Batches."""

import pytest

from .client import CUSTOMER, Refused, invoice, item_line, link, payment


def create(bid, body):
    return {"bId": bid, "operation": "create", "Invoice": body}


def test_each_item_is_answered_under_its_bid(api):
    answers = api.batch(
        [
            {"bId": "b1", "operation": "create", "Vendor": {"DisplayName": "Boraski"}},
            {"bId": "b2", "operation": "create", "Customer": {"DisplayName": "Kim"}},
            {"bId": "b3", "Query": "select * from Vendor where DisplayName='Boraski'"},
        ]
    )

    assert [answer["bId"] for answer in answers] == ["b1", "b2", "b3"]
    assert answers[0]["Vendor"]["DisplayName"] == "Boraski"
    assert answers[2]["QueryResponse"]["Vendor"][0]["Id"] == answers[0]["Vendor"]["Id"]


def test_a_failing_item_leaves_the_others_alone(api):
    answers = api.batch(
        [create("b1", invoice()), create("b2", {}), create("b3", invoice())]
    )

    assert answers[1]["Fault"]["Error"][0]["code"] == "2020"
    assert answers[1]["Fault"]["type"] == "ValidationFault"
    assert api.query("select count(*) from Invoice") == {"totalCount": 2}
    assert api.read("Customer", CUSTOMER)["Balance"] == 200


def test_a_failing_item_leaves_nothing_behind(api):
    owed = api.create("Invoice", invoice(item_line(10)))
    wrong = payment(5, link("Invoice", owed, 10))

    api.batch([{"bId": "1", "operation": "create", "Payment": wrong}])

    assert api.read("Invoice", owed["Id"]) == owed


def test_items_update_delete_and_void(api):
    first, second, third = (api.create("Invoice", invoice()) for _ in range(3))

    def change(bid, old, operation, **more):
        body = {"Id": old["Id"], "SyncToken": "0", **more.pop("body", {})}
        return {"bId": bid, "operation": operation, "Invoice": body, **more}

    answers = api.batch(
        [
            change("1", first, "update", body={"sparse": True, "PrivateNote": "x"}),
            change("2", second, "delete"),
            change("3", third, "update", optionsData="void"),
        ]
    )

    assert answers[0]["Invoice"]["PrivateNote"] == "x"
    assert answers[1]["Invoice"]["status"] == "Deleted"
    assert answers[2]["Invoice"]["PrivateNote"] == "Voided"


def test_a_used_number_is_allowed_by_the_option(api):
    api.create("Invoice", invoice(DocNumber="A1"))

    answers = api.batch(
        [
            {
                **create("1", invoice(DocNumber="A1")),
                "optionsData": "allowduplicatedocnum",
            }
        ]
    )

    assert answers[0]["Invoice"]["DocNumber"] == "A1"


def test_a_batch_has_at_most_thirty_items(api):
    with pytest.raises(Refused):
        api.batch([create(str(index), invoice()) for index in range(31)])

    assert api.query("select count(*) from Invoice") == {"totalCount": 0}


def test_thirty_items_are_fine(api):
    answers = api.batch([create(str(index), invoice()) for index in range(30)])

    assert len({answer["Invoice"]["Id"] for answer in answers}) == 30


def test_an_empty_batch_is_refused(api):
    with pytest.raises(Refused) as refused:
        api.batch([])

    assert refused.value.code == "2020"


@pytest.mark.parametrize(
    "item",
    [
        {"bId": "1", "operation": "create"},
        {"bId": "1", "operation": "create", "Truck": {}},
        {"bId": "1", "operation": "explode", "Invoice": {}},
    ],
)
def test_an_item_that_makes_no_sense_is_refused_alone(api, item):
    answers = api.batch([item, create("2", invoice())])

    assert "Fault" in answers[0]
    assert "Invoice" in answers[1]


def test_a_batch_counts_as_one_call(api, simulator):
    simulator.stats.reset()

    api.batch([create(str(index), invoice()) for index in range(5)])

    calls = simulator.stats.by_realm()[api.realm]
    assert calls == {"batch": 1, "batch_item": 5}


def queries(*statements):
    return [
        {"bId": str(number), "Query": statement}
        for number, statement in enumerate(statements)
    ]


def test_queries_and_counts_share_a_batch(api):
    customers, vendors, info = api.batch(
        queries(
            "select count(*) from Customer",
            "select * from Vendor orderby Id",
            "select * from CompanyInfo",
        )
    )

    assert customers["QueryResponse"] == {"totalCount": 3}
    assert len(vendors["QueryResponse"]["Vendor"]) == 3
    assert info["QueryResponse"]["CompanyInfo"][0]["CompanyName"]


def test_the_queries_of_a_batch_bring_at_most_a_thousand_objects(api, simulator):
    simulator.add_customers(997)

    whole, more, counted = api.batch(
        queries(
            "select * from Customer maxresults 1000",
            "select * from Vendor",
            "select count(*) from Vendor",
        )
    )

    assert len(whole["QueryResponse"]["Customer"]) == 1000
    assert more["Fault"]["Error"][0]["code"] == "6000"
    assert counted["QueryResponse"] == {"totalCount": 3}
