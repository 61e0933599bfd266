# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Measure the way of 10,000 documents into QuickBooks: `make bench`."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks import (
    books,
    claiming,
    comparing,
    desktop,
    inbound,
    listing,
    posting,
    pulling,
    reconciling,
    rival,
    sending,
    storing,
)
from benchmarks.places import (
    drop_database,
    in_own_process,
    make_database,
    running_simulator,
)

MAKERS = 2  # processes that make documents at the same time
DEPTHS = (1_000, 100_000)
PACED = 30  # of a hundred documents go again, with the limits on
RIVAL = 10  # as many invoices in a hundred documents go with python-quickbooks alone
DAYS = 30
A_DAY = 1_000  # documents of a busy company
_A_WHILE = 3600  # seconds after which what was made is no change any more
_A_MOMENT = 600  # the same for a look; a sign-in lasts longer


def main():
    """Run everything; returns the exit status."""
    options = _options()
    database = f"tms_quickbooks_bench_{os.getpid()}"
    try:
        with tempfile.TemporaryDirectory() as folder:
            result = {}
            for part, measure in _PARTS.items():
                if options.part in (None, part):
                    result |= measure(options, f"{database}_{part}", folder)
    except comparing.Wrong as error:
        print(f"Wrong: {error}.", file=sys.stderr)
        return 1
    finally:
        for part in _PARTS:
            drop_database(f"{database}_{part}")
    print(json.dumps(result))
    return 0


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--parties", type=int, default=1_000)
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--invoices", type=int, default=1_000, help="to Desktop")
    parser.add_argument("--past", type=int, default=50_000, help="transactions to read")
    parser.add_argument("--arriving", type=int, default=1_000, help="payments")
    only = parser.add_mutually_exclusive_group()
    for part, what in (
        ("desktop", "nothing but QuickBooks Desktop"),
        ("inbound", "nothing but what comes back from QuickBooks Online"),
    ):
        only.add_argument(
            f"--{part}", dest="part", action="store_const", const=part, help=what
        )
    parser.add_argument(
        "--profile", metavar="FILE", help="write a cProfile of the first send there"
    )
    return parser.parse_args()


