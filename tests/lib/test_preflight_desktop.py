# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a company file of QuickBooks Desktop refuses, and what only Online does."""

import dataclasses
import datetime
from decimal import Decimal

import pytest

from tms_quickbooks.lib import preflight
from tms_quickbooks.lib.documents import (
    Address,
    Attachment,
    LineTax,
    Ref,
    TextLine,
    Withdrawal,
)
from tms_quickbooks.lib.problems import NextAction, Place, Severity
from tms_quickbooks.lib.profile import SIMPLE_START, Profile

from . import checked
from .builders import (
    BILL_RECORD,
    INVOICE_RECORD,
    applied,
    bill,
    bill_payment,
    credit_memo,
    customer,
    expense_line,
    invoice,
    item,
    item_line,
    payment,
    vendor,
    vendor_credit,
)

SALES_TAX = LineTax("8.25%", Decimal("8.25"), Place("account.tax", 21, "8.25%"))
CITY_TAX = LineTax("1%", Decimal(1), Place("account.tax", 22, "1%"))
ALL_TAXES = Ref("80000009-1", "Dallas")
CARD = Ref("8000000C-1", "Fleet Card", kind="Credit Card")


def company(**values):
    """A company file as ordinary as the documents of the builders."""
    return Profile(**{"company_name": "Lone Star Freight", "desktop": True} | values)


def check(document, profile=None):
    return preflight.check(document, profile or company())


def codes(document, profile=None):
    return checked.codes(document, profile or company())


def errors(document, profile=None):
    return checked.errors(document, profile or company())


def the_problem(document, profile=None):
    return checked.the_problem(document, profile or company())


def taxed(*taxes, **values):
    """An invoice of 100 with what such taxes come to."""
    share = sum((tax.percent for tax in taxes), Decimal(0))
    line = item_line("100.00", taxable=True, taxes=taxes)
    return invoice(line, **{"number": "1007", "tax_amount": share} | values)


def test_ordinary_documents_have_no_problem():
    for document in (
        customer(),
        vendor(),
        item(),
        invoice(number="1007"),
        credit_memo(number="1008"),
        bill(),
        vendor_credit(),
        payment(number="CHK 4711"),
        bill_payment(number="4711"),
    ):
        assert check(document) == []


# -- what only QuickBooks Online has ---------------------------------------------------


@pytest.mark.parametrize(
    ("document", "profile"),
    [
        (bill(), company(plan=SIMPLE_START)),
        (customer(website="no address at all"), company()),
        (invoice(number="1007", bill_email="no address"), company()),
        (invoice(*[item_line("1")] * 751, number="1007"), company()),
    ],
    ids=["plan", "website", "address of one invoice", "taxed lines"],
)
def test_rules_of_online_say_nothing(document, profile):
    assert codes(document, profile) == []


@pytest.mark.parametrize(
    "document",
    [
        invoice(number="INV/2026/00007", date=datetime.date(2039, 1, 1)),
        invoice(message="Cảm ơn"),
        dataclasses.replace(bill_payment(), total=Decimal(150)),
        bill_payment(account=CARD, id="17"),
    ],
    ids=["number and date", "letters", "left over", "card"],
)
def test_rules_of_desktop_say_nothing_to_online(document):
    assert preflight.check(document, Profile(company_name="Lone Star")) == []


# -- numbers and names -----------------------------------------------------------------


def test_a_number_with_a_year_is_told_as_it_will_be():
    problem = the_problem(invoice(number="INV/2026/00007"))
    assert problem.code == "preflight.number_shortened"
    assert problem.severity is Severity.WARNING
    assert "INV/2026/00007" in str(problem.text)
    assert "INV26/00007" in str(problem.text)


@pytest.mark.parametrize(
    ("document", "room"),
    [
        (invoice(), 11),
        (credit_memo(), 11),
        (bill(), 20),
        (vendor_credit(), 20),
        (payment(), 20),
        (bill_payment(), 11),
    ],
    ids=lambda value: getattr(value, "object_type", value),
)
def test_each_type_has_its_own_room_for_a_number(document, room):
    fits = dataclasses.replace(document, number="7" * room)
    assert codes(fits) == []
    longer = dataclasses.replace(document, number="7" * (room + 1))
    assert codes(longer) == ["preflight.number_shortened"]


