# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The request id: asked again, done once."""

import threading

import pytest

from .client import Api, Refused, invoice, item_line


def create(api, request_id, body=None):
    return api.post("Invoice", body or invoice(), requestid=request_id)


def number_of_invoices(api):
    return api.query("select count(*) from Invoice")["totalCount"]


def test_the_same_request_id_gets_the_first_answer(api):
    first = create(api, "r1")
    again = create(api, "r1")

    assert again == first
    assert number_of_invoices(api) == 1


def test_another_request_id_makes_another_invoice(api):
    create(api, "r1")
    create(api, "r2")

    assert number_of_invoices(api) == 2


def test_the_first_answer_comes_even_when_the_invoice_is_gone(api):
    first = create(api, "r1")
    api.delete("Invoice", first)

    again = create(api, "r1")

    assert again["Id"] == first["Id"]
    assert number_of_invoices(api) == 0


def test_a_request_id_that_is_forgotten_is_new_work(api, simulator):
    create(api, "r1")
    simulator.forget_requests()
    create(api, "r1")

    assert number_of_invoices(api) == 2


def test_a_refusal_is_repeated_too(api, simulator):
    simulator.change_company(closing_date="2099-12-31")
    with pytest.raises(Refused) as first:
        create(api, "r1")
    simulator.change_company(closing_date="")

    with pytest.raises(Refused) as again:
        create(api, "r1")

    assert first.value.code == again.value.code == "6210"


def test_request_ids_of_companies_do_not_meet(simulator):
    from .test_sales_tax import cad, code_id

    us = Api(simulator)
    canada = Api(simulator, "9341452881733003")
    create(us, "r1")

    body = cad(invoice(item_line(code=code_id(canada, "GST"))))
    assert create(canada, "r1", body)["CurrencyRef"]["value"] == "CAD"


def test_a_request_id_has_at_most_fifty_characters(api):
    with pytest.raises(Refused) as refused:
        create(api, "r" * 51)

    assert refused.value.code == "2050"


def test_updates_and_deletes_are_done_once_too(api):
    created = api.create("Invoice", invoice())
    body = {"Id": created["Id"], "SyncToken": "0"}

    first = api.post("Invoice", body, operation="delete", requestid="d1")
    again = api.post("Invoice", body, operation="delete", requestid="d1")

    assert first == again


def test_two_at_once_are_one(api, simulator):
    answers = []

    def work():
        answers.append(create(Api(simulator), "r1")["Id"])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(answers)) == 1
    assert number_of_invoices(api) == 1


# Batches


def items(*bids):
    return [{"bId": bid, "operation": "create", "Invoice": invoice()} for bid in bids]


def test_a_batch_asked_again_is_done_once(api):
    first = api.batch(items("1", "2"), requestid="b1")
    again = api.batch(items("1", "2"), requestid="b1")

    assert again == first
    assert number_of_invoices(api) == 2


def test_a_new_bid_in_an_old_batch_is_new_work(api):
    api.batch(items("1"), requestid="b1")
    api.batch(items("1", "2"), requestid="b1")

    assert number_of_invoices(api) == 2


def test_a_batch_without_request_id_is_done_each_time(api):
    api.batch(items("1"))
    api.batch(items("1"))

    assert number_of_invoices(api) == 2


@pytest.mark.parametrize(("bid", "request_id"), [("b" * 11, "r1"), ("1", "r" * 37)])
def test_ids_of_a_batch_have_lengths_of_their_own(api, bid, request_id):
    with pytest.raises(Refused) as refused:
        api.batch(items(bid), requestid=request_id)

    assert refused.value.code == "2050"


def test_a_long_bid_is_fine_without_request_id(api):
    assert "Invoice" in api.batch(items("b" * 36))[0]
