# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is who: scores, their reasons, and finding the likely ones among many."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms_quickbooks.lib import matching
from tms_quickbooks.lib.matching import REASONS, Contact, Directory, compare
from tms_quickbooks.lib.traits import same_in_quickbooks

# From here on the matching page proposes; see the models.
LIKELY = 75


def contact(name="Acme Shippers", *more_names, id=1, **values):
    return Contact(id, (name, *more_names), **values)


def compared(one, other):
    return compare(contact(one), contact(other))


# -- names -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "reason", "low", "high"),
    [
        ("Acme Shippers", "Acme Shippers", "exact", 100, 100),
        ("Acme Shippers", "ACME  shippers", "exact", 100, 100),
        ("Acme Shippers", "Acme-Shippers.", "written", 99, 99),
        ("Bäcker & Söhne", "Backer and Sohne", "written", 99, 99),
        ("Acme Shippers, Inc.", "Acme Shippers LLC", "form", 97, 97),
        ("Big Rig Trkg", "Big Rig Trucking Co", "form", 97, 97),
        ("Rail Head Foods", "Railhead Foods", "form", 97, 97),
        ("John Smith", "Smith, John", "form", 97, 97),
        ("Swift Transport", "Swfit Transport", "similar", 75, 95),
        ("Gulf Coast Produce", "Gulf Coast Prodce", "nearly", 88, 95),
        ("Prairie Foods", "Prarie Foods Inc", "nearly", 88, 95),
        ("Acme", "Acme Shippers of Texas", "part", 80, 80),
        ("Prairie Logistics", "Prairie Freight", "similar", 75, 90),
        ("Panhandle Carriers", "Panhandle Carriers of Texas", "similar", 75, 90),
        ("Prairie Foods", "Prairie Foodss Co", "nearly", 88, 95),
        ("Amarillo Beef", "Amarillo Beef Packers of Texas", "part", 80, 80),
    ],
)
def test_names_of_the_same_company(one, other, reason, low, high):
    score, reasons = compared(one, other)
    assert low <= score <= high
    assert reasons == (reason,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Smith Transport", "Smart Transport"),
        ("Blue Ridge Carriers", "Red River Carriers"),
        ("Walmart DC 6012", "Walmart DC 6021"),
        ("Store 101", "Store 102"),
        ("Texas Logistics", "Kansas Logistics"),
        ("ABC Trucking", "XYZ Trucking"),
        ("Panhandle Carriers", "Panhandle Truck Stop"),
        ("Gulf Coast Freight", "Gulf Coast Produce"),
        ("Amarillo Express", "Amarillo Beef Packers"),
        ("Texas", "Texas Tire Center"),
        ("", "Acme"),
        ("", ""),
        ("Acme", "?"),
    ],
)
def test_names_of_others_are_not_proposed(one, other):
    assert compared(one, other)[0] < LIKELY


def test_a_company_name_counts_almost_as_much_as_the_name():
    theirs = contact("Bob at Acme", "Acme Shippers")
    score, reasons = compare(contact("Acme Shippers"), theirs)
    assert (score, reasons) == (98, ("written",))


# -- what else speaks for it or against it ---------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"email": "a@acme.com"}, {"email": "A@ACME.com; b@x.org"}, "email"),
        ({"email": "a@acme.com"}, {"email": "b@acme.com"}, "domain"),
        ({"phones": ("806 555 0123",)}, {"phones": ("", "+18065550123")}, "phone"),
        (
            {"street": "12 Main St", "postal_code": "79107"},
            {"street": "12 Main Street", "postal_code": "79107-0001"},
            "address",
        ),
        (
            {"street": "12 Main St", "city": "Amarillo"},
            {"street": "12 Main St.", "city": "AMARILLO"},
            "address",
        ),
        ({"postal_code": "79107"}, {"postal_code": "79107"}, "zip"),
    ],
)
def test_what_two_have_in_common_raises_the_score(one, other, reason):
    names = ("Blue Ridge Hauling", "Blu Ridge Haulng")
    plain, _reasons = compared(*names)
    score, reasons = compare(contact(names[0], **one), contact(names[1], **other))
    assert score > plain
    assert reasons[1:] == (reason,)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"email": "a@acme.com"}, {"email": "a@other.com"}, "not_domain"),
        ({"phones": ("806 555 0123",)}, {"phones": ("806 555 9999",)}, "not_phone"),
        ({"postal_code": "79107"}, {"postal_code": "10001"}, "not_address"),
        ({"city": "Amarillo"}, {"city": "Salina"}, "not_address"),
    ],
)
def test_what_differs_lowers_the_score(one, other, reason):
    score, reasons = compare(contact(**one), contact(**other))
    assert score < 100
    assert reasons == ("exact", reason)


