# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What we write for QuickBooks Desktop does in a company file what it says."""

import dataclasses
from decimal import Decimal

import pytest

from quickbooks_simulator.desktop import LONE_STAR, MAPLE
from tms_quickbooks.lib import objects
from tms_quickbooks.lib.desktop import (
    clear,
    queries,
    read,
    read_documents,
    render,
    sent,
)
from tms_quickbooks.lib.documents import (
    Address,
    CustomField,
    Ref,
    TextLine,
    Withdrawal,
)

from .builders import (
    DAY,
    INVOICE_RECORD,
    NUMBERS,
    applied,
    bill,
    bill_payment,
    credit_memo,
    expense_line,
    invoice,
    item,
    item_line,
    new_party,
    payment,
    vendor_credit,
)
from .open_file import OpenFile

ADDRESS = Address(("1 Main St",), "Dallas", "TX", "75001", "US", name="Prairie Foods")


@pytest.fixture(scope="module")
def company():
    return OpenFile(LONE_STAR)


@pytest.fixture(scope="module")
def customer(company):
    [state] = company.send(new_party("customer"))
    return Ref(state.qb_id, state.name)


@pytest.fixture(scope="module")
def vendor(company):
    [state] = company.send(new_party("vendor"))
    return Ref(state.qb_id, state.name)


@pytest.fixture(scope="module")
def linehaul(company):
    return company.ref("Item", "Linehaul")


@pytest.fixture
def an_invoice(customer, linehaul):
    """An invoice of a load, varied by keyword."""

    def build(*lines, **values):
        lines = lines or (item_line(item=linehaul),)
        return invoice(
            *lines,
            **{"number": f"L-{next(NUMBERS)}", "customer": customer} | values,
        )

    return build


def in_file(company, state):
    """The transaction as the company file has it."""
    [found] = [each for each in company.file.transactions() if each.id == state.qb_id]
    return found


def changed(document, state, **values):
    """A document that is in QuickBooks already."""
    return dataclasses.replace(
        document, id=state.qb_id, version=state.version, **values
    )


# -- lists -----------------------------------------------------------------------------


def test_a_customer_is_listed_changed_and_emptied(company):
    new = new_party(
        "customer",
        name="Łódź Señor & Co",
        address=ADDRESS,
        email="ap@prairie.example",
        notes="Dock 4",
        terms=company.ref("Term", "Net 30"),
        credit_limit=Decimal(5000),
    )
    [made] = company.send(new)
    assert made.name == "Lódz Señor & Co"
    assert made.extra["street"] == "1 Main St"
    given = sent.content(item_of(company, new)).names
    bare = new_party("customer", name=new.name, id=made.qb_id, version=made.version)
    [now] = company.send(bare, given=given)
    emptied = sent.content(item_of(company, bare, given)).emptied
    assert {"Email", "Notes", "BillAddress", "CreditLimit"} <= emptied
    assert clear.remaining(emptied, now.shown) == []
    assert not {"Email", "Notes", "CreditLimit", "TermsRef"} & now.shown


def item_of(company, document, given=frozenset()):
    return render.batch_item(document, "1", company.profile, given).decode()


def test_a_vendor_with_everything_a_form_1099_needs(company):
    new = new_party(
        "vendor", address=ADDRESS, tax_id="12-3456789", is_1099=True, mc_number="123456"
    )
    [made] = company.send(new)
    [listed] = [each for each in company.file.vendors() if each.id == made.qb_id]
    assert listed.details["VendorTaxIdent"] == "12-3456789"
    assert listed.details["IsVendorEligibleFor1099"] == "true"
    assert listed.details["AccountNumber"] == "MC 123456"


def test_a_name_that_is_taken_is_refused(company):
    party = new_party("customer")
    [made, again, other] = company.send(
        party, party, dataclasses.replace(party, role="vendor", name=party.name.upper())
    )
    assert made.name == party.name
    assert (again.code, other.code) == ("qbd.3100", "qbd.3100")


def test_a_service_for_a_line_of_the_mapping(company):
    income, expense = (
        company.refs("Account", "Income"),
        company.refs("Account", "Expense"),
    )
    new = item(income_account=income[0], expense_account=expense[0])
    [made] = company.send(new)
    assert made.extra["income_account_id"] == income[0].id
    other = dataclasses.replace(changed(new, made), expense_account=expense[1])
    [now] = company.send(other)
    assert now.extra["expense_account_id"] == expense[1].id


# -- sales -----------------------------------------------------------------------------


