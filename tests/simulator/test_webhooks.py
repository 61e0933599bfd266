# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The application is told what changed."""

import time

import pytest
import requests

from quickbooks_simulator.online import LONE_STAR, MAPLE

from .client import (
    CUSTOMER,
    LINEHAUL,
    OTHER_CUSTOMER,
    TIMEOUT,
    bill,
    invoice,
    item_line,
    link,
    payment,
)
from .test_pages import Site, text
from .webhook_receiver import WebhookReceiver

VERIFIER = "a verifier token"


@pytest.fixture(scope="module")
def running_receiver():
    receiver = WebhookReceiver()
    yield receiver
    receiver.close()


@pytest.fixture
def receiver(running_receiver):
    running_receiver.reset()
    return running_receiver


@pytest.fixture
def told(simulator, receiver):
    """The webhooks, Lone Star's going to the receiver."""
    simulator.webhooks.subscribe(LONE_STAR, receiver.url, VERIFIER)
    return simulator.webhooks


def statuses(attempts):
    return [attempt.status for attempt in attempts]


def test_a_change_is_told_signed_over_the_raw_body(api, told, receiver):
    made = api.create("Invoice", invoice())

    assert statuses(told.deliver()) == [200]

    assert receiver.signed_with(VERIFIER)
    assert not receiver.signed_with("another")
    headers, _body = receiver.requests[0]
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["intuit-notification-schema-version"] == "0.1"
    assert headers["intuit-t-id"] and headers["intuit-created-time"]
    (event,) = receiver.entities()
    assert event.pop("lastUpdated").startswith(made["MetaData"]["CreateTime"][:19])
    assert event == {"name": "Invoice", "id": made["Id"], "operation": "Create"}


def test_what_is_acknowledged_is_not_told_again(api, told):
    api.create("Invoice", invoice())
    told.deliver()

    assert (told.deliver(), told.waiting()) == ([], [])


def test_a_payment_tells_of_its_invoice_too_but_not_of_balances(api, told, receiver):
    owed = api.create("Invoice", invoice())
    paid = api.create("Payment", payment(60, link("Invoice", owed, 60)))
    api.void("Payment", paid)
    reopened = api.read("Invoice", owed["Id"])
    api.delete("Invoice", reopened)

    told.deliver()

    assert receiver.told() == [
        ("Create", "Invoice", owed["Id"]),
        ("Create", "Payment", paid["Id"]),
        ("Update", "Invoice", owed["Id"]),
        ("Update", "Invoice", owed["Id"]),
        ("Void", "Payment", paid["Id"]),
        ("Delete", "Invoice", owed["Id"]),
    ]


def test_the_survivor_of_a_merge_is_told_with_the_one_that_is_gone(
    api, simulator, told, receiver
):
    api.create("Invoice", invoice())
    told.deliver()
    simulator.merge("Customer", CUSTOMER, OTHER_CUSTOMER)

    told.deliver()

    (event,) = receiver.entities()
    assert (event["operation"], event["id"], event["deletedId"]) == (
        "Merge",
        OTHER_CUSTOMER,
        CUSTOMER,
    )


def test_lists_are_told_and_inactive_is_an_update(api, told, receiver):
    sent = api.create("Invoice", invoice())
    api.update("Item", api.read("Item", LINEHAUL), Active=False)
    api.update("Invoice", sent, Line=[item_line(item="2")], EmailStatus="EmailSent")

    told.deliver()

    assert receiver.told() == [
        ("Create", "Invoice", sent["Id"]),
        ("Update", "Item", LINEHAUL),
        ("Emailed", "Invoice", sent["Id"]),
    ]


def test_nothing_is_told_of_what_was_refused_or_changed_nothing(api, told):
    made = api.create("Invoice", invoice())
    told.deliver()
    api.update("Invoice", made)
    response = api.request("POST", "invoice", json=invoice(customer="99"))

    assert response.status_code == 400
    assert told.deliver() == []


