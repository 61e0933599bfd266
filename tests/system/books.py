# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A freight company's documents, and the comparison of both sides' books."""

from collections import Counter
from itertools import count, cycle, repeat

from odoo import Command

from . import ledger

_NUMBERS = count(1)


def post_documents(env, random, documents, parties=0, types=()):
    """Post documents of so many new customers and carriers, one commit.

    :param random: `random.Random`, so that a run can be repeated
    :param parties: none means that they are of those there are
    :param types: of the documents, in turn; by chance unless told
    :return: the documents
    """
    partners = env["res.partner"].create(
        [
            {"name": f"Party {next(_NUMBERS):05d}", "is_company": True}
            for _party in range(parties)
        ]
    ) or env["res.partner"].search([("name", "=like", "Party %")])
    kinds = cycle(types) if types else repeat(None)
    moves = env["account.move"].create(
        [
            _document(random, random.choice(partners), kind)
            for _number, kind in zip(range(documents), kinds, strict=False)
        ]
    )
    moves.action_post()
    env.cr.commit()
    return moves


def _document(random, partner, move_type):
    return {
        "move_type": move_type or random.choices(list(ledger.TYPES), (6, 1, 3, 1))[0],
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


def book_payments(env):
    """Have payments of the present company an entry of their own."""
    journals = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", env.company.id)]
    )
    account = env["account.account"].create(
        {
            "name": "Outstanding Payments",
            "code": "101999",
            "account_type": "asset_current",
            "reconcile": True,
            "company_ids": [Command.set(env.company.ids)],
        }
    )
    lines = journals.inbound_payment_method_line_ids
    lines += journals.outbound_payment_method_line_ids
    lines.payment_account_id = account


def pay(env, moves):
    """Pay each of these documents whole, by a payment of its own; one commit."""
    for move in moves:
        env["account.payment.register"].with_context(
            active_model=move._name, active_ids=move.ids
        ).create({"payment_date": "2026-11-30"})._create_payments()
    env.cr.commit()


def assert_same_books(env, simulator):
    """Both sides agree on everything, see `assert_same`."""
    look_again(env)
    connection = env["quickbooks.connection"].search([])
    suffixes = (connection.customer_suffix, connection.vendor_suffix)
    books = ledger.Books(simulator, connection.realm_id, suffixes)
    assert_same(env, *books.news())


def assert_same(env, documents, parties, moves=None, **number):
    """Nothing twice or lost, everything Synced, each document equal to the cent.

    :param documents: those in QuickBooks, and
    :param parties: those there, as `ledger.Books.news` tells them
    :param moves: those that are meant; all unless told
    :param number: the `number` of a record, where it is not as usual: see `ledger`
    """
    moves = moves or _posted(env)
    payments = _payments_of(moves)
    ours = Counter(ledger.in_odoo(moves, **number).values())
    ours += Counter(ledger.payments_in_odoo(payments, **number).values())
    theirs = Counter(entry for its in documents.values() for entry in its.values())
    lost, extra = list((ours - theirs).elements()), list((theirs - ours).elements())
    assert not lost and not extra, f"lost: {lost[:5]}, too many: {extra[:5]}"
    assert set(moves.mapped("qb_status")) == {"synced"}
    assert set(payments.mapped("qb_status")) <= {"synced"}
    assert not env["quickbooks.job"].search_count([("state", "!=", "done")])
    assert not env["quickbooks.exchange"].search_count([("state", "=", "open")])
    for role, names in parties.items():
        assert all(times == 1 for times in Counter(names).values())
        partners = moves.commercial_partner_id
        linked = env["quickbooks.object"].search(
            [
                ("type", "=", role),
                ("res_model", "=", "res.partner"),
                ("res_id", "in", partners.ids),
            ]
        )
        there = {name for name in names if name.startswith("Party ")}
        assert there == set(partners.browse(linked.mapped("res_id")).mapped("name"))


def look_again(env):
    """See what other processes have committed since."""
    env.cr.rollback()
    env.invalidate_all()


def _payments_of(moves):
    return moves.matched_payment_ids.filtered(
        lambda payment: payment.state in ("in_process", "paid")
    )


def _posted(env):
    return env["account.move"].search(
        [("move_type", "in", list(ledger.TYPES)), ("state", "=", "posted")]
    )