def test_a_number_that_quickbooks_gives_itself_is_not_shortened():
    profile = company(custom_txn_numbers=False)
    assert codes(invoice(number="INV/2026/00007"), profile) == []


def test_names_have_41_characters_and_items_31():
    assert codes(customer(name="x" * 41)) == codes(item(name="x" * 31)) == []
    assert codes(customer(name="x" * 42)) == ["preflight.text_cut"]
    assert codes(item(name="x" * 32)) == ["preflight.item_name"]


def test_two_bills_of_one_number_are_told_two_invoices_stopped():
    other = Place("quickbooks.object", 5, "BILL/2026/11/0002")
    assert check(bill(number_held_by=other))[0].severity is Severity.WARNING
    assert errors(invoice(number="1007", number_held_by=other)) == [
        "preflight.number_held"
    ]


# -- letters ---------------------------------------------------------------------------


def test_letters_it_lacks_are_told_as_they_will_be():
    problem = the_problem(customer(name="Nguyễn Logistics"))
    assert problem.code == "preflight.characters"
    assert problem.severity is Severity.WARNING
    assert "“Nguyễn Logistics” goes as “Nguyen Logistics”" in str(problem.text)


@pytest.mark.parametrize("name", ["Müller & Söhne", "Café – 20 €", "L’Été™"])
def test_letters_of_western_europe_are_kept(name):
    assert codes(vendor(name=name)) == []


def test_all_texts_are_looked_at_and_told_once():
    document = invoice(
        item_line(description="Łódź → Kraków"),
        number="1007",
        bill_address=Address(("Łąkowa 1",), "Kraków"),
    )
    problem = the_problem(document)
    assert "1 more" in str(problem.text)
    assert codes(payment(number="1", memo="Łódź")) == ["preflight.characters"]


def test_line_breaks_are_no_letters():
    assert codes(invoice(number="1", memo="one\r\ntwo\x0bthree")) == []


# -- dates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "fine"),
    [
        (datetime.date(1969, 12, 31), False),
        (datetime.date(1970, 1, 1), True),
        (datetime.date(2038, 1, 18), True),
        (datetime.date(2038, 1, 19), False),
    ],
)
def test_dates_lie_between_1970_and_2038(date, fine):
    for document in (
        invoice(number="1", date=date),
        bill(due_date=date),
        invoice(item_line(service_date=date), number="1"),
        payment(number="1", date=date),
    ):
        assert errors(document) == ([] if fine else ["preflight.date"])


# -- money -----------------------------------------------------------------------------


def test_three_decimals_do_not_fit():
    document = invoice(item_line("1.234"), number="1", currency="KWD")
    profile = company(multi_currency=True)
    document = dataclasses.replace(document, exchange_rate=Decimal("3.2"))
    problem = the_problem(document, profile)
    assert (problem.code, problem.action) == ("preflight.decimals", NextAction.DECIDE)
    assert "preflight.decimals" in errors(payment(applied(amount="1.234"), number="1"))


def test_other_currencies_need_to_be_switched_on_in_the_preferences():
    problem = the_problem(invoice(number="1", currency="CAD"))
    assert problem.code == "preflight.currency"
    assert "Preferences, Multiple Currencies" in str(problem.hint)


def test_a_currency_without_a_known_name_is_left_to_people():
    profile = company(multi_currency=True)
    assert codes(customer(currency="CAD"), profile) == []
    assert codes(customer(currency="ISK"), profile) == ["preflight.currency_name"]
    assert codes(customer(currency="ISK", id="80-1"), profile) == []


def test_closed_books_name_the_preferences():
    closed = company(closing_date=datetime.date(2026, 12, 31))
    taken_back = Withdrawal(
        object_type="Invoice",
        id="1-1",
        version="2",
        how="void",
        source=INVOICE_RECORD,
        date=datetime.date(2026, 11, 20),
    )
    for document in (bill(), taken_back):
        [problem] = check(document, closed)
        assert problem.code == "preflight.closed_books"
        assert "Preferences, Accounting" in str(problem.hint)
        assert "Account and settings" not in str(problem.hint)


# -- tax -------------------------------------------------------------------------------


def test_the_tax_of_a_sale_needs_its_sales_tax_item():
    profile = company(sales_tax=True)
    problem = the_problem(taxed(SALES_TAX), profile)
    assert problem.code == "preflight.no_tax_code"
    assert problem.action is NextAction.FIX_MAPPING
    assert problem.place == SALES_TAX.source
    assert codes(taxed(SALES_TAX, tax_code=ALL_TAXES), profile) == []


