# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where something of ours, or of another app, fails for one record: only that one is
held back, visibly, and all others go on."""

import logging

from psycopg2 import OperationalError

from odoo import models
from odoo.exceptions import UserError

from ..lib import outcomes
from ..lib.problems import Problem

_logger = logging.getLogger(__name__)


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    def _settle_singly(self, connection, results):
        """As `_settle`, each job by itself."""
        unknown = self.browse()
        for job in self:
            result = results[str(job.id)]
            unknown += job._guarded(
                lambda job=job: job._settle(connection, results),
                lambda error, job=job, result=result: job._set_unsettled(
                    connection, result, error
                ),
            )
        return unknown

    def _render_singly(self, connection):
        """As `_render`, each job by itself."""
        ready = []
        for job in self:
            ready += job._guarded(
                lambda job=job: job._render(connection),
                lambda error, job=job: job._set_failed_here(job._broken(error)),
            )
        return ready

    def _plan_singly(self, connection):
        """As `_plan_these`, each job by itself."""
        for job in self:
            job._guarded(
                lambda job=job: job._plan_these(connection),
                lambda error, job=job: job._set_failed_here(job._broken(error)),
            )

    def _settle_look_up_singly(self, connection, found):
        """As `_settle_look_up`, each job by itself."""
        for job in self:
            job._guarded(
                lambda job=job: job._settle_look_up(connection, found),
                lambda error, job=job: job._set_failed_here(job._broken(error)),
            )

    def _settle_found_singly(self, connection, found, hold):
        """As `_settle_found`, each job by itself; what Odoo does not take in is looked
        for again.

        :return: the jobs whose outcome is still unknown
        """
        unknown = self.browse()
        for job in self:
            unknown += job._guarded(
                lambda job=job: job._settle_found(connection, found, hold)
                or job.browse(),
                lambda error, job=job: job._set_unknown(job._broken(error)),
            )
        return unknown

    def _guarded(self, function, failing):
        """What ``function`` returns; where it fails, what ``failing(error)`` returns.

        Neither leaves anything half done.

        :raises OperationalError: which the whole transaction is repeated for
        """
        try:
            with self.env.cr.savepoint():
                return function()
        except OperationalError:
            raise
        except Exception as error:  # Whatever it is, it concerns this record only.
            _logger.exception("QuickBooks: %s", self)
            with self.env.cr.savepoint():
                return failing(error)

    def _set_unsettled(self, connection, result, error):
        """QuickBooks has answered, and Odoo could not take it in.

        What is there is bound before anything else, so that a retry changes it and
        makes no second one. Where not even that works, the answer counts as unknown,
        and is asked for again.

        :return: the jobs whose outcome is still unknown
        """
        if isinstance(result, Problem):
            return self._set_failed_here(self._broken(error))
        problem = outcomes.not_noted(
            result.type, result.qb_id, _words(error), self._place()
        )
        owners = {(result.type, result.qb_id): self._record()}
        is_bound = self._guarded(
            lambda: self.env["quickbooks.object"]._store(connection, [result], owners)
            or True,
            lambda error: False,
        )
        if is_bound:
            return self._set_failed_here(problem)
        return self._set_unknown(problem)

    def _set_unknown(self, problem):
        """Told, and still under way.

        :return: the job, whose outcome is still unknown
        """
        self.write(self._problem_vals(problem))
        return self

    def _broken(self, error):
        """The problem of what an app is against, or of a fault of ours."""
        if isinstance(error, UserError):
            return outcomes.refused_here(str(error), self._place())
        return outcomes.not_preparable(type(error).__name__, self._place())

    def _set_failed_here(self, problem):
        """Fail by all means; where the record does not take its status, without it.

        :return: no job whose outcome would be unknown
        """
        failed = {
            "state": "failed",
            "request_id": False,
            **self._problem_vals(problem),
        }
        self._guarded(
            lambda: self._set_problem(problem), lambda error: self.write(failed)
        )
        return self.browse()


def _words(error):
    """What a user may read: the sentence of an app's own check, or the error's name."""
    return str(error) if isinstance(error, UserError) else type(error).__name__
