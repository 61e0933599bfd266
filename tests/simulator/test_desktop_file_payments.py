# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments in a company file, and what they settle."""

from decimal import Decimal

import pytest

from .desk import named

BEEF, BIG_RIG = "Amarillo Beef Packers", "Big Rig Carriers LLC"


def applied(txn_id, amount=None, **content):
    money = {"PaymentAmount": amount} if amount else {}
    return {"TxnID": txn_id, **money, **content}


def credit(txn_id, amount):
    return {"SetCredit": {"CreditTxnID": txn_id, "AppliedAmount": amount}}


def receive(desk, total, *parts, customer=BEEF, **content):
    return desk.add(
        "ReceivePayment",
        CustomerRef=named(customer),
        TotalAmount=total,
        **content,
        **({"AppliedToTxnAdd": list(parts)} if parts else {"IsAutoApply": "false"}),
    )


def pay(desk, *parts, vendor=BIG_RIG, number="1001"):
    return desk.add(
        "BillPaymentCheck",
        PayeeEntityRef=named(vendor),
        BankAccountRef=named("Operating Checking"),
        RefNumber=number,
        AppliedToTxnAdd=list(parts),
    )


def credit_memo(desk, amount):
    line = {"ItemRef": named("Linehaul"), "Amount": amount}
    return desk.added("CreditMemo", CustomerRef=named(BEEF), CreditMemoLineAdd=line)


def vendor_credit(desk, amount):
    line = {"AccountRef": named("Fuel"), "Amount": amount}
    return desk.added("VendorCredit", VendorRef=named(BIG_RIG), ExpenseLineAdd=line)


def amounts(desk, *names):
    """By id: what is open."""
    return {each.id: each.open for each in desk.company.transactions(*names)}


# -- of customers ----------------------------------------------------------------------


def test_a_payment_settles_invoices_in_part(desk):
    first, second = desk.invoice("100.00"), desk.invoice("50.00")
    answer = receive(desk, "120.00", applied(first, "100.00"), applied(second, "15.00"))
    assert answer["TotalAmount"] == "120.00"
    assert answer["UnusedPayment"] == "5.00"
    assert answer["DepositToAccountRef/FullName"] == "Undeposited Funds"
    assert answer.all("AppliedToTxnRet/Amount") == ["100.00", "15.00"]
    assert answer.all("AppliedToTxnRet/BalanceRemaining") == ["0.00", "35.00"]
    paid = desk.read("Invoice", first, IncludeLinkedTxns="true")
    assert paid["IsPaid"] == "true"
    assert paid["AppliedAmount"] == "-100.00"
    assert paid["LinkedTxn/TxnID"] == answer["TxnID"]
    assert desk.balance(BEEF) == Decimal("30.00")


def test_what_is_settled_has_changed(desk):
    invoice = desk.invoice("100.00")
    before = desk.read("Invoice", invoice)["EditSequence"]
    receive(desk, "10.00", applied(invoice, "10.00"))
    assert int(desk.read("Invoice", invoice)["EditSequence"]) > int(before)


def test_not_more_than_is_due(desk):
    invoice = desk.invoice("100.00")
    answer = receive(desk, "200.00", applied(invoice, "100.01"))
    assert answer.code == "3210"
    assert answer.text.endswith("You cannot pay more than the amount due.")
    assert desk.company.payments() == []
    assert amounts(desk, "Invoice") == {invoice: Decimal("100.00")}


def test_not_more_than_is_paid(desk):
    invoice = desk.invoice("100.00")
    answer = receive(desk, "50.00", applied(invoice, "60.00"))
    assert answer.code == "3210"
    assert "apply more than the amount of the payment" in answer.text


def test_each_invoice_once(desk):
    invoice = desk.invoice("100.00")
    parts = applied(invoice, "10.00"), applied(invoice, "20.00")
    assert receive(desk, "30.00", *parts).code == "3210"


def test_an_invoice_of_somebody_else(desk):
    invoice = desk.invoice("100.00", customer="Gulf Coast Produce")
    assert receive(desk, "10.00", applied(invoice, "10.00")).code == "3210"


def test_a_customer_pays_for_its_jobs(desk):
    desk.added("Customer", Name="Lane 7", ParentRef=named(BEEF))
    invoice = desk.invoice("100.00", customer=f"{BEEF}:Lane 7")
    assert receive(desk, "100.00", applied(invoice, "100.00")).code == "0"
    assert desk.balance(f"{BEEF}:Lane 7") == 0


def test_an_invoice_that_is_not_there(desk):
    assert receive(desk, "10.00", applied("FFF-1", "10.00")).code == "3120"
    bill = desk.bill("10.00")
    assert receive(desk, "10.00", applied(bill, "10.00")).code == "3210"


