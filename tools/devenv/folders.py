# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Folders that are either whole or absent, however the building of them ended."""

import shutil
import tempfile
from contextlib import contextmanager

from .console import Failure

STAMP = ".complete"


def is_complete(folder):
    """Whether an earlier run finished building `folder`."""
    return (folder / STAMP).is_file()


@contextmanager
def building(folder, needs_mib):
    """Give an empty `folder` to fill; it counts as built only when the block ends.

    The folder is filled in place, because a virtual environment cannot be moved; the
    stamp, written last, is what makes it count. What an interrupted run left behind
    is thrown away first. `needs_mib` is the room that the finished folder takes.
    """
    _check_room(folder.parent, needs_mib)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield folder
    (folder / STAMP).touch()


def make_writable(folder):
    """Make sure that `folder` exists and can be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Failure(
            f"{folder} cannot be written to ({error.strerror}): "
            "set TMS_QUICKBOOKS_CACHE to a folder that you can write to."
        ) from error


def _check_room(parent, needs_mib):
    make_writable(parent)
    free_mib = shutil.disk_usage(parent).free >> 20
    if free_mib < needs_mib:
        raise Failure(
            f"{parent} has {free_mib} MiB free and {needs_mib} are needed: free some "
            "room, or set TMS_QUICKBOOKS_CACHE to a folder on another disk."
        )
