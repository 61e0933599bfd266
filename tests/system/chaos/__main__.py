# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rounds of chaos, on a PostgreSQL and a QuickBooks of its own: `make chaos`."""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tools.devenv.layout import CHECKOUT

from ..sabotage import KINDS
from .plan import make_round
from .server import dump, restore, running_server

_LOG = CHECKOUT / "log" / "chaos.log"
_DATABASE = "tms_quickbooks_chaos"
_MEMORY = "/dev/shm"
# By then a rule that is missing has been noticed.
_SABOTAGED_ROUNDS = 60


def main():
    """Run the rounds; returns the exit status."""
    options = _options()
    desktop = " DESKTOP=1" if options.desktop else ""
    again = f"make chaos{desktop} SEED={options.seed}"
    print(f"The same again: {again} ROUNDS={options.rounds}", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="qbchaos", dir=_folder(options)) as name,
        _errors_in(_LOG),
    ):
        folder = Path(name)
        base = _make_database(folder)
        with running_server(folder) as cluster:
            restore(base, _DATABASE)
            if options.desktop:
                # Only here: it reads where the database server is.
                from . import desktop

                return desktop.run(_DATABASE, folder, options)
            if options.sabotage:
                return _prove(options, cluster, folder)
            with _world(_DATABASE, cluster, folder) as world:
                return _run(world, options, again)


@contextmanager
def _errors_in(log):
    """What this process and those that it starts complain about goes into a file.

    It is much, and no wonder; what this program itself raises is still told.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    told = os.dup(sys.stderr.fileno())
    with log.open("wb") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
        try:
            yield
        finally:
            os.dup2(told, sys.stderr.fileno())
            os.close(told)


def _options():
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", default=secrets.token_hex(4))
    parser.add_argument("--only", type=int, help="the number of one round")
    parser.add_argument(
        "--desktop",
        action="store_true",
        help="break one session of the Web Connector in every way at every call",
    )
    parser.add_argument(
        "--documents", type=int, default=200, help="in the session, with --desktop"
    )
    parser.add_argument(
        "--sabotage",
        choices=(*KINDS, "all"),
        help="break this rule in all workers; finding nothing is the failure then",
    )
    return parser.parse_args()


def _folder(options):
    """In memory, where a database is copied again and again."""
    return _MEMORY if options.desktop and os.path.isdir(_MEMORY) else None


def _make_database(folder):
    """A file with all of a database that has the addon."""
    from benchmarks.places import drop_database, make_database

    name = f"{_DATABASE}_{os.getpid()}"
    print("Making a database with the addon …", flush=True)
    try:
        make_database(name)
        dump(name, folder / "base.sql")
    finally:
        drop_database(name)
    return folder / "base.sql"


@contextmanager
def _world(database, cluster, folder, sabotage=None):
    """A world that is ready for its first round."""
    # Only here: what these import reads where the database server is.
    from ..processes import running_workers, web_server
    from .quickbooks import RestartingSimulator
    from .world import World, loaded

    with (
        RestartingSimulator(folder) as simulator,
        loaded(database),
        running_workers(database) as workers,
    ):
        world = World(database, simulator, workers, cluster, sabotage)
        world.prepare()
        with web_server(database) as web:
            world.open_to(web)
            yield world


def _run(world, options, again):
    from .verdict import Expected, Wrong

    numbers = [options.only] if options.only else range(1, options.rounds + 1)
    started, counts, expected = time.monotonic(), Counter(), Expected()
    for number in numbers:
        plan = make_round(options.seed, number)
        try:
            its_counts = _play(world, plan, expected)
        except Wrong as wrong:
            print(json.dumps(asdict(plan), indent=1))
            print(f"Round {number} went wrong:\n{wrong}")
            print(f"What the workers said is in {_LOG}.")
            print(f"Again: {again} ONLY={number}, or all up to it: ROUNDS={number}")
            return 1
        counts += its_counts
        seconds = time.monotonic() - started
        print(f"[{seconds:4.0f} s] round {number:3}: {_told(its_counts)}", flush=True)
    return _summary(world, len(numbers), counts, expected, time.monotonic() - started)


def _play(world, plan, expected):
    from .performance import Performance
    from .verdict import check

    performance = Performance(world, plan)
    performance.play()
    check(world, performance.expected)
    expected.add(performance.expected)
    return performance.counts


def _summary(world, rounds, counts, expected, seconds):
    """Compare all documents of all rounds once more, and tell what there was."""
    from .verdict import Wrong, check

    try:
        world.forget()
        check(world, expected)
    except Wrong as wrong:
        print(f"At the end, a document of an earlier round is not as it was:\n{wrong}")
        return 1
    print(f"{rounds} rounds in {seconds:.0f} s; both sides agree to the cent.")
    for what, times in sorted(counts.items()):
        print(f"  {times:6}  {what}")
    return 0


def _told(counts):
    return ", ".join(
        f"{times} {what}" for what, times in sorted(counts.items()) if times
    )


def _prove(options, cluster, folder):
    """Break one rule after the other; each has to be noticed."""
    kinds = list(KINDS) if options.sabotage == "all" else [options.sabotage]
    unnoticed = [
        kind for kind in kinds if not _is_noticed(kind, options, cluster, folder)
    ]
    if unnoticed:
        print(f"Not noticed: {', '.join(unnoticed)}")
    return 1 if unnoticed else 0


def _is_noticed(kind, options, cluster, folder):
    from .verdict import Expected, Wrong

    database = f"{_DATABASE}_{kind.replace('-', '_')}"
    subprocess.run(["createdb", "-T", _DATABASE, database], check=True)
    place = folder / kind
    place.mkdir()
    with _world(database, cluster, place, kind) as world:
        for number in range(1, min(options.rounds, _SABOTAGED_ROUNDS) + 1):
            try:
                _play(world, make_round(options.seed, number), Expected())
            except Wrong as wrong:
                first = wrong.findings[0]
                print(f"{kind}: noticed in round {number}: {first}", flush=True)
                return True
    return False


if __name__ == "__main__":
    sys.exit(main())
