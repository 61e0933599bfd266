# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was sent, and found in QuickBooks instead of answered: somebody may have edited
it before it was found."""

from odoo import models

from ..lib import compare, objects
from ..lib.problems import Problem
from .quickbooks_sync_mixin import ARRIVING


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    def _is_as_here(self, state):
        """Whether QuickBooks shows a transaction as it is here, line by line.

        It is not where the record has changed since it was sent: then nobody can tell
        whether somebody has edited it there, too.
        """
        self.ensure_one()
        if state.type not in objects.TRANSACTIONS:
            return True
        if self.changed or not state.raw:
            return False
        connection, record = self.connection_id, self._record()
        company = record.with_company(connection.company_id)
        company = company.with_context(**{ARRIVING: True})
        ours = company._qb_documents_or_problems(connection, state.type, {})[record.id]
        if isinstance(ours, Problem):
            return False
        provider = self._provider()
        theirs = provider.documents.document(state.type, state.raw)
        return not compare.differences(
            ours, theirs, provider=provider, profile=connection._profile()
        )

    def _edited_unseen(self, states):
        """What of these somebody has edited before it was found. What has changed here
        meanwhile goes over it anyhow.

        :param states: ``{job: ObjectState}``; those that were found have ``raw``
        :return: those of ``states``
        """
        found = self.filtered(
            lambda job: states[job].raw and not job.changed and job._record()
        )
        return {job: states[job] for job in found if not job._is_as_here(states[job])}

    def _compare_unseen(self, connection, states):
        """Somebody compares the two: nothing of what was found counts as known.

        :param states: as `_edited_unseen` has told
        """
        changes, Objects = self.env["quickbooks.change"], self.env["quickbooks.object"]
        changes._queue(connection, states.values(), "look_up")
        for job, state in states.items():
            there = Objects._find(connection, state.type, state.qb_id)
            there.write({"content": False, "sent": False})
            change = changes._open_of(connection, [(state.type, state.qb_id)])
            change._take_one(job._record())