def test_mailboxes_that_everybody_has_say_nothing():
    one, other = contact(email="acme@gmail.com"), contact(email="shippers@gmail.com")
    assert compare(one, other) == (100, ("exact",))


def test_an_e_mail_address_finds_who_was_renamed():
    one = contact("Prairie Foods", email="ap@prairie.com")
    other = contact("Midwest Grocers Holding", email="ap@prairie.com")
    score, reasons = compare(one, other)
    assert score >= LIKELY
    assert "email" in reasons


def test_neighbours_in_a_house_are_not_proposed():
    place = {"street": "1 Tower Plaza", "postal_code": "75201"}
    one, other = contact("Acme Foods", **place), contact("Zenith Steel", **place)
    assert compare(one, other)[0] < LIKELY


def test_every_reason_has_a_sentence():
    assert set(matching._AGAINST) | set(matching._FOR) < set(REASONS)
    assert all(str(message).endswith(".") for message in REASONS.values())


def test_a_company_name_does_not_stand_in_for_a_missing_name():
    assert compare(contact("", "Acme"), contact("Acme")) == (98, ("written",))


# -- what sending would change ---------------------------------------------------------

FULL = {
    "email": "ap@acme.com",
    "phones": ("806 555 0123",),
    "street": "12 Main St",
    "city": "Amarillo",
    "postal_code": "79107",
}


@pytest.mark.parametrize(
    ("ours", "theirs", "changed"),
    [
        (FULL, FULL, set()),
        ({}, FULL, set()),
        (FULL, {}, {"email", "phone", "address"}),
        (FULL, {**FULL, "email": "AP@acme.com, b@acme.com"}, set()),
        (FULL, {**FULL, "email": "b@acme.com"}, {"email"}),
        (FULL, {**FULL, "phones": ("+1 (806) 555-0123", "1")}, set()),
        (FULL, {**FULL, "phones": ("806 555 9999",)}, {"phone"}),
        (FULL, {**FULL, "street": "12 Main Street"}, set()),
        (FULL, {**FULL, "postal_code": "79108"}, {"address"}),
        ({"city": "Salina"}, FULL, {"address"}),
    ],
)
def test_what_sending_would_change_in_quickbooks(ours, theirs, changed):
    assert matching.differences(contact(**ours), contact(**theirs)) == changed


# -- properties ------------------------------------------------------------------------

WORDS = st.sampled_from(
    "Acme Blue Ridge Trucking Trkg Inc LLC Freight Swift Swfit Store 101 102".split()
)
NAMES = st.lists(WORDS, max_size=4).map(" ".join) | st.text(max_size=20)
CONTACTS = st.builds(
    Contact,
    id=st.integers(1, 9),
    names=st.lists(NAMES, min_size=1, max_size=2).map(tuple),
    email=st.sampled_from(["", "a@acme.com", "b@acme.com", "a@gmail.com", "x@y.org"]),
    phones=st.sampled_from([(), ("806 555 0123",), ("+1 806 555 0123", "5550000000")]),
    street=st.sampled_from(["", "12 Main St", "12 Main Street", "7 Oak Ave"]),
    city=st.sampled_from(["", "Amarillo", "Salina"]),
    postal_code=st.sampled_from(["", "79107", "79107-1234", "67401"]),
)


