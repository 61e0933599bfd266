# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The work in a session: what is fetched, and what comes back.

Each call of the Web Connector is one transaction, which is committed before its answer
leaves and may be repeated from the start until then. Whatever is lost on the way, the
next call, or the next session, begins with what has no answer.
"""

import time

from odoo import SUPERUSER_ID, api, fields, models

from ..lib.desktop import errors, queries
from ..lib.desktop.qwc import OWNER_ID
from ..lib.problems import NextAction
from .quickbooks_connection_sets import LONGEST_CALL

# How often a company file is tried to be opened in one session: "not more than a couple
# of times" (Web Connector Programmer's Guide, ch. 10).
MOST_TRIES = 2
ALL_DONE = 100
FAILED = -1
GIVE_UP = "done"


class QuickbooksSession(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.session"

    exchange_id = fields.Many2one(
        "quickbooks.exchange",
        string="Answer Awaited",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    took_documents = fields.Boolean(
        readonly=True, help="Documents were handed out last, not a page of a list."
    )
    done_count = fields.Integer(readonly=True, help="What is done so far.")
    tries = fields.Integer(
        readonly=True, help="How often QuickBooks could not be opened."
    )

    def _at_work(self):
        return self.with_env(self.connection_id._at_work().env)

    @api.model
    def _has_work(self, connection):
        """A session is worth its while as soon as anything is to be exchanged."""
        if connection.state != "connected":
            return True
        connection = connection._at_work()
        return bool(
            not connection._rest()
            and (
                self.env["quickbooks.exchange"]._open_of(connection)
                or connection._has_more()
            )
        )

    # -- fetched -------------------------------------------------------------------

    @api.model
    def _send_request(self, ticket, hcp, company_file, country, major, minor):
        """The next message set, or "" when there is nothing more to do."""
        session = self._of_ticket(ticket)
        if session.state != "open":
            return ""
        said = {
            "company_file": company_file,
            "country": country,
            "version": [int(major or 0), int(minor or 0)],
        }
        return session._at_work()._hand_out_next(hcp, said)

    def _hand_out_next(self, hcp, said):
        """The bytes to be carried to QuickBooks; "" when there is nothing left.

        :param hcp: what QuickBooks says of itself, with the first call only
        :param said: what the Web Connector says with every call
        """
        connection = self.connection_id
        if not self.is_met or self.exchange_id.state == "open":
            # Who fetches again, or anew, has not got the answer to the last one.
            connection._take_up_lost()
        if not self.is_met:
            host = self._described(hcp, said["company_file"]) if hcp.strip() else None
            if host is None:
                exchange = connection._ask_for_company(said)
            elif not self._meet(host):
                return ""
        if self.is_met:
            exchange = connection._next_exchange(self)
        self.write(
            {
                "exchange_id": exchange.id,
                "took_documents": exchange.kind == "batch",
            }
        )
        return exchange._hand_out(self) if exchange else ""

    # -- brought back --------------------------------------------------------------

    @api.model
    def _receive_response(self, ticket, response, hresult, message):
        """Take the answer to the last message set; how much is done in percent."""
        session = self._of_ticket(ticket)
        # What was moved away from keeps its open questions: see `_migrate`.
        if not session.connection_id.active:
            return FAILED
        return session._at_work()._take(response, hresult, message)

    def _take(self, response, hresult, message):
        """Take an answer in; return how much is done, in percent.

        An answer is true whoever brings it: also in a session that another one has
        taken the place of.
        """
        exchange = self.exchange_id
        if exchange.state == "open" and hresult:
            self._take_hresult(exchange, hresult, message)
        elif exchange.state == "open" and self._take_response(exchange, response):
            self.exchange_id = False
        return self._percent() if self.state == "open" else FAILED

    def _take_response(self, exchange, response):
        """:return: whether it was the answer to this"""
        before = len(exchange._unanswered_jobs())
        if (exchange.purpose or {}).get("kind") == "company":
            self._take_description(exchange, response)
        elif not self.connection_id._take_answer(exchange, response):
            return False
        answered = before - len(exchange._unanswered_jobs())
        self.done_count += max(1, answered, exchange.found_count)
        return True

    def _take_hresult(self, exchange, hresult, message):
        """QuickBooks has not processed it; another session may be at it by now."""
        if exchange.session_id != self:
            return
        problem = errors.problem_of_hresult(hresult, message)
        self.exchange_id = False
        if not self.connection_id._take_failure(exchange, problem):
            self._fail(problem)

    def _percent(self):
        """What is done of what there was and is; 100 only when nothing is left, for
        that ends the session."""
        connection = self.connection_id
        if connection._rest() or not connection._has_more():
            return ALL_DONE
        left = connection._left_count()
        return min(ALL_DONE - 1, ALL_DONE * self.done_count // (self.done_count + left))

    @api.model
    def _end_silent(self, connection):
        """Nobody comes back to a session whose ticket has expired."""
        session = self._of_connection(connection)
        session.filtered(
            lambda each: each.expires_at < fields.Datetime.now()
        )._supersede()

    # -- the end -------------------------------------------------------------------

    @api.model
    def _connection_error(self, ticket, hresult, message):
        """The company file to try instead, or "done" to give up."""
        session = self._of_ticket(ticket)
        if session.state != "open":
            return GIVE_UP
        session = session._at_work()
        problem = errors.problem_of_hresult(hresult, message)
        session.tries += 1
        if problem.action is NextAction.RETRY and session.tries <= MOST_TRIES:
            return session.connection_id.company_file_path or ""
        session._fail(problem)
        return GIVE_UP

    @api.model
    def _last_error(self, ticket):
        """What went wrong, or "" for nothing."""
        session = self._of_ticket(ticket)
        if not session:
            return self._unknown_ticket()
        reader = session._in_words()
        return " ".join(filter(None, (reader.problem_text, reader.problem_hint)))

    @api.model
    def _close(self, ticket):
        """End the session; the text is what the Web Connector shows of it."""
        session = self._of_ticket(ticket)
        if not session:
            return self._refusal(ticket)
        if session.state == "open":
            session._end("closed")
        return session._in_words()._tell_result()

    def _tell_result(self):
        """What the Web Connector shows at the end."""
        failed = self.env["quickbooks.job"].search_count(
            [("connection_id", "=", self.connection_id.id), ("state", "=", "failed")]
        )
        if not failed:
            return self.outcome
        attention = self.env._("Needing attention in Odoo: %(count)s.", count=failed)
        return f"{self.outcome} {attention}"

    def _in_words(self):
        """For who reads the Web Connector: whoever connected it."""
        reader = self.connection_id.connected_by_id or self.connection_id.create_uid
        return self._at_work().with_context(lang=reader.lang)


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    def _at_work(self):
        """As the worker of QuickBooks Online: with all rights, in the company of the
        books."""
        return self.with_user(SUPERUSER_ID).with_company(self.company_id)

    def _ask_for_company(self, said):
        """The questions whose answers the Web Connector brings by itself, for one that
        does not."""
        return self._open_question(
            queries.company_query(OWNER_ID), {"kind": "company", **said}
        )

    def _take_up_lost(self):
        """What was handed out and has no answer is due, before anything new."""
        self.env["quickbooks.exchange"]._open_of(self)._take_up_now()
        (self.pull_ids | self.reading_ids)._begin_anew()

    def _has_more(self):
        """Whether the next call would have something to fetch."""
        jobs = self.env["quickbooks.job"]
        if (
            self.env["quickbooks.exchange"]._is_any_due(self)
            or self._lists_stale()
            or self._pulls_under_way()
            or self.changes_left
            or self._is_look_due()
            or jobs._is_any_due(self)
        ):
            return True
        until = time.monotonic() + LONGEST_CALL
        while self._plan_some():
            # What is planned is sent; what is left is planned with the next call.
            if jobs._is_any_due(self) or time.monotonic() >= until:
                return True
        return jobs._is_any_due(self)

    def _left_count(self):
        """How much a session still has to do."""
        pulls = self._pulls_under_way()
        return self.env["quickbooks.job"]._left_count(self) + sum(
            max(1, pull.total - pull.read_count) for pull in pulls
        )

    # -- why work waits ------------------------------------------------------------

    @api.depends("session_ids.state")
    def _compute_hold_text(self):
        return super()._compute_hold_text()

    def _hold(self):
        """For QuickBooks Desktop: the first session is still to come, or the last one
        could not do anything."""
        if not self._is_desktop() or self.is_copy or self.state == "disconnected":
            return super()._hold()
        if self.state == "draft":
            return (
                self.env._("Waits for the first run of the Web Connector."),
                self.env._(
                    "A QuickBooks manager opens %(name)s under QuickBooks > Connections"
                    " and finds there what is to be done at the computer with"
                    " QuickBooks.",
                    name=self.name,
                ),
            )
        last = self.sudo().session_ids.filtered(lambda each: each.state != "open")[:1]
        if last.state == "failed":
            return last.problem_text, last.problem_hint
        return super()._hold()
