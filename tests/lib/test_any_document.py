# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever is posted: QuickBooks takes it as it is, or the checks before say why not.

A few examples each, always the same ones; many thousands of new ones with

    tools/run pytest tests/lib/test_any_document.py --hypothesis-profile=thorough
"""

import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quickbooks_simulator.online import LONE_STAR, MAPLE, PRAIRIE, Simulator
from tms_quickbooks.lib import objects
from tms_quickbooks.lib.documents import BANK, CREDIT_CARD, Ref
from tms_quickbooks.lib.online import render

from .any_company import (
    assert_a_payment_changes_nothing_else,
    assert_taken_or_told,
    made_parties,
    open_ones,
    quietly,
)
from .any_document import Books, documents
from .checked import errors
from .intuit_schema import SCHEMA_FOLDER, IntuitSchema
from .simulated_company import Company

# What a company can have switched on: every switch is on somewhere, and off elsewhere.
# Simple Start has no bills.
COMPANIES = {
    "automated sales tax, class per line": (
        LONE_STAR,
        {"automated_sales_tax": True, "class_per_line": True},
    ),
    "no sales tax": (LONE_STAR, {"sales_tax": False}),
    "sales tax by hand, class per transaction, several currencies": (
        LONE_STAR,
        {"class_per_txn": True, "custom_txn_numbers": False, "multi_currency": True},
    ),
    "Simple Start": (PRAIRIE, {"sales_tax": False}),
    "Canada": (MAPLE, {"multi_currency": True}),
    "Canada without sales tax": (MAPLE, {"sales_tax": False}),
}
UNLESS_TOLD = {
    "automated_sales_tax": None,
    "class_per_line": False,
    "class_per_txn": False,
    "custom_txn_numbers": True,
    "multi_currency": False,
    "sales_tax": True,
}


@pytest.fixture(scope="module")
def simulator():
    with Simulator(limits=False) as simulator:
        yield simulator


@pytest.fixture(scope="module", params=COMPANIES.values(), ids=list(COMPANIES))
def company(simulator, request):
    realm, changes = request.param
    simulator.change_company(realm, **UNLESS_TOLD | changes)
    company = Company(simulator, realm)
    company.books = books_of(company)
    return company


def books_of(company):
    """What documents can refer to in a company, with a party for each currency."""
    profile = company.profile
    made = made_parties(company, "customer", *(["vendor"] if profile.has_bills else []))
    # Where there are no vendors, a bill has to be stopped before it names one.
    vendors = made.get("vendor", {profile.home_currency: Ref("1")})
    items, codes_ = refs(company, "Item"), tax_codes(company)
    accounts = accounts_of(company, "Expense")
    opened = open_ones(company, made, items[0], accounts[0], tax_free(company))
    if not profile.has_bills:
        for kind in objects.PURCHASES:
            opened[kind] = {profile.home_currency: [Ref("1")]}
    return Books(
        profile,
        items=items,
        accounts=accounts,
        terms=refs(company, "Term"),
        customers=made["customer"],
        vendors=vendors,
        classes=refs(company, "Class") if profile.has_classes else [],
        departments=refs(company, "Department") if profile.departments else [],
        tax_codes=codes_ if profile.sales_tax and not profile.is_us else {},
        banks=accounts_of(company, BANK) + accounts_of(company, CREDIT_CARD),
        methods=refs(company, "PaymentMethod"),
        open=opened,
    )


def accounts_of(company, kind):
    found = refs(company, "Account", f"AccountType = '{kind}'")
    return [replace(account, kind=kind) for account in found]


def tax_free(company):
    """A tax code without tax, None where lines have none."""
    profile = company.profile
    if profile.is_us or not profile.sales_tax:
        return None
    return next(ref for ref, rates in tax_codes(company).items() if not any(rates))


def refs(company, kind, where=""):
    return [
        Ref(data["Id"]) for page in company.client.pages(kind, where) for data in page
    ]


def tax_codes(company):
    """Each tax code with the percentages of its rates."""
    rates = {
        data["Id"]: Decimal(str(data["RateValue"]))
        for page in company.client.pages("TaxRate")
        for data in page
    }
    return {
        Ref(code["Id"]): tuple(
            rates[detail["TaxRateRef"]["value"]]
            for detail in code["SalesTaxRateList"]["TaxRateDetail"]
        )
        for page in company.client.pages("TaxCode")
        for code in page
    }


def test_quickbooks_takes_it_with_its_total_or_we_say_why_not(company):
    def is_applied(document, result):
        return objects.applied(result) == {
            (line.type, line.target.id): line.amount for line in document.applied
        }

    assert_taken_or_told(company, is_applied)


def test_a_payment_changes_nothing_else_of_an_invoice(company):
    assert_a_payment_changes_nothing_else(company)


@pytest.mark.skipif(
    not SCHEMA_FOLDER.is_dir(), reason="Intuit's schemas are not in ../shared/schemas"
)
def test_it_is_valid_by_intuits_schema_or_we_say_why_not(company):
    books, schema, valid = company.books, IntuitSchema(), Counter()

    @quietly
    @given(st.lists(documents(books), min_size=1, max_size=8))
    def try_out(batch):
        for document in batch:
            if not errors(document, books.profile):
                kind = document.object_type
                sent = render.batch_item(document, "1", books.profile)
                data = json.loads(sent, parse_float=Decimal)[kind]
                assert schema.errors(kind, data) == ""
                valid[kind] += 1

    try_out()
    assert valid["Invoice"] and len(valid) > 3, valid
