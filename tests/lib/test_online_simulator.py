# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The library against the QuickBooks Online simulator: documents go in, and stay.

The simulator is written from QuickBooks' rules alone, so that it can contradict us.
"""

import datetime
from decimal import Decimal

import pytest

from quickbooks_simulator.online import LONE_STAR, MAPLE, PRAIRIE, Simulator
from tms_quickbooks.lib import objects, preflight
from tms_quickbooks.lib.documents import Address, Ref, TextLine
from tms_quickbooks.lib.online import auth, lookup, read, read_documents, render
from tms_quickbooks.lib.online.client import Client
from tms_quickbooks.lib.problems import NextAction, QuickBooksError

from .builders import (
    NUMBERS,
    bill,
    credit_memo,
    expense_line,
    invoice,
    item_line,
    new_party,
    vendor_credit,
)
from .simulated_company import Company


@pytest.fixture(scope="module")
def simulator():
    with Simulator(limits=False) as simulator:
        simulator.change_company(LONE_STAR, custom_txn_numbers=True)
        simulator.change_company(MAPLE, custom_txn_numbers=True)
        yield simulator


@pytest.fixture(scope="module")
def lone_star(simulator):
    return Company(simulator, LONE_STAR)


@pytest.fixture(scope="module")
def maple(simulator):
    return Company(simulator, MAPLE)


@pytest.fixture(scope="module")
def customer_ref(lone_star):
    return lone_star.ref("Customer")


@pytest.fixture(scope="module")
def vendor_ref(lone_star):
    return lone_star.ref("Vendor")


@pytest.fixture
def line(lone_star):
    item = lone_star.ref("Item", "Name = 'Linehaul'")

    def make(amount="1750.00", **values):
        return item_line(amount, **{"item": item} | values)

    return make


@pytest.fixture
def expense(lone_star):
    account = lone_star.ref("Account", "Name = 'Purchased Transportation'")

    def make(amount="900.00", **values):
        return expense_line(amount, **{"account": account} | values)

    return make


def number():
    return f"T-{next(NUMBERS)}"


# -- sign-in ---------------------------------------------------------------------------


def test_a_refresh_gives_a_token_that_works(lone_star):
    now = datetime.datetime.now(datetime.UTC)
    tokens = auth.refresh(lone_star.app, lone_star.refresh_token, now)
    assert tokens.access_expires_at > now
    client = Client(lone_star.client.api_url, LONE_STAR, tokens.access_token)
    assert client.company_info()["CompanyName"]


def test_a_refresh_token_that_is_not_one_needs_a_new_sign_in(lone_star):
    with pytest.raises(QuickBooksError) as caught:
        auth.refresh(lone_star.app, "unheard of", datetime.datetime.now(datetime.UTC))
    assert caught.value.problem.code == "oauth.invalid_grant"


def test_an_unknown_access_token_asks_for_a_new_one(lone_star):
    client = Client(lone_star.client.api_url, LONE_STAR, "unheard of")
    with pytest.raises(QuickBooksError) as caught:
        client.preferences()
    assert caught.value.problem.action is NextAction.REFRESH_TOKEN


# -- the company -----------------------------------------------------------------------


def test_profiles_tell_the_companies_apart(simulator, lone_star, maple):
    prairie = Company(simulator, PRAIRIE)
    assert lone_star.profile.plan == "plus" and lone_star.profile.is_us
    assert prairie.profile.plan == "simple_start" and not prairie.profile.has_bills
    assert maple.profile.country == "CA" and maple.profile.multi_currency


def test_lists_are_read_page_by_page(lone_star):
    pages = list(lone_star.client.pages("Account", page=5))
    ids = [account["Id"] for page in pages for account in page]
    assert len(pages) > 1
    assert len(set(ids)) == len(ids)


# -- documents -------------------------------------------------------------------------


def test_a_customer_and_a_vendor_are_made(lone_star):
    everything = {
        "company_name": "Prairie Foods Inc.",
        "given_name": "Ann",
        "family_name": "Lee",
        "email": "ap@prairie.example",
        "phone": "+1 555 0100",
        "mobile": "+1 555 0101",
        "website": "https://prairie.example",
        "address": Address(("1 Main St",), "Dallas", "TX", "75001", "US"),
        "ship_address": Address(("2 Main St",), "Dallas", "TX", "75001", "US"),
        "tax_id": "12-3456789",
        "account_number": "C-17",
        "terms": lone_star.ref("Term"),
        "notes": "Dock closes at five.",
        "is_1099": True,
    }
    sent = [new_party(role, **everything) for role in ("customer", "vendor")]
    made = lone_star.send(*sent)
    assert [state.type for state in made] == ["Customer", "Vendor"]
    assert [state.name for state in made] == [party.name for party in sent]
    assert made[0].extra["email"] == "ap@prairie.example"


def test_a_customer_is_updated(lone_star):
    party = new_party("customer")
    (made,) = lone_star.send(party)
    changed = new_party("customer", id=made.qb_id, version=made.version)
    (state,) = lone_star.send(changed)
    assert (state.qb_id, state.name) == (made.qb_id, changed.name)
    assert state.version != made.version


def test_a_stale_version_is_refused(lone_star):
    (made,) = lone_star.send(new_party("customer"))
    update = {"id": made.qb_id, "version": made.version}
    lone_star.send(new_party("customer", **update))
    (problem,) = lone_star.send(new_party("customer", **update))
    assert problem.code == "qbo.5010"


def test_a_name_that_a_vendor_has_is_taken(lone_star):
    (made,) = lone_star.send(new_party("vendor"))
    (problem,) = lone_star.send(new_party("customer", name=made.name))
    assert problem.code == "qbo.6240"


def test_a_party_is_found_by_its_name_whatever_it_is(lone_star):
    name = f"O'Hare \\ {next(NUMBERS)} “Ñandú” 🚚"
    lone_star.send(new_party("customer", name=name))
    statement = read.name_lookup_statement("Customer", [name, "nobody"])
    answer = lone_star.client.query(statement)
    assert [state.name for state in read.query_objects("Customer", answer)] == [name]


def test_an_inactive_party_is_found(lone_star):
    (made,) = lone_star.send(new_party("customer"))
    change = {"id": made.qb_id, "version": made.version, "active": False}
    (state,) = lone_star.send(new_party("customer", name=made.name, **change))
    assert not state.active
    answer = lone_star.client.query(
        read.name_lookup_statement("Customer", [state.name])
    )
    assert [s.qb_id for s in read.query_objects("Customer", answer)] == [made.qb_id]


@pytest.mark.parametrize(
    "amount, quantity, price",
    [
        ("1750.00", "1", "2.50"),
        ("2500.00", "1000", "2.50"),
        ("100.00", "3", None),
        ("0.03", "0.5", "0.05"),
        ("1000.01", "300000", None),
        ("-25.00", "1", "-25"),
    ],
)
def test_an_invoice_has_our_total(
    lone_star, customer_ref, line, amount, quantity, price
):
    lines = (
        line(
            amount,
            quantity=Decimal(quantity),
            unit_price=None if price is None else Decimal(price),
        ),
        line("99.99"),
    )
    document = invoice(*lines, customer=customer_ref, number=number())
    (state,) = lone_star.send(document)
    assert (state.total, state.balance) == (document.total, document.total)
    assert state.number == document.number


def test_an_invoice_has_our_tax_to_the_cent(lone_star, customer_ref, line):
    document = invoice(
        line("1750.00", taxable=True),
        line("100.00"),
        customer=customer_ref,
        number=number(),
        tax_amount=Decimal("144.39"),
    )
    (state,) = lone_star.send(document)
    assert state.total == Decimal("1994.39")
    assert state.extra["tax"] == "144.39"


def test_automated_sales_tax_adds_nothing_of_its_own(lone_star, customer_ref, line):
    document = invoice(line(taxable=True), customer=customer_ref, number=number())
    (state,) = lone_star.send(document)
    assert state.total == document.total


def test_every_kind_of_line_and_note_is_taken(lone_star, customer_ref, line):
    lines = (line(service_date=datetime.date(2026, 11, 18)), TextLine("Thank you"))
    document = invoice(
        lines=lines,
        total=Decimal("1750"),
        customer=customer_ref,
        number=number(),
        memo="Load 17",
        message="Thank you",
        bill_email="ap@prairie.example",
        due_date=datetime.date(2026, 12, 20),
        terms=lone_star.ref("Term"),
        bill_address=Address(("1 Main St",), "Dallas", "TX", "75001", "US"),
    )
    (state,) = lone_star.send(document)
    assert state.total == document.total
    assert state.extra["memo"] == "Load 17"


def test_a_credit_memo_a_bill_and_a_vendor_credit(
    lone_star, customer_ref, vendor_ref, line, expense
):
    sent = [
        credit_memo(line("50.00"), customer=customer_ref, number=number()),
        bill(expense(), TextLine("Waived"), vendor=vendor_ref, number=number()),
        bill(line("75.10"), vendor=vendor_ref, number=number()),
        vendor_credit(expense("10.01"), vendor=vendor_ref, number=number()),
    ]
    made = lone_star.send(*sent)
    assert [state.type for state in made] == [d.object_type for d in sent]
    assert [state.total for state in made] == [d.total for d in sent]


def test_an_update_replaces_all_lines(lone_star, customer_ref, line):
    document = invoice(line(), line(), customer=customer_ref, number=number())
    (made,) = lone_star.send(document)
    again = invoice(
        line("5.00"),
        customer=customer_ref,
        number=document.number,
        id=made.qb_id,
        version=made.version,
    )
    (state,) = lone_star.send(again)
    assert (state.qb_id, state.total) == (made.qb_id, Decimal("5.00"))


def test_where_quickbooks_numbers_by_itself_our_number_leads_the_note(
    simulator, lone_star, customer_ref, line
):
    simulator.change_company(LONE_STAR, custom_txn_numbers=False)
    document = invoice(line(), customer=customer_ref, number=number(), memo="Load 17")
    (state,) = lone_star.send(document)
    simulator.change_company(LONE_STAR, custom_txn_numbers=True)
    assert state.number not in ("", document.number)
    assert state.extra["memo"] == f"{document.number}\nLoad 17"


def of_number(company, number):
    """The invoices that have a number in QuickBooks."""
    pages = company.client.pages("Invoice", lookup.with_numbers([number]))
    return [read.object_state("Invoice", data) for page in pages for data in page]


def test_a_number_is_used_once(lone_star, customer_ref, line):
    document = invoice(line(), customer=customer_ref, number=number())
    (made,) = lone_star.send(document)
    (problem,) = lone_star.send(document)
    assert problem.code == "qbo.6140"
    assert of_number(lone_star, document.number) == [made]


# -- Canada ----------------------------------------------------------------------------


def test_a_canadian_invoice_in_us_dollars(maple):
    code = maple.ref("TaxCode", "Name = 'GST'")
    (customer,) = maple.send(new_party("customer", currency="USD"))
    document = invoice(
        item_line(item=maple.ref("Item"), tax_code=code),
        customer=Ref(customer.qb_id),
        number=number(),
        currency="USD",
        exchange_rate=Decimal("1.3925"),
        tax_amount=Decimal("87.50"),
    )
    assert preflight.check(document, maple.profile) == []
    (state,) = maple.send(document)
    assert (state.total, state.currency) == (Decimal("1837.50"), "USD")


def test_a_canadian_bill_with_tax(maple):
    code = maple.ref("TaxCode", "Name = 'GST'")
    (vendor,) = maple.send(new_party("vendor"))
    document = bill(
        expense_line(account=maple.ref("Account", "Name = 'Fuel'"), tax_code=code),
        vendor=Ref(vendor.qb_id),
        number=number(),
        tax_amount=Decimal("45.00"),
    )
    (state,) = maple.send(document)
    assert state.total == document.total


def test_amounts_that_somebody_enters_with_tax_are_read_without_it(maple):
    code = maple.ref("TaxCode", "Name = 'GST'")
    (customer,) = maple.send(new_party("customer"))
    lines = [
        item_line(amount, item=maple.ref("Item"), tax_code=code)
        for amount in ("10.00", "10.00", "33.33")
    ]
    document = invoice(*lines, customer=Ref(customer.qb_id), number=number())
    item = render.batch_item(document, "1", maple.profile)
    entered = item.replace(b'"TaxExcluded"', b'"TaxInclusive"')
    assert entered != item
    answer = maple.client.batch(render.batch_body([entered]), number())
    state = read.batch_results(answer, ["1"])["1"]
    [shown] = maple.shown({"Invoice": [state.qb_id]}).values()
    found = read_documents.document("Invoice", shown.raw)
    assert [str(line.amount) for line in found.lines] == ["9.52", "9.52", "31.74"]
    assert found.tax_amount > 0
    assert sum(line.amount for line in found.lines) + found.tax_amount == found.total


# -- never twice -----------------------------------------------------------------------


def test_a_lost_answer_is_repeated_and_nothing_is_made_twice(
    simulator, lone_star, customer_ref, line
):
    document = invoice(line(), customer=customer_ref, number=number())
    simulator.mishaps.add("drop_after", times=1, path="/batch")
    with pytest.raises(QuickBooksError) as caught:
        lone_star.send(document, request_id="lost-answer")
    assert not caught.value.outcome_known
    (state,) = lone_star.send(document, request_id="lost-answer")
    assert of_number(lone_star, document.number) == [state]


def test_results_in_any_order_find_their_items(simulator, lone_star):
    sent = [new_party("customer") for _ in range(12)]
    simulator.mishaps.add("shuffle_batch", times=1)
    made = lone_star.send(*sent)
    assert [state.name for state in made] == [party.name for party in sent]


def test_a_throttle_in_xml_says_how_long_to_wait(simulator, lone_star):
    simulator.mishaps.add("throttle_xml", times=1)
    with pytest.raises(QuickBooksError) as caught:
        lone_star.client.preferences()
    assert caught.value.problem.action is NextAction.WAIT
    assert caught.value.retry_after > 0


def test_a_server_in_trouble_leaves_the_outcome_open(simulator, lone_star):
    simulator.mishaps.add("error_503", times=1)
    with pytest.raises(QuickBooksError) as caught:
        lone_star.send(new_party("customer"))
    assert caught.value.problem.action is NextAction.RETRY


# -- preflight and QuickBooks agree ----------------------------------------------------


@pytest.fixture
def closed(simulator):
    simulator.change_company(LONE_STAR, closing_date="2026-11-20")
    yield
    simulator.change_company(LONE_STAR, closing_date=None)


def test_closed_books(closed, lone_star, customer_ref, line):
    day = datetime.date(2026, 11, 20)
    for date, is_closed in ((day, True), (day + datetime.timedelta(days=1), False)):
        document = invoice(line(), customer=customer_ref, number=number(), date=date)
        found = [p.code for p in preflight.check(document, lone_star.profile)]
        (result,) = lone_star.send(document)
        assert found == ["preflight.closed_books"] * is_closed
        assert (getattr(result, "code", "") == "qbo.6210") is is_closed


def test_a_plan_without_bills(simulator, expense):
    prairie = Company(simulator, PRAIRIE)
    (vendor,) = prairie.send(new_party("vendor"))
    account = prairie.ref("Account", "AccountType = 'Expense'")
    document = bill(
        expense_line(account=account), vendor=Ref(vendor.qb_id), number=number()
    )
    (found,) = preflight.check(document, prairie.profile)
    (refused,) = prairie.send(document)
    assert found.code == "preflight.plan_bills"
    assert refused.action is found.action is NextAction.DECIDE


def test_a_bad_e_mail_address(lone_star):
    party = new_party("customer", email="nobody")
    (found,) = preflight.check(party, lone_star.profile)
    (refused,) = lone_star.send(party)
    assert found.code == "preflight.email"
    assert refused.code == "qbo.2210"


def test_what_we_would_cut_quickbooks_takes(lone_star, customer_ref, line):
    long = "ñ" * 5000
    party = new_party(
        "customer",
        name=f"{next(NUMBERS)} {long}",
        company_name=long,
        given_name=long,
        family_name=long,
        phone="1" * 50,
        website=long,
        notes=long,
        address=Address((long,) * 6, long, long, "1" * 50, long),
    )
    document = invoice(
        line(description=long),
        customer=customer_ref,
        number=f"{next(NUMBERS)} {long}",
        memo=long,
        message=long,
    )
    for result in lone_star.send(party, document):
        assert isinstance(result, objects.ObjectState)
