# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The transactions of a company file since a moment, piece by piece, into the inbox.

QuickBooks Desktop gives them in no order that could be relied on. What one session
cannot read through is therefore asked for in shorter periods, each of which is done
when its last piece is here.
"""

from datetime import timedelta

from odoo import fields, models

from ..lib.desktop import queries
from ..lib.objects import PAYMENTS, TRANSACTIONS
from .quickbooks_pull import aware
from .quickbooks_pull_desktop import DELETED

SHORTEST_PERIOD = timedelta(hours=1)


class QuickbooksPull(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.pull"

    until = fields.Datetime(
        readonly=True,
        help="Only up to then, where all at once was too much for one session.",
    )

    # -- asking --------------------------------------------------------------------

    def _in_turn(self):
        """Those to ask for next: payments with the first piece of what they settle, or
        after its last."""
        documents = self.filtered(lambda pull: pull.type not in PAYMENTS)
        if any(pull.state == "running" for pull in documents):
            return documents
        return documents + (self - documents)

    def _is_its_turn(self):
        """Whether what this payment settles is here already. Only then it can be told
        that somebody wants it; until then it is asked for again."""
        if self.type not in PAYMENTS:
            return True
        under_way = self.connection_id._reading_under_way()
        return all(pull.type in PAYMENTS for pull in under_way)

    def _requests(self):
        if self.type not in TRANSACTIONS:
            return super()._requests()
        if self.until and self.until <= self.since:
            self.until = False  # of an earlier reading
        key, since = str(self.id), aware(self.since)
        requests = queries.transactions_query(
            self.type, key, since, aware(self.until), iterators=self._open_iterators()
        )
        if self.state == "waiting":
            requests += queries.deleted_query([self.type], key + DELETED, since)
        return requests

    def _begin_anew(self):
        """As before; what is cut short once would be so again."""
        cut = super()._begin_anew()
        for pull in cut.filtered(lambda pull: pull.type in TRANSACTIONS):
            end = pull.until or fields.Datetime.now()
            half = max((end - pull.since) / 2, SHORTEST_PERIOD)
            if pull.since + half < end:
                pull.until = (pull.since + half).replace(microsecond=0)
        return cut

    # -- taking in -----------------------------------------------------------------

    def _take_piece(self, answer, deleted, clock):
        if self.type not in TRANSACTIONS:
            super()._take_piece(answer, deleted, clock)
            return
        self.connection_id._notice([*answer.states, *deleted], "session")
        seen = self._seen_ids().union(state.qb_id for state in answer.states)
        self.write(
            {
                **({} if self.began_at else self._started_vals(clock)),
                "state": "running",
                "read_count": len(seen),
                "total": max(self.total, len(seen) + answer.remaining),
                "seen": " ".join(seen),
                "iterators": answer.iterators,
            }
        )
        if not answer.remaining:
            self._end_of_period()

    def _end_of_period(self):
        """All of it is here; the next one is as long, or goes up to now."""
        if not self.until:
            self._finish()
            return
        after = self.until + (self.until - self.since)
        self.write(
            {
                "state": "waiting",
                "since": self.until,
                "until": after if after < fields.Datetime.now() else False,
            }
        )
