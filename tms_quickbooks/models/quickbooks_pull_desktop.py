# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A list of QuickBooks Desktop: piece by piece as an iterator gives it.

An iterator lives as long as the session of the Web Connector. A list that is cut short
is read again from its beginning; what was read of it is here already.
"""

from datetime import UTC, timedelta

from odoo import api, fields, models

from ..lib.desktop import queries
from ..lib.objects import party_id
from ..lib.problems import problem_of_network
from .quickbooks_pull import aware

# Which lists QuickBooks Desktop does not have.
NOT_THERE = ("Department",)
# The iterator is of another session (QuickBooks: 3391).
CUT_SHORT = "qbd.3391"
# Ids of one list that are asked for at once.
ASKED = 100
# The answer on what was deleted has the id of the list's own, and this.
DELETED = "d"
# As well, on a document of one that the list has not shown.
WITNESS = "w"
# QuickBooks' clock is not further behind ours.
DAY = timedelta(days=1)


class QuickbooksPull(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.pull"

    iterator = fields.Char(
        readonly=True, help="By which QuickBooks gives the rest of the list."
    )
    deleted = fields.Json(
        readonly=True,
        prefetch=False,
        help="Ids of what QuickBooks has deleted from the list since the last time.",
    )

    @api.model
    def _wanted_types(self, connection):
        """Without the lists that a company file does not have."""
        types = super()._wanted_types(connection)
        if not connection._is_desktop():
            return types
        return tuple(each for each in types if each not in NOT_THERE)

    # -- asking --------------------------------------------------------------------

    def _requests(self):
        """What to ask QuickBooks next for this list."""
        self.ensure_one()
        key = str(self.id)
        if self.unseen:
            return self._unseen_requests(key)
        if self.state == "waiting":
            self.write(
                {"since": self._changes_since(), "inactive": self._wants_inactive()}
            )
        since = aware(self.since)
        requests = queries.list_query(
            self.type,
            key,
            inactive=self.inactive or bool(since),
            since=since,
            iterator=self.iterator or None,
            us=self.connection_id._profile().is_us,
        )
        if since and not self.iterator:
            requests += queries.deleted_query([self.type], key + DELETED, since)
        return requests

    def _unseen_requests(self, key):
        """Those that the list has not shown, and a document of each: whoever that
        belongs to by now has taken the place of a merged one."""
        requests = queries.ids_query(self.type, self.unseen[:ASKED], key)
        for kind, parties in self._witnesses().items():
            requests += queries.ids_query(kind, parties, key + WITNESS + kind)
        return requests

    def _witnesses(self):
        return self.env["quickbooks.object"]._witnesses(
            self.connection_id, self.type, self.unseen[:ASKED]
        )

    def _place(self):
        return (*super()._place(), self.iterator)

    def _lock_at(self, mark):
        """As `_lock_unchanged`.

        :param mark: what `_place_mark` was when QuickBooks was asked
        """
        return self._lock() and self._place_mark() == mark

    def _place_mark(self):
        """The place as a text, to be kept with the question."""
        return repr(self._place())

    def _begin_anew(self):
        """Nobody can go on with these iterators."""
        under_way = ("waiting", "running")
        cut = self.filtered(lambda pull: pull.iterator and pull.state in under_way)
        cut.write({"state": "waiting", "iterator": False})

    # -- taking in -----------------------------------------------------------------

    def _take_answers(self, answers, clock):
        """Store what QuickBooks has answered to `_requests`.

        :param answers: ``{request id: QueryAnswer}``
        :param clock: the latest moment QuickBooks has shown; its clock is not ours
        """
        self.ensure_one()
        answer = answers.get(str(self.id))
        if answer is None:
            self._fail(problem_of_network("no_answer"))
        elif answer.problem and answer.problem.code == CUT_SHORT:
            self._begin_anew()
        elif answer.problem:
            self._fail(answer.problem)
        elif self.unseen:
            self._take_unseen(answer.states, ASKED, self._survivors(answers))
        else:
            deleted = answers.get(f"{self.id}{DELETED}")
            self._take_piece(answer, deleted.states if deleted else (), clock)

    def _survivors(self, answers):
        """Into whom customers or vendors were merged, as far as that shows:
        ``{id: ObjectState}``."""
        heirs = {}
        for kind, parties in self._witnesses().items():
            found = answers.get(f"{self.id}{WITNESS}{kind}")
            for state in found.states if found else ():
                heirs[parties[state.qb_id]] = party_id(state)
        Objects = self.env["quickbooks.object"]
        survivors = {}
        for lost, heir in heirs.items():
            known = Objects._find(self.connection_id, self.type, heir)
            if heir != lost and known:
                survivors[lost] = known._state()
        return survivors

    def _take_piece(self, answer, deleted, clock):
        if self.state == "waiting":
            self._start(answer, deleted, clock)
        self.env["quickbooks.object"]._learn(
            self.connection_id, self.type, self._wanted(answer.states)
        )
        read = self.read_count + len(answer.states)
        seen = self._seen_ids().union(state.qb_id for state in answer.states)
        self.write(
            {
                "read_count": read,
                "total": read + answer.remaining,
                "seen": " ".join(seen),
                "iterator": answer.iterator_id if answer.remaining else False,
            }
        )
        if not answer.remaining:
            self._end_of_pieces()

    def _start(self, answer, deleted, clock):
        """The list is as QuickBooks has it now: what changes while it is read comes
        with the next changes."""
        count = len(answer.states) + answer.remaining
        # Where nothing has changed for long, the same is not asked for ever again; and
        # what somebody has saved on a computer set to next year does not keep back all
        # changes until then.
        now = fields.Datetime.now()
        began_at = now - DAY
        if clock:
            clock = clock.astimezone(UTC).replace(tzinfo=None)
            began_at = min(max(began_at, clock), now)
        self.write(
            {
                "state": "running",
                "listed": self.listed if self.since else count,
                "read_count": 0,
                "seen": "",
                "deleted": [state.qb_id for state in deleted],
                "started_at": fields.Datetime.now(),
                "began_at": began_at,
            }
        )

    def _end_of_pieces(self):
        """Is everything here that QuickBooks has, and no more?

        Of changes only, what was deleted tells; a whole list, what it has not shown.
        Both are asked for once more by their ids.
        """
        self.unseen = self._deleted_here() if self.since else self._not_seen()
        if not self.unseen:
            self._finish()

    def _deleted_here(self):
        objects = self.env["quickbooks.object"].with_context(active_test=False)
        domain = [*self._domain(), ("qb_id", "in", self.deleted or [])]
        return objects.search(domain).mapped("qb_id")
