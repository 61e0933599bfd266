# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the checklist says of companies that are ready and of those that are not."""

import datetime
from dataclasses import replace

import pytest

from tms_quickbooks.lib.readiness import Facts, Place, Status, checks, worst

from .builders import (
    canadian_company,
    canadian_desktop_company,
    desktop_company,
    us_company,
)

TODAY = datetime.date(2026, 11, 22)
READY = Facts(
    today=TODAY,
    currency="USD",
    country="US",
    currencies=frozenset({"USD"}),
    account_types=frozenset(
        {
            "Accounts Receivable",
            "Accounts Payable",
            "Income",
            "Cost of Goods Sold",
            "Bank",
        }
    ),
    tax_codes=1,
    default_kinds=frozenset({"item", "expense"}),
)
CODES = [
    "subscription",
    "plan",
    "account_receivable",
    "account_payable",
    "account_income",
    "account_expense",
    "account_bank",
    "default_mapping",
    "custom_numbers",
    "webhook",
    "closing_date",
    "home_currency",
    "multicurrency",
    "sales_tax",
    "country",
]


def company(**changes):
    """A US company with the plan Plus that is ready, but for the changes."""
    ready = {
        "plan": "plus",
        "subscription_status": "SUBSCRIBED",
        "custom_txn_numbers": True,
        "closing_date": None,
        "multi_currency": False,
    }
    return us_company(**{**ready, **changes})


def check(code, profile=None, **facts):
    """One line of the checklist."""
    found = checks(profile or company(), replace(READY, **facts))
    return next(line for line in found if line.code == code)


def status(code, profile=None, **facts):
    return check(code, profile, **facts).status


def test_a_company_that_is_ready_is_ready_in_every_line():
    found = checks(company(), READY)
    assert [line.code for line in found] == CODES
    assert {line.status for line in found} == {Status.OK}
    assert worst(found) is Status.OK


def test_every_line_that_is_not_ready_says_what_to_do():
    bad = Facts(today=TODAY, currency="EUR", account_types=frozenset(), country="DE")
    for profile in (
        company(
            subscription_status="EXPIRED",
            custom_txn_numbers=False,
            closing_date=TODAY,
            sales_tax_unfinished=True,
        ),
        company(plan="simple_start"),
        canadian_company(plan="essentials", subscription_status="TRIAL"),
    ):
        for line in checks(profile, bad):
            if line.status in (Status.WARNING, Status.FAILED):
                assert line.hint, line.code
                assert line.place, line.code
            str(line.text), str(line.title)  # every place in it is filled


@pytest.mark.parametrize(
    "word, expected",
    [
        ("SUBSCRIBED", Status.OK),
        ("TRIAL", Status.OK),
        ("", Status.UNKNOWN),
        ("EXPIRED", Status.FAILED),
        ("Suspended", Status.FAILED),
        ("CANCELED", Status.FAILED),
    ],
)
def test_a_subscription_that_has_ended_takes_no_changes(word, expected):
    assert status("subscription", company(subscription_status=word)) is expected


@pytest.mark.parametrize(
    "plan, expected, words",
    [
        ("simple_start", Status.FAILED, "no bills"),
        ("essentials", Status.OK, "Classes and locations need Plus"),
        ("plus", Status.OK, "Plus takes invoices and bills, classes"),
        ("advanced", Status.OK, "Advanced takes"),
        ("", Status.UNKNOWN, "does not name the plan"),
    ],
)
def test_the_plan_says_what_can_be_sent(plan, expected, words):
    line = check("plan", company(plan=plan))
    assert line.status is expected
    assert words in str(line.text)


def test_simple_start_is_enough_for_who_sends_no_bills():
    line = check("plan", company(plan="simple_start"), sends_bills=False)
    assert line.status is Status.WARNING