def _measure_outbound(options, database, folder):
    clock = time.monotonic()

    def say(text):
        print(f"[{time.monotonic() - clock:4.0f} s] {text}", flush=True)

    say("Making a database with the addon …")
    make_database(database)
    say(f"Making drafts of {options.parties} customers and carriers …")
    _make_drafts(database, options.parties, books.moves_among(options.documents))

    with running_simulator(folder, "mixed") as simulator:
        say("Connecting …")
        connection_id, bare, connected = in_own_process(
            posting.connect_and_count, database, simulator
        )
        for what, before, after in zip(
            ("one", "many at once"), bare, connected, strict=True
        ):
            say(f"  posting {what}: {before} queries, connected {after - before} more")
        empty = in_own_process(storing.sizes, database)
        say("Posting and paying, which queues everything …")
        _at_once(
            (books.post, database, "out_invoice", "out_refund"),
            (books.post, database, "in_invoice", "in_refund"),
        )
        in_own_process(books.pay, database, options.documents)
        full = in_own_process(storing.sizes, database)
        say(f"Sending {options.documents} documents, limits off …")
        simulator.reset_stats()
        cost = in_own_process(
            sending.drain, database, connection_id, None, options.profile
        )
        calls = _report(say, cost, simulator, options.documents)
        stored = _report_storage(
            say, empty, full, in_own_process(storing.sizes, database), options.documents
        )
        in_own_process(comparing.compare, database, connection_id, options.documents)
        say("  both sides hold the same, to the cent")
        say("Comparing the books, all of them …")
        simulator.reset_stats()
        compared = in_own_process(
            reconciling.compare, database, connection_id, options.documents
        )
        comparison_calls = _report(say, compared, simulator, options.documents)

    with running_simulator(folder, "by-customer") as simulator:
        paced_documents = options.documents * PACED // 100
        say("Queueing invoices for another QuickBooks company, by customer …")
        connection_id = in_own_process(
            sending.queue_by_customer, database, simulator, paced_documents
        )
        say(f"Sending {paced_documents} of them, limits on …")
        simulator.reset_stats()
        simulator.limit(True)
        paced = in_own_process(sending.drain, database, connection_id, simulator)
        _report(say, paced, simulator, paced_documents)
        simulator.limit(False)
        refused = in_own_process(
            comparing.compare, database, connection_id, paced_documents
        )
        say(f"  rested {paced.rounds - 1} times; {refused} calls refused as too many")

    with running_simulator(folder, "rival") as simulator:
        invoices = options.documents * RIVAL // 100
        say(f"Sending {invoices} invoices with python-quickbooks alone …")
        alone = in_own_process(rival.send, simulator, invoices)
        rival_calls = _report(say, alone, simulator, invoices)
        if (arrived := in_own_process(rival.arrived, simulator)) != invoices:
            raise comparing.Wrong(f"{arrived} invoices of {invoices} have arrived")

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

    say("Opening the list of the queue …")
    lists = in_own_process(listing.measure, database)
    say("Claiming from queues of different depth …")
    claims = in_own_process(claiming.measure, database, DEPTHS)
    for depth, milliseconds in claims.items():
        say(f"  depth {depth}: {milliseconds:.2f} ms a claim")
    say("Opening the list again, with all of these …")
    long_lists = in_own_process(listing.measure, database)
    for name, milliseconds in long_lists.items():
        say(f"  {name}: {lists[name]:.0f} ms, then {milliseconds:.0f} ms")
    return {
        "documents": options.documents,
        "parties": options.parties,
        "api_calls": calls,
        "cpu_ms_per_document": round(cost.cpu_seconds * 1000 / options.documents, 2),
        "queries_per_document": round(cost.queries / options.documents, 2),
        "peak_rss_mb": round(cost.peak_rss_mb, 1),
        "storage_mb_per_1k": round(stored, 1),
        "storage_gb_per_month": round(stored * DAYS * A_DAY / 1_000_000, 2),
        "rival_calls_per_document": round(rival_calls / invoices, 2),
        "rival_cpu_ms_per_document": round(alone.cpu_seconds * 1000 / invoices, 2),
        "pulled_customers": options.customers,
        "pull_calls": pull_calls,
        "pull_seconds": round(pulled.wall_seconds, 1),
        "pull_cpu_ms_per_1k": round(
            pulled.cpu_seconds * 1_000_000 / options.customers, 1
        ),
        "pull_peak_rss_mb": round(pulled.peak_rss_mb, 1),
        "idle_update_calls": idle_calls,
        "comparison_documents": options.documents,
        "comparison_calls": comparison_calls,
        "comparison_seconds": round(compared.wall_seconds, 1),
        "comparison_cpu_ms_per_document": round(
            compared.cpu_seconds * 1000 / options.documents, 2
        ),
        "comparison_peak_rss_mb": round(compared.peak_rss_mb, 1),
        "claim_ms_1k": round(claims[DEPTHS[0]], 3),
        "claim_ms_100k": round(claims[DEPTHS[1]], 3),
        "list_ms": round(max(lists.values())),
        "list_ms_100k": round(max(long_lists.values())),
    }


def _measure_inbound(options, database, folder):
    clock = time.monotonic()

    def say(text):
        print(f"[{time.monotonic() - clock:4.0f} s] {text}", flush=True)

    past, count = options.past, options.arriving
    # Sent from here, paid in QuickBooks before all is read, and made in QuickBooks.
    sent, paid, made = 3 * count, 2 * count, count
    say("What comes back from QuickBooks: making a database with the addon …")
    make_database(database)
    in_own_process(inbound.prepare, database, sent)
    with running_simulator(folder, "inbound") as simulator:
        say(f"Connecting, and sending {sent} invoices …")
        connection_id = in_own_process(inbound.connect_and_queue, database, simulator)
        in_own_process(sending.drain, database, connection_id)
        here = database, connection_id
        there = *here, simulator

        def look(what, entered, documents, **arrived):
            say(f"Looking for changes after {what} …")
            simulator.advance(_A_MOMENT)
            for enter in entered:
                in_own_process(*enter)
            simulator.reset_stats()
            cost = in_own_process(partial(inbound.look, *here, **arrived))
            return cost, _report(say, cost, simulator, documents)

        say(f"Entering {past - sent} transactions in QuickBooks …")
        in_own_process(inbound.enter_bills, *there, 0, made)
        in_own_process(inbound.enter_payments, *there, paid)
        in_own_process(inbound.enter_past, *there, past - sent - made - paid)
        say("Reading everything, as where nobody has looked for long …")
        simulator.reset_stats()
        read = in_own_process(inbound.read, *here, past, made, paid)
        read_calls = _report(say, read, simulator, past)
        look("all is known", (), 1, bills=made, payments=paid)
        _idle, idle_calls = look("nothing", (), 1, bills=made, payments=paid)
        paid += count
        entered = ((inbound.enter_payments, *there, count),)
        what = f"{count} payments"
        pays, pay_calls = look(what, entered, count, bills=made, payments=paid)
        entered = ((inbound.enter_bills, *there, made, count),)
        made += count
        what = f"{count} bills"
        bills, _calls = look(what, entered, count, bills=made, payments=paid)
    return {
        "inbound_transactions": past,
        "inbound_wanted": 3 * count,
        "inbound_read_calls": read_calls,
        "inbound_read_seconds": round(read.wall_seconds, 1),
        "inbound_read_cpu_seconds": round(read.cpu_seconds, 1),
        "inbound_read_peak_rss_mb": round(read.peak_rss_mb, 1),
        "inbound_idle_calls": idle_calls,
        "inbound_payments": count,
        "inbound_payment_calls": pay_calls,
        "inbound_cpu_ms_per_payment": round(pays.cpu_seconds * 1000 / count, 2),
        "inbound_queries_per_payment": round(pays.queries / count, 2),
        "inbound_payment_peak_rss_mb": round(pays.peak_rss_mb, 1),
        "inbound_bills": count,
        "inbound_cpu_ms_per_bill": round(bills.cpu_seconds * 1000 / count, 2),
        "inbound_queries_per_bill": round(bills.queries / count, 2),
    }


