# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Calls by the second."""

from tms_quickbooks.lib.online.pace import Pace


class Time:
    """A clock that only moves when somebody waits or the test says so."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


def starts(pace, time, calls, realm="1"):
    """When each of so many calls in a row may start."""
    moments = []
    for _call in range(calls):
        pace.wait(realm)
        moments.append(time.now)
    return moments


def test_calls_up_to_the_limit_start_at_once():
    time = Time()
    assert starts(Pace(9, time, time.sleep), time, 9) == [100.0] * 9


def test_no_second_has_more_calls_than_the_limit():
    time = Time()
    moments = starts(Pace(9, time, time.sleep), time, 100)
    for moment in moments:
        assert sum(moment <= other < moment + 1 for other in moments) <= 9


def test_a_call_waits_for_the_rest_of_the_second_and_no_longer():
    time = Time()
    pace = Pace(2, time, time.sleep)
    starts(pace, time, 1)
    time.now += 0.4
    assert starts(pace, time, 2) == [100.4, 101.0]


def test_one_company_does_not_slow_another():
    time = Time()
    pace = Pace(2, time, time.sleep)
    starts(pace, time, 2, realm="1")
    assert starts(pace, time, 2, realm="2") == [100.0, 100.0]


def test_without_a_limit_nothing_waits():
    time = Time()
    assert starts(Pace(None, time, time.sleep), time, 50) == [100.0] * 50
