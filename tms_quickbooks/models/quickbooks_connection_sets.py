# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the Web Connector fetches next, in order of urgency.

The same steps as the worker of QuickBooks Online takes: what has no answer, lists,
look-ups, plan, documents. Each call of the Web Connector takes one, in a transaction
that ends with the call; nobody is called from here.
"""

import logging
import time
from datetime import UTC, datetime

from psycopg2 import OperationalError

from odoo import fields, models
from odoo.service.model import retrying

from ..lib.desktop import queries
from ..lib.desktop import render as desktop_render
from ..lib.desktop.host import NEWEST
from .quickbooks_pull import LIST_TYPES

_logger = logging.getLogger(__name__)

# A set that was handed out so often without any answer is looked up instead: it may be
# what QuickBooks fails on.
MOST_UNANSWERED = 5
# The Web Connector waits for an answer; after so many seconds it is asked to come back.
LONGEST_CALL = 20
NEWEST_QBXML = ".".join(map(str, NEWEST))


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    last_set_id = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        help="The last message set that was answered; QuickBooks may forget it.",
    )

    # -- the connection's own scheduled job ----------------------------------------

    def _step_next(self):
        """For QuickBooks Desktop: nobody is called. Documents are planned, so that
        their status says what they wait for before the Web Connector comes; and what
        it has brought is taken."""
        if not self._is_desktop():
            return super()._step_next()
        self.env["quickbooks.session"]._end_silent(self)
        moved = [self._step_plan(), retrying(self._step_take, self.env)]
        return sum(filter(None, moved)) if moved != [None, None] else None

    def _rest(self):
        """The pace of the Web Connector is its own."""
        if not self._is_desktop():
            return super()._rest()
        paused = self.paused_until
        return paused if paused and paused > fields.Datetime.now() else None

    # -- what the Web Connector fetches --------------------------------------------

    def _next_exchange(self, session):
        """What the Web Connector is to carry to QuickBooks next; none when there is
        nothing left."""
        steps = [self._next_set, self._next_pages]
        # Neither waits for the end of the other, but documents for that of a look.
        if session.took_documents or self._is_looking():
            steps.reverse()
        for step in (self._next_unanswered, self._next_lists, self._next_looks, *steps):
            if exchange := step():
                return exchange
        return self.env["quickbooks.exchange"]

    def _at_once_or_singly(self, step):
        """As `_all_or_singly`, within the transaction of a call."""
        try:
            with self.env.cr.savepoint():
                return step(singly=False)
        except OperationalError:  # the whole call is repeated
            raise
        except Exception:  # Of one record, which is told of it.
            _logger.exception("QuickBooks connection %s", self.id)
        return step(singly=True)

    # -- what has no answer --------------------------------------------------------

    def _next_unanswered(self):
        """The same bytes once more; or a question, where QuickBooks has named what it
        made, or does not know the set any more."""
        exchange = self.env["quickbooks.exchange"]._take_overdue(self)
        if not exchange:
            return exchange
        exchange.next_attempt_at = False  # not before whoever fetches it has gone
        if exchange.recovered:
            return self._ask_recovered(exchange)
        if exchange.look_up or exchange.attempts >= MOST_UNANSWERED:
            return self._ask_what_became(exchange)
        exchange.attempts += bool(exchange.session_id)  # a half may be new
        return exchange

    def _ask_recovered(self, exchange):
        """QuickBooks has only named what it made: it is read before it is settled."""
        ids = {}
        for object_type, qb_id in exchange.recovered.values():
            ids.setdefault(object_type, []).append(qb_id)
        return self._open_question(
            [
                request
                for object_type, of_type in ids.items()
                for request in queries.ids_query(object_type, of_type, whole=True)
            ],
            {"kind": "recovered", "exchange": exchange.id},
        )

    def _ask_what_became(self, exchange):
        return self._open_question(
            exchange._unanswered_jobs()._outcome_requests(exchange.create_date),
            {"kind": "outcome", "exchange": exchange.id},
        )

    def _open_question(self, requests, purpose):
        return self.env["quickbooks.exchange"]._open_query(
            self,
            desktop_render.query_body(requests, self._qbxml_version()),
            purpose,
        )

    def _qbxml_version(self):
        """The newest version of qbXML that this QuickBooks and we both know."""
        return (self.host or {}).get("qbxml_version") or NEWEST_QBXML

    # -- lists ---------------------------------------------------------------------

    def _next_lists(self):
        """All lists that are due, and what has changed since the last look, in one set,
        short lists whole; what mappings lead to comes before documents."""
        if not self._lists_under_way():
            self._begin_look()
            if self._lists_stale():
                self._begin_changes(datetime.now(UTC))
                self.env["quickbooks.pull"]._request(self)
        under_way = self._pulls_under_way()
        urgent = self.changes_left or under_way.filtered(
            lambda pull: pull.state == "waiting" or pull.type in LIST_TYPES
        )
        return self._ask_lists(under_way) if urgent else self._no_exchange()

    def _next_pages(self):
        """The next pages of long lists of customers and vendors, and of
        transactions."""
        under_way = self._pulls_under_way()
        return self._ask_lists(under_way) if under_way else self._no_exchange()

    def _pulls_under_way(self):
        return self._lists_under_way() | self._reading_under_way()._in_turn()

    def _ask_lists(self, pulls):
        requests = [request for pull in pulls for request in pull._requests()]
        requests += self._custom_field_requests(pulls & self.pull_ids)
        requests += self._party_requests()
        places = {pull.id: pull._place_mark() for pull in pulls}
        return self._open_question(requests, {"kind": "lists", "places": places})

    def _no_exchange(self):
        return self.env["quickbooks.exchange"]

    # -- look-ups ------------------------------------------------------------------

    def _next_looks(self):
        """Ask QuickBooks about names that are taken and versions that are stale."""
        while jobs := self.env["quickbooks.job"]._to_look_up(self):
            requests = jobs._look_up_requests()
            if requests:
                return self._open_question(
                    requests, {"kind": "look_up", "jobs": jobs.ids}
                )
            jobs._settle_look_up(self, [])  # unlinked meanwhile
        return self._no_exchange()

    # -- documents -----------------------------------------------------------------

    def _next_set(self):
        """Plan, claim and render until a message set is full or nothing is left."""
        until = time.monotonic() + LONGEST_CALL
        while True:
            while time.monotonic() < until and self._plan_some():
                pass
            claimed, exchange = self._at_once_or_singly(self._claim_set)
            if exchange or not claimed or time.monotonic() >= until:
                return exchange

    def _plan_some(self):
        jobs = self.env["quickbooks.job"]
        return self._at_once_or_singly(lambda singly: jobs._plan(self, singly=singly))

    def _claim_set(self, singly=False):
        """Claim and render one message set, ready to be committed with this call.

        :return: (number of jobs looked at, exchange)
        """
        claimed, ready = self._claim_ready(singly)
        if not ready:
            return claimed, self._no_exchange()
        return claimed, self._put_in_set(ready)

    def _put_in_set(self, ready):
        """A message set of its own for what is ready.

        :param ready: list of (job, bytes, total)
        """
        exchanges = self.env["quickbooks.exchange"]
        set_id = exchanges._new_set_id()
        body = desktop_render.batch_body(
            [payload for _job, payload, _total in ready],
            set_id,
            self.last_set_id or "",
            self._qbxml_version(),
        )
        return self._put_in_envelope(
            ready, body, set_id, name="qbXML set", next_attempt_at=False
        )
