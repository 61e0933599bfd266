# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices, bills and credits in a company file: amounts, lines, taking back."""

from datetime import date
from decimal import Decimal

import pytest

from quickbooks_simulator.desktop import MAPLE, PRAIRIE

from .desk import Desk, by_id, named

CUSTOMER = {"CustomerRef": named("Amarillo Beef Packers")}
VENDOR = {"VendorRef": named("Big Rig Carriers LLC")}


def line(item="Linehaul", **content):
    return {"ItemRef": named(item), **content}


def invoice(desk, *lines, **content):
    return desk.add("Invoice", **CUSTOMER, **content, InvoiceLineAdd=list(lines))


# -- sales -----------------------------------------------------------------------------


def test_the_total_is_that_of_the_lines(desk):
    answer = invoice(
        desk,
        line(Quantity="2", Rate="150.255"),
        line("Lumper", Amount="49.99"),
        line("Detention", Rate="10.00"),
        {"Desc": "Thank you for your business."},
    )
    assert answer.all("InvoiceLineRet/Amount") == ["300.51", "49.99", "10.00"]
    assert answer["Subtotal"] == answer["BalanceRemaining"] == "360.50"
    assert answer["IsPaid"] == "false"
    assert desk.balance("Amarillo Beef Packers") == Decimal("360.50")


def test_negative_lines_reduce_it(desk):
    answer = invoice(desk, line(Amount="100.00"), line("Lumper", Amount="-30.00"))
    assert answer["BalanceRemaining"] == "70.00"


def test_an_amount_outweighs_quantity_and_rate(desk):
    answer = invoice(desk, line(Quantity="3", Amount="100.00"))
    assert answer["InvoiceLineRet/Rate"] == "33.33333"
    assert answer["BalanceRemaining"] == "100.00"


def test_discounts_are_taken_off(desk):
    desk.added("ItemDiscount", Name="Rebate", DiscountRatePercent="10.0")
    answer = invoice(desk, line(Amount="200.00"), line("Rebate"))
    assert answer["BalanceRemaining"] == "180.00"


def test_a_line_with_an_amount_needs_an_item(desk):
    assert invoice(desk, {"Desc": "Freight", "Amount": "10.00"}).code == "3150"


def test_less_than_nothing_is_refused_and_nothing_is_not(desk):
    assert invoice(desk, line(Amount="-1.00")).code == "3210"
    assert invoice(desk, line(Amount="0.00"))["IsPaid"] == "true"


def test_an_invoice_takes_over_what_is_known_of_its_customer(desk):
    desk.added(
        "Customer",
        Name="Smith",
        BillAddress={"Addr1": "1 Main St", "City": "Tulsa"},
        TermsRef=named("Net 30"),
    )
    content = {"CustomerRef": named("Smith"), "TxnDate": "2026-01-31"}
    answer = desk.add("Invoice", **content, InvoiceLineAdd=line(Amount="1.00"))
    assert answer["BillAddress/City"] == "Tulsa"
    assert answer["TermsRef/FullName"] == "Net 30"
    assert answer["DueDate"] == "2026-03-02"
    assert answer["ARAccountRef/FullName"] == "Accounts Receivable (A/R)"


@pytest.mark.parametrize(
    ("day", "due"), [("2026-01-05", "2026-01-10"), ("2026-12-11", "2027-01-10")]
)
def test_terms_by_the_day_of_the_month(desk, day, due):
    terms = {"TxnDate": day, "TermsRef": named("10th of month")}
    assert invoice(desk, line(Amount="1.00"), **terms)["DueDate"] == due


def test_numbers_go_on_from_the_last_one(desk):
    assert invoice(desk, line(Amount="1.00"), RefNumber="1041")["RefNumber"] == "1041"
    assert invoice(desk, line(Amount="1.00"))["RefNumber"] == "1042"
    assert invoice(desk, line(Amount="1.00"), RefNumber="L-7")["RefNumber"] == "L-7"
    assert invoice(desk, line(Amount="1.00"))["RefNumber"] == "1043"


def test_two_invoices_may_have_one_number(desk):
    for _ in range(2):
        assert invoice(desk, line(Amount="1.00"), RefNumber="7").code == "0"


