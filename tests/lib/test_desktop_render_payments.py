# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments as qbXML: what they pay, and which credits they set off."""

import dataclasses
from decimal import Decimal

import pytest

from tms_quickbooks.lib.desktop.render import batch_item
from tms_quickbooks.lib.desktop.render_payments import Settled, settled
from tms_quickbooks.lib.desktop.sent import content
from tms_quickbooks.lib.documents import Ref

from .builders import (
    applied,
    bill_payment,
    canadian_desktop_company,
    desktop_company,
    payment,
)
from .desktop_requests import said, sent

CARD = Ref("36", "Fleet Card", kind="Credit Card")
INVOICE, CREDIT = Ref("7-1", "1042"), Ref("7-9", "77")


def test_a_payment_names_customer_money_and_what_it_pays():
    document = payment(method=Ref("8-4"), memo="Wire 4711", mark="7F3KQ2ZD4A")
    assert said(document) == {
        "CustomerRef": {"ListID": "58"},
        "TxnDate": "2026-11-20",
        "RefNumber": "PBNK1/2026/00003",
        "TotalAmount": "100.00",
        "PaymentMethodRef": {"ListID": "8-4"},
        "Memo": "Wire 4711 Odoo 7F3KQ2ZD4A",
        "DepositToAccountRef": {"ListID": "35"},
        "AppliedToTxnAdd": {"TxnID": "130", "PaymentAmount": "100.00"},
    }


def test_without_method_and_account_quickbooks_decides():
    body = said(payment(account=None))
    assert not {"PaymentMethodRef", "DepositToAccountRef"} & body.keys()


def test_what_pays_nothing_is_applied_to_nothing():
    body = said(dataclasses.replace(payment(), applied=(), total=Decimal(100)))
    assert body["IsAutoApply"] == "false" and body["TotalAmount"] == "100.00"


def test_a_credit_is_set_off_against_an_invoice():
    document = payment(
        applied(target=INVOICE),
        applied("CreditMemo", "30.00", target=CREDIT),
        total=Decimal("70.00"),
    )
    assert said(document)["AppliedToTxnAdd"] == {
        "TxnID": "7-1",
        "PaymentAmount": "70.00",
        "SetCredit": {"CreditTxnID": "7-9", "AppliedAmount": "30.00"},
    }


def test_a_discount_is_given_away_besides():
    discounted = dataclasses.replace(
        applied(target=INVOICE),
        amount=Decimal("98.00"),
        discount=Decimal("2.00"),
        discount_account=Ref("80-1"),
    )
    assert said(payment(discounted))["AppliedToTxnAdd"] == {
        "TxnID": "7-1",
        "PaymentAmount": "98.00",
        "DiscountAmount": "2.00",
        "DiscountAccountRef": {"ListID": "80-1"},
    }


def test_a_change_uses_a_credit_instead_of_as_before_and_not_once_more():
    lines = applied(target=INVOICE), applied("CreditMemo", "30.00", target=CREDIT)
    new = payment(*lines, total=Decimal("70.00"))
    changed = dataclasses.replace(new, id="8-1", version="2")
    [set_off] = sent(changed).iter("SetCredit")
    assert set_off.findtext("Override") == "true"
    profile = desktop_company()
    payloads = [batch_item(each, "1", profile).decode() for each in (new, changed)]
    assert content(payloads[0]).fingerprint == content(payloads[1]).fingerprint


def test_credits_are_used_one_after_the_other():
    document = payment(
        applied("CreditMemo", "50.00", target=Ref("c1")),
        applied("Invoice", "60.00", target=Ref("i1")),
        applied("CreditMemo", "30.00", target=Ref("c2")),
        applied("Invoice", "40.00", target=Ref("i2")),
        total=Decimal("20.00"),
    )
    assert settled(document) == [
        Settled("i1", Decimal(0), (("c1", Decimal(50)), ("c2", Decimal(10)))),
        Settled("i2", Decimal(20), (("c2", Decimal(20)),)),
    ]


def test_more_credit_than_invoices_cannot_be_told():
    document = payment(applied("CreditMemo", "30.00"), total=Decimal(0))
    with pytest.raises(ValueError):
        said(document)


def test_a_payment_can_be_changed():
    body = said(payment(id="9-1", version="3"))
    assert (body["TxnID"], body["EditSequence"]) == ("9-1", "3")
    assert body["AppliedToTxnMod"] == {"TxnID": "130", "PaymentAmount": "100.00"}
    body = said(dataclasses.replace(payment(), applied=(), id="9-1", version="3"))
    assert not {"AppliedToTxnMod", "IsAutoApply"} & body.keys()


def test_a_vendor_is_paid_by_check():
    document = bill_payment(number="1042")
    assert sent(document).tag == "BillPaymentCheckAdd"
    assert said(document) == {
        "PayeeEntityRef": {"ListID": "58"},
        "TxnDate": "2026-11-20",
        "BankAccountRef": {"ListID": "35"},
        "RefNumber": "1042",
        "AppliedToTxnAdd": {"TxnID": "130", "PaymentAmount": "100.00"},
    }


def test_a_check_without_a_number_is_not_to_be_printed():
    body = said(bill_payment(number=""))
    assert body["IsToBePrinted"] == "false" and "RefNumber" not in body


def test_a_vendor_is_paid_by_card():
    document = bill_payment(account=CARD, number="")
    body = said(document)
    assert sent(document).tag == "BillPaymentCreditCardAdd"
    assert body["CreditCardAccountRef"] == {"ListID": "36"}
    assert not {"IsToBePrinted", "RefNumber"} & body.keys()


def test_a_check_can_be_changed_and_a_card_payment_not():
    body = said(bill_payment(id="9-1", version="3"))
    assert body["Amount"] == "100.00"
    assert body["AppliedToTxnMod"]["PaymentAmount"] == "100.00"
    with pytest.raises(ValueError):
        said(bill_payment(account=CARD, id="9-1", version="3"))


def test_a_credit_of_a_vendor_is_set_off_against_a_bill():
    document = bill_payment(
        applied("Bill", target=INVOICE),
        applied("VendorCredit", "30.00", target=CREDIT),
        total=Decimal("70.00"),
    )
    body = said(document)["AppliedToTxnAdd"]
    assert (body["PaymentAmount"], body["SetCredit"]["AppliedAmount"]) == (
        "70.00",
        "30.00",
    )


def test_a_foreign_currency_carries_its_rate():
    values = {"currency": "USD", "exchange_rate": Decimal("1.37130000")}
    for document in (payment(**values), bill_payment(**values)):
        body = said(document, canadian_desktop_company())
        assert body["ExchangeRate"] == "1.3713"


def test_a_long_number_is_whole_in_the_memo():
    body = said(bill_payment(number="PBNK1/2026/00003"))
    assert body["RefNumber"] == "PBNK1/26/3"
    assert body["Memo"] == "PBNK1/2026/00003"
