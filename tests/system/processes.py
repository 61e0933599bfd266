# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Workers and QuickBooks as other processes, and time that passes at once."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
from contextlib import contextmanager
from decimal import Decimal

import requests

from benchmarks.places import REPO
from benchmarks.places import Simulator as SimulatorControls

_SECONDS = 30
_PAGE = 1000
# What has to be waited for, and how old something is.
_MOMENTS = (
    ("quickbooks_change", "next_attempt_at"),
    ("quickbooks_connection", "changes_checked_at"),
    ("quickbooks_connection", "paused_until"),
    ("quickbooks_exchange", "create_date"),
    ("quickbooks_exchange", "next_attempt_at"),
    ("quickbooks_exchange", "started_at"),
    ("quickbooks_job", "next_attempt_at"),
    ("quickbooks_webhook_event", "received_at"),
)
_TOKENS = (
    ("quickbooks_connection", "access_expires_at"),
    ("quickbooks_connection", "refresh_expires_at"),
    ("quickbooks_connection", "hard_expires_at"),
)
# Longer than any wait, and less than after which QuickBooks may have forgotten a
# request.
LONG_ENOUGH = 13 * 3600


class _Forks:
    """A process that has loaded Odoo, and forks at order."""

    def __init__(self, process):
        self._process = process
        self._ready = self._answer()

    def _ask(self, order):
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("The process that forks has ended")
        return json.loads(line)


class Workers(_Forks):
    """Forks workers from a process that has loaded Odoo."""

    def __init__(self, process, connection_id):
        super().__init__(process)
        self._connection_id = connection_id

    def start(self, **order):
        """Start a worker; return its process id.

        :param order: see `worker`: `death`, `clock`, `page_size`, a number of `steps`
            after which it stops, another `connection`
        """
        return self._ask({"connection": self._connection_id, **order})["pid"]

    def wait(self, pid):
        """How a worker that was started has ended: negative is the signal.

        Until then its process id stays its own, and it can be killed by it.
        """
        return self._ask({"wait": pid})["exit_code"]

    def run(self, kill_after=None, **order):
        """Start a worker and wait for its end.

        :param kill_after: kill it after so many seconds, unless it has ended
        """
        pid = self.start(**order)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(pid, signal.SIGKILL)
        return self.wait(pid)


class WebServer(_Forks):
    """Odoo's web server, which may die and come back at the same address.

    :ivar sabotaged: a fault that it has from its next start on, see `sabotage`
    """

    def __init__(self, process):
        super().__init__(process)
        self.sabotaged = None
        self._death = None

    @property
    def url(self):
        """Where it is to be found."""
        return f"http://localhost:{self._ready['port']}"

    def serve(self, **death):
        """See to it that it runs.

        :param death: when it is going to die, see `web_server.Death`; it does not
            unless told
        """
        if death or self._death != {}:
            self._ask({"death": death, "sabotaged": self.sabotaged})
            self._death = death

    def stop(self):
        """It is killed, unless it is dead already."""
        self._ask({})
        self._death = None


@contextmanager
def running_workers(database, connection_id=None):
    """Workers of one connection, or of the one that each order names."""
    with _process_of("worker", database) as process:
        yield Workers(process, connection_id)


@contextmanager
def web_server(database):
    """A web server that is not running yet."""
    with _process_of("web_server", database) as process:
        yield WebServer(process)


@contextmanager
def _process_of(module, database):
    with subprocess.Popen(
        [sys.executable, "-m", f"tests.system.{module}", database],
        cwd=REPO,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.stdin.close()
            process.wait(_SECONDS)


class Refused(Exception):
    """What QuickBooks does not let its bookkeeper do."""


class Simulator(SimulatorControls):
    """QuickBooks with its failures, and its books as another program reads them."""

    def __init__(self, url, state):
        super().__init__(url, state)
        self._signed_in = {}

    def fail(self, kind, **details):
        """Order a failure, see the simulator's `Mishap`."""
        self._control("mishaps", {"kind": kind, **details})

    def seed(self, seed):
        """Make failures by probability repeatable."""
        self._control("mishaps", {"seed": seed})

    def failures_left(self):
        """How often the failures ordered still happen."""
        waiting = self._control("mishaps")["waiting"]
        return sum(mishap["times"] for mishap in waiting)

    def expire_access_tokens(self, realm=None):
        """Let QuickBooks refuse the access tokens it has given out for a company."""
        of_company = {"realm": realm} if realm else {}
        self._control("tokens/expire", {"kind": "access", **of_company})

    def tell(self, realm, url, verifier, form):
        """Have QuickBooks call this address when a company's books change."""
        order = {"url": url, "verifier": verifier, "format": form}
        self._control(f"companies/{realm}/webhook", order)

    def hand(self, realm, deed, *arguments, **fields):
        """As above.

        :raises Refused: QuickBooks does not take it
        """
        try:
            return super().hand(realm, deed, *arguments, **fields)
        except urllib.error.HTTPError as error:
            raise Refused(json.load(error)["error"]) from None

    def objects(self, kind, realm=None, skip=0):
        """All objects of a kind in one of the companies, in the order they were made.

        :param skip: leave out so many of the first
        """
        found = []
        while True:
            statement = (
                f"SELECT * FROM {kind} ORDERBY Id"
                f" STARTPOSITION {skip + len(found) + 1} MAXRESULTS {_PAGE}"
            )
            page = self._query(statement, realm).get(kind, [])
            found += page
            if len(page) < _PAGE:
                return found

    def _query(self, statement, realm):
        """The answer to a query, with a new sign-in where the last one is over."""
        for _sign_in in range(2):
            credentials = self._signed_in.get(realm) or self.credentials(realm)
            self._signed_in[realm] = credentials
            response = requests.get(
                f"{self.url}/v3/company/{credentials['realm']}/query",
                params={"query": statement},
                headers={
                    "Authorization": f"Bearer {credentials['access_token']}",
                    "Accept": "application/json",
                },
                timeout=_SECONDS,
            )
            if response.status_code != requests.codes.unauthorized:
                break
            del self._signed_in[realm]
        response.raise_for_status()
        return json.loads(response.text, parse_float=Decimal)["QueryResponse"]


def pass_time(env, seconds=LONG_ENOUGH, simulator=None):
    """So many seconds are over, without the wait: all leases, pauses and waits.

    :param seconds: below 0 Odoo's clock is put back
    :param simulator: time passes in QuickBooks as well, and tokens expire
    """
    moments = _MOMENTS
    if simulator and seconds > 0:
        simulator.advance(seconds)
        moments += _TOKENS
    for table, column in moments:
        env.cr.execute(
            f"UPDATE {table} SET {column} = {column} - %s * interval '1 second'"
            f" WHERE {column} IS NOT NULL",
            [seconds],
        )
    env.cr.commit()
    env.invalidate_all()
