# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Change data capture: what changed since a moment."""

from datetime import datetime, timedelta

import pytest

from .client import (
    CUSTOMER,
    LINEHAUL,
    OTHER_CUSTOMER,
    Api,
    Refused,
    bill,
    bill_payment,
    invoice,
    item_line,
    link,
    payment,
)


@pytest.fixture
def later(simulator):
    """A moment after everything that has been done so far."""

    def moment():
        simulator.clock.advance(seconds=2)
        return (simulator.clock.now() - timedelta(seconds=1)).isoformat()

    return moment


def changed(api, since, *entities):
    """The changed objects by entity, as one answer has them."""
    answer = api.answer(
        "GET", "cdc", params={"entities": ",".join(entities), "changedSince": since}
    )
    (response,) = answer["CDCResponse"]
    groups = {}
    for group in response["QueryResponse"]:
        for name, objects in group.items():
            if isinstance(objects, list):
                assert group["maxResults"] == len(objects)
                groups[name] = objects
    return groups


def refusal(api, **params):
    with pytest.raises(Refused) as refused:
        api.answer("GET", "cdc", params=params)
    return refused.value


def test_nothing_changed_is_one_empty_group(api, later):
    params = {"entities": "Invoice,Payment", "changedSince": later()}

    answer = api.answer("GET", "cdc", params=params)

    assert answer["CDCResponse"] == [{"QueryResponse": [{}]}]


def test_what_was_made_or_changed_comes_whole(api, later):
    old = api.create("Invoice", invoice(DocNumber="OLD"))
    api.create("Invoice", invoice(DocNumber="UNTOUCHED"))
    since = later()
    changed_one = api.update("Invoice", old, PrivateNote="x")
    made = api.create("Invoice", invoice(DocNumber="NEW"))

    found = changed(api, since, "Invoice")

    assert found == {"Invoice": [changed_one, made]}


def test_what_changed_first_comes_first(api, later, simulator):
    first, second = api.create("Invoice", invoice()), api.create("Invoice", invoice())
    since = later()
    api.update("Invoice", second, PrivateNote="x")
    simulator.clock.advance(seconds=1)
    api.update("Invoice", first, PrivateNote="x")

    found = changed(api, since, "Invoice")["Invoice"]

    assert [each["Id"] for each in found] == [second["Id"], first["Id"]]


def test_entities_stand_apart_and_are_asked_for_in_any_case(api, later):
    since = later()
    owed = api.create("Invoice", invoice())
    api.create("Payment", payment(100, link("Invoice", owed, 100)))

    found = changed(api, since, "payment", "bill", "INVOICE", "payment")

    assert list(found) == ["Payment", "Invoice"]


def test_a_payment_gives_its_invoices_a_new_version_and_time(api, later):
    owed = api.create("Invoice", invoice())
    since = later()
    api.create("Payment", payment(60, link("Invoice", owed, 60)))

    (found,) = changed(api, since, "Invoice")["Invoice"]

    assert (found["SyncToken"], found["Balance"]) == ("1", 40)
    assert found["MetaData"]["LastUpdatedTime"] > owed["MetaData"]["LastUpdatedTime"]


def test_a_deleted_object_leaves_its_id_and_the_time_it_went(api, later):
    owed = api.create("Bill", bill())
    paid = api.create("BillPayment", bill_payment(80, link("Bill", owed, 80)))
    since = later()
    api.delete("BillPayment", paid)

    found = changed(api, since, "BillPayment", "Bill")

    (gone,) = found["BillPayment"]
    went = gone["MetaData"].pop("LastUpdatedTime")
    assert gone == {
        "domain": "QBO",
        "status": "Deleted",
        "Id": paid["Id"],
        "MetaData": {},
    }
    assert datetime.fromisoformat(went) > datetime.fromisoformat(since)
    assert [each["Balance"] for each in found["Bill"]] == [80]


def test_a_voided_payment_comes_with_nothing_left_and_a_new_version(api, later):
    owed = api.create("Invoice", invoice())
    paid = api.create("Payment", payment(100, link("Invoice", owed, 100)))
    since = later()
    api.void("Payment", paid)

    (found,) = changed(api, since, "Payment")["Payment"]

    assert (found["TotalAmt"], found["Line"], found["SyncToken"]) == (0, [], "1")


def test_a_merged_customer_counts_as_deleted(api, later, simulator):
    since = later()
    simulator.merge("Customer", CUSTOMER, OTHER_CUSTOMER)

    found = changed(api, since, "Customer")["Customer"]

    assert [(each["Id"], each["status"]) for each in found] == [(CUSTOMER, "Deleted")]


def test_an_inactive_list_object_comes_inactive(api, later):
    since = later()
    api.update("Item", api.read("Item", LINEHAUL), Active=False)

    (found,) = changed(api, since, "Item")["Item"]

    assert found["Active"] is False


def test_a_company_sees_its_own_changes_only(api, canada, later):
    since = later()
    api.create("Invoice", invoice())

    assert changed(canada, since, "Invoice") == {}


def test_after_a_thousand_objects_the_answer_ends(simulator, later):
    since = later()
    api = Api(simulator)
    api.batch(
        [
            {"bId": str(each), "operation": "create", "Invoice": invoice(item_line(1))}
            for each in range(30)
        ]
    )
    simulator.add_customers(1_010)

    found = changed(api, since, "Invoice", "Customer")

    # The 30 invoices, and as many of the customers as there is room for.
    assert len(found["Invoice"]) == 30
    assert len(found["Customer"]) == 970


def test_thirty_days_are_looked_back_and_no_more(api, simulator):
    api.create("Invoice", invoice())
    simulator.clock.advance(days=29, hours=23)
    api, now = Api(simulator), simulator.clock.now()

    within = (now - timedelta(days=29, hours=23, minutes=59)).isoformat()
    too_old = (now - timedelta(days=30, minutes=1)).isoformat()

    assert changed(api, within, "Invoice")
    refused = refusal(api, entities="Invoice", changedSince=too_old)
    assert refused.code == "500"
    assert "older than fixed days" in refused.detail


def test_a_day_is_a_moment_too(api, simulator):
    made = api.create("Invoice", invoice())
    yesterday = (simulator.clock.now() - timedelta(days=1)).date().isoformat()

    assert changed(api, yesterday, "Invoice") == {"Invoice": [made]}


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"changedSince": "2026-11-01"}, "2020"),
        ({"entities": "Invoice"}, "2020"),
        ({"entities": "Invoice", "changedSince": "yesterday"}, "4001"),
        ({"entities": "Truck", "changedSince": "2026-11-01"}, "4001"),
        ({"entities": "Invoice,TaxCode", "changedSince": "2026-11-01"}, "500"),
        ({"entities": "TimeActivity", "changedSince": "2026-11-01"}, "500"),
    ],
)
def test_what_makes_no_sense_is_refused(api, params, code):
    assert refusal(api, **params).code == code


def test_a_call_is_counted_apart_and_throttled(api, simulator, later):
    simulator.stats.reset()
    since = later()
    changed(api, since, "Invoice", "Customer", "Payment")
    assert simulator.stats.by_realm() == {api.realm: {"cdc": 1}}

    simulator.throttle.enabled = True
    with pytest.raises(Refused) as refused:
        for _ in range(11):
            changed(api, since, "Invoice")
    assert refused.value.code == "3001"
