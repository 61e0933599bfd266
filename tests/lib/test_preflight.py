# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import dataclasses
import datetime
from decimal import Decimal

import pytest

from tms_quickbooks.lib import preflight
from tms_quickbooks.lib.documents import Address, CustomField, Ref, TextLine
from tms_quickbooks.lib.problems import NextAction, Place, Severity

from .builders import (
    BILL_RECORD,
    DAY,
    INVOICE_RECORD,
    PARTNER_RECORD,
    PRODUCT_RECORD,
    bill,
    canadian_company,
    credit_memo,
    customer,
    expense_line,
    invoice,
    item_line,
    us_company,
    vendor,
    vendor_credit,
)
from .checked import codes, the_problem

GST = Ref("5", "GST")


@pytest.mark.parametrize(
    "document",
    [customer(), vendor(), invoice(), credit_memo(), bill(), vendor_credit()],
    ids=lambda document: document.object_type,
)
def test_an_ordinary_document_has_no_problem(document):
    assert preflight.check(document, us_company()) == []


def test_a_customer_not_yet_in_quickbooks_is_no_problem():
    assert codes(invoice(customer=None)) == []
    assert codes(bill(vendor=None)) == []


# -- mapping ---------------------------------------------------------------------------


def test_a_line_without_item_asks_to_map_its_product():
    problem = the_problem(invoice(item_line(item=None)))
    assert problem.code == "preflight.no_item"
    assert problem.action is NextAction.FIX_MAPPING
    assert problem.place == PRODUCT_RECORD
    assert "Linehaul" in str(problem.text)


def test_a_line_without_account_asks_to_map_its_product():
    problem = the_problem(bill(expense_line(account=None)))
    assert problem.code == "preflight.no_account"
    assert problem.action is NextAction.FIX_MAPPING
    assert problem.place == PRODUCT_RECORD


def test_lines_of_one_unmapped_product_are_one_problem():
    line = item_line(item=None)
    assert codes(invoice(line, line, line)) == ["preflight.no_item"]


def test_each_unmapped_product_is_a_problem_of_its_own():
    fuel = Place("product.product", 11, "Fuel Surcharge")
    document = invoice(item_line(item=None), item_line(item=None, source=fuel))
    assert [problem.place for problem in preflight.check(document, us_company())] == [
        PRODUCT_RECORD,
        fuel,
    ]


def test_an_unmapped_line_without_source_points_to_the_invoice():
    assert (
        the_problem(invoice(item_line(item=None, source=None))).place == INVOICE_RECORD
    )


# -- amounts and lines -----------------------------------------------------------------


def test_a_document_without_lines_is_refused():
    assert "preflight.no_lines" in codes(invoice(lines=(), total=Decimal(0)))


def test_text_alone_is_no_line():
    lines = (TextLine("Thank you"),)
    assert "preflight.no_lines" in codes(invoice(lines=lines, total=Decimal(0)))


def test_a_zero_total_is_for_the_user_to_decide():
    problem = the_problem(invoice(item_line("100"), item_line("-100")))
    assert problem.code == "preflight.zero_total"
    assert problem.action is NextAction.DECIDE


def test_a_negative_total_is_refused():
    assert codes(invoice(item_line("-5"))) == ["preflight.negative_total"]


def test_a_negative_line_is_fine_while_the_total_is_not():
    assert codes(invoice(item_line("100"), item_line("-5"))) == []


def test_a_cent_between_lines_and_total_is_reported():
    problem = the_problem(invoice(total=Decimal("1750.01")))
    assert problem.code == "preflight.sum"
    assert problem.action is NextAction.REPORT
    assert "1750.00" in str(problem.text) and "1750.01" in str(problem.text)


def test_an_amount_beyond_quickbooks_digits_is_refused():
    assert codes(invoice(item_line("10000000000"))) == ["preflight.amount_too_large"]


def test_ten_thousand_lines_are_the_limit():
    line = item_line("1")
    assert codes(invoice(*[line] * 10_000)) == []
    assert codes(invoice(*[line] * 10_001)) == ["preflight.too_many_lines"]


def test_a_taxed_invoice_has_fewer_lines_where_quickbooks_computes_the_tax():
    profile = us_company(sales_tax=True, automated_sales_tax=True)
    taxed = item_line("1", taxable=True)
    assert codes(invoice(*[taxed] * 750), profile) == []
    assert codes(invoice(*[taxed] * 751), profile) == ["preflight.too_many_lines"]
    assert codes(invoice(*[item_line("1")] * 751), profile) == []


