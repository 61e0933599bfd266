# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks Online shows, read as the documents that are sent to it."""

import datetime
import json
from decimal import Decimal

import pytest

from tms_quickbooks.lib.documents import (
    BANK,
    CREDIT_CARD,
    Address,
    ExpenseLine,
    ItemLine,
    Ref,
)
from tms_quickbooks.lib.online import read, read_documents
from tms_quickbooks.lib.problems import QuickBooksError

from .test_online_read import RECORDED, recorded

HAUL = {
    "Id": "1",
    "LineNum": 1,
    "Description": "Dallas to Tulsa",
    "Amount": Decimal("1750.00"),
    "DetailType": "SalesItemLineDetail",
    "SalesItemLineDetail": {
        "ItemRef": {"value": "3", "name": "Linehaul"},
        "Qty": 500,
        "UnitPrice": Decimal("3.5"),
        "ServiceDate": "2026-11-18",
        "ClassRef": {"value": "9", "name": "Dry Van"},
        "TaxCodeRef": {"value": "TAX"},
    },
}
HAUL_LINE = ItemLine(
    amount=Decimal("1750.00"),
    description="Dallas to Tulsa",
    item=Ref("3", "Linehaul"),
    quantity=Decimal(500),
    unit_price=Decimal("3.5"),
    taxable=True,
    class_ref=Ref("9", "Dry Van"),
    service_date=datetime.date(2026, 11, 18),
)
INVOICE = {
    "Id": "130",
    "SyncToken": "2",
    "DocNumber": "1042",
    "TxnDate": "2026-11-20",
    "DueDate": "2026-12-20",
    "CurrencyRef": {"value": "USD", "name": "United States Dollar"},
    "CustomerRef": {"value": "58", "name": "Prairie Foods"},
    "SalesTermRef": {"value": "3", "name": "Net 30"},
    "PrivateNote": "Load 17\nOdoo 7F3KQ2ZD4A",
    "CustomerMemo": {"value": "Thank you"},
    "TxnTaxDetail": {"TotalTax": Decimal("144.38")},
    "Line": [HAUL, {"Amount": Decimal("1750.00"), "DetailType": "SubTotalLineDetail"}],
    "TotalAmt": Decimal("1894.38"),
    "Balance": Decimal("1894.38"),
}
BILL = {
    "Id": "77",
    "SyncToken": "0",
    "DocNumber": "RR-4411",
    "TxnDate": "2026-11-20",
    "VendorRef": {"value": "71", "name": "Red River Carriers"},
    "Line": [],
    "TotalAmt": 0,
}


def read_back(type, data, **changes):
    raw = json.dumps(data | changes, default=float)
    return read_documents.document(type, raw)


def line(kind, amount, **detail):
    return {"Amount": amount, "DetailType": kind, kind: detail}


# -- invoices and credit memos ---------------------------------------------------------


def test_an_invoice_says_what_was_sent_with_the_names_of_what_it_refers_to():
    found = read_back("Invoice", INVOICE)
    assert (found.id, found.version, found.number) == ("130", "2", "1042")
    assert found.date == datetime.date(2026, 11, 20)
    assert found.due_date == datetime.date(2026, 12, 20)
    assert found.customer == Ref("58", "Prairie Foods")
    assert found.terms == Ref("3", "Net 30")
    assert (found.total, found.tax_amount) == (Decimal("1894.38"), Decimal("144.38"))
    assert (found.currency, found.message) == ("USD", "Thank you")
    assert found.mark == "7F3KQ2ZD4A"
    assert (found.source.model, found.source.name) == ("quickbooks.object", "1042")


def test_lines_of_text_and_subtotals_are_left_out():
    text = {"DetailType": "DescriptionOnly", "Description": "Detention as agreed"}
    found = read_back("Invoice", INVOICE, Line=[*INVOICE["Line"], text])
    assert found.lines == (HAUL_LINE,)


def test_a_line_without_a_product_is_still_one_of_the_sale():
    found = read_back("Invoice", INVOICE, Line=[line("SalesItemLineDetail", 20)])
    assert found.lines == (ItemLine(amount=Decimal("20.00")),)


def test_a_bundle_is_taken_apart_into_its_lines():
    bundle = {
        "DetailType": "GroupLineDetail",
        "GroupLineDetail": {"GroupItemRef": {"value": "8"}, "Line": [HAUL, HAUL]},
    }
    found = read_back("Invoice", INVOICE, Line=[HAUL, bundle])
    assert found.lines == (HAUL_LINE,) * 3


def test_a_discount_is_a_line_less_than_zero_on_its_account():
    discount = line("DiscountLineDetail", 50, DiscountAccountRef={"value": "86"})
    found = read_back("Invoice", INVOICE, Line=[HAUL, discount])
    assert found.lines[1] == ExpenseLine(amount=Decimal("-50.00"), account=Ref("86"))


