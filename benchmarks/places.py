# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a measurement runs on: databases, simulators and processes of its own."""

import json
import multiprocessing
import os
import subprocess
import sys
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import odoo
from odoo.tools import config

REPO = Path(__file__).resolve().parents[1]
_STOP_SECONDS = 10
# A proxy of this machine has nothing to do with its loopback address.
_LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))


# -- databases -------------------------------------------------------------------------


def make_database(name):
    """A database with the addon, from the environment's template."""
    _run(sys.executable, REPO / "tools" / "dev", "setup")
    _run("createdb", "-T", os.environ["TMS_QUICKBOOKS_TEMPLATE"], name)
    _run(
        *(sys.executable, REPO / "tools" / "odoo", "-d", name, "-i", "tms_quickbooks"),
        *("--stop-after-init", "--no-http", "--log-level=warn"),
    )


def drop_database(name):
    """Remove a database; harmless when there is none."""
    _run("dropdb", "--if-exists", name)


def _run(*command):
    subprocess.run([str(part) for part in command], cwd=REPO, check=True)


# -- processes -------------------------------------------------------------------------


def in_own_process(function, *arguments):
    """Run a function of a module in a fresh process, and return what it returns.

    Its memory and its warm-up are then its own, as those of a worker are.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as executor:
        return executor.submit(function, *arguments).result()


@contextmanager
def odoo_environment(database):
    """Odoo's environment on a database, with a cursor that may commit."""
    config.parse_config(
        ["-d", database, "--no-http", "--log-level=warn"], setup_logging=True
    )
    with another_environment(database) as env:
        yield env


@contextmanager
def another_environment(database):
    """One more, with a cursor of its own, where Odoo has loaded the database."""
    with odoo.modules.registry.Registry(database).cursor() as cr:
        user_id = odoo.SUPERUSER_ID
        yield odoo.api.Environment(cr, user_id, {})


# -- the simulator ---------------------------------------------------------------------


class Simulator:
    """QuickBooks Online's stand-in, in a process of its own."""

    def __init__(self, url, state):
        self.url = url
        self.state = state

    def credentials(self, realm=None):
        """What an API client needs, as `quickbooks_simulator token` prints it."""
        of_company = ("--realm", realm) if realm else ()
        return json.loads(
            subprocess.run(
                [*_SIMULATOR, "token", "--state", self.state, *of_company],
                cwd=REPO,
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )

    def stats(self):
        """Calls since the last reset: ``{realm: {kind: number}}``."""
        return self._control("stats")["calls"]

    def reset_stats(self):
        """Start counting anew."""
        self._control("stats/reset", {})

    def limit(self, enabled):
        """Throttle calls as Intuit does, or not."""
        self._control("limits", {"enabled": enabled})

    def advance(self, seconds):
        """Let time pass."""
        self._control("clock", {"seconds": seconds})

    def change_company(self, realm, **settings):
        """Change settings of a QuickBooks company."""
        self._control(f"companies/{realm}", settings)

    def add_customers(self, realm, count):
        """Make so many customers up in a QuickBooks company."""
        self._control(f"companies/{realm}/customers", {"count": count})

    def add_paid_invoices(self, realm, count):
        """Make so many invoices up, each with its payment."""
        self._control(f"companies/{realm}/paid-invoices", {"count": count})

    def hand(self, realm, deed, *arguments, **fields):
        """Have somebody do something on QuickBooks' own pages; see its `Bookkeeper`."""
        order = {"arguments": arguments, "fields": fields}
        return self._control(f"companies/{realm}/hand/{deed}", order)["done"]

    def _control(self, path, order=None, method=None):
        data = None if order is None else json.dumps(order).encode()
        request = urllib.request.Request(
            f"{self.url}/_simulator/{path}", data, method=method
        )
        with _LOCAL.open(request, timeout=30) as answer:
            return json.load(answer)


_SIMULATOR = [sys.executable, "-m", "quickbooks_simulator"]


@contextmanager
def running_simulator(folder, name):
    """A simulator with books of its own in a folder, and with its limits off."""
    state = Path(folder) / f"{name}.sqlite"
    command = [*_SIMULATOR, "online", "--port", "0", "--state", state, "--no-limits"]
    with subprocess.Popen(
        command, cwd=REPO, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            # Its first line ends in its address.
            first_line = process.stdout.readline()
            yield Simulator(first_line.split()[-1], state)
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
