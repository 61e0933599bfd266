# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The worker of a connection: claim, render, send, settle, until nothing is left.

Only this loop and the renewal of tokens commit. Each step ends with a commit, so that
a worker that dies loses nothing: what it had claimed is an open exchange with its
exact bytes, and the next worker sends those again.
"""

import logging
import math
import uuid
from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import SQL

from ..lib.messages import Message
from ..lib.outcomes import unexpected
from ..lib.problems import NextAction, QuickBooksError
from .quickbooks_connection_deliver import DEFAULT_PAUSE
from .told import tell_kept

_logger = logging.getLogger(__name__)

# Intuit recommends at most 40 batches a minute for an app and a company.
BATCHES_PER_MINUTE = 40
# A second longer than Intuit's: calls are recorded to the second, before they leave.
MINUTE = timedelta(seconds=61)
# After a fault of our own: it would only happen again.
LONG_PAUSE = timedelta(minutes=15)
# What QuickBooks refuses because of the call itself; later it would be no better.
ABOUT_THE_CALL = (NextAction.FIX_RECORD, NextAction.FIX_MAPPING, NextAction.REPORT)


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    paused_until = fields.Datetime(readonly=True, copy=False)
    pause_reason = fields.Json(readonly=True, copy=False)
    pause_text = fields.Char(compute="_compute_pause_text")
    last_success_at = fields.Datetime(compute="_compute_last_success_at")

    @api.depends("pause_reason", "paused_until")
    @api.depends_context("lang")
    def _compute_pause_text(self):
        for connection in self:
            reason = connection.pause_reason
            resting = (connection.paused_until or fields.Datetime.now()) > (
                fields.Datetime.now()
            )
            connection.pause_text = (
                tell_kept(self.env, reason) if reason and resting else False
            )

    def _compute_last_success_at(self):
        last = self.env["quickbooks.exchange"].sudo()._last_success(self)
        for connection in self:
            connection.last_success_at = last.get(connection.id)

    @api.model
    def _cron_work(self, connection_id):
        """The entry of the connection's own cron record."""
        connection = self.sudo().browse(connection_id).exists()
        if connection:
            sign_ins = self.env["quickbooks.connect"]
            # Somebody may decide at this very moment.
            retrying(lambda: sign_ins._forget_unanswered(connection), self.env)
            connection.with_company(connection.company_id)._work()

    def _work(self):
        """Drain the queue; what is left when the time is up goes on right after."""
        self.ensure_one()
        while True:
            done = self._step()
            if done is None:
                self.env["ir.cron"]._commit_progress(0, remaining=0)
                return
            if not self.env["ir.cron"]._commit_progress(done, remaining=1):
                self._wake()
                self.env.cr.commit()  # pylint: disable=invalid-commit  # the trigger
                return

    def _step(self):
        """Do one thing; return how many jobs it moved, or None when there is nothing.

        A failing call pauses the connection and never raises: a cron that fails again
        and again would be switched off.
        """
        if self.state != "connected" or self.is_copy:
            return None
        rest = self._rest()
        if rest:
            self._wake(rest)
            return None
        try:
            return self._step_next()
        except QuickBooksError as error:
            # No rollback: a failed call leaves nothing half done, and its log stays.
            self.env.cr.commit()  # pylint: disable=invalid-commit
            retrying(partial(self._after_error, error), self.env)
        except UserError as error:
            # The vault cannot be opened, or the connection was closed meanwhile.
            self.env.cr.rollback()
            _logger.warning("QuickBooks connection %s: %s", self.id, error)
            reason = Message(str(error), {})
            retrying(partial(self._pause, DEFAULT_PAUSE, reason), self.env)
        except (
            Exception
        ):  # Our own fault; Odoo switches a cron off that goes on failing.
            self.env.cr.rollback()
            _logger.exception("QuickBooks connection %s", self.id)
            retrying(partial(self._pause, LONG_PAUSE, *unexpected()), self.env)
        return None

    def _step_next(self):
        """As `_step`, while all is well."""
        for step in (self._step_changes, self._step_lists):
            done = step()
            if done is not None:
                return done
        # A batch of documents, a page of a long list, what has arrived: none of them
        # waits for the end of the others.
        steps = (self._step_documents, self._step_pages, self._step_arrivals)
        moved = [done for step in steps if (done := step()) is not None]
        return sum(moved) if moved else None

    def _step_arrivals(self):
        """Take what is in the inbox; only then read on, so that what a payment settles
        is here before it."""
        done = retrying(self._step_take, self.env)
        return self._step_reading() if done is None else done

    # -- pausing and pacing --------------------------------------------------------

    def _rest(self):
        """Until when this connection must not be used, or None."""
        now = fields.Datetime.now()
        if self.paused_until and self.paused_until > now:
            return self.paused_until
        sent, first = self.env["quickbooks.exchange"]._sent_since(self, now - MINUTE)
        if sent >= self._batches_per_minute():
            return first + MINUTE
        return None

    @api.model
    def _batches_per_minute(self):
        """A parameter allows less for other apps' sake, or more in a benchmark."""
        allowed = int(
            self.env["ir.config_parameter"]
            .sudo()
            .get_param("tms_quickbooks.batches_per_minute", BATCHES_PER_MINUTE)
        )
        return max(1, allowed)

    def _pause(self, delay, *reasons):
        self.write(
            {
                "paused_until": fields.Datetime.now() + delay,
                "pause_reason": [reason.as_data() for reason in reasons if reason],
            }
        )
        self._wake(self.paused_until)

    def _after_error(self, error):
        """What a call that failed as a whole means for the connection."""
        problem = error.problem
        if problem.action in (NextAction.RECONNECT, NextAction.REFRESH_TOKEN):
            self._require_reconnect(problem)
        else:
            delay = DEFAULT_PAUSE
            if error.retry_after is not None:
                delay = timedelta(seconds=max(1, math.ceil(error.retry_after)))
            self._pause(delay, problem.text, problem.hint)

    # -- calling -------------------------------------------------------------------

    def _ask(self, function, calls):
        """Run ``function(client)``, once more with a new token if the first is refused.

        :param calls: list that receives the library's record of each call
        :raises QuickBooksError: when the call fails
        """
        token = self._access_token()
        try:
            return self._call(function, token, calls)
        except QuickBooksError as error:
            if error.problem.action is not NextAction.REFRESH_TOKEN:
                raise
        return self._call(function, self._access_token(refused=token), calls)

    def _call(self, function, token, calls):
        client = self._make_client(token, on_call=calls.append)
        # No transaction stays open while QuickBooks works.
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return function(client)

    # -- the steps, in order of urgency --------------------------------------------

    def _all_or_singly(self, step):
        """Do a step for many records in one transaction; where something is against one
        of them, once more, each by itself. The others must not wait for it for ever.

        :param step: makes no call; takes ``singly``
        """
        try:
            return retrying(step, self.env)
        except Exception:  # Of one record, which is told of it.
            self.env.cr.rollback()
            _logger.exception("QuickBooks connection %s", self.id)
        return retrying(partial(step, singly=True), self.env)

    def _step_documents(self):
        for step in (
            self._step_resend,
            self._step_look_up,
            self._step_plan,
            self._step_send,
        ):
            done = step()
            if done is not None:
                return done
        return None

    def _step_plan(self):
        return (
            self._all_or_singly(partial(self.env["quickbooks.job"]._plan, self)) or None
        )

    def _step_send(self):
        if self._is_looking():
            return None
        claimed, exchange = self._all_or_singly(self._claim_batch)
        if not claimed:
            return None
        return self._deliver(exchange) if exchange else claimed

    def _lock_settings(self):
        """Nobody switches off, moves the cut-off or disconnects while a batch is made:
        who does waits for the commit of its bytes, or this transaction starts over and
        sees it. Workers do not wait for each other.

        :return: whether the connection may still send
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT state = 'connected' AND active FROM quickbooks_connection"
                " WHERE id = %s FOR SHARE",
                self.id,
            )
        )
        return bool(rows) and rows[0][0]

    def _claim_batch(self, singly=False):
        """Claim and render one batch, ready to be committed before it is sent.

        :return: (number of jobs looked at, exchange or None)
        """
        claimed, ready = self._claim_ready(singly)
        if not ready:
            return claimed, None
        body = self._provider().render.batch_body(
            [payload for _job, payload, _total in ready]
        )
        return claimed, self._put_in_envelope(ready, body, uuid.uuid4().hex)

    def _claim_ready(self, singly=False):
        """Claim and render as many documents as travel together.

        :return: (number of jobs looked at, list of (job, bytes, total))
        """
        if not self._lock_settings():
            return 0, []
        jobs = self.env["quickbooks.job"]._claim(
            self, self._provider().render.MAX_ITEMS
        )
        return len(jobs), (jobs._render_singly(self) if singly else jobs._render(self))

    def _put_in_envelope(self, ready, body, request_id, **vals):
        """The call for what is ready; from the commit on it is on its way.

        :param ready: list of (job, bytes, total)
        :param vals: of the exchange, where it is no batch
        """
        jobs = self.env["quickbooks.job"].browse([job.id for job, *_rest in ready])
        exchange = self.env["quickbooks.exchange"]._open_envelope(
            self, request_id, body, jobs, **vals
        )
        self.env.cr.execute_values(
            "UPDATE quickbooks_job SET state = 'sent', payload = item.payload,"
            " changed = false, amount = item.amount, problem_code = NULL,"
            " problem_data = NULL, next_action = NULL, reason_id = NULL,"
            " exchange_id = item.exchange_id, request_id = item.request_id"
            " FROM (VALUES %s) AS item(id, payload, amount, exchange_id, request_id)"
            " WHERE quickbooks_job.id = item.id",
            [
                (job.id, payload.decode(), total, exchange.id, request_id)
                for job, payload, total in ready
            ],
            template="(%s, %s, %s::numeric, %s, %s)",
            page_size=len(ready),
        )
        jobs._tell_changed()
        jobs.invalidate_model()
        return exchange

    # -- looking up ----------------------------------------------------------------

    def _step_look_up(self):
        """Ask QuickBooks about names that are taken and versions that are stale."""
        jobs = self.env["quickbooks.job"]._to_look_up(self)
        if not jobs:
            return None
        calls, refusal = [], None
        try:
            found = jobs._look_up(lambda function: self._ask(function, calls))
        except QuickBooksError as error:
            if error.problem.action not in ABOUT_THE_CALL:
                raise
            refusal = error.problem
        finally:
            self._log_looks(calls)
        if refusal:
            # Asked again and again, it would hold up everything behind it.
            retrying(lambda: jobs._still_to_look_up()._set_problem(refusal), self.env)
        else:
            self._all_or_singly(partial(self._settle_looks, jobs, found))
        return len(jobs)

    def _settle_looks(self, jobs, found, singly=False):
        settle = jobs._settle_look_up_singly if singly else jobs._settle_look_up
        return settle(self, found)
