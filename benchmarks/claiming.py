# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How long it takes to find the next batch in a queue, short or long."""

import statistics
import time

from benchmarks.places import odoo_environment

_BATCH = 30
_REPETITIONS = 16
# Of a hundred jobs: 60 can go, 20 wait for a customer, 15 are done and 5 have failed.
_QUEUE = """
    INSERT INTO quickbooks_job (
        connection_id, company_id, object_type, operation, res_model, res_id, state,
        priority, planned, generation, attempts, next_attempt_at, depends_on_id)
    SELECT %(connection)s, %(company)s, 'Invoice', 'send', 'account.move',
           number,
           CASE WHEN number %% 20 < 16 THEN 'pending'
                WHEN number %% 20 < 19 THEN 'done' ELSE 'failed' END,
           20, true, 1, 0,
           now() AT TIME ZONE 'UTC' - random() * interval '1 hour',
           CASE WHEN number %% 20 < 4 THEN %(party_job)s END
      FROM generate_series(1, %(depth)s) AS number
"""


def measure(database, depths):
    """Median milliseconds of one claim at each depth: ``{depth: milliseconds}``."""
    with odoo_environment(database) as env:
        return {depth: _at_depth(env, depth) for depth in depths}


def _at_depth(env, depth):
    connection = env["quickbooks.connection"].create({"name": f"Queue of {depth}"})
    Job = env["quickbooks.job"]
    party_job = Job.create(
        {
            "connection_id": connection.id,
            "company_id": connection.company_id.id,
            "object_type": "Customer",
            "res_model": "res.partner",
            "res_id": 1,
            "state": "failed",
            "priority": 10,
            "planned": True,
        }
    )
    env.cr.execute(
        _QUEUE,
        {
            "connection": connection.id,
            "company": connection.company_id.id,
            "party_job": party_job.id,
            "depth": depth,
        },
    )
    env.cr.commit()
    times = []
    for _repetition in range(_REPETITIONS):
        start = time.perf_counter()
        jobs = Job._claim(connection, _BATCH)
        times.append(time.perf_counter() - start)
        if len(jobs) != _BATCH:
            raise AssertionError(f"claimed {len(jobs)} of {depth} jobs")
        # They leave the head of the queue, as they do when they are sent.
        jobs.write({"state": "sent"})
        env.cr.commit()
    return statistics.median(times) * 1000
