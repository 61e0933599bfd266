# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users do to jobs: retry, cancel, open, mend."""

from odoo import models
from odoo.exceptions import UserError

from .quickbooks_job import OPEN_STATES, grouped_by_type
from .quickbooks_job_bulk import BULK_RUN

# More names than that say no more.
NAMES_TOLD = 5


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    def action_retry(self):
        """Try again: from the start where QuickBooks refused, with the same bytes
        where the answer is not known."""
        notify = self.env["quickbooks.sync.mixin"]._qb_notify
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        failed = self.filtered(lambda job: job.state == "failed").sudo()
        if not failed:
            return notify(self.env._("None of these has failed."), kind="info")
        run = self._new_run() if len(failed) > 1 else None
        queue = self.sudo().with_context(**{BULK_RUN: run})
        for (model, object_type), jobs in grouped_by_type(failed):
            for (connection, operation), group in jobs.grouped(
                lambda job: (job.connection_id, job.operation)
            ).items():
                queue._enqueue(
                    connection.id,
                    connection.company_id.id,
                    object_type,
                    self.env[model].browse(group.mapped("res_id")),
                    changed=False,
                    operation=operation,
                )
        (failed | failed._dependents())._set_record_status("pending")
        failed.connection_id._wake()
        said = self.env._("%(count)s will be tried again.", count=len(failed))
        when = failed.connection_id.filtered("next_run_text")[:1].next_run_text
        return notify(f"{said} {when or ''}".strip(), run=run)

    def action_retry_alike(self):
        """Try everything again that failed for the same reason."""
        return self.reason_id.action_retry()

    def action_cancel(self):
        """Take jobs out of the queue that have not been sent; say which have been."""
        notify = self.env["quickbooks.sync.mixin"]._qb_notify
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        jobs = self.sudo().filtered(lambda job: job.state in OPEN_STATES)
        under_way = jobs.filtered("request_id")
        if under_way == jobs:
            jobs._cancel_open()
            return notify(self.env._("Nothing of this is in the queue."), kind="info")
        (jobs - under_way)._cancel_open()
        said = self.env._("%(count)s cancelled.", count=len(jobs - under_way))
        if not under_way:
            return notify(said)
        return notify(f"{said} {under_way._tell_under_way()}", kind="warning")

    def _tell_under_way(self):
        """Why these cannot be cancelled."""
        names = self[:NAMES_TOLD].mapped("record_name")
        if len(self) > NAMES_TOLD:
            names.append(self.env._("%(count)s more", count=len(self) - NAMES_TOLD))
        return self.env._(
            "%(names)s: on its way to QuickBooks, and the answer is not known"
            " yet. Wait for the answer, or choose Look in QuickBooks; then decide.",
            names=", ".join(names),
        )

    def _cancel_open(self):
        under_way = self.filtered("request_id")
        if under_way:
            raise UserError(under_way._tell_under_way())
        self.filtered(lambda job: job.state in OPEN_STATES)._set_cancelled()

    def _cancel_waiting(self):
        """Take those out of the queue that nothing has been sent of, nor has failed.

        What is to be taken back stays in it.
        """
        waiting = self.filtered(lambda job: job.state == "pending")
        (waiting - waiting._withdrawing())._set_cancelled()

    def action_open_record(self):
        self.ensure_one()
        return self._record()._get_records_action()

    def _is_mended_on(self, record):
        """Whether what this job (or none) tells is mended on this very record."""
        if not self:
            return False
        mended = self.connection_id._record_to_mend(self._problem(), self._record())
        return mended is not None and (mended._name, mended.id) == (
            record._name,
            record.id,
        )

    def action_open_fix(self):
        """Open the very place to mend: the mapping, the partner, the document."""
        self.ensure_one()
        self.check_access("read")
        return self.connection_id._action_to_mend(
            self._problem(), self._record(), self.object_type
        )
