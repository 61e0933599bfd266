# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A list of QuickBooks, page by page."""

from odoo import fields, models
from odoo.tools import SQL

from ..lib.online import lists
from ..lib.online import read as online_read
from ..lib.problems import Problem
from .quickbooks_pull import PARTY_SETTINGS, aware

# Ids in one query.
LOOKUP = 200


class QuickbooksPull(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.pull"

    def _next_request(self):
        """What to ask QuickBooks next: ``(objects it may bring, statement)``."""
        self.ensure_one()
        if self.unseen:
            ids = self.unseen[:LOOKUP]
            return len(ids), online_read.id_lookup_statement(self.type, ids)
        page = self._page()
        statement = page.statement(
            self.type,
            inactive=self.inactive or bool(self.since),
            since=aware(self.since),
        )
        return page.limit, statement

    def _page(self):
        return lists.Page.next(self.read_count, self.total)

    def _place(self):
        """How far this is: an answer belongs to the place it was asked from."""
        self.ensure_one()
        return (self.state, self.started_at, self.read_count, len(self.unseen or ()))

    def _lock_unchanged(self, place):
        """Whether this is still where it was when QuickBooks was asked; locked if so.

        Somebody may have stopped it, or another worker may have been faster.

        :param place: what `_place` was before the call, which ends the transaction
        """
        return self._lock() and self._place() == place

    def _lock(self):
        """Whether it is still there, as it is by now and for this transaction."""
        self.ensure_one()
        self.env.cr.execute(
            SQL("SELECT FROM quickbooks_pull WHERE id = %s FOR NO KEY UPDATE", self.id)
        )
        self.invalidate_recordset()
        return bool(self.exists())

    def _take(self, answer, survivors):
        """Store what QuickBooks has answered to `_next_request`.

        :param survivors: see `quickbooks.object._lose`
        """
        if isinstance(answer, Problem):
            self._fail(answer)
        elif self.unseen:
            self._take_unseen(self._states(answer), LOOKUP, survivors)
        else:
            self._take_page(answer)

    def _states(self, answer):
        """What QuickBooks has shown of the list. Customers and vendors are compared
        with what they are here."""
        is_compared = self.type in PARTY_SETTINGS
        return online_read.query_objects(self.type, answer, whole=is_compared)

    def _take_page(self, answer):
        states = self._states(answer)
        ids = [state.qb_id for state in states]
        known = self._seen_ids()
        read, is_end = self._page().after(ids, known, self.total)
        self.env["quickbooks.object"]._learn(
            self.connection_id, self.type, self._wanted(states)
        )
        self.read_count = read
        self.seen = " ".join(known.union(ids))
        if is_end:
            self._end_of_list()

    def _seen_ids(self):
        return set((self.seen or "").split())

    def _wanted(self, states):
        """Without inactive objects nobody has asked for, unless we know them."""
        foreign = {state.qb_id for state in states if not state.active}
        if self.inactive or not foreign:
            return states
        rows = self.env["quickbooks.object"]._known(
            self.connection_id, self.type, foreign
        )
        foreign -= {row.qb_id for row in rows}
        return [state for state in states if state.qb_id not in foreign]

    def _end_of_list(self):
        """All pages are here: is everything here that QuickBooks has, and no more?"""
        if self.since:
            # What is merged away or deleted is no change that could be asked for.
            if self._here() == self.listed:
                self._finish()
            else:
                self.write(
                    {"since": False, "total": self.listed, "read_count": 0, "seen": ""}
                )
            return
        unseen = self._not_seen()
        if unseen:
            self.unseen = unseen
        else:
            self._finish()

    def _domain(self):
        domain = [
            ("connection_id", "=", self.connection_id.id),
            ("type", "=", self.type),
            ("gone", "=", False),
        ]
        return domain if self.inactive else domain + [("active", "=", True)]

    def _here(self):
        """How many objects of the list are here, as it was when it was counted."""
        made_meanwhile = [
            ("create_date", ">=", self.started_at),
            ("synced_at", "!=", False),
        ]
        objects = self.env["quickbooks.object"].with_context(active_test=False)
        return objects.search_count(self._domain()) - objects.search_count(
            self._domain() + made_meanwhile
        )

    def _not_seen(self):
        """Ids of objects here that the list has not shown."""
        objects = self.env["quickbooks.object"].with_context(active_test=False)
        here = objects.search_fetch(self._domain(), ["qb_id"])
        return sorted(set(here.mapped("qb_id")) - self._seen_ids())

    def _take_unseen(self, states, asked, survivors):
        """Some moved while the list was read or became inactive; the rest is gone.

        :param states: what QuickBooks has of those that were asked for
        :param asked: how many of `unseen` that were
        """
        objects = self.env["quickbooks.object"]
        objects._learn(self.connection_id, self.type, states)
        gone = set(self.unseen[:asked]) - {state.qb_id for state in states}
        objects._lose(self.connection_id, self.type, gone, survivors)
        self.unseen = self.unseen[asked:]
        if not self.unseen:
            self._finish()

    def _gone_in(self, answer):
        """Ids of the objects asked for that QuickBooks does not have any more."""
        if not self.unseen or isinstance(answer, Problem):
            return set()
        found = online_read.query_objects(self.type, answer)
        return set(self.unseen[:LOOKUP]) - {state.qb_id for state in found}

    def _finish(self):
        self.write(
            {
                "state": "done",
                "whole": False,
                "read_count": self.total,
                "seen": False,
                "unseen": None,
                "current_at": self.began_at,
                "began_at": False,
                "whole_at": self.whole_at if self.since else self.began_at,
                "finished_at": fields.Datetime.now(),
                "reason": False,
            }
        )

    def _fail(self, problem):
        """QuickBooks does not list this; nothing else is kept back by it."""
        self.write(
            {
                "state": "failed",
                "reason": [
                    part.as_data() for part in (problem.text, problem.hint) if part
                ],
            }
        )
