# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo 19.0: the Debian package, or a checkout that ODOO_SRC names."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from . import debian
from .console import Failure, say
from .folders import building, is_complete
from .layout import CACHE, key_of

SERIES = "19.0"
_SUITE = "sid"
_PACKAGES = (
    "odoo-19",
    # Odoo's package links to these instead of carrying them.
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
# Odoo draws its icons with Font Awesome 4.7, which sid no longer has.
_OWN_PACKAGES = ("fonts-font-awesome",)
_PYTHON_PATH = "usr/lib/python3/dist-packages"
# The web client asks for this file, which Debian leaves out as not free; without it
# every browser test ends on a console error.
_LEFT_OUT = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class OdooSource:
    """An Odoo to run."""

    python_path: Path
    """The folder to import `odoo` from."""
    program: Path
    """The command line's start script."""
    addons: tuple[Path, ...]
    """Addons folders that Odoo does not find by itself."""
    identity: str
    """Changes when it is another Odoo."""


def odoo_source():
    """The Odoo to use; the Debian package is fetched unless that was done before."""
    chosen = os.environ.get("ODOO_SRC")
    if chosen:
        return _checkout(Path(chosen).expanduser().resolve())
    folder = CACHE / f"odoo-{key_of(_SUITE, *_PACKAGES, *_OWN_PACKAGES)}"
    if not is_complete(folder):
        say("Unpacking Odoo 19 from Debian (130 MB to download, about a minute) …")
        with building(folder, needs_mib=1800) as place:
            debian.unpack(place, _SUITE, _PACKAGES, _OWN_PACKAGES)
            _check_series(place / _PYTHON_PATH)
            left_out = place / _PYTHON_PATH / _LEFT_OUT
            left_out.parent.mkdir(parents=True, exist_ok=True)
            left_out.write_text("// Not in Debian: the video background blur.\n")
    program = folder / "usr/bin/odoo"
    return OdooSource(folder / _PYTHON_PATH, program, (), folder.name)


def _checkout(folder):
    if not (folder / "odoo-bin").is_file():
        raise Failure(f"ODOO_SRC={folder} is no checkout of Odoo: it has no odoo-bin.")
    _check_series(folder)
    return OdooSource(folder, folder / "odoo-bin", (folder / "addons",), str(folder))


def _check_series(python_path):
    release = python_path / "odoo" / "release.py"
    text = release.read_text() if release.is_file() else ""
    found = re.search(r"^version_info = \('?(.+?)'?, *(\d+),", text, re.MULTILINE)
    series = ".".join(found.groups()) if found else "of unknown version"
    if series != SERIES:
        raise Failure(
            f"the Odoo in {python_path} is {series}, and {SERIES} is needed: "
            f"point ODOO_SRC at a checkout of Odoo {SERIES}."
        )
