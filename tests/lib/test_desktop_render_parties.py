# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers, vendors and services as qbXML."""

from decimal import Decimal

import pytest

from tms_quickbooks.lib.documents import Address, Ref

from .builders import (
    canadian_desktop_company,
    customer,
    desktop_company,
    item,
    vendor,
)
from .desktop_requests import said

ADDRESS = Address(
    ("1 Main St", "Dock 4"), "Dallas", "TX", "75001", "US", name="Prairie Foods"
)
SHOWN_ADDRESS = {
    "Addr1": "Prairie Foods",
    "Addr2": "1 Main St",
    "Addr3": "Dock 4",
    "City": "Dallas",
    "State": "TX",
    "PostalCode": "75001",
    "Country": "US",
}
FULL = {
    "company_name": "Prairie Foods Inc.",
    "given_name": "Ann",
    "family_name": "Lee",
    "email": " ap@prairie.example ",
    "phone": "+1 555 0100",
    "mobile": "+1 555 0101",
    "address": ADDRESS,
    "ship_address": ADDRESS,
    "account_number": "C-17",
    "terms": Ref("8-3"),
    "credit_limit": Decimal("5000"),
    "notes": "Dock closes\nat five.",
}
COMMON = {
    "CompanyName": "Prairie Foods Inc.",
    "FirstName": "Ann",
    "LastName": "Lee",
    "Phone": "+1 555 0100",
    "Mobile": "+1 555 0101",
    "Email": "ap@prairie.example",
    "AccountNumber": "C-17",
    "TermsRef": {"ListID": "8-3"},
    "CreditLimit": "5000.00",
    "Notes": "Dock closes\nat five.",
}


def test_a_customer_with_everything():
    assert said(customer(**FULL)) == COMMON | {
        "Name": "Prairie Foods",
        "BillAddress": SHOWN_ADDRESS,
        "ShipAddress": SHOWN_ADDRESS,
    }


def test_a_vendor_with_everything():
    document = vendor(
        **FULL,
        tax_id="12-3456789",
        is_1099=True,
        mc_number="123456",
        dot_number="9876543",
    )
    assert said(document) == COMMON | {
        "Name": "Red River Carriers",
        "VendorAddress": SHOWN_ADDRESS,
        "AccountNumber": "C-17 / MC 123456 / DOT 9876543",
        "VendorTaxIdent": "12-3456789",
        "IsVendorEligibleFor1099": "true",
    }


def test_a_new_one_with_a_name_only():
    assert said(customer()) == {"Name": "Prairie Foods"}
    assert said(vendor()) == {"Name": "Red River Carriers"}


def test_texts_are_cut_to_what_quickbooks_has_room_for():
    body = said(
        customer(
            name="N" * 50,
            company_name="C" * 50,
            given_name="G" * 30,
            phone="5" * 30,
            address=Address(("S" * 50,), "T" * 40, "U" * 30, "1" * 20, "V" * 40),
        )
    )
    assert body["Name"] == "N" * 40 + "…"
    assert body["CompanyName"] == "C" * 40 + "…"
    assert body["FirstName"] == "G" * 24 + "…"
    assert body["Phone"] == "5" * 21
    assert {name: len(text) for name, text in body["BillAddress"].items()} == {
        "Addr1": 41,
        "City": 31,
        "State": 21,
        "PostalCode": 13,
        "Country": 31,
    }


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ((), ["Acme"]),
        (("Acme", "1 Main St"), ["Acme", "1 Main St"]),
        (("a", "b", "c", "d"), ["Acme", "a", "b", "c", "d"]),
        (("a", "b", "c", "d", "e"), ["Acme", "a", "b", "c", "d e"]),
        (("", " a ", "b\nc"), ["Acme", "a", "b c"]),
    ],
)
def test_an_address_has_the_name_and_five_lines(lines, shown):
    address = Address(lines, "Dallas", name="Acme")
    body = said(customer(address=address))["BillAddress"]
    assert [body[name] for name in sorted(body) if name.startswith("Addr")] == shown


def test_a_name_alone_is_no_address():
    assert "BillAddress" not in said(customer(address=Address(name="Acme")))


def test_a_change_leaves_nothing_of_an_older_address():
    body = said(customer(id="8-1", version="3", address=ADDRESS))
    assert body["BillAddress"] == SHOWN_ADDRESS | {"Addr4": "", "Addr5": ""}
    empty = Address(("1 Main St",))
    body = said(customer(id="8-1", version="3", address=empty))
    assert body["BillAddress"]["City"] == ""


def test_paper_shows_the_true_name_where_the_list_has_another():
    driver = {"address": Address(("1 Main St",), name="Ann Lee")}
    assert said(vendor(name="Ann Lee (V)", **driver))["NameOnCheck"] == "Ann Lee"
    assert said(customer(name="Ann Lee (C)", **driver))["PrintAs"] == "Ann Lee"
    assert "NameOnCheck" not in said(vendor(name="Ann Lee", **driver))
    # What a bookkeeper may have entered since stays.
    changed = vendor(name="Ann Lee (V)", id="8-1", version="3", **driver)
    assert "NameOnCheck" not in said(changed)


@pytest.mark.parametrize(
    ("values", "active"),
    [
        ({}, None),
        ({"active": False}, "false"),
        ({"id": "8-1", "version": "3"}, "true"),
    ],
)
def test_new_ones_are_active_unless_told_otherwise(values, active):
    assert said(customer(**values)).get("IsActive") == active


def test_a_tax_id_has_its_place_by_country():
    canada = canadian_desktop_company()
    ids = {"tax_id": "123456789RT0001"}
    assert "TaxRegistrationNumber" not in said(customer(**ids))
    for document in (customer(**ids), vendor(**ids, is_1099=True)):
        body = said(document, canada)
        assert body["TaxRegistrationNumber"] == "123456789RT0001"
        assert not {"VendorTaxIdent", "IsVendorEligibleFor1099"} & body.keys()


def test_a_currency_is_named_once_for_good():
    canada = canadian_desktop_company()
    named = {"FullName": "US Dollar"}
    assert said(customer(currency="USD"), canada)["CurrencyRef"] == named
    assert said(customer(), canada)["CurrencyRef"] == {"FullName": "Canadian Dollar"}
    changed = customer(currency="USD", id="8-1", version="3")
    assert "CurrencyRef" not in said(changed, canada)
    assert "CurrencyRef" not in said(customer(currency="USD"), desktop_company())


# -- services --------------------------------------------------------------------------


def test_a_service_is_sold_and_bought_if_there_is_an_account_for_it():
    assert said(item(name="T" * 40)) == {
        "Name": "T" * 30 + "…",
        "SalesOrPurchase": {"AccountRef": {"ListID": "13"}},
    }
    both = said(item(expense_account=Ref("61")))["SalesAndPurchase"]
    assert both == {
        "IncomeAccountRef": {"ListID": "13"},
        "ExpenseAccountRef": {"ListID": "61"},
    }


def test_a_service_can_be_changed():
    values = {"id": "8-1", "version": "3"}
    assert "SalesOrPurchaseMod" in said(item(**values))
    assert "SalesAndPurchaseMod" in said(item(expense_account=Ref("61"), **values))
