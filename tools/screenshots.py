#!/usr/bin/env python3
# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Take the pictures in docs/images anew, from the running demo."""

import json
import subprocess
import sys
import time

from devenv.console import Failure, run, say
from devenv.environment import prepare
from devenv.layout import REPO

FOLDER = REPO / "docs" / "images"
SIZE = (1200, 675)
COLOURS = 128
CLOSED_UNTIL = "2026-06-30"
LATE = "2026-06-15"
WAIT_SECONDS = 60

LOADED = "document.querySelector('.o_action_manager .o_view_controller')"
CLICK_TAB = """[...document.querySelectorAll(".o_notebook_headers a")]
    .filter(tab => tab.innerText === "QuickBooks").map(tab => tab.click()).length"""


def main():
    """Bring the demo up to date, add a failure to it, and take the pictures."""
    prepare()
    # Not at the top: these need the virtual environment, which prepare enters.
    from devenv.browser import Browser
    from devenv.odoo_client import OdooClient

    _dev("demo")
    urls = json.loads(_dev("up").splitlines()[-1])
    odoo = OdooClient(urls["odoo"], urls["db"], urls["login"], urls["password"])
    connection = odoo.find("quickbooks.connection", [("state", "=", "connected")])
    _fail_an_invoice(odoo, urls, connection)
    _map_a_category(odoo, connection)
    synced = [("move_type", "=", "out_invoice"), ("qb_status", "=", "synced")]
    invoice = odoo.find("account.move", synced)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with Browser(SIZE) as browser:
        session = odoo.http.cookies["session_id"]
        browser.set_cookie(urls["odoo"], "session_id", session)

        def picture(name, path, then="true"):
            browser.open("about:blank")
            browser.open(f"{urls['odoo']}/odoo/{path}")
            browser.wait_for(LOADED)
            browser.wait_for(then)
            time.sleep(1.5)  # pictures and fonts on the page, and its transitions
            _save(browser, FOLDER / f"{name}.png")

        picture("connection", f"quickbooks/{connection}")
        picture("mapping", "quickbooks-mapping")
        picture("queue", "quickbooks-queue")
        picture("invoice", f"customer-invoices/{invoice}", CLICK_TAB)


def _dev(command):
    say(f"tools/dev {command} …")
    done = subprocess.run(
        [sys.executable, REPO / "tools" / "dev", command],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failure(f"tools/dev {command} did not succeed.")
    return done.stdout


def _fail_an_invoice(odoo, urls, connection):
    """Close QuickBooks' books, and post an invoice dated before that."""
    [row] = odoo.read("quickbooks.connection", [connection], "realm_id")
    answer = odoo.http.post(
        f"{urls['simulator']}/_simulator/companies/{row['realm_id']}",
        json={"closing_date": CLOSED_UNTIL},
        timeout=10,
    )
    answer.raise_for_status()
    odoo.call("quickbooks.connection", "action_update_lists", [connection])
    failed = [("qb_status", "=", "failed")]
    if odoo.find("account.move", failed):
        return
    source = odoo.find("account.move", [("move_type", "=", "out_invoice")])
    [copied] = odoo.call("account.move", "copy", [source])
    dates = {"invoice_date": LATE, "date": LATE, "invoice_date_due": LATE}
    odoo.call("account.move", "write", [copied], dates)
    odoo.call("account.move", "action_post", [copied])
    end = time.monotonic() + WAIT_SECONDS
    while not odoo.find("account.move", failed):
        if time.monotonic() > end:
            raise Failure("the invoice before the closing date did not fail.")
        time.sleep(0.5)


def _map_a_category(odoo, connection):
    """One line beside the defaults."""
    category = odoo.ensure("product.category", {"name": "Accessorials"})
    item = odoo.find(
        "quickbooks.object",
        [
            ("connection_id", "=", connection),
            ("type", "=", "Item"),
            ("name", "=", "Fuel Surcharge"),
        ],
    )
    source = f"product.category,{category}"
    if not odoo.find("quickbooks.mapping", [("source", "=", source)]):
        values = {"connection_id": connection, "source": source, "object_id": item}
        odoo.create("quickbooks.mapping", {"kind": "item", **values})


def _save(browser, path):
    """The picture in few colours: a tenth of the size, and the same to look at."""
    from PIL import Image

    browser.picture(path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    say(str(path.relative_to(REPO)))


run(main)
