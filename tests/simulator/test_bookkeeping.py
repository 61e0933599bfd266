# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a bookkeeper does in QuickBooks by hand, as tests call for it."""

from decimal import Decimal

import pytest
import requests

from quickbooks_simulator.online import LONE_STAR, MAPLE, PRAIRIE
from quickbooks_simulator.online.faults import Fault

from .client import CUSTOMER, OTHER_CUSTOMER, TIMEOUT, VENDOR

SHIPPER, OTHER_SHIPPER = "Amarillo Beef Packers", "Gulf Coast Produce"
CARRIER = "Big Rig Carriers LLC"


@pytest.fixture
def hand(simulator):
    return simulator.bookkeeper(LONE_STAR)


@pytest.fixture
def owed(hand):
    """An invoice over 100."""
    return hand.invoice(SHIPPER, ("Linehaul", "100.00", "NON"))


def balance(hand, number, entity="Invoice"):
    return hand.look(entity, number)["Balance"]


def test_an_invoice_is_written_with_names(hand, api):
    number = hand.invoice(
        SHIPPER,
        ("Linehaul", "1,750.00", "NON"),
        ("Detention", "75", "TAX"),
        DocNumber="H-1",
        TxnDate="2026-11-02",
        SalesTermRef="Net 15",
    )

    made = api.read("Invoice", number)
    assert made["CustomerRef"]["value"] == CUSTOMER
    assert (made["DocNumber"], made["DueDate"]) == ("H-1", "2026-11-17")
    assert made["TotalAmt"] == Decimal("1831.19")
    names = [
        line["SalesItemLineDetail"]["ItemRef"]["name"] for line in made["Line"][:2]
    ]
    assert names == ["Linehaul", "Detention"]


def test_a_bill_has_lines_by_account_and_by_item(hand, api):
    number = hand.bill(CARRIER, ("Purchased Transportation", "900"), ("Lumper", "50"))

    made = api.read("Bill", number)
    assert made["VendorRef"]["value"] == VENDOR
    assert [line["DetailType"] for line in made["Line"]] == [
        "AccountBasedExpenseLineDetail",
        "ItemBasedExpenseLineDetail",
    ]


def test_customers_and_vendors_are_made_renamed_and_merged(hand, api):
    parent = hand.customer("Rio Grande Foods")
    child = hand.customer("Laredo", ParentRef="Rio Grande Foods")
    vendor = hand.vendor("Owner Operator 7", AcctNum="7")
    hand.rename("Vendor", vendor, "Owner Operator 8")
    hand.merge("Vendor", vendor, CARRIER)
    hand.change("Customer", OTHER_CUSTOMER, Active=False)

    assert api.read("Customer", child)["ParentRef"]["value"] == parent
    assert api.read("Customer", OTHER_CUSTOMER)["Active"] is False
    with pytest.raises(Fault, match="610"):
        hand.look("Vendor", vendor)


def test_one_payment_settles_several_invoices_in_part(hand, owed, api):
    second = hand.invoice(SHIPPER, ("Linehaul", "40", "NON"))

    number = hand.receive({owed: "60.50", second: ""}, PaymentRefNum="ACH 1")

    made = api.read("Payment", number)
    assert (made["TotalAmt"], made["UnappliedAmt"]) == (Decimal("100.50"), 0)
    assert made["PaymentRefNum"] == "ACH 1"
    assert (balance(hand, owed), balance(hand, second)) == (Decimal("39.50"), 0)


def test_what_is_received_too_much_stays_unapplied(hand, owed, api):
    number = hand.receive({owed: ""}, "130", DepositToAccountRef="Operating Checking")

    made = api.read("Payment", number)
    assert made["UnappliedAmt"] == 30
    assert made["DepositToAccountRef"]["name"] == "Operating Checking"


def test_money_comes_before_there_is_anything_to_pay(hand, api):
    number = hand.receive({}, "75", SHIPPER)

    assert api.read("Payment", number)["UnappliedAmt"] == 75


