# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a request to QuickBooks Desktop has asked for, read back from its bytes."""

import dataclasses
import datetime
from decimal import Decimal

import pytest

from tms_quickbooks.lib.desktop import clear, render, sent
from tms_quickbooks.lib.documents import (
    Address,
    CustomField,
    Ref,
    TextLine,
    Withdrawal,
)

from .builders import (
    INVOICE_RECORD,
    applied,
    bill,
    bill_payment,
    credit_memo,
    customer,
    desktop_company,
    invoice,
    item,
    item_line,
    payment,
    vendor,
    vendor_credit,
)

FIELDS = desktop_company(
    multi_currency=True, custom_fields=(("PONumber", "P.O."), ("DataExt:BOL", "BOL"))
)
ADDRESS = Address(("1 Main St",), "Dallas", "TX", "75001", "US", name="Prairie Foods")
OF_FIELDS = (CustomField("PONumber", "PO 1"), CustomField("DataExt:BOL", "B-7"))


def payload(document, given=(), profile=FIELDS):
    return render.batch_item(document, "17", profile, frozenset(given)).decode()


def content(document, given=()):
    return sent.content(payload(document, given))


def test_the_operation():
    assert sent.operation(payload(invoice(custom_fields=OF_FIELDS))) == "send"
    assert sent.operation(payload(invoice(id="7-1", version="3"))) == "send"
    for how in ("void", "delete"):
        withdrawal = Withdrawal("Invoice", "7-1", "3", how, INVOICE_RECORD)
        assert sent.operation(payload(withdrawal)) == how


def test_the_object():
    assert sent.object_id(payload(invoice())) == ""
    assert sent.object_id(payload(invoice(id="7-1", version="3"))) == "7-1"
    assert sent.object_id(payload(customer(id="8-1", version="3"))) == "8-1"
    withdrawal = Withdrawal("Invoice", "7-1", "3", "void", INVOICE_RECORD)
    assert sent.object_id(payload(withdrawal)) == "7-1"


def test_the_name():
    assert sent.object_name(payload(customer(name="Söhne & Co"))) == "Söhne & Co"
    assert sent.object_name(payload(item())) == "Tarp Fee"
    assert sent.object_name(payload(invoice())) == ""


@pytest.mark.parametrize(
    "document",
    [
        customer(address=ADDRESS, ship_address=ADDRESS, credit_limit=Decimal(5)),
        vendor(address=ADDRESS, tax_id="12-3456789", is_1099=True),
        item(),
        item(expense_account=Ref("61")),
        invoice(
            lines=(item_line(), TextLine("Section")),
            bill_address=ADDRESS,
            custom_fields=OF_FIELDS,
        ),
        credit_memo(item_line(), memo="Load 17"),
        bill(),
        bill(item_line()),
        vendor_credit(),
        payment(),
        payment(applied(), applied("CreditMemo", "30.00"), total=Decimal(70)),
        dataclasses.replace(payment(), applied=()),
        bill_payment(number="7"),
        bill_payment(currency="EUR", exchange_rate=Decimal("1.08"), number="7"),
    ],
    ids=lambda document: document.object_type,
)
def test_it_says_the_same_whether_it_is_created_or_changed(document):
    created = content(document)
    changed = dataclasses.replace(document, id="7-1", version="3")
    assert content(changed).fingerprint == created.fingerprint
    assert content(changed, created.names).fingerprint == created.fingerprint
    assert content(changed).names - {"IsActive"} == created.names
    assert created.emptied == frozenset()


@pytest.mark.parametrize(
    "values",
    [
        {"memo": "Load 18"},
        {"date": datetime.date(2026, 11, 21)},
        {"lines": (item_line(description="Tulsa to Dallas"),)},
        {"lines": (item_line(), item_line())},
        {"custom_fields": (CustomField("DataExt:BOL", "B-8"),)},
        {"bill_address": ADDRESS},
    ],
)
def test_another_content_has_another_fingerprint(values):
    other = dataclasses.replace(invoice(), **values)
    assert content(other).fingerprint != content(invoice()).fingerprint


def test_the_order_of_a_value_and_its_neighbour_counts():
    one = invoice(memo="A", custom_fields=(CustomField("PONumber", "B"),), number="7")
    other = invoice(memo="B", custom_fields=(CustomField("PONumber", "A"),), number="7")
    assert content(one).fingerprint != content(other).fingerprint


def test_what_was_filled_and_what_was_emptied():
    first = content(invoice(memo="Load", custom_fields=OF_FIELDS, terms=Ref("8-3")))
    assert {"Memo", "PONumber", "DataExt:BOL", "TermsRef"} <= first.names
    nothing = tuple(CustomField(field.id, "") for field in OF_FIELDS)
    changed = invoice(id="7-1", version="3", number="7", custom_fields=nothing)
    second = content(changed, first.names)
    assert second.emptied == {"Memo", "PONumber", "DataExt:BOL", "TermsRef"}
    assert not second.emptied & second.names


def test_what_an_update_has_not_taken_away():
    emptied = {"Memo", "PONumber", "TermsRef", "DataExt:BOL"}
    assert clear.remaining(emptied, {"Memo", "TermsRef", "CustomerRef"}) == ["Memo"]
    assert clear.remaining(emptied, {"CustomerRef"}) == []


def test_a_payment_that_pays_nothing_any_more_may_stay_applied():
    changed = dataclasses.replace(payment(), applied=(), id="9-1", version="3")
    emptied = content(changed, ("AppliedToTxn",)).emptied
    assert clear.remaining(emptied, {"AppliedToTxnRet"}) == ["AppliedToTxn"]
    assert clear.remaining(emptied, {"TotalAmount"}) == []
    assert content(payment(id="9-1", version="3")).emptied == frozenset()


# -- payments --------------------------------------------------------------------------


def test_what_a_payment_pays():
    assert sent.applied(payload(payment())) == {("Invoice", "130"): Decimal(100)}
    paid = sent.applied(payload(bill_payment(id="9-1", version="3")))
    assert paid == {("Bill", "130"): Decimal(100)}
    assert sent.applied(payload(invoice())) == {}


def test_what_credits_pay_a_part_of_is_not_compared():
    document = payment(
        applied(target=Ref("i1")),
        applied(target=Ref("i2")),
        applied("CreditMemo", "30.00", target=Ref("c1")),
        total=Decimal(170),
    )
    assert sent.applied(payload(document)) == {("Invoice", "i2"): Decimal(100)}


# -- transactions ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "number", "party"),
    [
        (invoice(mark="7F3KQ2ZD4A"), "INV26/00007", "58"),
        (bill(mark="7F3KQ2ZD4A"), "RR-4411", "71"),
        (payment(mark="7F3KQ2ZD4A"), "PBNK1/2026/00003", "58"),
        (bill_payment(mark="7F3KQ2ZD4A", number="104"), "104", "58"),
    ],
    ids=lambda value: getattr(value, "object_type", ""),
)
def test_what_it_was_to_make(document, number, party):
    kind, total = document.object_type, Decimal("12.00")
    made = sent.transaction(kind, payload(document), total)
    assert (made.type, made.number, made.party_id) == (kind, number, party)
    assert (made.date, made.total, made.currency) == (document.date, total, "")
    assert made.marks == ("7F3KQ2ZD4A",)
