# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a company file answers is what was asked of it: sent, read and compared."""

import datetime
from decimal import Decimal

import pytest

from quickbooks_simulator.desktop import LONE_STAR, MAPLE
from tms_quickbooks.lib import identity, objects
from tms_quickbooks.lib.desktop import host, queries, read, render
from tms_quickbooks.lib.documents import Ref, Withdrawal
from tms_quickbooks.lib.problems import Place

from .builders import (
    applied,
    bill,
    bill_payment,
    credit_memo,
    customer,
    expense_line,
    invoice,
    item_line,
    payment,
    vendor,
)
from .desktop_requests import VERSION
from .open_file import OpenFile

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
PLACE = Place("account.move", 1, "INV/1")


class Books(OpenFile):
    """A company file that accepts all that is sent to it."""

    def send(self, *documents):
        states = super().send(*documents)
        assert all(isinstance(state, objects.ObjectState) for state in states), states
        return states


@pytest.fixture
def books():
    books = Books(LONE_STAR)
    yield books
    books.file.close()


@pytest.fixture
def party(books):
    [state] = books.send(customer(terms=None))
    return Ref(state.qb_id, state.name)


@pytest.fixture
def carrier(books):
    [state] = books.send(vendor(terms=None))
    return Ref(state.qb_id, state.name)


@pytest.fixture
def sale(books, party):
    """Lines of a customer's invoice or credit note."""
    linehaul = books.ref("Item", "Linehaul")

    def made(kind, amount, number):
        line = item_line(amount, item=linehaul)
        return kind(line, customer=party, number=number, terms=None)

    return made


@pytest.fixture
def freight(books, carrier):
    """A carrier's bill."""
    account = books.ref("Account", "Purchased Transportation")

    def made(amount, number):
        line = expense_line(amount, account=account)
        return bill(line, vendor=carrier, number=number, terms=None)

    return made


def test_documents_come_back_with_their_totals(books, sale, freight, party):
    made = books.send(
        sale(invoice, "1750.00", "INV-7"),
        sale(credit_memo, "50.25", "RINV-1"),
        freight("900.00", "PRO 88"),
    )
    assert [(each.type, each.number, each.total) for each in made] == [
        ("Invoice", "INV-7", Decimal("1750.00")),
        ("CreditMemo", "RINV-1", Decimal("50.25")),
        ("Bill", "PRO 88", Decimal("900.00")),
    ]
    assert [each.total for each in made] == [each.balance for each in made]
    assert objects.party_id(made[0]) == party.id
    assert all(each.version and each.updated_at for each in made)


def test_a_payment_settles_an_invoice_with_the_credit_set_off(books, sale, party):
    owed, credit = books.send(
        sale(invoice, "1000.00", "INV-8"), sale(credit_memo, "100.00", "RINV-2")
    )
    [paid] = books.send(
        payment(
            applied("Invoice", "1000.00", target=Ref(owed.qb_id)),
            applied("CreditMemo", "100.00", target=Ref(credit.qb_id)),
            party=party,
            total=Decimal("900.00"),
            account=None,
            method=None,
        )
    )
    assert objects.applied(paid) == {("Invoice", owed.qb_id): Decimal("900.00")}
    after = books.answers(queries.ids_query("Invoice", [owed.qb_id]))["ids-Invoice"]
    assert [(each.total, each.balance) for each in after.states] == [(1000, 0)]


def test_a_second_payment_has_only_what_it_pays_itself(books, sale, party):
    [owed] = books.send(sale(invoice, "1000.00", "INV-8"))
    target = Ref(owed.qb_id)
    for amount in ("400.00", "600.00"):
        [paid] = books.send(
            payment(
                applied("Invoice", amount, target=target),
                party=party,
                account=None,
                method=None,
            )
        )
        assert objects.applied(paid) == {("Invoice", owed.qb_id): Decimal(amount)}


def test_a_check_settles_bills(books, freight, carrier):
    owed = books.send(freight("300.00", "A"), freight("200.00", "B"))
    bank = books.ref("Account", "Operating Checking")
    [paid] = books.send(
        bill_payment(
            *(
                applied("Bill", str(each.total), target=Ref(each.qb_id))
                for each in owed
            ),
            party=carrier,
            total=Decimal("500.00"),
            account=bank,
        )
    )
    assert (paid.type, paid.total) == ("BillPayment", Decimal("500.00"))
    assert paid.extra["subtype"] == "BillPaymentCheck"
    assert objects.applied(paid) == {("Bill", each.qb_id): each.total for each in owed}


