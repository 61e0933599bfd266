# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Comparing the books with QuickBooks Online: a call at a time, each kept with the
place it leads to, so that whoever comes next goes on from there."""

from functools import partial

from odoo import models
from odoo.service.model import retrying

from ..lib.online import lists
from ..lib.online import read as online_read
from ..lib.problems import Problem
from .quickbooks_comparison import COMPARED_TYPES
from .quickbooks_pull_pages import LOOKUP


class QuickbooksComparison(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.comparison"

    def _step(self):
        """Do the next thing: one call, or a look at the next of our records.

        :return: how much was done, or None where somebody else has to come
        """
        step = self._next_step()
        if step is None:
            retrying(partial(self._under_lock, self._finish), self.env)
            return 1
        return step()

    def _next_step(self):
        """What is to be done next; None where all is."""
        parts = self.part_ids
        if self.state == "waiting":
            return self._count
        if parts.filtered(lambda part: part.state == "reading"):
            return self._read
        if sweeping := parts.filtered(lambda part: part.state == "sweeping"):
            return partial(self._sweep, sweeping[0])
        if parts.filtered(lambda part: part.state == "looking"):
            return self._look
        return None

    def _under_lock(self, work, *args):
        """Nobody has stopped it meanwhile, and nobody does while this goes on."""
        if self._lock():
            work(*args)

    def _sweep(self, part):
        retrying(partial(self._under_lock, part._sweep), self.env)
        return 1

    # -- calls ---------------------------------------------------------------------

    def _period(self):
        return lists.dated(self.date_from, self.date_to)

    def _count(self):
        """How much there is to read, in one call."""
        answers, _moment = self.connection_id._ask_queries(
            {each: lists.count_of(each, self._period()) for each in COMPARED_TYPES}
        )
        retrying(partial(self._under_lock, self._take_counts, answers), self.env)
        return 1

    def _read(self):
        """The next pages, of as many types as one call brings."""
        reading = self.part_ids.filtered(lambda part: part.state == "reading")
        pages = {part: part._page() for part in reading}
        return self._ask(
            lists.pack((part, page.limit) for part, page in pages.items()),
            lambda part: pages[part].query(part.type, self._period()),
        )

    def _look(self):
        """What should have been shown, by its id."""
        looking = self.part_ids.filtered(lambda part: part.state == "looking")
        asked = {part: part.unseen[:LOOKUP] for part in looking}
        return self._ask(
            lists.pack((part, len(ids)) for part, ids in asked.items()),
            lambda part: online_read.id_lookup_statement(part.type, asked[part]),
        )

    def _ask(self, parts, statement):
        """Ask for these parts in one call and take in the answers."""
        places = {part: part._place() for part in parts}
        answers, _moment = self.connection_id._ask_queries(
            {part.type: statement(part) for part in parts}
        )
        retrying(partial(self._under_lock, self._take, places, answers), self.env)
        return len(parts)

    # -- answers -------------------------------------------------------------------

    def _take_counts(self, answers):
        """:param answers: by type; a Problem where it cannot be asked for"""
        refusals = [each for each in answers.values() if isinstance(each, Problem)]
        if len(refusals) == len(answers):
            self._fail(refusals[0])
            return
        # A plan without bills has none: what cannot be asked for is not there.
        self._begin(
            {
                each: 0 if isinstance(answer, Problem) else online_read.total(answer)
                for each, answer in answers.items()
            }
        )

    def _take(self, places, answers):
        """:param places: ``{part: its place}`` when it was asked"""
        for part, place in places.items():
            answer = answers[part.type]
            if part._place() != place:
                continue
            if isinstance(answer, Problem):
                part._take_refusal(answer)
                continue
            states = online_read.query_objects(part.type, answer, whole=True)
            if part.state == "reading":
                part._take_page(states)
            else:
                part._take_unseen(states, part.unseen[:LOOKUP])


class QuickbooksComparisonPart(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.comparison.part"

    def _page(self):
        return lists.Page.next(self.read_count, self.there_count)

    def _place(self):
        """How far this is: an answer belongs to the place it was asked from."""
        self.ensure_one()
        return (
            self.comparison_id.started_at,
            self.state,
            self.read_count,
            len(self.unseen or ()),
        )

    def _take_page(self, states):
        ids = [state.qb_id for state in states]
        read, is_end = self._page().after(ids, self._seen_ids(), self.there_count)
        self._take_states(states)
        self.read_count = read
        if is_end:
            self.state = "sweeping"

    def _take_refusal(self, problem):
        """Where nothing was counted, there is nothing that could be shown."""
        if self.state == "reading" and not self.there_count:
            self.state = "sweeping"
        else:
            self.comparison_id._fail(problem)
