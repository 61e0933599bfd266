# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
import json

import pytest

from tms_quickbooks.lib.profile import Profile

from .builders import canadian_company, us_company


def test_a_profile_survives_json():
    profile = us_company(
        closing_date=datetime.date(2026, 9, 30),
        departments=True,
        custom_fields=(("1", "Load"), ("3", "BOL")),
    )
    assert Profile.from_dict(json.loads(json.dumps(profile.to_dict()))) == profile


def test_a_profile_stored_by_an_older_or_newer_release_can_be_read():
    assert Profile.from_dict({"plan": "plus", "unheard_of": 1}).plan == "plus"


def test_only_simple_start_has_no_bills():
    plans = ("simple_start", "essentials", "plus", "advanced", "")
    assert [Profile(plan=plan).has_bills for plan in plans] == [False] + [True] * 4


def test_classes_count_per_transaction_or_per_line():
    assert Profile(class_per_txn=True).has_classes
    assert Profile(class_per_line=True).has_classes
    assert not Profile().has_classes


def test_the_united_states_have_a_sales_tax_of_their_own():
    assert us_company().is_us
    assert not canadian_company().is_us


@pytest.mark.parametrize(
    "status, lapsed",
    [("SUBSCRIBED", False), ("TRIAL", False), ("", False), ("Suspended", True)],
)
def test_a_lapsed_subscription_is_known_by_its_status(status, lapsed):
    assert Profile(subscription_status=status).is_lapsed is lapsed


def test_classes_and_locations_are_tracked_where_the_company_says_so():
    assert not us_company().tracks("class")
    assert not us_company().tracks("location")
    assert us_company(class_per_txn=True).tracks("class")
    assert us_company(class_per_line=True).tracks("class")
    assert us_company(departments=True).tracks("location")
