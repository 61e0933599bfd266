# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bills and vendor credits as qbXML."""

import datetime
from decimal import Decimal

from tms_quickbooks.lib.documents import Ref, TextLine

from .builders import (
    DAY,
    bill,
    canadian_desktop_company,
    desktop_company,
    expense_line,
    item_line,
    vendor_credit,
)
from .desktop_requests import said, sent

FULL = {
    "due_date": DAY + datetime.timedelta(days=30),
    "currency": "USD",
    "exchange_rate": Decimal("1.3713"),
    "memo": "Load 17",
    "terms": Ref("8-3"),
    "mark": "7F3KQ2ZD4A",
}
LINE = expense_line(
    class_ref=Ref("8-9"), tax_code=Ref("8-7"), customer=Ref("58"), description="Haul"
)


def test_a_bill_with_everything():
    profile = canadian_desktop_company(class_per_line=True)
    assert said(bill(LINE, **FULL), profile) == {
        "VendorRef": {"ListID": "71"},
        "TxnDate": "2026-11-20",
        "DueDate": "2026-12-20",
        "RefNumber": "RR-4411",
        "TermsRef": {"ListID": "8-3"},
        "Memo": "Load 17 Odoo 7F3KQ2ZD4A",
        "IsTaxIncluded": "false",
        "ExchangeRate": "1.3713",
        "ExpenseLineAdd": {
            "AccountRef": {"ListID": "61"},
            "Amount": "900.00",
            "Memo": "Haul",
            "CustomerRef": {"ListID": "58"},
            "ClassRef": {"ListID": "8-9"},
            "SalesTaxCodeRef": {"ListID": "8-7"},
            "BillableStatus": "NotBillable",
        },
    }


def test_there_is_no_tax_on_purchases_in_the_united_states():
    body = said(bill(LINE))
    assert "SalesTaxCodeRef" not in body["ExpenseLineAdd"]
    assert "IsTaxIncluded" not in body


def test_only_what_is_for_a_customer_says_that_it_is_not_billed_on():
    assert "BillableStatus" not in said(bill())["ExpenseLineAdd"]


def test_expenses_come_before_items():
    document = bill(
        item_line("100.00", quantity=Decimal(4), unit_price=Decimal(25)),
        expense_line("-20.00"),
    )
    body = said(document)
    assert list(body)[-2:] == ["ExpenseLineAdd", "ItemLineAdd"]
    assert body["ExpenseLineAdd"]["Amount"] == "-20.00"
    item = body["ItemLineAdd"]
    assert (item["Quantity"], item["Cost"], item["Amount"]) == ("4", "25", "100.00")


def test_what_lines_of_text_say_goes_into_the_memo():
    body = said(bill(lines=(TextLine("Detention"), expense_line()), memo="Load 17"))
    assert body["Memo"] == "Load 17 Detention"


def test_a_bill_has_room_for_twenty_characters():
    number = "RR/2026/11/0000004411"
    assert said(bill(number=number[1:]))["RefNumber"] == number[1:]
    body = said(bill(number=number))
    assert len(body["RefNumber"]) == 20 and body["Memo"] == number
    body = said(bill(), desktop_company(custom_bill_numbers=False))
    assert "RefNumber" not in body and body["Memo"] == "RR-4411"


def test_a_change_replaces_all_lines_of_either_kind():
    body = said(bill(id="7-1", version="3"))
    assert body["ExpenseLineMod"]["TxnLineID"] == "-1"
    assert body["ClearItemLines"] == "true" and "ClearExpenseLines" not in body
    body = said(bill(item_line(), id="7-1", version="3"))
    assert body["ItemLineMod"]["TxnLineID"] == "-1"
    assert body["ClearExpenseLines"] == "true" and "ClearItemLines" not in body


def test_a_vendor_credit_is_due_on_no_day():
    document = vendor_credit(**FULL)
    assert sent(document).tag == "VendorCreditAdd"
    assert not {"DueDate", "TermsRef"} & said(document).keys()
    changed = vendor_credit(id="7-1", version="3")
    assert said(changed)["ExpenseLineMod"]["Amount"] == "900.00"
