# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
import re

import pytest

from tms_quickbooks.lib.desktop import queries, render

from .qbxml_schema import judge

SINCE = datetime.datetime(2026, 11, 20, 6, 30, 15, 250000, tzinfo=datetime.UTC)
LISTS = (
    *("Customer", "Vendor", "Employee", "Item", "Account", "Class", "TaxCode"),
    *("Term", "PaymentMethod"),
)
TRANSACTIONS = (
    *("Invoice", "CreditMemo", "Bill", "VendorCredit", "Payment", "BillPayment"),
)
ITERATOR = "{0f4c2d9e-0000-0000-0000-000000000001}"


def asked(requests):
    """The text of a message set, which QuickBooks would take."""
    body = render.query_body(requests, "13.0")
    judge(body)
    return body.decode("ascii")


def names(text):
    return re.findall(r"<(\w+)Rq requestID", text)


@pytest.mark.parametrize("us", [True, False])
@pytest.mark.parametrize("since", [None, SINCE])
@pytest.mark.parametrize("kind", LISTS)
def test_every_list_can_be_asked_for(kind, since, us):
    for iterators in (None, {kind: ITERATOR}):
        requests = queries.list_query(
            kind, "12", inactive=True, since=since, iterators=iterators, us=us
        )
        text = asked(requests)
        assert "<ActiveStatus>All</ActiveStatus>" in text


def test_long_lists_come_in_pieces():
    text = asked(queries.list_query("Customer", "12", limit=50))
    assert 'iterator="Start"><MaxReturned>50</MaxReturned>' in text
    going_on = queries.list_query("Customer", "12", iterators={"Customer": "{a}"})
    assert 'iterator="Continue" iteratorID="{a}"><MaxReturned>1000<' in asked(going_on)


def test_a_list_is_read_from_a_name_on():
    text = asked(queries.list_query("Customer", "12", name="B&B"))
    assert "<NameRangeFilter><FromName>B&amp;B</FromName></NameRangeFilter>" in text


@pytest.mark.parametrize("by_date", [True, False])
@pytest.mark.parametrize("kind", TRANSACTIONS)
def test_transactions_come_in_pieces_with_their_lines(kind, by_date):
    text = asked(
        queries.transactions_query(kind, "7", SINCE, SINCE, by_date=by_date, limit=50)
    )
    asked_for = names(text)
    for each in ('iterator="Start"><MaxReturned>50<', "<IncludeLineItems>true<"):
        assert text.count(each) == len(asked_for)
    period = "2026-11-20</ToTxnDate>" if by_date else "+00:00</ToModifiedDate>"
    assert text.count(period) == len(asked_for)


def test_of_several_kinds_only_those_go_on_that_are_not_through():
    going_on = {"BillPaymentCreditCard": ITERATOR}
    text = asked(
        queries.transactions_query("BillPayment", "7", SINCE, iterators=going_on)
    )
    assert names(text) == ["BillPaymentCreditCardQuery"]
    assert 'requestID="7.1" iterator="Continue"' in text


def test_short_lists_come_whole():
    text = asked(queries.list_query("Account", "12"))
    assert "iterator" not in text
    assert "MaxReturned" not in text


def test_only_what_is_active():
    text = asked(queries.list_query("Vendor", "12", inactive=False))
    assert "<ActiveStatus>ActiveOnly</ActiveStatus>" in text


def test_a_moment_has_its_zone_and_no_fraction():
    text = asked(queries.list_query("Vendor", "12", since=SINCE))
    assert "<FromModifiedDate>2026-11-20T06:30:15+00:00</FromModifiedDate>" in text


def test_taxes_are_those_of_the_country():
    at_home = asked(queries.list_query("TaxCode", "12", us=True))
    assert names(at_home) == ["ItemSalesTaxQuery", "ItemSalesTaxGroupQuery"]
    assert 'requestID="12.1"' in at_home
    elsewhere = asked(queries.list_query("TaxCode", "12", us=False))
    assert names(elsewhere) == ["SalesTaxCodeQuery"]


@pytest.mark.parametrize("kind", TRANSACTIONS)
def test_what_has_changed_since(kind):
    text = asked(queries.modified_query(kind, SINCE))
    assert text.count("2026-11-20T06:30:15+00:00") == len(names(text))


@pytest.mark.parametrize("kind", TRANSACTIONS)
def test_what_has_a_number(kind):
    text = asked(queries.numbers_query(kind, ["A&B 1", "2"]))
    numbers = "<RefNumber>A&amp;B 1</RefNumber><RefNumber>2</RefNumber>"
    assert text.count(numbers) == len(names(text)) > 0


def lines_asked(requests):
    """Of how many of these the lines are asked for, and how many there are."""
    text = asked(requests)
    lines = text.count("<IncludeLineItems>true</IncludeLineItems>")
    return lines, len(names(text))


@pytest.mark.parametrize("kind", TRANSACTIONS)
def test_a_payment_is_asked_what_it_settles(kind):
    """QuickBooks tells AppliedToTxnRet with the lines only."""
    lines, count = lines_asked(queries.ids_query(kind, ["1A-1", "1B-1"]))
    assert lines == (count if "Payment" in kind else 0)


@pytest.mark.parametrize("kind", TRANSACTIONS)
def test_what_is_compared_is_asked_for_with_its_lines(kind):
    for requests in (
        queries.ids_query(kind, ["1A-1", "1B-1"], whole=True),
        queries.modified_query(kind, SINCE),
        queries.numbers_query(kind, ["INV26/00007"]),
    ):
        lines, count = lines_asked(requests)
        assert lines == count > 0


@pytest.mark.parametrize("kind", LISTS + TRANSACTIONS)
def test_each_id_is_asked_for_alone(kind):
    text = asked(queries.ids_query(kind, ["80000012-1", "80000013-1"], "12"))
    for each in names(text):
        assert text.count(f"<{each}Rq ") % 2 == 0
    assert re.search("<(ListID|TxnID)>80000012-1</(ListID|TxnID)><(/|Include)", text)
    ids = re.findall('requestID="([^"]+)"', text)
    assert len(set(ids)) == len(ids)
    assert {each.partition(".")[0] for each in ids} == {"12"}


def test_names_are_asked_for_where_they_may_be():
    holders = ("Customer", "Vendor", "Employee", "OtherName")
    text = asked(queries.names_query(holders, ["Smith & Söhne", "Müller"]))
    assert names(text) == [f"{each}Query" for each in holders]
    assert text.count("<FullName>Smith &amp; S&#246;hne</FullName>") == 4


def test_no_names_are_not_all_names():
    with pytest.raises(ValueError, match="whole list"):
        queries.names_query(("Customer",), [])


def test_what_was_deleted_of_everything():
    types = [each for each in LISTS if each != "TaxCode"] + list(TRANSACTIONS)
    text = asked(queries.deleted_query(types, "gone", SINCE))
    assert names(text) == ["ListDeletedQuery", "TxnDeletedQuery"]
    assert "<ListDelType>ItemService</ListDelType>" in text
    assert "<TxnDelType>ReceivePayment</TxnDelType>" in text


@pytest.mark.parametrize("kind", LISTS + TRANSACTIONS)
def test_what_was_deleted_of_each(kind):
    assert len(names(asked(queries.deleted_query([kind], "gone", SINCE)))) == 1


def test_the_fields_that_people_have_added():
    assert names(asked(queries.custom_fields_query())) == ["DataExtDefQuery"]
