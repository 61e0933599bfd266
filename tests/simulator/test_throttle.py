# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Intuit's limits."""

import pytest

from quickbooks_simulator.online import PRAIRIE

from .client import Api, Refused, invoice


@pytest.fixture
def limited(simulator):
    simulator.throttle.enabled = True
    return simulator


def call(api, times):
    for _ in range(times):
        api.read("Customer", 1)


def test_ten_calls_a_second_are_allowed(limited, api):
    call(api, 10)

    with pytest.raises(Refused) as refused:
        call(api, 1)

    assert (refused.value.status, refused.value.code) == (429, "3001")
    assert "ThrottleExceeded" in refused.value.message


def test_a_throttled_answer_says_how_long_to_wait(limited, api):
    call(api, 10)

    response = api.request("GET", "customer/1")

    assert response.headers["Retry-After"] == "1"


def test_after_the_wait_calls_go_on(limited, api):
    call(api, 10)
    limited.clock.advance(seconds=1)

    call(api, 10)


def test_five_hundred_calls_a_minute_are_allowed(limited, api):
    for _ in range(500):
        assert not limited.throttle.wait_seconds(api.realm, batch=False)
        limited.clock.advance(seconds=0.101)

    with pytest.raises(Refused):
        call(api, 1)
    limited.clock.advance(seconds=60)
    call(api, 1)


def test_forty_batches_a_minute_are_allowed(limited, api):
    for _ in range(40):
        assert not limited.throttle.wait_seconds(api.realm, batch=True)
        limited.clock.advance(seconds=0.2)

    with pytest.raises(Refused) as refused:
        api.batch([{"bId": "1", "operation": "create", "Invoice": invoice()}])
    assert refused.value.status == 429
    call(api, 1)


def test_companies_do_not_throttle_each_other(limited, api):
    call(api, 10)

    call(Api(limited, PRAIRIE), 1)


def test_without_limits_nobody_is_throttled(simulator, api):
    call(api, 12)


def test_a_throttled_call_is_counted_as_such(limited, api):
    call(api, 10)
    with pytest.raises(Refused):
        call(api, 1)

    assert limited.stats.by_realm()[api.realm] == {"read": 10, "throttled": 1}
