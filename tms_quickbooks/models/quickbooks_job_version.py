# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A version that is not the current one: read again, and decided again."""

from odoo import models

from ..lib import outcomes
from ..lib.online import read as online_read


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    def _there(self):
        """The QuickBooks object of a job's record, as it was stored last."""
        self.ensure_one()
        return (
            self.env["quickbooks.object"]
            .with_context(active_test=False)
            .search(
                [
                    ("connection_id", "=", self.connection_id.id),
                    ("type", "=", self.object_type),
                    ("res_model", "=", self.res_model),
                    ("res_id", "=", self.res_id),
                ]
            )
        )

    def _ids_there(self):
        """The ids of what these jobs are about to change."""
        return [there.qb_id for job in self for there in job._there()]

    def _settle_versions(self, connection, by_id):
        """Go on with the version QuickBooks has by now, unless somebody has to decide.

        What somebody has edited there is not overwritten without a word; that a payment
        was applied changes nothing that was sent. What was to be taken back and is void
        or gone already is done.

        :param by_id: ``{(type, id): ObjectState}``, before it is stored
        """
        taken_back = {}
        for job in self:
            there = job._there()
            if not there:
                continue  # it is made anew
            state = by_id.get((there.type, there.qb_id))
            if job._is_taken_back(job.operation, state):
                taken_back[job] = state
            elif state is None:
                self.env["quickbooks.object"]._unbind(
                    connection, job.object_type, there.qb_id
                )
                job._set_problem(outcomes.gone(job._place()))
            elif state.type in online_read.TRANSACTIONS and (
                problem := there._edited(state, job._place())
            ):
                job._set_problem(problem)
        self._settle_withdrawn(connection, taken_back)
