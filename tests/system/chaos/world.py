# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Three companies, each with a QuickBooks company of its own, and their workers."""

from contextlib import contextmanager
from dataclasses import dataclass, field

# Sets Odoo up; what is imported from it after this relies on that.
import odoo.init  # noqa: F401
from odoo import Command, sql_db
from odoo.modules.registry import Registry

from benchmarks.connecting import connect
from benchmarks.places import another_environment, odoo_environment
from quickbooks_simulator.online import LONE_STAR, MAPLE, PRAIRIE

from ..books import book_payments
from ..ledger import Books
from ..processes import pass_time
from .deeds import FEES
from .plan import HOUSE

_FIRST_DAY = "2026-11-01"
# What each company's taxes are, in percent.
_TAXES = {"lone_star": {"sale": 8.25}, "maple": {"sale": 13, "purchase": 13}}
# How QuickBooks tells that something has changed, and what becomes of an edit.
_VERIFIER = "the token that its calls are signed with"
_FORMATS = {"lone_star": "legacy", "prairie": "cloudevents", "maple": "cloudevents"}
_EDITED_THERE = {"lone_star": "theirs", "prairie": "ask", "maple": "theirs"}


@contextmanager
def loaded(database):
    """Odoo is loaded in this process; nothing stays connected to this database after
    it."""
    try:
        with odoo_environment(database):
            pass
        yield
    finally:
        # The next database of this name may have other modules.
        Registry.delete(database)
        sql_db.close_db(database)


@dataclass
class Company:
    """A company in Odoo, its connection, and its books in QuickBooks."""

    name: str
    realm: str
    id: int
    connection_id: int
    books: Books
    taxes: dict[str, int] = field(default_factory=dict)
    """The tax of a `sale` and of a `purchase`."""
    currencies: tuple[int, ...] = ()
    """Parties are kept in one of these, in turn."""


