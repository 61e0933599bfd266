# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks Desktop's answers mean for what was handed out.

Each is taken in within the transaction of the call that brings it: all of it, or, when
the server dies, nothing, and then the same bytes bring the same answer again.
"""

from functools import partial

from odoo import fields, models

from ..lib import outcomes
from ..lib.desktop import errors
from ..lib.desktop import read as desktop_read
from ..lib.objects import PAYMENTS, TRANSACTIONS
from ..lib.problems import NextAction, Problem, QuickBooksError, problem_of_network
from .quickbooks_connection_sets import MOST_UNANSWERED

# QuickBooks knows nothing of the set, or could not keep what it did (Intuit's sample
# of error recovery): only a look tells.
UNKNOWN_SET = {"600", "9002", "9005"}
# The answer does not mention the document.
NOT_TOLD = "net.no_answer"


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    def _take_answer(self, exchange, response):
        """What QuickBooks has answered to an exchange that is open.

        :return: whether it was its answer, and not that of another one
        """
        if exchange.kind == "query":
            return self._take_found(exchange, response)
        jobs = self.env["quickbooks.job"]._lock_sent(exchange)
        try:
            answer = desktop_read.set_answer(response, map(str, jobs.ids))
        except QuickBooksError as error:
            jobs.write(jobs._problem_vals(error.problem))
            exchange.write(exchange._answer_vals(response) | self._look_next(exchange))
            return True
        if answer.set_id and answer.set_id != exchange.request_id:
            return False
        exchange.write(exchange._answer_vals(response))
        self._at_once_or_singly(partial(self._settle_set, exchange, jobs, answer))
        return True

    # -- a message set that writes -------------------------------------------------

    def _settle_set(self, exchange, jobs, answer, singly=False):
        results = {job: answer.results[str(job.id)] for job in jobs}
        named = jobs.filtered(lambda job: job._is_only_named(results[job]))
        silent = jobs.filtered(lambda job: _is_not_told(results[job]))
        told = jobs - named - silent
        settle = told._settle_singly if singly else told._settle
        silent += settle(self, answer.results)
        self._tell_remarks(jobs, answer.remarks)
        refused = jobs.filtered(lambda job: job.state == "failed")
        vals = {
            "refused_count": exchange.refused_count + len(refused),
            "recovered": {
                str(job.id): [results[job].type, results[job].qb_id] for job in named
            },
        }
        if answer.problem and answer.problem.action is NextAction.REPORT and silent:
            # The same id with other bytes, or an id it does not take.
            silent._set_outcome_unknown(answer.problem)
            vals |= {"state": "failed", "next_attempt_at": False}
        elif silent and answer.status in UNKNOWN_SET:
            vals |= {"look_up": "send", "next_attempt_at": fields.Datetime.now()}
        elif silent:
            vals |= self._look_next(exchange)
        elif named:
            vals["next_attempt_at"] = fields.Datetime.now()
        else:
            vals |= self._answered_set(exchange)
        exchange.write(vals)

    def _tell_remarks(self, jobs, remarks):
        """What was to be added to documents and was refused: their chatter says so.

        :param remarks: ``{job id as text: Problem}``
        """
        told = jobs.filtered(lambda job: str(job.id) in remarks)
        for job in told:
            job._record()._message_log(body=self._explain(remarks[str(job.id)]))
        for there in told._there().values():
            if there.sent:  # the next sending is not the same as this one
                there.sent = {**there.sent, "fingerprint": ""}

    def _answered_set(self, exchange):
        """Values of a set of which everything is known; QuickBooks may forget it."""
        self.last_set_id = exchange.request_id
        return {**exchange._answered_vals(), "recovered": False}

    def _look_next(self, exchange):
        """Values of a set whose answer leaves something open: the same bytes once
        more, then a look."""
        now = fields.Datetime.now()
        if exchange.attempts:
            return {"look_up": exchange.look_up or "send", "next_attempt_at": now}
        return {"attempts": 1, "next_attempt_at": now}

    # -- what was only asked -------------------------------------------------------

    def _take_found(self, exchange, response):
        """As `_take_answer`, of a question."""
        try:
            told = desktop_read.query_answers(response, whole=True)
        except QuickBooksError as error:
            exchange.write(exchange._answer_vals(response))
            self._question_failed(exchange, error.problem)
            return True
        if not told:  # asked again at once, it would go on for ever
            exchange.write(exchange._answer_vals(response))
            self._question_failed(exchange, problem_of_network("no_answer"))
            return True
        answers = exchange._answers_to(told)
        if not answers:
            return False
        exchange.write(
            {
                **exchange._answer_vals(response),
                **exchange._answered_vals(),
                "found_count": len(_states(answers)),
            }
        )
        take, _fail = self._questions()[exchange.purpose["kind"]]
        take(exchange.purpose, answers)
        return True

    def _questions(self):
        """What is asked, and what is done with its answer, or with the problem where
        there is none: ``{kind: (take, fail)}``."""
        outcome = partial(self._take_outcome, self._settle_became)
        recovered = partial(self._take_outcome, self._settle_recovered)
        return {
            "lists": (self._take_lists, self._lists_failed),
            "look_up": (self._take_looks, self._looks_failed),
            "outcome": (outcome, self._outcome_failed),
            "recovered": (recovered, self._outcome_failed),
        }

    def _question_failed(self, exchange, problem):
        """QuickBooks could not read the question, or we its answer."""
        exchange._set_lost()
        _take, fail = self._questions()[exchange.purpose["kind"]]
        fail(exchange.purpose, problem)

    def _take_lists(self, purpose, answers):
        pulls = self.env["quickbooks.pull"].browse(map(int, purpose["places"]))
        clock = max(
            (
                state.updated_at
                for answer in answers.values()
                for state in answer.states
                if state.updated_at
            ),
            default=None,
        )
        self._take_custom_fields(answers)
        self._take_parties(answers)
        for pull in pulls.sorted(lambda pull: pull.type in PAYMENTS):
            if pull._lock_at(purpose["places"][str(pull.id)]) and pull._is_its_turn():
                pull._take_answers(answers, clock)
        self._end_of_question(pulls)

    def _lists_failed(self, purpose, problem):
        pulls = self.env["quickbooks.pull"].browse(map(int, purpose["places"]))
        for pull in pulls.exists()._under_way():
            pull._fail(problem)
        self.changes_left = False
        self._end_of_question(pulls)

    def _end_of_question(self, pulls):
        """What comes with the last of these is here by now, or failed."""
        if any(pull.type not in TRANSACTIONS for pull in pulls.exists()):
            self._note_lists_done()
        self._end_look_of_session()

    def _take_looks(self, purpose, answers):
        if refusal := _refusal(answers):
            self._looks_failed(purpose, refusal)
            return
        jobs = self.env["quickbooks.job"].browse(purpose["jobs"])
        self._at_once_or_singly(partial(self._settle_looks, jobs, _states(answers)))

    def _looks_failed(self, purpose, problem):
        jobs = self.env["quickbooks.job"].browse(purpose["jobs"])
        jobs = jobs._still_to_look_up()
        if problem.action is NextAction.RETRY:
            for job in jobs:
                job._send_anew_later(problem, lookup=job.lookup)
        else:
            jobs._set_problem(problem)

    def _take_outcome(self, settle, purpose, answers):
        """What became of a set.

        :param settle: what it means for the set, as a step of `_at_once_or_singly`
        """
        exchange = self.env["quickbooks.exchange"].browse(purpose["exchange"]).exists()
        if refusal := _refusal(answers):
            self._outcome_failed(purpose, refusal)
        elif exchange.state == "open":
            self._at_once_or_singly(partial(settle, exchange, _states(answers)))

    def _settle_became(self, exchange, found, singly=False):
        """As `_settle_outcome`. What of a set that has gone out in vain again and again
        is not there goes on in halves: QuickBooks may fail on one document of it, which
        then stands alone and waits for a person."""
        is_stuck = exchange.attempts >= MOST_UNANSWERED
        jobs = exchange._unanswered_jobs()
        if is_stuck and len(jobs) == 1:
            exchange.look_up = "hold"
        self._settle_outcome(exchange, found, singly)
        if is_stuck:
            self._send_in_halves(jobs.filtered(lambda job: job.state == "pending"))

    def _send_in_halves(self, jobs):
        """A change needs no look at its version first: in another one it is refused."""
        if not self._lock_settings():
            return
        jobs.lookup = False
        middle = (len(jobs) + 1) // 2
        for half in (jobs[:middle], jobs[middle:]):
            if ready := half._render_singly(self):
                self._put_in_set(ready)
        self.env["quickbooks.exchange"]._open_of(self)._take_up_now()

    def _outcome_failed(self, purpose, problem):
        """Nothing was found out, which is not the same as that nothing is there."""
        exchange = self.env["quickbooks.exchange"].browse(purpose["exchange"]).exists()
        if exchange.state != "open":
            return
        jobs = self.env["quickbooks.job"]._lock_sent(exchange)
        jobs.write(jobs._problem_vals(problem))
        exchange.write(self._next_attempt(exchange, jobs, exchange.attempts + 1))

    def _settle_recovered(self, exchange, found, singly=False):
        """What QuickBooks had only named is here now, with its total."""
        by_id = {(state.type, state.qb_id): state for state in found}
        names = {int(key): tuple(name) for key, name in exchange.recovered.items()}
        sent_jobs = self.env["quickbooks.job"]._lock_sent(exchange)
        jobs = sent_jobs.filtered(lambda job: job.id in names)
        results = {}
        for job in jobs:
            state = by_id.get(names[job.id])
            if state is None and job._has_sent():
                state = outcomes.gone(job._place())  # somebody has deleted it since
            results[str(job.id)] = state
        settle = jobs._settle_singly if singly else jobs._settle
        unknown = sent_jobs - jobs + settle(self, results)
        vals = {"recovered": False}
        vals |= self._look_next(exchange) if unknown else self._answered_set(exchange)
        exchange.write(vals)

    # -- not processed at all ------------------------------------------------------

    def _take_failure(self, exchange, problem):
        """QuickBooks has not processed what the Web Connector brought.

        :return: whether the session may go on with something else
        """
        is_asking_who = (exchange.purpose or {}).get("kind") == "company"
        if (
            problem.code != errors.NOT_PARSED
            or problem.action is NextAction.RETRY
            or is_asking_who
        ):
            exchange._take_up_now()
            return False
        if exchange.kind == "query":
            self._question_failed(exchange, problem)
        elif exchange.attempts:
            # What became of it the first time is not told by that.
            exchange.write(self._look_next(exchange))
        else:
            self._halve(exchange, problem)
        return True

    def _halve(self, exchange, problem):
        """Nothing of the set was done: one document in it is one that QuickBooks cannot
        read. Its halves go as sets of their own, until that one stands alone."""
        jobs = self.env["quickbooks.job"]._lock_sent(exchange)
        exchange.write({**exchange._answered_vals(), "state": "failed", "attempts": 0})
        if len(jobs) <= 1:
            if jobs.changed:  # it could not be read as it was before
                jobs._start_over()
            else:
                jobs._set_problem(problem)
            exchange.refused_count = len(jobs)
            return
        middle, changed = len(jobs) // 2, jobs.filtered("changed")
        for half in (jobs[:middle], jobs[middle:]):
            self._put_in_set([(job, job.payload.encode(), job.amount) for job in half])
        changed.changed = True  # the bytes are still those of before
        self.env["quickbooks.exchange"]._open_of(self)._take_up_now()


def _is_not_told(result):
    return isinstance(result, Problem) and result.code == NOT_TOLD


def _states(answers):
    return [state for answer in answers.values() for state in answer.states]


def _refusal(answers):
    """Why QuickBooks has not answered a question, as far as it has not."""
    return next(filter(None, (answer.problem for answer in answers.values())), None)