@given(CONTACTS, CONTACTS)
def test_a_score_is_the_same_from_both_sides(one, other):
    assert compare(one, other) == compare(other, one)
    assert 0 <= compare(one, other)[0] <= 100


@given(CONTACTS)
def test_who_is_identical_has_a_hundred(one):
    if same_in_quickbooks(one.names[0]):
        assert compare(one, one)[0] == 100


@given(CONTACTS, CONTACTS)
def test_only_the_very_name_has_a_hundred(one, other):
    if compare(one, other)[0] == 100:
        assert same_in_quickbooks(one.names[0]) == same_in_quickbooks(other.names[0])


@given(st.lists(CONTACTS, max_size=9), CONTACTS, st.randoms())
def test_the_order_of_candidates_does_not_depend_on_their_order(others, one, chance):
    others = [
        Contact(number, other.names, other.email, other.phones)
        for number, other in enumerate(others)
    ]
    found = Directory(others).find(one, least=0)
    chance.shuffle(others)
    assert Directory(others).find(one, least=0) == found
    scores = [candidate.score for candidate in found]
    assert scores == sorted(scores, reverse=True)


# -- among many ------------------------------------------------------------------------

FIRST = "Amber Basin Cedar Delta Ember Falcon Granite Harbor Ivory Juniper".split()
SECOND = "Kestrel Lantern Meadow Nimbus Orchard Pioneer Quarry Raven Summit".split()
TRADE = "Trucking Logistics Freight Carriers Express Hauling".split()


@pytest.fixture(scope="module")
def directory():
    """Five hundred and forty companies of quite similar names."""
    return Directory(
        contact(f"{one} {two} {trade} LLC", id=number)
        for number, (one, two, trade) in enumerate(
            (one, two, trade) for one in FIRST for two in SECOND for trade in TRADE
        )
    )


@pytest.mark.parametrize(
    "name",
    [
        "Granite Raven Hauling LLC",
        "GRANITE RAVEN HAULING, L.L.C.",
        "Granite Raven Hauling",
        "Granit Raven Hauling",
        "Granite Ravn Hauling Inc",
        "Granite Raven Hualing",
        "Raven Granite Hauling",
        "Graniteraven Hauling",
    ],
)
def test_the_right_one_is_found_among_similar_ones(directory, name):
    found = directory.find(contact(name))
    right = FIRST.index("Granite") * 54 + SECOND.index("Raven") * 6 + 5
    assert found[0].id == right
    assert found[0].score >= LIKELY
    assert len(found) <= 5


def test_nobody_is_found_for_a_stranger(directory):
    assert directory.find(contact("Zyx Wvut", email="a@b.com"), least=LIKELY) == []
    assert Directory([]).find(contact()) == []


def test_an_address_is_found_without_a_common_name():
    place = {"street": "4411 Old Mill Rd", "postal_code": "67401"}
    others = [contact(f"Company {n}", id=n) for n in range(50)]
    others.append(contact("Quite Another", id=99, phones=("785 555 0199",), **place))
    [found] = Directory(others).find(
        contact("Mill Road Foods", phones=("7855550199",), **place)
    )
    assert (found.id, found.reasons[-2:]) == (99, ("phone", "address"))


def test_work_grows_with_the_number_of_contacts_and_not_with_its_square(monkeypatch):
    comparisons = []
    compare_all = matching.compare

    def count(one, other):
        comparisons.append(one)
        return compare_all(one, other)

    monkeypatch.setattr(matching, "compare", count)
    chance = random.Random(1)
    names = [
        "".join(chance.choices("bcdfgklmnprst", k=4) + chance.choices("aeiou", k=3))
        for _number in range(2000)
    ]
    many = Directory(contact(f"{n} Trucking LLC", id=i) for i, n in enumerate(names))
    for name in names[:100]:
        assert many.find(contact(f"{name} Trkg"))[0].score >= 97
    assert len(comparisons) <= 100 * 25
