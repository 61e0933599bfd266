# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One setup at a time on one machine."""

import fcntl
from contextlib import contextmanager

from .console import say
from .folders import make_writable


@contextmanager
def locked(path, doing):
    """Hold the lock file `path`; wait, and say so, while another process has it.

    The kernel drops the lock with the process, so a killed run leaves none behind.
    """
    make_writable(path.parent)
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Waiting for another run to finish {doing} …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
