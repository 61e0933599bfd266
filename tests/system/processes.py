# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Workers and QuickBooks as other processes, and time that passes at once."""

import json
import subprocess
import sys
from contextlib import contextmanager

import requests

from benchmarks.places import REPO
from benchmarks.places import Simulator as SimulatorControls

_SECONDS = 30
_PAGE = 1000
# What has to be waited for.
_MOMENTS = (
    ("quickbooks_connection", "paused_until"),
    ("quickbooks_exchange", "next_attempt_at"),
    ("quickbooks_exchange", "started_at"),
    ("quickbooks_job", "next_attempt_at"),
)


class Workers:
    """Forks workers from a process that has loaded Odoo."""

    def __init__(self, process, connection_id):
        self._process = process
        self._connection_id = connection_id
        self._answer()

    def start(self, **order):
        """Start a worker; wait for it before the next one.

        :param order: see `worker`: `death`, `kill_after` so many seconds, or a number
            of `steps` after which it stops
        """
        order = {"connection": self._connection_id, **order}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def wait(self):
        """How the worker that was started has ended: negative is the signal."""
        return self._answer()["exit_code"]

    def run(self, **order):
        """Start a worker and wait for its end."""
        self.start(**order)
        return self.wait()

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("The process that forks workers has ended")
        return json.loads(line)


@contextmanager
def running_workers(database, connection_id):
    """Workers of one connection."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.system.worker", database],
        cwd=REPO,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Workers(process, connection_id)
        finally:
            process.stdin.close()
            process.wait(_SECONDS)


class Simulator(SimulatorControls):
    """QuickBooks with its failures, and its books as another program reads them."""

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

    def expire_access_tokens(self):
        """Let QuickBooks refuse the access tokens it has given out."""
        self._control("tokens/expire", {"kind": "access"})

    def objects(self, kind):
        """All objects of a kind."""
        credentials = self.credentials()
        found = []
        while True:
            statement = (
                f"SELECT * FROM {kind} ORDERBY Id"
                f" STARTPOSITION {len(found) + 1} MAXRESULTS {_PAGE}"
            )
            response = requests.get(
                f"{self.url}/v3/company/{credentials['realm']}/query",
                params={"query": statement},
                headers={
                    "Authorization": f"Bearer {credentials['access_token']}",
                    "Accept": "application/json",
                },
                timeout=_SECONDS,
            )
            response.raise_for_status()
            page = response.json()["QueryResponse"].get(kind, [])
            found += page
            if len(page) < _PAGE:
                return found


def pass_time(env):
    """All leases, pauses and waits are over, without the wait."""
    for table, column in _MOMENTS:
        env.cr.execute(f"UPDATE {table} SET {column} = {column} - interval '1 day'")
    env.cr.commit()
    env.invalidate_all()
