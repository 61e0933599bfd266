# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The outbox' part of setting credits off: payments over nothing that go with a credit
note, beside its own job."""

from odoo import models
from odoo.tools import SQL

from ..lib.objects import PAYMENTS
from .account_move import OBJECT_TYPES as MOVE_TYPES


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    def _set_offs(self):
        """Those of these that set a credit off, or undo that."""
        return self.filtered(
            lambda job: job.res_model == "account.move" and job.object_type in PAYMENTS
        )

    # -- towards the wire ----------------------------------------------------------

    def _plan_documents(self, connection, records):
        """What sets a credit off waits for what is on its way of all that it names, and
        sends nothing else along: what never goes to QuickBooks stays as it is there."""
        if not self._set_offs():
            return super()._plan_documents(connection, records)
        found = records._qb_set_off(connection)
        moves = records.union(*(m.move for each in found.values() for m in each))
        queued = self._open_by_record(connection, moves)
        waiting, stopped = {}, records.browse()
        for job in self:
            named = (job.res_id, *(m.move.id for m in found.get(job.res_id, ())))
            firsts = self.browse().union(
                *(queued[key] for key in named if key in queued)
            )
            firsts -= firsts._set_offs()
            if firsts:
                waiting[job] = firsts._last()
                stopped += job._record()
        self._set_waiting(waiting)
        return stopped

    def _check_and_render(self, document, profile, rules, before):
        if self._set_offs() and getattr(document, "applied", None) == ():
            self._settle_unchanged()  # nothing is to be set off (any more)
            return None
        return super()._check_and_render(document, profile, rules, before)

    def _wait_for_set_offs(self):
        """These are to be taken back, and wait for what sets off what they name."""
        if not self:
            return
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT job.id, max(first.id) FROM quickbooks_job AS job
                  JOIN quickbooks_object AS target
                    ON target.connection_id = job.connection_id
                   AND target.type = job.object_type
                   AND target.res_model = job.res_model
                   AND target.res_id = job.res_id
                  JOIN quickbooks_object AS there
                    ON there.connection_id = job.connection_id
                   AND there.type = ANY(%s) AND there.res_model = job.res_model
                   AND there.details -> 'applied'
                       ? concat(target.type, ' ', target.qb_id)
                  JOIN quickbooks_job AS first
                    ON first.connection_id = job.connection_id
                   AND first.object_type = there.type
                   AND first.res_model = there.res_model
                   AND first.res_id = there.res_id
                   AND first.state IN ('pending', 'sent', 'failed')
                 WHERE job.id = ANY(%s) AND job.request_id IS NULL
                 GROUP BY job.id
                """,
                list(PAYMENTS),
                self.ids,
            )
        )
        self._set_waiting({self.browse(one): self.browse(two) for one, two in rows})

    # -- settling ------------------------------------------------------------------

    def _settle_done(self, connection, states, sent=False):
        result = super()._settle_done(connection, states, sent)
        jobs = self.browse([job.id for job in states])
        clean = jobs._set_offs().filtered(lambda job: job.state != "failed")
        self.env["quickbooks.object"]._note_set_off(connection, clean.mapped("res_id"))
        jobs._after_set_offs()
        jobs._set_off_what_is_there()
        return result

    def _settle_unchanged(self):
        result = super()._settle_unchanged()
        self._after_set_offs()
        self._set_off_what_is_there()
        return result

    def _finish_withdrawn(self):
        result = super()._finish_withdrawn()
        self._after_set_offs()
        return result

    def _set_cancelled(self):
        result = super()._set_cancelled()
        self._after_set_offs()
        return result

    def _set_off_what_is_there(self):
        """Documents that QuickBooks has now may be matched with each other."""
        done = self.filtered(
            lambda job: job.state == "done" and job.object_type in MOVE_TYPES.values()
        )
        moves = self.env["account.move"].browse(done.mapped("res_id"))
        moves._qb_set_credits_off(by_itself=False)

    def _after_set_offs(self):
        """The status of credits whose payment over nothing is settled: that of what
        else is open for them, or what it was before. Where somebody has cancelled it
        QuickBooks stays behind."""
        over = self._set_offs().filtered(lambda job: job.state in ("done", "cancelled"))
        for connection, jobs in over.grouped("connection_id").items():
            jobs._restore_credits(connection)

    def _restore_credits(self, connection):
        """As `_after_set_offs`, of one connection."""
        company, moves = connection.company_id, self.env["account.move"]

        def credits_of(jobs):
            return moves.browse(jobs.mapped("res_id"))

        credits_ = credits_of(self).exists()
        credits_ = credits_.filtered(lambda credit: credit.qb_status != "suppressed")
        others = credits_._qb_open_jobs()
        moves._qb_show_open(others, company)
        credits_ -= credits_of(others)
        cancelled = self.filtered(lambda job: job.state == "cancelled")
        behind = credits_ & credits_of(cancelled)
        credits_ -= moves.browse(behind._qb_set_off(connection))
        before = self.grouped("status_before")
        outdated = credits_ & credits_of(before.get("outdated", self.browse()))
        outdated._qb_set_status(company, "outdated")
        synced = credits_ & credits_of(before.get("synced", self.browse()))
        (synced - outdated)._qb_set_synced(company)
