# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The worker at work, and what it costs."""

import cProfile
import math
import time
from datetime import UTC, datetime

from benchmarks.comparing import Wrong
from benchmarks.connecting import connect
from benchmarks.meter import Meter
from benchmarks.places import odoo_environment

_NO_LIMIT = 1_000_000
# A worker that rests more often than it has batches to send is stuck.
_MOST_ROUNDS = 200


def queue_by_customer(database, simulator, count):
    """Connect to a new QuickBooks company, and send to it customer by customer.

    :param count: so many invoices, the newest
    :return: id of the connection
    """
    with odoo_environment(database) as env:
        connection = connect(env, simulator)
        invoices = env["account.move"].search(
            [("move_type", "=", "out_invoice"), ("state", "=", "posted")],
            order="id desc",
            limit=count,
        )
        for group in invoices.grouped("partner_id").values():
            group.action_qb_send()
        env.cr.commit()
        return connection.id


def drain(database, connection_id, simulator=None, profile=None):
    """Let the worker send all that is queued, and return what that costs.

    :param simulator: given when its limits are on; whenever the worker rests, time is
        moved to where it wants to go on, in its books and in the simulator alike
    :param profile: file for the profile of the run, which makes the run slower
    """
    with odoo_environment(database) as env:
        Connection = env["quickbooks.connection"]
        # Only a paced run keeps to Intuit's 40 batches a minute.
        env["ir.config_parameter"].set_param(
            "tms_quickbooks.batches_per_minute", False if simulator else _NO_LIMIT
        )
        env.cr.commit()
        profiler = cProfile.Profile(time.process_time) if profile else None
        meter, rounds = Meter(), 0
        if profiler:
            profiler.enable()
        while True:
            Connection._cron_work(connection_id)
            rounds += 1
            if rounds > _MOST_ROUNDS:
                raise Wrong("the worker has stopped before everything was sent")
            if not simulator or not _is_waiting(env, connection_id):
                break
            _pass_time(env, connection_id, simulator)
        if profiler:
            profiler.disable()
            profiler.dump_stats(profile)
        return meter.cost(rounds)


def _is_waiting(env, connection_id):
    return bool(
        env["quickbooks.job"].search_count(
            [
                ("connection_id", "=", connection_id),
                ("state", "in", ("pending", "sent")),
            ],
            limit=1,
        )
    )


def _pass_time(env, connection_id, simulator):
    """Go to the moment at which the worker wants to be woken, without the wait."""
    connection = env["quickbooks.connection"].browse(connection_id)
    trigger = env["ir.cron.trigger"].search(
        [("cron_id", "=", connection.cron_id.id)], order="call_at desc", limit=1
    )
    now = datetime.now(UTC).replace(tzinfo=None)
    # Calls are recorded to the second, so only whole ones can pass.
    seconds = max(math.ceil((trigger.call_at - now).total_seconds()), 0)
    simulator.advance(seconds)
    env.cr.execute(
        "UPDATE quickbooks_exchange SET started_at = started_at - %s * interval '1 s'"
        " WHERE connection_id = %s",
        (seconds, connection_id),
    )
    trigger.unlink()
    env.cr.commit()
    env.invalidate_all()
