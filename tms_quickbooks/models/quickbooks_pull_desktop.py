# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A list of QuickBooks Desktop: piece by piece as an iterator gives it.

An iterator lives as long as the session of the Web Connector. A list that is cut short
goes on in the next one behind the last name that was read. That QuickBooks gives names
in an order of its own, or has given one another name meanwhile, shows in their number:
then the list is read again from its beginning.
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
# The answer on what was deleted has the id of the list's own, and this.
DELETED = "d"
# As well, on a document of one that the list has not shown.
WITNESS = "w"
# The clocks of an office's computers differ, and one may have missed summer time.
OFFICE_CLOCKS = timedelta(hours=2)
# QuickBooks' clock is not further behind ours.
DAY = timedelta(days=1)


class QuickbooksPull(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.pull"

    iterators = fields.Json(
        readonly=True,
        help="By which QuickBooks gives the rest: an id for each kind of object.",
    )
    last_name = fields.Char(
        readonly=True, help="Up to which name the list is here, in the order of names."
    )
    resumed = fields.Boolean(
        readonly=True, help="A later session has gone on with the list."
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

    def _overlap(self):
        return OFFICE_CLOCKS if self.connection_id._is_desktop() else super()._overlap()

    def _requests(self):
        """What to ask QuickBooks next for this list."""
        self.ensure_one()
        key = str(self.id)
        if self.unseen:
            return self._unseen_requests(key)
        begins = self.state == "waiting" and not self.last_name
        if begins:
            self.write(
                {"since": self._changes_since(), "inactive": self._wants_inactive()}
            )
        since = aware(self.since)
        requests = queries.list_query(
            self.type,
            key,
            inactive=self.inactive or bool(since),
            since=since,
            name=self.state == "waiting" and self.last_name or "",
            iterators=self._open_iterators(),
            us=self.connection_id._profile().is_us,
        )
        if begins and since:
            requests += queries.deleted_query([self.type], key + DELETED, since)
        return requests

    def _open_iterators(self):
        """By which to go on; None where a reading begins."""
        return (self.state == "running" and self.iterators) or None

    def _unseen_requests(self, key):
        """Those that the list has not shown, and a document of each: whoever that
        belongs to by now has taken the place of a merged one."""
        requests = queries.ids_query(self.type, self.unseen[: queries.MAX_NAMED], key)
        for kind, parties in self._witnesses().items():
            requests += queries.ids_query(kind, parties, key + WITNESS + kind)
        return requests

    def _witnesses(self):
        return self.env["quickbooks.object"]._witnesses(
            self.connection_id, self.type, self.unseen[: queries.MAX_NAMED]
        )

    def _place(self):
        return (*super()._place(), self.iterators)

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
        cut = self._under_way().filtered("iterators")
        cut.write({"state": "waiting", "iterators": False, "resumed": True})
        return cut

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
            self._take_unseen(
                answer.states, queries.MAX_NAMED, self._survivors(answers)
            )
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
        if self.state == "waiting" and not self.last_name:
            self._start(answer, deleted, clock)
        self.env["quickbooks.object"]._learn(
            self.connection_id, self.type, self._wanted(answer.states)
        )
        seen = self._seen_ids().union(state.qb_id for state in answer.states)
        self.write(
            {
                "state": "running",
                "read_count": len(seen),
                "total": max(self.total, len(seen) + answer.remaining),
                "seen": " ".join(seen),
                "iterators": answer.iterators,
                "last_name": self._last_name(answer.states),
            }
        )
        if not answer.remaining:
            self._end_of_pieces()

    def _last_name(self, states):
        """Up to which name the list is here with this piece, as far as that can be
        told: it has come in the order of names."""
        names = [state.full_name for state in states]
        folded = [(self.last_name or "").casefold(), *map(str.casefold, names)]
        return folded == sorted(folded) and (names or [self.last_name])[-1]

    def _start(self, answer, deleted, clock):
        """The list is as QuickBooks has it now: what changes while it is read comes
        with the next changes."""
        count = len(answer.states) + answer.remaining
        self.write(
            {
                "listed": self.listed if self.since else count,
                "total": count,
                "seen": "",
                "resumed": False,
                "deleted": [state.qb_id for state in deleted],
                **self._started_vals(clock),
            }
        )

    def _started_vals(self, clock):
        """Values of what begins now.

        :param clock: the latest moment QuickBooks has shown, or None
        """
        # Where nothing has changed for long, the same is not asked for ever again; and
        # what somebody has saved on a computer set to next year does not keep back all
        # changes until then.
        now = fields.Datetime.now()
        began_at = now - DAY
        if clock:
            clock = clock.astimezone(UTC).replace(tzinfo=None)
            began_at = min(max(began_at, clock), now)
        return {
            "state": "running",
            "read_count": 0,
            "started_at": now,
            "began_at": began_at,
        }

    def _end_of_pieces(self):
        """Is everything here that QuickBooks has, and no more?

        Of changes only, what was deleted tells; a whole list, what it has not shown.
        Both are asked for once more by their ids.
        """
        if self.resumed and self.read_count < self.total:
            self.write({"state": "waiting", "last_name": False})
            return
        self.unseen = self._deleted_here() if self.since else self._not_seen()
        if not self.unseen:
            self._finish()

    def _deleted_here(self):
        objects = self.env["quickbooks.object"].with_context(active_test=False)
        domain = [*self._domain(), ("qb_id", "in", self.deleted or [])]
        return objects.search(domain).mapped("qb_id")

    def _finish(self):
        self.write({"last_name": False, "resumed": False})
        return super()._finish()

    @api.model
    def _request(self, connection, whole=False):
        """As before; who asks for all of it again has it read from the beginning."""
        if whole:
            connection.pull_ids.last_name = False
        return super()._request(connection, whole)
