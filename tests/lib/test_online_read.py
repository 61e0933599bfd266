# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
import json
from decimal import Decimal
from pathlib import Path

import pytest

from tms_quickbooks.lib import objects
from tms_quickbooks.lib.online import read, render, sent
from tms_quickbooks.lib.problems import NextAction, Problem

from .builders import customer, invoice, item, us_company

RECORDED = (
    Path(__file__).resolve().parents[3]
    / "shared"
    / "fixtures"
    / "quickbooks-online"
    / "minimul__qbo_api"
    / "vcr"
)
recorded = pytest.mark.skipif(
    not RECORDED.is_dir(), reason="recorded answers are not in ../shared/fixtures"
)

INVOICE = {
    "Id": "130",
    "SyncToken": "2",
    "MetaData": {"LastUpdatedTime": "2026-11-20T05:58:07-08:00"},
    "DocNumber": "INV/2026/00007",
    "TxnDate": "2026-11-20",
    "DueDate": "2026-12-20",
    "CurrencyRef": {"value": "USD", "name": "United States Dollar"},
    "CustomerRef": {"value": "58", "name": "Prairie Foods"},
    "TxnTaxDetail": {"TotalTax": Decimal("144.38")},
    "TotalAmt": Decimal("1894.38"),
    "Balance": 0,
}
CUSTOMER = {
    "Id": "58",
    "SyncToken": "0",
    "DisplayName": "Prairie Foods",
    "FullyQualifiedName": "Foods:Prairie Foods",
    "CompanyName": "Prairie Foods Inc.",
    "PrimaryEmailAddr": {"Address": "ap@prairie.example"},
    "PrimaryPhone": {"FreeFormNumber": "+1 555 0100"},
    "BillAddr": {"Line1": "1 Main St", "City": "Dallas"},
    "Active": True,
    "Balance": Decimal("1894.38"),
}


# -- objects ---------------------------------------------------------------------------


def test_a_transaction():
    state = read.object_state("Invoice", INVOICE)
    assert (state.type, state.qb_id, state.version) == ("Invoice", "130", "2")
    assert (state.number, state.name) == ("INV/2026/00007", "")
    assert state.date == datetime.date(2026, 11, 20)
    assert (state.total, state.balance) == (Decimal("1894.38"), Decimal(0))
    assert state.currency == "USD"
    assert state.active


def test_the_time_of_the_last_change_is_an_instant():
    updated_at = read.object_state("Invoice", INVOICE).updated_at
    assert updated_at == datetime.datetime(2026, 11, 20, 13, 58, 7, tzinfo=datetime.UTC)


def test_what_only_some_objects_have_is_kept_beside():
    extra = read.object_state("Invoice", INVOICE).extra
    assert extra == {
        "customer_id": "58",
        "due_date": "2026-12-20",
        "tax": "144.38",
    }
    json.dumps(extra)


def test_a_party_with_what_matching_needs():
    state = read.object_state("Customer", CUSTOMER)
    assert (state.name, state.full_name) == ("Prairie Foods", "Foods:Prairie Foods")
    assert state.total is None
    assert state.extra == {
        "company_name": "Prairie Foods Inc.",
        "email": "ap@prairie.example",
        "phone": "+1 555 0100",
        "street": "1 Main St",
        "city": "Dallas",
    }


def test_an_account_has_a_name_a_number_and_a_subtype():
    state = read.object_state(
        "Account",
        {"Id": "61", "Name": "Fuel", "AcctNum": "5200", "AccountSubType": "AutoFuel"},
    )
    assert (state.name, state.number) == ("Fuel", "5200")
    assert state.extra["subtype"] == "AutoFuel"


def test_inactive_and_deleted_objects_are_not_active():
    inactive = read.object_state("Customer", {**CUSTOMER, "Active": False})
    deleted = read.object_state("Invoice", {"Id": "130", "status": "Deleted"})
    assert not inactive.active
    assert not deleted.active
    assert deleted.extra == {"deleted": True}


def test_the_objects_of_a_query():
    answer = {"QueryResponse": {"Customer": [CUSTOMER], "startPosition": 1}}
    assert [s.qb_id for s in read.query_objects("Customer", answer)] == ["58"]
    assert read.query_objects("Customer", {"QueryResponse": {}}) == []


# -- batches ---------------------------------------------------------------------------


def fault(code, bid):
    return {"bId": bid, "Fault": {"Error": [{"Message": "No", "code": code}]}}


def test_results_are_found_by_id_whatever_their_order():
    answer = {
        "BatchItemResponse": [
            fault("6240", "2"),
            {"bId": "1", "Invoice": INVOICE},
        ]
    }
    results = read.batch_results(answer, ["1", "2"])
    assert list(results) == ["1", "2"]
    assert results["1"].content
    assert results["1"] == read.object_state("Invoice", INVOICE)
    assert results["2"].code == "qbo.6240"


