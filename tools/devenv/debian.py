# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Debian packages unpacked into a folder: no root, nothing installed."""

import os

from .commands import output_of, require, run_logged
from .console import Failure
from .folders import scratch
from .layout import CACHE

OWN_SOURCE = "point ODOO_SRC at a checkout of Odoo 19.0 instead"
_KEYRING = "usr/share/keyrings/debian-archive-keyring.gpg"
# How apt says it when it verifies with gpgv, and with sqv (Debian 13).
_UNKNOWN_KEY = ("NO_PUBKEY", "Missing key")
_LOG = CACHE / "log" / "debian.log"


def unpack(folder, suite, packages, own_packages):
    """Unpack packages of `suite`, and some of this machine's own release, in `folder`.

    The mirror is the one that this machine's apt uses. apt checks every signature;
    where `suite` is signed by a key younger than this machine's keyring, the keyring
    package of the machine's own release, signed by a key that it does have, is asked
    for the younger one. Nothing unsigned is ever taken.
    """
    for program in ("apt-get", "dpkg-deb"):
        require(program, f"use a Debian machine, or {OWN_SOURCE}.")
    with scratch(CACHE / "download") as place:
        own = _Archive(place / "own")
        # Some other source of this machine may be out of order; that is no matter.
        own.update()
        own.download(own_packages, folder)
        mirror = own.mirror()
        try:
            other = _Archive(place / "suite", (mirror, suite, f"/{_KEYRING}"))
            other.update("--error-on=any")
        except _UnknownKey:
            own.download(["debian-archive-keyring"], place)
            other = _Archive(place / "again", (mirror, suite, place / _KEYRING))
            other.update("--error-on=any")
        other.download(packages, folder)


class _UnknownKey(Failure):
    """The archive is signed by a key that the keyring in use does not hold."""


class _Archive:
    """apt with lists and a cache of its own; with this machine's sources, or another.

    `source` is (mirror, suite, keyring), or None for this machine's own sources.
    """

    def __init__(self, folder, source=None):
        self.debs = folder / "debs"
        options = {
            "Dir::State::lists": folder / "lists",
            "Dir::Cache": folder / "cache",
        }
        for path in (self.debs, folder / "lists/partial", folder / "cache/archives"):
            path.mkdir(parents=True)
        if source:
            mirror, suite, keyring = source
            listed = folder / "suite.sources"
            listed.write_text(
                f"Types: deb\nURIs: {mirror}\nSuites: {suite}\nComponents: main\n"
                f"Signed-By: {keyring}\n"
            )
            options["Dir::Etc::sourcelist"] = listed
            options["Dir::Etc::sourceparts"] = "/dev/null"
        self._apt = ["apt-get", "-q", "-o", "Acquire::Retries=3"]
        for name, value in options.items():
            self._apt += ["-o", f"{name}={value}"]

    def update(self, *options):
        """Fetch the package lists; raises Failure, _UnknownKey when unverifiable."""
        try:
            self._run("update", *options)
        except Failure as failure:
            said = _LOG.read_text(errors="replace")
            if any(words in said for words in _UNKNOWN_KEY):
                raise _UnknownKey(
                    "the Debian archive is signed by a key that this machine does not "
                    f"know: upgrade debian-archive-keyring, or {OWN_SOURCE}."
                ) from failure
            raise

    def mirror(self):
        """Address of the Debian archive that these sources use."""
        listed = output_of([*self._apt, "indextargets", "--format", "$(LABEL)|$(SITE)"])
        for line in listed.splitlines():
            label, _, site = line.partition("|")
            if label == "Debian":
                return site
        raise Failure(f"this machine's apt knows no Debian archive: {OWN_SOURCE}.")

    def download(self, packages, folder):
        """Fetch `packages` and unpack them in `folder`."""
        self._run("download", *packages)
        for deb in sorted(self.debs.iterdir()):
            run_logged(["dpkg-deb", "-x", deb, folder], _LOG, f"Unpacking {deb.name}")
            deb.unlink()

    def _run(self, *arguments):
        run_logged(
            [*self._apt, *arguments],
            _LOG,
            f"Getting packages from Debian (apt-get {arguments[0]})",
            advice=f"check the network and /etc/apt/sources.list, or {OWN_SOURCE}; ",
            cwd=self.debs,
            env={**os.environ, "LC_ALL": "C"},
        )
