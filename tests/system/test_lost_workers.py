# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A worker may die at any moment: nothing twice, nothing lost, everything Synced."""

import signal

import pytest

from .books import assert_same_books, look_again, post_documents
from .processes import pass_time

KILLED = -signal.SIGKILL
# The statements from an answer to its commit are about this many.
STATEMENTS = 40


def drain(env, workers, rounds=20):
    """Let workers run to the end of the queue."""
    for _round in range(rounds):
        pass_time(env)
        assert workers.run() == 0
        look_again(env)
        if not env["quickbooks.job"].search_count([("state", "!=", "done")]):
            return
    left = env["quickbooks.job"].search([("state", "!=", "done")])
    pytest.fail(f"{len(left)} jobs are left: {left.mapped('problem_text')[:5]}")


def kill(env, workers, times, make_order):
    """Run workers until so many were killed.

    :param make_order: makes the next order, and documents if it likes
    """
    killed = 0
    while killed < times:
        order = make_order()
        pass_time(env)
        exit_code = workers.run(**order)
        assert exit_code in (0, KILLED)
        killed += exit_code == KILLED


def test_killed_between_the_send_and_the_commit(env, simulator, workers, random):
    def order():
        post_documents(env, random, documents=6, parties=3)
        statement = random.randrange(STATEMENTS)
        return {"death": {"send": random.randint(1, 3), "statement": statement}}

    kill(env, workers, 20, order)
    drain(env, workers)
    assert_same_books(env, simulator)


def test_killed_between_the_commit_of_the_claim_and_the_send(
    env, simulator, workers, random
):
    def order():
        post_documents(env, random, documents=6, parties=2)
        return {"death": {"send": random.randint(1, 3), "statement": None}}

    kill(env, workers, 6, order)
    drain(env, workers)
    assert_same_books(env, simulator)


def test_killed_again_and_again_with_the_same_batch(env, simulator, workers, random):
    post_documents(env, random, documents=12, parties=6)
    drain(env, workers)
    post_documents(env, random, documents=30)

    def order():
        return {"death": {"send": 1, "statement": random.randrange(STATEMENTS)}}

    kill(env, workers, 8, order)
    drain(env, workers)
    assert_same_books(env, simulator)


def test_killed_while_customers_and_vendors_are_made(env, simulator, workers, random):
    def order():
        # The first batch holds parties only: their documents wait for them.
        drain(env, workers)
        post_documents(env, random, documents=8, parties=8)
        return {"death": {"send": 1, "statement": random.randrange(STATEMENTS)}}

    kill(env, workers, 6, order)
    drain(env, workers)
    assert_same_books(env, simulator)


def test_killed_from_outside_at_any_moment(env, simulator, workers, random):
    def order():
        post_documents(env, random, documents=6, parties=3)
        return {"kill_after": random.uniform(0.01, 0.5)}

    kill(env, workers, 20, order)
    drain(env, workers)
    assert_same_books(env, simulator)