def test_the_same_set_again_tells_what_was_done_and_does_nothing(books, sale):
    body = books.body(sale(invoice, "1750.00", "INV-9"), set_id="set-1")
    [first, again] = [read.set_answer(books.process(body), ["1"]) for _time in range(2)]
    assert again.status == "0"
    one, other = first.results["1"], again.results["1"]
    assert (one.type, one.qb_id, one.version) == (
        other.type,
        other.qb_id,
        other.version,
    )
    assert len(books.file.invoices()) == 1


def test_the_same_set_with_other_bytes_is_refused_as_a_whole(books, sale):
    bodies = [
        books.body(sale(invoice, amount, "INV-9"), set_id="set-1")
        for amount in ("1750.00", "1750.01")
    ]
    [first, answer] = [read.set_answer(books.process(body), ["1"]) for body in bodies]
    assert first.status == "0"
    assert answer.problem.code == "qbd.9001"
    assert answer.results["1"].code == "net.no_answer"


@pytest.mark.parametrize("how", [Withdrawal.VOID, Withdrawal.DELETE])
def test_what_was_taken_back_is_told_and_shows_as_that(books, sale, how):
    [made] = books.send(sale(invoice, "1750.00", "INV-10"))
    [back] = books.send(Withdrawal("Invoice", made.qb_id, made.version, how, PLACE))
    assert (back.type, back.qb_id) == ("Invoice", made.qb_id)
    assert back.active == (how == Withdrawal.VOID)
    found = books.ask(queries.ids_query("Invoice", [made.qb_id]))
    if how == Withdrawal.DELETE:
        assert found == []
        deleted = books.answers(queries.deleted_query(["Invoice"], "gone", LONG_AGO))
        assert [each.qb_id for each in deleted["gone"].states] == [made.qb_id]
    else:
        [voided] = found
        assert identity.is_voided(voided.extra["memo"], voided.total)


def test_what_was_changed_since_is_found_by_its_mark(books, sale):
    [made] = books.send(sale(invoice, "1750.00", "INV-11"))
    found = books.answers(queries.modified_query("Invoice", LONG_AGO))["since-Invoice"]
    [state] = found.states
    assert state.qb_id == made.qb_id
    assert (
        objects.shown_transaction(state).marks == objects.shown_transaction(made).marks
    )


def test_names_are_found_whoever_holds_them_and_however_they_are_written(books, party):
    holders = ("Customer", "Vendor", "Employee", "OtherName")
    [found] = books.ask(queries.names_query(holders, [party.name.upper(), "Nobody"]))
    assert (found.type, found.qb_id) == ("Customer", party.id)


def test_a_long_list_comes_in_pieces_and_whole(books):
    books.file.add_customers(25)
    seen, iterators = [], None
    while iterators != {}:
        answer = books.answers(
            queries.list_query("Customer", "c", iterators=iterators, limit=10)
        )["c"]
        assert len(answer.states) <= 10
        seen += [each.qb_id for each in answer.states]
        iterators = answer.iterators
    assert len(seen) == len(set(seen)) == len(books.file.customers())


def test_every_list_of_a_company_file_is_read(books):
    for kind in ("Account", "Item", "Class", "Term", "PaymentMethod", "TaxCode"):
        states = books.states(kind)
        assert states, kind
        assert {each.type for each in states} == {kind}
        assert all(each.qb_id and each.version for each in states)
    accounts = {each.extra["account_type"] for each in books.states("Account")}
    assert {"Bank", "Accounts Receivable", "Cost of Goods Sold"} <= accounts


def test_a_company_file_in_canada_has_tax_codes_with_their_taxes():
    books = Books(MAPLE)
    codes = books.states("TaxCode", us=False)
    assert {each.extra["subtype"] for each in codes} == {"SalesTaxCode"}
    books.file.close()


def test_the_fields_that_the_company_has_added(books):
    found = books.answers(queries.custom_fields_query("fields"))["fields"].states
    assert {each.name for each in found} == {"BOL", "Load Number"}


def test_what_quickbooks_says_of_itself(books):
    """The three questions that the Web Connector asks at the beginning of a session."""
    body = render.query_body(
        [f'<{name}QueryRq requestID="{name}"/>'.encode() for name in HCP], VERSION
    )
    found = host.host(books.process(body), books.file.path)
    assert found.version == VERSION
    assert found.profile.home_currency == "USD"
    assert found.profile.taxable_code
    assert found.company_name


HCP = ("Host", "Company", "Preferences")
