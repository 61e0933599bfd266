# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A freight company's partners and documents, as its users would have made them."""

from datetime import date, timedelta
from decimal import Decimal

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


# Of a hundred documents.
MIX = {
    "out_invoice": 55,
    "out_refund": 5,
    "in_invoice": 20,
    "in_refund": 2,
    "inbound": 10,
    "outbound": 8,
}
PAYS = {"inbound": "out_invoice", "outbound": "in_invoice"}
_MOVES = [kind for kind, share in MIX.items() if kind not in PAYS for _ in range(share)]
# Prime to the length of the list: the kinds come in turn.
_STEP = 7


def shares(documents):
    """How many documents of each kind there are; ``documents`` in hundreds."""
    return {kind: documents * share // 100 for kind, share in MIX.items()}


def moves_among(documents):
    """How many of so many documents are no payments."""
    return documents * len(_MOVES) // 100


def make_partners(env, count):
    """Seven customers for three carriers, with address, phone and e-mail."""
    texas = env.ref("base.state_us_44")
    return env["res.partner"].create(
        [
            {
                "name": f"{_role(number)} {number:04d} of {city}",
                "is_company": True,
                "customer_rank": int(_role(number) == "Shipper"),
                "supplier_rank": int(_role(number) == "Carrier"),
                "street": f"{100 + number} Freight Road",
                "city": city,
                "zip": postal_code,
                "state_id": texas.id,
                "country_id": env.ref("base.us").id,
                "phone": f"+1 806 555 {number:04d}",
                "email": f"ap{number}@example.com",
            }
            for number in range(count)
            for city, postal_code in [_CITIES[number % len(_CITIES)]]
        ]
    )


def _role(number):
    return "Shipper" if number % 10 < 7 else "Carrier"


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


def make_moves(env, partners, products, first, count):
    """Drafts of invoices, bills and refunds of three lines each, the partners in turn.

    A linehaul by the mile (`tms_factor`), a fuel surcharge, and a note; the amounts
    differ from document to document.

    :param partners: customers and carriers
    """
    return env["account.move"].create(
        [
            _move(partners, products, number, _MOVES[number * _STEP % len(_MOVES)])
            for number in range(first, first + count)
        ]
    )


def make_invoices(env, partners, products, first, count):
    """As `make_moves`, invoices only."""
    return env["account.move"].create(
        [
            _move(partners, products, number, "out_invoice")
            for number in range(first, first + count)
        ]
    )


def _move(partners, products, number, move_type):
    linehaul, fuel = products
    its_partners = partners[move_type.startswith("in_")]
    return {
        "move_type": move_type,
        "partner_id": its_partners[number % len(its_partners)].id,
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


def make_masters(database, parties):
    """Partners and products, committed."""
    with odoo_environment(database) as env:
        make_partners(env, parties)
        make_products(env)
        env.cr.commit()


def partners_and_products(env):
    """What `make_masters` has made: (customers, carriers), products."""
    partners = [
        env["res.partner"].search([("name", "=like", f"{role} ____ of %")], order="id")
        for role in ("Shipper", "Carrier")
    ]
    products = env["product.product"].search(
        [("name", "in", ("Linehaul", "Fuel Surcharge"))], order="id"
    )
    return partners, products


def make_drafts(database, first, count):
    """Drafts number `first` and following; to be run in several processes at once."""
    with odoo_environment(database) as env:
        env = env(context=NO_CHATTER)
        partners, products = partners_and_products(env)
        for start in range(first, first + count, CHUNK):
            size = min(CHUNK, first + count - start)
            make_moves(env, partners, products, start, size)
            env.cr.commit()
            env.invalidate_all()


def cents(amount):
    """An amount of Odoo's as it is in QuickBooks."""
    return Decimal(f"{amount:.2f}")


def drafts(env, *move_types):
    return env["account.move"].search(
        [("move_type", "in", move_types), ("state", "=", "draft")], order="id"
    )


def post(database, *move_types):
    """Post all drafts, one transaction for each chunk.

    Sales and purchases have journals of their own, so that a process can post each.
    """
    with odoo_environment(database) as env:
        moves = drafts(env(context=NO_CHATTER), *move_types)
        for start in range(0, len(moves), CHUNK):
            moves[start : start + CHUNK].action_post()
            env.cr.commit()
            env.invalidate_all()


def pay(database, documents):
    """Pay the oldest invoices and bills in full, each with a payment of its own."""
    with odoo_environment(database) as env:
        env = env(context=NO_CHATTER)
        for kind, move_type in PAYS.items():
            moves = env["account.move"].search(
                [("move_type", "=", move_type), ("state", "=", "posted")],
                order="id",
                limit=shares(documents)[kind],
            )
            for start in range(0, len(moves), CHUNK):
                chunk = moves[start : start + CHUNK]
                env["account.payment.register"].with_context(
                    active_model=moves._name, active_ids=chunk.ids
                ).create({"group_payment": False})._create_payments()
                env.cr.commit()
                env.invalidate_all()
