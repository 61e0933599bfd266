# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What becomes of jobs when QuickBooks has answered."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import names
from ..lib.messages import _
from ..lib.online import read as online_read
from ..lib.problems import NextAction, Place, Problem

# A fault that a look in QuickBooks may solve, and what to look for.
LOOKUPS = {"qbo.6240": "name", "qbo.5010": "version"}
# A document that still does not go after so many looks needs a person.
MAX_LOOKUPS = 3

PARTY_TYPES = ("Customer", "Vendor", "Employee")


class QuickbooksJob(models.Model):
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
            elif result.action in (NextAction.RETRY, NextAction.WAIT):
                job.write(job._problem_vals(result))
                unknown += job
            elif LOOKUPS.get(result.code) and job.attempts < MAX_LOOKUPS:
                job._start_over(lookup=LOOKUPS[result.code])
            else:
                job._set_problem(result)
        self._settle_done(connection, done)
        return unknown

    def _settle_done(self, connection, states):
        """The objects exist in QuickBooks: bind them and finish the jobs.

        :param states: ``{job: ObjectState}``
        """
        jobs = self.browse([job.id for job in states])
        if not jobs:
            return
        owners = {
            (state.type, state.qb_id): job._records() for job, state in states.items()
        }
        self.env["quickbooks.object"]._store(connection, states.values(), owners)
        off = jobs.filtered(lambda job: job._total_differs(states[job]))
        for job in off:
            job._set_problem(job._total_problem(states[job]))
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
        finished._set_record_status("synced")
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
                    "attempts": job.attempts + 1 if vals.get("lookup") else 0,
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

    # -- a cent off ----------------------------------------------------------------

    def _total_differs(self, state):
        """QuickBooks computes totals itself; they must come out as ours."""
        return state.total is not None and Decimal(f"{self.amount:.2f}") != state.total

    def _total_problem(self, state):
        return Problem(
            code="settle.total",
            text=_(
                "QuickBooks made the total %(theirs)s, Odoo has %(ours)s.",
                theirs=str(state.total),
                ours=f"{self.amount:.2f}",
            ),
            hint=_(
                "Open the document in QuickBooks and compare the lines and the tax."
                " Then correct it there or here and send it again."
            ),
            action=NextAction.DECIDE,
            place=Place(self.res_model, self.res_id),
        )

    # -- looking up ----------------------------------------------------------------

    @api.model
    def _to_look_up(self, connection, limit=30):
        return self.search(
            [
                ("connection_id", "=", connection.id),
                ("state", "=", "pending"),
                ("lookup", "!=", False),
                ("next_attempt_at", "<=", fields.Datetime.now()),
            ],
            order="id",
            limit=limit,
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

    def _settle_look_up(self, connection, found):
        """Adopt our own object, step aside from another's, or say what is wrong."""
        by_id = {(state.type, state.qb_id): state for state in found}
        by_name = {(state.type, state.name.casefold()): state for state in found}
        adopted, refreshed = {}, []
        for job in self.exists().filtered("lookup"):
            if job.lookup == "version":
                key = (job.object_type, online_read.sent_id(job.payload))
                if key in by_id:
                    refreshed.append(by_id[key])
                    job.lookup = False
                else:
                    job._set_problem(job._gone_problem())
                    job.lookup = False
                continue
            state, problem = job._resolve_name(connection, by_name)
            job.lookup = False
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
            holder = self.env["quickbooks.object"].search(
                [
                    ("connection_id", "=", connection.id),
                    ("type", "=", own.type),
                    ("qb_id", "=", own.qb_id),
                    ("res_model", "!=", False),
                ]
            )
            if not own.active:
                return None, self._inactive_problem(name)
            if not holder:
                return own, None
            return None, self._taken_problem(name, holder)
        others = [by_name.get((other, name.casefold())) for other in PARTY_TYPES]
        if self.alias or not any(others):
            return None, self._taken_problem(name, None)
        suffix = (
            connection.customer_suffix
            if self.object_type == "Customer"
            else connection.vendor_suffix
        )
        self.alias = names.with_suffix(name, suffix)
        return None, None

    def _taken_problem(self, name, holder):
        if holder:
            owner = self.env[holder.res_model].browse(holder.res_id)
            return Problem(
                code="match.taken",
                text=_(
                    "QuickBooks has %(name)s already, and it belongs to another contact"
                    " here: %(owner)s.",
                    name=name,
                    owner=owner.display_name,
                ),
                hint=_(
                    "Two contacts cannot share one QuickBooks customer or vendor. Merge"
                    " the two contacts, or give one of them another name, and retry."
                ),
                action=NextAction.FIX_RECORD,
                place=Place(self.res_model, self.res_id),
            )
        return Problem(
            code="match.name",
            text=_(
                "QuickBooks says that the name %(name)s is in use and does not show by"
                " whom.",
                name=name,
            ),
            hint=_(
                "Look for the name among customers, vendors and employees in"
                " QuickBooks, inactive ones too. Rename one of the two and retry."
            ),
            action=NextAction.FIX_RECORD,
            place=Place(self.res_model, self.res_id),
        )

    def _inactive_problem(self, name):
        return Problem(
            code="match.inactive",
            text=_("%(name)s is inactive in QuickBooks.", name=name),
            hint=_("Make it active again in QuickBooks and retry."),
            action=NextAction.DECIDE,
            place=Place(self.res_model, self.res_id),
        )

    def _gone_problem(self):
        return Problem(
            code="qbo.gone",
            text=_("The document was deleted in QuickBooks."),
            hint=_(
                "If it should be in the books, ask a QuickBooks Manager to unlink it"
                " here, then send it again. Otherwise suppress it."
            ),
            action=NextAction.DECIDE,
            place=Place(self.res_model, self.res_id),
        )
