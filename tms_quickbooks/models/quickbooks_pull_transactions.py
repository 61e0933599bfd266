# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The transactions of QuickBooks since a moment, page by page, into the inbox."""

from datetime import UTC

from odoo import api, fields, models

from ..lib.objects import PAYMENTS, TRANSACTIONS, gone
from ..lib.online import read as online_read
from ..lib.online import transactions
from ..lib.problems import Problem
from .quickbooks_pull import aware
from .quickbooks_pull_pages import LOOKUP


class QuickbooksPull(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.pull"

    catches_up = fields.Boolean(
        readonly=True,
        help="It stands in for looking for changes: what is bound here and was not"
        " shown is asked for, as it may have been deleted.",
    )
    page_at = fields.Datetime(
        readonly=True, help="The next page begins with what changed at this moment."
    )
    page_skip = fields.Integer(
        readonly=True, help="So much of what changed then is here already."
    )

    # -- from the wish to the end --------------------------------------------------

    @api.model
    def _read_since(self, connection, types, since, catches_up=False):
        """Have transactions read that were made or changed since then.

        What is under way for an earlier moment already goes on.

        :param since: by QuickBooks' clock
        """
        known = connection.reading_ids.grouped("type")
        for each in types:
            pull = known.get(each) or self.create(
                {
                    "connection_id": connection.id,
                    "company_id": connection.company_id.id,
                    "type": each,
                    "state": "done",
                }
            )
            if pull._under_way() and pull.since <= since:
                pull.catches_up |= catches_up
                continue
            pull.write(
                {
                    "state": "waiting",
                    "since": since,
                    "catches_up": catches_up or pull.catches_up,
                    "total": 0,
                    "read_count": 0,
                    "seen": False,
                    "unseen": None,
                    "began_at": False,
                    "reason": False,
                }
            )

    def _transactions_count_statements(self):
        """The queries that say how much there is to read, ``{key: statement}``."""
        return {
            str(pull.id): transactions.count_statement(pull.type, aware(pull.since))
            for pull in self
        }

    def _begin_transactions(self, answers, moment):
        """As `_begin`, for transactions."""
        for pull in self.filtered(lambda pull: pull.state == "waiting"):
            answer = answers[str(pull.id)]
            if isinstance(answer, Problem):
                pull._fail(answer)
                continue
            pull.write(
                {
                    "state": "running",
                    "total": online_read.total(answer),
                    "seen": "",
                    "page_at": pull.since,
                    "page_skip": 0,
                    "started_at": fields.Datetime.now(),
                    "began_at": moment.astimezone(UTC).replace(
                        tzinfo=None, microsecond=0
                    ),
                }
            )
            if not pull.total:
                pull._end_of_transactions()

    def _next_transactions(self):
        """Those to read next: payments after what they settle."""
        documents = self.filtered(lambda pull: pull.type not in PAYMENTS)
        return documents or self

    # -- a page --------------------------------------------------------------------

    def _page(self):
        if self.type not in TRANSACTIONS:
            return super()._page()
        return transactions.Page.next(
            aware(self.page_at), self.page_skip, self.total - self.read_count
        )

    def _next_request(self):
        if self.type not in TRANSACTIONS or self.unseen:
            return super()._next_request()
        page = self._page()
        return page.limit, page.statement(self.type)

    def _place(self):
        return (*super()._place(), self.page_at, self.page_skip)

    def _take_transactions(self, answer):
        """Put into the inbox what QuickBooks has answered to `_next_request`."""
        if isinstance(answer, Problem):
            self._fail(answer)
            return
        states = online_read.query_objects(self.type, answer, whole=True)
        if self.unseen:
            asked = self.unseen[:LOOKUP]
            lost = set(asked) - {state.qb_id for state in states}
            states += [gone(self.type, qb_id) for qb_id in sorted(lost)]
            self.connection_id._notice(states, "page")
            self.unseen = self.unseen[len(asked) :]
            if not self.unseen:
                self._finish()
            return
        self.connection_id._notice(states, "page")
        place = self._page().after(states)
        seen = self._seen_ids().union(state.qb_id for state in states)
        self.write({"seen": " ".join(seen), "read_count": len(seen)})
        # What was made or changed since it was counted is a change of later.
        if place is None or len(seen) >= self.total:
            self._end_of_transactions()
        else:
            self.page_at = place[0].astimezone(UTC).replace(tzinfo=None)
            self.page_skip = place[1]

    def _end_of_transactions(self):
        self.unseen = self._bound_not_seen() if self.catches_up else None
        if not self.unseen:
            self._finish()

    def _bound_not_seen(self):
        """Ids of what is bound here and has not been shown."""
        bound = self.env["quickbooks.object"].search_fetch(
            [*self._domain(), ("res_model", "!=", False)], ["qb_id"]
        )
        return sorted(set(bound.mapped("qb_id")) - self._seen_ids())

    def _progress(self):
        """As before; of transactions, how many there are is not known, only how many
        were read."""
        progress = super()._progress()
        if self.type in TRANSACTIONS:
            progress["listed"] = self.read_count
        return progress
