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

_COMPANY = "High Plains Drayage"
_CONNECTION = "quickbooks.connection"
# A company file that a simulator with other tables kept cannot be read by this one.
_TABLES = key_of(SIMULATOR / "desktop" / "schema.sql")
_COMPANY_FILE = SIMULATOR_STATE.parent / f"desktop-{_TABLES}.sqlite"
# The password is shown once; the demo's lies beside its books, for its user alone.
_PASSWORD = SIMULATOR_STATE.parent / "web-connector.json"


def ensure_desktop(odoo, urls, environment):
    """Prepare the company, once, and have documents wait in it.

    :return: ``{"url", "user", "password"}`` for any Web Connector
    """
    with _in_company(odoo):
        connector = _connector(odoo, urls)
        if not _is_ready(odoo, connector):
            say("Letting the Web Connector of QuickBooks Desktop in …")
            _update(connector, environment)
            map_defaults(odoo, connector["connection"])
        if not odoo.find("quickbooks.job", _waiting(connector)):
            book_a_load(odoo)
        _welcome_anybody(odoo, connector)
    return {name: connector[name] for name in ("url", "user", "password")}


def send_a_load(odoo, urls, environment):
    """Make a load; have the Web Connector carry it over; print what happened."""
    ensure_desktop(odoo, urls, environment)
    with _in_company(odoo):
        connector = _connector(odoo, urls)
        load, moves = book_a_load(odoo)
        odoo.call("tms.order", "action_qb_send", [load])
        _print_status(odoo, load)
        say("Running the Web Connector once …")
        print(_update(connector, environment).rstrip())
        wait_until_synced(odoo, load)
        _print_status(odoo, load)
        print_documents(odoo, load, moves)
    sign_in = f"{urls['login']} / {urls['password']}"
    print(f"Open     {urls['odoo']}/odoo/tms.order/{load} ({sign_in}),")
    print(f"         company {_COMPANY}")


class _in_company:
    """The user works in the company meanwhile, and in no other."""

    def __init__(self, odoo):
        self._odoo = odoo

    def __enter__(self):
        country = self._odoo.find("res.country", [("code", "=", "US")])
        values = {"name": _COMPANY, "country_id": country}
        company = self._odoo.ensure("res.company", values)
        user = self._odoo.find("res.users", [("login", "=", "admin")])
        self._odoo.call("res.users", "write", [user], {"company_ids": [(4, company)]})
        self._odoo.context = {"allowed_company_ids": [company]}
        if not self._odoo.find("stock.warehouse", [("company_id", "=", company)]):
            say(f"Setting up {_COMPANY} …")
            _set_up_books(self._odoo, company)
        return company

    def __exit__(self, *_error):
        self._odoo.context = {}


def _set_up_books(odoo, company):
    if not odoo.find("account.journal", [("company_id", "=", company)]):
        odoo.call("account.chart.template", "try_loading", [], "us", company)
    # Freight is not taxed, and Odoo has given the chart's default to every product.
    no_tax = {"account_sale_tax_id": False, "account_purchase_tax_id": False}
    odoo.call("res.company", "write", [company], no_tax)
    for field in ("taxes_id", "supplier_taxes_id"):
        taxed = odoo.call("product.template", "search", [(field, "!=", False)])
        odoo.call("product.template", "write", taxed, {field: [(5,)]})
    # Orders to carriers name one, and only the first company has it.
    warehouse = {"name": _COMPANY, "code": "HPD", "company_id": company}
    odoo.create("stock.warehouse", warehouse)


def _connector(odoo, urls):
    """The connection, and what its Web Connector needs."""
    known = json.loads(_PASSWORD.read_text()) if _PASSWORD.exists() else {}
    connection = odoo.find(_CONNECTION, [("provider", "=", "desktop")])
    if not connection:
        connection = _connect(odoo)
    if known.get("connection") != connection:
        password = odoo.call(_CONNECTION, "action_renew_password", [connection])
        known = {"connection": connection, "password": password}
        _PASSWORD.touch(mode=0o600)
        _PASSWORD.write_text(json.dumps(known))
    [row] = odoo.read(_CONNECTION, [connection], "qb_user")
    return {
        **known,
        "user": row["qb_user"],
        "url": f"{urls['odoo']}/quickbooks/webconnector",
    }


def _connect(odoo):
    """Do what a manager does in the wizard."""
    [company] = odoo.context["allowed_company_ids"]
    wizard = odoo.create(
        "quickbooks.connect",
        {
            "company_id": company,
            "provider": "desktop",
            "name": _COMPANY,
            "chosen_year": str(datetime.date.today().year - 2),
            "has_quickbooks": True,
            "has_connector": True,
        },
    )
    action = odoo.call("quickbooks.connect", "action_prepare_desktop", [wizard])
    return action["res_id"]


def _is_ready(odoo, connector):
    connection = connector["connection"]
    [row] = odoo.read(_CONNECTION, [connection], "state", "unmapped_default")
    return row["state"] == "connected" and not row["unmapped_default"]


def _welcome_anybody(odoo, connector):
    """Any Web Connector may come, also one with a company file of its own."""
    connection = connector["connection"]
    [row] = odoo.read(_CONNECTION, [connection], "host_path")
    if row["host_path"]:
        odoo.call(_CONNECTION, "action_accept_company_file", [connection])


def _waiting(connector):
    return [
        ("connection_id", "=", connector["connection"]),
        ("state", "=", "pending"),
    ]


def _print_status(odoo, load):
    [row] = odoo.read("tms.order", [load], "qb_status")
    print(f"QB Status of the load: {row['qb_status']}")


def _update(connector, environment):
    """One run of the simulated Web Connector; returns what it has printed."""
    command = [environment.python, "-m", "quickbooks_simulator", "desktop"]
    for name in ("url", "user", "password"):
        command += [f"--{name}", connector[name]]
    command += ["--state", _COMPANY_FILE, "--once"]
    done = subprocess.run(
        [str(part) for part in command],
        cwd=REPO,
        env=environment.variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failure(f"the Web Connector did not succeed:\n{done.stdout}")
    return done.stdout
