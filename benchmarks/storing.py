# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the documents that were sent take up in the database."""

from benchmarks.places import odoo_environment

_MB = 1024 * 1024


def sizes(database):
    """Megabytes of each table, with its indexes: ``{table: megabytes}``.

    What updates have left behind counts as used: PostgreSQL rarely gives it back.
    """
    with odoo_environment(database) as env:
        env.cr.execute(
            """
            SELECT relname, pg_total_relation_size(oid) FROM pg_class
             WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            """
        )
        return {table: size / _MB for table, size in env.cr.fetchall()}


def grown(before, after):
    """What has been added to each table, the most first."""
    added = {table: size - before.get(table, 0) for table, size in after.items()}
    return dict(sorted(added.items(), key=lambda each: -each[1]))
