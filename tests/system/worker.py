# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The worker of a connection as a process that can be killed.

`python -m tests.system.worker DATABASE` loads Odoo once and then forks a worker for
each order it reads: a line of JSON with the connection's id and, where the worker is to
be killed, the moment. It answers with the worker's process id, and tells how a worker
has ended when it is asked to wait for it. Several can be at work at the same time.
"""

import os
import signal
import sys
from datetime import datetime, timedelta

# Sets Odoo up; what is imported from it after this relies on that.
import odoo.init  # noqa: F401
from odoo import fields, sql_db
from odoo.modules.registry import Registry

from benchmarks.places import another_environment, odoo_environment

from . import sabotage
from .forking import answer, die, fork, orders, watch

# Only transactions are asked for in this order.
_PAGE = b"ORDERBY MetaData.LastUpdatedTime"
# A worker that hangs ends by SIGALRM after so many seconds, which its owner is told.
_LONGEST = 300


class Death:
    """SIGKILL, as the kernel or an administrator sends it, at a given moment.

    :param send: in which call of this worker that writes to QuickBooks, from 1
    :param page: instead, in which call that reads a page of transactions, from 1
    :param statement: how many SQL statements after its answer, at the latest with the
        next commit; None is right before the call
    :param renewal: instead of all that, as soon as a renewed token has arrived
    """

    def __init__(self, send=0, page=0, statement=None, renewal=False):
        self._reads = bool(page)
        self._fatal = page or send
        self._statement = statement
        self._renewal = renewal
        self._calls = 0
        self._counts = self._answered = False

    def lie_in_wait(self):
        """Watch what the worker does from here on."""
        # Odoo makes its addons importable when it starts.
        from odoo.addons.tms_quickbooks.lib.online import auth
        from odoo.addons.tms_quickbooks.lib.online.client import Client

        if self._renewal:
            watch(auth, "refresh", after=die)
            return
        watch(Client, "process_request", self._before_call, self._after_call)
        watch(sql_db.Cursor, "execute", self._before_statement)
        watch(sql_db.Cursor, "commit", self._before_commit)

    def _before_call(self, *_args, params=None, data=None, **_kwargs):
        if self._reads:
            self._counts = isinstance(data, bytes) and _PAGE in data
        else:  # A call that writes has a request id.
            self._counts = "requestid" in (params or {})
        self._calls += self._counts
        if self._counts and self._calls == self._fatal and self._statement is None:
            die()

    def _after_call(self):
        self._answered = self._counts and self._calls == self._fatal

    def _before_statement(self, *_args, **_kwargs):
        if self._answered:
            if not self._statement:
                die()
            self._statement -= 1

    def _before_commit(self, *_args, **_kwargs):
        if self._answered:
            die()


def _put_clock_wrong(seconds):
    """Have this process's clock go fast, or slow, by so many seconds."""
    from odoo.addons.tms_quickbooks.lib.online import client
    from odoo.addons.tms_quickbooks.models import quickbooks_connection_tokens

    off, right = timedelta(seconds=seconds), fields.Datetime.now

    class Wrong(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + off

    fields.Datetime.now = staticmethod(lambda *_args: right() + off)
    for module in (client, quickbooks_connection_tokens):
        module.datetime = Wrong


def _make_pages_short(objects):
    """Have an answer hold only so many objects, where 1000 would be asked for."""
    from odoo.addons.tms_quickbooks.lib.online import lists, read, transactions

    for module in (lists, read, transactions):
        module.MAX_RESULTS = objects


def _work(database, order):
    signal.alarm(_LONGEST)
    if "sabotage" in order:
        sabotage.commit(order["sabotage"], Registry(database))
    if "clock" in order:
        _put_clock_wrong(order["clock"])
    if "page_size" in order:
        _make_pages_short(order["page_size"])
    if "death" in order:
        Death(**order["death"]).lie_in_wait()
    with another_environment(database) as env:
        connection = env["quickbooks.connection"]
        if "steps" in order:
            connection = connection.browse(order["connection"])
            for _step in range(order["steps"]):
                connection._step()
                env.cr.commit()
        else:
            connection._cron_work(order["connection"])


def main():
    """Fork workers until there are no more orders."""
    [database] = sys.argv[1:]
    with odoo_environment(database):
        answer(ready=True)
    for order in orders():
        if "wait" in order:
            _pid, status = os.waitpid(order["wait"], 0)
            answer(exit_code=os.waitstatus_to_exitcode(status))
        else:
            answer(pid=fork(_work, database, order))


if __name__ == "__main__":
    main()
