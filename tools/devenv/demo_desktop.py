# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A company of the demo that keeps its books in QuickBooks Desktop."""

import datetime
import json
import subprocess

from .console import Failure, say
from .demo_connection import map_defaults
from .demo_load import book_a_load, print_documents, wait_until_synced
from .layout import REPO, SIMULATOR, key_of
from .services import SIMULATOR_STATE

_CONNECTION = "quickbooks.connection"
# Any Web Connector may come to the first, with a company file of its own; the second is
# that of the simulator alone.
_OPEN_COMPANY, _DEMO_COMPANY = "High Plains Drayage", "Palo Duro Transfer"
# A company file that a simulator with other tables kept cannot be read by this one.
_TABLES = key_of(SIMULATOR / "desktop" / "schema.sql")
_FOLDER = SIMULATOR_STATE.parent


def ensure_desktop(odoo, urls, environment):
    """Prepare a company for any Web Connector, once, and have documents wait in it.

    :return: ``{"url", "user", "password"}``
    """
    with _Books(odoo, urls, environment, _OPEN_COMPANY) as books:
        if not odoo.find("quickbooks.job", books.waiting()):
            book_a_load(odoo)
        books.welcome_anybody()
        return books.connector()


def send_a_load(odoo, urls, environment):
    """Make a load; have the Web Connector carry it over; print what happened."""
    with _Books(odoo, urls, environment, _DEMO_COMPANY) as books:
        load, moves = book_a_load(odoo)
        odoo.call("tms.order", "action_qb_send", [load])
        _print_status(odoo, load)
        say("Running the Web Connector once …")
        print(books.update().rstrip())
        wait_until_synced(odoo, load)
        _print_status(odoo, load)
        print_documents(odoo, load, moves)
    sign_in = f"{urls['login']} / {urls['password']}"
    print(f"Open     {urls['odoo']}/odoo/tms.order/{load} ({sign_in}),")
    print(f"         company {_DEMO_COMPANY}")


class _Books:
    """A company of Odoo's with its books in QuickBooks Desktop; inside `with` the user
    works in it, and in no other."""

    def __init__(self, odoo, urls, environment, name):
        self._odoo = odoo
        self._url = f"{urls['odoo']}/quickbooks/webconnector"
        self._environment = environment
        self._name = name
        key = name.split()[0].lower()
        self._file = _FOLDER / f"desktop-{key}-{_TABLES}.sqlite"
        # The password is shown once; the demo's lies here, for its user alone.
        self._password = _FOLDER / f"web-connector-{key}.json"

    def __enter__(self):
        country = self._odoo.find("res.country", [("code", "=", "US")])
        values = {"name": self._name, "country_id": country}
        company = self._odoo.ensure("res.company", values)
        user = self._odoo.find("res.users", [("login", "=", "admin")])
        self._odoo.call("res.users", "write", [user], {"company_ids": [(4, company)]})
        self._odoo.context = {"allowed_company_ids": [company]}
        if not self._odoo.find("stock.warehouse", [("company_id", "=", company)]):
            say(f"Setting up {self._name} …")
            _set_up_books(self._odoo, company, self._name)
        connection = self._odoo.find(_CONNECTION, [("provider", "=", "desktop")])
        self._connection = connection or _connect(self._odoo, self._name)
        if not self._is_ready():
            say("Letting the Web Connector of QuickBooks Desktop in …")
            self.update()
            map_defaults(self._odoo, self._connection)
        return self

    def __exit__(self, *_error):
        self._odoo.context = {}

    def connector(self):
        """What its Web Connector needs."""
        known = {}
        if self._password.exists():
            known = json.loads(self._password.read_text())
        if known.get("connection") != self._connection:
            renew = (_CONNECTION, "action_renew_password", [self._connection])
            known = {
                "connection": self._connection,
                "password": self._odoo.call(*renew),
            }
            self._password.touch(mode=0o600)
            self._password.write_text(json.dumps(known))
        [row] = self._odoo.read(_CONNECTION, [self._connection], "qb_user")
        return {
            "url": self._url,
            "user": row["qb_user"],
            "password": known["password"],
        }

    def update(self):
        """One run of the simulated Web Connector; returns what it has printed."""
        command = [self._environment.python, "-m", "quickbooks_simulator", "desktop"]
        for name, value in self.connector().items():
            command += [f"--{name}", value]
        command += ["--state", self._file, "--once"]
        done = subprocess.run(
            [str(part) for part in command],
            cwd=REPO,
            env=self._environment.variables(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Failure(f"the Web Connector did not succeed:\n{done.stdout}")
        return done.stdout

    def waiting(self):
        """The condition for what is still to be fetched."""
        return [("connection_id", "=", self._connection), ("state", "=", "pending")]

    def welcome_anybody(self):
        """Let the company file of any Web Connector in."""
        connection = self._connection
        [row] = self._odoo.read(_CONNECTION, [connection], "host_path")
        if row["host_path"]:
            self._odoo.call(_CONNECTION, "action_accept_company_file", [connection])

    def _is_ready(self):
        [row] = self._odoo.read(
            _CONNECTION, [self._connection], "state", "unmapped_default"
        )
        return row["state"] == "connected" and not row["unmapped_default"]


def _set_up_books(odoo, company, name):
    if not odoo.find("account.journal", [("company_id", "=", company)]):
        odoo.call("account.chart.template", "try_loading", [], "us", company)
    # Freight is not taxed, and Odoo has given the chart's default to every product.
    no_tax = {"account_sale_tax_id": False, "account_purchase_tax_id": False}
    odoo.call("res.company", "write", [company], no_tax)
    for field in ("taxes_id", "supplier_taxes_id"):
        taxed = odoo.call("product.template", "search", [(field, "!=", False)])
        odoo.call("product.template", "write", taxed, {field: [(5,)]})
    # Orders to carriers name one, and only the first company has it.
    warehouse = {"name": name, "code": name[:3], "company_id": company}
    odoo.create("stock.warehouse", warehouse)


def _connect(odoo, name):
    """Do what a manager does in the wizard."""
    [company] = odoo.context["allowed_company_ids"]
    wizard = odoo.create(
        "quickbooks.connect",
        {
            "company_id": company,
            "provider": "desktop",
            "name": name,
            "chosen_year": str(datetime.date.today().year - 2),
            "has_quickbooks": True,
            "has_connector": True,
        },
    )
    action = odoo.call("quickbooks.connect", "action_prepare_desktop", [wizard])
    return action["res_id"]


def _print_status(odoo, load):
    [row] = odoo.read("tms.order", [load], "qb_status")
    print(f"QB Status of the load: {row['qb_status']}")
