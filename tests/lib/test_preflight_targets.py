# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nothing is sent that names what was made inactive in QuickBooks."""

from dataclasses import replace

import pytest

from tms_quickbooks.lib import preflight
from tms_quickbooks.lib.documents import Ref
from tms_quickbooks.lib.problems import NextAction, Place

from .builders import (
    BILL_RECORD,
    bill,
    canadian_company,
    credit_memo,
    customer,
    expense_line,
    invoice,
    item,
    item_line,
    us_company,
    vendor,
)
from .checked import codes

MAPPING = Place("quickbooks.mapping", 12)
GONE = Ref("9", "Layover", active=False, chosen_by=MAPPING)
PLAIN_US = replace(us_company(), automated_sales_tax=False, class_per_line=False)


def test_an_inactive_item_is_told_by_its_name_and_leads_to_its_mapping():
    [problem] = preflight.check(invoice(item_line(item=GONE)), us_company())
    assert problem.code == "preflight.inactive_item"
    assert problem.action is NextAction.FIX_MAPPING
    assert problem.place == MAPPING
    assert "Layover" in str(problem.text)


def test_lines_with_one_inactive_item_are_one_thing_to_do():
    line = item_line(item=GONE)
    assert codes(invoice(line, line)) == ["preflight.inactive_item"]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (bill(expense_line(account=GONE)), "preflight.inactive_expense"),
        (invoice(terms=GONE), "preflight.inactive_term"),
        (bill(terms=GONE), "preflight.inactive_term"),
        (customer(terms=GONE), "preflight.inactive_term"),
        (vendor(terms=GONE), "preflight.inactive_term"),
        (invoice(item_line(class_ref=GONE)), "preflight.inactive_class"),
        (bill(expense_line(class_ref=GONE)), "preflight.inactive_class"),
        (invoice(department=GONE), "preflight.inactive_location"),
        (bill(department=GONE), "preflight.inactive_location"),
    ],
)
def test_whatever_is_sent_must_be_active(document, code):
    profile = replace(us_company(), class_per_line=True, departments=True)
    assert codes(document, profile) == [code]


def test_the_class_of_a_whole_invoice_counts_where_the_company_keeps_one():
    document = invoice(class_ref=GONE)
    per_document = replace(PLAIN_US, class_per_txn=True)
    assert codes(document, per_document) == ["preflight.inactive_class"]
    assert codes(document, PLAIN_US) == []


def test_what_is_not_sent_may_be_inactive():
    assert codes(invoice(department=GONE), replace(PLAIN_US, departments=False)) == []
    assert codes(invoice(item_line(class_ref=GONE)), PLAIN_US) == []
    assert codes(invoice(item_line(tax_code=GONE)), us_company()) == []


def test_tax_codes_count_on_the_lines_abroad_and_on_the_sale_in_the_united_states():
    [line] = invoice().lines
    abroad = canadian_company()
    assert "preflight.inactive_tax" in codes(
        invoice(replace(line, tax_code=GONE)), abroad
    )
    assert codes(credit_memo(tax_code=GONE), PLAIN_US) == ["preflight.inactive_tax"]
    automated = replace(us_company(), automated_sales_tax=True)
    assert codes(credit_memo(tax_code=GONE), automated) == []


def test_without_a_mapping_the_problem_is_about_the_document():
    [problem] = preflight.check(bill(terms=Ref("1", "Net 9", False)), us_company())
    assert problem.place == BILL_RECORD


# -- an item to be made ----------------------------------------------------------------


def test_an_item_with_a_name_and_an_account_may_go():
    assert codes(item()) == []


@pytest.mark.parametrize("name", ["", " ", "A:B", "x" * 101, "…", "a\tb:c"])
def test_an_item_goes_under_its_own_name_or_not_at_all(name):
    assert codes(item(name=name)) == ["preflight.item_name"]


def test_an_item_is_not_booked_to_an_inactive_account():
    for values in ({"income_account": GONE}, {"expense_account": GONE}):
        assert codes(item(**values)) == ["preflight.item_account"]
