# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The worker of a connection as a process that can be killed.

`python -m tests.system.worker DATABASE` loads Odoo once and then forks a worker for
each order it reads: a line of JSON with the connection's id and, where the worker is to
be killed, the moment. It answers each, when the worker has ended, with how it ended.
"""

import json
import os
import signal
import sys
import time
import traceback

# Sets Odoo up; what is imported from it after this relies on that.
import odoo.init  # noqa: F401
from odoo import SUPERUSER_ID, sql_db
from odoo.api import Environment
from odoo.modules.registry import Registry

from benchmarks.places import odoo_environment


class Death:
    """SIGKILL, as the kernel or an administrator sends it, at a given moment.

    :param send: in which call of this worker that writes to QuickBooks
    :param statement: how many SQL statements after its answer, at the latest with the
        next commit; None is right before the call
    """

    def __init__(self, send, statement):
        self._send = send
        self._statement = statement
        self._sends = 0
        self._answered = False

    def lie_in_wait(self):
        """Watch what the worker does from here on."""
        # Odoo makes its addons importable when it starts.
        from odoo.addons.tms_quickbooks.lib.online.client import Client

        self._watch(Client, "batch", self._before_send, self._after_send)
        self._watch(sql_db.Cursor, "execute", self._before_statement)
        self._watch(sql_db.Cursor, "commit", self._before_commit)

    @staticmethod
    def _watch(owner, name, before, after=lambda: None):
        method = getattr(owner, name)

        def watched(*args, **kwargs):
            before()
            result = method(*args, **kwargs)
            after()
            return result

        setattr(owner, name, watched)

    def _before_send(self):
        self._sends += 1
        if self._sends == self._send and self._statement is None:
            self._strike()

    def _after_send(self):
        self._answered = self._sends == self._send

    def _before_statement(self):
        if self._answered:
            if not self._statement:
                self._strike()
            self._statement -= 1

    def _before_commit(self):
        if self._answered:
            self._strike()

    @staticmethod
    def _strike():
        os.kill(os.getpid(), signal.SIGKILL)


def _work(database, order):
    if "death" in order:
        Death(**order["death"]).lie_in_wait()
    with Registry(database).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        connection = env["quickbooks.connection"]
        if "steps" in order:
            connection = connection.browse(order["connection"])
            for _step in range(order["steps"]):
                connection._step()
                cr.commit()
        else:
            connection._cron_work(order["connection"])


def _answer(**values):
    print(json.dumps(values), flush=True)


def main():
    """Fork workers until there are no more orders."""
    [database] = sys.argv[1:]
    with odoo_environment(database):
        _answer(ready=True)
    for line in sys.stdin:
        order = json.loads(line)
        # A connection must not be shared with a child.
        sql_db.close_all()
        pid = os.fork()
        if not pid:
            try:
                _work(database, order)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        if "kill_after" in order:
            time.sleep(order["kill_after"])
            # It is there even if it has ended: nobody has asked how yet.
            os.kill(pid, signal.SIGKILL)
        _pid, status = os.waitpid(pid, 0)
        _answer(exit_code=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