def test_outside_the_united_states_a_line_names_its_code():
    taxed = line("SalesItemLineDetail", 100, ItemRef={"value": "3"}) | {}
    taxed["SalesItemLineDetail"]["TaxCodeRef"] = {"value": "5", "name": "GST"}
    [found] = read_back("Invoice", INVOICE, Line=[taxed]).lines
    assert (found.tax_code, found.taxable) == (Ref("5", "GST"), False)


def test_amounts_that_include_tax_are_read_without_it():
    """Intuit shows the net amount of each line beside ``TaxInclusiveAmt``."""
    taxed = line(
        "SalesItemLineDetail",
        Decimal("100.00"),
        ItemRef={"value": "3"},
        TaxInclusiveAmt=Decimal("105.00"),
        TaxCodeRef={"value": "5"},
    )
    found = read_back(
        "CreditMemo",
        INVOICE,
        Line=[taxed],
        GlobalTaxCalculation="TaxInclusive",
        TxnTaxDetail={"TotalTax": 5},
        TotalAmt=105,
    )
    assert found.lines[0].amount == Decimal("100.00")
    assert (found.total, found.tax_amount) == (Decimal("105.00"), Decimal("5.00"))


def test_a_voided_invoice_says_so():
    found = read_back("Invoice", INVOICE, PrivateNote="Voided", TotalAmt=0)
    assert found.is_voided
    assert not read_back("Invoice", INVOICE).is_voided


# -- bills and vendor credits ----------------------------------------------------------


def test_a_bill_has_lines_on_accounts_and_on_items():
    shown = [
        line(
            "AccountBasedExpenseLineDetail",
            900,
            AccountRef={"value": "61", "name": "Purchased Transportation"},
            CustomerRef={"value": "58", "name": "Prairie Foods"},
        ),
        line("ItemBasedExpenseLineDetail", 45, ItemRef={"value": "4"}, Qty=3),
    ]
    found = read_back("Bill", BILL, Line=shown, TotalAmt=945)
    assert found.vendor == Ref("71", "Red River Carriers")
    assert (found.number, found.reference) == ("RR-4411", "RR-4411")
    assert found.lines == (
        ExpenseLine(
            amount=Decimal("900.00"),
            account=Ref("61", "Purchased Transportation"),
            customer=Ref("58", "Prairie Foods"),
        ),
        ItemLine(amount=Decimal("45.00"), item=Ref("4"), quantity=Decimal(3)),
    )


def test_the_tax_of_a_vendor_credit_is_what_its_lines_leave_of_the_total():
    shown = line("AccountBasedExpenseLineDetail", 100, AccountRef={"value": "61"})
    found = read_back("VendorCredit", BILL, Line=[shown], TotalAmt=105)
    assert found.tax_amount == Decimal("5.00")


def test_an_amount_of_a_kind_that_is_not_known_is_not_lost():
    shown = line("TDSLineDetail", 12, TDSSectionTypeId=3)
    [found] = read_back("Bill", BILL, Line=[shown], TotalAmt=12).lines
    assert found == ExpenseLine(amount=Decimal("12.00"))


# -- payments --------------------------------------------------------------------------


PAYMENT = {
    "Id": "201",
    "SyncToken": "0",
    "TxnDate": "2026-11-25",
    "PaymentRefNum": "CHK 77",
    "CustomerRef": {"value": "58", "name": "Prairie Foods"},
    "DepositToAccountRef": {"value": "35", "name": "Checking"},
    "PaymentMethodRef": {"value": "2", "name": "Check"},
    "CurrencyRef": {"value": "CAD"},
    "ExchangeRate": Decimal("0.75"),
    "TotalAmt": Decimal("90.00"),
    "UnappliedAmt": Decimal("0"),
    "Line": [
        {"Amount": 60, "LinkedTxn": [{"TxnId": "130", "TxnType": "Invoice"}]},
        {"Amount": 40, "LinkedTxn": [{"TxnId": "130", "TxnType": "Invoice"}]},
        {"Amount": 15, "LinkedTxn": [{"TxnId": "131", "TxnType": "CreditMemo"}]},
        {"Amount": 5, "LinkedTxn": [{"TxnId": "132", "TxnType": "JournalEntry"}]},
    ],
}


def test_a_payment_says_what_it_settles_and_which_credits_it_uses():
    found = read_back("Payment", PAYMENT)
    assert [(each.type, each.target.id, each.amount) for each in found.applied] == [
        ("Invoice", "130", Decimal("100.00")),
        ("CreditMemo", "131", Decimal("15.00")),
        ("JournalEntry", "132", Decimal("5.00")),
    ]
    assert found.amount_applied == found.total == Decimal("90.00")
    assert (found.number, found.party) == ("CHK 77", Ref("58", "Prairie Foods"))
    assert (found.account, found.method) == (Ref("35", "Checking"), Ref("2", "Check"))
    assert (found.currency, found.exchange_rate) == ("CAD", Decimal("0.75"))


