# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Our document beside that of QuickBooks; any other one is in test_…any_document."""

import datetime
import time
from dataclasses import replace
from decimal import Decimal

import pytest

from tms_quickbooks.lib import compare, fingerprints, providers
from tms_quickbooks.lib.documents import Address, Ref

from .builders import (
    applied,
    bill,
    customer,
    desktop_company,
    expense_line,
    invoice,
    item,
    item_line,
    payment,
    us_company,
)

NUMBER = "INV/2026/00007"


def found(ours, theirs, profile=None):
    """The differences: ``{field: (ours, theirs)}``."""
    profile = profile or us_company()
    provider = providers.of("desktop" if profile.desktop else "online")
    differing = compare.differences(ours, theirs, provider=provider, profile=profile)
    assert len({each.field for each in differing}) == len(differing)
    return {each.field: (each.ours, each.theirs) for each in differing}


def labels(ours, theirs, profile=None):
    provider = providers.of("online")
    profile = profile or us_company()
    differing = compare.differences(ours, theirs, provider=provider, profile=profile)
    return [str(each.label) for each in differing]


# -- documents -------------------------------------------------------------------------


def test_nothing_differs_in_what_was_taken_as_it_was_sent():
    assert found(invoice(), invoice()) == {}


def test_amounts_and_days_are_told_as_both_sides_have_them():
    ours = invoice(due_date=datetime.date(2026, 12, 20))
    theirs = replace(
        ours,
        total=Decimal("1800"),
        date=datetime.date(2026, 11, 21),
        due_date=datetime.date(2026, 12, 21),
        lines=(item_line("1800"),),
    )
    assert found(ours, theirs) == {
        "date": ("2026-11-20", "2026-11-21"),
        "due_date": ("2026-12-20", "2026-12-21"),
        "total": ("1750.00", "1800.00"),
        "lines.1.amount": ("1750.00", "1800.00"),
    }


def test_what_is_referred_to_is_compared_by_id_and_told_by_name():
    ours = invoice(customer=Ref("58", "Prairie Foods"))
    renamed = replace(ours, customer=Ref("58", "Prairie Foods Inc."))
    other = replace(ours, customer=Ref("59", "Acme"))
    unlinked = replace(ours, customer=None)
    assert found(ours, renamed) == {}
    assert found(ours, other) == {"party": ("Prairie Foods", "Acme")}
    assert found(unlinked, ours) == {"party": ("", "Prairie Foods")}
    assert labels(ours, other) == ["Customer"]


def test_a_due_date_that_we_do_not_give_is_quickbooks_own():
    theirs = invoice(due_date=datetime.date(2026, 12, 20))
    assert found(invoice(), theirs) == {}


def test_notes_addresses_and_marks_are_not_compared():
    theirs = invoice(
        memo="by Amy",
        mark="7F3KQ2ZD4A",
        message="Thanks",
        bill_email="ap@prairie.example",
        bill_address=Address(("1 Main St",)),
        version="7",
    )
    assert found(invoice(), theirs) == {}


@pytest.mark.parametrize(
    ("profile", "theirs"),
    [
        (us_company(custom_txn_numbers=False), "1042"),
        (us_company(), NUMBER),
        (desktop_company(), "INV26/00007"),
    ],
    ids=["counted by QuickBooks", "ours", "shortened"],
)
def test_a_number_is_compared_as_quickbooks_writes_it(profile, theirs):
    shown = replace(invoice(), number=theirs)
    assert found(invoice(), shown, profile) == {}


def test_another_number_is_a_difference():
    assert found(invoice(), invoice(number="17")) == {"number": (NUMBER, "17")}


def test_a_company_with_one_currency_does_not_name_it():
    assert found(invoice(currency="USD"), invoice()) == {}
    assert found(invoice(), invoice(currency="USD")) == {}
    assert found(invoice(), invoice(currency="CAD")) == {"currency": ("USD", "CAD")}


def test_what_was_made_void_differs_in_nothing_but_that():
    voided = invoice(item_line("0.00"), memo="Voided - Load 17")
    assert found(invoice(), voided) == {"status": ("valid", "void")}
    assert found(voided, voided) == {}


def test_a_class_and_a_location_are_compared_where_the_company_has_them():
    van = Ref("9", "Dry Van")
    ours = invoice(
        item_line(class_ref=van), class_ref=van, department=Ref("2", "Tulsa")
    )
    theirs = replace(ours, lines=(item_line(),), class_ref=None, department=None)
    assert found(ours, theirs) == {}
    everything = us_company(class_per_txn=True, class_per_line=True, departments=True)
    assert found(ours, theirs, everything) == {
        "class": ("Dry Van", ""),
        "lines.1.class": ("Dry Van", ""),
        "location": ("Tulsa", ""),
    }


def test_the_class_of_the_document_is_that_of_its_lines():
    van = Ref("9", "Dry Van")
    theirs = invoice(item_line(class_ref=van))
    assert found(invoice(class_ref=van), theirs, us_company(class_per_line=True)) == {}