def _measure_desktop(options, database, folder):
    clock = time.monotonic()

    def say(text):
        print(f"[{time.monotonic() - clock:4.0f} s] {text}", flush=True)

    count, state = options.invoices, Path(folder) / "company-file.sqlite"
    say("QuickBooks Desktop: making a database with the addon …")
    make_database(database)
    connector = in_own_process(desktop.prepare, database, count)
    say("The Web Connector comes for the first time …")
    _say_session(say, in_own_process(desktop.run, database, connector, state))
    say(f"Posting {count} invoices of {desktop.CUSTOMERS} customers …")
    in_own_process(desktop.queue, database, connector)
    say("The Web Connector comes again …")
    session = in_own_process(desktop.run, database, connector, state)
    cpu = session.cost.cpu_seconds * 1000 / count
    _say_session(say, session)
    say(
        f"  {cpu:.2f} ms own CPU and {session.cost.queries / count:.2f} queries a"
        " document"
    )
    in_own_process(desktop.compare, database, connector, state, count)
    say("  both sides hold the same, to the cent")
    answer = Path(folder) / "answer.xml"
    in_own_process(desktop.write_long_answer, answer)
    size, found, cost = in_own_process(desktop.read_long_answer, database, answer)
    say(
        f"  an answer of {size:.1f} MB with {found} customers is read in"
        f" {cost.wall_seconds:.1f} s, {cost.peak_rss_mb:.0f} MB at most"
    )
    return {
        "desktop_invoices": count,
        "desktop_customers": desktop.CUSTOMERS,
        "desktop_fetches": session.fetched,
        "desktop_cpu_ms_per_document": round(cpu, 2),
        "desktop_queries_per_document": round(session.cost.queries / count, 2),
        "desktop_peak_rss_mb": round(session.cost.peak_rss_mb, 1),
        "desktop_answer_mb": round(size, 1),
        "desktop_answer_seconds": round(cost.wall_seconds, 1),
        "desktop_answer_peak_rss_mb": round(cost.peak_rss_mb, 1),
    }


def _say_session(say, session):
    say(
        f"  it has fetched {session.fetched} times; {session.cost.wall_seconds:.1f} s"
        f" in all, {session.cost.cpu_seconds:.2f} s own CPU,"
        f" {session.cost.peak_rss_mb:.0f} MB at most"
    )


def _make_drafts(database, parties, count):
    in_own_process(books.make_masters, database, parties)
    share = -(-count // MAKERS)
    _at_once(
        *(
            (books.make_drafts, database, first, min(share, count - first))
            for first in range(0, count, share)
        )
    )


def _at_once(*works):
    """Do each in a process of its own, at the same time."""
    with ThreadPoolExecutor(len(works)) as threads:
        workers = [threads.submit(in_own_process, *work) for work in works]
    for worker in workers:
        worker.result()


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


def _report_storage(say, empty, queued, sent, documents):
    """Say what the documents take up; returns megabytes for a thousand.

    All that our tables hold counts, and of Odoo's what sending has added to them.
    """
    added = storing.grown(queued, sent) | {
        table: size
        for table, size in storing.grown(empty, sent).items()
        if table.startswith("quickbooks_")
    }
    thousand = {table: size * 1000 / documents for table, size in added.items()}
    most = sorted(thousand.items(), key=lambda each: -each[1])[:6]
    say("  in the database for a thousand documents:")
    say("    " + ", ".join(f"{table} {size:.2f} MB" for table, size in most))
    return sum(thousand.values())


_PARTS = {
    "outbound": _measure_outbound,
    "inbound": _measure_inbound,
    "desktop": _measure_desktop,
}


if __name__ == "__main__":
    sys.exit(main())
