# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A company in Odoo connected to a simulated QuickBooks company."""

from urllib.parse import parse_qsl, urlsplit

import requests

_TIMEOUT = 30
_LISTS = {
    "item": ("Item", "Linehaul"),
    "expense": ("Account", "Purchased Transportation"),
    "deposit": ("Account", "Operating Checking"),
}


def connect(env, simulator, realm=None):
    """Sign in as a user would, fetch the lists, choose the defaults; all committed.

    The environment's company, when it was connected to another simulator, leaves it.

    :param realm: the QuickBooks company; the simulator's first one unless told
    """
    Connection = env["quickbooks.connection"]
    for former in Connection.search(
        [("state", "=", "connected"), ("company_id", "=", env.company.id)]
    ):
        former.action_disconnect()
    credentials = simulator.credentials(realm)
    # So that both sides know an invoice by the same number.
    simulator.change_company(credentials["realm"], custom_txn_numbers=True)
    connection = Connection.create(
        {
            "name": f"Books of {env.company.name}",
            "company_id": env.company.id,
            "environment": "simulator",
            "simulator_url": simulator.url,
            "client_id": credentials["client_id"],
            "client_secret": credentials["client_secret"],
        }
    )
    url = connection.action_connect()["url"]
    env.cr.commit()  # here the user's browser leaves for Intuit
    answer = _sign_in(url, credentials["realm"])
    sign_in, nonce = env["quickbooks.connect"]._of_state(answer["state"])
    sign_in._use_up(nonce)
    sign_in._finish(answer["code"], answer["realmId"])
    env.cr.commit()
    Connection._cron_work(connection.id)
    map_defaults(connection)
    env.cr.commit()
    return connection


def _sign_in(url, realm):
    """What Intuit's sign-in page sends back when the user agrees."""
    form = dict(parse_qsl(urlsplit(url).query))
    form |= {"user": "accountant", "realm": realm, "decision": "connect"}
    response = requests.post(
        url.partition("?")[0], data=form, allow_redirects=False, timeout=_TIMEOUT
    )
    return dict(parse_qsl(urlsplit(response.headers["Location"]).query))


def map_defaults(connection, lists=_LISTS):
    """Choose what everything leads to: ``{kind: (type, name)}``."""
    objects = connection.object_ids
    connection.env["quickbooks.mapping"].create(
        [
            {
                "connection_id": connection.id,
                "kind": kind,
                "object_id": objects.filtered(
                    lambda found, wanted=wanted: (found.type, found.name) == wanted
                ).id,
            }
            for kind, wanted in lists.items()
        ]
    )