@pytest.mark.parametrize(
    "code, account_type",
    [
        ("account_receivable", "Accounts Receivable"),
        ("account_payable", "Accounts Payable"),
        ("account_income", "Income"),
        ("account_expense", "Cost of Goods Sold"),
    ],
)
def test_a_missing_account_is_named_with_where_to_create_it(code, account_type):
    line = check(code, account_types=READY.account_types - {account_type})
    assert line.status is Status.FAILED
    assert line.place is Place.ACCOUNTS
    assert "Chart of accounts" in str(line.hint)


def test_other_kinds_of_expense_and_income_serve_as_well():
    kinds = {"Other Income", "Expense", "Other Current Asset"}
    types = frozenset(kinds | {"Accounts Receivable", "Accounts Payable"})
    assert worst(checks(company(), replace(READY, account_types=types))) is Status.OK


def test_without_a_bank_account_only_payments_have_to_wait():
    types = READY.account_types - {"Bank"}
    assert status("account_bank", account_types=types) is Status.WARNING


def test_simple_start_needs_no_payable_account_and_no_expense_default():
    found = checks(
        company(plan="simple_start"),
        replace(READY, default_kinds=frozenset({"item"}), sends_bills=False),
    )
    codes = {line.code: line.status for line in found}
    assert "account_payable" not in codes
    assert codes["default_mapping"] is Status.OK


def test_nothing_is_said_of_lists_that_have_not_arrived():
    found = checks(company(), replace(READY, account_types=None))
    unknown = {line.code for line in found if line.status is Status.UNKNOWN}
    assert unknown == {code for code in CODES if code.startswith("account_")}
    assert worst(found) is Status.UNKNOWN


@pytest.mark.parametrize(
    "kinds, words",
    [
        ({"expense"}, "No default product or service"),
        ({"item"}, "No default account"),
        (set(), "Neither"),
    ],
)
def test_missing_defaults_lead_to_the_mapping(kinds, words):
    line = check("default_mapping", default_kinds=frozenset(kinds))
    assert line.status is Status.FAILED
    assert line.place is Place.MAPPING
    assert words in str(line.text)


def test_quickbooks_own_numbers_are_a_warning():
    line = check("custom_numbers", company(custom_txn_numbers=False))
    assert line.status is Status.WARNING
    assert "Sales form content" in str(line.hint)


@pytest.mark.parametrize(
    "closed, expected",
    [
        (None, Status.OK),
        (TODAY - datetime.timedelta(days=1), Status.OK),
        (TODAY, Status.FAILED),
        (TODAY + datetime.timedelta(days=30), Status.FAILED),
    ],
)
def test_books_that_are_closed_for_today_hold_documents_back(closed, expected):
    assert status("closing_date", company(closing_date=closed)) is expected


def test_the_day_to_which_the_books_are_closed_is_shown():
    line = check("closing_date", company(closing_date=datetime.date(2026, 9, 30)))
    assert "2026-09-30" in str(line.text)


def test_another_home_currency_needs_multicurrency():
    assert status("home_currency", currency="CAD") is Status.FAILED
    profile = company(multi_currency=True)
    assert status("home_currency", profile, currency="CAD") is Status.WARNING


def test_other_currencies_in_use_need_multicurrency():
    used = frozenset({"USD", "MXN", "CAD"})
    line = check("multicurrency", currencies=used)
    assert line.status is Status.WARNING
    assert "CAD, MXN" in str(line.text)
    profile = company(multi_currency=True)
    assert status("multicurrency", profile, currencies=used) is Status.OK


def test_automated_sales_tax_that_is_not_set_up_is_told():
    line = check("sales_tax", company(sales_tax=True, sales_tax_unfinished=True))
    assert line.status is Status.WARNING
    assert line.place is Place.TAX


def test_outside_the_united_states_tax_codes_are_needed():
    profile = canadian_company()
    assert status("sales_tax", profile, tax_codes=None) is Status.UNKNOWN
    assert status("sales_tax", profile, tax_codes=0) is Status.FAILED
    assert status("sales_tax", profile, tax_codes=4) is Status.OK


