# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A freight company's documents, and the comparison of both sides' books."""

from collections import Counter
from decimal import Decimal
from itertools import count

from odoo import Command

TYPES = {
    "out_invoice": "Invoice",
    "out_refund": "CreditMemo",
    "in_invoice": "Bill",
    "in_refund": "VendorCredit",
}
_NUMBERS = count(1)


def post_documents(env, random, documents, parties=0):
    """Post documents of so many new customers and carriers, one commit.

    :param random: `random.Random`, so that a run can be repeated
    :param parties: none means that they are of those there are
    """
    partners = env["res.partner"].create(
        [
            {"name": f"Party {next(_NUMBERS):05d}", "is_company": True}
            for _party in range(parties)
        ]
    ) or env["res.partner"].search([("name", "=like", "Party %")])
    moves = env["account.move"].create(
        [_document(random, random.choice(partners)) for _number in range(documents)]
    )
    moves.action_post()
    env.cr.commit()


def _document(random, partner):
    return {
        "move_type": random.choices(list(TYPES), (6, 1, 3, 1))[0],
        "partner_id": partner.id,
        "invoice_date": f"2026-11-{random.randint(1, 28):02d}",
        "ref": f"REF-{next(_NUMBERS):06d}",
        "invoice_line_ids": [
            Command.create(
                {
                    "name": f"Linehaul {index}",
                    "price_unit": random.randint(100, 500) / 100,
                    "tms_factor": random.randint(50, 2500),
                    "discount": random.choice((0, 0, 3, 12.5)),
                    "tax_ids": False,
                }
            )
            for index in range(random.randint(1, 4))
        ],
    }


def in_odoo(env):
    """What Odoo has posted: how often each (type, number, party, total) occurs."""
    return Counter(
        (
            TYPES[move.move_type],
            move.name if move.is_sale_document() else move.ref,
            move.partner_id.id,
            Decimal(f"{move.amount_total:.2f}"),
        )
        for move in _posted(env)
    )


def in_quickbooks(env, simulator):
    """The same out of QuickBooks, where parties have Odoo's id by their link."""
    owners = {
        (found.type, found.qb_id): found.res_id
        for found in env["quickbooks.object"].search(
            [("res_model", "=", "res.partner")]
        )
    }
    found = Counter()
    for kind in TYPES.values():
        role = "Customer" if kind in ("Invoice", "CreditMemo") else "Vendor"
        for data in simulator.objects(kind):
            owner = owners.get((role, data[f"{role}Ref"]["value"]))
            total = Decimal(str(data["TotalAmt"])).quantize(Decimal("0.01"))
            found[kind, data["DocNumber"], owner, total] += 1
    return found


def assert_same_books(env, simulator):
    """Nothing twice, nothing lost, everything Synced, each total equal to the cent."""
    look_again(env)
    ours, theirs = in_odoo(env), in_quickbooks(env, simulator)
    lost, extra = list((ours - theirs).elements()), list((theirs - ours).elements())
    assert not lost and not extra, f"lost: {lost[:5]}, too many: {extra[:5]}"
    assert set(_posted(env).mapped("qb_status")) == {"synced"}
    jobs = env["quickbooks.job"].search([])
    assert set(jobs.mapped("state")) == {"done"}
    assert not env["quickbooks.exchange"].search_count([("state", "=", "open")])
    for role in ("Customer", "Vendor"):
        names = Counter(data["DisplayName"] for data in simulator.objects(role))
        assert names.most_common(1)[0][1] == 1
        linked = env["quickbooks.object"].search(
            [("type", "=", role), ("res_model", "=", "res.partner")]
        )
        ours = {name for name in names if name.startswith("Party ")}
        assert ours == set(linked.mapped("name"))


def look_again(env):
    """See what other processes have committed since."""
    env.cr.rollback()
    env.invalidate_all()


def _posted(env):
    return env["account.move"].search(
        [("move_type", "in", list(TYPES)), ("state", "=", "posted")]
    )
