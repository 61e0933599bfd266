# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``python -m quickbooks_simulator books``: a bookkeeper at the command line."""

import re
from decimal import Decimal

import pytest

from quickbooks_simulator.__main__ import main
from quickbooks_simulator.desktop import CompanyFile

BEEF, BIG_RIG = "Amarillo Beef Packers", "Big Rig Carriers LLC"


@pytest.fixture
def state(tmp_path):
    return tmp_path / "company.sqlite"


@pytest.fixture
def hand(state, capsys):
    """Do it; returns what is printed."""

    def do(*arguments):
        assert main(["books", "--state", str(state), *arguments]) == 0
        return capsys.readouterr().out.strip()

    return do


def test_an_invoice_from_its_writing_to_its_payment_and_back(state, hand):
    hand("invoice", BEEF, "Linehaul=900.00", "Lumper=100", "--set", "RefNumber=1001")
    hand("credit-memo", BEEF, "Linehaul=50.00", "--set", "RefNumber=C-1")
    discount = ("--discount", "10", "--discount-account", "Fuel")
    paid = hand("pay", "1001", "--credit", "C-1=50", *discount, "--total", "1000")
    hand("deposit", paid)

    with CompanyFile(state) as company:
        [payment] = company.payments()
        assert payment.id == paid
        assert payment.deposited
        assert (payment.total, payment.open) == (Decimal(1000), Decimal(60))
        assert list(payment.discounts.values()) == [Decimal(10)]

    hand("take-out-of-deposit", paid)
    hand("reapply", paid, "1001=400")
    hand("change-line", "1001", "2", "--set", "Amount=110.00")
    with CompanyFile(state) as company:
        [invoice] = company.invoices()
        assert (invoice.total, invoice.open) == (Decimal(1010), Decimal(610))

    hand("delete", paid)
    hand("void", "1001")
    listed = hand("list", "Invoice").split("\t")
    assert (listed[2], listed[-1]) == ("1001", "0.00")


def test_bills_are_paid_by_card(state, hand):
    hand("bill", BIG_RIG, "Fuel=100.00", "--set", "RefNumber=B-1")
    hand("vendor-credit", BIG_RIG, "Fuel=5.00")
    hand("pay", "B-1=60.00", "--account", "Fleet Credit Card")
    hand("pay", "B-1", "--set", "RefNumber=1001")
    with CompanyFile(state) as company:
        kinds = [(each.kind, each.total) for each in company.bill_payments()]
    assert kinds == [
        ("BillPaymentCreditCard", Decimal(60)),
        ("BillPaymentCheck", Decimal(40)),
    ]


def test_names_are_made_renamed_and_merged(state, hand):
    customer = hand("customer", "Beef Packers", "--set", "TermsRef=Net 30")
    vendor = hand("vendor", "Night Haul")
    hand("change", vendor, "--set", "Name=Day Haul")
    assert vendor in hand("list", "Vendor")
    hand("merge", "Beef Packers", BEEF)
    with CompanyFile(state) as company:
        assert customer not in [each.id for each in company.customers()]
        assert "Day Haul" in [each.name for each in company.vendors()]


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        (("void", "1001"), "There is no 1001."),
        (("merge", BEEF, BIG_RIG), "cannot be merged"),
        (("void", "7"), "may be Bill .*, Bill .*Give its id"),
        (("pay", "8=much"), "much is no amount"),
        (("invoice", BEEF, "Linehaul"), "Linehaul has no ="),
        (("pay", "8=11.00"), "3210 .*more than the amount due"),
        (("change-line", "8", "2", "--set", "Amount=1.00"), "8 has no line 2"),
    ],
)
def test_what_cannot_be_done_is_said(state, hand, capsys, deed, error):
    for number in ("7", "7", "8"):
        hand("bill", BIG_RIG, "Fuel=10.00", "--set", f"RefNumber={number}")
    assert main(["books", "--state", str(state), *deed]) == 1
    assert re.search(error, capsys.readouterr().err)


@pytest.mark.parametrize(
    "options", [("pay", "1", "--total", "much"), ("change", "1", "--set", "Memo")]
)
def test_options_that_make_no_sense(state, capsys, options):
    with pytest.raises(SystemExit):
        main(["books", "--state", str(state), *options])
    assert "error: " in capsys.readouterr().err
