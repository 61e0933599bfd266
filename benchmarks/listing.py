# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How long the queue's list takes to open, with each of its filters."""

import ast
import statistics
import time

from lxml import etree

from benchmarks.places import odoo_environment

_REPETITIONS = 5
# As Odoo's web client asks.
_PAGE, _COUNTED = 80, 10_001


def measure(database):
    """Median milliseconds of one page, as a user: ``{filter: milliseconds}``.

    PostgreSQL has fresh statistics, as it has a minute after a large send.
    """
    with odoo_environment(database) as env:
        env.cr.execute("ANALYZE quickbooks_job")
        env.cr.commit()
        jobs = env["quickbooks.job"].with_user(env.ref("base.user_admin"))
        views = jobs.get_views([(False, "list"), (False, "search")])["views"]
        shown = {
            field.get("name"): {}
            for field in etree.fromstring(views["list"]["arch"]).iter("field")
        }
        filters = {"all": []} | {
            found.get("name"): ast.literal_eval(found.get("domain"))
            for found in etree.fromstring(views["search"]["arch"]).iter("filter")
            if found.get("domain")
        }
        return {
            name: _milliseconds(jobs, domain, shown) for name, domain in filters.items()
        }


def _milliseconds(jobs, domain, shown):
    times = []
    for _repetition in range(_REPETITIONS):
        jobs.env.invalidate_all()
        start = time.perf_counter()
        jobs.web_search_read(domain, shown, limit=_PAGE, count_limit=_COUNTED)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000