def test_cloud_events_are_a_list_of_single_events(api, simulator, told, receiver):
    told.subscribe(LONE_STAR, receiver.url, VERIFIER, "cloudevents")
    made = api.create("Bill", bill())
    simulator.merge("Customer", CUSTOMER, OTHER_CUSTOMER)

    told.deliver()

    headers, _body = receiver.requests[0]
    assert headers["content-type"] == "application/cloudevents+json"
    assert receiver.signed_with(VERIFIER)
    created, merged = receiver.payloads[0]
    assert created["type"] == "qbo.bill.created.v1"
    assert created["intuitentityid"] == made["Id"]
    assert created["intuitaccountid"] == LONE_STAR
    assert created["specversion"] == "1.0"
    assert "data" not in created
    assert merged["type"] == "qbo.customer.merged.v1"
    assert merged["intuitentityid"] == OTHER_CUSTOMER
    assert merged["data"] == {"deletedid": CUSTOMER}
    assert created["id"] != merged["id"]


def test_companies_with_the_same_address_share_a_notification(
    api, canada, told, receiver
):
    told.subscribe(MAPLE, receiver.url, VERIFIER)
    api.create("Customer", DisplayName="Here")
    canada.create("Customer", DisplayName="There")

    told.deliver()

    (payload,) = receiver.payloads
    realms = {each["realmId"] for each in payload["eventNotifications"]}
    assert realms == {LONE_STAR, MAPLE}


def test_nobody_is_told_without_a_subscription(api, canada, told):
    canada.create("Customer", DisplayName="There")
    assert told.deliver() == []

    api.create("Invoice", invoice())
    told.unsubscribe(LONE_STAR)
    assert (told.deliver(), told.subscriptions()) == ([], [])


def test_it_is_tried_again_at_intuits_intervals(api, simulator, told, receiver):
    receiver.answers = [500, 404, 302, 503, 401, 500, 500, 500, 500, 500]
    api.create("Invoice", invoice())
    told.deliver()
    waits = [10, 20, 30, 300, 1200, 7200, 14400, 21600, 21600, 21600]

    for seconds in waits:
        simulator.clock.advance(seconds=seconds - 2)
        assert told.deliver() == []
        simulator.clock.advance(seconds=2)
        assert len(told.deliver()) == 1

    assert len(receiver.requests) == 11
    assert len({body for _headers, body in receiver.requests}) == 1
    assert len({headers["intuit-t-id"] for headers, _body in receiver.requests}) == 1
    assert told.waiting() == []


def test_later_changes_wait_for_the_first_or_overtake_it(
    api, simulator, told, receiver
):
    receiver.answers = [500]
    first = api.create("Invoice", invoice())
    told.deliver()
    second = api.create("Invoice", invoice())

    assert told.deliver() == []
    told.waits_for_first = False
    told.deliver()
    assert receiver.told() == [("Create", "Invoice", second["Id"])]
    simulator.clock.advance(seconds=11)
    told.deliver()
    assert receiver.told() == [("Create", "Invoice", first["Id"])]


def test_an_application_that_is_gone_or_slow_has_not_acknowledged(
    api, simulator, told, receiver, monkeypatch
):
    monkeypatch.setattr("quickbooks_simulator.online.webhooks.ANSWER_SECONDS", 0.05)
    receiver.pause = 0.2
    api.create("Invoice", invoice())
    assert statuses(told.deliver()) == [None]

    told.subscribe(LONE_STAR, "http://127.0.0.1:1/hook", VERIFIER)
    api.create("Invoice", invoice())
    assert statuses(told.deliver()) == [None]
    assert [each["attempts"] for each in told.waiting()] == [1, 1]


def test_a_storm_is_told_in_several_notifications(simulator, told, receiver):
    simulator.add_customers(250)

    told.deliver()

    assert [len(receiver.told(index)) for index in range(3)] == [100, 100, 50]


def test_a_notification_comes_twice(api, simulator, told, receiver):
    simulator.mishaps.add("webhook_twice")
    api.create("Invoice", invoice())

    assert statuses(told.deliver()) == [200, 200]

    assert receiver.requests[0] == receiver.requests[1]
    assert told.deliver() == []