class World:
    """All that a round takes place in.

    :param workers: `processes.Workers`
    :param cluster: the database server, where it is one that may crash
    :param sabotage: a fault that its workers have
    """

    def __init__(self, database, simulator, workers, cluster=None, sabotage=None):
        self.simulator = simulator
        self.web = None
        self.cluster = cluster
        self.companies = {}
        self._database = database
        self._workers = workers
        self._sabotage = sabotage

    def env(self):
        """Odoo's environment, with a cursor of its own that may commit."""
        return another_environment(self._database)

    # -- what there is from the beginning ------------------------------------------

    def prepare(self):
        """Make the companies, connect them, and make the house's parties."""
        with self.env() as env:
            us_dollar, canadian = env.ref("base.USD"), env.ref("base.CAD")
            canadian.active = True
            self._open(env, "lone_star", LONE_STAR, env.company, us_dollar)
            prairie = self._company(env, "Prairie Brokerage", "base.us", us_dollar)
            self._open(env, "prairie", PRAIRIE, prairie, us_dollar)
            maple = self._company(env, "Maple Haulage", "base.ca", canadian)
            env["res.currency.rate"].create(
                {
                    "currency_id": us_dollar.id,
                    "company_id": maple.id,
                    "name": _FIRST_DAY,
                    "inverse_company_rate": 1.3642,
                }
            )
            self._open(env, "maple", MAPLE, maple, canadian, us_dollar)
            env["res.partner"].create([self.party(0, key) for key in range(-HOUSE, 0)])
            env.cr.commit()

    def open_to(self, web):
        """Let QuickBooks call this web server.

        :param web: `processes.WebServer`, of a database that is prepared
        """
        self.web = web
        web.serve()
        for name, company in self.companies.items():
            url = f"{web.url}/quickbooks/webhook"
            self.simulator.tell(company.realm, url, _VERIFIER, _FORMATS[name])

    @staticmethod
    def _company(env, name, country, currency):
        company = env["res.company"].create(
            {
                "name": name,
                "country_id": env.ref(country).id,
                "currency_id": currency.id,
            }
        )
        env["account.chart.template"].try_loading("generic_coa", company, False)
        company.currency_id = currency  # the chart of accounts brings its own
        env.user.company_ids += company
        return company

    def _open(self, env, name, realm, company, *currencies):
        env = env(context={"allowed_company_ids": company.ids})
        connection = connect(env, self.simulator, realm)
        connection.file_push = "auto"
        connection.verifier_token = _VERIFIER
        connection.edited_there = _EDITED_THERE[name]
        self._map(connection, "deposit", "Account", "Operating Checking")
        fees = f"account.account,{self._fees(env)}"
        self._map(connection, "expense", "Account", "Office Expenses", fees)
        if name != "prairie":  # which books payments when the bank confirms them
            book_payments(env)
        taxes = {
            use: self._tax(env, use, percent)
            for use, percent in _TAXES.get(name, {}).items()
        }
        if realm == MAPLE:  # outside the United States each line has a code
            self._map(connection, "tax", "TaxCode", "Zero-rated")
            for tax_id in taxes.values():
                source = f"account.tax,{tax_id}"
                self._map(connection, "tax", "TaxCode", "HST ON", source)
        suffixes = (connection.customer_suffix, connection.vendor_suffix)
        self.companies[name] = Company(
            name,
            realm,
            company.id,
            connection.id,
            Books(self.simulator, realm, suffixes),
            taxes,
            tuple(currency.id for currency in currencies),
        )

    @staticmethod
    def _map(connection, kind, object_type, name, source=False):
        target = connection.object_ids.filtered(
            lambda found: (found.type, found.name) == (object_type, name)
        )
        values = {
            "connection_id": connection.id,
            "kind": kind,
            "source": source,
        }
        # What is in use is listed already, and mapped to nothing yet.
        mapping = connection.env["quickbooks.mapping"].search(
            [(name, "=", value) for name, value in values.items()]
        ) or connection.env["quickbooks.mapping"].create(values)
        mapping.object_id = target

    @staticmethod
    def _fees(env):
        values = {"name": FEES, "code": "619999", "account_type": "expense"}
        company = {"company_ids": [Command.set(env.company.ids)]}
        return env["account.account"].create(values | company).id

    @staticmethod
    def _tax(env, use, percent):
        return (
            env["account.tax"]
            .create(
                {
                    "name": f"{percent} % on a {use}",
                    "type_tax_use": use,
                    "amount": percent,
                    "company_id": env.company.id,
                }
            )
            .id
        )

    @staticmethod
    def party(number, key):
        """Values of the round's new party, or of one of the house (below 0)."""
        name = f"House {-key:02d}" if key < 0 else f"Party {number:04d}-{key:02d}"
        return {"name": name, "is_company": True}

    # -- documents -----------------------------------------------------------------

    def document(self, number, key, document, partner_id):
        """Values of a document of a round."""
        company = self.companies[document.company]
        return {
            "move_type": document.move_type,
            "company_id": company.id,
            "partner_id": partner_id,
            "currency_id": company.currencies[document.party % len(company.currencies)],
            "invoice_date": f"2026-11-{document.day:02d}",
            "ref": f"R{number:04d}-{key:02d}",
            "invoice_line_ids": [
                Command.create(self.line(company, document.move_type, line))
                for line in document.lines
            ],
        }

    @staticmethod
    def file(number, key, document, move_id):
        """Values of a file of a document of a round."""
        what = "POD" if document.move_type == "out_invoice" else "Carrier Invoice"
        name = f"{what} R{number:04d}-{key:02d}.pdf"
        return {
            "name": name,
            "res_model": "account.move",
            "res_id": move_id,
            "raw": f"content of {name}".encode(),
        }

    @staticmethod
    def line(company, move_type, line):
        """Values of a line."""
        use = "sale" if move_type.startswith("out") else "purchase"
        taxes = [company.taxes[use]] if line.taxed else []
        return {
            "name": "Linehaul",
            "price_unit": line.price / 100,
            "tms_factor": line.factor,
            "discount": line.discount,
            "tax_ids": [Command.set(taxes)],
        }

    def forget(self):
        """All that is in QuickBooks is to be compared once more."""
        for company in self.companies.values():
            company.books.forget()

    # -- workers and time ----------------------------------------------------------

    def start(self, company, **order):
        """Start a worker of a company; return its process id."""
        order["connection"] = self.companies[company].connection_id
        if self._sabotage:
            order["sabotage"] = self._sabotage
        return self._workers.start(**order)

    def wait(self, pid):
        """How a worker has ended."""
        return self._workers.wait(pid)

    def pass_time(self, seconds):
        """Time passes everywhere; below 0 Odoo's clock is put back."""
        with self.env() as env:
            pass_time(env, seconds, self.simulator)

    def crash_database(self):
        """It ends at once, and comes back with what was committed."""
        self.cluster.crash()
        sql_db.close_all()  # this process's own connections are gone as well

    def cut_connections(self):
        """Cut everybody off from the database, which goes on."""
        with self.env() as env:
            env.cr.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid != pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
        sql_db.close_db(self._database)
