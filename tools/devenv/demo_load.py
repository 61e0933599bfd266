# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The main job from end to end: a load with its invoice and carrier bill, sent."""

import datetime
import time

from .console import Failure, say

_SYNC_SECONDS = 90
_SIX_HOURS = datetime.timedelta(hours=6)


def send_a_load(odoo, urls):
    """Make a load, invoice it, bill its carrier, send both; print what happened."""
    calls_before = _api_calls(odoo, urls)
    load, moves = book_a_load(odoo)
    say("Sending to QuickBooks …")
    began = time.monotonic()
    odoo.call("tms.order", "action_qb_send", [load])
    wait_until_synced(odoo, load)
    seconds = time.monotonic() - began
    calls = _api_calls(odoo, urls) - calls_before
    print_documents(odoo, load, moves)
    print(f"Sent in  {seconds:.1f} s with {calls} calls to QuickBooks")
    _print_addresses(odoo, urls, load)


def book_a_load(odoo):
    """Make a load, invoice it and bill its carrier: its id, and those of its moves."""
    say("Booking a load …")
    order = _sale_order(odoo)
    load = odoo.find("tms.order", [("sale_line_id.order_id", "=", order)])
    say("Posting its invoice and its carrier bill …")
    return load, {"Invoice": _invoice(odoo, order), "Bill": _bill(odoo, load)}


def print_documents(odoo, load, moves):
    """Say what became of a load's documents."""
    [row] = odoo.read("tms.order", [load], "name", "origin_id", "destination_id")
    origin, destination = row["origin_id"][1], row["destination_id"][1]
    print(f"Load     {row['name']}, {origin} to {destination}")
    for label, move in moves.items():
        [row] = odoo.read(
            "account.move", [move], "name", "partner_id", "amount_total", "qb_id"
        )
        print(
            f"{label:8} {row['name']}, {row['partner_id'][1]}, "
            f"{row['amount_total']:,.2f} USD: {label} {row['qb_id']} in QuickBooks"
        )


def _print_addresses(odoo, urls, load):
    connected = [("environment", "=", "simulator"), ("state", "=", "connected")]
    connection = odoo.find("quickbooks.connection", connected)
    [row] = odoo.read("quickbooks.connection", [connection], "realm_id")
    sign_in = f"{urls['login']} / {urls['password']}"
    print(f"Open     {urls['odoo']}/odoo/tms.order/{load} ({sign_in}) and")
    print(f"         {urls['simulator']}/company/{row['realm_id']}")


def _sale_order(odoo):
    customer = odoo.ensure(
        "res.partner",
        {
            "name": "Hill Country Foods Inc",
            "is_company": True,
            "email": "payables@hillcountryfoods.example",
            "street": "1200 Congress Avenue",
            "city": "Austin",
            "zip": "78701",
        },
    )
    linehaul = odoo.ensure(
        "product.product",
        {
            "name": "Linehaul",
            "type": "service",
            "tms_trip": True,
            "trip_product_type": "trip",
            "invoice_policy": "order",
            "list_price": 1850,
            "taxes_id": [],
        },
    )
    surcharge = odoo.ensure(
        "product.product",
        {
            "name": "Fuel Surcharge",
            "type": "service",
            "invoice_policy": "order",
            "list_price": 240.5,
            "taxes_id": [],
        },
    )
    start = datetime.datetime.now().replace(minute=0, second=0, microsecond=0)
    order = odoo.create(
        "sale.order",
        {
            "partner_id": customer,
            "order_line": [
                (
                    0,
                    0,
                    {
                        "product_id": linehaul,
                        "tms_origin_id": _location(odoo, "Austin"),
                        "tms_destination_id": _location(odoo, "Dallas"),
                        "tms_scheduled_date_start": str(start),
                        "tms_scheduled_date_end": str(start + _SIX_HOURS),
                    },
                ),
                (0, 0, {"product_id": surcharge}),
            ],
        },
    )
    odoo.call("sale.order", "action_confirm", [order])
    return order


def _location(odoo, city):
    return odoo.ensure(
        "res.partner", {"name": f"{city} Terminal", "tms_location": True}
    )


def _invoice(odoo, order):
    context = {"active_model": "sale.order", "active_ids": [order]}
    wizard = odoo.create(
        "sale.advance.payment.inv", {"advance_payment_method": "delivered"}, **context
    )
    odoo.call("sale.advance.payment.inv", "create_invoices", [wizard], context=context)
    [invoice] = odoo.read("sale.order", [order], "invoice_ids")[0]["invoice_ids"]
    odoo.call("account.move", "action_post", [invoice])
    return invoice


def _bill(odoo, load):
    carrier = odoo.ensure(
        "res.partner", {"name": "Panhandle Carriers LLC", "is_company": True}
    )
    transport = odoo.ensure(
        "product.product",
        {
            "name": "Purchased Transportation",
            "type": "service",
            "purchase_method": "purchase",
            "supplier_taxes_id": [],
        },
    )
    line = {"product_id": transport, "product_qty": 1, "price_unit": 1475}
    order = odoo.create(
        "purchase.order",
        {"partner_id": carrier, "trip_id": load, "order_line": [(0, 0, line)]},
    )
    odoo.call("purchase.order", "button_confirm", [order])
    odoo.call("purchase.order", "action_create_invoice", [order])
    [bill] = odoo.read("purchase.order", [order], "invoice_ids")[0]["invoice_ids"]
    values = {"ref": f"PRO-{1000 + bill}", "invoice_date": str(datetime.date.today())}
    odoo.call("account.move", "write", [bill], values)
    odoo.call("account.move", "action_post", [bill])
    return bill


def wait_until_synced(odoo, load):
    """Wait for QuickBooks to have all of a load; fail with what it says otherwise."""
    deadline = time.monotonic() + _SYNC_SECONDS
    while True:
        [row] = odoo.read("tms.order", [load], "qb_status", "qb_message", "qb_hint")
        if row["qb_status"] == "synced":
            return
        if row["qb_status"] == "failed" or time.monotonic() > deadline:
            raise Failure(
                f"the load is {row['qb_status']} in QuickBooks: "
                f"{row['qb_message'] or 'no message'} {row['qb_hint'] or ''}"
            )
        time.sleep(0.3)


def _api_calls(odoo, urls):
    answer = odoo.http.get(f"{urls['simulator']}/_simulator/stats", timeout=10)
    answer.raise_for_status()
    by_realm = answer.json()["calls"]
    return sum(sum(calls.values()) for realm, calls in by_realm.items() if realm)
