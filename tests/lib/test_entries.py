# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was written off with a payment, as a journal entry of QuickBooks Online."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from tms_quickbooks.lib import identity, preflight
from tms_quickbooks.lib.documents import Applied, JournalEntry, Ref, is_waiting
from tms_quickbooks.lib.online import read_objects, render, sent
from tms_quickbooks.lib.problems import Place

from .builders import DAY, PAYMENT_RECORD, applied, bill_payment, payment, us_company

FEES = Place("account.account", 7, "Factoring Fees")
MARK = identity.mark("database", "account.payment", 3)


def entry(**values):
    return JournalEntry(
        **{
            "payment_type": "Payment",
            "party": Ref("58", "Prairie Foods"),
            "number": "PBNK1/2026/00003",
            "date": DAY,
            "total": Decimal("30.00"),
            "source": PAYMENT_RECORD,
            "account": Ref("80", "Factoring Fees"),
            "account_source": FEES,
            "party_accounts": (Ref("84", "Accounts Receivable (A/R)"),),
            "memo": "PBNK1/2026/00003",
            "mark": MARK,
        }
        | values
    )


def by_entry(amount, target="145"):
    return Applied(
        type="JournalEntry",
        amount=Decimal(amount),
        source=PAYMENT_RECORD,
        target=target and Ref(target),
    )


def rendered(document, **settings):
    item = json.loads(render.batch_item(document, "1", us_company(**settings)))
    return item["operation"], item["JournalEntry"]


def codes(document, **settings):
    return [
        problem.code for problem in preflight.check(document, us_company(**settings))
    ]


def test_a_customer_gets_a_credit_and_the_account_the_fee():
    operation, made = rendered(entry())

    assert operation == "create"
    fee, owed = made["Line"]
    assert fee["JournalEntryLineDetail"] == {
        "PostingType": "Debit",
        "AccountRef": {"value": "80"},
    }
    assert owed["JournalEntryLineDetail"] == {
        "PostingType": "Credit",
        "AccountRef": {"value": "84"},
        "Entity": {"Type": "Customer", "EntityRef": {"value": "58"}},
    }
    assert fee["Amount"] == owed["Amount"] == 30
    assert made["DocNumber"] == "PBNK1/2026/00003"
    assert MARK in identity.marks(made["PrivateNote"])


def test_a_vendor_is_owed_less():
    _operation, made = rendered(entry(payment_type="BillPayment"))

    sides = [line["JournalEntryLineDetail"]["PostingType"] for line in made["Line"]]
    assert sides == ["Credit", "Debit"]
    assert made["Line"][1]["JournalEntryLineDetail"]["Entity"]["Type"] == "Vendor"


def test_it_has_the_currency_and_the_rate_it_was_booked_at():
    document = entry(currency="CAD", exchange_rate=Decimal("0.73"))

    _operation, made = rendered(document, multi_currency=True)

    assert (made["CurrencyRef"]["value"], made["ExchangeRate"]) == ("CAD", 0.73)


def test_a_change_names_what_it_changes():
    operation, made = rendered(entry(id="145", version="2"))

    assert operation == "update"
    assert (made["Id"], made["SyncToken"], made["sparse"]) == ("145", "2", True)


def test_what_was_sent_is_recognised_in_what_quickbooks_shows():
    item = render.batch_item(entry(), "1", us_company()).decode()
    shown = {**json.loads(item)["JournalEntry"], "Id": "145", "SyncToken": "0"}
    # QuickBooks is not said to tell a total of the lines.
    shown["TotalAmt"] = 0

    state = read_objects.bare_state("JournalEntry", shown)

    assert (state.total, state.extra["customer_id"]) == (Decimal(30), "58")
    ours = sent.transaction("JournalEntry", item, Decimal("30.00"))
    assert (ours.party_id, ours.total) == ("58", state.total)
    assert set(ours.marks) == {MARK}


def test_nothing_stands_against_it():
    assert codes(entry()) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"account": None}, "preflight.discount_account"),
        ({"account": Ref("80", active=False)}, "preflight.inactive_expense"),
        ({"party_accounts": ()}, "preflight.no_owed_account"),
        ({"party_accounts": (Ref("84"), Ref("85"))}, "preflight.owed_accounts"),
        ({"currency": "CAD"}, "preflight.no_rate"),
    ],
)
def test_what_keeps_it_here(change, code):
    assert codes(entry(**change), multi_currency=True) == [code]


def test_books_that_are_closed_keep_it_here():
    assert codes(entry(), closing_date=DAY) == ["preflight.closed_books"]


@pytest.mark.parametrize("make", [payment, bill_payment])
def test_a_payment_uses_it_for_what_was_written_off(make):
    kind = "Invoice" if make is payment else "Bill"
    lines = applied(kind, "1000.00"), by_entry("30.00")
    document = make(*lines, total=Decimal("970.00"), written_off=Decimal("30.00"))

    assert document.amount_applied == Decimal("970.00")
    assert codes(document) == []
    assert codes(replace(document, applied=lines[:1])) == ["preflight.write_off"]


def test_the_payment_waits_for_it():
    lines = applied("Invoice", "1000.00"), by_entry("30.00", target=None)

    assert is_waiting(payment(*lines, written_off=Decimal("30.00")))
    assert is_waiting(entry(party=None))


def test_it_stays_here_where_its_payment_does():
    rules = preflight.Rules(off=frozenset({"Payment"}))

    assert [each.code for each in preflight.check(entry(), us_company(), rules)] == [
        "rule.off"
    ]
    assert not preflight.check(entry(payment_type="BillPayment"), us_company(), rules)
