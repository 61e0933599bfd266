# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments entered, changed and deposited by hand, and what applications see of it."""

from decimal import Decimal

import pytest

from quickbooks_simulator.desktop import Part
from quickbooks_simulator.desktop.statuses import Refusal

from .desk import named

BEEF, BIG_RIG = "Amarillo Beef Packers", "Big Rig Carriers LLC"


@pytest.fixture
def cashier(desk):
    return desk.company.bookkeeper


def is_open(desk):
    """What is open, by id."""
    return {each.id: each.open for each in desk.company.transactions()}


def received(desk, payment):
    return desk.read("ReceivePayment", payment, IncludeLineItems="true")


# -- of customers ----------------------------------------------------------------------


def test_one_invoice_is_paid_in_two_payments(desk, cashier):
    invoice = desk.invoice("100.00")
    cashier.pay(invoice, "40.00")
    assert desk.read("Invoice", invoice)["BalanceRemaining"] == "60.00"
    cashier.pay(invoice)
    assert desk.read("Invoice", invoice)["IsPaid"] == "true"


def test_a_payment_of_several_invoices_with_a_rest(desk, cashier):
    first, second = desk.invoice("100.00"), desk.invoice("50.00")

    payment = cashier.receive(
        {first: "", second: Decimal("20")},
        total="130.00",
        RefNumber="ACH 77",
        PaymentMethodRef="ACH",
        DepositToAccountRef="Operating Checking",
    )

    told = received(desk, payment)
    assert (told["TotalAmount"], told["UnusedPayment"]) == ("130.00", "10.00")
    assert told["CustomerRef/FullName"] == BEEF
    assert told["DepositToAccountRef/FullName"] == "Operating Checking"
    assert told.all("AppliedToTxnRet/Amount") == ["100.00", "20.00"]
    assert is_open(desk)[second] == Decimal("30.00")


def test_a_discount_and_a_credit_leave_the_rest_to_money(desk, cashier):
    invoice = desk.invoice("100.00")
    memo = cashier.credit_memo(BEEF, ("Linehaul", "30.00"))

    payment = cashier.receive(
        {
            invoice: Part(
                discount="2.00", discount_account="Fuel", credits={memo: "30.00"}
            )
        }
    )

    told = received(desk, payment)
    assert told["TotalAmount"] == "68.00"
    assert told["AppliedToTxnRet/DiscountAmount"] == "2.00"
    assert told["AppliedToTxnRet/DiscountAccountRef/FullName"] == "Fuel"
    assert told["AppliedToTxnRet/LinkedTxn/TxnID"] == memo
    assert set(is_open(desk).values()) == {Decimal(0)}
    [kept] = desk.company.payments()
    assert kept.applied == {invoice: Decimal("98.00")}
    assert kept.discounts == {invoice: Decimal("2.00")}


def test_what_is_paid_is_not_paid_again(desk, cashier):
    bill = desk.bill()
    cashier.pay(bill)
    with pytest.raises(Refusal, match="Nothing of it is due"):
        cashier.pay(bill)


def test_a_payment_that_settles_nothing_yet(desk, cashier):
    payment = cashier.receive({}, total="25.00", customer=BEEF)
    assert received(desk, payment)["UnusedPayment"] == "25.00"


def test_a_payment_is_applied_otherwise(desk, cashier):
    first, second = desk.invoice("100.00"), desk.invoice("50.00")
    memo = cashier.credit_memo(BEEF, ("Linehaul", "30.00"))
    payment = cashier.receive({first: Part(credits={memo: "30.00"})})
    before = received(desk, payment)["EditSequence"]

    cashier.reapply(payment, {second: "50.00", first: "20.00"}, RefNumber="7")

    told = received(desk, payment)
    assert told["TotalAmount"] == "70.00"
    assert told["RefNumber"] == "7"
    assert int(told["EditSequence"]) > int(before)
    assert is_open(desk) == {
        first: Decimal("80.00"),
        second: Decimal(0),
        memo: Decimal("30.00"),
        payment: Decimal(0),
    }


def test_a_payment_is_made_larger(desk, cashier):
    invoice = desk.invoice("100.00")
    payment = cashier.pay(invoice, "40.00")
    cashier.reapply(payment, {invoice: "60.00"}, total="65.00")
    assert received(desk, payment)["UnusedPayment"] == "5.00"
    assert is_open(desk)[invoice] == Decimal("40.00")


def test_what_is_refused_leaves_everything_as_it_was(desk, cashier):
    invoice = desk.invoice("100.00")
    payment = cashier.pay(invoice, "40.00")
    with pytest.raises(Refusal, match="3210"):
        cashier.reapply(payment, {invoice: "41.00"})
    assert is_open(desk) == {invoice: Decimal("60.00"), payment: Decimal(0)}


