# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""QuickBooks did the work and the answer is lost, or the token, or the database."""

import time

import pytest

from .books import assert_same_books, look_again, post_documents
from .processes import pass_time
from .test_lost_workers import drain

DROPS = 20
_SECONDS = 20


def test_answers_that_never_arrive(env, simulator, workers, random):
    simulator.seed(random.randrange(2**31))
    simulator.fail("drop_after", times=DROPS, probability=0.5, path="/batch")
    while simulator.failures_left():
        post_documents(env, random, documents=6, parties=3)
        pass_time(env)
        assert workers.run() == 0
        look_again(env)
        failed = env["quickbooks.job"].search([("state", "=", "failed")])
        failed.action_retry()  # given up, and a user clicks Retry
        env.cr.commit()
    drain(env, workers)
    assert_same_books(env, simulator)
    lost = env["quickbooks.exchange"].search_count([("attempts", ">", 0)])
    assert lost, "an answer that was lost is seen in the log"


def test_a_token_that_is_refused_in_the_middle(
    env, simulator, workers, random, connection
):
    token = connection.access_token_sealed
    post_documents(env, random, documents=90, parties=9)
    pass_time(env)
    assert workers.run(steps=3) == 0
    simulator.expire_access_tokens()
    look_again(env)
    assert env["quickbooks.job"].search_count([("state", "!=", "done")])
    assert workers.run() == 0
    assert_same_books(env, simulator)
    assert connection.access_token_sealed != token


def test_a_database_that_goes_away_in_the_middle(env, simulator, workers, random):
    post_documents(env, random, documents=40, parties=9)
    for _loss in range(3):
        pass_time(env)
        simulator.fail("delay", seconds=1, path="/batch")
        pid = workers.start()
        _wait_for_open_exchange(env)
        assert _cut_off_other_connections(env)
        assert workers.wait(pid) == 1
    drain(env, workers)
    assert_same_books(env, simulator)


def _wait_for_open_exchange(env):
    """Until a worker has committed what it sends."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        look_again(env)
        env.cr.execute(
            "SELECT 1 FROM quickbooks_exchange"
            " WHERE state = 'open' AND next_attempt_at > now() AT TIME ZONE 'UTC'"
        )
        if env.cr.fetchone():
            return
        time.sleep(0.01)
    pytest.fail("The worker sent nothing")


def _cut_off_other_connections(env):
    """As a restart of the database does; returns how many were cut off."""
    env.cr.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid != pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    return env.cr.rowcount
