# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bringing the lists of QuickBooks, with very many customers, into Odoo."""

from benchmarks.comparing import Wrong, all_objects
from benchmarks.connecting import connect
from benchmarks.meter import Meter
from benchmarks.places import odoo_environment


def connect_to_many(database, simulator, customers):
    """Connect to a new QuickBooks company, which then gets so many customers.

    :return: id of the connection
    """
    with odoo_environment(database) as env:
        connection = connect(env, simulator)
        simulator.add_customers(connection.realm_id, customers)
        return connection.id


def pull(database, connection_id, whole):
    """Let the worker update from QuickBooks, and return what that costs.

    :param whole: all of every list, not only what has changed
    """
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connection_id)
        env["quickbooks.pull"]._request(connection, whole)
        env.cr.commit()
        meter, rounds = Meter(), 0
        while connection.pull_state == "running":
            connection._step()
            env.cr.commit()
            env.invalidate_all()
            rounds += 1
            if connection.pause_text:
                raise Wrong(connection.pause_text)
        return meter.cost(rounds)


def compare(database, connection_id):
    """See that every customer of QuickBooks is here once, under its name.

    :raises Wrong: when they are not
    """
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connection_id)
        theirs = {
            each["Id"]: each["DisplayName"]
            for each in all_objects(connection, "Customer")
        }
        ours = env["quickbooks.object"].search_fetch(
            [("connection_id", "=", connection.id), ("type", "=", "Customer")],
            ["qb_id", "name"],
        )
        if {found.qb_id: found.name for found in ours} != theirs:
            raise Wrong("the customers of QuickBooks are not all here")
