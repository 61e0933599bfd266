# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A committed batch on its way: sent, answered, settled, or without an answer."""

from datetime import timedelta
from functools import partial

from odoo import fields, models
from odoo.service.model import retrying

from ..lib.faults import COMPANY_FAULTS, MAY_BE_THERE
from ..lib.problems import NextAction, Problem, QuickBooksError
from .quickbooks_exchange import REMEMBERED

# How long a connection rests when QuickBooks asks for it without saying how long.
DEFAULT_PAUSE = timedelta(seconds=60)
# While QuickBooks takes nothing at all from the company.
COMPANY_REST = timedelta(hours=1)


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    def _step_resend(self):
        """What has no answer yet: the same bytes once more under the same request id,
        or a look in QuickBooks where it may not remember that any more."""
        exchange = retrying(
            lambda: self.env["quickbooks.exchange"]._take_overdue(self), self.env
        )
        if not exchange:
            return None
        return self._resend(exchange)

    def _resend(self, exchange):
        if exchange.look_up or exchange._age() > REMEMBERED:
            return self._look_up_outcome(exchange)
        return self._deliver(exchange, again=True)

    def _deliver(self, exchange, again=False):
        """Send a committed batch and settle its answers; return the number settled.

        :param again: it was sent before, and what became of it is not known
        """
        calls = []
        try:
            answer = self._ask(exchange._sending(), calls)
        except QuickBooksError as error:
            retrying(
                partial(self._deliver_failed, exchange, error, calls, again), self.env
            )
            return 0
        return self._all_or_singly(
            partial(self._deliver_settled, exchange, answer, calls, again)
        )

    def _deliver_settled(self, exchange, answer, calls, again, singly=False):
        jobs = self.env["quickbooks.job"]._lock_sent(exchange)
        results = exchange._results(answer, jobs)
        unknown = self._still_unknown(jobs, results) if again else jobs.browse()
        known = jobs - unknown
        unknown += (
            known._settle_singly(self, results)
            if singly
            else known._settle(self, results)
        )
        refused = jobs.filtered(lambda job: job.state == "failed")
        exchange.write(
            {
                "refused_count": exchange.refused_count + len(refused),
                **exchange._call_vals(calls[-1]),
                **self._envelope_after(exchange, unknown),
            }
        )
        return len(jobs)

    def _still_unknown(self, jobs, results):
        """Of what is sent again: where QuickBooks takes nothing from the company any
        more, its refusal does not tell what it did the first time."""
        found = jobs.browse()
        for job in jobs:
            result = results[str(job.id)]
            if isinstance(result, Problem) and result.code in COMPANY_FAULTS:
                job.write(job._problem_vals(result))
                self._pause(COMPANY_REST, result.text, result.hint)
                found += job
        return found

    def _envelope_after(self, exchange, unknown):
        """Values of an answered batch; some items may still have to be sent again."""
        if not unknown:
            return exchange._answered_vals()
        vals = self._next_attempt(exchange, unknown, exchange.attempts + 1)
        if MAY_BE_THERE.intersection(unknown.mapped("problem_code")):
            vals["look_up"] = "send"
        return vals

    def _next_attempt(self, exchange, jobs, attempts):
        """Values for another try later; the jobs give up when there is none left."""
        delay = jobs._retry_delay(attempts - 1)
        if delay is None:
            jobs._give_up()
            return {"state": "failed", "attempts": attempts, "next_attempt_at": False}
        at = fields.Datetime.now() + delay
        jobs.write({"attempts": attempts, "next_attempt_at": at})
        self._wake(at)
        return {"attempts": attempts, "next_attempt_at": at}

    def _deliver_failed(self, exchange, error, calls, again):
        """The batch failed as a whole."""
        jobs = self.env["quickbooks.job"]._lock_sent(exchange)
        problem = error.problem
        vals = exchange._call_vals(calls[-1]) if calls else {}
        may_be_there = jobs._is_to_look_for(problem)
        # A refusal of what is sent again does not tell what became of the first try.
        is_settled = error.outcome_known and not again and not may_be_there
        if may_be_there:
            vals["look_up"] = "send"
        jobs.write(jobs._problem_vals(problem))
        match problem.action:
            case NextAction.WAIT | NextAction.RECONNECT | NextAction.REFRESH_TOKEN:
                # Not the documents' fault: the same bytes go out when the connection
                # is ready again, and the attempt does not count.
                self._after_error(error)
                vals["next_attempt_at"] = self.paused_until or fields.Datetime.now()
            case _ if problem.code in COMPANY_FAULTS and not is_settled:
                self._pause(COMPANY_REST, problem.text, problem.hint)
                vals["next_attempt_at"] = self.paused_until
            case action if action is NextAction.RETRY or not is_settled:
                vals |= self._next_attempt(exchange, jobs, exchange.attempts + 1)
                # While QuickBooks is not there, the next batch would fail as well.
                self._pause(DEFAULT_PAUSE, problem.text, problem.hint)
            case _:
                vals |= {"state": "failed", "body": False, "next_attempt_at": False}
                if problem.code in COMPANY_FAULTS:
                    jobs._rest_with_company(self, problem)
                else:
                    jobs._set_problem(problem)
        exchange.write(vals)

    # -- looking instead of sending ------------------------------------------------

    def _look_up_outcome(self, exchange):
        """Look in QuickBooks what became of a batch; return the number settled."""
        found = self._ask_outcome(exchange)
        if found is None:
            return 0
        return self._all_or_singly(partial(self._settle_outcome, exchange, found))

    def _ask_outcome(self, exchange):
        """What QuickBooks has of a batch, as list of ``ObjectState``; None where it
        could not be asked."""
        calls = []
        try:
            found = exchange._unanswered_jobs()._look_up_sent(
                lambda function: self._ask(function, calls), exchange.create_date
            )
        except QuickBooksError as error:
            self._log_looks(calls)
            retrying(partial(self._look_failed, exchange, error), self.env)
            return None
        self._log_looks(calls)
        return found

    def _log_looks(self, calls):
        self.env["quickbooks.exchange"]._log_calls(self, calls)
        # The log stays when the call or what follows it fails.
        self.env.cr.commit()  # pylint: disable=invalid-commit

    def _look_failed(self, exchange, error):
        """Nothing was found out, which is not the same as that nothing is there."""
        jobs = self.env["quickbooks.job"]._lock_sent(exchange)
        problem = error.problem
        jobs.write(jobs._problem_vals(problem))
        match problem.action:
            case NextAction.WAIT | NextAction.RECONNECT | NextAction.REFRESH_TOKEN:
                self._after_error(error)
                vals = {"next_attempt_at": self.paused_until or fields.Datetime.now()}
            case _ if problem.code in COMPANY_FAULTS:
                self._pause(COMPANY_REST, problem.text, problem.hint)
                vals = {"next_attempt_at": self.paused_until}
            case _:
                vals = self._next_attempt(exchange, jobs, exchange.attempts + 1)
                self._pause(DEFAULT_PAUSE, problem.text, problem.hint)
        exchange.write(vals)

    def _settle_outcome(self, exchange, found, singly=False):
        jobs = self.env["quickbooks.job"]._lock_sent(exchange)
        hold = exchange.look_up == "hold"
        unknown = jobs.browse()
        if singly:
            unknown = jobs._settle_found_singly(self, found, hold)
        else:
            jobs._settle_found(self, found, hold)
        exchange.write(self._envelope_after(exchange, unknown))
        return len(jobs)