# -- lines -----------------------------------------------------------------------------


FUEL, TARP = item_line("150", description="Fuel"), item_line("40", description="Tarp")


def test_a_line_that_was_added_or_removed_is_named_by_its_place():
    ours, more = invoice(item_line(), TARP), invoice(item_line(), FUEL, TARP)
    assert found(ours, replace(ours, lines=more.lines)) == {
        "lines.2": ("", "Fuel · 150.00")
    }
    assert labels(ours, replace(ours, lines=more.lines)) == ["Line 2: added"]
    assert found(more, replace(more, lines=ours.lines)) == {
        "lines.2": ("Fuel · 150.00", "")
    }


def test_a_changed_line_among_equal_ones_is_that_line():
    ours = invoice(*[FUEL] * 4)
    lines = (FUEL, FUEL, replace(FUEL, amount=Decimal("151")), FUEL)
    assert found(ours, replace(ours, lines=lines)) == {
        "lines.3.amount": ("150.00", "151.00")
    }
    assert labels(ours, replace(ours, lines=lines)) == ["Line 3: amount"]


def test_each_field_of_a_line_is_told_by_itself():
    ours = invoice(item_line("100", quantity=Decimal(4), unit_price=Decimal(25)))
    line = item_line(
        "100",
        item=Ref("4", "Fuel Surcharge"),
        description="Tulsa to Dallas",
        quantity=Decimal(2),
        unit_price=Decimal(50),
    )
    assert found(ours, replace(ours, lines=(line,))) == {
        "lines.1.item": ("Linehaul", "Fuel Surcharge"),
        "lines.1.quantity": ("4", "2"),
        "lines.1.description": ("Dallas to Tulsa", "Tulsa to Dallas"),
    }


def test_a_quantity_or_text_that_we_do_not_give_is_quickbooks_own():
    ours = invoice(item_line("100", description=""))
    theirs = invoice(item_line("100", quantity=Decimal(1), unit_price=Decimal(100)))
    assert found(ours, theirs) == {}


def test_a_text_is_compared_in_the_letters_quickbooks_has():
    ours = invoice(item_line(description="Łódź → Kraków\r\n"))
    theirs = invoice(item_line(description="Lódz -> Kraków"))
    company = desktop_company(custom_txn_numbers=False)
    assert found(ours, theirs, company) == {}
    assert list(found(ours, theirs)) == ["lines.1.description"]


def test_quickbooks_desktop_shows_the_accounts_of_a_bill_before_its_items():
    pay, lumper = expense_line("900"), item_line("45")
    assert found(bill(lumper, pay), bill(pay, lumper), desktop_company()) == {}
    assert found(bill(lumper, pay), bill(pay, lumper))


def test_ten_thousand_lines_are_compared_in_no_time():
    lines = [item_line(f"{number}.00") for number in range(1, 10_001)]
    ours = invoice(*lines)
    edited = [*lines[:400], FUEL, *lines[400:900], *lines[1000:5000], TARP]
    started = time.process_time()
    differing = found(ours, replace(ours, lines=(*edited, *lines[5000:])))
    assert time.process_time() - started < 2
    assert len(differing) == 102


# -- payments --------------------------------------------------------------------------


def test_a_payment_is_compared_by_what_it_settles():
    ours = payment(applied(amount="100.00"))
    less = applied(amount="60.00", target=Ref("130", "1042"))
    more = applied(amount="40.00", target=Ref("131", "1043"))
    theirs = replace(ours, applied=(less, more))
    assert found(ours, theirs) == {
        "applied.Invoice 130": ("100.00", "60.00"),
        "applied.Invoice 131": ("0.00", "40.00"),
    }
    assert labels(ours, theirs) == [
        "Applied to Invoice 1042",
        "Applied to Invoice 1043",
    ]


def test_an_account_that_we_do_not_give_is_quickbooks_own():
    ours, other = payment(account=None), payment(account=Ref("36", "Savings"))
    assert found(ours, other) == {}
    assert found(payment(), other) == {"account": ("Operating Checking", "Savings")}


def test_a_discount_that_somebody_gives_is_a_difference():
    ours = payment(applied(amount="98.00"))
    given = applied(amount="98.00", discount=Decimal(2))
    assert found(ours, replace(ours, applied=(given,))) == {
        "discount.Invoice 130": ("0.00", "2.00")
    }


def test_quickbooks_desktop_uses_credits_in_the_order_they_come():
    """Nothing tells with which payment a credit came; its own money is compared."""
    credit = applied("CreditMemo", "15.00", target=Ref("9", "CM 1"))
    ours = payment(applied(amount="115.00"), credit, total=Decimal("100.00"))
    shown = (applied(amount="115.00"), replace(credit, against=Ref("130")))
    theirs = replace(ours, applied=shown, number="PBNK1/2026/00003")
    assert found(ours, theirs, desktop_company()) == {}
    without = replace(ours, applied=(applied(amount="100.00"),))
    assert found(ours, without, desktop_company()) == {}


