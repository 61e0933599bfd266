# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The outbox' part of what was written off with payments: journal entries that go with
a payment, beside its own job."""

from odoo import api, models

from ..lib import preflight
from ..lib.objects import ENTRY, PAYMENTS
from ..lib.preflight.entries import NO_OWED_ACCOUNT
from ..lib.problems import Problem
from ..lib.sent import DELETE, SEND


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    def _entries(self):
        """Those of these that book what was written off, or take that back."""
        return self.filtered(lambda job: job.object_type == ENTRY)

    # -- planning ------------------------------------------------------------------

    def _plan_documents(self, connection, records):
        """Entries need nothing beside whom they are for."""
        if self._entries():
            return records.browse()
        return super()._plan_documents(connection, records)

    @api.model
    def _plan_parties(self, connection, object_type, jobs, records):
        result = super()._plan_parties(connection, object_type, jobs, records)
        if records._name == "account.payment" and object_type in PAYMENTS:
            jobs = jobs.filtered(
                lambda job: job.state == "pending"
                and not job.depends_on_id
                and job.res_id in records._ids
            )
            if not connection._is_desktop():
                jobs._plan_entries(connection, object_type)
        return result

    def _plan_entries(self, connection, object_type):
        """Have payments wait for the entries that they use, and queue those.

        What becomes less or goes away does so after its payment: QuickBooks keeps what
        a payment uses.
        """
        payments = self.env["account.payment"].browse(self.mapped("res_id"))
        Objects = self.env["quickbooks.object"]
        bound = Objects._bound(connection, object_type, payments._name, payments.ids)
        beyond = Objects._applied_beyond(
            connection, object_type, payments.browse(bound)
        )
        wanted = payments._qb_by_entry(beyond)
        stopped = self._stopped(connection, object_type, payments.browse(wanted))
        if not wanted and not bound:
            return
        there = Objects._of_records(
            connection, ENTRY, payments._name, [*wanted, *bound]
        )
        booked = {each.res_id: each.total for each in there if each.active}
        gone = payments.browse(key for key in booked if key not in wanted)
        wanted = {key: wanted[key] for key in wanted if key not in stopped.ids}
        # Its payment was deleted in QuickBooks, and perhaps the entry with it.
        doubtful = there.filtered(
            lambda each: each.res_id in wanted
            and each.res_id not in bound
            and not each.version
        )
        behind = payments.browse(wanted)._qb_entries_behind(connection)
        behind |= payments.browse(doubtful.mapped("res_id"))
        company = connection.company_id
        entry_of = self._enqueue(connection.id, company.id, ENTRY, behind)
        entry_of |= self._enqueue(
            connection.id, company.id, ENTRY, gone, operation=DELETE
        )
        waiting = {}
        for job in self:
            if job.res_id not in entry_of:
                continue
            entry = self.browse(entry_of[job.res_id])
            amount = float(wanted.get(job.res_id, 0))
            if amount < booked.get(job.res_id, 0):
                waiting[entry] = job
            else:
                waiting[job] = entry
        self._set_waiting(waiting)
        self.browse(entry_of[each.res_id] for each in doubtful).lookup = "version"

    def _stopped(self, connection, object_type, payments):
        """Fail these where something stands against their payments, before anything is
        booked for them; return those payments."""
        made = payments._qb_documents_or_problems(connection, object_type, {})
        profile, rules = connection._profile(), connection._rules()
        stopped = payments.browse()
        for job in self.filtered(lambda job: job.res_id in made):
            found = made[job.res_id]
            problem = found if isinstance(found, Problem) else None
            if not problem:
                problems = preflight.check(found, profile, rules)
                problem = next((each for each in problems if each.is_error), None)
            if problem:
                job._set_problem(problem)
                stopped += stopped.browse(job.res_id)
        return stopped

    def _set_problem(self, problem):
        result = super()._set_problem(problem)
        if problem.code == NO_OWED_ACCOUNT:
            # Also right after an update, where `_doubt_lists` would leave it at that:
            # this very sending may have opened the account.
            self.connection_id.lists_updated_at = False
        return result

    @api.model
    def _retry_for_accounts(self, connection):
        """The lists were read: what has waited for an account of what is owed goes,
        where that is known now. The others need somebody."""
        waiting = self.search(
            [
                ("connection_id", "=", connection.id),
                ("state", "=", "failed"),
                ("problem_code", "=", NO_OWED_ACCOUNT),
            ]
        )
        payments = self.env["account.payment"].browse(waiting.mapped("res_id"))
        for partner_type, group in payments.exists().grouped("partner_type").items():
            known = group._qb_owed_on(connection, partner_type)
            ready = group.filtered(
                lambda each, known=known: each.currency_id.name in known
            )
            waiting.filtered(
                lambda job, ready=ready: job.res_id in ready._ids
            ).action_retry()

    def _wait_for_payments(self):
        """Entries to be taken back wait for the payments that use them."""
        payment_of = {
            (job.connection_id, job.res_id): job
            for job in self
            if job.object_type in PAYMENTS and job.res_model == "account.payment"
        }
        self._set_waiting(
            {
                entry: payment_of[key]
                for entry in self._withdrawing()._entries()
                if (key := (entry.connection_id, entry.res_id)) in payment_of
                and not entry.request_id
            }
        )

    # -- settling ------------------------------------------------------------------

    def _settle_versions(self, connection, by_id):
        """An entry that is not there any more is made anew: nobody follows it, and what
        it books is still written off here."""
        gone = self.browse()
        for job, there in self._entries()._there().items():
            if (there.type, there.qb_id) not in by_id and not job._withdrawing():
                self.env["quickbooks.object"]._unbind(
                    connection, there.type, there.qb_id
                )
                gone += job
        gone._start_over()
        return super(QuickbooksJob, self - gone)._settle_versions(connection, by_id)

    def _set_cancelled(self):
        """What was booked for a payment that does not go after all is taken back: its
        credit would stay open."""
        result = super()._set_cancelled()
        payments = self.filtered(
            lambda job: job.res_model == "account.payment"
            and job.object_type in PAYMENTS
            and job.operation == SEND
        )
        for (connection, object_type), jobs in payments.grouped(
            lambda job: (job.connection_id, job.object_type)
        ).items():
            records = self.env["account.payment"].browse(jobs.mapped("res_id")).exists()
            bound = self.env["quickbooks.object"]._bound(
                connection, object_type, records._name, records.ids
            )
            left = records.filtered(lambda each, bound=bound: each.id not in bound)
            for status, group in left.grouped("qb_status").items():
                group._qb_delete_entries(connection, status)
        return result

    def _finish_withdrawn(self):
        """A payment whose entry is gone is there as it is here."""
        result = super()._finish_withdrawn()
        for jobs in self._entries().grouped("connection_id").values():
            payments = self.env["account.payment"].browse(jobs.mapped("res_id"))
            connection = jobs.connection_id
            bound = set()
            for object_type in PAYMENTS:
                bound |= set(
                    self.env["quickbooks.object"]._bound(
                        connection, object_type, payments._name, payments.ids
                    )
                )
            known = payments.exists().filtered(
                lambda payment, bound=bound: payment.id in bound
                and payment.qb_status == "outdated"
            )
            known._qb_set_synced(connection.company_id)
        return result
