# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The demo's Odoo company connected to a company of the QuickBooks simulator."""

import json
import time
from urllib.parse import parse_qsl, urlsplit

from .commands import output_of
from .console import Failure, say
from .layout import REPO

_CONNECTION = "quickbooks.connection"
# Somebody at the simulator's sign-in page.
_SIMULATOR_USER = "maria"
_LISTS_SECONDS = 150
# What the defaults lead to: names out of the simulator's chart of accounts.
_DEFAULTS = {
    "item": ("Item", "Linehaul"),
    "expense": ("Account", "Purchased Transportation"),
}


def ensure_connection(odoo, urls, environment, simulator_state):
    """Connect the company, and map the defaults, unless that was done before."""
    app = _registered_app(environment, simulator_state)
    for name, value in (
        ("web.base.url", urls["odoo"]),
        # Otherwise every sign-in of an administrator sets it anew.
        ("web.base.url.freeze", "True"),
    ):
        odoo.call("ir.config_parameter", "set_param", name, value)
    values = {
        "simulator_url": urls["simulator"],
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
    }
    connection = odoo.find(_CONNECTION, [("environment", "=", "simulator")])
    if connection:
        odoo.call(_CONNECTION, "write", [connection], values)
    else:
        connection = odoo.create(
            _CONNECTION, {"name": "Lone Star", "environment": "simulator", **values}
        )
    if _state(odoo, connection) != "connected":
        say("Signing in to the QuickBooks simulator …")
        _sign_in(odoo, connection, app["realm"])
    map_defaults(odoo, connection)


def _registered_app(environment, simulator_state):
    command = [environment.python, "-m", "quickbooks_simulator", "token"]
    printed = output_of(
        [*command, "--state", simulator_state], cwd=REPO, env=environment.variables()
    )
    return json.loads(printed)


def _state(odoo, connection):
    return odoo.read(_CONNECTION, [connection], "state")[0]["state"]


def _sign_in(odoo, connection, realm):
    """Do what the user does in the browser: Connect, sign in, choose the company."""
    url = odoo.call(_CONNECTION, "action_connect", [connection])["url"]
    query = dict(parse_qsl(urlsplit(url).query))
    choice = {"user": _SIMULATOR_USER, "realm": realm, "decision": "connect"}
    answer = odoo.http.post(url.partition("?")[0], data={**query, **choice}, timeout=60)
    answer.raise_for_status()
    if _state(odoo, connection) != "connected":
        raise Failure(
            f"the simulator's company could not be connected: look at {answer.url}."
        )


def map_defaults(odoo, connection):
    """What everything leads to that is not mapped otherwise; waits for the lists."""
    deadline = time.monotonic() + _LISTS_SECONDS
    for kind, (object_type, name) in _DEFAULTS.items():
        default = [("connection_id", "=", connection), ("kind", "=", kind)]
        if odoo.find("quickbooks.mapping", [*default, ("source", "=", False)]):
            continue
        wanted = [
            ("connection_id", "=", connection),
            ("type", "=", object_type),
            ("name", "=", name),
        ]
        while not (found := odoo.find("quickbooks.object", wanted)):
            if time.monotonic() > deadline:
                raise Failure(f"QuickBooks' list of {object_type}s did not arrive.")
            time.sleep(0.3)
        odoo.create(
            "quickbooks.mapping",
            {"connection_id": connection, "kind": kind, "object_id": found},
        )
