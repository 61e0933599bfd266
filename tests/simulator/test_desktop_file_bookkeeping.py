# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a bookkeeper does by hand, while an application works on the file."""

from decimal import Decimal

import pytest

from quickbooks_simulator.desktop.statuses import Refusal

from .desk import named

BEEF, BIG_RIG = "Amarillo Beef Packers", "Big Rig Carriers LLC"
LINEHAUL, FREIGHT = ("Linehaul", "100.00"), ("Purchased Transportation", "80.00")


@pytest.fixture
def bookkeeper(desk):
    return desk.company.bookkeeper


def version(desk, kind, txn_id):
    return desk.read(kind, txn_id)["EditSequence"]


# -- making ----------------------------------------------------------------------------


def test_documents_are_written(desk, bookkeeper):
    invoice = bookkeeper.invoice(BEEF, LINEHAUL, ("Lumper", "20.00"), RefNumber="77")
    bill = bookkeeper.bill(BIG_RIG, FREIGHT, ("Detention", "5.00"), TermsRef="Net 15")
    memo = bookkeeper.credit_memo(BEEF, ("Linehaul", "10.00"))
    credit = bookkeeper.vendor_credit(BIG_RIG, ("Fuel", "3.00"))

    told = desk.read("Invoice", invoice, IncludeLineItems="true")
    assert told["RefNumber"] == "77"
    assert told.all("InvoiceLineRet/Amount") == ["100.00", "20.00"]
    told = desk.read("Bill", bill, IncludeLineItems="true")
    assert told["ExpenseLineRet/AccountRef/FullName"] == FREIGHT[0]
    assert told["ItemLineRet/ItemRef/FullName"] == "Detention"
    assert told["TermsRef/FullName"] == "Net 15"
    totals = {each.id: each.total for each in desk.company.transactions()}
    assert totals == {
        invoice: Decimal(120),
        bill: Decimal(85),
        memo: Decimal(10),
        credit: Decimal(3),
    }


def test_customers_jobs_and_vendors_are_made(desk, bookkeeper):
    customer = bookkeeper.customer("Dairy", CompanyName="Dairy Inc", TermsRef="Net 30")
    job = bookkeeper.customer("Lane 7", ParentRef=customer)
    vendor = bookkeeper.vendor("Night Haul")

    told = desk.do("CustomerQuery", {"ListID": [customer, job]})
    assert told.all("FullName") == ["Dairy", "Dairy:Lane 7"]
    assert told["TermsRef/FullName"] == "Net 30"
    assert desk.do("VendorQuery", {"ListID": vendor})["Name"] == "Night Haul"


# -- changing --------------------------------------------------------------------------


def test_a_change_by_hand_makes_a_new_version(desk, bookkeeper):
    invoice = desk.invoice()
    before = version(desk, "Invoice", invoice)
    bookkeeper.change(invoice, Memo="by hand")
    answer = desk.mod("Invoice", TxnID=invoice, EditSequence=before, Memo="by us")
    assert answer.code == "3200"
    assert answer["Memo"] == "by hand"


def test_lines_are_changed_added_and_dropped(desk, bookkeeper):
    invoice = bookkeeper.invoice(BEEF, LINEHAUL, ("Lumper", "20.00"))
    lines = ("InvoiceLineRet/TxnLineID", "InvoiceLineRet/Amount")
    told = desk.read("Invoice", invoice, IncludeLineItems="true")
    ids = told.all(lines[0])

    bookkeeper.change_line(invoice, 2, Amount="25.00")
    bookkeeper.add_line(invoice, ("Detention", "30.00"))
    told = desk.read("Invoice", invoice, IncludeLineItems="true")
    assert told.all(lines[1]) == ["100.00", "25.00", "30.00"]
    assert told.all(lines[0])[:2] == ids

    bookkeeper.drop_line(invoice, 1)
    assert desk.read("Invoice", invoice)["BalanceRemaining"] == "55.00"
    with pytest.raises(IndexError, match="has no line 3"):
        bookkeeper.drop_line(invoice, 3)


def test_lines_of_bills_are_counted_through(desk, bookkeeper):
    bill = bookkeeper.bill(BIG_RIG, FREIGHT, ("Detention", "5.00"))
    bookkeeper.change_line(bill, 2, Amount="6.00")
    bookkeeper.add_line(bill, ("Fuel", "4.00"))
    assert desk.read("Bill", bill)["AmountDue"] == "90.00"
    bookkeeper.drop_line(bill, 3)
    assert desk.read("Bill", bill)["AmountDue"] == "84.00"


def test_customers_are_renamed_and_retired(desk, bookkeeper):
    [customer] = [each for each in desk.company.customers() if each.name == BEEF]
    bookkeeper.change(customer.id, Name="Beef Inc", IsActive=False)
    assert desk.do("CustomerQuery", {"FullName": "Beef Inc"})["IsActive"] == "false"


def test_invoices_are_voided_and_deleted(desk, bookkeeper):
    first, second = desk.invoice(), desk.invoice()
    bookkeeper.void(first)
    bookkeeper.delete(second)
    [kept] = desk.company.invoices()
    assert (kept.id, kept.void) == (first, True)
    deleted = desk.do("TxnDeletedQuery", {"TxnDelType": ["Invoice", "Bill"]})
    assert deleted.all("TxnID") == [second]


def test_the_rules_hold_at_the_screen_too(desk, bookkeeper):
    invoice = desk.invoice("100.00")
    with pytest.raises(Refusal):
        bookkeeper.pay(invoice, "100.01")
    assert desk.company.payments() == []


@pytest.mark.parametrize("deed", ["pay", "void", "delete"])
def test_what_is_not_there(bookkeeper, deed):
    with pytest.raises(Refusal, match="3120"):
        getattr(bookkeeper, deed)("1-1")


# -- merging ---------------------------------------------------------------------------


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
