# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Queries: filters, pages, iterators, and how much is told."""

import pytest

from quickbooks_simulator.desktop.hresult import PARSE_ERROR, HResult

from .desk import message_set, named, xml

FREIGHT = [
    "Amarillo Beef Packers",
    "Gulf Coast Produce",
    "Rocky Mountain Brewing Supply",
]


def names(answer):
    return [element.findtext("Name") for element in answer.element]


def numbers(answer):
    return [element.findtext("RefNumber") for element in answer.element]


def customers(desk, **content):
    return desk.do("CustomerQuery", content)


def invoices(desk, **content):
    return desk.do("InvoiceQuery", content)


@pytest.fixture
def three(desk):
    """Three invoices, a day and a number apart; their ids."""
    ids = []
    for number in ("101", "102", "103"):
        ids.append(
            desk.invoice(
                TxnDate=f"2026-05-{number[1:]}", RefNumber=number, Memo=f"Load {number}"
            )
        )
        desk.company.clock.advance(days=1)
    return ids


# -- lists -----------------------------------------------------------------------------


def test_active_objects_by_name(desk):
    desk.added("Customer", Name="Old", IsActive="false")
    assert names(customers(desk)) == FREIGHT
    assert names(customers(desk, ActiveStatus="InactiveOnly")) == ["Old"]
    assert sorted(names(customers(desk, ActiveStatus="All"))) == sorted(
        [*FREIGHT, "Old"]
    )


def test_inactive_objects_are_found_by_name_and_id(desk):
    list_id = desk.added("Customer", Name="Old", IsActive="false")
    assert names(customers(desk, FullName="old")) == ["Old"]
    assert names(customers(desk, ListID=list_id)) == ["Old"]


def test_what_is_not_found_among_others(desk):
    answer = customers(desk, FullName=["Nobody", FREIGHT[1]])
    assert (answer.code, answer.severity) == ("500", "Warn")
    assert answer.text == (
        "The query request has not been fully completed. There was a required element "
        '("Nobody") that could not be found in QuickBooks.'
    )
    assert names(answer) == [FREIGHT[1]]


def test_nothing_is_found(desk):
    answer = customers(desk, ActiveStatus="InactiveOnly")
    assert (answer.code, answer.severity) == ("1", "Info")
    assert answer.names == []


@pytest.mark.parametrize(
    ("criterion", "text", "found"),
    [
        ("StartsWith", "gulf", FREIGHT[1:2]),
        ("Contains", "M", [FREIGHT[0], FREIGHT[2]]),
        ("EndsWith", "PRODUCE", FREIGHT[1:2]),
        ("Contains", "%", []),
    ],
)
def test_parts_of_names(desk, criterion, text, found):
    wanted = {"MatchCriterion": criterion, "Name": text}
    assert names(customers(desk, NameFilter=wanted)) == found


def test_from_name_to_name(desk):
    wanted = {"FromName": "B", "ToName": "Q"}
    assert names(customers(desk, NameRangeFilter=wanted)) == FREIGHT[1:2]


def test_what_was_changed_since(desk):
    desk.company.clock.advance(hours=1)
    since = desk.company.clock.now().astimezone(desk.company.profile.tz)
    desk.added("Customer", Name="New")
    local = since.strftime("%Y-%m-%dT%H:%M:%S")
    assert names(customers(desk, FromModifiedDate=local)) == ["New"]
    with_offset = f"{since:%Y-%m-%dT%H:%M:%S}+00:00"
    assert "New" in names(customers(desk, FromModifiedDate=with_offset))
    assert names(customers(desk, ToModifiedDate=local)) != ["New"]


def test_accounts_of_some_types(desk):
    answer = desk.do("AccountQuery", {"AccountType": ["Bank", "CreditCard"]})
    assert names(answer) == [
        "Factoring Reserve",
        "Fleet Credit Card",
        "Operating Checking",
    ]


def test_all_items_in_one_query(desk):
    answer = desk.do("ItemQuery", {"ActiveStatus": "All"})
    assert {"ItemServiceRet", "ItemSalesTaxRet", "ItemSalesTaxGroupRet"} == set(
        answer.names
    )


def test_all_names_in_one_query(desk):
    answer = desk.do("EntityQuery")
    assert {"CustomerRet", "VendorRet", "EmployeeRet"} == set(answer.names)


