# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices and credit memos as qbXML."""

import datetime
from decimal import Decimal

import pytest

from tms_quickbooks.lib import identity
from tms_quickbooks.lib.documents import Address, Ref, TextLine

from .builders import (
    DAY,
    canadian_desktop_company,
    credit_memo,
    desktop_company,
    expense_line,
    invoice,
    item_line,
)
from .desktop_requests import said, sent, texts

ADDRESS = Address(("1 Main St",), "Dallas", "TX", "75001", "US", name="Prairie Foods")
EVERYTHING = desktop_company(
    class_per_txn=True,
    class_per_line=True,
    multi_currency=True,
    service_dates=True,
)
FULL = {
    "due_date": DAY + datetime.timedelta(days=30),
    "currency": "EUR",
    "exchange_rate": Decimal("1.08000000"),
    "tax_amount": Decimal("144.38"),
    "tax_code": Ref("8-5"),
    "memo": "Load 17",
    "message": "Remit to Apex Factoring,\nPO Box 1",
    "bill_email": "ap@prairie.example",
    "bill_address": ADDRESS,
    "ship_address": ADDRESS,
    "terms": Ref("8-3"),
    "department": Ref("8-2"),
    "class_ref": Ref("8-1"),
    "mark": "7F3KQ2ZD4A",
}


def full_line(**values):
    return item_line(
        quantity=Decimal(700),
        unit_price=Decimal("2.5"),
        taxable=True,
        class_ref=Ref("8-9"),
        service_date=DAY,
        **values,
    )


def lines(document, profile=None):
    return [
        texts(child)
        for child in sent(document, profile)
        if child.tag.startswith(f"{document.object_type}Line")
    ]


def line_of(line, profile=None):
    [found] = lines(invoice(line), profile)
    return found


# -- the form --------------------------------------------------------------------------


def test_an_invoice_with_everything():
    body = said(invoice(full_line(), **FULL), EVERYTHING)
    address = {
        "Addr1": "Prairie Foods",
        "Addr2": "1 Main St",
        "City": "Dallas",
        "State": "TX",
        "PostalCode": "75001",
        "Country": "US",
    }
    assert body == {
        "CustomerRef": {"ListID": "58"},
        "ClassRef": {"ListID": "8-1"},
        "TxnDate": "2026-11-20",
        "RefNumber": "INV26/00007",
        "BillAddress": address,
        "ShipAddress": address,
        "TermsRef": {"ListID": "8-3"},
        "DueDate": "2026-12-20",
        "ItemSalesTaxRef": {"ListID": "8-5"},
        "Memo": "INV/2026/00007 Load 17 Odoo 7F3KQ2ZD4A",
        "IsToBePrinted": "false",
        "ExchangeRate": "1.08",
        "InvoiceLineAdd": [
            {
                "ItemRef": {"ListID": "3"},
                "Desc": "Dallas to Tulsa",
                "Quantity": "700",
                "Rate": "2.5",
                "ClassRef": {"ListID": "8-9"},
                "Amount": "1750.00",
                "ServiceDate": "2026-11-20",
                "SalesTaxCodeRef": {"ListID": "80000001-1"},
            },
            {"Desc": "Remit to Apex Factoring,\nPO Box 1"},
        ],
    }


def test_a_credit_memo_is_due_on_no_day():
    body = said(credit_memo(full_line(), **FULL), EVERYTHING)
    assert not {"TermsRef", "DueDate"} & body.keys()
    assert body["CreditMemoLineAdd"][0]["Amount"] == "1750.00"


def test_what_the_company_does_not_keep_is_not_sent():
    plain = desktop_company(sales_tax=False)
    body = said(invoice(full_line(), **FULL), plain)
    assert not {"ClassRef", "ItemSalesTaxRef", "ExchangeRate"} & body.keys()
    left_out = {"ClassRef", "ServiceDate", "SalesTaxCodeRef"}
    assert not left_out & body["InvoiceLineAdd"][0].keys()


def test_a_change_replaces_all_lines():
    document = invoice(item_line(), item_line("20.00"), id="7-1", version="3")
    body = said(document)
    assert [line["TxnLineID"] for line in body["InvoiceLineMod"]] == ["-1", "-1"]
    assert [line["Amount"] for line in body["InvoiceLineMod"]] == ["1750.00", "20.00"]
    # Whether it is to be printed was decided in QuickBooks since.
    assert "IsToBePrinted" not in body
    changed = said(credit_memo(item_line(), id="7-1", version="3"))
    assert changed["CreditMemoLineMod"]["TxnLineID"] == "-1"


