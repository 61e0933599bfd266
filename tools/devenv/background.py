# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A program that goes on in the background, found again by a later run.

A process id alone says little: it may be another program's by now. The record of a
program therefore holds its time of birth too, and only a process with both is ours.
"""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

from .console import Failure, say

_STAT = "/proc/{}/stat"
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_STOP_SECONDS = 30


def birth_of(pid):
    """When process `pid` began, as a text no other process ever has; None: no such.

    A zombie, which only waits for its parent, is no process any more.
    """
    try:
        stat = Path(_STAT.format(pid)).read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The second field is the program's name in parentheses, which may hold anything.
    fields = stat.rpartition(")")[2].split()
    state, start_ticks = fields[0], fields[19]
    return None if state in "ZX" else f"{_BOOT.read_text().strip()}:{start_ticks}"


class BackgroundProgram:
    """One program with its record in `folder`."""

    def __init__(self, name, folder):
        self.name = name
        self._record = folder / f"{name}.json"
        self.log = folder / "log" / f"{name}.log"

    @property
    def details(self):
        """What `start` was told about the running program; None when not running."""
        record = self._read()
        return record and record["details"]

    def start(self, command, details, **options):
        """Start `command`, which must not be running, and record it with `details`.

        The new process writes the record itself before it becomes the program, so
        that no moment exists in which it runs unrecorded.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)

        def write_record():
            record = {
                "pid": os.getpid(),
                "birth": birth_of(os.getpid()),
                "details": details,
            }
            beside = self._record.with_suffix(".new")
            beside.write_text(json.dumps(record))
            beside.replace(self._record)

        with self.log.open("ab") as log:
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=write_record,
                **options,
            )

    def wait_until(self, is_ready, seconds):
        """Wait until `is_ready()`; raises Failure when the program ends before that,
        or is not ready within `seconds`."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            if self._read() is None:
                raise Failure(f"{self.name} ended at once; {self.log} says why.")
            if time.monotonic() > deadline:
                raise Failure(
                    f"{self.name} did not answer within {seconds} seconds; "
                    f"{self.log} says what it does."
                )
            time.sleep(0.2)

    def stop(self):
        """End the program if it runs, and no other one; returns whether it ran."""
        record = self._read()
        if record:
            say(f"Stopping {self.name} …")
            deadline = time.monotonic() + _STOP_SECONDS
            os.kill(record["pid"], signal.SIGTERM)
            while self._read():
                if time.monotonic() > deadline:
                    os.kill(record["pid"], signal.SIGKILL)
                time.sleep(0.1)
        self._record.unlink(missing_ok=True)
        return bool(record)

    def _read(self):
        """The record of the program if it is running, else None."""
        try:
            record = json.loads(self._record.read_text())
        except FileNotFoundError:
            return None
        return record if birth_of(record["pid"]) == record["birth"] else None
