# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A few rounds of `make chaos`, and that it notices what is broken."""

from contextlib import contextmanager

import pytest

from .chaos.performance import Performance
from .chaos.plan import make_round
from .chaos.quickbooks import RestartingSimulator
from .chaos.verdict import Expected, Wrong, check
from .chaos.world import World, loaded
from .conftest import copy_of
from .processes import running_workers, web_server

ROUNDS = 5
# The others cost more rounds: `make chaos SABOTAGE=all`.
BROKEN = "overlook-what-has-changed"
_MOST_ROUNDS = 5


@contextmanager
def _world(installed, folder, sabotage=None):
    # The server is shared with other tests: connections are cut, it does not crash.
    with (
        copy_of(installed, "chaos") as database,
        RestartingSimulator(folder) as simulator,
        loaded(database),
        running_workers(database) as workers,
    ):
        world = World(database, simulator, workers, sabotage=sabotage)
        world.prepare()
        with web_server(database) as web:
            world.open_to(web)
            yield world


def _play(world, seed, number):
    performance = Performance(world, make_round(seed, number))
    performance.play()
    check(world, performance.expected)
    return performance.expected


def test_whatever_goes_wrong_both_sides_agree_in_the_end(installed, tmp_path):
    expected = Expected()
    with _world(installed, tmp_path) as world:
        for number in range(1, ROUNDS + 1):
            expected.add(_play(world, "always the same", number))
        world.forget()
        check(world, expected)


def test_a_rule_that_is_broken_is_noticed(installed, tmp_path):
    with (
        _world(installed, tmp_path, BROKEN) as world,
        pytest.raises(Wrong) as wrong,
    ):
        for number in range(1, _MOST_ROUNDS + 1):
            _play(world, BROKEN, number)
    assert wrong.value.findings


def test_a_round_can_be_planned_again():
    assert make_round("seed", 3) == make_round("seed", 3)
    assert make_round("seed", 3) != make_round("seed", 4)
    assert make_round("seed", 3) != make_round("other", 3)
