# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taking documents back out of QuickBooks: the outbox' part of it."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import identity, sent, withdrawals


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    operation = fields.Selection(
        [
            (sent.SEND, "Send"),
            (sent.VOID, "Void"),
            (sent.DELETE, "Delete"),
        ],
        required=True,
        readonly=True,
        default=sent.SEND,
        help="What is wanted by now; what is under way may be something else.",
    )
    status_before = fields.Char(
        readonly=True,
        help="QB status of the record before it was to be taken back, for a change of"
        " mind.",
    )

    def _withdrawing(self):
        """Those of these jobs that are to take something back."""
        return self.filtered(lambda job: job.operation != sent.SEND)

    # -- towards the wire ----------------------------------------------------------

    def _withdrawals(self):
        """What these jobs take back: ``{job id: Withdrawal}``.

        A job is missing whose record is not in QuickBooks (any more).
        """
        return {
            job.id: there._withdrawal(job.operation, job._place())
            for job, there in self._there().items()
            if there.active
        }

    # -- settling ------------------------------------------------------------------

    def _sent_operation(self):
        """What the bytes asked for that were answered; the wish may have changed."""
        self.ensure_one()
        return self._provider().sent.operation(self.payload)

    def _has_sent(self):
        """Whether they were to create or change something, not to take it back."""
        return self._sent_operation() == sent.SEND

    def _is_gone(self, problem):
        """Whether a refusal means that what was to be taken back is not there."""
        return problem.code in withdrawals.GONE and not self._has_sent()

    @api.model
    def _is_taken_back(self, operation, state):
        """Whether that was done already which was to take something back.

        :param operation: what was to be done
        :param state: as QuickBooks shows it now, None where it is gone
        """
        if operation == sent.SEND or state is None:
            return operation != sent.SEND
        memo = state.extra.get("memo", "")
        return operation == sent.VOID and identity.is_voided(memo, state.total)

    def _wants_otherwise(self):
        """Whether something else is wanted by now than what was sent."""
        return self.changed and self._sent_operation() != self.operation

    def _refusal(self, problem):
        """What QuickBooks' refusal means for what it was asked to do."""
        if self._has_sent():
            return self._placed(problem)
        return withdrawals.refused(problem, self._place())

    def _settle_withdrawn(self, connection, states):
        """These were taken back: their records are free of QuickBooks.

        :param states: ``{job: ObjectState}`` as QuickBooks shows or has answered it;
            None where it was gone already
        """
        jobs = self.browse([job.id for job in states])
        if not jobs:
            return
        Objects = self.env["quickbooks.object"]
        left = [state for state in states.values() if state and state.active]
        jobs._follow_applied(connection, states)
        Objects._store(connection, left)
        bodies, there = {}, jobs._there()
        for job, state in states.items():
            there[job]._withdraw(sent.VOID if state in left else sent.DELETE)
            bodies[job] = job._tell_withdrawn(there[job], was_gone=state is None)
        for model, of_model in jobs.grouped("res_model").items():
            records = self.env[model].browse(of_model.mapped("res_id")).exists()
            by_record = {job.res_id: bodies[job] for job in of_model}
            records._message_log_batch({key: by_record[key] for key in records.ids})
        again = jobs.filtered("changed")
        again._start_over()
        again._set_record_status("pending")
        (jobs - again)._finish_withdrawn()
        self.env["quickbooks.change"]._retry_after_answers(connection)

    def _finish_withdrawn(self):
        """There is nothing (any more) to take back for these."""
        self._set_done()
        self._release_dependents(planned=False)
        for records, company in self._records_by_company():
            records._qb_restore_status(company)

    def _tell_withdrawn(self, there, was_gone):
        """What has happened, for the chatter."""
        types = self.env["quickbooks.object"]._type_labels()
        values = {"type": types[there.type], "number": there.number or there.qb_id}
        if was_gone:
            return self.env._(
                "%(type)s %(number)s was not in QuickBooks any more.", **values
            )
        if there.withdrawn == sent.VOID:
            return self.env._("Voided in QuickBooks: %(type)s %(number)s.", **values)
        return self.env._("Deleted in QuickBooks: %(type)s %(number)s.", **values)

    def _set_record_status(self, status):
        """Who is kept out stays so, whatever becomes of taking it back."""
        kept = self._withdrawing().filtered(
            lambda job: job._record().exists().qb_status == "suppressed"
        )
        kept._tell_changed()
        return super(QuickbooksJob, self - kept)._set_record_status(status)

    # -- a change of mind ----------------------------------------------------------

    @api.model
    def _remember_status(self, statuses):
        """:param statuses: ``{job id: QB status of its record}``"""
        if statuses:
            self.env.cr.execute_values(
                "UPDATE quickbooks_job SET status_before = COALESCE("
                "quickbooks_job.status_before, before.status)"
                " FROM (VALUES %s) AS before (id, status)"
                " WHERE quickbooks_job.id = before.id",
                list(statuses.items()),
                page_size=len(statuses),
            )
            self.invalidate_model(["status_before"], flush=False)

    def _set_cancelled(self):
        """Whoever does not take something back after all finds it as it was."""
        before = {
            job: job.status_before
            for job in self._withdrawing()
            if job.status_before not in (False, "pending", "failed")
        }
        result = super()._set_cancelled()
        for job, status in before.items():
            for record, company in job._records_by_company():
                record._qb_set_status(company, status)
        return result

    def _note_change(self):
        """What changes meanwhile is not as QuickBooks has it, taken back or not."""
        result = super()._note_change()
        if self:
            self.env.execute_query(
                SQL(
                    "UPDATE quickbooks_job SET status_before = 'outdated'"
                    " WHERE id = ANY(%s) AND status_before = 'synced' RETURNING id",
                    self.ids,
                )
            )
            self.invalidate_recordset(["status_before"], flush=False)
        return result