def test_credits_settle_without_money(desk):
    invoice, memo = desk.invoice("100.00"), credit_memo(desk, "30.00")
    answer = receive(desk, "0.00", applied(invoice, **credit(memo, "30.00")))
    assert answer["AppliedToTxnRet/Amount"] == "0.00"
    assert answer["AppliedToTxnRet/LinkedTxn/TxnID"] == memo
    assert amounts(desk, "Invoice", "CreditMemo") == {
        invoice: Decimal("70.00"),
        memo: Decimal("0.00"),
    }
    assert desk.balance(BEEF) == Decimal("70.00")


def test_a_payment_shows_what_else_has_settled_its_invoice(desk):
    """Amount is its own; the others are linked, and take away."""
    invoice, memo = desk.invoice("100.00"), credit_memo(desk, "30.00")
    first = receive(desk, "10.00", applied(invoice, "10.00"))
    part = applied(invoice, "20.00", **credit(memo, "30.00"))
    answer = receive(desk, "20.00", part)
    assert answer["AppliedToTxnRet/Amount"] == "20.00"
    assert answer["AppliedToTxnRet/BalanceRemaining"] == "40.00"
    others = answer.all("AppliedToTxnRet/LinkedTxn/TxnID")
    assert sorted(others) == sorted([first["TxnID"], memo])
    taken = answer.all("AppliedToTxnRet/LinkedTxn/Amount")
    assert sorted(taken) == ["-10.00", "-30.00"]


def test_a_change_uses_more_of_a_credit_unless_it_overrides(desk):
    invoice, memo = desk.invoice("100.00"), credit_memo(desk, "30.00")
    part = applied(invoice, "20.00", **credit(memo, "10.00"))
    made = receive(desk, "20.00", part)
    for override, left in (("false", "10.00"), ("true", "20.00")):
        desk.mod(
            "ReceivePayment",
            TxnID=made["TxnID"],
            EditSequence=desk.read("ReceivePayment", made["TxnID"])["EditSequence"],
            AppliedToTxnMod={
                **part,
                "SetCredit": {**part["SetCredit"], "Override": override},
            },
        )
        assert amounts(desk, "CreditMemo") == {memo: Decimal(left)}


def test_not_more_than_remains_of_a_credit(desk):
    invoice, memo = desk.invoice("100.00"), credit_memo(desk, "30.00")
    answer = receive(desk, "0.00", applied(invoice, **credit(memo, "30.01")))
    assert answer.code == "3210"
    assert "what remains of the credit" in answer.text


def test_a_discount_settles_too(desk):
    invoice = desk.invoice("100.00")
    discount = {
        "DiscountAmount": "2.00",
        "DiscountAccountRef": named("Office Expenses"),
    }
    answer = receive(desk, "98.00", applied(invoice, "98.00", **discount))
    assert answer["AppliedToTxnRet/DiscountAmount"] == "2.00"
    assert desk.read("Invoice", invoice)["IsPaid"] == "true"
    assert desk.balance(BEEF) == 0


def test_an_invoice_can_use_a_credit_itself(desk):
    memo = credit_memo(desk, "30.00")
    line = {"ItemRef": named("Linehaul"), "Amount": "100.00"}
    answer = desk.add(
        "Invoice", CustomerRef=named(BEEF), **credit(memo, "30.00"), InvoiceLineAdd=line
    )
    assert answer["BalanceRemaining"] == "70.00"
    assert amounts(desk, "CreditMemo") == {memo: Decimal("0.00")}


def test_the_oldest_first_when_quickbooks_applies(desk):
    late = desk.invoice("100.00", TxnDate="2026-05-01")
    early = desk.invoice("100.00", TxnDate="2026-04-01")
    content = {"CustomerRef": named(BEEF), "TotalAmount": "130.00"}
    desk.added("ReceivePayment", **content, IsAutoApply="true")
    assert amounts(desk, "Invoice") == {early: Decimal(0), late: Decimal("70.00")}


def test_money_goes_to_a_bank_or_waits_for_one(desk):
    account = {"DepositToAccountRef": named("Freight Income")}
    assert receive(desk, "10.00", **account).code == "3140"
    account = {"DepositToAccountRef": named("Operating Checking")}
    assert receive(desk, "10.00", **account).code == "0"