def test_an_invoice_has_the_lines_the_total_and_the_tax(company, an_invoice, linehaul):
    tax = company.ref("TaxCode", "Texas State and Local")
    document = an_invoice(
        lines=(
            item_line("1000.00", item=linehaul, taxable=True, quantity=Decimal(400)),
            TextLine("Section\nof two lines"),
            item_line("-50.00", item=linehaul),
        ),
        tax_amount=Decimal("82.50"),
        tax_code=tax,
        total=Decimal("1032.50"),
        memo="Load 17",
        message="Remit to Apex Factoring",
        bill_address=ADDRESS,
        mark="7F3KQ2ZD4A",
    )
    [state] = company.send(document)
    kept = in_file(company, state)
    assert (state.total, kept.total) == (document.total, document.total)
    assert (kept.number, kept.date, kept.party) == (
        document.number,
        DAY,
        document.customer.name,
    )
    assert kept.memo == "Load 17 Odoo 7F3KQ2ZD4A"
    assert [line.get("Amount") for line in kept.lines] == [
        "1000.00",
        None,
        "-50.00",
        None,
    ]
    assert Decimal(kept.lines[0]["Rate"]) == Decimal("2.5")
    assert kept.lines[1]["Desc"] == "Section\nof two lines"
    assert objects.shown_transaction(state).marks == ("7F3KQ2ZD4A",)


def test_a_change_replaces_the_lines_and_empties_what_is_empty(company, an_invoice):
    document = an_invoice(memo="Load 17", bill_address=ADDRESS)
    [state] = company.send(document)
    given = sent.content(item_of(company, document)).names
    line = dataclasses.replace(document.lines[0], amount=Decimal("20.00"))
    other = changed(
        document,
        state,
        lines=(line, line),
        total=Decimal("40.00"),
        memo="",
        bill_address=None,
    )
    [now] = company.send(other, given=given)
    kept = in_file(company, now)
    assert (now.qb_id, now.total, kept.memo) == (state.qb_id, Decimal("40.00"), "")
    assert [each["Amount"] for each in kept.lines] == ["20.00", "20.00"]
    assert now.version != state.version


def test_a_stale_edit_sequence_is_refused(company, an_invoice):
    document = an_invoice()
    [state] = company.send(document)
    company.send(changed(document, state, memo="One"))
    [refused] = company.send(changed(document, state, memo="Two"))
    assert refused.code == "qbd.3200"


def test_fields_of_the_form_and_of_the_company(company, an_invoice):
    [added, *_rest] = [
        field for field, _name in company.profile.custom_fields if ":" in field
    ]

    def texts(*values):
        return tuple(
            CustomField(*pair)
            for pair in zip(("PONumber", "Other", added), values, strict=True)
        )

    document = an_invoice(custom_fields=texts("PO 55", "L-1", "B & 7"))
    [state] = company.send(document)
    kept = in_file(company, state)
    assert (kept.details["PONumber"], kept.details["Other"]) == ("PO 55", "L-1")
    assert list(kept.fields.values()) == ["B & 7"]
    given = sent.content(item_of(company, document)).names
    assert added in given

    for value in ("B-8", ""):
        [state] = company.ask(queries.ids_query("Invoice", [state.qb_id]))
        other = changed(document, state, custom_fields=texts("", "L-1", value))
        [state] = company.send(other, given=given)
        kept = in_file(company, state)
        assert "PONumber" not in state.shown
        assert [text for text in kept.fields.values() if text] == [value] * bool(value)


def test_a_foreign_currency_has_its_rate_and_its_total():
    company = OpenFile(MAPLE)
    [party] = company.send(new_party("customer", currency="USD"))
    code = next(
        Ref(state.qb_id)
        for state in company.states("TaxCode", us=False)
        if state.name == "E"
    )
    document = invoice(
        item_line(item=company.ref("Item", "Linehaul"), tax_code=code),
        customer=Ref(party.qb_id),
        number="L-1",
        currency="USD",
        exchange_rate=Decimal("1.3713"),
    )
    [state] = company.send(document)
    assert (party.currency, state.currency) == ("USD", "USD")
    assert state.total == document.total
    kept = in_file(company, state)
    assert Decimal(kept.details["ExchangeRate"]) == Decimal("1.3713")


def test_amounts_that_somebody_enters_with_tax_are_read_without_it():
    company = OpenFile(MAPLE)
    [party] = company.send(new_party("customer"))
    code = next(
        Ref(state.qb_id)
        for state in company.states("TaxCode", us=False)
        if state.name == "S"
    )
    item_ref = company.ref("Item", "Linehaul")
    lines = [
        item_line(amount, item=item_ref, tax_code=code)
        for amount in ("10.00", "10.00", "33.33")
    ]
    document = invoice(*lines, customer=Ref(party.qb_id), number="L-2")
    body = company.body(document, set_id="with-tax")
    name = b"IsTaxIncluded"
    entered = body.replace(b"<%s>false" % name, b"<%s>true" % name)
    assert entered != body
    result = read.set_answer(company.process(entered), ["1"]).results["1"]
    [shown] = company.shown({"Invoice": [result.qb_id]}).values()
    found = read_documents.document("Invoice", shown.raw)
    assert found.total == Decimal("53.33")
    assert [str(line.amount) for line in found.lines] == ["9.52", "9.52", "31.75"]
    assert sum(line.amount for line in found.lines) + found.tax_amount == found.total


