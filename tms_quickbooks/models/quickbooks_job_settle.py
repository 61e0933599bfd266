# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What becomes of jobs when QuickBooks has answered."""

from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import names, outcomes
from ..lib.faults import COMPANY_FAULTS
from ..lib.online import read as online_read
from ..lib.problems import NextAction, Place, Problem

# A fault that a look in QuickBooks may solve, and what to look for.
LOOKUPS = {"qbo.6240": "name", "qbo.5010": "version", "qbo.610": "version"}
# A job that still does not go after so many looks needs a person. The suffixed name
# may be taken as well; a version that was read anew is stale only if somebody is at
# work on the document.
MAX_LOOKUPS = {"name": 3, "version": 1}

# While QuickBooks takes nothing at all from the company.
COMPANY_REST = timedelta(hours=1)

PARTY_TYPES = ("Customer", "Vendor", "Employee")


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    @api.model
    def _lock_sent(self, exchange):
        """The jobs of a call whose answer is still unknown, locked."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM quickbooks_job"
                " WHERE exchange_id = %s AND state = 'sent' ORDER BY id"
                " FOR NO KEY UPDATE",
                exchange.id,
            )
        )
        return self.browse([job_id for (job_id,) in rows])

    def _settle(self, connection, results):
        """Bring jobs, bindings and records in line with QuickBooks' answers.

        :param results: ``{job id as text: ObjectState or Problem}``
        :return: the jobs whose outcome is still unknown
        """
        done, unknown = {}, self.browse()
        for job in self:
            result = results[str(job.id)]
            if not isinstance(result, Problem):
                done[job] = result
            elif result.code in COMPANY_FAULTS:
                job._rest_with_company(connection, result)
            elif result.action in (NextAction.RETRY, NextAction.WAIT):
                job.write(job._problem_vals(result))
                unknown += job
            elif lookup := job._lookup_for(result):
                job._start_over(lookup=lookup)
            else:
                job._set_problem(result)
        self._settle_done(connection, done)
        return unknown

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
        is_update = bool(online_read.sent_id(self.payload))
        if lookup == "version" and not is_update:
            return None  # something else is not found: what the new document refers to
        if lookup == "name" and is_update:
            return None  # who is in QuickBooks already adopts nobody else
        return lookup

    def _settle_done(self, connection, states):
        """The objects exist in QuickBooks: bind them and finish the jobs.

        :param states: ``{job: ObjectState}``
        """
        jobs = self.browse([job.id for job in states])
        if not jobs:
            return
        owners = {
            (state.type, state.qb_id): job._record() for job, state in states.items()
        }
        self.env["quickbooks.object"]._store(connection, states.values(), owners)
        off = self.browse()
        for job, state in states.items():
            if problem := job._total_problem(state):
                job._set_problem(problem)
                off += job
        changed = (jobs - off).filtered("changed")
        changed._start_over()
        finished = jobs - off - changed
        finished.write(
            {
                "state": "done",
                "done_at": fields.Datetime.now(),
                "request_id": False,
                **self._problem_vals(None),
            }
        )
        jobs._release_dependents()
        for records, company in finished._records_by_company():
            records._qb_set_synced(company)
        changed._set_record_status("pending")
        jobs._log_on_records(states)

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
        self.write({"state": "failed"})
        (self | self._dependents())._set_record_status("failed")

    def _wait_again(self):
        """Those that were given up are under way once more."""
        failed = self.filtered(lambda job: job.state == "failed" and job.request_id)
        failed.write({"state": "sent", "attempts": 0, **self._problem_vals(None)})
        (failed | failed._dependents())._set_record_status("pending")

    def _release_dependents(self, planned=True):
        """Documents that waited for these parties may go.

        :param planned: False where the party did not arrive and must be planned anew
        """
        parties = self.filtered(lambda job: job.object_type in PARTY_TYPES)
        if not parties:
            return
        self.env.execute_query(
            SQL(
                "UPDATE quickbooks_job SET depends_on_id = NULL, planned = %s"
                " WHERE depends_on_id = ANY(%s)",
                planned,
                parties.ids,
            )
        )
        self.invalidate_model(["depends_on_id", "planned"])

    def _log_on_records(self, states):
        """A line in the chatter of each record."""
        for model, jobs in self.grouped("res_model").items():
            bodies = {
                job.res_id: self.env._(
                    "In QuickBooks as %(type)s %(id)s.",
                    type=states[job].type,
                    id=states[job].qb_id,
                )
                for job in jobs
            }
            self.env[model].browse(bodies)._message_log_batch(bodies)

    def _place(self):
        self.ensure_one()
        return Place(self.res_model, self.res_id, self.record_name or "")

    def _total_problem(self, state):
        """A total that is a cent off is shown, never swallowed."""
        ours = Decimal(f"{self.amount:.2f}")
        if state.total is None or state.total == ours:
            return None
        return outcomes.total_differs(state.total, ours, self._place())

    # -- looking up ----------------------------------------------------------------

    @api.model
    def _to_look_up(self, connection, limit=30):
        return self._head(
            connection,
            SQL("lookup IS NOT NULL AND next_attempt_at <= %s", fields.Datetime.now()),
            SQL("id"),
            limit,
        )

    def _look_up(self, ask):
        """What QuickBooks has under the names and ids these jobs stumbled over.

        :param ask: runs ``function(client)``
        :return: list of ``ObjectState``
        """
        statements = []
        by_name = self.filtered(lambda job: job.lookup == "name")
        wanted = {online_read.sent_name(job.payload) for job in by_name}
        if wanted:
            statements += [
                (object_type, online_read.name_lookup_statement(object_type, wanted))
                for object_type in PARTY_TYPES
            ]
        by_version = self.filtered(lambda job: job.lookup == "version")
        for object_type, jobs in by_version.grouped("object_type").items():
            ids = {online_read.sent_id(job.payload) for job in jobs}
            statements.append(
                (object_type, online_read.id_lookup_statement(object_type, ids))
            )
        found = []
        for object_type, statement in statements:
            answer = ask(lambda client, statement=statement: client.query(statement))
            found += online_read.query_objects(object_type, answer)
        return found

    def _still_to_look_up(self):
        """Those that nobody has cancelled while QuickBooks was asked."""
        return self.exists().filtered(lambda job: job.state == "pending" and job.lookup)

    def _settle_look_up(self, connection, found):
        """Adopt our own object, step aside from another's, or say what is wrong."""
        by_id = {(state.type, state.qb_id): state for state in found}
        by_name = {
            (state.type, online_read.taken_name(state).casefold()): state
            for state in found
        }
        jobs = self._still_to_look_up()
        by_version = jobs.filtered(lambda job: job.lookup == "version")
        jobs.lookup = False
        refreshed, adopted = [], {}
        for job in by_version:
            key = (job.object_type, online_read.sent_id(job.payload))
            if key in by_id:
                refreshed.append(by_id[key])
            else:
                self.env["quickbooks.object"]._unbind(connection, *key)
                job._set_problem(outcomes.gone(job._place()))
        for job in jobs - by_version:
            state, problem = job._resolve_name(connection, by_name)
            first = next((other for other in adopted if adopted[other] is state), None)
            if first:
                problem = outcomes.name_held(
                    state.name, first.record_name, job._place()
                )
            if problem:
                job._set_problem(problem)
            elif state:
                adopted[job] = state
        self.env["quickbooks.object"]._store(connection, refreshed)
        self._settle_done(connection, adopted)

    def _resolve_name(self, connection, by_name):
        """Who has the name: our own customer, or somebody else.

        :return: (state to adopt or None, problem or None); with neither, the job goes
            on under another name
        """
        self.ensure_one()
        name = online_read.sent_name(self.payload)
        own = by_name.get((self.object_type, name.casefold()))
        if own:
            found = self.env["quickbooks.object"]._find(connection, own.type, own.qb_id)
            holder = found._record()
            if not own.active:
                return None, outcomes.inactive(name, self._place())
            if not holder:
                return own, None
            return None, outcomes.name_held(name, holder.display_name, self._place())
        others = [by_name.get((other, name.casefold())) for other in PARTY_TYPES]
        if self.alias or not any(others):
            return None, outcomes.name_in_use(name, self._place())
        suffix = (
            connection.customer_suffix
            if self.object_type == "Customer"
            else connection.vendor_suffix
        )
        self.alias = names.with_suffix(name, suffix)
        return None, None
