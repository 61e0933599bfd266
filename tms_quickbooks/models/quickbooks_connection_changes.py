# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Looking for what has changed in QuickBooks since the last look.

One call asks for everything, deletions too. It is made every hour or so, when
QuickBooks has called (`quickbooks.webhook.event`), and when somebody wishes for it.
"""

from datetime import UTC, datetime, timedelta
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.service.model import retrying
from odoo.tools import SQL

from ..lib.objects import TRANSACTIONS
from ..lib.online import cdc
from ..lib.online import read as online_read
from ..lib.problems import QuickBooksError
from .quickbooks_connection_lists import CALL_AGAIN
from .quickbooks_connection_settings import LONGEST_INTERVAL, SHORTEST_INTERVAL
from .quickbooks_pull import OVERLAP, PARTY_SETTINGS, aware

# Documents are not sent before QuickBooks was looked at within this time. A backup is
# older, when it is restored.
LOOK_BEFORE_DOCUMENTS = timedelta(minutes=10)


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    changes_every = fields.Integer(
        string="Look for Changes Every (Minutes)",
        required=True,
        default=60,
        tracking=True,
        help="How often QuickBooks is asked what has changed there. It also says so by"
        " itself, where its webhook is set up; then this only makes sure.",
    )
    changes_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="All changes up to this moment, by QuickBooks' clock, have been noticed.",
    )
    changes_left = fields.Json(
        readonly=True,
        copy=False,
        help="From when on the types are still to be asked for that one answer had no"
        " room for, by QuickBooks' clock; and when that look began.",
    )
    changes_checked_at = fields.Datetime(
        string="Last Looked for Changes", readonly=True, copy=False
    )
    changes_wished_at = fields.Datetime(
        readonly=True, copy=False, help="When somebody last wished for a look."
    )
    changes_next_at = fields.Datetime(
        string="Next Look for Changes", compute="_compute_changes_next_at"
    )

    @api.constrains("changes_every")
    def _check_changes_every(self):
        for connection in self:
            if not SHORTEST_INTERVAL <= connection.changes_every <= LONGEST_INTERVAL:
                raise ValidationError(
                    self.env._(
                        "QuickBooks can be asked for changes every %(least)s to"
                        " %(most)s minutes (a day); %(given)s is not between them.",
                        least=SHORTEST_INTERVAL,
                        most=LONGEST_INTERVAL,
                        given=connection.changes_every,
                    )
                )

    @api.depends("changes_checked_at", "changes_every", "state")
    def _compute_changes_next_at(self):
        for connection in self:
            checked = connection.changes_checked_at
            connection.changes_next_at = (
                checked
                and connection.state == "connected"
                and checked + timedelta(minutes=connection.changes_every)
            )

    # -- when ----------------------------------------------------------------------

    @api.model
    def _clock(self):
        """The time by the database's clock, which all workers share; to the
        microsecond, so that a wish in the second of a look is not lost."""
        [[now]] = self.env.execute_query(
            SQL("SELECT clock_timestamp() AT TIME ZONE 'UTC'")
        )
        return now

    def _begin_changes(self, moment):
        """Changes are noticed from the first contact on, and nothing older. A reading
        that was stopped goes on a day later.

        :param moment: by QuickBooks' clock, aware
        """
        if not self.changes_at:
            self._end_look(moment, self._clock())
        self.reading_ids._go_on()

    def _changes_due(self):
        """Whether it is time to look for changes."""
        self.ensure_one()
        if not self.changes_at:
            return False
        checked, wished = self.changes_checked_at, self.changes_wished_at
        return bool(
            self.changes_left
            or not checked
            # By the clock the look was noted by: a worker whose own is far ahead would
            # look again and again.
            or self.changes_next_at <= self._clock()
            or (wished and wished > checked)
            or self._comes_before_lists()
            or self._comes_before_documents()
            or self.env["quickbooks.webhook.event"]._came_since(self, checked)
        )

    def _comes_before_lists(self):
        """Whether lists are due of which new customers or vendors become contacts: they
        are noticed before the lists show them, by which they would be known."""
        return (
            self._lists_stale()
            and any(self._pulls(each) for each in PARTY_SETTINGS)
            and not self._lists_under_way()
        )

    def _comes_before_documents(self):
        """Whether documents are to be sent, and the last look is not of this moment.

        Where somebody has restored a backup of Odoo, QuickBooks has documents that are
        not known here any more: they are found and linked before they would be sent a
        second time.
        """
        return (
            self.changes_checked_at < self._clock() - LOOK_BEFORE_DOCUMENTS
            and self._is_any_pending("quickbooks.job")
        )

    def _is_any_pending(self, queue):
        """Whether anything waits in the outbox or the inbox that is not under way.

        :param queue: the name of its model
        """
        waiting = [("connection_id", "=", self.id), ("state", "=", "pending")]
        return bool(self.env[queue].search_count(waiting, limit=1))

    # -- for the worker ------------------------------------------------------------

    def _step_changes(self):
        """Ask QuickBooks what has changed, in one call, when that is due."""
        if not self._changes_due() or self._is_catching_up():
            return None
        place, look = self._changes_place(), self._look()
        types, since = look.next()
        if since < datetime.now(UTC) - cdc.LOOK_BACK:
            retrying(self._catch_up, self.env)
            return 1
        asked_at, calls = self._clock(), []
        try:
            answer = self._ask(lambda client: client.cdc(types, since), calls)
            states = cdc.changed(answer)
            rest = look.after(types, states)
        except QuickBooksError as error:
            if error.problem.action in CALL_AGAIN:
                raise
            # Whatever it is that it has against this question, it may answer others.
            answer, states, rest = {}, [], None
        except cdc.Unordered:
            rest = None
        finally:
            self.env["quickbooks.exchange"].sudo()._log_calls(self, calls)
        moment = online_read.answered_at(answer) or datetime.now(UTC)
        begun = {"at": moment.isoformat(), "asked_at": asked_at.isoformat()}
        retrying(partial(self._keep_changes, place, states, rest, begun), self.env)
        return 1

    def _look(self):
        """What is still to be asked for in this look, or in a new one."""
        if self.changes_left:
            places = self.changes_left["places"]
            return cdc.Look(
                {each: datetime.fromisoformat(at) for each, at in places.items()}
            )
        since = aware(self.changes_at) - OVERLAP
        return cdc.Look(dict.fromkeys(self._noticed_types(), since))

    def _noticed_types(self):
        """The types whose changes are asked for: a plan without bills has none."""
        if self._profile().has_bills:
            return cdc.TYPES
        return tuple(
            each
            for each in cdc.TYPES
            if each not in ("Bill", "VendorCredit", "BillPayment")
        )

    def _changes_place(self):
        """How far the look is: an answer belongs to the place it was asked from."""
        return (self.changes_at, self.changes_left)

    def _keep_changes(self, place, states, rest, begun):
        """Store what a look has shown, and how far that leads, in one transaction.

        :param place: what `_changes_place` was before the call
        :param rest: ``cdc.Look``; None where that cannot be told
        :param begun: of this call, as text: its time by QuickBooks' clock (``at``) and
            by the database's (``asked_at``); a look began with its first call
        """
        self._lock()
        self.invalidate_recordset()
        if self._changes_place() != place:
            return  # another worker was faster
        self._notice(states, "changes")
        begun = (self.changes_left or {}).get("begun") or begun
        if rest is None:
            self.changes_left = False
            self._catch_up()
        elif rest.places:
            places = {each: at.isoformat() for each, at in rest.places.items()}
            self.changes_left = {"places": places, "begun": begun}
        else:
            self._end_look(*map(datetime.fromisoformat, begun.values()))

    def _end_look(self, began, asked_at):
        """Everything that had changed when the look began has been noticed.

        :param began: by QuickBooks' clock, aware
        :param asked_at: by the database's clock
        """
        self.write(
            {
                "changes_at": _naive(began),
                "changes_left": False,
                "changes_checked_at": asked_at,
            }
        )
        if self._comes_before_lists():
            self.env["quickbooks.pull"]._request(self)
        self._wake(self.changes_next_at)

    def _notice(self, states, noticed_by):
        """Put what QuickBooks shows into the inbox, as far as anybody wants it; lists
        of customers and vendors learn of it at once.

        :param states: ``ObjectState`` with ``raw`` and ``content``
        """
        by_type = {}
        for state in states:
            by_type.setdefault(state.type, []).append(state)
        self.env["quickbooks.change"]._notice(
            self,
            [
                state
                for state in states
                if state.type in TRANSACTIONS or self._pulls(state.type)
            ],
            noticed_by,
        )
        for party in PARTY_SETTINGS:
            if party in by_type:
                self._learn_parties(party, by_type[party])

    def _learn_parties(self, party, states):
        """The list of customers or vendors as it has changed, as far as it is brought
        here. What was merged away is found out by reading the list whole."""
        pull = self.pull_ids.filtered(lambda each: each.type == party)
        listed = [state for state in states if not state.extra.get("deleted")]
        if pull:
            wanted = pull._wanted(listed)
            if len(listed) < len(states):
                self._read_list_whole(party)
        else:
            ids = [state.qb_id for state in listed]
            rows = self.env["quickbooks.object"]._known(self, party, ids)
            known = {row.qb_id for row in rows}
            wanted = [state for state in listed if state.qb_id in known]
        self.env["quickbooks.object"]._learn(self, party, wanted)

    def _read_list_whole(self, party):
        """Have a list of customers or vendors read whole, as something was merged."""
        pull = self.pull_ids.filtered(lambda each: each.type == party)
        (pull - pull._under_way()).write(
            {"state": "waiting", "whole": True, "reason": False}
        )


def _naive(moment):
    """An aware time as the ORM has it."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
