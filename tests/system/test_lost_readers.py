# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A worker may die while it reads everything since a day: the next one goes on from
the page that was reached, nothing is missing, and nothing arrives twice."""

import signal
from collections import Counter
from datetime import timedelta

import pytest

# Sets Odoo up; what is imported from it after this relies on that.
import odoo.init  # noqa: F401
from odoo import fields

from benchmarks.connecting import connect
from benchmarks.places import odoo_environment, running_simulator
from quickbooks_simulator.online import LONE_STAR

from .books import look_again, post_documents
from .conftest import copy_of
from .processes import Simulator, pass_time, running_workers

KILLED = -signal.SIGKILL
# Instead of the 1000 objects that an answer has room for.
PAGE = 12
SENT, ENTERED = 30, 20
_INTO_THE_BANK = {"DepositToAccountRef": "Operating Checking"}
# QuickBooks tells what has changed in the last 30 days.
_LONG_AGO = timedelta(days=31)


class Reader:
    """A company whose bookkeeper works in QuickBooks, and workers that read it."""

    def __init__(self, env, connection, simulator, workers):
        self.env = env
        self.connection = connection
        self.simulator = simulator
        self._workers = workers
        self._entered = Counter()
        self._invoices = env["account.move"]

    def work(self, **order):
        """Have a worker work until it is done, or dead; whether it was killed."""
        exit_code = self._workers.run(page_size=PAGE, **order)
        look_again(self.env)
        assert exit_code in (0, KILLED)
        return exit_code == KILLED

    def enter(self, random):
        """More is in QuickBooks than a page holds: payments of invoices that were sent
        from here, and invoices."""
        invoices = post_documents(
            self.env, random, SENT, 3 if not self._invoices else 0, ("out_invoice",)
        )
        self.work()
        self._invoices += invoices
        assert set(invoices.mapped("qb_status")) == {"synced"}
        self._noticed()
        customer = self._hand("look", "Invoice", invoices[0].qb_id)["CustomerRef"]
        for invoice in invoices:
            paid = self._hand("receive", {invoice.qb_id: ""}, **_INTO_THE_BANK)
            self._entered["Payment", paid] += 1
        for _number in range(ENTERED):
            line = ("Linehaul", "900")
            made = self._hand("invoice", customer["name"], line)
            self._entered["Invoice", made] += 1

    def delete(self):
        """An invoice that has arrived is deleted again."""
        arrived = self.env["quickbooks.change"].search(
            [("type", "=", "Invoice"), ("state", "=", "done")], limit=1
        )
        self._hand("delete", "Invoice", arrived.qb_id)
        self._entered["Invoice", arrived.qb_id] += 1

    def pause(self):
        """Nobody has looked for longer than QuickBooks looks back."""
        self.connection.changes_at = fields.Datetime.now() - _LONG_AGO
        self.env.cr.commit()

    def _hand(self, deed, *arguments, **fields):
        self.simulator.advance(1)
        return self.simulator.hand(self.connection.realm_id, deed, *arguments, **fields)

    def _noticed(self):
        """Everything until now has been looked at: only a reading shows it."""
        self.connection.changes_at += timedelta(days=1)
        self.connection.changes_checked_at = self.connection._clock()
        self.env.cr.commit()

    def wish(self):
        """Somebody has everything read."""
        self.connection._read_transactions(self.connection.create_date)
        self.env.cr.commit()
        self.simulator.reset_stats()

    def calls(self):
        """How often QuickBooks was asked since then."""
        kinds = self.simulator.stats().get(self.connection.realm_id, {})
        return sum(number for kind, number in kinds.items() if kind != "batch_item")

    def undisturbed(self):
        """The calls of a reading of the same, by a worker that lives."""
        self.wish()
        assert not self.work()
        return self.calls()

    def read_count(self):
        """How much is read and committed."""
        return sum(self.connection.reading_ids.mapped("read_count"))

    def under_way(self):
        """What is still to be read."""
        return self.connection.reading_ids._under_way()

    def assert_all_here(self):
        """Everything has come into the inbox once, and is a record once."""
        changes = self.connection.change_ids
        assert Counter((each.type, each.qb_id) for each in changes) == self._entered
        taken = changes.filtered(lambda each: not each.gone)
        undone = taken.filtered(lambda each: each.state != "done")
        assert not undone, set(undone.mapped("problem_text"))
        records = Counter((each.res_model, each.res_id) for each in taken)
        assert set(records.values()) == {1}
        payments = self.env["account.payment"].search([])
        assert len(payments) == sum(kind == "Payment" for kind, _id in self._entered)
        assert not any(self._invoices.mapped("amount_residual"))


@pytest.fixture(scope="module")
def reader(installed, tmp_path_factory):
    """The company, connected."""
    with (
        copy_of(installed, "reader") as database,
        running_simulator(tmp_path_factory.mktemp("reader"), "state") as running,
        odoo_environment(database) as env,
    ):
        simulator = Simulator(running.url, running.state)
        # What is entered there arrives whole: no tax here has to come to theirs.
        simulator.change_company(LONE_STAR, sales_tax=False, automated_sales_tax=None)
        connection = connect(env, simulator, LONE_STAR)
        connection.invoice_pull = "draft"
        env.cr.commit()
        with running_workers(database, connection.id) as workers:
            yield Reader(env, connection, simulator, workers)


def test_killed_after_the_commit_of_each_page(reader, random):
    reader.enter(random)
    reader.wish()
    read, killed = 0, 0
    while reader.work(death={"page": 2}):
        killed += 1
        assert reader.under_way()
        assert reader.read_count() > read, "it went on from where the last one died"
        read = reader.read_count()
    calls = reader.calls()
    assert killed > 3
    assert not reader.under_way()
    reader.assert_all_here()
    assert calls == reader.undisturbed(), "no page was read twice"
    reader.assert_all_here()


def test_killed_between_the_answer_and_the_commit_of_each_page(reader, random):
    reader.enter(random)
    reader.wish()
    killed = 0
    while reader.work(death={"page": 2, "statement": random.randrange(30)}):
        killed += 1
        assert reader.under_way()
    calls = reader.calls()
    assert killed > 3
    reader.assert_all_here()
    assert calls == reader.undisturbed() + killed, "only what was lost was read again"


def test_killed_at_any_moment_while_it_catches_up(reader, random):
    reader.enter(random)
    reader.undisturbed()
    reader.enter(random)
    reader.delete()
    reader.pause()
    killed = 0
    for _worker in range(8):
        pass_time(reader.env)
        killed += reader.work(kill_after=random.uniform(0.2, 1.2))
    assert killed
    pass_time(reader.env)
    assert not reader.work()
    assert not reader.under_way()
    reader.assert_all_here()