def test_several_taxes_need_one_item_for_all():
    profile = company(sales_tax=True)
    problem = the_problem(taxed(SALES_TAX, CITY_TAX), profile)
    assert problem.code == "preflight.several_taxes"
    assert problem.action is NextAction.FIX_MAPPING


def test_a_sale_without_tax_needs_no_item():
    assert codes(invoice(number="1"), company(sales_tax=True)) == []


def test_another_cent_of_tax_is_possible_and_told():
    half = LineTax("5%", Decimal(5), Place("account.tax", 23, "5%"))
    lines = [item_line("0.10", taxable=True, taxes=(half,))] * 3
    document = invoice(
        *lines, number="1", tax_amount=Decimal("0.03"), tax_code=ALL_TAXES
    )
    problem = the_problem(document, company(sales_tax=True))
    assert problem.code == "preflight.tax_rounding"
    assert problem.severity is Severity.WARNING


def test_no_tax_on_bills_in_the_united_states():
    document = bill(expense_line("100"), tax_amount=Decimal(5))
    assert errors(document, company(sales_tax=True)) == ["preflight.purchase_tax"]


def test_tax_that_the_company_does_not_charge_names_the_preferences():
    problem = the_problem(taxed(SALES_TAX))
    assert problem.code == "preflight.no_sales_tax"
    assert "Preferences, Sales Tax" in str(problem.hint)


@pytest.mark.parametrize("country", ["CA", "UK"])
def test_elsewhere_each_line_needs_a_code(country):
    profile = company(country=country, sales_tax=True)
    assert errors(invoice(number="1"), profile) == ["preflight.no_tax_code"]
    assert errors(bill(), profile) == ["preflight.no_tax_code"]
    coded = item_line(tax_code=Ref("8-1", "S"))
    assert errors(invoice(coded, number="1"), profile) == []


# -- lines -----------------------------------------------------------------------------


def test_lines_need_items_and_accounts_and_text_needs_none():
    assert errors(invoice(item_line(item=None), number="1")) == ["preflight.no_item"]
    assert errors(bill(expense_line(account=None))) == ["preflight.no_account"]
    with_text = (item_line(), TextLine("Thank you"))
    assert codes(invoice(number="1", lines=with_text, total=Decimal(1750))) == []


def test_a_zero_total_is_for_the_user_to_decide():
    document = invoice(item_line("100"), item_line("-100"), number="1")
    assert errors(document) == ["preflight.zero_total"]


# -- payments and files ----------------------------------------------------------------


def test_a_bill_payment_leaves_nothing_over():
    document = dataclasses.replace(bill_payment(number="1"), total=Decimal(150))
    problem = the_problem(document)
    assert problem.code == "preflight.bill_payment_rest"
    assert "50.00" in str(problem.text) and "150.00" in str(problem.text)


def test_credits_are_no_rest():
    lines = applied("Bill", "100.00"), applied("VendorCredit", "30.00")
    document = dataclasses.replace(bill_payment(*lines, number="1"), total=Decimal(70))
    assert codes(document) == []


def test_there_is_no_more_credit_than_there_is_to_settle():
    lines = applied("Invoice", "100.00"), applied("CreditMemo", "130.00")
    document = dataclasses.replace(payment(*lines, number="1"), total=Decimal(5))
    problem = the_problem(document)
    assert problem.code == "preflight.credits_over"
    assert "30.00" in str(problem.text)


def test_a_payment_of_a_customer_may_leave_something_over():
    document = dataclasses.replace(payment(number="1"), total=Decimal(150))
    assert codes(document) == []


def test_a_payment_by_card_stays_as_it_was_sent():
    assert codes(bill_payment(account=CARD, number="1")) == []
    problem = the_problem(bill_payment(account=CARD, number="1", id="5-1"))
    assert problem.code == "preflight.card_payment_kept"
    assert problem.action is NextAction.DECIDE
    assert codes(bill_payment(number="1", id="5-1")) == []


def test_files_stay_here():
    file = Attachment(
        target=Ref("5-1"),
        target_type="Bill",
        file_name="pod.pdf",
        content_type="application/pdf",
        size=10,
        source=BILL_RECORD,
    )
    assert codes(file) == ["preflight.desktop_file"]