def test_the_home_currency_needs_no_rate():
    document = invoice(currency="CAD", exchange_rate=Decimal(1))
    assert "ExchangeRate" not in said(document, canadian_desktop_company())


# -- numbers and notes -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "shown", "memo"),
    [
        ("L-4711", "L-4711", "Load 17"),
        ("INV/2026/00007", "INV26/00007", "INV/2026/00007 Load 17"),
        ("RINV/2026/00007", "RINV2600007", "RINV/2026/00007 Load 17"),
        ("INV/2026/11/0007", "INV26110007", "INV/2026/11/0007 Load 17"),
    ],
)
def test_a_shortened_number_is_whole_in_the_memo(number, shown, memo):
    body = said(invoice(number=number, memo="Load 17"))
    assert (body["RefNumber"], body["Memo"]) == (shown, memo)


def test_any_other_long_number_keeps_its_end():
    body = said(invoice(number="LONESTAR-DALLAS-000123"))
    assert body["RefNumber"].startswith("0123-") and len(body["RefNumber"]) == 11
    assert body["Memo"] == "LONESTAR-DALLAS-000123"


def test_where_quickbooks_numbers_ours_is_in_the_memo():
    body = said(invoice(number="7"), desktop_company(custom_txn_numbers=False))
    assert "RefNumber" not in body and body["Memo"] == "7"


def test_the_memo_is_one_line_and_ends_with_the_mark():
    body = said(invoice(number="7", memo="One\ntwo " + "x" * 5000, mark="7F3KQ2ZD4A"))
    assert len(body["Memo"]) == 4095
    assert body["Memo"].startswith("One two xx")
    assert body["Memo"].endswith("… Odoo 7F3KQ2ZD4A")
    assert identity.marks(body["Memo"]) == ["7F3KQ2ZD4A"]


# -- lines -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "quantity", "price", "shown"),
    [
        ("1750.00", "700", "2.5", ("700", "2.5")),
        ("1750.00", "700", None, ("700", "2.5")),
        # A price per mile where the quantity counts loads.
        ("1750.00", "1", "2.5", ("1", "1750")),
        ("-50.00", "1", "-50", ("1", "-50")),
        ("0.10", "3", None, ("3", "0.03333")),
        ("100.00", "0", "5", (None, None)),
        ("100.00", "0.00000001", "5", (None, None)),
        ("1750.00", None, None, (None, None)),
        # No price of five decimals comes to the cent.
        ("99999.99", "70000.00001", None, (None, None)),
        # More digits than QuickBooks takes.
        ("0.00", "12345678901", "0", (None, None)),
    ],
)
def test_quantity_and_rate_stand_there_if_they_make_up_the_amount(
    amount, quantity, price, shown
):
    line = line_of(
        item_line(
            amount,
            quantity=quantity and Decimal(quantity),
            unit_price=price and Decimal(price),
        )
    )
    assert line["Amount"] == amount
    assert (line.get("Quantity"), line.get("Rate")) == shown


def test_a_line_of_text_has_no_item():
    document = invoice(lines=(TextLine("Section"), item_line(), TextLine(" ")))
    assert [set(line) for line in lines(document)] == [
        {"Desc"},
        {"ItemRef", "Desc", "Amount", "SalesTaxCodeRef"},
    ]


def test_a_line_has_the_class_of_the_whole_unless_it_has_its_own():
    profile = desktop_company(class_per_line=True)
    document = invoice(item_line(), class_ref=Ref("8-1"))
    assert lines(document, profile)[0]["ClassRef"] == {"ListID": "8-1"}


def test_a_sale_has_no_expenses():
    with pytest.raises(TypeError):
        said(invoice(expense_line()))


# -- taxes -----------------------------------------------------------------------------


def test_in_the_united_states_lines_are_taxed_or_not():
    body = said(
        invoice(item_line(taxable=True), item_line(), tax_code=Ref("8-5")),
    )
    assert [line["SalesTaxCodeRef"]["ListID"] for line in body["InvoiceLineAdd"]] == [
        "80000001-1",
        "80000002-1",
    ]
    assert body["ItemSalesTaxRef"] == {"ListID": "8-5"}


def test_a_sale_without_tax_keeps_the_sales_tax_item_it_has():
    assert "ItemSalesTaxRef" not in said(invoice(item_line(), tax_code=Ref("8-5")))


def test_elsewhere_each_line_has_its_code():
    body = said(
        invoice(item_line(tax_code=Ref("8-7")), tax_code=Ref("8-5")),
        canadian_desktop_company(),
    )
    assert body["InvoiceLineAdd"]["SalesTaxCodeRef"] == {"ListID": "8-7"}
    assert body["IsTaxIncluded"] == "false"
    assert "ItemSalesTaxRef" not in body
