# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The query language."""

from datetime import timedelta, timezone
from decimal import Decimal

import pytest
import requests

from .client import CUSTOMER, TIMEOUT, Refused, invoice, item_line


def names(api, statement):
    return [each["DisplayName"] for each in api.query(statement).get("Customer", [])]


def test_a_query_answers_whole_objects_by_name(api):
    answer = api.query("select * from Customer")

    assert [each["DisplayName"] for each in answer["Customer"]] == [
        "Amarillo Beef Packers",
        "Gulf Coast Produce",
        "Rocky Mountain Brewing Supply",
    ]
    assert (answer["startPosition"], answer["maxResults"]) == (1, 3)


def test_a_query_can_be_posted(api):
    answer = api.answer(
        "POST",
        "query",
        data="select * from Vendor",
        headers={"Content-Type": "application/text"},
    )

    assert len(answer["QueryResponse"]["Vendor"]) == 3


def test_nothing_found_is_an_empty_answer(api):
    assert api.query("select * from Invoice") == {}


def test_a_count_counts(api):
    assert api.query("SELECT COUNT(*) FROM Customer") == {"totalCount": 3}


def test_quotes_are_escaped_with_a_backslash(api):
    api.create("Customer", DisplayName="Amy's Bird Sanctuary")

    found = names(
        api, r"select * from Customer where DisplayName = 'Amy\'s Bird Sanctuary'"
    )

    assert found == ["Amy's Bird Sanctuary"]


def test_ampersands_and_umlauts_are_just_letters(api):
    api.create("Customer", DisplayName="Müller & Söhne")

    assert names(api, "select * from Customer where DisplayName = 'Müller & Söhne'")


def test_in_takes_a_list(api):
    found = names(api, "select * from Customer where Id in ('1', '3', '99')")

    assert found == ["Amarillo Beef Packers", "Rocky Mountain Brewing Supply"]


@pytest.mark.parametrize(
    ("pattern", "number"),
    [("%Coast%", 1), ("Gulf%", 1), ("%e%", 3), ("Gulf_Coast%", 0)],
)
def test_like_knows_the_percent_sign_only(api, pattern, number):
    found = names(api, f"select * from Customer where DisplayName like '{pattern}'")

    assert len(found) == number


@pytest.mark.parametrize(
    ("condition", "totals"),
    [
        ("TotalAmt = '50.10'", ["50.10"]),
        ("TotalAmt != 50.10", ["20", "90"]),
        ("TotalAmt < '50.10'", ["20"]),
        ("TotalAmt <= '50.10'", ["20", "50.10"]),
        ("TotalAmt > '50.10'", ["90"]),
        ("TotalAmt >= '50.10' and TotalAmt < '90'", ["50.10"]),
    ],
)
def test_amounts_compare_exactly(api, condition, totals):
    for amount in ("50.10", 20, 90):
        api.create("Invoice", invoice(item_line(amount)))

    found = api.query(f"select * from Invoice where {condition} orderby TotalAmt")

    assert [each["TotalAmt"] for each in found["Invoice"]] == [
        Decimal(total) for total in totals
    ]


def test_dates_and_numbers_and_parties_are_searched(api):
    api.create("Invoice", invoice(DocNumber="A1", TxnDate="2026-05-01"))
    api.create("Invoice", invoice(DocNumber="A2", TxnDate="2026-06-01"))

    for condition in (
        "DocNumber in ('A2')",
        "TxnDate > '2026-05-15'",
        f"CustomerRef = '{CUSTOMER}' and DocNumber = 'A2'",
    ):
        found = api.query(f"select * from Invoice where {condition}")
        assert [each["DocNumber"] for each in found["Invoice"]] == ["A2"]


def test_times_compare_as_instants(api, simulator):
    moment = simulator.clock.now()
    simulator.clock.advance(minutes=1)
    api.create("Customer", DisplayName="Late")

    found = names(
        api,
        "select * from Customer where MetaData.LastUpdatedTime > "
        f"'{moment.isoformat()}'",
    )

    assert found == ["Late"]


def test_what_changed_since_is_found_whatever_the_offset(api, simulator):
    simulator.clock.advance(minutes=30)
    since = simulator.clock.now().replace(microsecond=0)
    simulator.clock.advance(minutes=1)
    first = api.read("Customer", "1")
    api.update("Customer", first, CompanyName="Amarillo")
    simulator.clock.advance(minutes=1)
    api.create("Customer", DisplayName="Newest")

    for offset in (-7, 0, 9):
        moment = since.astimezone(timezone(timedelta(hours=offset))).isoformat()
        found = names(
            api,
            "select * from Customer where Active in (true, false) and "
            f"MetaData.LastUpdatedTime >= '{moment}' "
            "orderby MetaData.LastUpdatedTime desc",
        )
        assert found == ["Newest", "Amarillo Beef Packers"], offset


