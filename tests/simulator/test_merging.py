# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two customers or two vendors become one."""

import pytest
import requests

from quickbooks_simulator.online import LONE_STAR, MAPLE

from .client import (
    CUSTOMER,
    OTHER_CUSTOMER,
    OTHER_VENDOR,
    TIMEOUT,
    VENDOR,
    Api,
    Refused,
    bill,
    invoice,
    item_line,
    ref,
)


def test_the_loser_is_gone_and_its_name_free(api, simulator):
    name = api.read("Customer", CUSTOMER)["DisplayName"]

    simulator.merge("Customer", CUSTOMER, OTHER_CUSTOMER)

    with pytest.raises(Refused) as refused:
        api.read("Customer", CUSTOMER)
    assert refused.value.code == "610"
    statement = "select count(*) from Customer where Active in (true, false)"
    assert api.query(statement) == {"totalCount": 2}
    assert api.create("Customer", DisplayName=name)


def test_its_transactions_and_its_balance_are_the_survivors(api, simulator):
    mine = api.create("Invoice", invoice(item_line(70)))
    api.create("Invoice", invoice(item_line(30), customer=OTHER_CUSTOMER))

    simulator.merge("Customer", CUSTOMER, OTHER_CUSTOMER)

    kept = api.read("Customer", OTHER_CUSTOMER)
    moved = api.read("Invoice", mine["Id"])
    assert moved["CustomerRef"] == {
        "value": OTHER_CUSTOMER,
        "name": kept["DisplayName"],
    }
    assert (moved["SyncToken"], moved["TotalAmt"]) == (mine["SyncToken"], 70)
    assert kept["Balance"] == 100
    found = api.query(f"select * from Invoice where CustomerRef = '{OTHER_CUSTOMER}'")
    assert len(found["Invoice"]) == 2


def test_vendors_are_merged_too(api, simulator):
    mine = api.create("Bill", bill())

    simulator.merge("Vendor", VENDOR, OTHER_VENDOR)

    assert api.read("Bill", mine["Id"])["VendorRef"]["value"] == OTHER_VENDOR


def order(simulator, realm=LONE_STAR, **names):
    url = f"{simulator.url}/_simulator/companies/{realm}/merge"
    return requests.post(url, json=names, timeout=TIMEOUT)


def test_a_merge_can_be_ordered(api, simulator):
    answer = order(
        simulator, entity="Customer", loser=CUSTOMER, survivor=OTHER_CUSTOMER
    )

    assert answer.json() == {"merged": True}
    assert api.query("select count(*) from Customer") == {"totalCount": 2}


def test_some_cannot_be_merged(api, simulator):
    parent = api.create("Customer", DisplayName="Parent")
    api.create("Customer", DisplayName="Child", ParentRef=ref(parent["Id"]))
    idle = api.create("Customer", DisplayName="Idle")
    api.update("Customer", idle, Active=False)

    for loser, survivor in (
        (CUSTOMER, CUSTOMER),
        (CUSTOMER, "99"),
        (CUSTOMER, VENDOR),
        (CUSTOMER, idle["Id"]),
        (parent["Id"], CUSTOMER),
    ):
        answer = order(simulator, entity="Customer", loser=loser, survivor=survivor)
        assert answer.status_code == 400, (loser, survivor)
    answer = order(simulator, entity="Item", loser="1", survivor="2")
    assert answer.status_code == 400
    assert api.query("select count(*) from Customer") == {"totalCount": 5}


def test_currencies_are_not_mixed(simulator):
    api = Api(simulator, MAPLE)
    currencies = {
        each["Id"]: each["CurrencyRef"]["value"]
        for each in api.query("select * from Customer")["Customer"]
    }
    canadian = next(number for number, code in currencies.items() if code == "CAD")
    american = next(number for number, code in currencies.items() if code == "USD")

    answer = order(
        simulator, MAPLE, entity="Customer", loser=canadian, survivor=american
    )

    assert "currencies" in answer.json()["error"]
