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


def prepare(database, invoices):
    """Customers and carriers, and so many drafts of invoices."""
    books.make_masters(database, PARTIES)
    with odoo_environment(database) as env:
        env = env(context=books.NO_CHATTER)
        partners, products = books.partners_and_products(env)
        for start in range(0, invoices, books.CHUNK):
            size = min(books.CHUNK, invoices - start)
            books.make_invoices(env, partners, products, start, size)
            env.cr.commit()


def connect_and_queue(database, simulator):
    """Connect to a QuickBooks company, and have the carriers and all invoices go there;
    from there bills are to come.

    :return: id of the connection
    """
    with odoo_environment(database) as env:
        connection = connect(env, simulator)
        connection.bill_pull = "post"
        (_customers, carriers), _products = books.partners_and_products(env)
        carriers.action_qb_send()
        env.cr.commit()
    books.post(database, "out_invoice")
    return connection.id


def enter_past(database, connection_id, simulator, transactions):
    """Transactions of other people, of which nothing is here: invoices and payments."""
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connection_id)
        simulator.add_paid_invoices(connection.realm_id, transactions // 2)


def enter_payments(database, connection_id, simulator, count):
    """Enter a payment in QuickBooks for each of so many invoices that are open here."""
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connection_id)
        for invoice in _sent(env, ("payment_state", "=", "not_paid"), limit=count):
            parts = {invoice.qb_id: ""}
            simulator.hand(connection.realm_id, "receive", parts, **_INTO_THE_BANK)


def enter_bills(database, connection_id, simulator, first, count):
    """Enter the bills number `first` and following in QuickBooks, of the carriers in
    turn."""
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connection_id)
        (_customers, carriers), _products = books.partners_and_products(env)
        vendors = carriers.mapped("qb_id")
        for number in range(first, first + count):
            simulator.hand(
                connection.realm_id,
                "bill",
                vendors[number % len(vendors)],
                ("Purchased Transportation", f"{612 + number % 97}.35"),
                ("Linehaul", f"{1400 + number % 311}.07"),
                DocNumber=f"CARRIER-{number}",
            )


def read(database, connection_id, transactions, bills, payments):
    """Let the worker read everything there is, page by page, and take what is wanted of
    it; return what that costs.

    It does so where nobody has looked for longer than QuickBooks looks back.

    :param transactions: how many there are
    :raises Wrong: when fewer are read, or other ones arrive than so many bills and
        payments
    """
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connection_id)
        connection.changes_at = fields.Datetime.now() - _LONG_AGO
        cost = _look(env, connection)
        count = sum(connection.reading_ids.mapped("read_count"))
        if count != transactions:
            raise Wrong(f"{count} transactions were read, not {transactions}")
        _check_arrived(connection, bills, payments)
        return cost


def look(database, connection_id, bills=0, payments=0):
    """Let the worker look for what has changed, and return what that costs.

    :param bills: so many are here by then that were made in QuickBooks
    :param payments: likewise
    :raises Wrong: when they are not, or something paid is open
    """
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connection_id)
        cost = _look(env, connection)
        _check_arrived(connection, bills, payments)
        return cost


def _check_arrived(connection, bills, payments):
    """That so many have arrived since the connection was made, and nothing else."""
    env, changes = connection.env, connection.change_ids
    undone = changes.filtered(lambda change: change.state != "done")
    if undone:
        raise Wrong(f"{len(undone)} were not taken: {undone[0].problem_text}")
    by_type = changes.grouped("type")
    for object_type, model, count in (
        ("Bill", "account.move", bills),
        ("Payment", "account.payment", payments),
    ):
        of_type = by_type.pop(object_type, changes.browse())
        here = env[model].browse(set(of_type.mapped("res_id"))).exists()
        if (len(of_type), len(here)) != (count, count):
            raise Wrong(f"{len(here)} of {object_type} have arrived, not {count}")
    if by_type:
        raise Wrong(f"{list(by_type)} have arrived, which nobody wants")
    paid = len(_sent(env, ("payment_state", "=", "paid"), ("amount_residual", "=", 0)))
    if paid != payments:
        raise Wrong(f"{paid} invoices are paid, not {payments}")


def _sent(env, *domain, limit=None):
    return env["account.move"].search(
        [("move_type", "=", "out_invoice"), ("qb_status", "=", "synced"), *domain],
        order="id",
        limit=limit,
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