def test_a_credit_memo_settles_with_money_or_alone(hand, owed, api):
    memo = hand.credit_memo(SHIPPER, ("Linehaul", "30", "NON"))
    first = hand.receive({owed: "50", memo: "10"})
    second = hand.receive({owed: "20", memo: "20"})

    assert api.read("Payment", first)["TotalAmt"] == 40
    assert api.read("Payment", second)["TotalAmt"] == 0
    assert balance(hand, owed) == 30
    assert balance(hand, memo, "CreditMemo") == 0


def test_bills_are_paid_by_check_by_card_and_with_a_credit(hand, api):
    first, second = (hand.bill(CARRIER, ("Fuel", "80")) for _ in range(2))
    credit = hand.vendor_credit(CARRIER, ("Fuel", "15"))

    check = hand.pay_bills({first: "", credit: ""}, DocNumber="1001")
    card = hand.pay_bills({second: "30"}, account="Fleet Credit Card")

    assert api.read("BillPayment", check)["TotalAmt"] == 65
    assert api.read("BillPayment", card)["PayType"] == "CreditCard"
    assert (balance(hand, first, "Bill"), balance(hand, second, "Bill")) == (0, 50)


def test_a_payment_is_changed_and_settles_something_else(hand, owed, api):
    second = hand.invoice(SHIPPER, ("Linehaul", "40", "NON"))
    number = hand.receive({owed: "100"})

    hand.reapply(number, {second: "", owed: ""}, "140", TxnDate="2026-11-05")

    changed = api.read("Payment", number)
    assert (changed["TotalAmt"], changed["TxnDate"]) == (140, "2026-11-05")
    assert (balance(hand, owed), balance(hand, second)) == (0, 0)
    hand.reapply(number, {})
    assert api.read("Payment", number)["UnappliedAmt"] == 140
    assert balance(hand, owed) == 100


def test_a_check_for_bills_is_changed(hand, api):
    bill = hand.bill(CARRIER, ("Fuel", "80"))
    check = hand.pay(bill)

    hand.reapply(check, {bill: "60"}, account="Fleet Credit Card")

    changed = api.read("BillPayment", check)
    assert (changed["TotalAmt"], changed["PayType"]) == (60, "CreditCard")
    assert balance(hand, bill, "Bill") == 20


def test_documents_are_edited_line_by_line_and_taxed_anew(hand, api):
    number = hand.invoice(SHIPPER, ("Linehaul", "100", "TAX"), ("Lumper", "10", "NON"))
    before = api.read("Invoice", number)

    hand.edit(
        "Invoice",
        number,
        {1: {"Amount": "200", "Description": "Longer"}, 2: None},
        [("Detention", "50", "NON")],
        TxnDate="2026-11-09",
        DocNumber="H-2",
    )

    after = api.read("Invoice", number)
    assert after["SyncToken"] == "1"
    assert (before["TotalAmt"], after["TotalAmt"]) == (
        Decimal("118.25"),
        Decimal("266.50"),
    )
    assert [line["Amount"] for line in after["Line"]] == [200, 50, 250]
    assert (after["DocNumber"], after["TxnDate"]) == ("H-2", "2026-11-09")


def test_a_price_follows_its_amount(hand, api):
    line = {
        "Amount": 100,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {
            "ItemRef": {"value": "1"},
            "TaxCodeRef": {"value": "NON"},
            "Qty": 4,
            "UnitPrice": 25,
        },
    }
    number = hand.invoice(SHIPPER, line)

    hand.change_line("Invoice", number, 1, "90")
    detail = api.read("Invoice", number)["Line"][0]["SalesItemLineDetail"]
    assert (detail["Qty"], detail["UnitPrice"]) == (4, Decimal("22.5"))

    hand.change_line("Invoice", number, 1, "0.05")
    changed = api.read("Invoice", number)["Line"][0]
    detail = changed["SalesItemLineDetail"]
    assert changed["Amount"] == Decimal("0.05")
    assert detail["Qty"] * detail["UnitPrice"] == Decimal("0.05")


