# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What it adds to posting that a QuickBooks company is connected."""

from odoo import sql_db

from benchmarks import books
from benchmarks.connecting import connect
from benchmarks.places import odoo_environment

_AT_ONCE = 500


def connect_and_count(database, simulator):
    """Connect a QuickBooks company, and post before and after, keeping nothing of it.

    :return: id of the connection, and the queries for posting one and many, first
        without and then with the connection
    """
    with odoo_environment(database) as env:
        drafts = books.drafts(env(context=books.NO_CHATTER), "out_invoice")
        bare = queries(env, drafts[: _AT_ONCE + 1])
        connection = connect(env, simulator)
        connected = queries(env, drafts[: _AT_ONCE + 1])
        return connection.id, bare, connected


def queries(env, drafts):
    """SQL queries for posting one draft, and for posting all others at once.

    Nothing is kept of it.
    """
    _count(env, drafts[0])  # fills the caches
    return _count(env, drafts[0]), _count(env, drafts[1:])


def _count(env, drafts):
    env.invalidate_all()
    before = sql_db.sql_counter
    drafts.action_post()
    env.flush_all()
    used = sql_db.sql_counter - before
    env.cr.rollback()
    return used
