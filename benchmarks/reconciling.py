# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Comparing both books, every document of them, and what that costs."""

from datetime import date

from benchmarks.comparing import Wrong
from benchmarks.meter import Meter
from benchmarks.places import odoo_environment

# Everything that the benchmark makes is dated between them.
_FIRST, _LAST = date(2026, 1, 1), date(2027, 12, 31)


def compare(database, connection_id, documents):
    """Let the worker compare the books, which agree, and return what that costs.

    :param documents: how many each side has
    :raises Wrong: when it finds fewer, or differences
    """
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connection_id)
        comparison = env["quickbooks.comparison"]._start_new(connection, _FIRST, _LAST)
        env.cr.commit()
        meter, rounds = Meter(), 0
        while comparison.state in ("waiting", "running"):
            connection._step()
            env.cr.commit()
            env.invalidate_all()
            rounds += 1
            if connection.pause_text:
                raise Wrong(connection.pause_text)
        cost = meter.cost(rounds)
        lines = comparison.line_ids
        if not comparison.agrees:
            told = [(line.kind, line.number, line.ours, line.theirs) for line in lines]
            raise Wrong(f"{len(lines)} differences: {told[:5]}")
        counts = {
            side: sum(
                sides[side][0]
                for part in comparison.part_ids
                for sides in part.figures.values()
            )
            for side in ("here", "there")
        }
        if set(counts.values()) != {documents}:
            raise Wrong(f"{counts} documents were compared, not {documents}")
        return cost
