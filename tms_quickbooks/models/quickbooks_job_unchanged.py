# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks has just as it is here already is not sent again."""

from odoo import fields, models

from ..lib import edits
from .quickbooks_object_sent import Sent


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    unchanged = fields.Boolean(
        string="Nothing Had Changed",
        readonly=True,
        help="QuickBooks had it already just as it is here, so that nothing was sent.",
    )

    def _sent_contents(self):
        """What these jobs have just sent: ``{job: Content}``."""
        return {job: job._provider().sent.content(job.payload) for job in self}

    def _got(self, states, contents):
        """What QuickBooks has got: ``{(type, id): Sent}``.

        Called on the jobs whose outcome was not clean: what they sent does not count
        as known, so that the next sending is not taken for the same.

        :param states: ``{job: ObjectState}`` of all
        :param contents: ``{job: Content}`` of those that have just been sent
        """
        return {
            (states[job].type, states[job].qb_id): Sent(
                states[job].version,
                "" if job in self else content.fingerprint,
                content.names.union(job._remaining(content, states[job])),
            )
            for job, content in contents.items()
        }

    def _remaining(self, content, state):
        """What was to be emptied, and QuickBooks shows all the same."""
        return self._provider().clear.remaining(content.emptied, state.shown)

    def _emptied_problem(self, state, content):
        """QuickBooks has kept what was to be taken away, as a problem, or None."""
        kept = content and self._remaining(content, state)
        return edits.not_emptied(kept, self._place()) if kept else None

    def _settle_unchanged(self):
        """Done, without a call."""
        self._set_done(unchanged=True)
        self._release_dependents()
        for records, company in self._records_by_company():
            records._qb_set_synced(company)