def test_another_country_is_told():
    line = check("country", canadian_company())
    assert line.status is Status.WARNING
    assert "CA" in str(line.text)
    assert status("country", canadian_company(), country="") is Status.OK


def test_what_has_failed_is_worse_than_what_is_unknown():
    found = checks(
        company(subscription_status="EXPIRED"), replace(READY, account_types=None)
    )
    assert worst(found) is Status.FAILED


# -- QuickBooks Desktop ----------------------------------------------------------------

DESKTOP = replace(
    READY,
    product="QuickBooks Pro 2026",
    year=2026,
    unattended=True,
    may_open_alone=True,
)
ONLINE_CODES = ("subscription", "plan", "custom_numbers", "webhook")
DESKTOP_CODES = [
    "version",
    "permission",
    *(code for code in CODES if code not in ONLINE_CODES),
]


def desktop_check(code, profile=None, **facts):
    found = checks(profile or desktop_company(), replace(DESKTOP, **facts))
    return next(line for line in found if line.code == code)


def test_a_company_file_that_is_ready_is_ready_in_every_line():
    found = checks(desktop_company(), DESKTOP)
    assert [line.code for line in found] == DESKTOP_CODES
    assert {line.status for line in found} == {Status.OK}


@pytest.mark.parametrize(
    ("code", "facts", "expected"),
    [
        ("version", {"year": 2023}, Status.FAILED),
        ("version", {"year": 2024}, Status.OK),
        ("version", {"year": 0}, Status.OK),
        ("version", {"product": "", "year": 0}, Status.UNKNOWN),
        ("permission", {"may_open_alone": False}, Status.WARNING),
        ("permission", {"may_open_alone": False, "unattended": False}, Status.OK),
        ("account_payable", {"account_types": frozenset()}, Status.FAILED),
        ("sales_tax", {"tax_codes": 0}, Status.WARNING),
    ],
)
def test_what_is_not_ready_in_a_company_file(code, facts, expected):
    found = desktop_check(code, **facts)
    assert found.status is expected
    if expected in (Status.FAILED, Status.WARNING):
        assert str(found.hint)


def test_the_support_of_a_version_ends_in_may_three_years_later():
    for day, expected in ((31, Status.OK), (32, Status.FAILED)):
        today = datetime.date(2027, 5, 1) + datetime.timedelta(days=day - 1)
        assert desktop_check("version", year=2024, today=today).status is expected


def test_a_company_file_without_sales_tax_needs_no_taxes():
    for profile in (
        desktop_company(sales_tax=False),
        canadian_desktop_company(sales_tax=False),
    ):
        found = desktop_check("sales_tax", profile, tax_codes=0)
        assert found.status is Status.OK


def test_a_canadian_company_file_needs_tax_codes():
    profile = canadian_desktop_company()
    assert desktop_check("sales_tax", profile, tax_codes=0).status is Status.FAILED
    assert desktop_check("sales_tax", profile, tax_codes=3).status is Status.OK


def test_each_quickbooks_is_told_of_by_its_own_menus():
    """Settings (gear) is QuickBooks Online; Edit, Preferences is QuickBooks Desktop."""
    bad = Facts(
        today=TODAY,
        currency="EUR",
        currencies=frozenset({"EUR", "USD"}),
        account_types=frozenset(),
        tax_codes=0,
    )
    closed = {"closing_date": TODAY, "sales_tax": True}
    for profile, foreign in (
        (desktop_company(**closed), ("gear", "Taxes,", "check again")),
        (us_company(**closed), ("Edit, Preferences", "Web Connector", "Lists,")),
    ):
        hints = [str(line.hint) for line in checks(profile, bad) if line.hint]
        assert len(hints) > 5
        assert not [hint for hint in hints for word in foreign if word in hint]