def test_how_long_numbers_may_be(desk):
    assert invoice(desk, line(Amount="1.00"), RefNumber="x" * 12).code == "3070"
    desk.bill(RefNumber="x" * 20)


def test_a_customer_that_is_not_there(desk):
    content = {"CustomerRef": named("Nobody"), "InvoiceLineAdd": line(Amount="1.00")}
    answer = desk.add("Invoice", **content)
    assert answer.code == "3140"
    assert answer.text == (
        'There is an invalid reference to QuickBooks Customer "Nobody" in the Invoice.'
        "  QuickBooks error message: Invalid argument.  The specified record does not "
        "exist in the list."
    )


def test_a_vendor_is_no_customer(desk):
    [vendor] = [v for v in desk.company.vendors() if v.name.startswith("Big Rig")]
    content = {"CustomerRef": by_id(vendor.id), "InvoiceLineAdd": line(Amount="1.00")}
    assert desk.add("Invoice", **content).code == "3140"


def test_receivables_are_posted_to_receivables(desk):
    account = {"ARAccountRef": named("Freight Income")}
    assert invoice(desk, line(Amount="1.00"), **account).code == "3140"


def test_a_credit_memo_is_owed_to_the_customer(desk):
    desk.invoice("100.00")
    answer = desk.add("CreditMemo", **CUSTOMER, CreditMemoLineAdd=line(Amount="30.00"))
    assert answer["TotalAmount"] == answer["CreditRemaining"] == "30.00"
    assert desk.balance("Amarillo Beef Packers") == Decimal("70.00")


def test_a_customer_owes_what_its_jobs_owe(desk):
    desk.added("Customer", Name="Lane 7", ParentRef=named("Amarillo Beef Packers"))
    desk.invoice("10.00")
    desk.invoice("5.00", customer="Amarillo Beef Packers:Lane 7")
    answer = desk.do("CustomerQuery", {"FullName": "Amarillo Beef Packers"})
    assert answer["Balance"] == "10.00"
    assert answer["TotalBalance"] == "15.00"


# -- purchases -------------------------------------------------------------------------


def test_a_bill_has_expenses_and_items(desk):
    answer = desk.add(
        "Bill",
        **VENDOR,
        TxnDate="2026-05-01",
        RefNumber="INV-7",
        Memo="Load 7",
        ExpenseLineAdd={
            "AccountRef": named("Fuel"),
            "Amount": "80.10",
            "ClassRef": named("Reefer"),
        },
        ItemLineAdd=line(Quantity="2", Cost="50.00"),
    )
    assert answer["AmountDue"] == answer["OpenAmount"] == "180.10"
    assert answer["DueDate"] == "2026-05-11"
    assert answer["ExpenseLineRet/ClassRef/FullName"] == "Reefer"
    assert answer["ItemLineRet/Amount"] == "100.00"
    assert desk.balance("Big Rig Carriers LLC") == Decimal("180.10")
    [bill] = desk.company.bills()
    assert (bill.number, bill.date, bill.memo) == ("INV-7", date(2026, 5, 1), "Load 7")


def test_an_expense_needs_an_account(desk):
    answer = desk.add("Bill", **VENDOR, ExpenseLineAdd={"Amount": "1.00"})
    assert answer.code == "3270"


def test_a_vendor_credit_is_owed_by_the_vendor(desk):
    expense = {"AccountRef": named("Fuel"), "Amount": "25.00"}
    answer = desk.add("VendorCredit", **VENDOR, ExpenseLineAdd=expense)
    assert answer["CreditAmount"] == "25.00"
    assert desk.balance("Big Rig Carriers LLC") == Decimal("-25.00")


# -- features --------------------------------------------------------------------------


def test_features_that_are_off():
    desk = Desk(PRAIRIE)
    classed = line(ClassRef=named("Dry Van"), Amount="1.00")
    assert invoice(desk, classed).code == "3250"
    assert invoice(desk, line(Amount="1.00"), ExchangeRate="1.5").code == "3250"


