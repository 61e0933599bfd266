# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's web server as a process that can be killed while it answers.

`python -m tests.system.web_server DATABASE` loads Odoo once and binds a port, and then
forks a server for each order it reads: a line of JSON, with the moment of its death
where it is to die, and with a fault where it is to have one. An empty order ends the
one that is running. All of them serve the same port, one after the other, as one that
crashes and comes back.
"""

import os
import signal
import socket
import sys
from functools import partial

# Sets Odoo up; what is imported from it after this relies on that.
import odoo.init  # noqa: F401
from odoo import http, sql_db
from odoo.modules.registry import Registry

from benchmarks import serving

from . import sabotage
from .forking import answer, die, fork, orders, watch


class Death:
    """SIGKILL at a moment of a call, as the kernel or an administrator sends it.

    :param call: which one that this server answers, from 1
    :param commit: right before its first commit; otherwise when all is committed, and
        the answer has not left yet
    :param statement: how many SQL statements after it has begun, instead of all that;
        at the latest when all is committed
    """

    def __init__(self, application, call, *, commit=False, statement=None):
        self._application = application
        self._left = call
        self._commit = commit
        self._statement = statement
        self._dying = False
        watch(sql_db.Cursor, "commit", self._before_commit)
        watch(sql_db.Cursor, "execute", self._before_statement)

    def __call__(self, environ, start_response):
        self._left -= 1
        self._dying = not self._left
        body = list(self._application(environ, start_response))
        if self._dying:
            die()
        return body

    def _before_commit(self, *_args, **_kwargs):
        if self._dying and self._commit:
            die()

    def _before_statement(self, *_args, **_kwargs):
        if self._dying and self._statement is not None:
            self._statement -= 1
            if self._statement < 0:
                die()


def _serve(database, port, death, sabotaged=None):
    if sabotaged:
        sabotage.commit(sabotaged, Registry(database))
    application = Death(http.root, **death) if death else http.root
    serving.server(application, port).serve_forever()


def main():
    """Fork servers until there are no more orders."""
    [database] = sys.argv[1:]
    serving.load(database)
    port = socket.create_server(("127.0.0.1", 0))
    answer(port=port.getsockname()[1])
    pid = None
    for order in orders():
        _end(pid)
        pid = fork(partial(_serve, database, port, **order)) if order else None
        answer(pid=pid)
    _end(pid)


def _end(pid):
    """A server that is dead already has its process id until it is waited for."""
    if pid:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