# -- customers and vendors -------------------------------------------------------------


def test_a_party_is_compared_in_what_is_filled_here():
    ours = customer(phone="555 0100", company_name="Prairie Foods Inc.")
    theirs = customer(
        phone="555 0199",
        email="ap@prairie.example",
        company_name="Prairie Foods Inc.",
        active=False,
    )
    assert found(ours, theirs) == {
        "phone": ("555 0100", "555 0199"),
        "active": ("true", "false"),
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        ("1.10", "1.12", True),
        ("1.10", "1.1", False),
        ("1.10", "1.100005", True),  # ours needs no rounding
        ("0.73304501", "0.73305", False),  # ours to five decimals
        ("0.73304501", "0.73304", False),  # the same, cut off
        ("0.73304501", "0.73306", True),
        ("0.73304501", "0.7330450149", False),  # ours has no more
        ("0.00000064", "0.00000065", False),  # not a cent of 1,750.00
        ("1.10", None, False),
        (None, "1.12", False),  # the books have no home currency in common
    ],
)
def test_another_rate_is_a_difference_and_a_rounded_one_is_not(ours, theirs, told):
    ours, theirs = (
        invoice(currency="EUR", exchange_rate=each and Decimal(each))
        for each in (ours, theirs)
    )
    assert ("rate" in found(ours, theirs)) is told


def test_a_rate_is_told_as_both_sides_have_it():
    ours = payment(currency="EUR", exchange_rate=Decimal("1.10000000"))
    theirs = replace(ours, exchange_rate=Decimal("1.1200"))
    assert found(ours, theirs) == {"rate": ("1.1", "1.12")}
    assert labels(ours, theirs) == ["Exchange Rate"]


def test_a_rate_is_compared_for_the_same_currency():
    ours = invoice(currency="EUR", exchange_rate=Decimal("1.10"))
    theirs = invoice(currency="CAD", exchange_rate=Decimal("0.73"))
    assert found(ours, theirs) == {"currency": ("EUR", "CAD")}


def test_a_small_payment_is_booked_at_the_rate_that_its_cents_allow():
    """3.37 for 3.00 are a rate of 1.12333333, and QuickBooks has 1.12345."""
    ours = payment(currency="EUR", total=Decimal("3.00"))
    rates = (Decimal("1.12333333"), Decimal("1.12345"))
    ours, theirs = (replace(ours, exchange_rate=rate) for rate in rates)
    assert found(ours, theirs) == {}


# -- fingerprints ----------------------------------------------------------------------


def test_a_rate_alone_makes_another_fingerprint():
    shown = invoice(currency="EUR", exchange_rate=Decimal("1.10"))
    same = fingerprints.of(replace(shown, exchange_rate=Decimal("1.1000")))
    other = fingerprints.of(replace(shown, exchange_rate=Decimal("1.12")))
    assert fingerprints.is_same(fingerprints.of(shown), same)
    assert not fingerprints.is_same(fingerprints.of(shown), other)


def test_a_fingerprint_from_before_rates_counted_is_the_same_at_any_rate():
    shown = invoice(currency="EUR", exchange_rate=Decimal("1.10"))
    before = fingerprints.of(replace(shown, exchange_rate=None))
    edited = fingerprints.of(replace(shown, total=Decimal("1.00")))
    assert fingerprints.is_same(before, fingerprints.of(shown))
    assert not fingerprints.is_same(before, edited)


@pytest.mark.parametrize("none", ["", None])
def test_what_has_no_fingerprint_is_the_same_as_nothing(none):
    assert not fingerprints.is_same(none, none)
    assert not fingerprints.is_same(none, fingerprints.of(invoice()))


def test_a_fingerprint_is_that_of_what_is_shown_and_not_of_its_version():
    shown = invoice(version="1")
    later = replace(
        shown,
        version="2",
        memo="by Amy",
        customer=Ref("58", "Renamed"),
        total=Decimal("1750.0"),
        lines=(item_line("1750.00"),),
    )
    later = replace(later, total=Decimal("1750.00"))
    assert fingerprints.of(shown) == fingerprints.of(later)
    emptied = replace(shown, lines=(item_line(description=""),))
    assert fingerprints.of(shown) != fingerprints.of(emptied)


def test_a_fingerprint_of_a_party_is_that_of_all_that_may_be_taken_over():
    shown = customer(address=Address(("1 Main St",), "Dallas"))
    moved = replace(shown, address=Address(("1 Main St",), "Tulsa"))
    assert fingerprints.of(shown) != fingerprints.of(moved)
    again = replace(shown, version="7")
    assert fingerprints.of(shown) == fingerprints.of(again)


def test_nobody_compares_an_item():
    with pytest.raises(TypeError):
        fingerprints.of(item())