# -- the company -----------------------------------------------------------------------


@pytest.mark.parametrize("days, closed", [(-1, False), (0, True), (1, True)])
def test_books_are_closed_through_the_closing_date(days, closed):
    profile = us_company(closing_date=DAY + datetime.timedelta(days=days))
    assert codes(invoice(), profile) == ["preflight.closed_books"] * closed


def test_closed_books_are_for_the_user_to_decide_and_name_both_dates():
    problem = the_problem(bill(), us_company(closing_date=datetime.date(2026, 12, 31)))
    assert problem.action is NextAction.DECIDE
    assert "2026-12-31" in str(problem.text) and "2026-11-20" in str(problem.text)


@pytest.mark.parametrize("document", [bill(), vendor_credit()])
def test_simple_start_takes_no_bills(document):
    problem = the_problem(document, us_company(plan="simple_start"))
    assert problem.code == "preflight.plan_bills"
    assert problem.action is NextAction.DECIDE


def test_simple_start_takes_invoices():
    assert codes(invoice(), us_company(plan="simple_start")) == []


def test_a_foreign_currency_needs_multicurrency():
    problem = the_problem(invoice(currency="CAD", exchange_rate=Decimal("0.7")))
    assert problem.code == "preflight.currency"
    assert "CAD" in str(problem.text) and "USD" in str(problem.text)


def test_a_partner_in_a_foreign_currency_needs_multicurrency():
    assert codes(customer(currency="CAD")) == ["preflight.currency"]


def test_the_home_currency_needs_neither():
    assert codes(invoice(currency="USD")) == []


@pytest.mark.parametrize("rate", [None, Decimal(0)])
def test_a_foreign_currency_needs_a_rate(rate):
    profile = us_company(multi_currency=True)
    document = invoice(currency="CAD", exchange_rate=rate)
    assert codes(document, profile) == ["preflight.no_rate"]


def test_a_foreign_currency_with_a_rate_is_fine():
    profile = us_company(multi_currency=True)
    assert codes(invoice(currency="CAD", exchange_rate=Decimal("0.7")), profile) == []


def test_a_customer_kept_in_another_currency_is_a_problem():
    profile = us_company(multi_currency=True)
    problem = the_problem(invoice(party_currency="CAD"), profile)
    assert problem.code == "preflight.party_currency"
    for word in ("USD", "CAD", "Prairie Foods"):
        assert word in str(problem.text)
    assert codes(bill(party_currency="CAD"), profile) == ["preflight.party_currency"]
    assert codes(invoice(party_currency="USD"), profile) == []


# -- numbers ---------------------------------------------------------------------------


def test_a_long_number_is_no_problem():
    assert codes(invoice(number="LONESTAR/DALLAS/INV/2026/00007")) == []


def test_an_empty_number_is_a_problem():
    assert codes(invoice(number=" ")) == ["preflight.no_number"]
    assert codes(bill(number="")) == ["preflight.no_number"]


def test_an_empty_number_is_fine_where_quickbooks_numbers_by_itself():
    profile = us_company(custom_txn_numbers=False, custom_bill_numbers=False)
    assert codes(invoice(number=""), profile) == []
    assert codes(bill(number=""), profile) == []


# -- taxes -----------------------------------------------------------------------------


def test_tax_needs_a_company_that_charges_sales_tax():
    document = invoice(tax_amount=Decimal("144.38"))
    assert codes(document) == ["preflight.no_sales_tax"]
    assert codes(document, us_company(sales_tax=True)) == []


def test_there_is_no_tax_on_bills_in_the_united_states():
    document = bill(tax_amount=Decimal("10"))
    profile = us_company(sales_tax=True)
    assert codes(document, profile) == ["preflight.purchase_tax"]


def test_outside_the_united_states_every_line_needs_a_tax_code():
    document = invoice(item_line(tax_code=GST), item_line())
    problem = the_problem(document, canadian_company())
    assert problem.code == "preflight.no_tax_code"
    assert problem.action is NextAction.FIX_MAPPING


def test_outside_the_united_states_bills_have_tax_too():
    document = bill(expense_line(tax_code=GST), tax_amount=Decimal("45"))
    assert codes(document, canadian_company()) == []


