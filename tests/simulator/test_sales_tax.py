# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sales tax in the US, GST and HST in Canada."""

from decimal import Decimal

import pytest

from quickbooks_simulator.online import PRAIRIE

from .client import CUSTOMER, Api, Refused, bill, expense_line, invoice, item_line, ref


def cad(body, **properties):
    return {**body, "CurrencyRef": ref("CAD"), **properties}


def code_id(api, name):
    return api.query(f"select * from TaxCode where Name = '{name}'")["TaxCode"][0]["Id"]


def test_a_us_line_is_taxable_or_not_and_nothing_else(api):
    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice(item_line(code="1")))

    assert refused.value.code == "6100"


def test_automated_sales_tax_taxes_a_line_without_code(api):
    created = api.create("Invoice", invoice(item_line(100, code="")))

    assert created["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"]["value"] == "TAX"
    assert created["TxnTaxDetail"]["TotalTax"] == Decimal("8.25")
    assert created["TotalAmt"] == Decimal("108.25")


def test_automated_sales_tax_leaves_exempt_lines_alone(api):
    created = api.create("Invoice", invoice(item_line(100, code="NON")))

    assert created["TxnTaxDetail"] == {"TotalTax": 0}
    assert created["TotalAmt"] == 100


def test_a_total_tax_that_is_sent_overrides_the_computed_one(api):
    body = invoice(item_line(100, code="TAX"), TxnTaxDetail={"TotalTax": 7})

    created = api.create("Invoice", body)

    assert created["TotalAmt"] == 107
    assert created["TxnTaxDetail"]["TaxLine"][0]["Amount"] == 7


def test_an_exempt_customer_pays_no_tax(api):
    api.update("Customer", api.read("Customer", CUSTOMER), Taxable=False)

    created = api.create("Invoice", invoice(item_line(100, code="TAX")))

    assert created["TotalAmt"] == 100


def test_without_sales_tax_the_tax_detail_is_silently_dropped(api, simulator):
    simulator.change_company(sales_tax=False, automated_sales_tax=None)

    created = api.create("Invoice", invoice(TxnTaxDetail={"TotalTax": 7}))

    assert created["TotalAmt"] == 100
    assert created["TxnTaxDetail"] == {"TotalTax": 0}


def test_manual_sales_tax_uses_the_code_of_the_transaction(api, simulator):
    simulator.change_company(automated_sales_tax=None)
    detail = {"TxnTaxCodeRef": ref(code_id(api, "Texas"))}

    created = api.create(
        "Invoice", invoice(item_line(200, code="TAX"), TxnTaxDetail=detail)
    )

    assert created["TxnTaxDetail"]["TotalTax"] == Decimal("16.50")


def test_manual_sales_tax_leaves_a_line_without_code_alone(api, simulator):
    simulator.change_company(automated_sales_tax=None)

    created = api.create("Invoice", invoice(item_line(100, code="")))

    assert created["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"]["value"] == "NON"


def test_tax_after_discount_is_taken_from_the_rest(api):
    discount = {
        "DetailType": "DiscountLineDetail",
        "Amount": 20,
        "DiscountLineDetail": {"PercentBased": False},
    }
    body = invoice(item_line(100, code="TAX"), discount, ApplyTaxAfterDiscount=True)

    assert api.create("Invoice", body)["TxnTaxDetail"]["TotalTax"] == Decimal("6.60")


def test_automated_sales_tax_can_be_switched_on_anywhere_in_the_us(simulator):
    simulator.change_company(PRAIRIE, sales_tax=True, automated_sales_tax=True)

    created = Api(simulator, PRAIRIE).create("Invoice", invoice(item_line(code="TAX")))

    assert created["TotalAmt"] == Decimal("108.25")


def test_automated_sales_tax_takes_750_lines(api):
    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice(*[item_line(1)] * 751))

    assert refused.value.code == "6000"


def test_every_canadian_line_names_a_tax_code(canada):
    with pytest.raises(Refused) as refused:
        canada.create("Invoice", cad(invoice(item_line(code=""))))

    assert refused.value.code == "6000"
    assert refused.value.detail == (
        "Business Validation Error 2: Make sure all your transactions have a GST/HST "
        "rate before you save."
    )


def test_canadian_tax_is_added_by_code(canada):
    code = code_id(canada, "HST ON")

    created = canada.create("Invoice", cad(invoice(item_line(100, code=code))))

    assert created["TotalAmt"] == 113
    tax_line = created["TxnTaxDetail"]["TaxLine"][0]
    assert tax_line["TaxLineDetail"]["NetAmountTaxable"] == 100


def test_a_code_can_hold_two_rates(canada):
    code = code_id(canada, "GST/QST QC")

    created = canada.create("Invoice", cad(invoice(item_line(200, code=code))))

    amounts = [line["Amount"] for line in created["TxnTaxDetail"]["TaxLine"]]
    assert amounts == [10, Decimal("19.95")]


def test_an_amount_can_include_the_tax(canada):
    code = code_id(canada, "HST ON")
    line = item_line(113, code=code)

    created = canada.create(
        "Invoice", cad(invoice(line), GlobalTaxCalculation="TaxInclusive")
    )

    assert created["TotalAmt"] == 113
    assert created["Line"][0]["Amount"] == 100


def test_canadian_bills_are_taxed_too(canada):
    line = expense_line(50, TaxCodeRef=ref(code_id(canada, "GST")))

    created = canada.create("Bill", cad(bill(line)))

    assert created["TotalAmt"] == Decimal("52.50")


def test_without_tax_no_code_is_needed(canada):
    body = cad(invoice(item_line(code="")), GlobalTaxCalculation="NotApplicable")

    assert canada.create("Invoice", body)["TotalAmt"] == 100


def test_an_unknown_tax_code_is_an_invalid_reference(canada):
    with pytest.raises(Refused) as refused:
        canada.create("Invoice", cad(invoice(item_line(code="TAX"))))

    assert refused.value.code == "2500"
