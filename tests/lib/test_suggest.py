# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which QuickBooks object is proposed for what, and why."""

import pytest

from tms_quickbooks.lib.suggest import SURE, Entry, suggest

ITEMS = [
    Entry(key, name)
    for key, name in enumerate(
        (
            "Linehaul",
            "Fuel Surcharge",
            "Detention",
            "Lumper",
            "Stop-Off",
            "Tolls and Scales",
            "Freight Income",
            "Accessorial Income",
            "Storage Income",
            "Other Income",
        )
    )
]
NAMES = {entry.key: entry.name for entry in ITEMS}


def proposed(name, targets=ITEMS, **values):
    """What is proposed for a name: (name, score, reason), or None."""
    found = suggest([Entry("ours", name, **values)], targets).get("ours")
    return found and (NAMES.get(found.target), found.score, str(found.reason))


@pytest.mark.parametrize(
    ("name", "target", "reason"),
    [
        ("Linehaul", "Linehaul", "Same name"),
        ("LINEHAUL", "Linehaul", "Same name"),
        ("Lumpers", "Lumper", "Same name, written otherwise"),
        ("Stop off", "Stop-Off", "Same name, written otherwise"),
        ("Tolls & Scale", "Tolls and Scales", "Same name, written otherwise"),
        ("Détention", "Detention", "Same name, written otherwise"),
        ("Surcharge, Fuel", "Fuel Surcharge", "Same words"),
        ("Fuel Surcharge (Reefer)", "Fuel Surcharge", "2 of 3 words"),
        ("Storage", "Storage Income", "1 of 2 words"),
        ("Detension", "Detention", "Near spelling"),
    ],
)
def test_a_likely_target_is_proposed_with_its_reason(name, target, reason):
    found, _score, why = proposed(name)
    assert (found, why) == (target, reason)


@pytest.mark.parametrize("name", ["", "…", "Insurance", "Income", "Sales Income", "Fu"])
def test_nothing_is_better_than_a_bad_guess(name):
    assert proposed(name) is None


def test_the_same_name_is_surer_than_shared_words_and_those_than_spelling():
    scores = [
        proposed(name)[1]
        for name in ("Linehaul", "Lumpers", "Surcharge Fuel", "Fuel Surcharge X")
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[2] >= SURE > scores[3]
    assert proposed("Detension")[1] < SURE


def test_accounts_are_found_by_their_number():
    accounts = [Entry(0, "Purchased Transportation", "5000"), Entry(1, "Fuel", "6100")]
    assert suggest([Entry("a", "Carrier pay", "5000")], accounts)["a"].target == 0
    assert suggest([Entry("a", "Fuel", "5000")], accounts)["a"].target == 1
    assert suggest([Entry("a", "Carrier pay", "")], accounts) == {}


def test_terms_are_found_by_their_days():
    terms = [Entry(0, "Due on receipt", days=0), Entry(1, "Net 30", days=30)]
    found = suggest(
        [Entry("a", "30 Days", days=30), Entry("b", "Immediate Payment", days=0)], terms
    )
    assert {key: found[key].target for key in found} == {"a": 1, "b": 0}
    assert str(found["a"].reason) == "Same number of days"


def test_of_two_targets_of_one_name_the_first_is_proposed():
    twice = [Entry(5, "Fuel"), Entry(6, "fuel")]
    assert suggest([Entry("a", "FUEL")], twice)["a"].target == 5