@pytest.mark.parametrize("answer", [{}, {"BatchItemResponse": [fault("6240", "2")]}])
def test_an_item_without_an_answer_is_to_be_sent_again(answer):
    problem = read.batch_results(answer, ["1"])["1"]
    assert problem.code == "net.no_answer"
    assert problem.action is NextAction.RETRY


def test_an_item_that_met_a_system_failure_is_to_be_sent_again():
    answer = {"BatchItemResponse": [fault("10000", "1")]}
    assert read.batch_results(answer, ["1"])["1"].action is NextAction.RETRY


@pytest.mark.parametrize("item", [{"Fault": {"Error": []}}, {"Invoice": {}}, {}])
def test_an_item_that_makes_no_sense_is_to_be_sent_again(item):
    answer = {"BatchItemResponse": [{"bId": "1", **item}]}
    assert read.batch_results(answer, ["1"])["1"].code == "net.unreadable"


@recorded
def test_a_recorded_batch():
    tape = json.loads((RECORDED / "batch" / "basic.json").read_text())
    body = tape["interactions"][0]["response"]["body"]
    answer = json.loads(body, parse_float=Decimal)
    results = read.batch_results(answer, ["bid1", "bid2", "bid3"])
    vendor, missing, stale = results.values()
    assert (vendor.type, vendor.name) == ("Vendor", "Boraski Family Store")
    assert isinstance(missing, Problem) and missing.code == "qbo.610"
    assert isinstance(stale, Problem) and stale.code == "qbo.5010"


@recorded
def test_a_recorded_deletion():
    tape = json.loads((RECORDED / "delete" / "invoice.json").read_text())
    body = json.loads(tape["interactions"][-1]["response"]["body"])
    assert not read.object_state("Invoice", body["Invoice"]).active


@recorded
def test_recorded_customers_can_all_be_read():
    tape = json.loads((RECORDED / "all" / "customers.json").read_text())
    body = max((i["response"]["body"] for i in tape["interactions"]), key=len)
    states = read.query_objects("Customer", json.loads(body, parse_float=Decimal))
    assert len(states) > 10
    for state in states:
        assert state.qb_id and state.name and state.version
        assert state.balance is not None and state.updated_at.tzinfo


@recorded
def test_a_recorded_invoice_can_be_read():
    tape = json.loads((RECORDED / "create" / "invoice.json").read_text())
    body = json.loads(tape["interactions"][0]["response"]["body"], parse_float=Decimal)
    state = read.object_state("Invoice", body["Invoice"])
    assert (state.number, state.total) == ("1043", Decimal("100.00"))


# -- questions -------------------------------------------------------------------------


def test_names_are_looked_up_among_inactive_ones_too():
    assert read.name_lookup_statement("Customer", ["A", "B"]) == (
        "SELECT * FROM Customer"
        " WHERE DisplayName in ('A', 'A (deleted)', 'B', 'B (deleted)')"
        " AND Active IN (true, false) MAXRESULTS 1000"
    )


def test_lists_other_than_parties_have_a_plain_name():
    assert "WHERE Name in ('Fuel', " in read.name_lookup_statement("Item", ["Fuel"])


def test_an_inactive_object_keeps_the_name_it_had():
    data = {"Id": "5", "DisplayName": "Acme (deleted)", "Active": False}
    assert objects.taken_name(read.object_state("Customer", data)) == "Acme"
    data["Active"] = True
    assert objects.taken_name(read.object_state("Customer", data)) == "Acme (deleted)"


def test_ids_are_looked_up_among_inactive_ones_too():
    assert read.id_lookup_statement("Vendor", ["71"]) == (
        "SELECT * FROM Vendor WHERE Id in ('71')"
        " AND Active IN (true, false) MAXRESULTS 1000"
    )


def test_transactions_are_never_inactive():
    assert read.id_lookup_statement("Invoice", ["130"]) == (
        "SELECT * FROM Invoice WHERE Id in ('130') MAXRESULTS 1000"
    )


def test_what_was_sent_tells_its_name_and_id():
    created = render.batch_item(customer(), "1", us_company()).decode()
    updated = render.batch_item(
        invoice(id="130", version="2"), "1", us_company()
    ).decode()
    assert (sent.object_name(created), sent.object_id(created)) == ("Prairie Foods", "")
    assert (sent.object_name(updated), sent.object_id(updated)) == ("", "130")
    new_item = render.batch_item(item(), "1", us_company()).decode()
    assert sent.object_name(new_item) == "Tarp Fee"


@pytest.mark.parametrize(
    "name, quoted",
    [
        ("O'Hare", r"'O\'Hare'"),
        ("back\\slash", r"'back\\slash'"),
        ("\\' OR Id = '1", r"'\\\' OR Id = \'1'"),
    ],
)
def test_a_name_cannot_end_its_quotes(name, quoted):
    assert f"({quoted}, " in read.name_lookup_statement("Vendor", [name])


# -- pages of QuickBooks Online --------------------------------------------------------


def test_a_link_opens_the_object_in_its_own_company():
    assert read.web_url("production", "Invoice", "130", "9341452") == (
        "https://qbo.intuit.com/app/login"
        "?deeplinkcompanyid=9341452&pagereq=invoice%3FtxnId%3D130"
    )


