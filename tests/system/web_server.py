# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's web server as a process that can be killed while it answers.

`python -m tests.system.web_server DATABASE` loads Odoo once and binds a port, and then
forks a server for each order it reads: a line of JSON, with the moment of its death
where it is to die, and with a fault where it is to have one. An empty order ends the
one that is running. All of them serve the same port, one after the other, as one that
crashes and comes back.
"""

import json
import os
import signal
import socket
import sys

from werkzeug.serving import WSGIRequestHandler, make_server

# Sets Odoo up; what is imported from it after this relies on that.
import odoo.init  # noqa: F401
from odoo import http, sql_db
from odoo.modules.registry import Registry
from odoo.service.server import load_server_wide_modules
from odoo.tools import config

from benchmarks.places import odoo_environment

from . import sabotage


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
        self._watch("commit", self._before_commit)
        self._watch("execute", self._before_statement)

    def __call__(self, environ, start_response):
        self._left -= 1
        self._dying = not self._left
        answer = list(self._application(environ, start_response))
        if self._dying:
            self._strike()
        return answer

    @staticmethod
    def _watch(name, before):
        method = getattr(sql_db.Cursor, name)

        def watched(*args, **kwargs):
            before()
            return method(*args, **kwargs)

        setattr(sql_db.Cursor, name, watched)

    def _before_commit(self):
        if self._dying and self._commit:
            self._strike()

    def _before_statement(self):
        if self._dying and self._statement is not None:
            self._statement -= 1
            if self._statement < 0:
                self._strike()

    @staticmethod
    def _strike():
        os.kill(os.getpid(), signal.SIGKILL)


class _Silent(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_arguments):
        """The tests tell what they asked for."""


def _serve(database, port, death, sabotaged):
    if sabotaged:
        sabotage.commit(sabotaged, Registry(database))
    application = Death(http.root, **death) if death else http.root
    make_server(
        "127.0.0.1",
        0,
        application,
        threaded=True,
        request_handler=_Silent,
        fd=port.fileno(),
    ).serve_forever()


def _start(database, port, death, sabotaged=None):
    # A connection must not be shared with a child.
    sql_db.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        _serve(database, port, death, sabotaged)
    finally:
        os._exit(1)


def _answer(**values):
    print(json.dumps(values), flush=True)


def main():
    """Fork servers until there are no more orders."""
    [database] = sys.argv[1:]
    with odoo_environment(database):
        load_server_wide_modules()
        config["db_name"] = [database]
    port = socket.create_server(("127.0.0.1", 0))
    _answer(port=port.getsockname()[1])
    pid = None
    for line in sys.stdin:
        order = json.loads(line)
        _end(pid)
        pid = _start(database, port, **order) if order else None
        _answer(pid=pid)
    _end(pid)


def _end(pid):
    """A server that is dead already has its process id until it is waited for."""
    if pid:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
