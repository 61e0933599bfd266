# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A bookkeeper's day, for the pictures: contacts to match, lines to map, a failure."""

import datetime
import time

from .console import Failure

_WAIT_SECONDS = 60
_CLOSED_UNTIL = "2026-06-30"
_LATE = "2026-06-15"

# Nearly, exactly and not at all what the simulator's company has.
_CUSTOMERS = (
    ("Amarillo Beef Packers, Inc.", "Amarillo", "79101"),
    ("Gulf Coast Produce", "Houston", "77002"),
    ("Rocky Mtn Brewing Supply", "Denver", "80202"),
    ("Panhandle Truck Stop", "Amarillo", "79109"),
    ("Cimarron Grain Cooperative", "Guymon", "73942"),
)
_CARRIERS = (
    ("Big Rig Carriers", "Tulsa", "74103"),
    ("Plains Owner Operators", "Wichita", "67202"),
    ("Red River Drayage LLC", "Denison", "75020"),
)
# Product, category
_SERVICES = (
    ("Detention at consignee", "Accessorials"),
    ("Lumper", "Accessorials"),
    ("Stop off", "Accessorials"),
    ("Team driving", "Linehaul"),
)


def prepare_scene(odoo, urls, connection):
    """Add to the demo, once, what the pictures show.

    :return: id of a company that is not connected
    """
    _contacts(odoo, _CUSTOMERS, "customer_rank")
    _contacts(odoo, _CARRIERS, "supplier_rank")
    _bill_services(odoo)
    _fail_an_invoice(odoo, urls, connection)
    _update(odoo, connection)
    return _second_company(odoo)


def _second_company(odoo):
    company = odoo.ensure("res.company", {"name": "Prairie Brokerage Inc"})
    user = odoo.find("res.users", [("login", "=", "admin")])
    odoo.call("res.users", "write", [user], {"company_ids": [(4, company)]})
    return company


def _contacts(odoo, contacts, rank):
    for name, city, postal_code in contacts:
        values = {"name": name, "city": city, "zip": postal_code}
        odoo.ensure("res.partner", {**values, "is_company": True, rank: 1})


def _bill_services(odoo):
    """An invoice with services that nobody has mapped."""
    reference = "ACC-1"
    if odoo.find("account.move", [("ref", "=", reference)]):
        return
    lines = []
    for name, category in _SERVICES:
        values = {
            "name": name,
            "type": "service",
            "categ_id": odoo.ensure("product.category", {"name": category}),
            "taxes_id": [],
        }
        product = odoo.ensure("product.product", values)
        lines.append((0, 0, {"product_id": product, "price_unit": 120}))
    today = str(datetime.date.today())
    invoice = odoo.create(
        "account.move",
        {
            "move_type": "out_invoice",
            "partner_id": odoo.find("res.partner", [("name", "=", _CUSTOMERS[1][0])]),
            "ref": reference,
            "invoice_date": today,
            "invoice_line_ids": lines,
        },
    )
    odoo.call("account.move", "action_post", [invoice])


def _fail_an_invoice(odoo, urls, connection):
    """Close QuickBooks' books, and post an invoice dated before that."""
    failed = [("qb_status", "=", "failed")]
    if odoo.find("account.move", failed):
        return
    change_company(odoo, urls, connection, closing_date=_CLOSED_UNTIL)
    odoo.call("quickbooks.connection", "action_check_readiness", [connection])
    source = odoo.find("account.move", [("move_type", "=", "out_invoice")])
    [copied] = odoo.call("account.move", "copy", [source])
    dates = {"invoice_date": _LATE, "date": _LATE, "invoice_date_due": _LATE}
    odoo.call("account.move", "write", [copied], dates)
    odoo.call("account.move", "action_post", [copied])
    wait(lambda: odoo.find("account.move", failed), "the late invoice did not fail")


def _update(odoo, connection):
    """Update from QuickBooks, to the end."""
    before = _updated_at(odoo, connection)
    odoo.call("quickbooks.connection", "action_update_lists", [connection])
    wait(
        lambda: _updated_at(odoo, connection) != before,
        "the lists did not arrive",
    )


def _updated_at(odoo, connection):
    [row] = odoo.read("quickbooks.connection", [connection], "lists_updated_at")
    return row["lists_updated_at"]


def change_company(odoo, urls, connection, **settings):
    """Change what the simulated QuickBooks company has set."""
    [row] = odoo.read("quickbooks.connection", [connection], "realm_id")
    answer = odoo.http.post(
        f"{urls['simulator']}/_simulator/companies/{row['realm_id']}",
        json=settings,
        timeout=10,
    )
    answer.raise_for_status()


def wait(condition, complaint):
    """Wait until the worker has done something; fail with a complaint otherwise."""
    end = time.monotonic() + _WAIT_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise Failure(f"{complaint}.")
        time.sleep(0.5)