def test_a_changed_payment_settles_what_it_says_now(desk):
    first, second = desk.invoice("100.00"), desk.invoice("50.00")
    before = receive(desk, "100.00", applied(first, "100.00"))
    version = {"TxnID": before["TxnID"], "EditSequence": before["EditSequence"]}
    desk.mod("ReceivePayment", **version, AppliedToTxnMod=applied(second, "50.00"))
    assert amounts(desk, "Invoice", "ReceivePayment") == {
        first: Decimal("100.00"),
        second: Decimal("0.00"),
        before["TxnID"]: Decimal("50.00"),
    }
    assert desk.balance(BEEF) == Decimal("50.00")


def test_a_change_of_something_else_leaves_what_it_settles(desk):
    invoice = desk.invoice("100.00")
    before = receive(desk, "100.00", applied(invoice, "100.00"))
    version = {"TxnID": before["TxnID"], "EditSequence": before["EditSequence"]}
    assert desk.mod("ReceivePayment", **version, Memo="late").code == "0"
    assert amounts(desk, "Invoice") == {invoice: Decimal(0)}
    version["EditSequence"] = desk.read("ReceivePayment", before["TxnID"])[
        "EditSequence"
    ]
    assert desk.mod("ReceivePayment", **version, TotalAmount="90.00").code == "3210"


def test_an_invoice_cannot_become_less_than_was_paid(desk):
    invoice = desk.invoice("100.00")
    receive(desk, "60.00", applied(invoice, "60.00"))
    version = desk.read("Invoice", invoice)["EditSequence"]
    line = {"TxnLineID": "-1", "ItemRef": named("Linehaul"), "Amount": "59.99"}
    answer = desk.mod(
        "Invoice", TxnID=invoice, EditSequence=version, InvoiceLineMod=line
    )
    assert answer.code == "3210"


# -- of bills --------------------------------------------------------------------------


def test_a_check_pays_bills(desk):
    first, second = desk.bill("100.00"), desk.bill("40.00")
    credits = vendor_credit(desk, "10.00")
    answer = pay(
        desk, applied(first, "90.00", **credit(credits, "10.00")), applied(second)
    )
    assert answer["Amount"] == "130.00"
    assert answer["RefNumber"] == "1001"
    assert set(amounts(desk, "Bill", "VendorCredit").values()) == {Decimal(0)}
    [check] = desk.company.bill_payments()
    assert check.applied == {first: Decimal("100.00"), second: Decimal("40.00")}
    assert desk.balance(BIG_RIG) == 0


def test_checks_are_drawn_on_a_bank(desk):
    bill = desk.bill("10.00")
    answer = desk.add(
        "BillPaymentCheck",
        PayeeEntityRef=named(BIG_RIG),
        BankAccountRef=named("Fleet Credit Card"),
        IsToBePrinted="true",
        AppliedToTxnAdd=applied(bill, "10.00"),
    )
    assert answer.code == "3140"


def test_bills_can_be_paid_by_credit_card(desk):
    bill = desk.bill("10.00")
    desk.added(
        "BillPaymentCreditCard",
        PayeeEntityRef=named(BIG_RIG),
        CreditCardAccountRef=named("Fleet Credit Card"),
        AppliedToTxnAdd=applied(bill, "10.00"),
    )
    assert desk.read("Bill", bill)["IsPaid"] == "true"


def test_bills_of_somebody_else(desk):
    bill = desk.bill("10.00", vendor="Panhandle Truck Stop")
    assert pay(desk, applied(bill, "10.00")).code == "3210"


# -- taking back -----------------------------------------------------------------------


@pytest.mark.parametrize("how", ["Void", "Del"])
def test_a_bill_is_open_again_without_its_payment(desk, how):
    bill = desk.bill("100.00")
    check = pay(desk, applied(bill, "100.00"))["TxnID"]
    kind = {f"Txn{how}Type": "BillPaymentCheck", "TxnID": check}
    assert desk.do(f"Txn{how}", kind).code == "0"
    assert amounts(desk, "Bill") == {bill: Decimal("100.00")}
    assert desk.balance(BIG_RIG) == Decimal("100.00")


@pytest.mark.parametrize("how", ["Void", "Del"])
def test_a_payment_is_unused_without_its_invoice(desk, how):
    invoice = desk.invoice("100.00")
    payment = receive(desk, "100.00", applied(invoice, "100.00"))["TxnID"]
    kind = {f"Txn{how}Type": "Invoice", "TxnID": invoice}
    assert desk.do(f"Txn{how}", kind).code == "0"
    assert desk.read("ReceivePayment", payment)["UnusedPayment"] == "100.00"
    assert desk.balance(BEEF) == Decimal("-100.00")


def test_payments_are_deleted_and_not_voided(desk):
    payment = receive(desk, "10.00")["TxnID"]
    answer = desk.do("TxnDel", {"TxnDelType": "ReceivePayment", "TxnID": payment})
    assert answer.code == "0"
    assert desk.company.payments() == []
