# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What to check when the Web Connector does not come, or comes in vain."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tms_quickbooks.lib.desktop import help as desktop_help
from tms_quickbooks.lib.desktop.help import Known, address, checks
from tms_quickbooks.lib.messages import Message
from tms_quickbooks.lib.readiness.shared import Status

NOW = datetime(2026, 11, 20, 12, 0)
URL = "https://books.example.com/quickbooks/webconnector"
ON_TIME = Known(now=NOW, url=URL, run_minutes=15, seen=NOW - timedelta(minutes=14))
NEVER_SEEN = Known(now=NOW, url=URL, run_minutes=15, first=True)


def codes(known):
    return [check.code for check in checks(known)]


def seen_before(**duration):
    return replace(ON_TIME, seen=NOW - timedelta(**duration))


# -- the address -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (URL, Status.OK),
        ("https://books.example.com:8443/quickbooks/webconnector", Status.OK),
        ("http://books.example.com/quickbooks/webconnector", Status.FAILED),
        ("http://localhost:8069/quickbooks/webconnector", Status.WARNING),
        ("https://192.168.1.20/quickbooks/webconnector", Status.FAILED),
        ("http://127.0.0.1:8069/quickbooks/webconnector", Status.FAILED),
        ("https://[2001:db8::1]/quickbooks/webconnector", Status.FAILED),
    ],
)
def test_an_address_has_to_be_one_that_the_web_connector_takes(url, status):
    assert address(url).status is status


def test_an_address_without_https_is_told_with_the_one_to_set():
    found = address("http://books.example.com/quickbooks/webconnector")
    assert "https only" in str(found.text)
    assert "web.base.url to https://books.example.com" in str(found.hint)


# -- when to worry ---------------------------------------------------------------------


def test_who_comes_on_time_and_does_its_work_needs_no_check():
    assert checks(ON_TIME) == []


def test_one_run_may_be_missed_and_the_second_be_long():
    assert checks(seen_before(minutes=40)) == []
    assert codes(seen_before(minutes=41)) == ["run", "firewall", "quickbooks"]


def test_the_schedule_counts():
    assert checks(replace(seen_before(minutes=70), run_minutes=30)) == []
    assert checks(replace(seen_before(minutes=71), run_minutes=30))


def test_who_was_never_here_is_told_what_the_first_session_needs():
    found = {check.code: check for check in checks(NEVER_SEEN)}
    assert list(found) == ["run", "firewall", "quickbooks"]
    assert "has not been here yet" in str(found["run"].text)
    assert "books.example.com, port 443" in str(found["firewall"].hint)
    assert "Yes, always" in str(found["quickbooks"].hint)


def test_an_address_must_lead_to_the_database():
    found = address("https://books.example.com/quickbooks/webconnector?db=a", False)
    assert found.status is Status.FAILED
    assert "server_wide_modules" in str(found.hint)


def test_an_address_that_is_not_taken_is_among_the_causes():
    known = replace(NEVER_SEEN, url="http://10.0.0.5:8069/quickbooks/webconnector")
    assert codes(known) == ["run", "address", "firewall", "quickbooks"]


def test_a_first_session_that_is_on_its_way_is_waited_for():
    assert checks(replace(NEVER_SEEN, seen=NOW - timedelta(seconds=5))) == []


# -- what is known to be wrong ---------------------------------------------------------


def test_a_wrong_password_is_the_one_thing_to_mend():
    """Whoever shows a wrong password has come through every firewall."""
    known = replace(seen_before(hours=3), refused=NOW - timedelta(minutes=2))
    assert codes(known) == ["password"]
    assert codes(replace(NEVER_SEEN, refused=NOW)) == ["password"]


def test_a_wrong_password_before_the_right_one_is_forgotten():
    assert checks(replace(ON_TIME, refused=NOW - timedelta(hours=1))) == []


def test_a_wrong_password_in_the_second_of_a_right_one_is_told():
    """Moments are kept to the second, and the right password, had it come later, would
    have let the wrong one be forgotten."""
    assert codes(replace(ON_TIME, refused=ON_TIME.seen)) == ["password"]


def test_a_session_that_failed_is_told_in_its_own_words():
    text, hint = Message("QuickBooks is closed."), Message("Open it.")
    [found] = checks(replace(ON_TIME, text=text, hint=hint))
    assert (found.text, found.hint) == (text, hint)
    assert found.status is Status.FAILED


def test_a_session_at_work_is_no_worry_before_it_is_silent():
    assert checks(replace(ON_TIME, busy=NOW - desktop_help.SILENCE)) == []
    silent = NOW - desktop_help.SILENCE - timedelta(seconds=1)
    assert codes(replace(ON_TIME, busy=silent)) == ["busy"]


@pytest.mark.parametrize(
    ("unattended", "has_path", "says"),
    [
        (True, True, "may be closed"),
        (True, False, "has to be open"),
        (False, True, "has to be open"),
    ],
)
def test_whether_quickbooks_has_to_be_open_follows_from_the_settings(
    unattended, has_path, says
):
    known = replace(seen_before(days=1), unattended=unattended, has_path=has_path)
    assert says in str(checks(known)[-1].text)