def test_many_customers_are_made_at_once(api, simulator):
    url = f"{simulator.url}/_simulator/companies/{api.realm}/customers"

    made = requests.post(url, json={"count": 2500}, timeout=TIMEOUT).json()["ids"]

    assert len(set(made)) == 2500
    assert api.query("select count(*) from Customer") == {"totalCount": 2503}
    page = api.query("select * from Customer orderby Id startposition 2501")
    assert len(page["Customer"]) == 3
    assert page["Customer"][-1]["Id"] == made[-1]


def test_inactive_objects_appear_when_asked_for(api):
    customer = api.create("Customer", DisplayName="Gone")
    api.update("Customer", customer, Active=False)

    assert "Gone (deleted)" not in names(api, "select * from Customer")
    assert names(api, "select * from Customer where Active = false") == [
        "Gone (deleted)"
    ]
    assert len(names(api, "select * from Customer where Active in (true, false)")) == 4


def test_results_come_in_pages(api):
    first = names(api, "select * from Customer maxresults 2")
    second = names(api, "select * from Customer startposition 3 maxresults 2")

    assert (len(first), len(second)) == (2, 1)


def test_a_page_has_a_hundred_results_when_nothing_is_said(api):
    with api.simulator.store.transaction():
        for index in range(101):
            api.simulator.store.run(
                "INSERT INTO object (realm, entity, id, name, created, updated, "
                "updated_by, body) VALUES (?, 'Customer', ?, ?, 0, 0, '', '{}')",
                api.realm,
                1000 + index,
                f"c{index}",
            )

    assert api.query("select * from Customer")["maxResults"] == 100


def test_order_can_be_turned_round(api):
    found = names(api, "select * from Customer ORDER BY DisplayName DESC")

    assert found[0] == "Rocky Mountain Brewing Supply"


def test_a_projection_answers_the_columns_asked_for(api):
    customer = api.query("select DisplayName from Customer")["Customer"][0]

    assert set(customer) == {"Id", "DisplayName", "sparse", "domain"}


def test_the_star_can_stand_beside_columns(api):
    assert "Type" in api.query("select *, Sku from Item")["Item"][0]


def test_settings_can_be_queried_too(api):
    info = api.query("select * from CompanyInfo")["CompanyInfo"][0]

    assert info["CompanyName"] == "Lone Star Freight LLC"


@pytest.mark.parametrize(
    "statement",
    [
        "select * from Customer where DisplayName = 'a' or DisplayName = 'b'",
        "select * Customer",
        "select * from Customer where DisplayName = 'Amy's'",
        "update Customer",
        "",
    ],
)
def test_what_is_not_in_the_language_does_not_parse(api, statement):
    with pytest.raises(Refused) as refused:
        api.answer("POST", "query", data=statement)

    assert (refused.value.status, refused.value.code) == (400, "4000")


@pytest.mark.parametrize(
    "statement",
    [
        "select * from Custmoer",
        "select * from Customer where Nickname = 'x'",
        "select * from Customer where Id > '3'",
        "select * from Customer maxresults 1001",
        "select * from Customer startposition 0",
    ],
)
def test_what_makes_no_sense_is_invalid(api, statement):
    with pytest.raises(Refused) as refused:
        api.query(statement)

    assert refused.value.code == "4001"


def test_a_hostile_value_is_only_a_value(api):
    assert (
        names(api, r"select * from Customer where DisplayName = 'x\' OR 1=1 --'") == []
    )


def test_numbers_and_names_are_found_by_index(simulator):
    for statement in (
        "realm = '' AND entity = '' AND deleted = 0 AND doc_number = ''",
        "realm = '' AND entity = '' AND name = ''",
        "realm = '' AND name_space = '' AND name_key = ''",
        "realm = '' AND entity = '' AND updated > 0",
    ):
        plan = simulator.store.rows(
            f"EXPLAIN QUERY PLAN SELECT body FROM object WHERE {statement}"
        )
        assert "USING INDEX" in plan[0]["detail"], statement


def test_a_get_without_a_statement_does_not_parse(simulator, api):
    url = f"{simulator.url}/v3/company/{api.realm}/query"

    response = requests.get(url, headers=api.session.headers, timeout=TIMEOUT)

    assert response.json()["Fault"]["Error"][0]["code"] == "4000"
