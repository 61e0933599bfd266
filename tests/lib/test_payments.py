# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments: what is sent of them, what stops them, what is read from the answer."""

import dataclasses
import json
from decimal import Decimal

import pytest

from tms_quickbooks.lib import objects, preflight
from tms_quickbooks.lib.documents import Ref, is_waiting
from tms_quickbooks.lib.online import read, render
from tms_quickbooks.lib.online import sent as online_sent
from tms_quickbooks.lib.problems import NextAction, Place
from tms_quickbooks.lib.profile import SIMPLE_START

from .builders import (
    JOURNAL_RECORD,
    applied,
    bill_payment,
    canadian_company,
    payment,
    us_company,
)
from .checked import codes

CARD = Ref("36", "Fleet Card", kind="Credit Card")


def sent(document, profile=None):
    """The object that goes to QuickBooks, as JSON reads it."""
    item = json.loads(render.batch_item(document, "1", profile or us_company()))
    return item[document.object_type]


# -- what is sent ----------------------------------------------------------------------


def test_a_payment_names_customer_money_and_what_it_settles():
    body = sent(payment(method=Ref("4"), memo="Wire 4711"))
    assert body["CustomerRef"] == {"value": "58"}
    assert body["TotalAmt"] == 100
    assert body["PaymentRefNum"] == "PBNK1/2026/00003"
    assert body["PaymentMethodRef"] == {"value": "4"}
    assert body["DepositToAccountRef"] == {"value": "35"}
    assert body["TxnDate"] == "2026-11-20"
    assert body["PrivateNote"].startswith("Wire 4711")
    assert body["Line"] == [
        {"Amount": 100, "LinkedTxn": [{"TxnId": "130", "TxnType": "Invoice"}]}
    ]


def test_without_method_and_account_quickbooks_decides():
    body = sent(payment(account=None))
    assert not {"PaymentMethodRef", "DepositToAccountRef"} & body.keys()


def test_an_empty_list_takes_away_what_was_settled():
    document = dataclasses.replace(payment(), applied=(), id="150", version="2")
    body = sent(document)
    assert (body["Id"], body["SyncToken"], body["sparse"]) == ("150", "2", True)
    assert body["Line"] == []


def test_a_vendor_is_paid_by_check_or_by_card():
    check, card = sent(bill_payment()), sent(bill_payment(account=CARD))
    assert check["PayType"] == "Check"
    assert check["CheckPayment"] == {"BankAccountRef": {"value": "35"}}
    assert card["PayType"] == "CreditCard"
    assert card["CreditCardPayment"] == {"CCAccountRef": {"value": "36"}}
    assert check["VendorRef"] == {"value": "58"}
    assert check["DocNumber"] == "PBNK1/2026/00003"


def test_a_long_number_is_shortened():
    assert len(sent(payment(number="CHECK/2026/11/" + "9" * 20))["PaymentRefNum"]) == 21


def test_a_foreign_currency_carries_its_rate():
    document = payment(currency="USD", exchange_rate=Decimal("1.37130000"))
    body = sent(document, canadian_company())
    assert (body["CurrencyRef"], body["ExchangeRate"]) == ({"value": "USD"}, 1.3713)


# -- what it waits for -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "waits"),
    [
        (payment(), False),
        (payment(party=None), True),
        (payment(applied(target=None)), True),
        (payment(applied("", target=None)), False),
    ],
    ids=["all there", "no customer", "no invoice", "never there"],
)
def test_a_payment_waits_for_what_it_names(document, waits):
    assert is_waiting(document) is waits


# -- what stops it ---------------------------------------------------------------------


def test_an_ordinary_payment_is_fine():
    assert codes(payment()) == codes(bill_payment()) == []
    assert codes(payment(account=None)) == []
    undeposited = Ref("9", "Undeposited Funds", kind="Other Current Asset")
    assert codes(payment(account=undeposited)) == []


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (payment(is_refund=True), "payment.refund"),
        (bill_payment(account=None), "preflight.no_pay_account"),
        (
            bill_payment(account=Ref("9", "Undeposited", kind="Other Current Asset")),
            "preflight.pay_account_kind",
        ),
        (payment(account=CARD), "preflight.deposit_kind"),
        (payment(account=Ref("9", kind="Expense")), "preflight.deposit_kind"),
        (payment(account=Ref("35", active=False)), "preflight.inactive_deposit"),
        (payment(method=Ref("4", active=False)), "preflight.inactive_method"),
        (payment(applied("")), "preflight.paid_entry"),
        (payment(applied(currency="CAD"), currency="USD"), "preflight.paid_currency"),
        (
            payment(applied(), applied(partner=Place("res.partner", 77, "Zenith"))),
            "preflight.mixed_parties",
        ),
        (payment(written_off=Decimal("2")), "preflight.write_off"),
        (payment(total=Decimal("99.99")), "preflight.overapplied"),
        (
            dataclasses.replace(payment(), applied=(), total=Decimal(0)),
            "preflight.zero_total",
        ),
        (dataclasses.replace(bill_payment(), applied=()), "preflight.nothing_paid"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_quickbooks_would_not_take_is_told_before(document, code):
    assert codes(document) == [code]


def test_a_missing_account_is_mended_at_the_journal():
    [problem] = preflight.check(bill_payment(account=None), us_company())
    assert (problem.action, problem.place) == (NextAction.FIX_MAPPING, JOURNAL_RECORD)


def test_a_plan_without_bills_pays_none():
    profile = us_company(plan=SIMPLE_START)
    assert codes(bill_payment(), profile) == ["preflight.plan_bills"]
    assert codes(payment(), profile) == []


def test_a_credit_that_is_used_up_pays_its_part():
    whole = applied(), applied("CreditMemo", "30.00")
    document = payment(*whole, total=Decimal("70.00"))
    assert document.amount_applied == 70
    assert codes(document) == []


# -- what is read ----------------------------------------------------------------------


def test_what_was_to_be_settled_and_what_was_is_compared():
    payload = render.batch_item(
        payment(applied(), applied("CreditMemo")), "1", us_company()
    )
    ours = online_sent.applied(payload.decode())
    assert ours == {("Invoice", "130"): 100, ("CreditMemo", "130"): 100}
    answer = {
        "Id": "150",
        "TotalAmt": 100,
        "UnappliedAmt": 40.5,
        "Line": [
            {"Amount": 59.5, "LinkedTxn": [{"TxnId": "130", "TxnType": "Invoice"}]}
        ],
    }
    state = read.object_state("Payment", answer)
    assert objects.applied(state) == {("Invoice", "130"): Decimal("59.5")}
    assert state.extra["unapplied"] == "40.5"


def test_what_is_no_payment_settles_nothing():
    state = read.object_state("Invoice", {"Id": "130", "TotalAmt": 5, "Line": []})
    assert objects.applied(state) == {}
    assert online_sent.applied('{"bId": "1", "Invoice": {"Line": []}}') == {}


def test_payments_have_pages_in_quickbooks():
    url = read.web_url("production", "Payment", "150", "99")
    assert "recvpayment" in url and "150" in url
    assert "billpayment" in read.web_url("production", "BillPayment", "151", "99")