def test_a_deleted_payment_leaves_its_invoice_open(desk, cashier):
    invoice = desk.invoice("100.00")
    payment = cashier.pay(invoice)
    cashier.delete(payment)
    assert is_open(desk) == {invoice: Decimal("100.00")}
    gone = desk.do("TxnDeletedQuery", {"TxnDelType": "ReceivePayment"})
    assert gone["TxnID"] == payment


def test_a_payment_voided_at_the_screen_stays_with_nothing(desk, cashier):
    invoice = desk.invoice("100.00")
    payment = cashier.pay(invoice)
    cashier.void(payment)
    told = received(desk, payment)
    assert (told["TotalAmount"], told["Memo"]) == ("0.00", "VOID:")
    assert is_open(desk)[invoice] == Decimal("100.00")


# -- deposits --------------------------------------------------------------------------


def test_a_deposited_payment_is_another_version_of_it(desk, cashier):
    payment = cashier.pay(desk.invoice())
    before = received(desk, payment)
    cashier.deposit(payment)
    after = received(desk, payment)
    assert int(after["EditSequence"]) > int(before["EditSequence"])
    assert after["DepositToAccountRef/FullName"] == "Undeposited Funds"
    assert desk.company.payments()[0].deposited


@pytest.mark.parametrize(
    "deed",
    [
        lambda cashier, payment: cashier.delete(payment),
        lambda cashier, payment: cashier.void(payment),
        lambda cashier, payment: cashier.change(payment, TotalAmount="200.00"),
        lambda cashier, payment: cashier.change(
            payment, DepositToAccountRef="Operating Checking"
        ),
    ],
)
def test_a_deposited_payment_keeps_its_amount(desk, cashier, deed):
    payment = cashier.pay(desk.invoice())
    cashier.deposit(payment)
    with pytest.raises(Refusal, match="3170 .*deposit"):
        deed(cashier, payment)
    cashier.take_out_of_deposit(payment)
    deed(cashier, payment)


def test_a_deposited_payment_can_settle_something_else(desk, cashier):
    first, second = desk.invoice(), desk.invoice()
    payment = cashier.pay(first)
    cashier.deposit(payment)
    cashier.reapply(payment, {second: ""})
    assert is_open(desk)[first] == Decimal("100.00")


def test_applications_do_not_change_what_is_deposited(desk, cashier):
    payment = cashier.pay(desk.invoice())
    cashier.deposit(payment)
    gone = {"TxnDelType": "ReceivePayment", "TxnID": payment}
    assert desk.do("TxnDel", gone).code == "3170"


# -- of bills --------------------------------------------------------------------------


def test_a_bill_is_paid_by_check_and_open_again_without_it(desk, cashier):
    bill = desk.bill("100.00")
    payment = cashier.pay(bill)
    [check] = desk.company.bill_payments()
    assert (check.kind, check.number) == ("BillPaymentCheck", "1")
    assert check.applied == {bill: Decimal("100.00")}
    cashier.delete(payment)
    assert desk.read("Bill", bill)["IsPaid"] == "false"


def test_bills_are_paid_by_card_with_a_discount_and_a_credit(desk, cashier):
    first, second = desk.bill("100.00"), desk.bill("50.00")
    credit = cashier.vendor_credit(BIG_RIG, ("Fuel", "10.00"))

    payment = cashier.pay_bills(
        {first: Part(discount="5.00", credits={credit: "10.00"}), second: "20.00"},
        account="Fleet Credit Card",
        RefNumber="V-1",
    )

    told = desk.read("BillPaymentCreditCard", payment, IncludeLineItems="true")
    assert told["Amount"] == "105.00"
    assert told["CreditCardAccountRef/FullName"] == "Fleet Credit Card"
    assert told.all("AppliedToTxnRet/Amount") == ["85.00", "20.00"]
    assert told["AppliedToTxnRet/DiscountAmount"] == "5.00"
    assert is_open(desk)[second] == Decimal("30.00")


def test_a_card_payment_can_be_changed_at_the_screen_alone(desk, cashier):
    first, second = desk.bill("100.00"), desk.bill("50.00")
    payment = cashier.pay_bills({first: "60.00"}, account="Fleet Credit Card")
    cashier.reapply(payment, {first: "10.00", second: "50.00"})
    told = desk.read("BillPaymentCreditCard", payment, IncludeLineItems="true")
    assert told["Amount"] == "60.00"
    assert is_open(desk)[first] == Decimal("90.00")


def test_a_customer_named_instead_of_taken_from_the_invoice(desk, cashier):
    desk.added("Customer", Name="Lane 7", ParentRef=named(BEEF))
    invoice = desk.invoice(customer=f"{BEEF}:Lane 7")
    payment = cashier.receive({invoice: ""}, customer=BEEF)
    assert received(desk, payment)["CustomerRef/FullName"] == BEEF