def test_both_kinds_of_terms_in_one_query(desk):
    answer = desk.do("TermsQuery")
    assert {"StandardTermsRet", "DateDrivenTermsRet"} == set(answer.names)


def test_a_query_for_one_kind_does_not_find_another(desk):
    answer = desk.do("VendorQuery", {"FullName": FREIGHT[0]})
    assert answer.code == "500"


def test_only_what_is_wanted(desk):
    answer = customers(desk, MaxReturned="1", IncludeRetElement=["ListID", "Name"])
    assert [element.tag for element in answer.element[0]] == ["ListID", "Name"]


def test_how_many_there_are(desk):
    answer = desk.do("CustomerQuery", metaData="MetaDataOnly")
    assert answer.get("retCount") == "3"
    assert answer.names == []


# -- transactions ----------------------------------------------------------------------


def test_transactions_by_number(desk, three):
    assert numbers(invoices(desk, RefNumber=["102", "101"])) == ["102", "101"]
    answer = invoices(desk, RefNumber=["102", "999"])
    assert answer.code == "500"
    assert numbers(answer) == ["102"]


def test_capitals_of_numbers(desk):
    desk.invoice(RefNumber="L-7a")
    assert numbers(invoices(desk, RefNumber="l-7A")) == ["L-7a"]
    assert invoices(desk, RefNumberCaseSensitive="l-7A").code == "500"


def test_lines_and_links_are_told_on_request(desk, three):
    assert invoices(desk, TxnID=three[0])["InvoiceLineRet/Amount"] is None
    answer = invoices(desk, TxnID=three[0], IncludeLineItems="true")
    assert answer["InvoiceLineRet/Amount"] == "100.00"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (
            {"TxnDateRangeFilter": {"FromTxnDate": "2026-05-02"}},
            ["102", "103"],
        ),
        ({"TxnDateRangeFilter": {"ToTxnDate": "2026-05-01"}}, ["101"]),
        (
            {"RefNumberFilter": {"MatchCriterion": "EndsWith", "RefNumber": "2"}},
            ["102"],
        ),
        (
            {"RefNumberRangeFilter": {"FromRefNumber": "102", "ToRefNumber": "199"}},
            ["102", "103"],
        ),
        ({"EntityFilter": named(FREIGHT[1])}, []),
        ({"EntityFilter": named(FREIGHT[0])}, ["101", "102", "103"]),
        ({"PaidStatus": "PaidOnly"}, []),
        ({"MaxReturned": "2"}, ["101", "102"]),
    ],
)
def test_filters(desk, three, content, found):
    assert numbers(invoices(desk, **content)) == found


def test_transactions_of_a_customer_and_its_jobs(desk, three):
    desk.added("Customer", Name="Lane 7", ParentRef=named(FREIGHT[0]))
    desk.invoice(customer=f"{FREIGHT[0]}:Lane 7", RefNumber="201")
    whole = {"FullNameWithChildren": FREIGHT[0]}
    assert "201" in numbers(invoices(desk, EntityFilter=whole))
    assert "201" not in numbers(invoices(desk, EntityFilter=named(FREIGHT[0])))


def test_transactions_changed_since(desk, three):
    since = desk.read("Invoice", three[1])["TimeModified"]
    answer = invoices(desk, ModifiedDateRangeFilter={"FromModifiedDate": since})
    assert numbers(answer) == ["102", "103"]


KINDS = (
    "Invoice",
    "CreditMemo",
    "Bill",
    "VendorCredit",
    "ReceivePayment",
    "BillPaymentCheck",
    "BillPaymentCreditCard",
)