def test_a_notification_is_lost(api, simulator, told, receiver):
    simulator.mishaps.add("webhook_lost")
    api.create("Invoice", invoice())

    assert (told.deliver(), told.waiting(), receiver.requests) == ([], [], [])


def test_a_notification_comes_late_and_is_overtaken(api, simulator, told, receiver):
    simulator.mishaps.add("webhook_late", seconds=60)
    first = api.create("Invoice", invoice())
    assert told.deliver() == []
    second = api.create("Invoice", invoice())
    told.deliver()
    simulator.clock.advance(seconds=61)
    told.deliver()

    assert [receiver.told(index)[0][2] for index in range(2)] == [
        second["Id"],
        first["Id"],
    ]


def test_changes_come_one_by_one_out_of_order(api, simulator, told, receiver):
    simulator.mishaps.add("webhook_shuffled")
    made = [api.create("Invoice", invoice())["Id"] for _ in range(8)]

    told.deliver()

    numbers = [receiver.told(index)[0][2] for index in range(8)]
    assert sorted(numbers) == sorted(made)
    assert numbers != made


def test_a_thread_sends_by_itself(api, told, receiver):
    told.start()
    try:
        api.create("Invoice", invoice())
        deadline = time.monotonic() + TIMEOUT
        while not receiver.requests and time.monotonic() < deadline:
            time.sleep(0.02)
        assert receiver.told()
    finally:
        told.stop()


@pytest.mark.parametrize(
    "order",
    [
        {"url": "mail:x", "verifier": "x"},
        {"url": "http://localhost/", "verifier": ""},
        {"url": "http://localhost/", "verifier": "x", "format": "xml"},
    ],
)
def test_a_subscription_that_makes_no_sense_is_refused(simulator, order):
    url = f"{simulator.url}/_simulator/companies/{LONE_STAR}/webhook"
    answer = requests.post(url, json=order, timeout=TIMEOUT)

    assert answer.status_code == 400 and answer.json()["error"]


def test_webhooks_are_controlled_over_http(api, simulator, receiver):
    base = f"{simulator.url}/_simulator"
    order = {"url": receiver.url, "verifier": VERIFIER, "format": "cloudevents"}
    url = f"{base}/companies/{LONE_STAR}/webhook"
    subscribed = requests.post(url, json=order, timeout=TIMEOUT).json()
    assert subscribed["subscriptions"] == [{"realm": LONE_STAR, **order}]
    api.create("Invoice", invoice())

    waiting = requests.get(f"{base}/webhooks", timeout=TIMEOUT).json()["waiting"]
    assert [each["events"] for each in waiting] == [1]
    sent = requests.post(f"{base}/webhooks/deliver", timeout=TIMEOUT).json()
    assert sent == {"statuses": [200]}
    gone = requests.delete(url, timeout=TIMEOUT).json()
    assert gone == {"subscriptions": [], "waiting": []}
    unknown = requests.post(f"{base}/companies/1/webhook", json=order, timeout=TIMEOUT)
    assert unknown.status_code == 404


def test_webhooks_are_controlled_on_the_page(api, simulator, receiver):
    site = Site(simulator.url)
    page = site.open("/controls")
    assert "Nobody is told of changes." in text(page)

    page = site.press(
        page, "Tell this address of changes", url=receiver.url, verifier=VERIFIER
    )
    assert "Lone Star Freight LLC" in text(page)
    receiver.answers = [500]
    api.create("Invoice", invoice())
    page = site.press(site.open("/controls"), "Send what is due now")
    assert "1 notifications were sent, 0 of them acknowledged." in text(page)
    assert "not acknowledged yet" in text(page)

    page = site.press(page, "Tell nobody")
    assert "Nobody is told of changes." in text(page)
    page = site.press(page, "Tell this address of changes", url="x", verifier="y")
    assert "no address" in text(page)
