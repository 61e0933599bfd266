# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Running other programs, with one readable sentence when they fail."""

import ctypes
import shutil
import signal
import subprocess

from .console import Failure

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def die_with_parent():
    """For `preexec_fn`: the kernel ends the new process when its parent ends.

    So a killed run leaves nobody behind who goes on filling a folder that the next
    run begins anew.
    """
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def require(program, advice):
    """Refuse to go on without `program`; `advice` says how to get it."""
    if shutil.which(program) is None:
        raise Failure(f"{program} is missing: {advice}")


def run_logged(command, log, doing, *, advice="", **options):
    """Run `command` with all its output in the file `log`.

    Raises Failure naming `doing`, the last line of the output and the log file.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        status = subprocess.run(
            command,
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent,
            check=False,
            **options,
        ).returncode
    if status:
        lines = log.read_text(errors="replace").strip().splitlines()
        last = lines[-1].strip() if lines else f"exit status {status}"
        raise Failure(
            f"{doing} failed ({last}); {advice}everything it said is in {log}."
        )


def output_of(command, **options):
    """What `command` prints, as text; raises Failure when it fails."""
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, **options
    )
    if done.returncode:
        raise Failure(f"{' '.join(map(str, command))} failed: {done.stderr.strip()}")
    return done.stdout