def test_foreign_customers_owe_their_own_currency():
    desk = Desk(MAPLE)
    content = {"CustomerRef": named("Gulf Coast Produce"), "ExchangeRate": "1.40"}
    exempt = line(Amount="100.00", SalesTaxCodeRef=named("E"))
    answer = desk.add("Invoice", **content, InvoiceLineAdd=exempt)
    assert answer["CurrencyRef/FullName"] == "US Dollar"
    assert answer["BalanceRemaining"] == "100.00"
    assert answer["BalanceRemainingInHomeCurrency"] == "140.00"
    assert answer["ARAccountRef/FullName"] == "Accounts Receivable - USD"
    del content["ExchangeRate"]
    usual = desk.add("Invoice", **content, InvoiceLineAdd=exempt)
    assert usual["ExchangeRate"] == "1.3642"


def test_the_home_currency_has_no_rate():
    content = {**CUSTOMER, "ExchangeRate": "1.4", "InvoiceLineAdd": line(Amount="1.00")}
    assert Desk(MAPLE).add("Invoice", **content).code == "3180"


def test_one_currency_in_one_transaction():
    content = {
        "CustomerRef": named("Gulf Coast Produce"),
        "ARAccountRef": named("Accounts Receivable (A/R)"),
    }
    answer = Desk(MAPLE).add("Invoice", **content, InvoiceLineAdd=line(Amount="1.00"))
    assert answer.code == "3180"


# -- closed books ----------------------------------------------------------------------


def test_closed_books_take_nothing_more(desk):
    before = desk.invoice(TxnDate="2026-03-31")
    desk.company.change(closing_date="2026-03-31")
    assert invoice(desk, line(Amount="1.00"), TxnDate="2026-03-31").code == "3180"
    assert invoice(desk, line(Amount="1.00"), TxnDate="2026-04-01").code == "0"
    version = desk.read("Invoice", before)["EditSequence"]
    change = {"TxnID": before, "EditSequence": version, "Memo": "late"}
    assert desk.mod("Invoice", **change).code == "3170"
    assert withdraw(desk, "Void", "Invoice", before).code == "3170"
    assert withdraw(desk, "Del", "Invoice", before).code == "3170"


def test_nothing_moves_into_closed_books(desk):
    txn_id = desk.invoice(TxnDate="2026-04-01")
    desk.company.change(closing_date="2026-03-31")
    version = desk.read("Invoice", txn_id)["EditSequence"]
    change = {"TxnID": txn_id, "EditSequence": version, "TxnDate": "2026-03-01"}
    assert desk.mod("Invoice", **change).code == "3170"


# -- changing --------------------------------------------------------------------------


@pytest.fixture
def two_lines(desk):
    """The answer to a new invoice of two lines."""
    lines = line(Amount="100.00"), line("Lumper", Quantity="2", Rate="10.00")
    return invoice(desk, *lines, RefNumber="7", PONumber="P1", Memo="Load 7")


def change(desk, answer, *lines, **content):
    version = {"TxnID": answer["TxnID"], "EditSequence": answer["EditSequence"]}
    if lines:
        content["InvoiceLineMod"] = list(lines)
    return desk.mod("Invoice", **version, **content)


def test_a_change_leaves_what_it_does_not_name(desk, two_lines):
    answer = change(desk, two_lines, PONumber="", Memo="Load 8")
    assert answer["Memo"] == "Load 8"
    assert answer["PONumber"] is None
    assert answer["RefNumber"] == "7"
    assert answer.all("InvoiceLineRet/Amount") == ["100.00", "20.00"]


def test_new_lines_in_place_of_the_old_ones(desk, two_lines):
    new = line("Detention", Amount="7.00")
    answer = change(desk, two_lines, {"TxnLineID": "-1", **new})
    assert answer.all("InvoiceLineRet/ItemRef/FullName") == ["Detention"]
    assert answer["BalanceRemaining"] == "7.00"
    assert desk.balance("Amarillo Beef Packers") == Decimal("7.00")


def test_a_line_that_stays_keeps_what_is_not_said(desk, two_lines):
    first, second = two_lines.all("InvoiceLineRet/TxnLineID")
    answer = change(
        desk, two_lines, {"TxnLineID": first}, {"TxnLineID": second, "Quantity": "3"}
    )
    assert answer.all("InvoiceLineRet/Amount") == ["100.00", "30.00"]
    assert answer.all("InvoiceLineRet/TxnLineID") == [first, second]


def test_lines_of_its_own_in_their_order(desk, two_lines):
    first, second = two_lines.all("InvoiceLineRet/TxnLineID")
    turned = change(desk, two_lines, {"TxnLineID": second}, {"TxnLineID": first})
    assert turned.code == "3290"
    assert change(desk, two_lines, {"TxnLineID": "FFF-1"}).code == "3290"


