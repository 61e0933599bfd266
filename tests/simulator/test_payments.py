# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments of customers."""

import pytest

from .client import (
    CUSTOMER,
    OTHER_CUSTOMER,
    PURCHASED_TRANSPORTATION,
    Refused,
    invoice,
    item_line,
    link,
    payment,
    ref,
)


@pytest.fixture
def owed(api):
    """An invoice over 100."""
    return api.create("Invoice", invoice(item_line(100)))


def test_a_payment_lowers_the_balance_of_its_invoice(api, owed):
    api.create("Payment", payment(60, link("Invoice", owed, 60)))

    assert api.read("Invoice", owed["Id"])["Balance"] == 40
    assert api.read("Customer", CUSTOMER)["Balance"] == 40


def test_a_payment_counts_up_the_sync_token_of_its_invoice(api, owed):
    created = api.create("Payment", payment(60, link("Invoice", owed, 60)))

    paid = api.read("Invoice", owed["Id"])
    assert paid["SyncToken"] == "1"
    assert paid["LinkedTxn"] == [{"TxnId": created["Id"], "TxnType": "Payment"}]


def test_an_overpayment_is_accepted_and_left_unapplied(api, owed):
    created = api.create("Payment", payment(150, link("Invoice", owed, 150)))

    assert created["UnappliedAmt"] == 50
    assert created["Line"][0]["Amount"] == 100
    assert api.read("Customer", CUSTOMER)["Balance"] == -50


def test_a_payment_without_lines_is_unapplied(api):
    created = api.create("Payment", payment(75))

    assert created["UnappliedAmt"] == 75


def test_no_more_is_applied_than_was_received(api, owed):
    with pytest.raises(Refused) as refused:
        api.create("Payment", payment(50, link("Invoice", owed, 100)))

    assert refused.value.code == "6000"
    assert api.read("Invoice", owed["Id"])["Balance"] == 100


def test_one_payment_pays_several_invoices(api, owed):
    second = api.create("Invoice", invoice(item_line(40)))
    lines = link("Invoice", owed, 100), link("Invoice", second, 40)

    api.create("Payment", payment(140, *lines))

    assert api.read("Invoice", second["Id"])["Balance"] == 0


def test_a_credit_memo_pays_part_of_an_invoice(api, owed):
    memo = api.create("CreditMemo", invoice(item_line(30)))
    lines = link("Invoice", owed, 100), link("CreditMemo", memo, 30)

    created = api.create("Payment", payment(70, *lines))

    assert created["UnappliedAmt"] == 0
    assert api.read("CreditMemo", memo["Id"])["RemainingCredit"] == 0
    assert api.read("Customer", CUSTOMER)["Balance"] == 0


def test_a_payment_over_nothing_sets_a_credit_memo_off(api, owed):
    memo = api.create("CreditMemo", invoice(item_line(30)))
    lines = link("Invoice", owed, 30), link("CreditMemo", memo, 30)

    created = api.create("Payment", payment(0, *lines))

    assert (created["TotalAmt"], created["UnappliedAmt"]) == (0, 0)
    assert api.read("Invoice", owed["Id"])["Balance"] == 70
    assert api.read("CreditMemo", memo["Id"])["RemainingCredit"] == 0
    with pytest.raises(Refused) as refused:
        api.delete("CreditMemo", api.read("CreditMemo", memo["Id"]))
    assert refused.value.code == "6540"

    api.delete("Payment", created)

    assert api.read("Invoice", owed["Id"])["Balance"] == 100
    assert api.read("CreditMemo", memo["Id"])["RemainingCredit"] == 30


def test_no_more_is_set_off_than_there_is_credit(api, owed):
    memo = api.create("CreditMemo", invoice(item_line(30)))

    with pytest.raises(Refused) as refused:
        lines = link("Invoice", owed, 50), link("CreditMemo", memo, 50)
        api.create("Payment", payment(0, *lines))

    assert refused.value.code == "6000"


def test_the_invoice_of_another_customer_cannot_be_paid(api):
    other = api.create("Invoice", invoice(customer=OTHER_CUSTOMER))

    with pytest.raises(Refused) as refused:
        api.create("Payment", payment(100, link("Invoice", other, 100)))

    assert refused.value.code == "620"


def test_a_deleted_invoice_cannot_be_paid(api, owed):
    api.delete("Invoice", owed)

    with pytest.raises(Refused) as refused:
        api.create("Payment", payment(100, link("Invoice", owed, 100)))

    assert refused.value.code == "610"


def test_a_changed_payment_moves_what_it_settles(api, owed):
    second = api.create("Invoice", invoice(item_line(100)))
    created = api.create("Payment", payment(100, link("Invoice", owed, 100)))

    api.update("Payment", created, Line=[link("Invoice", second, 100)])

    assert api.read("Invoice", owed["Id"])["Balance"] == 100
    assert api.read("Invoice", second["Id"])["Balance"] == 0


def test_changing_the_memo_leaves_the_invoice_alone(api, owed):
    created = api.create("Payment", payment(100, link("Invoice", owed, 100)))

    api.update("Payment", created, PrivateNote="Wire")

    assert api.read("Invoice", owed["Id"])["SyncToken"] == "1"


def test_a_voided_payment_opens_the_invoice_again(api, owed):
    created = api.create("Payment", payment(100, link("Invoice", owed, 100)))

    void = api.void("Payment", created)

    assert (void["TotalAmt"], void["UnappliedAmt"], void["Line"]) == (0, 0, [])
    assert void["PrivateNote"] == "Voided"
    reopened = api.read("Invoice", owed["Id"])
    assert (reopened["Balance"], reopened["LinkedTxn"]) == (100, [])


def test_a_deleted_payment_opens_the_invoice_again(api, owed):
    created = api.create("Payment", payment(100, link("Invoice", owed, 100)))

    api.delete("Payment", created)

    reopened = api.read("Invoice", owed["Id"])
    assert (reopened["Balance"], reopened["SyncToken"]) == (100, "2")
    assert api.read("Customer", CUSTOMER)["Balance"] == 100


def test_an_invoice_cannot_fall_below_what_was_paid(api, owed):
    api.create("Payment", payment(80, link("Invoice", owed, 80)))
    paid = api.read("Invoice", owed["Id"])

    with pytest.raises(Refused) as refused:
        api.update("Invoice", paid, Line=[item_line(50)])

    assert refused.value.code == "6000"


def test_a_paid_invoice_can_still_be_changed(api, owed):
    api.create("Payment", payment(80, link("Invoice", owed, 80)))
    paid = api.read("Invoice", owed["Id"])

    changed = api.update("Invoice", paid, Line=[item_line(120)])

    assert changed["Balance"] == 40


def test_a_payment_needs_a_total(api):
    with pytest.raises(Refused) as refused:
        api.create("Payment", CustomerRef=ref(CUSTOMER))

    assert refused.value.element == "TotalAmt"


def test_money_is_deposited_to_a_bank_or_held_undeposited(api):
    created = api.create("Payment", payment(5))
    assert created["DepositToAccountRef"]["name"] == "Undeposited Funds"

    with pytest.raises(Refused) as refused:
        api.create(
            "Payment", payment(5, DepositToAccountRef=ref(PURCHASED_TRANSPORTATION))
        )
    assert refused.value.code == "6430"
