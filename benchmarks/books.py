# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A freight company's customers and invoices, as its users would have made them."""

from datetime import date, timedelta

from odoo import Command

from benchmarks.places import odoo_environment

_FIRST_DAY = date(2026, 10, 1)
_CITIES = (
    ("Laredo", "78040"),
    ("Amarillo", "79101"),
    ("El Paso", "79901"),
    ("Lubbock", "79401"),
    ("Waco", "76701"),
)
# Documents made or posted in one transaction.
CHUNK = 500
# Nobody reads what Odoo notes about these on the way; it takes a third of the time.
NO_CHATTER = {"tracking_disable": True}


def make_customers(env, count):
    """Customers with address, phone and e-mail."""
    texas = env.ref("base.state_us_44")
    return env["res.partner"].create(
        [
            {
                "name": f"Shipper {number:04d} of {_CITIES[number % 5][0]}",
                "is_company": True,
                "customer_rank": 1,
                "street": f"{100 + number} Freight Road",
                "city": _CITIES[number % 5][0],
                "zip": _CITIES[number % 5][1],
                "state_id": texas.id,
                "country_id": env.ref("base.us").id,
                "phone": f"+1 806 555 {number:04d}",
                "email": f"ap{number}@example.com",
            }
            for number in range(count)
        ]
    )


def make_products(env):
    """Linehaul and fuel surcharge, as services without tax."""
    return env["product.product"].create(
        [
            {
                "name": name,
                "type": "service",
                "list_price": price,
                "taxes_id": False,
                "supplier_taxes_id": False,
            }
            for name, price in (("Linehaul", 2.5), ("Fuel Surcharge", 0.4))
        ]
    )


def make_invoices(env, customers, products, first, count):
    """Drafts of three lines each, the customers in turn.

    A linehaul by the mile (`tms_factor`), a fuel surcharge, and a note; the amounts
    differ from invoice to invoice.
    """
    linehaul, fuel = products
    return env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": customers[number % len(customers)].id,
                "invoice_date": _FIRST_DAY + timedelta(days=number % 28),
                "ref": f"PO {40000 + number}",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": linehaul.id,
                            "name": f"Linehaul, load {number:05d}",
                            "quantity": 1,
                            "price_unit": 2.05 + number % 83 / 100,
                            "tms_factor": 140 + number % 997,
                        }
                    ),
                    Command.create(
                        {
                            "product_id": fuel.id,
                            "quantity": 1,
                            "price_unit": 31.17 + number % 311 / 7,
                        }
                    ),
                    Command.create(
                        {
                            "display_type": "line_note",
                            "name": f"Seal {number * 7919 % 100000:05d}, dry van,"
                            " no touch freight",
                        }
                    ),
                ],
            }
            for number in range(first, first + count)
        ]
    )


def make_masters(database, parties):
    """Customers and products, committed."""
    with odoo_environment(database) as env:
        make_customers(env, parties)
        make_products(env)
        env.cr.commit()


def customers_and_products(env):
    """What `make_customers` and `make_products` have made."""
    customers = env["res.partner"].search([("name", "=like", "Shipper ____ of %")])
    products = env["product.product"].search(
        [("name", "in", ("Linehaul", "Fuel Surcharge"))], order="id"
    )
    return customers, products


def make_drafts(database, first, count):
    """Drafts number `first` and following; to be run in several processes at once."""
    with odoo_environment(database) as env:
        env = env(context=NO_CHATTER)
        customers, products = customers_and_products(env)
        for start in range(first, first + count, CHUNK):
            size = min(CHUNK, first + count - start)
            make_invoices(env, customers, products, start, size)
            env.cr.commit()
            env.invalidate_all()


def post(env, drafts):
    """Post drafts, one transaction for each chunk."""
    drafts = drafts.with_context(NO_CHATTER)
    for start in range(0, len(drafts), CHUNK):
        drafts[start : start + CHUNK].action_post()
        env.cr.commit()
        env.invalidate_all()