def test_text_lines_need_no_tax_code():
    lines = (item_line(tax_code=GST), TextLine("Load 17"))
    document = invoice(lines=lines, total=Decimal("1750"))
    assert codes(document, canadian_company()) == []


# -- parties and texts -----------------------------------------------------------------


def test_a_partner_without_a_usable_name_is_refused():
    problem = the_problem(customer(name=" : "))
    assert problem.code == "preflight.name"
    assert problem.place == PARTNER_RECORD


@pytest.mark.parametrize(
    "email",
    [
        *(
            "nobody",
            "a@b",
            "a@b@c.com",
            "a b@c.com",
            "a@b..com",
            "a@b.co,",
            "a@b.co, c",
        ),
        "a@" + "b" * 100 + ".com",
        ", ".join(["ap@prairie.example"] * 6),
    ],
)
def test_an_e_mail_address_quickbooks_would_refuse_is_found(email):
    assert codes(customer(email=email)) == ["preflight.email"]
    problem = the_problem(invoice(bill_email=email))
    assert problem.code == "preflight.email"
    assert problem.place == PARTNER_RECORD


@pytest.mark.parametrize(
    "email", ["", "ap@prairie.example", " ap@prairie.co.uk ", "a@b.co, c@d.co"]
)
def test_a_good_e_mail_address_or_none_is_fine(email):
    assert codes(customer(email=email)) == []


def test_a_masked_tax_id_never_goes_out():
    problem = the_problem(vendor(tax_id="XXXXX6789"))
    assert problem.code == "preflight.tax_id_masked"
    assert problem.is_error


@pytest.mark.parametrize("tax_id", ["", "/", "DE123456789"])
def test_a_1099_vendor_without_its_tax_id_is_told_in_time(tax_id):
    problem = the_problem(vendor(is_1099=True, tax_id=tax_id))
    assert problem.code == "preflight.form_1099"
    assert not problem.is_error


def test_a_website_that_is_none_is_told_and_keeps_nobody_out():
    problem = the_problem(customer(website="see the bill"))
    assert problem.code == "preflight.website"
    assert not problem.is_error
    assert codes(customer(website="www.prairie.example/loads?open=1")) == []


def test_who_gets_no_1099_needs_no_tax_id():
    assert codes(vendor(is_1099=False)) == []
    assert codes(vendor(is_1099=True, tax_id="12-3456789")) == []
    assert codes(vendor(is_1099=True), canadian_company()) == []


def test_a_tax_id_is_never_cut():
    problem = the_problem(vendor(tax_id="1" * 21))
    assert problem.code == "preflight.tax_id"
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize(
    "document",
    [
        customer(name="x" * 101),
        customer(phone="1" * 31),
        customer(address=Address(lines=("x" * 501,))),
        vendor(notes="x" * 2001),
        invoice(memo="x" * 4001),
        invoice(message="x" * 1001),
        invoice(item_line(description="x" * 4001)),
        invoice(custom_fields=(CustomField("1", "x" * 32),)),
        invoice(ship_address=Address(city="x" * 256)),
        bill(memo="x" * 4001),
    ],
    ids=lambda document: document.object_type,
)
def test_a_text_that_will_be_cut_is_a_warning(document):
    problem = the_problem(document)
    assert problem.code == "preflight.text_cut"
    assert problem.severity is Severity.WARNING
    assert not problem.is_error


def test_a_text_that_just_fits_is_no_warning():
    party = customer(name="x" * 100, notes="x" * 2000, phone="1" * 30)
    document = invoice(item_line(description="x" * 4000), memo="x" * 4000)
    assert codes(party) == codes(document) == []


# -- the whole -------------------------------------------------------------------------


def test_all_problems_are_told_at_once():
    document = invoice(
        item_line(item=None), number="", bill_email="nobody", currency="CAD"
    )
    assert set(codes(document)) == {
        "preflight.no_item",
        "preflight.no_number",
        "preflight.email",
        "preflight.currency",
    }


def test_every_problem_says_what_to_do_and_where():
    document = dataclasses.replace(
        bill(expense_line(account=None), tax_amount=Decimal("-1000")),
        number="",
        currency="EUR",
    )
    profile = us_company(plan="simple_start", closing_date=datetime.date(2027, 1, 1))
    problems = preflight.check(document, profile)
    assert len(problems) == 7
    for problem in problems:
        assert str(problem.text).strip() and str(problem.hint).strip()
        assert problem.place in (BILL_RECORD, PRODUCT_RECORD)
