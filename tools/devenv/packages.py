# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Python packages: the virtual environment, and the transport addons of OCA."""

import importlib.util
import sys

from .commands import run_logged
from .console import Failure, say
from .folders import building, is_complete
from .layout import ADDONS_LOCK_FILE, CACHE, LOCK_FILE, key_of

_PYTHONS = ((3, 11), (3, 13))
_ADVICE = "check the network and that pip can reach its package index; "
_VERSION = "{}.{}".format(*sys.version_info)


def venv_folder():
    """Where the virtual environment is, or will be."""
    return CACHE / f"venv-{_VERSION}-{key_of(LOCK_FILE)}"


def virtual_environment():
    """Folder of the virtual environment with the locked packages."""
    folder = venv_folder()
    # A link to an interpreter that was uninstalled counts as no environment.
    if not (is_complete(folder) and (folder / "bin/python").exists()):
        _check_interpreter()
        say("Installing the Python packages (about a minute) …")
        log = CACHE / "log" / "venv.log"
        with building(folder, needs_mib=1200) as place:
            command = [sys.executable, "-m", "venv", place]
            run_logged(command, log, "Making the virtual environment")
            _pip_install(place / "bin/python", LOCK_FILE, log)
    return folder


def transport_addons(python):
    """The addons folder with OCA's transport addons, installed by pip of `python`."""
    folder = CACHE / f"addons-{key_of(ADDONS_LOCK_FILE)}"
    if not is_complete(folder):
        say("Getting the transport addons …")
        with building(folder, needs_mib=20) as place:
            # They depend on a distribution named odoo that no index carries.
            _pip_install(
                python,
                ADDONS_LOCK_FILE,
                CACHE / "log" / "addons.log",
                *("--no-deps", "--target", place),
            )
    return folder / "odoo" / "addons"


def _pip_install(python, lock_file, log, *options):
    command = [python, "-m", "pip", "install", "--require-hashes", *options]
    run_logged(
        [*command, "-r", lock_file], log, f"Installing {lock_file.name}", advice=_ADVICE
    )


def _check_interpreter():
    oldest, newest = _PYTHONS
    if not oldest <= sys.version_info[:2] <= newest:
        raise Failure(
            f"this is Python {_VERSION}, and Odoo 19 with its packages needs 3.11, "
            "3.12 or 3.13: install one and name it (make PYTHON=python3.12 …)."
        )
    if not importlib.util.find_spec("ensurepip"):
        raise Failure(
            "this Python cannot make virtual environments: install python3-venv "
            "(apt-get install python3-venv)."
        )