def test_an_old_version_is_refused_and_the_present_one_told(desk, two_lines):
    changed = change(desk, two_lines, Memo="by hand")
    answer = change(desk, two_lines, Memo="by us")
    assert answer.code == "3200"
    assert answer["Memo"] == "by hand"
    assert answer["EditSequence"] == changed["EditSequence"]


def test_what_is_not_there_cannot_be_changed(desk, two_lines):
    version = {"TxnID": "FFF-1", "EditSequence": "1"}
    assert desk.mod("Invoice", **version, Memo="x").code == "3120"
    version["TxnID"] = two_lines["TxnID"]
    assert desk.mod("CreditMemo", **version, Memo="x").code == "3120"


def test_what_cannot_be_empty(desk, two_lines):
    assert change(desk, two_lines, CustomerRef=named("")).code == "3190"


def test_another_customer_owes_it(desk, two_lines):
    change(desk, two_lines, CustomerRef=named("Gulf Coast Produce"))
    assert desk.balance("Amarillo Beef Packers") == 0
    assert desk.balance("Gulf Coast Produce") == Decimal("120.00")


def test_lines_of_a_bill_can_be_cleared(desk):
    txn_id = desk.bill("50.00")
    version = desk.read("Bill", txn_id)["EditSequence"]
    answer = desk.mod(
        "Bill",
        TxnID=txn_id,
        EditSequence=version,
        ClearExpenseLines="true",
        ItemLineMod={"TxnLineID": "-1", **line(Amount="8.00")},
    )
    assert answer["AmountDue"] == "8.00"
    assert answer.all("ExpenseLineRet/Amount") == []


# -- taking back -----------------------------------------------------------------------


def withdraw(desk, how, kind, txn_id):
    return desk.do(f"Txn{how}", {f"Txn{how}Type": kind, "TxnID": txn_id})


def test_a_void_invoice_stays_with_nothing_in_it(desk, two_lines):
    answer = withdraw(desk, "Void", "Invoice", two_lines["TxnID"])
    assert answer.code == "0"
    assert answer.element.findtext("RefNumber") == "7"
    [kept] = desk.company.invoices()
    assert kept.void
    assert (kept.total, kept.open, kept.memo) == (0, 0, "VOID: Load 7")
    assert [each["Amount"] for each in kept.lines] == ["0.00", "0.00"]
    assert desk.balance("Amarillo Beef Packers") == 0
    version = desk.read("Invoice", kept.id)["EditSequence"]
    assert int(version) > int(two_lines["EditSequence"])


def test_a_deleted_invoice_is_gone_and_known_as_deleted(desk, two_lines):
    assert withdraw(desk, "Del", "Invoice", two_lines["TxnID"]).code == "0"
    assert desk.company.invoices() == []
    assert desk.balance("Amarillo Beef Packers") == 0
    answer = desk.do("TxnDeletedQuery", {"TxnDelType": ["Bill", "Invoice"]})
    assert answer["TxnID"] == two_lines["TxnID"]
    assert answer["RefNumber"] == "7"
    assert withdraw(desk, "Del", "Invoice", two_lines["TxnID"]).code == "3120"


@pytest.mark.parametrize("how", ["Void", "Del"])
def test_only_under_its_own_kind(desk, two_lines, how):
    assert withdraw(desk, how, "Bill", two_lines["TxnID"]).code == "3120"


def test_received_payments_cannot_be_voided(desk):
    assert withdraw(desk, "Void", "ReceivePayment", "1-1").code == "3110"


def test_a_version_is_of_the_computers_clock(desk):
    """It may have been put back, or be another computer's."""
    invoice = desk.invoice()
    before = desk.read("Invoice", invoice)["EditSequence"]
    desk.company.clock.advance(hours=-3)
    changed = desk.mod("Invoice", TxnID=invoice, EditSequence=before, Memo="Later")
    assert int(changed["EditSequence"]) < int(before)
    again = desk.mod(
        "Invoice",
        TxnID=invoice,
        EditSequence=changed["EditSequence"],
        Memo="At the same time",
    )
    assert int(again["EditSequence"]) > int(changed["EditSequence"])
