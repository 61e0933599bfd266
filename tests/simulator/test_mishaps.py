# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Failures on demand."""

import time

import pytest
import requests

from .client import TIMEOUT, invoice


def invoices(api):
    return api.query("select count(*) from Invoice")["totalCount"]


def test_an_answer_is_lost_after_the_work_was_done(simulator, api):
    simulator.mishaps.add("drop_after")

    with pytest.raises(requests.ConnectionError):
        api.create("Invoice", invoice())

    assert invoices(api) == 1


def test_a_lost_answer_is_found_again_by_its_request_id(simulator, api):
    simulator.mishaps.add("drop_after")
    with pytest.raises(requests.ConnectionError):
        api.post("Invoice", invoice(), requestid="r1")

    found = api.post("Invoice", invoice(), requestid="r1")

    assert found["Id"] == "1"
    assert invoices(api) == 1


def test_a_request_is_lost_before_the_work(simulator, api):
    simulator.mishaps.add("drop_before")

    with pytest.raises(requests.ConnectionError):
        api.create("Invoice", invoice())

    assert invoices(api) == 0


def test_an_answer_can_be_late(simulator, api):
    simulator.mishaps.add("delay", seconds=0.15)

    started = time.monotonic()
    api.read("Customer", 1)

    assert time.monotonic() - started >= 0.15


def test_work_is_done_although_nobody_waits_for_the_answer(simulator, api):
    simulator.mishaps.add("delay", seconds=0.3)
    url = f"{simulator.url}/v3/company/{api.realm}/invoice"

    with pytest.raises(requests.Timeout):
        requests.post(url, json=invoice(), headers=api.session.headers, timeout=0.05)

    deadline = time.monotonic() + TIMEOUT
    while not invoices(api) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert invoices(api) == 1


@pytest.mark.parametrize(("kind", "status"), [("error_500", 500), ("error_503", 503)])
def test_a_broken_gateway_answers_a_web_page(simulator, api, kind, status):
    simulator.mishaps.add(kind)

    response = api.request("POST", "invoice", json=invoice())

    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("text/html")
    assert invoices(api) == 0


@pytest.mark.parametrize("kind", ["error_500_after", "cut_after"])
def test_work_that_is_done_is_found_by_its_request_id_whatever_was_answered(
    simulator, api, kind
):
    simulator.mishaps.add(kind)

    response = api.request("POST", "invoice", json=invoice(), params={"requestid": "r"})
    if kind == "error_500_after":
        assert response.status_code == 500
    else:
        assert response.status_code == 200
        with pytest.raises(requests.exceptions.JSONDecodeError):
            response.json()
    assert invoices(api) == 1

    assert api.post("Invoice", invoice(), requestid="r")["Id"] == "1"
    assert invoices(api) == 1


def test_a_throttle_may_say_how_long_to_wait(simulator, api):
    simulator.mishaps.add("throttle_xml", seconds=30)

    assert api.request("GET", "customer/1").headers["Retry-After"] == "30"


def test_a_throttle_can_answer_xml_whatever_was_accepted(simulator, api):
    simulator.mishaps.add("throttle_xml")

    response = api.request("GET", "customer/1", headers={"Accept": "application/json"})

    assert response.status_code == 429
    assert "Retry-After" not in response.headers
    assert response.text.startswith("<?xml")
    assert "003001" in response.text


def test_a_batch_item_breaks_down_alone(simulator, api):
    simulator.mishaps.add("batch_item")
    items = [{"bId": bid, "operation": "create", "Invoice": invoice()} for bid in "12"]

    answers = api.batch(items, requestid="b1")
    assert answers[0]["Fault"]["Error"][0]["code"] == "10000"
    assert "Invoice" in answers[1]

    again = api.batch(items, requestid="b1")
    assert "Invoice" in again[0]
    assert again[1] == answers[1]
    assert invoices(api) == 2


def test_a_batch_item_can_be_done_and_still_answer_a_failure(simulator, api):
    simulator.mishaps.add("batch_item_after")
    items = [{"bId": "1", "operation": "create", "Invoice": invoice()}]

    answers = api.batch(items, requestid="b1")
    assert answers[0]["Fault"]["Error"][0]["code"] == "10000"
    assert invoices(api) == 1

    assert api.batch(items, requestid="b1")[0]["Invoice"]["Id"] == "1"
    assert invoices(api) == 1


def test_a_batch_can_be_answered_in_any_order(simulator, api):
    simulator.mishaps.seed(1)
    simulator.mishaps.add("shuffle_batch")
    items = [
        {"bId": str(n), "operation": "create", "Invoice": invoice()} for n in range(9)
    ]

    bids = [answer["bId"] for answer in api.batch(items)]

    assert sorted(bids) == [item["bId"] for item in items]
    assert bids != sorted(bids)


def test_a_mishap_happens_as_often_as_ordered(simulator, api):
    simulator.mishaps.add("error_503", times=2)

    statuses = [api.request("GET", "customer/1").status_code for _ in range(3)]

    assert statuses == [503, 503, 200]


def test_a_mishap_can_wait_for_its_path(simulator, api):
    simulator.mishaps.add("error_500", path="/batch")

    assert api.read("Customer", 1)
    assert api.request("POST", "batch", json={}).status_code == 500


def test_mishaps_by_chance_repeat_with_their_seed(simulator, api):
    def statuses():
        simulator.mishaps.clear()
        simulator.mishaps.seed(7)
        simulator.mishaps.add("error_503", times=None, probability=0.5)
        return [api.request("GET", "customer/1").status_code for _ in range(8)]

    first = statuses()

    assert first == statuses()
    assert set(first) == {200, 503}


def test_mishaps_are_ordered_over_http(simulator, api):
    url = f"{simulator.url}/_simulator/mishaps"

    answer = requests.post(url, json={"kind": "error_503"}, timeout=TIMEOUT).json()
    assert answer["waiting"][0]["kind"] == "error_503"
    assert requests.delete(url, timeout=TIMEOUT).json() == {"waiting": []}
    assert api.read("Customer", 1)


@pytest.mark.parametrize(
    "order", [{"kind": "flood"}, {"kind": "delay", "colour": "red"}, [1]]
)
def test_an_order_that_makes_no_sense_is_refused(simulator, order):
    url = f"{simulator.url}/_simulator/mishaps"

    assert requests.post(url, json=order, timeout=TIMEOUT).status_code == 400


def test_the_clock_is_moved_over_http(simulator):
    before = simulator.clock.now()

    url = f"{simulator.url}/_simulator/clock"
    requests.post(url, json={"hours": 2}, timeout=TIMEOUT)

    assert (simulator.clock.now() - before).total_seconds() >= 7200


def test_calls_are_counted_by_company_and_kind(simulator, api):
    created = api.create("Invoice", invoice())
    api.update("Invoice", created, PrivateNote="x")
    api.query("select * from Invoice")
    api.delete("Invoice", api.read("Invoice", created["Id"]))

    url = f"{simulator.url}/_simulator/stats"
    calls = requests.get(url, timeout=TIMEOUT).json()["calls"][api.realm]
    assert calls == {"create": 1, "update": 1, "query": 1, "read": 1, "delete": 1}
    reset = requests.post(f"{url}/reset", timeout=TIMEOUT).json()
    assert reset == {"calls": {}}


def test_a_request_lost_before_the_work_is_counted_as_lost(simulator, api):
    simulator.mishaps.add("drop_before")
    with pytest.raises(requests.ConnectionError):
        api.create("Invoice", invoice())

    assert simulator.stats.calls(api.realm, "lost") == 1
