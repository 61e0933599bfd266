# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One session of the Web Connector, broken in every way at every call.

Each round begins with the same documents in Odoo and the same company file, breaks the
session once, lets the next session repair it, and compares both sides' books.
"""

import shutil
import subprocess
import time
from itertools import product
from random import Random

from odoo import sql_db

from quickbooks_simulator.desktop import CompanyFile

from ..desktop import KINDS, Breakdown, Office
from ..processes import web_server
from .world import loaded

_BEFORE = "{}_before"
_LONGEST = 1000


def run(database, folder, options):
    """Break the session; returns the exit status.

    :param database: one with the addon and nothing in it
    """
    started = time.monotonic()
    with web_server(database) as server, loaded(database):
        office = Office(database, server, folder)
        assert office.session().outcome == "done"
        office.map_defaults()
        office.work(Random(options.seed), options.documents)
        beginning = _Beginning(office)
        whole = office.session()
        office.assert_same_books()
        rounds = [Breakdown(*each) for each in _rounds(whole.methods)]
        chosen = rounds[: options.rounds]
        if options.only:
            chosen = [rounds[options.only - 1]]
        print(f"{options.documents} documents: {len(whole.methods)} calls", flush=True)
        wrong = 0
        for breakdown in chosen:
            beginning.restore()
            finding = _play(office, breakdown)
            wrong += bool(finding)
            seconds = time.monotonic() - started
            number = rounds.index(breakdown) + 1
            print(
                f"[{seconds:4.0f} s] round {number:3}: {breakdown}:"
                f" {finding or 'repaired'}",
                flush=True,
            )
    print(f"{len(chosen)} rounds, {wrong} of them went wrong.")
    return 1 if wrong else 0


def _rounds(methods):
    return product(KINDS, range(1, len(methods) + 1))


def _play(office, breakdown):
    """One round; what went wrong, if anything did."""
    outcome = office.session(breakdown)
    if breakdown.kind != "duplicate" and outcome.outcome != "broken":
        return "nothing broke"
    try:
        office.repair()
        office.assert_same_books()
    except AssertionError as error:
        return f"{error}"[:_LONGEST]
    return ""


class _Beginning:
    """Both sides as they are now, to begin with again and again."""

    def __init__(self, office):
        self._office = office
        self._database = office.database
        self._before = _BEFORE.format(office.database)
        self._file = office.file.with_suffix(".before")
        self._let_go()
        shutil.copy(office.file, self._file)
        self._copy(self._database, self._before)
        self._open()

    def restore(self):
        """Put them back."""
        self._let_go()
        shutil.copy(self._file, self._office.file)
        subprocess.run(["dropdb", self._database], check=True)
        self._copy(self._before, self._database)
        self._open()

    def _let_go(self):
        self._office.server.stop()
        self._office.company_file.close()
        sql_db.close_db(self._database)

    def _open(self):
        self._office.company_file = CompanyFile(self._office.file)
        self._office.connector.company = self._office.company_file
        with self._office.env() as env:
            # A copy would leave QuickBooks alone; this one stands for the original.
            connection = env["quickbooks.connection"].search([])
            connection.database_mark = connection._database_mark()
            env.cr.commit()

    @staticmethod
    def _copy(source, target):
        # File by file, which is the quicker way for a whole database in memory.
        subprocess.run(
            ["createdb", "-S", "file_copy", "-T", source, target], check=True
        )
