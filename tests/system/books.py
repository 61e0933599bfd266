# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A freight company's documents, and the comparison of both sides' books."""

from collections import Counter
from itertools import count

from odoo import Command

from . import ledger

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
        "move_type": random.choices(list(ledger.TYPES), (6, 1, 3, 1))[0],
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


def assert_same_books(env, simulator):
    """Nothing twice or lost, everything Synced, each document equal to the cent."""
    look_again(env)
    connection = env["quickbooks.connection"].search([])
    suffixes = (connection.customer_suffix, connection.vendor_suffix)
    documents, parties = ledger.Books(simulator, connection.realm_id, suffixes).news()
    ours = Counter(ledger.in_odoo(_posted(env)).values())
    theirs = Counter(entry for its in documents.values() for entry in its.values())
    lost, extra = list((ours - theirs).elements()), list((theirs - ours).elements())
    assert not lost and not extra, f"lost: {lost[:5]}, too many: {extra[:5]}"
    assert set(_posted(env).mapped("qb_status")) == {"synced"}
    jobs = env["quickbooks.job"].search([])
    assert set(jobs.mapped("state")) == {"done"}
    assert not env["quickbooks.exchange"].search_count([("state", "=", "open")])
    for role, names in parties.items():
        assert Counter(names).most_common(1)[0][1] == 1
        linked = env["quickbooks.object"].search(
            [("type", "=", role), ("res_model", "=", "res.partner")]
        )
        ours = {name for name in names if name.startswith("Party ")}
        partners = env["res.partner"].browse(linked.mapped("res_id"))
        assert ours == set(partners.mapped("name"))


def look_again(env):
    """See what other processes have committed since."""
    env.cr.rollback()
    env.invalidate_all()


def _posted(env):
    return env["account.move"].search(
        [("move_type", "in", list(ledger.TYPES)), ("state", "=", "posted")]
    )
