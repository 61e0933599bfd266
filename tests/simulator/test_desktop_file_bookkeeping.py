# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a bookkeeper does by hand, while an application works on the file."""

from decimal import Decimal

import pytest

from quickbooks_simulator.desktop.statuses import Refusal

from .desk import named

BEEF = "Amarillo Beef Packers"


@pytest.fixture
def bookkeeper(desk):
    return desk.company.bookkeeper


def test_an_invoice_is_paid(desk, bookkeeper):
    invoice = desk.invoice("100.00")
    bookkeeper.pay(invoice, "40.00")
    assert desk.read("Invoice", invoice)["BalanceRemaining"] == "60.00"
    bookkeeper.pay(invoice)
    assert desk.read("Invoice", invoice)["IsPaid"] == "true"


def test_a_bill_is_paid(desk, bookkeeper):
    bill = desk.bill("100.00")
    payment = bookkeeper.pay(bill)
    assert desk.company.bill_payments()[0].applied == {bill: Decimal("100.00")}
    bookkeeper.delete(payment)
    assert desk.read("Bill", bill)["IsPaid"] == "false"


def test_a_change_by_hand_makes_a_new_version(desk, bookkeeper):
    invoice = desk.invoice()
    before = desk.read("Invoice", invoice)["EditSequence"]
    bookkeeper.change(invoice, Memo="by hand")
    answer = desk.mod("Invoice", TxnID=invoice, EditSequence=before, Memo="by us")
    assert answer.code == "3200"
    assert answer["Memo"] == "by hand"


def test_customers_are_renamed_and_retired(desk, bookkeeper):
    [customer] = [each for each in desk.company.customers() if each.name == BEEF]
    bookkeeper.change(customer.id, Name="Beef Inc", IsActive="false")
    assert desk.do("CustomerQuery", {"FullName": "Beef Inc"})["IsActive"] == "false"


def test_invoices_are_voided_and_deleted(desk, bookkeeper):
    first, second = desk.invoice(), desk.invoice()
    bookkeeper.void(first)
    bookkeeper.delete(second)
    [kept] = desk.company.invoices()
    assert (kept.id, kept.void) == (first, True)


def test_the_rules_hold_at_the_screen_too(desk, bookkeeper):
    invoice = desk.invoice("100.00")
    with pytest.raises(Refusal):
        bookkeeper.pay(invoice, "100.01")
    assert desk.company.payments() == []


def test_two_customers_become_one(desk, bookkeeper):
    loser = desk.added("Customer", Name="Beef Packers")
    desk.added("Customer", Name="Lane 7", ParentRef=named("Beef Packers"))
    invoice = desk.invoice("10.00", customer="Beef Packers")
    desk.invoice("5.00", customer="Beef Packers:Lane 7")
    [survivor] = [each for each in desk.company.customers() if each.name == BEEF]
    bookkeeper.merge(loser, survivor.id)
    assert desk.read("Invoice", invoice)["CustomerRef/ListID"] == survivor.id
    assert desk.do("CustomerQuery", {"ListID": loser}).code == "500"
    told = desk.do("CustomerQuery", {"FullName": BEEF})
    assert (told["Balance"], told["TotalBalance"]) == ("10.00", "15.00")
    assert desk.do("CustomerQuery", {"FullName": f"{BEEF}:Lane 7"}).code == "0"
    deleted = desk.do("ListDeletedQuery", {"ListDelType": "Customer"})
    assert deleted["ListID"] == loser


def test_only_of_one_kind(desk, bookkeeper):
    [vendor] = desk.company.vendors()[:1]
    [customer] = desk.company.customers()[:1]
    with pytest.raises(ValueError, match="cannot be merged"):
        bookkeeper.merge(vendor.id, customer.id)
