# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bills and vendor credits."""

import pytest

from .client import (
    CHECKING,
    CUSTOMER,
    LINEHAUL,
    OTHER_VENDOR,
    VENDOR,
    Refused,
    bill,
    bill_payment,
    expense_line,
    link,
    ref,
)


def test_a_bill_is_totalled_and_left_open(api):
    created = api.create("Bill", bill(expense_line(80), expense_line(20)))

    assert created["TotalAmt"] == created["Balance"] == 100
    assert created["APAccountRef"]["name"] == "Accounts Payable (A/P)"
    assert api.read("Vendor", VENDOR)["Balance"] == 100


def test_a_bill_line_names_an_account(api):
    line = expense_line()
    line["AccountBasedExpenseLineDetail"] = {"BillableStatus": "NotBillable"}

    with pytest.raises(Refused) as refused:
        api.create("Bill", bill(line))

    assert refused.value.element == "AccountBasedExpenseLineDetail.AccountRef"


def test_a_bill_line_can_name_an_item(api):
    line = {
        "Amount": 500,
        "DetailType": "ItemBasedExpenseLineDetail",
        "ItemBasedExpenseLineDetail": {"ItemRef": ref(LINEHAUL), "Qty": 1},
    }

    created = api.create("Bill", bill(line))

    detail = created["Line"][0]["ItemBasedExpenseLineDetail"]
    assert detail["ItemRef"]["name"] == "Linehaul"


def test_a_bill_takes_no_sales_lines(api):
    line = {"Amount": 5, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": {}}

    with pytest.raises(Refused) as refused:
        api.create("Bill", bill(line))

    assert refused.value.code == "2170"


def test_a_bill_has_no_class_on_its_header(api):
    with pytest.raises(Refused) as refused:
        api.create("Bill", bill(ClassRef=ref(1)))

    assert refused.value.code == "2010"


def test_an_unknown_account_is_an_invalid_reference(api):
    with pytest.raises(Refused) as refused:
        api.create("Bill", bill(expense_line(account=999)))

    assert "Accounts element id 999 not found" in refused.value.detail


def test_a_bill_can_be_charged_on_to_a_customer(api):
    line = expense_line(BillableStatus="Billable", CustomerRef=ref(CUSTOMER))

    detail = api.create("Bill", bill(line))["Line"][0]["AccountBasedExpenseLineDetail"]

    assert detail["CustomerRef"]["name"] == "Amarillo Beef Packers"


def test_a_vendor_numbers_each_bill_once(api):
    api.create("Bill", bill(DocNumber="7001"))

    with pytest.raises(Refused) as refused:
        api.create("Bill", bill(DocNumber="7001"))

    assert refused.value.code == "6140"


def test_two_vendors_can_use_the_same_number(api):
    api.create("Bill", bill(DocNumber="7001"))

    other = api.create("Bill", bill(DocNumber="7001", vendor=OTHER_VENDOR))

    assert other["DocNumber"] == "7001"


def test_the_warning_about_bill_numbers_can_be_off(api, simulator):
    simulator.change_company(warn_duplicate_bill_number=False)
    api.create("Bill", bill(DocNumber="7001"))

    assert api.create("Bill", bill(DocNumber="7001"))["DocNumber"] == "7001"


def test_a_bill_without_number_has_none(api):
    assert "DocNumber" not in api.create("Bill", bill())


def test_there_is_no_void_for_bills(api):
    created = api.create("Bill", bill())

    with pytest.raises(Refused) as refused:
        api.post("Bill", {"Id": created["Id"], "SyncToken": "0"}, operation="void")

    assert refused.value.code == "500"


def test_a_vendor_credit_lowers_the_balance_of_the_vendor(api):
    credit = api.create("VendorCredit", bill(expense_line(30)))

    assert credit["Balance"] == 30
    assert api.read("Vendor", VENDOR)["Balance"] == -30


# Paying


def test_a_bill_payment_closes_the_bill(api):
    owed = api.create("Bill", bill(expense_line(80)))

    paid_by = api.create("BillPayment", bill_payment(80, link("Bill", owed, 80)))

    paid = api.read("Bill", owed["Id"])
    assert (paid["Balance"], paid["SyncToken"]) == (0, "1")
    assert paid["LinkedTxn"] == [
        {"TxnId": paid_by["Id"], "TxnType": "BillPaymentCheck"}
    ]
    assert api.read("Vendor", VENDOR)["Balance"] == 0


def test_a_vendor_credit_pays_part_of_a_bill(api):
    owed = api.create("Bill", bill(expense_line(80)))
    credit = api.create("VendorCredit", bill(expense_line(30)))
    lines = link("Bill", owed, 80), link("VendorCredit", credit, 30)

    api.create("BillPayment", bill_payment(50, *lines))

    assert api.read("Bill", owed["Id"])["Balance"] == 0
    assert api.read("VendorCredit", credit["Id"])["Balance"] == 0
    assert api.read("Vendor", VENDOR)["Balance"] == 0


def test_a_surplus_stays_with_the_vendor_as_credit(api):
    owed = api.create("Bill", bill(expense_line(80)))

    api.create("BillPayment", bill_payment(100, link("Bill", owed, 100)))

    assert api.read("Vendor", VENDOR)["Balance"] == -20


def test_a_voided_bill_payment_opens_the_bill_again(api):
    owed = api.create("Bill", bill(expense_line(80)))
    payment = api.create("BillPayment", bill_payment(80, link("Bill", owed, 80)))

    void = api.void("BillPayment", payment)

    assert (void["TotalAmt"], void["PrivateNote"]) == (0, "Voided")
    assert api.read("Bill", owed["Id"])["Balance"] == 80


def test_a_deleted_bill_payment_opens_the_bill_again(api):
    owed = api.create("Bill", bill(expense_line(80)))
    payment = api.create("BillPayment", bill_payment(80, link("Bill", owed, 80)))

    api.delete("BillPayment", payment)

    assert api.read("Bill", owed["Id"])["Balance"] == 80


def test_a_check_is_drawn_on_a_bank_account(api):
    owed = api.create("Bill", bill())
    body = bill_payment(80, link("Bill", owed, 80))
    body["CheckPayment"] = {"BankAccountRef": ref(16)}

    with pytest.raises(Refused) as refused:
        api.create("BillPayment", body)

    assert refused.value.code == "6430"


def test_a_bill_payment_says_how_it_is_paid(api):
    body = bill_payment(80)
    del body["PayType"]

    with pytest.raises(Refused) as refused:
        api.create("BillPayment", body)

    assert refused.value.code == "2020"


def test_a_card_payment_names_the_card(api):
    owed = api.create("Bill", bill())
    body = bill_payment(80, link("Bill", owed, 80), PayType="CreditCard")
    body["CreditCardPayment"] = {"CCAccountRef": ref(CHECKING)}

    with pytest.raises(Refused) as refused:
        api.create("BillPayment", body)

    assert refused.value.code == "6430"


def test_the_bill_of_another_vendor_cannot_be_linked(api):
    owed = api.create("Bill", bill(vendor=OTHER_VENDOR))

    with pytest.raises(Refused) as refused:
        api.create("BillPayment", bill_payment(80, link("Bill", owed, 80)))

    assert refused.value.code == "620"
