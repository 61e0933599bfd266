# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever is posted: QuickBooks Desktop takes it as it is, or the checks before say
why not.

A few examples each, always the same ones; many thousands of new ones with

    tools/run pytest tests/lib/test_desktop_any_document.py \
        --hypothesis-profile=thorough
"""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quickbooks_simulator.desktop import LONE_STAR, MAPLE, PRAIRIE
from tms_quickbooks.lib import objects
from tms_quickbooks.lib.desktop import render, sent
from tms_quickbooks.lib.documents import (
    BANK,
    CREDIT_CARD,
    BillPayment,
    Ref,
    TradeDocument,
)

from .any_company import (
    assert_a_payment_changes_nothing_else,
    assert_taken_or_told,
    made_parties,
    open_ones,
    quietly,
)
from .any_document import Books, documents
from .checked import errors
from .desktop_requests import VERSION
from .open_file import OpenFile
from .qbxml_schema import errors as schema_errors

# What a company can have switched on: every switch is on somewhere, and off elsewhere.
COMPANIES = {
    "sales tax, classes": (LONE_STAR, {}),
    "several currencies": (LONE_STAR, {"multi_currency": True, "classes": False}),
    "no sales tax": (PRAIRIE, {}),
    "Canada": (MAPLE, {}),
}


@pytest.fixture(scope="module", params=COMPANIES.values(), ids=list(COMPANIES))
def company(request):
    name, changes = request.param
    company = OpenFile(name, **changes)
    company.books = books_of(company)
    return company


def books_of(company):
    """What documents can refer to in a company, with a party for each currency."""
    profile = company.profile
    made = made_parties(company, "customer", "vendor")
    items, accounts = company.refs("Item"), company.refs("Account", "Expense")
    of_sale, of_line = taxes(company)
    free = next((code for code, rates in of_line.items() if not any(rates)), None)
    return Books(
        profile,
        items=items,
        accounts=accounts,
        terms=company.refs("Term"),
        customers=made["customer"],
        vendors=made["vendor"],
        classes=company.refs("Class") if profile.has_classes else [],
        sales_taxes=of_sale,
        tax_codes=of_line,
        banks=company.refs("Account", BANK) + company.refs("Account", CREDIT_CARD),
        methods=company.refs("PaymentMethod"),
        open=open_ones(company, made, items[0], accounts[0], free),
    )


def taxes(company):
    """The percentages of each sales tax of a whole sale (United States), of each tax
    code of a line (everywhere else)."""
    if not company.profile.sales_tax:
        return {}, {}
    items = company.states("TaxCode", us=True)
    rates = {state.qb_id: Decimal(state.extra.get("tax_rate") or 0) for state in items}

    def parts(state):
        ids = state.extra.get("tax_parts") or [state.qb_id]
        return tuple(rates.get(part, Decimal(0)) for part in ids)

    of_item = {state.qb_id: parts(state) for state in items}
    if company.profile.is_us:
        return {Ref(key): found for key, found in of_item.items()}, {}
    codes = company.states("TaxCode", us=False)
    return {}, {
        Ref(state.qb_id): tuple(
            rate
            for part in state.extra.get("tax_parts") or []
            for rate in of_item[part]
        )
        for state in codes
    }


def test_quickbooks_takes_it_with_its_total_or_we_say_why_not(company):
    def is_applied(document, result):
        item = render.batch_item(document, "1", company.profile)
        ours, theirs = sent.applied(item.decode()), objects.applied(result)
        return {key: theirs.get(key) for key in ours} == ours

    assert_taken_or_told(company, is_applied)


def test_a_payment_changes_nothing_else_of_an_invoice(company):
    assert_a_payment_changes_nothing_else(company)


def test_it_is_valid_by_intuits_schema_and_adds_up_or_we_say_why_not(company):
    books, valid = company.books, Counter()

    @quietly
    @given(st.lists(documents(books), min_size=1, max_size=8))
    def try_out(batch):
        for document in batch:
            if errors(document, books.profile):
                continue
            item = render.batch_item(document, "1", books.profile)
            body = render.batch_body([item], "set", "", VERSION)
            assert schema_errors(body) == ""
            assert said_total(document, item) == expected_total(document)
            # Created or changed, it says the same, in the same bytes each time.
            assert render.batch_item(document, "1", books.profile) == item
            if not (isinstance(document, BillPayment) and document.is_by_card):
                changed = replace(document, id="7-1", version="3")
                again = render.batch_item(changed, "1", books.profile)
                body = render.batch_body([again], "set", "", VERSION)
                assert schema_errors(body) == ""
                prints = {
                    sent.content(each.decode()).fingerprint for each in (item, again)
                }
                assert len(prints) == 1
            valid[document.object_type] += 1

    try_out()
    assert valid["Invoice"] and len(valid) > 3, valid


def said_total(document, item):
    """What the amounts in a request add up to."""
    request = sent.requests(item.decode())[0]
    name = "PaymentAmount" if isinstance(document, BillPayment) else "Amount"
    return sum(map(Decimal, request.itertext(name)), Decimal(0))


def expected_total(document):
    match document:
        case TradeDocument():
            return document.total - document.tax_amount
        case BillPayment():
            return document.total
    return 0
