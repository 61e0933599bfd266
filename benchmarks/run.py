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

from benchmarks import books, claiming, posting, sending
from benchmarks.places import (
    drop_database,
    in_own_process,
    make_database,
    running_simulator,
)

MAKERS = 2  # processes that make invoices at the same time
DEPTHS = (1_000, 100_000)


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


def _report(say, cost, simulator, documents):
    """Say what a run has cost; returns the number of API calls."""
    kinds = Counter()
    for calls in simulator.stats().values():
        kinds.update(calls)
    # What is inside a batch are no calls.
    kinds.pop("batch_item", None)
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
