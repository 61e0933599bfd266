# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is entered in QuickBooks on its way here, and what it costs to take it."""

from datetime import timedelta

from odoo import fields

from benchmarks import books
from benchmarks.comparing import Wrong
from benchmarks.connecting import connect
from benchmarks.meter import Meter
from benchmarks.places import odoo_environment

PARTIES = 100
_INTO_THE_BANK = {"DepositToAccountRef": "Operating Checking"}
# Intuit: QuickBooks tells what has changed in the last 30 days.
_LONG_AGO = timedelta(days=31)
_A_DAY = timedelta(days=1)


def connect_to_past(database, simulator, transactions):
    """Connect to a QuickBooks company that has had so many transactions before.

    :return: id of the connection
    """
    with odoo_environment(database) as env:
        connection = connect(env, simulator)
        simulator.add_paid_invoices(connection.realm_id, transactions // 2)
        return connection.id


def read(database, connection_id, transactions):
    """Let the worker read everything there is, page by page, and return what that
    costs.

    It does so where nobody has looked for longer than QuickBooks looks back.

    :param transactions: how many there are; nothing of them is wanted here
    :raises Wrong: when fewer are read, or one arrives
    """
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connection_id)
        connection.changes_at = fields.Datetime.now() - _LONG_AGO
        cost = _look(env, connection)
        count = sum(connection.reading_ids.mapped("read_count"))
        if count != transactions:
            raise Wrong(f"{count} transactions were read, not {transactions}")
        if connection.change_ids:
            raise Wrong(f"{len(connection.change_ids)} that nobody wants have arrived")
        return cost


def prepare(database, count):
    """Customers, and so many drafts of invoices to them."""
    books.make_masters(database, PARTIES)
    with odoo_environment(database) as env:
        env = env(context=books.NO_CHATTER)
        partners, products = books.partners_and_products(env)
        for start in range(0, count, books.CHUNK):
            size = min(books.CHUNK, count - start)
            books.make_invoices(env, partners, products, start, size)
            env.cr.commit()


def enter(database, connection_id, simulator):
    """Enter a payment in QuickBooks for each invoice that was sent there."""
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connection_id)
        for invoice in _sent(env):
            parts = {invoice.qb_id: ""}
            simulator.hand(connection.realm_id, "receive", parts, **_INTO_THE_BANK)


def look(database, connection_id, payments):
    """Let the worker look for what has changed, and return what that costs.

    :param payments: so many payments are here by then that came from QuickBooks
    :raises Wrong: when they are not, or an invoice is not paid
    """
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connection_id)
        cost = _look(env, connection)
        changes = connection.change_ids
        undone = changes.filtered(lambda change: change.state != "done")
        if undone:
            raise Wrong(f"{len(undone)} were not taken: {undone[0].problem_text}")
        taken = env["account.payment"].browse(set(changes.mapped("res_id")))
        if (len(changes), len(taken.exists())) != (payments, payments):
            raise Wrong(f"{len(taken)} payments have arrived, not {payments}")
        unpaid = payments and _sent(env).filtered("amount_residual")
        if unpaid:
            raise Wrong(f"{len(unpaid)} invoices are not paid")
        return cost


def _sent(env):
    return env["account.move"].search(
        [("move_type", "=", "out_invoice"), ("qb_status", "=", "synced")]
    )


def _look(env, connection):
    """Have the worker look now, and do all that follows from it."""
    connection.changes_checked_at -= _A_DAY
    env.cr.commit()
    meter = Meter()
    env["quickbooks.connection"]._cron_work(connection.id)
    cost = meter.cost(1)
    env.invalidate_all()
    if connection.pause_text:
        raise Wrong(connection.pause_text)
    return cost