def test_the_sandbox_has_a_host_of_its_own():
    url = read.web_url("sandbox", "Customer", "58", "9341452")
    assert url.startswith("https://app.sandbox.qbo.intuit.com/")
    assert url.endswith("customerdetail%3FnameId%3D58")


@pytest.mark.parametrize(
    "type, page",
    [
        ("Bill", "bill%3FtxnId"),
        ("CreditMemo", "creditmemo%3FtxnId"),
        ("VendorCredit", "vendorcredit%3FtxnId"),
        ("Vendor", "vendordetail%3FnameId"),
    ],
)
def test_each_kind_has_its_page(type, page):
    assert f"pagereq={page}%3D7" in read.web_url("production", type, "7", "9341452")


def test_there_is_no_link_where_there_is_no_page():
    assert read.web_url("simulator", "Invoice", "130", "1") == ""
    assert read.web_url("production", "Item", "3", "1") == ""


# -- the company -----------------------------------------------------------------------


def profile(company=None, **preferences):
    return read.profile(company or {}, preferences)


def test_the_names_and_the_country_of_the_company():
    company = {
        "CompanyName": "Lone Star",
        "LegalName": "Lone Star LLC",
        "Country": "US",
    }
    found = profile(company)
    assert (found.company_name, found.legal_name) == ("Lone Star", "Lone Star LLC")
    assert found.country == "US"


@pytest.mark.parametrize(
    "sku, plan",
    [
        ("QuickBooks Online Simple Start", "simple_start"),
        ("QuickBooks Online Essentials", "essentials"),
        ("QuickBooks Online Plus", "plus"),
        ("QuickBooks Online Advanced", "advanced"),
        ("QuickBooks Solopreneur", ""),
    ],
)
def test_the_plan_is_known_by_its_sku(sku, plan):
    company = {
        "NameValue": [
            {"Name": "OfferingSku", "Value": sku},
            {"Name": "SubscriptionStatus", "Value": "TRIAL"},
        ]
    }
    assert profile(company).plan == plan
    assert profile(company).subscription_status == "TRIAL"


def test_a_company_that_says_nothing_is_read_carefully():
    found = profile()
    assert (found.plan, found.home_currency, found.country) == ("", "USD", "US")
    assert not found.custom_txn_numbers
    assert found.custom_bill_numbers
    assert found.closing_date is None
    assert not (found.multi_currency or found.sales_tax or found.has_classes)


def test_the_switches_of_the_company():
    found = profile(
        AccountingInfoPrefs={
            "ClassTrackingPerTxnLine": True,
            "TrackDepartments": True,
            "BookCloseDate": "2026-09-30",
        },
        SalesFormsPrefs={"CustomTxnNumbers": True},
        CurrencyPrefs={"MultiCurrencyEnabled": True, "HomeCurrency": {"value": "CAD"}},
        TaxPrefs={"UsingSalesTax": True, "PartnerTaxEnabled": True},
        OtherPrefs={
            "NameValue": [
                {
                    "Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers",
                    "Value": "false",
                }
            ]
        },
    )
    assert found.class_per_line and not found.class_per_txn
    assert found.departments
    assert found.closing_date == datetime.date(2026, 9, 30)
    assert found.custom_txn_numbers and not found.custom_bill_numbers
    assert found.multi_currency and found.home_currency == "CAD"
    assert found.sales_tax and found.automated_sales_tax


def test_automated_sales_tax_that_is_not_set_up_does_not_count():
    found = profile(TaxPrefs={"UsingSalesTax": False, "PartnerTaxEnabled": False})
    assert not found.automated_sales_tax


def custom_fields(*groups):
    groups = [{"CustomField": group} for group in groups]
    return profile(SalesFormsPrefs={"CustomField": groups}).custom_fields


def switch(number, on=True):
    return {
        "Name": f"SalesFormsPrefs.UseSalesCustom{number}",
        "Type": "BooleanType",
        "BooleanValue": on,
    }


def name_of(number, name):
    return {
        "Name": f"SalesFormsPrefs.SalesCustomName{number}",
        "Type": "StringType",
        "StringValue": name,
    }


def test_the_custom_fields_in_use_are_told_apart_by_their_number():
    switches = [switch(3), switch(2, on=False), switch(1)]
    names = [name_of(3, "BOL"), name_of(1, "Load"), name_of(2, "Once")]
    assert custom_fields(switches, names) == (("1", "Load"), ("3", "BOL"))
    assert custom_fields(names, switches) == (("1", "Load"), ("3", "BOL"))


def test_a_custom_field_without_a_name_is_called_by_its_number():
    assert custom_fields([switch(2)]) == (("2", "2"),)


def test_a_company_without_custom_fields():
    assert custom_fields([switch(1, on=False)]) == ()
    assert profile().custom_fields == ()


def test_lines_of_sales_may_have_a_date_of_their_own():
    assert profile(SalesFormsPrefs={"AllowServiceDate": True}).service_dates
    assert not profile().service_dates
