# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sales tax in a company file: an item for the whole sale, or a code on each line."""

from decimal import Decimal

import pytest

from quickbooks_simulator.desktop import MAPLE, PRAIRIE

from .desk import Desk, named

CUSTOMER = {"CustomerRef": named("Amarillo Beef Packers")}
VENDOR = {"VendorRef": named("Big Rig Carriers LLC")}


def line(amount, code=None):
    content = {"ItemRef": named("Linehaul"), "Amount": amount}
    return {**content, "SalesTaxCodeRef": named(code)} if code else content


def invoice(desk, *lines, **content):
    return desk.add("Invoice", **CUSTOMER, **content, InvoiceLineAdd=list(lines))


# -- in the US -------------------------------------------------------------------------


def test_only_taxable_lines_are_taxed(desk):
    answer = invoice(desk, line("100.00", "Tax"), line("50.00", "Non"), line("7.00"))
    assert answer["ItemSalesTaxRef/FullName"] == "Texas State and Local"
    assert answer["SalesTaxPercentage"] == "8.25"
    assert answer["Subtotal"] == "157.00"
    assert answer["SalesTaxTotal"] == "8.25"
    assert answer["BalanceRemaining"] == "165.25"


def test_tax_is_rounded_once_for_the_sale(desk):
    answer = invoice(desk, *[line("0.33", "Tax")] * 3)
    assert answer["SalesTaxTotal"] == "0.08"


def test_the_item_of_the_invoice_outweighs_that_of_the_company(desk):
    item = {"ItemSalesTaxRef": named("Texas State")}
    assert invoice(desk, line("100.00", "Tax"), **item)["SalesTaxTotal"] == "6.25"


def test_a_group_taxes_with_each_of_its_items(desk):
    item = {"ItemSalesTaxRef": named("State and City")}
    answer = invoice(desk, line("10.10", "Tax"), **item)
    assert answer["SalesTaxPercentage"] == "8.25"
    # 0.63 for the state and 0.20 for the city
    assert answer["SalesTaxTotal"] == "0.83"


def test_customers_that_pay_no_tax(desk):
    desk.added("Customer", Name="Reseller", SalesTaxCodeRef=named("Non"))
    content = {"CustomerRef": named("Reseller")}
    answer = desk.add("Invoice", **content, InvoiceLineAdd=line("100.00", "Tax"))
    assert answer["SalesTaxTotal"] == "0.00"
    content["CustomerSalesTaxCodeRef"] = named("Tax")
    answer = desk.add("Invoice", **content, InvoiceLineAdd=line("100.00", "Tax"))
    assert answer["SalesTaxTotal"] == "8.25"


def test_credits_give_tax_back(desk):
    answer = desk.add("CreditMemo", **CUSTOMER, CreditMemoLineAdd=line("100.00", "Tax"))
    assert answer["TotalAmount"] == "108.25"


def test_bills_know_no_sales_tax(desk):
    desk.bill("100.00")
    assert desk.company.bills()[0].total == Decimal("100.00")


def test_a_company_without_sales_tax():
    desk = Desk(PRAIRIE)
    assert invoice(desk, line("100.00", "Tax")).code == "3250"
    assert invoice(desk, line("100.00"))["SalesTaxTotal"] == "0.00"


# -- in Canada -------------------------------------------------------------------------


@pytest.fixture
def maple():
    return Desk(MAPLE)


def test_each_line_has_its_code(maple):
    lines = line("100.00", "S"), line("100.00", "H"), line("100.00", "E")
    answer = invoice(maple, *lines)
    assert answer.all("InvoiceLineRet/TaxAmount") == ["5.00", "13.00"]
    assert answer["SalesTaxTotal"] == "18.00"
    assert answer["BalanceRemaining"] == "318.00"


def test_two_taxes_under_one_code(maple):
    answer = invoice(maple, line("10.10", "Q"))
    # 0.51 GST and 1.01 QST
    assert answer["SalesTaxTotal"] == "1.52"


def test_amounts_may_include_the_tax(maple):
    answer = invoice(maple, line("113.00", "H"), IsTaxIncluded="true")
    assert answer["SalesTaxTotal"] == "13.00"
    assert answer["Subtotal"] == "100.00"
    assert answer["BalanceRemaining"] == "113.00"


def test_bills_are_taxed_too(maple):
    expense = {
        "AccountRef": named("Fuel"),
        "Amount": "100.00",
        "SalesTaxCodeRef": named("H"),
    }
    answer = maple.add("Bill", **VENDOR, ExpenseLineAdd=expense)
    assert answer["AmountDue"] == "113.00"
