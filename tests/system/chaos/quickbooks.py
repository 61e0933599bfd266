# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""QuickBooks in a process that is killed and comes back with its books."""

import subprocess
import sys
from urllib.parse import urlsplit

from benchmarks.places import REPO

from ..processes import Simulator

_SECONDS = 10


class RestartingSimulator(Simulator):
    """The simulator; use it as a context manager."""

    def __init__(self, folder):
        super().__init__("", folder / "quickbooks.sqlite")
        self._process = None

    def start(self):
        """Serve, at the same address as before."""
        command = [sys.executable, "-m", "quickbooks_simulator", "online"]
        command += ["--port", str(urlsplit(self.url).port or 0), "--no-limits"]
        self._process = subprocess.Popen(
            [*command, "--state", self.state],
            cwd=REPO,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self._process.stdout.readline().split()[-1]
        self._control("rotation", {"always": True})

    def restart(self):
        """It is killed, whatever it is doing, and started anew."""
        self._process.kill()
        self._process.wait(_SECONDS)
        self._process.stdout.close()
        self.start()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_exception):
        self._process.kill()
        self._process.wait(_SECONDS)
        self._process.stdout.close()

    def happened(self, ordered):
        """How often each failure that was ordered has happened; the rest is off.

        :param ordered: as `fail` takes them
        :return: ``{kind: times}``
        """
        left = {}
        for mishap in self._control("mishaps")["waiting"]:
            left[mishap["kind"]] = left.get(mishap["kind"], 0) + mishap["times"]
        found = {}
        for mishap in ordered:
            found[mishap["kind"]] = found.get(mishap["kind"], 0) + mishap["times"]
        self._forget_failures()
        return {kind: times - left.get(kind, 0) for kind, times in found.items()}

    def _forget_failures(self):
        self._control("mishaps", method="DELETE")
