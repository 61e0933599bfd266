# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A company connected to QuickBooks Desktop, its Web Connector, and breakdowns.

A session of the Web Connector consists of numbered calls; at each of them something
may break. Whatever it is: the next session repairs it, without anybody's help.
"""

from dataclasses import dataclass

from passlib.context import CryptContext

from benchmarks.connecting import map_defaults
from benchmarks.places import another_environment
from quickbooks_simulator.desktop import CompanyFile, WebConnector

from . import desktop_ledger
from .books import assert_same, book_payments, pay, post_documents
from .ledger import number_there

PASSWORD = "dissemble-lattice-42"
_PAID = ("out_invoice", "in_invoice")
_TYPES = (*_PAID, "out_refund", "in_refund")
KINDS = ("lost_answer", "lost_request", "duplicate", "killed_before", "killed_after")


@dataclass(frozen=True)
class Breakdown:
    """Something that breaks at a call of a session, counted from 1.

    :ivar kind: `lost_request` and `lost_answer` on the way, `duplicate` for a call that
        arrives twice; `killed_before` and `killed_after` for a server that is killed
        before it commits, and after that, but before it has answered
    """

    kind: str
    call: int

    def __str__(self):
        return f"{self.kind} at call {self.call}"

    @property
    def death(self):
        """When the server is killed; empty where it is not."""
        if not self.kind.startswith("killed"):
            return {}
        return {"call": self.call, "commit": self.kind == "killed_before"}


class Office:
    """The company, the Web Connector in its office, and the server far away.

    :param database: with the addon; Odoo has been loaded on it in this process
    :param server: `processes.WebServer` of that database
    :param folder: where the company file of QuickBooks is made
    """

    def __init__(self, database, server, folder):
        self.database = database
        self.server = server
        self.file = folder / "company.sqlite"
        self.company_file = CompanyFile(self.file)
        configuration = folder / "odoo.qwc"
        with self.env() as env:
            configuration.write_bytes(self._prepare(env))
        self.connector = WebConnector.from_qwc(
            configuration, PASSWORD, self.company_file
        )

    def env(self):
        """Odoo's environment, with a cursor of its own that may commit."""
        return another_environment(self.database)

    def _prepare(self, env):
        """Connect as a user does; return the configuration for the Web Connector."""
        env["ir.config_parameter"].set_param("web.base.url", self.server.url)
        wizard = env["quickbooks.connect"].create(
            {
                "provider": "desktop",
                "chosen_year": str(self.company_file.profile.year),
                "has_quickbooks": True,
                "has_connector": True,
            }
        )
        wizard.action_prepare_desktop()
        # One that is checked at once: there are many sessions to come.
        crypt = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=1)
        wizard.connection_id.sudo().qb_password_hash = crypt.hash(PASSWORD)
        book_payments(env)
        env.cr.commit()
        return wizard.connection_id._qwc_file()

    def map_defaults(self):
        """As a bookkeeper does after the first session."""
        with self.env() as env:
            map_defaults(env["quickbooks.connection"].search([]))
            env.cr.commit()

    # -- sessions ----------------------------------------------------------------------

    def session(self, breakdown=None):
        """One session, in which something may break; returns what came of it."""
        self.connector.mishaps.clear()
        death = breakdown.death if breakdown else {}
        if breakdown and not death:
            self.connector.fail(breakdown.kind, call=breakdown.call)
        self.server.serve(**death)
        return self.connector.run()

    def repair(self):
        """The next session, after which nothing may be left to do."""
        outcome = self.session()
        assert outcome.outcome in ("done", "no work"), outcome.error
        with self.env() as env:
            left = env["quickbooks.job"].search([("state", "!=", "done")])
            told = [(job.display_name, job.state, job.problem_text) for job in left]
            assert not left, f"left after {outcome.methods}: {told}"

    # -- documents ---------------------------------------------------------------------

    def work(self, random, documents):
        """Documents of new customers and carriers, many of them paid.

        The types take turns, so that as many documents take as many calls.

        :return: what `assert_same_books` compares
        """
        # QuickBooks tells moments by the second.
        since = self.company_file.clock.advance(seconds=1)
        with self.env() as env:
            parties = -(-documents // 4)
            moves = post_documents(env, random, documents, parties, _TYPES)
            paid = moves.filtered(lambda move: move.move_type in _PAID)
            pay(env, paid[: documents // 2])
            return since.isoformat(timespec="seconds"), moves.ids

    def assert_same_books(self, since=None, ids=None):
        """Both sides agree to the cent, on these documents or on all there are.

        :param since: when they were made, and
        :param ids: which ones they are in Odoo, as `work` tells them
        """
        with self.env() as env:
            connection = env["quickbooks.connection"].search([])
            suffixes = (connection.customer_suffix, connection.vendor_suffix)
            documents, parties = desktop_ledger.news(self.company_file, suffixes, since)
            moves = ids and env["account.move"].browse(ids)
            assert_same(env, documents, parties, moves, number=number_there)