def test_lines_are_added_and_dropped(hand, owed):
    hand.add_line("Invoice", owed, ("Lumper", "7", "NON"))
    hand.drop_line("Invoice", owed, 1)

    assert hand.look("Invoice", owed)["TotalAmt"] == 7


def test_payments_are_voided_and_deleted(hand, owed):
    first, second = hand.pay(owed, "40"), hand.pay(owed)
    hand.void("Payment", first)
    hand.delete("Payment", second)

    assert balance(hand, owed) == 100


def test_the_rules_are_those_of_quickbooks(hand, owed, simulator):
    hand.pay(owed)
    with pytest.raises(Fault, match="6540"):
        hand.delete("Invoice", owed)
    with pytest.raises(Fault, match="2500"):
        hand.invoice("Nobody", ("Linehaul", "1"))
    with pytest.raises(Fault, match="2010"):
        hand.receive({owed: "much"})
    with pytest.raises(Fault, match="610"):
        hand.receive({"99": "1"})
    simple_start = simulator.bookkeeper(PRAIRIE)
    carrier = simple_start.vendor(CARRIER)
    with pytest.raises(Fault, match="5020"):
        simple_start.bill(carrier, ("Fuel", "1"))
    with pytest.raises(KeyError):
        simulator.bookkeeper("1")


def test_what_is_refused_leaves_nothing_behind(hand, owed, api):
    second = hand.invoice(OTHER_SHIPPER, ("Linehaul", "40", "NON"))

    with pytest.raises(Fault, match="620"):
        hand.receive({owed: "", second: ""})

    assert api.query("select * from Payment") == {}
    assert balance(hand, owed) == 100


def test_another_currency_has_the_rate_of_its_day(simulator, canada):
    hand = simulator.bookkeeper(MAPLE)
    number = hand.invoice(OTHER_SHIPPER, ("Linehaul", "100"))
    taxed = hand.invoice(SHIPPER, ("Linehaul", "100", "HST ON"))
    paid = hand.receive({number: ""}, ExchangeRate="1.4")

    made, payment = canada.read("Invoice", number), canada.read("Payment", paid)
    assert made["CurrencyRef"]["value"] == "USD"
    assert (made["ExchangeRate"], payment["ExchangeRate"]) == (
        Decimal("1.3642"),
        Decimal("1.4"),
    )
    assert canada.read("Invoice", taxed)["TotalAmt"] == 113


def by_http(simulator, deed, *arguments, realm=LONE_STAR, **fields):
    url = f"{simulator.url}/_simulator/companies/{realm}/hand/{deed}"
    order = {"arguments": arguments, "fields": fields}
    return requests.post(url, json=order, timeout=TIMEOUT)


def test_another_process_has_it_done_over_http(simulator, hand):
    made = by_http(simulator, "invoice", SHIPPER, ["Linehaul", "10"], DocNumber="X")
    number = made.json()["done"]
    by_http(simulator, "edit", "Invoice", number, {"1": {"Amount": "12"}})
    paid = by_http(simulator, "receive", {number: ""}, PaymentRefNum="ACH 9")

    assert by_http(simulator, "find", "Invoice", "X").json() == {"done": number}
    assert by_http(simulator, "find", "Invoice", "Y").json() == {"done": None}
    assert hand.find("Payment", "ACH 9") == paid.json()["done"]
    shown = by_http(simulator, "look", "Invoice", number).json()["done"]
    assert (shown["SyncToken"], shown["Balance"]) == ("2", 0)


@pytest.mark.parametrize(
    ("deed", "arguments", "status"),
    [
        ("delete", ["Invoice", "99"], 400),
        ("receive", [{}], 400),
        ("invoice", [], 400),
        ("_caller", [], 400),
        ("dance", [], 400),
    ],
)
def test_a_deed_that_makes_no_sense_is_refused(simulator, deed, arguments, status):
    answer = by_http(simulator, deed, *arguments)

    assert answer.status_code == status and answer.json()["error"]
    assert by_http(simulator, deed, *arguments, realm="1").status_code == 404
