# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Measure the way of 3,000 invoices into QuickBooks: `make bench`."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from benchmarks import books, claiming, posting, pulling, sending
from benchmarks.places import (
    drop_database,
    in_own_process,
    make_database,
    running_simulator,
)

MAKERS = 2  # processes that make invoices at the same time
DEPTHS = (1_000, 100_000)
_A_WHILE = 3600  # seconds after which what was made is no change any more


def main():
    """Run everything; returns the exit status."""
    options = _options()
    database = f"tms_quickbooks_bench_{os.getpid()}"
    try:
        with tempfile.TemporaryDirectory() as folder:
            result = _measure(options, database, folder)
    except sending.Wrong as error:
        print(f"Wrong: {error}.", file=sys.stderr)
        return 1
    finally:
        drop_database(database)
    print(json.dumps(result))
    return 0


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=3000)
    parser.add_argument("--parties", type=int, default=300)
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument(
        "--profile", metavar="FILE", help="write a cProfile of the first send there"
    )
    return parser.parse_args()


def _measure(options, database, folder):
    clock = time.monotonic()

    def say(text):
        print(f"[{time.monotonic() - clock:4.0f} s] {text}", flush=True)

    say("Making a database with the addon …")
    make_database(database)
    say(f"Making {options.documents} invoices of {options.parties} customers …")
    _make_drafts(database, options.parties, options.documents)

    with running_simulator(folder, "as-billed") as simulator:
        say("Connecting, and posting the invoices, which queues them …")
        connection_id, bare, connected = in_own_process(
            posting.post_all, database, simulator
        )
        for what, before, after in zip(
            ("one", "many at once"), bare, connected, strict=True
        ):
            say(f"  posting {what}: {before} queries, connected {after - before} more")
        say("Sending, customers in turn, limits off …")
        simulator.reset_stats()
        cost = in_own_process(
            sending.drain, database, connection_id, None, options.profile
        )
        calls = _report(say, cost, simulator, options.documents)
        in_own_process(sending.compare, database, connection_id, *_wanted(options))

    with running_simulator(folder, "by-customer") as simulator:
        say("Queueing all again for another QuickBooks company, by customer …")
        connection_id = in_own_process(sending.queue_by_customer, database, simulator)
        say("Sending, sorted by customer, limits on …")
        simulator.reset_stats()
        simulator.limit(True)
        paced = in_own_process(sending.drain, database, connection_id, simulator)
        _report(say, paced, simulator, options.documents)
        simulator.limit(False)
        refused = in_own_process(
            sending.compare, database, connection_id, *_wanted(options)
        )
        say(f"  rested {paced.rounds - 1} times; {refused} calls refused as too many")

    with running_simulator(folder, "many-customers") as simulator:
        say(f"Connecting to a company of {options.customers} customers …")
        connection_id = in_own_process(
            pulling.connect_to_many, database, simulator, options.customers
        )
        say("Updating from QuickBooks, everything …")
        pulled, pull_calls = _pull(say, database, connection_id, simulator, True)
        say("Updating again, everything, of which nothing has changed …")
        _pull(say, database, connection_id, simulator, True)
        simulator.advance(_A_WHILE)
        in_own_process(pulling.pull, database, connection_id, False)
        say("Updating on a day on which nothing has changed …")
        _idle, idle_calls = _pull(say, database, connection_id, simulator, False)

    say("Claiming from queues of different depth …")
    claims = in_own_process(claiming.measure, database, DEPTHS)
    for depth, milliseconds in claims.items():
        say(f"  depth {depth}: {milliseconds:.2f} ms a claim")
    return {
        "documents": options.documents,
        "parties": options.parties,
        "api_calls": calls,
        "cpu_ms_per_document": round(cost.cpu_seconds * 1000 / options.documents, 2),
        "queries_per_document": round(cost.queries / options.documents, 2),
        "peak_rss_mb": round(cost.peak_rss_mb, 1),
        "pulled_customers": options.customers,
        "pull_calls": pull_calls,
        "pull_seconds": round(pulled.wall_seconds, 1),
        "pull_cpu_ms_per_1k": round(
            pulled.cpu_seconds * 1_000_000 / options.customers, 1
        ),
        "pull_peak_rss_mb": round(pulled.peak_rss_mb, 1),
        "idle_update_calls": idle_calls,
        "claim_ms_1k": round(claims[DEPTHS[0]], 3),
        "claim_ms_100k": round(claims[DEPTHS[1]], 3),
    }


def _make_drafts(database, parties, documents):
    in_own_process(books.make_masters, database, parties)
    share = -(-documents // MAKERS)
    with ThreadPoolExecutor(MAKERS) as threads:
        makers = [
            threads.submit(
                *(in_own_process, books.make_drafts, database),
                *(first, min(share, documents - first)),
            )
            for first in range(0, documents, share)
        ]
    for maker in makers:
        maker.result()


def _pull(say, database, connection_id, simulator, whole):
    """Update from QuickBooks; returns the cost and the number of API calls."""
    simulator.reset_stats()
    cost = in_own_process(pulling.pull, database, connection_id, whole)
    calls = _api_calls(simulator).total()
    in_own_process(pulling.compare, database, connection_id)
    say(
        f"  {calls} API calls, {cost.wall_seconds:.1f} s in all,"
        f" {cost.cpu_seconds:.2f} s own CPU, {cost.queries} queries,"
        f" {cost.peak_rss_mb:.0f} MB at most"
    )
    return cost, calls


def _api_calls(simulator):
    """The calls since the last reset, by kind."""
    kinds = Counter()
    for calls in simulator.stats().values():
        kinds.update(calls)
    # What is inside a batch are no calls.
    kinds.pop("batch_item", None)
    return kinds


def _report(say, cost, simulator, documents):
    """Say what a run has cost; returns the number of API calls."""
    kinds = _api_calls(simulator)
    say(f"  {kinds.total()} API calls ({dict(kinds)})")
    say(
        f"  {cost.cpu_seconds * 1000 / documents:.2f} ms own CPU and"
        f" {cost.queries / documents:.2f} queries a document;"
        f" {cost.wall_seconds:.1f} s in all, {cost.peak_rss_mb:.0f} MB at most"
    )
    return kinds.total()


def _wanted(options):
    return options.parties, options.documents


if __name__ == "__main__":
    sys.exit(main())
