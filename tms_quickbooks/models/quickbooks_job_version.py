# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A version that is not the current one: read again, and decided again."""

from odoo import models

from ..lib import edits, objects, outcomes, sent
from .quickbooks_job import grouped_by_type


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    def _there(self):
        """The QuickBooks objects of the records of these jobs, as they were stored
        last: ``{job: object}``; a job is missing whose record has none."""
        found = {}
        for (model, object_type), jobs in grouped_by_type(self):
            by_record = {
                there.res_id: there
                for there in self.env["quickbooks.object"]._of_records(
                    jobs.connection_id, object_type, model, jobs.mapped("res_id")
                )
            }
            found |= {
                job: by_record[job.res_id] for job in jobs if job.res_id in by_record
            }
        return found

    def _settle_versions(self, connection, by_id):
        """Go on with the version QuickBooks has by now, unless somebody has to decide.

        What somebody has edited there is not overwritten without a word; that a payment
        was applied changes nothing that was sent. What was to be taken back and is void
        or gone already is done.

        What was edited goes into the inbox, to be compared field by field. Until that
        is decided the version that the next update would name stays the old one.

        :param by_id: ``{(type, id): ObjectState}``, before it is stored
        :return: those that were edited and are not to be taken back
        """
        taken_back, edited = {}, []
        # Who is missing is made anew.
        for job, there in self._there().items():
            state = by_id.get((there.type, there.qb_id))
            if job._is_taken_back(job.operation, state):
                taken_back[job] = state
            elif state is None:
                self.env["quickbooks.object"]._unbind(
                    connection, job.object_type, there.qb_id
                )
                job._set_problem(outcomes.gone(job._place()))
            elif state.type in objects.TRANSACTIONS and (
                problem := there._edited(state, job._place())
            ):
                if job.operation == sent.SEND:
                    edited.append(state)
                else:  # who takes it back does not mind, once told
                    problem = edits.before_taking_back(problem)
                job._set_problem(problem)
        self.env["quickbooks.change"]._queue(connection, edited, "look_up")
        self._settle_withdrawn(connection, taken_back)
        return edited