def test_a_payment_without_an_account_is_among_undeposited_funds():
    shown = {name: PAYMENT[name] for name in PAYMENT if name != "DepositToAccountRef"}
    assert read_back("Payment", shown).account is None


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        ({"CheckPayment": {"BankAccountRef": {"value": "35"}}}, BANK),
        ({"CreditCardPayment": {"CCAccountRef": {"value": "35"}}}, CREDIT_CARD),
    ],
)
def test_a_bill_payment_says_what_it_was_paid_from(shown, kind):
    paid = {"VendorRef": {"value": "71"}, "TxnDate": "2026-11-25", "Id": "9"} | shown
    found = read_back("BillPayment", paid, TotalAmt=10)
    assert found.account == Ref("35", kind=kind)
    assert found.is_by_card is (kind == CREDIT_CARD)


# -- customers and vendors -------------------------------------------------------------


def test_a_vendor_is_read_with_the_numbers_that_stand_in_its_account_number():
    found = read_back(
        "Vendor",
        {"Id": "71", "SyncToken": "1", "DisplayName": "Red River Carriers"},
        AcctNum="C-17 / MC 123456 / DOT 9876543",
        TaxIdentifier="XXXXX6789",
        PrimaryPhone={"FreeFormNumber": "555 0100"},
        BillAddr={"Line1": "1 Main St", "City": "Dallas", "Lat": "32.7"},
        Vendor1099=True,
        TermRef={"value": "3", "name": "Net 30"},
    )
    numbers = found.account_number, found.mc_number, found.dot_number
    assert numbers == ("C-17", "123456", "9876543")
    assert (found.role, found.name, found.phone) == (
        "vendor",
        "Red River Carriers",
        "555 0100",
    )
    assert found.tax_id == "", "all but the last digits are hidden"
    assert found.address == Address(lines=("1 Main St",), city="Dallas")
    assert found.is_1099 and found.terms == Ref("3", "Net 30")


def test_an_inactive_customer_goes_by_its_own_name():
    shown = {"Id": "5", "DisplayName": "Acme (deleted)", "Active": False}
    found = read_back("Customer", shown)
    assert (found.name, found.active) == ("Acme", False)


# -- whole objects ---------------------------------------------------------------------


def test_a_page_of_whole_objects_brings_their_text_and_what_is_in_it():
    answer = {"QueryResponse": {"Invoice": [INVOICE]}}
    [state] = read.query_objects("Invoice", answer, whole=True)
    found = read_documents.document("Invoice", state.raw)
    assert found.total == Decimal("1894.38")
    assert state.content == read_documents.content(found)
    assert read_documents.state("Invoice", state.raw) == state
    [bare] = read.query_objects("Invoice", answer)
    assert (bare.raw, bare.content) == ("", state.content)


def test_what_is_no_document_and_what_is_deleted_has_no_content():
    account = {"QueryResponse": {"Account": [{"Id": "1", "Name": "Checking"}]}}
    [state] = read.query_objects("Account", account, whole=True)
    assert state.raw and not state.content
    deleted = read_documents.state("Invoice", '{"Id": "130", "status": "Deleted"}')
    assert deleted.extra["deleted"] and not deleted.content


@pytest.mark.parametrize(
    "raw", ["", "{", "[]", "{}", '{"Id": "1", "TxnDate": "yesterday"}']
)
def test_what_cannot_be_read_is_told(raw):
    with pytest.raises(QuickBooksError):
        read_documents.document("Invoice", raw)


def test_what_nobody_sends_is_no_document():
    with pytest.raises(QuickBooksError):
        read_documents.document("Estimate", json.dumps(INVOICE, default=float))


# -- recorded --------------------------------------------------------------------------


def bodies(name, type):
    tape = json.loads((RECORDED / f"{name}.json").read_text())
    for interaction in tape["interactions"]:
        body = json.loads(interaction["response"]["body"] or "{}")
        if type in body and "TxnDate" in body[type]:
            yield body[type]


@recorded
def test_a_recorded_invoice_is_a_document():
    [shown] = bodies("create/invoice", "Invoice")
    found = read_back("Invoice", shown)
    assert (found.number, found.total) == ("1043", Decimal("100.00"))
    assert found.customer == Ref("1", "Amy's Bird Sanctuary")
    [only] = found.lines
    assert (only.item, only.amount) == (Ref("1", "Services"), Decimal("100.00"))
    assert only.quantity is None


@recorded
def test_a_recorded_void_is_seen():
    *_before, after = bodies("void/invoice", "Invoice")
    found = read_back("Invoice", after)
    assert found.is_voided and found.number == "1041"


@recorded
def test_recorded_customers_are_parties():
    tape = json.loads((RECORDED / "all" / "customers.json").read_text())
    body = max((i["response"]["body"] for i in tape["interactions"]), key=len)
    states = read.query_objects("Customer", json.loads(body), whole=True)
    parties = [read_documents.document("Customer", each.raw) for each in states]
    assert len(parties) > 10
    assert all(each.name and each.currency == "USD" for each in parties)
    assert len({state.content for state in states}) == len(states)
