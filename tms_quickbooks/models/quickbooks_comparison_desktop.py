# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Comparing the books with QuickBooks Desktop: in the sessions of the Web Connector.

An iterator lives as long as its session. What is cut short is read again from its
beginning with the next one; what was compared is known and left out.
"""

import time
from datetime import UTC, datetime

from odoo import fields, models

from ..lib.desktop import queries
from ..lib.problems import problem_of_network
from .quickbooks_connection_sets import LONGEST_CALL
from .quickbooks_pull_desktop import CUT_SHORT


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    def _next_exchange(self, session):
        """What is sent or brought comes first; it would only differ meanwhile."""
        return super()._next_exchange(session) or self._next_comparison()

    def _next_comparison(self):
        """The next questions for a comparison; before those, for as long as a call may
        take, a look at our own records, which asks nobody."""
        self.env["quickbooks.comparison.line"]._look_after(self)
        until = time.monotonic() + LONGEST_CALL
        comparison = self._due_comparison()
        while comparison and time.monotonic() < until:
            if requests := comparison._requests():
                return self._open_question(
                    requests, {"kind": "comparison", "places": comparison._places()}
                )
            comparison._step_here()
            comparison = self._due_comparison()
        if comparison:
            self._wake()  # the rest without a session
        return self._no_exchange()

    def _questions(self):
        return super()._questions() | {
            "comparison": (self._take_compared, self._comparison_failed)
        }

    def _take_compared(self, purpose, answers):
        comparison = self.env["quickbooks.comparison"]._next_of(self)
        if comparison and comparison._lock():
            comparison._take_answers(purpose["places"], answers)

    def _comparison_failed(self, _purpose, problem):
        comparison = self.env["quickbooks.comparison"]._next_of(self)
        if comparison and comparison._lock():
            comparison._fail(problem)

    def _has_more(self):
        return super()._has_more() or bool(self._due_comparison())

    def _left_count(self):
        return super()._left_count() + len(self._due_comparison())

    def _take_up_lost(self):
        result = super()._take_up_lost()
        self.env["quickbooks.comparison"]._next_of(self).part_ids.iterators = False
        return result


class QuickbooksComparison(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.comparison"

    def _step(self):
        """Without a session, our own records are gone through."""
        if not self.connection_id._is_desktop():
            return super()._step()
        return self._step_here()

    def _step_here(self):
        """Go through the next of our records, if it is time for that.

        :return: whether anything was done
        """
        states = set(self.part_ids.mapped("state"))
        if self.state == "waiting" or "reading" in states:
            return None
        if "sweeping" in states:
            sweeping = self.part_ids.filtered(lambda part: part.state == "sweeping")
            self._under_lock(sweeping[0]._sweep)
        elif "looking" in states:
            return None
        else:
            self._under_lock(self._finish)
        return 1

    def _requests(self):
        """What to ask QuickBooks next; nothing while our own records are due."""
        if self.state == "waiting" and self._lock():
            self._begin({})
        states = set(self.part_ids.mapped("state"))
        if "reading" not in states and "sweeping" in states:
            return []
        return [request for part in self.part_ids for request in part._requests()]

    def _places(self):
        return {str(part.id): repr(part._place()) for part in self.part_ids}

    def _take_answers(self, places, answers):
        """:param places: where the parts were when QuickBooks was asked"""
        for part in self.part_ids:
            answer = answers.get(str(part.id))
            is_asked = part.state in ("reading", "looking")
            if not is_asked or places.get(str(part.id)) != repr(part._place()):
                continue
            if answer is None:
                self._fail(problem_of_network("no_answer"))
            elif answer.problem and answer.problem.code == CUT_SHORT:
                part.iterators = False
            elif answer.problem:
                self._fail(answer.problem)
            elif part.state == "looking":
                part._take_unseen(answer.states, part.unseen[: queries.MAX_NAMED])
            else:
                part._take_piece(answer)


class QuickbooksComparisonPart(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.comparison.part"

    iterators = fields.Json(readonly=True, help="By which QuickBooks gives the rest.")

    def _requests(self):
        """The next questions for one type."""
        key, comparison = str(self.id), self.comparison_id
        if self.state == "reading":
            return queries.transactions_query(
                self.type,
                key,
                _moment(comparison.date_from),
                _moment(comparison.date_to),
                by_date=True,
                iterators=self.iterators or None,
            )
        if self.state == "looking":
            ids = self.unseen[: queries.MAX_NAMED]
            return queries.ids_query(self.type, ids, key, whole=True)
        return []

    def _place(self):
        return (*super()._place(), self.iterators)

    def _take_piece(self, answer):
        self._take_states(answer.states)
        read = len(self._seen_ids())
        self.write(
            {
                "read_count": read,
                "there_count": max(self.there_count, read + answer.remaining),
                "iterators": answer.iterators or False,
                "state": "reading" if answer.remaining else "sweeping",
            }
        )


def _moment(day):
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
