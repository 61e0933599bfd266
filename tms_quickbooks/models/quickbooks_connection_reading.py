# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reading all transactions since a moment: because somebody wishes for it, or because
they cannot be asked for by their changes any more."""

from functools import partial

from odoo import fields, models
from odoo.service.model import retrying

from ..lib.objects import TRANSACTIONS
from .quickbooks_pull import OVERLAP, aware


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    reading_ids = fields.One2many(
        "quickbooks.pull",
        "connection_id",
        domain=[("type", "in", sorted(TRANSACTIONS))],
        readonly=True,
    )

    def _read_transactions(self, since):
        """Have everything read that anybody wants of what was made or changed since.

        :param since: by QuickBooks' clock
        """
        types = [
            each
            for each in self._noticed_types()
            if each in TRANSACTIONS and self._pulls(each)
        ]
        self.env["quickbooks.pull"]._read_since(self, types, since)

    def _catch_up(self):
        """Read what has changed since the last look, as it cannot be asked for."""
        types = [each for each in self._noticed_types() if each in TRANSACTIONS]
        self.env["quickbooks.pull"]._read_since(
            self, types, self.changes_at - OVERLAP, catches_up=True
        )
        # The lists tell what has become of customers and vendors.
        self.env["quickbooks.pull"]._request(self)

    def _is_catching_up(self):
        """Whether the reading that stands in for a look has not ended."""
        return any(
            pull.catches_up and pull.state not in ("done", "failed")
            for pull in self.reading_ids
        )

    def _is_looking(self):
        """Whether a look goes on page by page: it may still show what would be sent a
        second time. One that somebody has stopped keeps nothing from being sent."""
        return bool(self._reading_under_way().filtered("catches_up"))

    def _reading_under_way(self):
        """What is still to be read, as it is now: a user may have stopped it."""
        self.env["quickbooks.pull"].invalidate_model()
        return self.reading_ids._under_way()

    def _step_reading(self):
        """The next page of transactions, once everything of the last has been taken."""
        under_way = self._reading_under_way()
        if not under_way:
            return None
        waiting = under_way.filtered(lambda pull: pull.state == "waiting")
        if waiting:
            answers, moment = self._ask_queries(
                waiting._transactions_count_statements()
            )
            retrying(partial(self._keep_counts, waiting, answers, moment), self.env)
            return len(waiting)
        packed, places, answers = self._ask_pages(under_way._next_transactions())
        retrying(partial(self._keep_transactions, packed, places, answers), self.env)
        return len(packed)

    def _keep_counts(self, pulls, answers, moment):
        pulls.exists()._begin_transactions(answers, moment)
        self._end_reading()

    def _keep_transactions(self, pulls, places, answers):
        for pull in pulls:
            if pull._lock_unchanged(places[pull]):
                pull._take_transactions(answers[str(pull.id)])
        self._end_reading()

    def _end_reading(self):
        """Once all is read that stood in for a look, that look was made.

        What could not be read is made up for when somebody, or the next day, goes on
        with it; where that is all, it is tried again when the next look is due.
        """
        if self._is_catching_up():
            return
        standing_in = self.reading_ids.filtered("catches_up")
        read = standing_in.filtered(lambda pull: pull.state == "done")
        read.catches_up = False
        if read:
            first = min(read.mapped("current_at"))
            self._end_look(aware(max(first, self.changes_at)), self._clock())
        elif standing_in:
            self.changes_checked_at = self._clock()