# -- purchases -------------------------------------------------------------------------


def test_a_bill_is_changed_from_expenses_to_items(company, vendor, linehaul):
    account = company.refs("Account", "Expense")[0]
    document = bill(expense_line(account=account), vendor=vendor)
    [state] = company.send(document)
    assert state.total == Decimal("900.00")
    line = item_line("50.00", item=linehaul)
    [now] = company.send(
        changed(document, state, lines=(line,), total=Decimal("50.00"))
    )
    kept = in_file(company, now)
    assert (now.total, [each["Amount"] for each in kept.lines]) == (
        Decimal("50.00"),
        ["50.00"],
    )


# -- payments --------------------------------------------------------------------------


def test_a_payment_pays_with_a_credit_memo(company, customer, an_invoice, linehaul):
    credit = credit_memo(
        item_line("30.00", item=linehaul),
        customer=customer,
        number=f"C-{next(NUMBERS)}",
    )
    [owed, owing] = company.send(an_invoice(), credit)
    document = payment(
        applied("Invoice", "1750.00", target=Ref(owed.qb_id)),
        applied("CreditMemo", "30.00", target=Ref(owing.qb_id)),
        party=customer,
        total=Decimal("1720.00"),
        account=company.refs("Account", "Bank")[0],
    )
    [state] = company.send(document)
    assert state.total == Decimal("1720.00")
    assert in_file(company, owed).open == in_file(company, owing).open == 0


def test_a_payment_can_pay_another_invoice_after_all(company, customer, an_invoice):
    [first, second] = company.send(an_invoice(), an_invoice())
    document = payment(
        applied("Invoice", "100.00", target=Ref(first.qb_id)),
        party=customer,
        account=company.refs("Account", "Bank")[0],
    )
    [state] = company.send(document)
    other = applied("Invoice", "100.00", target=Ref(second.qb_id))
    [now] = company.send(changed(document, state, applied=(other,)))
    assert objects.applied(now) == {("Invoice", second.qb_id): Decimal(100)}
    assert in_file(company, first).open == Decimal("1750.00")
    assert in_file(company, second).open == Decimal("1650.00")


@pytest.mark.parametrize("kind", ["Bank", "Credit Card"])
def test_a_vendor_is_paid(company, vendor, kind):
    account = company.refs("Account", "Expense")[0]
    owed_bill = bill(expense_line(account=account), vendor=vendor)
    credit = vendor_credit(expense_line("100.00", account=account), vendor=vendor)
    [owed, owing] = company.send(owed_bill, credit)
    document = bill_payment(
        applied("Bill", "900.00", target=Ref(owed.qb_id)),
        applied("VendorCredit", "100.00", target=Ref(owing.qb_id)),
        party=vendor,
        total=Decimal("800.00"),
        account=company.refs("Account", kind)[0],
    )
    [state] = company.send(document)
    assert state.total == Decimal("800.00")
    assert in_file(company, owed).open == in_file(company, owing).open == 0
    withdrawal = Withdrawal(
        *("BillPayment", state.qb_id, state.version, "void", INVOICE_RECORD),
        subtype=state.extra["subtype"],
    )
    company.send(withdrawal)
    assert in_file(company, state).void


# -- taking back -----------------------------------------------------------------------


def test_an_invoice_is_voided(company, an_invoice):
    [state] = company.send(an_invoice(mark="7F3KQ2ZD4A"))
    company.send(
        Withdrawal("Invoice", state.qb_id, state.version, "void", INVOICE_RECORD)
    )
    [now] = company.ask(queries.ids_query("Invoice", [state.qb_id]))
    assert now.total == 0 and in_file(company, now).void
    assert objects.shown_transaction(now).is_voided


def test_a_payment_is_deleted(company, customer, an_invoice):
    [owed] = company.send(an_invoice())
    [state] = company.send(
        payment(
            applied("Invoice", "100.00", target=Ref(owed.qb_id)),
            party=customer,
            account=None,
        )
    )
    company.send(
        Withdrawal(
            *("Payment", state.qb_id, state.version, "delete", INVOICE_RECORD),
            subtype=state.extra.get("subtype", ""),
        )
    )
    assert in_file(company, owed).open == Decimal("1750.00")
    assert state.qb_id not in [each.id for each in company.file.payments()]
