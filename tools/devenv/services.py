# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The demo's programs in the background: Odoo and the QuickBooks simulator."""

import http.client
import shutil
import urllib.error
import urllib.request

from .addon_database import AddonDatabase
from .background import BackgroundProgram
from .console import Failure, say
from .layout import (
    ADDON,
    CHECKOUT,
    CHECKOUT_KEY,
    REPO,
    SIMULATOR,
    key_of,
    key_of_program,
)
from .ports import LOOPBACK, free_port

_ODOO_PORT = 8069
_SIMULATOR_PORT = 8269
_DISCOVERY = "/.well-known/openid_configuration"
# Books that a simulator with other tables kept cannot be read by this one.
_TABLES = key_of(SIMULATOR / "online" / "schema.sql")
SIMULATOR_STATE = CHECKOUT / "simulator" / f"online-{_TABLES}.sqlite"
_START_SECONDS = 120
# A proxy of this machine has nothing to do with its loopback address.
_LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_ODOO = BackgroundProgram("odoo", CHECKOUT)
_SIMULATOR = BackgroundProgram("simulator", CHECKOUT)


def stop_services():
    """Stop the two programs of this checkout, and nothing else."""
    _ODOO.stop()
    _SIMULATOR.stop()


class Services:
    """Odoo on the demo database beside a simulator, both of this checkout."""

    def __init__(self, environment, databases):
        self._environment = environment
        self._database = AddonDatabase(
            f"tms_quickbooks_demo_{CHECKOUT_KEY}", environment, databases
        )

    def start(self):
        """Start what does not run, and renew what runs with older code.

        Returns the addresses and the way to sign in to Odoo, as a dictionary.
        """
        if not self._database.is_from_template() or not SIMULATOR_STATE.exists():
            # A fresh company in Odoo goes with a fresh one in QuickBooks.
            stop_services()
            shutil.rmtree(SIMULATOR_STATE.parent, ignore_errors=True)
            self._database.make()
        elif not self._database.is_current():
            _ODOO.stop()
            self._update()
        return {
            "odoo": self._ensure_odoo(),
            "db": self._database.name,
            # The template's administrator; the demo is for this machine alone.
            "login": "admin",
            "password": "admin",
            "simulator": self._ensure_simulator(),
        }

    def _update(self):
        try:
            self._database.update()
        except Failure as failure:
            anew = f"To begin the demo anew, delete {SIMULATOR_STATE.parent}."
            raise Failure(f"{failure} {anew}") from failure

    def _ensure_odoo(self):
        name = self._database.name

        def command(port):
            return self._environment.odoo_command(
                *("-d", name, "--db-filter", f"^{name}$", "--no-database-list"),
                *("--http-interface", LOOPBACK, "--http-port", port),
                # With threads instead of workers, jobs run in the same process.
                *("--workers", 0, "--max-cron-threads", 2),
            )

        return self._ensure(_ODOO, ADDON, command, _ODOO_PORT, "/web/health")

    def _ensure_simulator(self):
        def command(port):
            SIMULATOR_STATE.parent.mkdir(parents=True, exist_ok=True)
            return [
                *(str(self._environment.python), "-m", "quickbooks_simulator"),
                *("online", "--port", str(port)),
                *("--state", str(SIMULATOR_STATE)),
            ]

        return self._ensure(_SIMULATOR, SIMULATOR, command, _SIMULATOR_PORT, _DISCOVERY)

    def _ensure(self, program, folder, command, first_port, health_path):
        """Address of `program`, which afterwards runs with the code of `folder`."""
        code = key_of(key_of_program(folder), *command(first_port))
        running = program.details or {}
        url = running.get("url")
        if running.get("code") == code and _answers(url, health_path):
            return url
        program.stop()
        port = free_port(first_port)
        url = f"http://{LOOPBACK}:{port}"
        say(f"Starting {program.name} on {url} …")
        program.start(
            command(port),
            {"url": url, "code": code},
            cwd=REPO,
            env=self._environment.variables(),
        )
        program.wait_until(lambda: _answers(url, health_path), _START_SECONDS)
        return url


def _answers(url, path):
    try:
        with _LOCAL.open(url + path, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, http.client.HTTPException, OSError):
        return False
