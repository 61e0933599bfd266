# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Folders that are either whole or absent, however the building of them ended."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from .console import Failure


def is_complete(folder):
    """Whether an earlier run finished building `folder`."""
    return folder.is_symlink() and folder.is_dir()


@contextmanager
def building(folder, needs_mib):
    """Give an empty folder to fill, which is known as `folder` when the block ends.

    It has a name of its own, so that nothing an interrupted run left at work gets
    into it, and stays where it is, because a virtual environment cannot be moved:
    `folder` becomes a link to it. `needs_mib` is the room that it takes when filled.
    """
    _check_room(folder.parent, needs_mib)
    place = _new_place(folder)
    yield place
    link = place.with_name(f"{place.name}.link")
    link.symlink_to(place.name)
    link.replace(folder)


@contextmanager
def scratch(folder):
    """An empty folder like `folder` for the length of the block."""
    place = _new_place(folder)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _new_place(folder):
    """A new folder named after `folder`; those that runs were killed in are removed."""
    for left in folder.parent.glob(f"{folder.name}.*"):
        if left.is_symlink():
            left.unlink()
        else:
            shutil.rmtree(left, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    place.chmod(0o755)
    return place


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
