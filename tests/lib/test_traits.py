# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What tells contacts apart: names, e-mail, phone and address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms_quickbooks.lib import traits
from tms_quickbooks.lib.traits import Name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Shippers", "ACME SHIPPERS"),
        ("Acme Shippers", "  acme   shippers "),
        ("Acme: Dallas", "Acme - dallas"),
    ],
)
def test_names_that_quickbooks_takes_only_once(one, other):
    assert traits.same_in_quickbooks(one) == traits.same_in_quickbooks(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme, Shippers", "Acme Shippers"), ("Bäcker", "Backer"), ("A&B", "A and B")],
)
def test_names_that_quickbooks_lists_side_by_side(one, other):
    assert traits.same_in_quickbooks(one) != traits.same_in_quickbooks(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Inc", "Acme"),
        ("Acme, Inc.", "ACME INCORPORATED"),
        ("Big Rig Trkg LLC", "Big Rig Trucking"),
        ("Big Rig Trucking L.L.C.", "Big Rig Trucking, Ltd."),
        ("Prairie Frt. & Logistics Co", "Prairie Freight and Logistics Corp."),
        ("Johnson Bros Hauling", "Johnson Brothers Hauling"),
        ("Fast Int'l Transp", "Fast International Transportation"),
        ("The Blue Xpress Co.", "Blue Express"),
        ("Smith Trk d/b/a Fast", "Smith Trucks DBA Fast"),
    ],
)
def test_legal_forms_and_abbreviations_make_no_other_name(one, other):
    assert Name(one).squeezed == Name(other).squeezed


def test_a_name_of_nothing_but_a_legal_form_stays():
    assert Name("The Company").core == "the company"


def test_the_words_of_the_trade_tell_nobody_apart():
    assert Name("Swift Transport & Logistics LLC").distinctive == "swift"
    assert Name("Freight Logistics Inc").distinctive == ""


def test_numbers_are_compared_without_leading_zeros():
    assert Name("Store 007 of 12").numbers == {"7", "12"}


def test_several_addresses_may_be_in_one_field():
    found = traits.emails("AP@Acme.com, <billing@acme.com>; nobody")
    assert found == {"ap@acme.com", "billing@acme.com"}


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("ap@acme.com", {"acme.com"}),
        ("joe@gmail.com", set()),
        ("joe@yahoo.co.uk", set()),
        ("joe@comcast.net", set()),
        ("ap@mail.acme.com", set()),
    ],
)
def test_only_a_companys_own_domain_counts(address, own):
    assert traits.domains(traits.emails(address)) == own


@pytest.mark.parametrize(
    "text",
    [
        "806-555-0123",
        "(806) 555 0123",
        "+1 806.555.0123",
        "1-806-555-0123",
        "001 806 555 0123",
        "806-555-0123 ext. 12",
        "8065550123x4",
    ],
)
def test_phones_are_compared_by_the_digits_that_matter(text):
    assert traits.phone(text) == "8065550123"


@pytest.mark.parametrize("text", ["", "n/a", "123", "call Bob", "0000000"])
def test_what_is_no_phone_is_none(text):
    assert traits.phone(text) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("79107", "79107"),
        ("79107-1234", "79107"),
        ("791071234", "79107"),
        ("l8l 2y3", "L8L2Y3"),
        ("", ""),
    ],
)
def test_postal_codes(text, code):
    assert traits.postal_code(text) == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1200 Amarillo Blvd", "1200 Amarillo Boulevard"),
        ("88 N. Main St., Ste 4", "88 North Main Street Suite 4"),
        ("PO Box 77", "P.O. Box 77"),
    ],
)
def test_streets_are_written_out(one, other):
    assert traits.street(one) == traits.street(other)
    assert traits.street(one)[0] in one


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text):
    name = Name(text)
    assert name.squeezed == "".join(name.words)
    assert set(name.distinctive.split()) <= set(name.words)
    assert traits.phone(text) == traits.phone(traits.phone(text))
    assert traits.postal_code(text) == traits.postal_code(traits.postal_code(text))
    assert all("@" in found for found in traits.emails(text))
    traits.street(text)