@pytest.fixture
def year(desk):
    """Four transactions of each kind, the last three of them changed since; what a
    query for these three says."""
    hand = desk.company.bookkeeper
    make = {
        "Invoice": lambda: hand.invoice(FREIGHT[0], ("Linehaul", "100.00")),
        "CreditMemo": lambda: hand.credit_memo(FREIGHT[0], ("Linehaul", "1.00")),
        "Bill": lambda: hand.bill("Big Rig Carriers LLC", ("Fuel", "100.00")),
        "VendorCredit": lambda: hand.vendor_credit(
            "Big Rig Carriers LLC", ("Fuel", "1.00")
        ),
        "ReceivePayment": lambda: hand.pay(make["Invoice"](), "60.00"),
        "BillPaymentCheck": lambda: hand.pay(make["Bill"](), "60.00"),
        "BillPaymentCreditCard": lambda: hand.pay_bills(
            {make["Bill"](): "60.00"}, account="Fleet Credit Card"
        ),
    }
    ids = {kind: [make[kind]() for _time in range(4)] for kind in KINDS}
    desk.company.clock.advance(days=3)
    now = desk.company.clock.now().astimezone(desk.company.profile.tz)
    for kind in KINDS:
        for txn_id in ids[kind][1:]:
            hand.change(txn_id, Memo="late")
    since = {"FromModifiedDate": f"{now:%Y-%m-%dT%H:%M:%S}"}
    return ids, {"ModifiedDateRangeFilter": since, "IncludeLineItems": "true"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_changed_comes_in_pieces(desk, year, kind):
    ids, query = year
    query = {"MaxReturned": "2", **query}
    first = desk.do(f"{kind}Query", query, iterator="Start")
    assert first.get("iteratorRemainingCount") == "1"
    iterator = first.get("iteratorID")
    last = desk.do(f"{kind}Query", query, iterator="Continue", iteratorID=iterator)
    assert last.get("iteratorRemainingCount") == "0"
    assert first.all("TxnID") + last.all("TxnID") == ids[kind][1:]
    assert set(first.all("Memo")) == {"late"}


def test_an_iterator_of_transactions_ends_with_its_session(desk, year):
    _ids, query = year
    query = {"MaxReturned": "1", **query}
    iterator = desk.do("BillQuery", query, iterator="Start").get("iteratorID")
    desk.company.end_session()
    answer = desk.do("BillQuery", query, iterator="Continue", iteratorID=iterator)
    assert answer.code == "3391"


def test_what_a_payment_settles_is_a_line_of_it(desk, year):
    ids, query = year
    told = desk.do("ReceivePaymentQuery", query)
    assert told.all("AppliedToTxnRet/Amount") == ["60.00"] * 3
    told = desk.do("ReceivePaymentQuery", {**query, "IncludeLineItems": "false"})
    assert told.all("AppliedToTxnRet/Amount") == []


def test_what_was_paid_has_changed_too(desk, year):
    ids, query = year
    told = desk.do("InvoiceQuery", query)
    desk.company.bookkeeper.pay(ids["Invoice"][0])
    again = desk.do("InvoiceQuery", query)
    assert set(again.all("TxnID")) == {*told.all("TxnID"), ids["Invoice"][0]}


def test_what_the_simulator_does_not_know(desk, three):
    answer = invoices(desk, TxnDateRangeFilter={"DateMacro": "LastMonth"})
    assert answer.code == "1010"


# -- what is gone ----------------------------------------------------------------------


def test_deleted_list_objects(desk):
    list_id = desk.added("Customer", Name="Mistake")
    desk.do("ListDel", {"ListDelType": "Customer", "ListID": list_id})
    query = {"ListDelType": ["Customer", "Vendor"]}
    answer = desk.do("ListDeletedQuery", query)
    assert (answer["ListID"], answer["FullName"]) == (list_id, "Mistake")
    query["DeletedDateRangeFilter"] = {"FromDeletedDate": "2037-01-01"}
    assert desk.do("ListDeletedQuery", query).code == "1"


def test_deleted_transactions_kind_by_kind(desk, three):
    hand = desk.company.bookkeeper
    bill = desk.bill()
    for txn_id in (three[2], bill, three[0]):
        hand.delete(txn_id)
        desk.company.clock.advance(minutes=1)
    query = {"TxnDelType": ["Invoice", "Bill"]}
    answer = desk.do("TxnDeletedQuery", query)
    assert answer.all("TxnID") == [bill, three[2], three[0]]
    assert answer.all("RefNumber") == ["103", "101"]
    query["DeletedDateRangeFilter"] = {"FromDeletedDate": answer.all("TimeDeleted")[0]}
    assert desk.do("TxnDeletedQuery", query).all("TxnID") == [bill, three[0]]
    only = desk.do("TxnDeletedQuery", {**query, "IncludeRetElement": "TxnID"})
    assert [element.tag for element in only.element[0]] == ["TxnID"]
    counted = desk.do("TxnDeletedQuery", query, metaData="MetaDataOnly")
    assert (counted.get("retCount"), counted.names) == ("2", [])


def test_what_was_deleted_is_remembered_for_90_days(desk, three):
    desk.company.bookkeeper.delete(three[0])
    query = {
        "TxnDelType": "Invoice",
        "DeletedDateRangeFilter": {"FromDeletedDate": "2000-01-01"},
    }
    desk.company.clock.advance(days=90)
    assert desk.do("TxnDeletedQuery", query)["TxnID"] == three[0]
    desk.company.clock.advance(seconds=1)
    assert desk.do("TxnDeletedQuery", query).code == "1"


# -- iterators -------------------------------------------------------------------------


def page(desk, iterator="Start", size="3", iterator_id=None, **content):
    attributes = {"iterator": iterator}
    if iterator_id:
        attributes["iteratorID"] = iterator_id
    return desk.do("CustomerQuery", {"MaxReturned": size, **content}, **attributes)


@pytest.fixture
def seven(desk):
    desk.company.add_customers(4)
    return desk


def test_a_long_list_comes_in_pages(seven):
    first = page(seven)
    iterator = first.get("iteratorID")
    assert first.get("iteratorRemainingCount") == "4"
    second = page(seven, "Continue", iterator_id=iterator)
    assert second.get("iteratorRemainingCount") == "1"
    assert second.get("iteratorID") == iterator
    third = page(seven, "Continue", size="50", iterator_id=iterator)
    assert third.get("iteratorRemainingCount") == "0"
    found = [*names(first), *names(second), *names(third)]
    assert len(set(found)) == 7


def refused(answer):
    return answer.code == "3391" and "iteratorID" in answer.text


def test_an_iterator_ends_with_its_list(seven):
    iterator = page(seven, size="50").get("iteratorID")
    assert refused(page(seven, "Continue", iterator_id=iterator))


def test_an_iterator_ends_with_its_session(seven):
    seven.company.begin_session()
    iterator = page(seven).get("iteratorID")
    seven.company.end_session()
    seven.company.begin_session()
    assert refused(page(seven, "Continue", iterator_id=iterator))


def test_an_iterator_keeps_its_filters(seven):
    iterator = page(seven).get("iteratorID")
    other = page(seven, "Continue", iterator_id=iterator, ActiveStatus="All")
    assert refused(other)


def test_an_iterator_can_be_stopped(seven):
    iterator = page(seven).get("iteratorID")
    page(seven, "Stop", iterator_id=iterator)
    assert refused(page(seven, "Continue", iterator_id=iterator))


def test_two_iterators_side_by_side(seven):
    query = {"MaxReturned": "2"}
    both = [
        xml(f"{kind}QueryRq", query, iterator="Start")
        for kind in ("Customer", "Vendor")
    ]
    first, second = seven.send(*both)
    assert first.get("iteratorID") != second.get("iteratorID")
    assert first.get("iteratorRemainingCount") == "5"
    assert second.get("iteratorRemainingCount") == "1"


@pytest.mark.parametrize(
    ("query", "attribute"),
    [
        ("AccountQuery", "iterator"),
        ("TxnDeletedQuery", "iterator"),
        ("HostQuery", "metaData"),
    ],
)
def test_what_comes_whole_has_no_iterator(desk, query, attribute):
    value = "Start" if attribute == "iterator" else "MetaDataOnly"
    content = {"TxnDelType": "Bill"} if "Deleted" in query else {}
    request = xml(f"{query}Rq", content, **{attribute: value})
    with pytest.raises(HResult) as refused:
        desk.company.process(message_set(request))
    assert refused.value.code == PARSE_ERROR


def test_an_empty_list_has_an_iterator_too(desk):
    answer = desk.do("ShipMethodQuery")
    assert answer.code == "1"
    empty = page(desk, ActiveStatus="InactiveOnly")
    assert empty.get("iteratorRemainingCount") == "0"


def test_a_long_list_is_told_whole(desk):
    desk.company.add_customers(1_000)
    answer = customers(desk)
    assert len(answer.names) == 1_003
