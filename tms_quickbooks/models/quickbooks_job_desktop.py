# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The outbox where QuickBooks Desktop answers: what differs from QuickBooks Online."""

from datetime import UTC, timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..lib import objects, sent
from ..lib.desktop import queries
from ..lib.problems import NextAction, Problem
from .quickbooks_job_queue import DOCUMENTS
from .quickbooks_job_settle import NAME_HOLDERS

# QuickBooks' clock and ours may differ, and a zone may have been mistaken.
CLOCK_MARGIN = timedelta(days=1)
# Headings and the like have names of their own kind; see `quickbooks.item`.
ITEMS = ("Item",)
# QuickBooks had not come to it when it broke down.
LEFT_OUT = "qbd.3231"


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    # -- settling ------------------------------------------------------------------

    def _settle(self, connection, results):
        """As before; what QuickBooks Desktop has refused for the moment only (somebody
        has the list open) goes again as something new: under the old message set id it
        would just tell its refusal again."""
        put_off = self.filtered(lambda job: job._is_put_off(results[str(job.id)]))
        for job in put_off:
            job._send_anew_later(results[str(job.id)])
        return super(QuickbooksJob, self - put_off)._settle(connection, results)

    def _is_put_off(self, result):
        return (
            self.connection_id._is_desktop()
            and isinstance(result, Problem)
            and result.action in (NextAction.RETRY, NextAction.WAIT)
            and result.code.startswith("qbd.")
        )

    def _send_anew_later(self, problem, **vals):
        attempts = self.attempts + 1
        delay = self._retry_delay(attempts - 1)
        if delay is None:
            self._set_problem(problem)
            return
        if problem.code == LEFT_OUT:  # nothing is against it
            delay = timedelta()
        self._start_over(
            **{
                **self._problem_vals(problem),
                "attempts": attempts,
                "next_attempt_at": fields.Datetime.now() + delay,
                **vals,
            }
        )

    def _set_outcome_unknown(self, problem):
        """Nobody can tell from here whether QuickBooks has these. The request id stays,
        so that whoever acts looks first."""
        self.write({"state": "failed", **self._problem_vals(problem)})
        (self | self._dependents())._set_record_status("failed")

    def _is_only_named(self, result):
        """Whether QuickBooks has carried it out and tells no more than the id: of what
        it did before, and of what is made void. Of what was deleted there is nothing
        more to tell."""
        if isinstance(result, Problem):
            return False
        operation = self._sent_operation()
        return operation == sent.VOID or (
            operation == sent.SEND and bool(result.extra.get("recovered"))
        )

    # -- asking --------------------------------------------------------------------

    def _look_up_requests(self):
        """What QuickBooks is asked where a name or a version was refused."""
        items = self.filtered(lambda job: job.object_type == "Item")
        requests = []
        for jobs, types in ((self - items, NAME_HOLDERS), (items, ITEMS)):
            names = jobs._names_to_look_up()
            requests += queries.names_query(types, sorted(names)) if names else []
        for object_type, ids in self._ids_to_look_up().items():
            requests += queries.ids_query(object_type, ids, whole=True)
        return requests

    def _outcome_requests(self, since):
        """As `_look_up_sent`: what may tell what became of these.

        :param since: when they were first handed out, naive, in UTC
        """
        requests = []
        new = self.filtered(lambda job: not job._sent_id())
        for object_type, jobs in (self - new).grouped("object_type").items():
            ids = sorted({job._sent_id() for job in jobs})
            requests += queries.ids_query(object_type, ids, whole=True)
        for object_type, jobs in new.grouped("object_type").items():
            if object_type in objects.TRANSACTIONS:
                moment = since.replace(tzinfo=UTC) - CLOCK_MARGIN
                requests += queries.modified_query(object_type, moment)
                # Whatever the clock says of the computer that has saved them.
                numbers = {job._sent_transaction().number for job in jobs} - {""}
                if numbers:
                    requests += queries.numbers_query(object_type, sorted(numbers))
            else:
                names = sorted({job._sent_name() for job in jobs})
                requests += queries.names_query([object_type], names)
        return requests

    # -- how much there is to do ---------------------------------------------------

    def _left_count(self, connection):
        """How many of a connection's jobs a session may still move: due, and not kept
        by one that has failed."""
        self.flush_model()
        [[count]] = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FROM quickbooks_job AS job
                 WHERE connection_id = %(connection)s
                   AND (state = 'sent' OR (state = 'pending'
                        AND object_type <> 'Attachable'
                        AND next_attempt_at <= %(now)s
                        AND NOT EXISTS (
                            SELECT FROM quickbooks_job AS first
                             WHERE first.id = job.depends_on_id
                               AND (first.state = 'failed'
                                    OR first.next_attempt_at > %(now)s))))
                """,
                connection=connection.id,
                now=fields.Datetime.now(),
            )
        )
        return count

    def _is_any_due(self, connection):
        """Whether the next request would have something to look up or, of what is
        planned, to send."""
        return bool(
            self._to_look_up(connection, 1) or self._to_claim(connection, DOCUMENTS, 1)
        )
