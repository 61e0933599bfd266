# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices into QuickBooks Desktop, through Odoo's web server and the Web Connector."""

import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from benchmarks import books, serving
from benchmarks.comparing import Wrong
from benchmarks.connecting import map_defaults
from benchmarks.meter import Cost, Meter
from benchmarks.places import REPO, odoo_environment
from quickbooks_simulator.desktop import CompanyFile

# Seven customers for three carriers make a hundred customers.
PARTIES, CUSTOMERS = 142, 100
_LISTS = {"item": ("Item", "Linehaul")}
_FETCH = "Calling sendRequestXML()"


@dataclass(frozen=True)
class Session:
    """One run of the Web Connector: what it has cost Odoo's web server, and how often
    the Web Connector has fetched something."""

    cost: Cost
    fetched: int


def prepare(database, count):
    """A company with customers, products and drafts of invoices, not connected yet.

    :return: ``{"connection", "user", "password"}``
    """
    with odoo_environment(database) as env:
        env = env(context=books.NO_CHATTER)
        books.make_partners(env, PARTIES)
        books.make_products(env)
        partners, products = books.partners_and_products(env)
        for start in range(0, count, books.CHUNK):
            size = min(books.CHUNK, count - start)
            books.make_invoices(env, partners, products, start, size)
        wizard = env["quickbooks.connect"].create(
            {
                "provider": "desktop",
                "name": "Books of the benchmark",
                "chosen_year": str(date.today().year - 1),
                "has_quickbooks": True,
                "has_connector": True,
            }
        )
        key = wizard.action_prepare_desktop()["res_id"]
        connection = env["quickbooks.connection"].browse(key)
        password = connection.action_renew_password()
        env.cr.commit()
        return {"connection": key, "user": connection.qb_user, "password": password}


def queue(database, connector):
    """Map what has to be mapped, and post all drafts, which queues them."""
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connector["connection"])
        map_defaults(connection, _LISTS)
        env.cr.commit()
    books.post(database, "out_invoice")


def run(database, connector, state):
    """Let the Web Connector come once.

    :param state: the company file
    :raises Wrong: when it did not end well
    """
    with _serving(database) as address:
        meter = Meter()
        done = subprocess.run(
            [
                *(sys.executable, "-m", "quickbooks_simulator", "desktop", "--once"),
                *("--url", f"{address}/quickbooks/webconnector"),
                *("--user", connector["user"], "--password", connector["password"]),
                *("--state", state),
            ],
            cwd=REPO,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        cost = meter.cost(1)
    if done.returncode:
        raise Wrong(f"the Web Connector did not succeed: {done.stdout[-2000:]}")
    return Session(cost, done.stdout.count(_FETCH))


def compare(database, connector, state, count):
    """See that the company file holds every invoice once, to the cent.

    :raises Wrong: with the first few differences
    """
    with CompanyFile(state) as company:
        there = company.invoices()
        customers = Counter(party.name for party in company.customers())
    theirs = Counter((found.id, found.party, found.total) for found in there)
    with odoo_environment(database) as env:
        moves = env["account.move"].search(
            [("move_type", "=", "out_invoice"), ("state", "=", "posted")]
        )
        ours = Counter(
            (move.qb_id, move.partner_id.name, books.cents(move.amount_total))
            for move in moves
        )
        partners = moves.partner_id.mapped("name")
        unsynced = moves.filtered(lambda move: move.qb_status != "synced")
        if unsynced:
            raise Wrong(f"{len(unsynced)} are not Synced: {unsynced[0].qb_message}")
    if ours != theirs or ours.total() != count:
        missing, extra = list(ours - theirs)[:5], list(theirs - ours)[:5]
        raise Wrong(f"not in QuickBooks: {missing}; in QuickBooks only: {extra}")
    if any(customers[name] != 1 for name in partners):
        raise Wrong("a customer is missing in QuickBooks, or there twice")


@contextmanager
def _serving(database):
    """Odoo's web application on a port of its own, in this process."""
    serving.load(database)
    server = serving.server()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


# -- a long answer ---------------------------------------------------------------------

_ALL_CUSTOMERS = (
    '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML>'
    '<QBXMLMsgsRq onError="continueOnError">'
    '<CustomerQueryRq requestID="1"/></QBXMLMsgsRq></QBXML>'
)
_ENOUGH = 10_000_000


def write_long_answer(path):
    """All customers of a company at once, in at least 10 MB."""
    with CompanyFile() as company:
        answer, more = "", 4_000
        while len(answer) < _ENOUGH:
            company.add_customers(more)
            answer = company.process(_ALL_CUSTOMERS)
            more = 1_000
    path.write_text(answer)


def read_long_answer(database, path):
    """Read an answer in a process that has loaded Odoo.

    :return: its megabytes, how many objects it has, and what that has cost
    """
    with odoo_environment(database):
        from odoo.addons.tms_quickbooks.lib.desktop import read

        answer = path.read_text()
        meter = Meter()
        found = read.query_answers(answer)
        return len(answer) / 1e6, len(found["1"].states), meter.cost(1)
