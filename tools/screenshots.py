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
SIZE = (1366, 768)
COLOURS = 128

LOADED = """document.querySelector(
    ".o_action_manager .o_view_controller, .modal .o_form_view")"""
PAGE = "document.querySelector('main')"
CLICK_TAB = """[...document.querySelectorAll(".o_notebook_headers a")]
    .filter(tab => tab.innerText === %s).map(tab => tab.click()).length"""


def main():
    """Bring the demo up to date, add to it what is shown, and take the pictures."""
    prepare()
    # Not at the top: these need the virtual environment, which prepare enters.
    from devenv.browser import Browser
    from devenv.odoo_client import OdooClient
    from devenv.scene import prepare_scene

    _dev("demo")
    urls = json.loads(_dev("up").splitlines()[-1])
    odoo = OdooClient(urls["odoo"], urls["db"], urls["login"], urls["password"])
    connection = odoo.find("quickbooks.connection", [("environment", "=", "simulator")])
    unconnected = prepare_scene(odoo, urls, connection)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with Browser(SIZE) as browser:
        session = odoo.http.cookies["session_id"]
        browser.set_cookie(urls["odoo"], "session_id", session)
        for name, path, ready, then in _pictures(odoo, connection):
            # What connecting looks like, only a company without a connection shows.
            company = str(unconnected if name == "connect" else "")
            browser.set_cookie(urls["odoo"], "cids", company)
            browser.open("about:blank")
            browser.open(urls["odoo"] + path)
            browser.wait_for(ready)
            browser.wait_for(then)
            time.sleep(1.5)  # pictures and fonts on the page, and its transitions
            _save(browser, FOLDER / f"{name}.png")


def _pictures(odoo, connection):
    """Name, path, when the page is there, and what to click then."""

    def screen(name, path, then="true"):
        return name, f"/odoo/{path}", LOADED, then

    def action(name, xml_id, then="true"):
        return screen(name, f"action-tms_quickbooks.action_quickbooks_{xml_id}", then)

    def tab(title):
        return CLICK_TAB % json.dumps(title)

    form = f"quickbooks/{connection}"
    synced = [("move_type", "=", "out_invoice"), ("qb_status", "=", "synced")]
    invoice = odoo.find("account.move", synced)
    carrier = odoo.find("res.partner", [("name", "=", "Panhandle Carriers LLC")])
    return [
        action("overview", "overview"),
        action("connect", "connect"),
        ("connected", f"/quickbooks/oauth/connected/{connection}", PAGE, "true"),
        ("refused", "/quickbooks/oauth/callback?state=another", PAGE, "true"),
        screen("connection", form),
        screen("readiness", form, tab("Readiness")),
        screen("connection-settings", form, tab("Settings")),
        screen("connection-security", form, tab("Sign-in and Security")),
        action("mapping", "mapping_page"),
        action("customers", "customers"),
        action("carriers", "carriers"),
        action("queue", "job"),
        screen("invoice", f"customer-invoices/{invoice}", tab("QuickBooks")),
        screen("carrier", f"res.partner/{carrier}", tab("QuickBooks")),
    ]


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


def _save(browser, path):
    """The picture in few colours: a tenth of the size, and the same to look at."""
    from PIL import Image

    browser.picture(path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    say(str(path.relative_to(REPO)))


run(main)
