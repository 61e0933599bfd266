# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What becomes of jobs when QuickBooks has answered."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import numbers, outcomes
from ..lib.faults import COMPANY_FAULTS, MAY_BE_THERE, STALE_FAULTS
from ..lib.problems import NextAction, Place, Problem
from .quickbooks_connection_deliver import COMPANY_REST

# A fault that a look in QuickBooks may solve, and what to look for.
LOOKUPS = {
    "qbo.6240": "name",
    "qbo.5010": "version",
    "qbo.610": "version",
    "qbo.6140": "number",
    "qbd.3100": "name",
    "qbd.3120": "version",
    "qbd.3200": "version",
}
# A job that still does not go after so many looks needs a person. The suffixed name
# may be taken as well, and so may the next number; a version that was read anew is
# stale only if somebody is at work on the document, or on its payments.
MAX_LOOKUPS = {"name": 3, "version": 3, "number": 3, "outcome": 2}

PARTY_TYPES = ("Customer", "Vendor", "Employee")
# Who else may have a name in QuickBooks Desktop, where all of them share one space.
NAME_HOLDERS = (*PARTY_TYPES, "OtherName")


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    @api.model
    def _lock_sent(self, exchange):
        """The jobs of a call whose answer is still unknown, locked."""
        self.flush_model(["state", "exchange_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM quickbooks_job"
                " WHERE exchange_id = %s AND state = 'sent' ORDER BY id"
                " FOR NO KEY UPDATE",
                exchange.id,
            )
        )
        return self.browse([job_id for (job_id,) in rows])

    @api.model
    def _unanswered_types(self, connection):
        """The types of what was sent and of which nobody knows whether QuickBooks has
        it."""
        self.flush_model(["connection_id", "object_type", "state", "request_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT object_type FROM quickbooks_job"
                " WHERE connection_id = %s AND state IN ('pending', 'sent', 'failed')"
                " AND request_id IS NOT NULL",
                connection.id,
            )
        )
        return {object_type for (object_type,) in rows}

    def _settle(self, connection, results):
        """Bring jobs, bindings and records in line with QuickBooks' answers.

        :param results: ``{job id as text: ObjectState or Problem}``
        :return: the jobs whose outcome is still unknown
        """
        done, withdrawn, unknown = {}, {}, self.browse()
        for job in self:
            result = results[str(job.id)]
            if not isinstance(result, Problem):
                (done if job._has_sent() else withdrawn)[job] = result
            elif result.code in COMPANY_FAULTS:
                job._rest_with_company(connection, result)
            elif result.action in (NextAction.RETRY, NextAction.WAIT) or (
                job._is_to_look_for(result)
            ):
                job.write(job._problem_vals(result))
                unknown += job
            elif job._is_gone(result):
                withdrawn[job] = None
            elif job.changed:  # it was refused as it was before
                job._start_over()
            elif lookup := job._lookup_for(result):
                job._start_over(lookup=lookup)
                if lookup == "number":  # in QuickBooks' words, if nothing is found
                    job.write(job._problem_vals(result))
            else:
                job._set_problem(job._refusal(result))
                if result.code in STALE_FAULTS:
                    connection._doubt_lists()
        self._settle_done(connection, done, sent=True)
        # What was read again by its id has its raw text: others may have changed it.
        answered = [s for s in done.values() if s.content and not s.raw]
        self.env["quickbooks.change"]._know_as_ours(connection, answered)
        self._settle_withdrawn(connection, withdrawn)
        return unknown

    def _is_to_look_for(self, problem):
        """Whether QuickBooks says that it may have these, and a look may tell."""
        return problem.code in MAY_BE_THERE and any(
            job.lookups < MAX_LOOKUPS["outcome"] for job in self
        )

    def _rest_with_company(self, connection, problem):
        """Back into the queue until somebody has put QuickBooks itself in order.

        As new requests: QuickBooks would repeat its refusal under the old request id.
        """
        self._start_over(**self._problem_vals(problem))
        connection._pause(COMPANY_REST, problem.text, problem.hint)

    def _lookup_for(self, problem):
        """What to look up before trying again, or None where that would not help."""
        lookup = LOOKUPS.get(problem.code)
        if not lookup or self.lookups >= MAX_LOOKUPS[lookup]:
            return None
        is_update = bool(self._sent_id())
        if lookup == "version" and not is_update:
            return None  # something else is not found: what the new document refers to
        if lookup == "name" and is_update:
            return None  # who is in QuickBooks already adopts nobody else
        return lookup

    def _settle_done(self, connection, states, sent=False):
        """The objects exist in QuickBooks: bind them and finish the jobs.

        :param states: ``{job: ObjectState}``
        :param sent: they are what these jobs have just sent, and were not found there
        """
        jobs = self.browse([job.id for job in states])
        if not jobs:
            return
        twice = jobs._bound_otherwise(connection, states)
        owners = {
            (state.type, state.qb_id): job._record()
            for job, state in states.items()
            if job not in twice
        }
        contents = jobs._sent_contents() if sent else {}
        problems = {
            job: twice.get(job)
            or job._total_problem(state)
            or job._applied_problem(state)
            or job._emptied_problem(state, contents.get(job))
            for job, state in states.items()
            if not job._wants_otherwise()
        }
        off = jobs.filtered(problems.get)
        edited = (jobs - off)._edited_unseen(states) if sent else {}
        jobs._follow_applied(connection, states)
        self.env["quickbooks.object"]._store(
            connection, states.values(), owners, off._got(states, contents)
        )
        for job in off:
            job._set_problem(problems[job])
        changed = (jobs - off).filtered("changed")
        changed._start_over()
        finished = jobs - off - changed
        finished._set_done()
        jobs._release_dependents()
        for records, company in finished._records_by_company():
            records._qb_set_synced(company)
        changed._set_record_status("pending")
        jobs._log_on_records(states)
        self.env["quickbooks.change"]._retry_after_answers(connection)
        self._compare_unseen(connection, edited)

    def _set_done(self, **vals):
        self.write(
            {
                "state": "done",
                "done_at": fields.Datetime.now(),
                "request_id": False,
                **self._problem_vals(None),
                **vals,
            }
        )

    def _bound_otherwise(self, connection, states):
        """The parties that were linked to something else while they were created.

        :return: ``{job: problem}``
        """
        parties = self.filtered(lambda job: job.object_type in PARTY_TYPES)
        found = {}
        for object_type, jobs in parties.grouped("object_type").items():
            bound = self.env["quickbooks.object"]._bound(
                connection, object_type, "res.partner", jobs.mapped("res_id")
            )
            for job in jobs:
                other, state = bound.get(job.res_id), states[job]
                if other and other.qb_id != state.qb_id:
                    found[job] = outcomes.made_twice(
                        state.name, other.name, job._place()
                    )
        return found

    def _start_over(self, **vals):
        """A new generation: what was sent is settled, the next payload is due."""
        for job in self:
            job.write(
                {
                    "state": "pending",
                    "request_id": False,
                    "exchange_id": False,
                    "changed": False,
                    "generation": job.generation + 1,
                    "attempts": 0,
                    "lookups": job.lookups + 1 if vals.get("lookup") else 0,
                    "next_attempt_at": fields.Datetime.now(),
                    **self._problem_vals(None),
                    **vals,
                }
            )

    def _give_up(self):
        """No attempt is left. The request id stays: the answer is still unknown, so
        that a retry must send the same bytes."""
        for job in self:
            problem = numbers.given_up(job._problem(), job._place())
            job.write({"state": "failed", **job._problem_vals(problem)})
        (self | self._dependents())._set_record_status("failed")

    def _wait_again(self):
        """Those that were given up are under way once more."""
        failed = self.filtered(lambda job: job.state == "failed" and job.request_id)
        failed.write({"state": "sent", "attempts": 0, **self._problem_vals(None)})
        (failed | failed._dependents())._set_record_status("pending")

    def _log_on_records(self, states):
        """A line in the chatter of each record."""
        types = self.env["quickbooks.object"]._type_labels()
        for model, jobs in self.grouped("res_model").items():
            texts = {
                job.res_id: self.env._(
                    "In QuickBooks as %(type)s %(name)s.",
                    type=types[states[job].type],
                    name=states[job].number or states[job].name or states[job].qb_id,
                )
                for job in jobs
            }
            records = self.env[model].browse(texts)
            if "message_ids" in records._fields:
                self.env["quickbooks.note"]._add(records, texts)
            else:  # it has its notes elsewhere
                records._message_log_batch(texts)

    def _place(self):
        self.ensure_one()
        return Place(self.res_model, self.res_id, self.record_name or "")

    def _total_problem(self, state):
        """A total that is a cent off is shown, never swallowed."""
        ours = Decimal(f"{self.amount:.2f}")
        if state.total is None or state.total == ours:
            return None
        return outcomes.total_differs(state.total, ours, self._place())
