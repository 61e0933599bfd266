# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""QuickBooks Desktop's answers, read into what the models keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..objects import ObjectState
from ..problems import Problem, problem_of_network
from . import errors
from .qbxml import Answer, parse
from .read_documents import object_state, whole_state

# Between an item's id and the number of a further request that belongs to it.
PART = "."
# Errors where something is changed; to a question they are answers: it is not there,
# and what a feature that is off would have is not.
_NOT_THERE = ("3120", "3250")


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """What became of a set of requests that change something.

    ``set_id`` and ``status``: those of the set (newMessageSetID,
    messageSetStatusCode), "" where QuickBooks does not tell them. ``problem``:
    what that status means where the set as a whole was not accepted, else None.
    ``results``: what became of each item. Of what QuickBooks has done when it was asked
    before, it may tell id and version only; then the ``extra`` of the state says
    "recovered", and it has neither total nor balance. ``remarks``: where an item was
    accepted and what was to be added to it was not, why.
    """

    set_id: str
    status: str
    results: dict[str, ObjectState | Problem]
    remarks: dict[str, Problem]

    @property
    def problem(self) -> Problem | None:
        return errors.problem_of_message_set(self.status)


@dataclass(slots=True)
class QueryAnswer:
    """What a question has found.

    ``remaining``: how many objects are still to come, by going on with ``iterators``:
    the id of each by the kind of the request. ``problem``: why it was refused, None
    where it was not; that nothing, or not everything asked for, was found is no
    refusal.
    """

    states: list[ObjectState] = field(default_factory=list)
    iterators: dict[str, str] = field(default_factory=dict)
    remaining: int = 0
    problem: Problem | None = None


def set_answer(response: str, item_ids: Iterable[str]) -> SetAnswer:
    """What became of each item of a message set.

    An item the answer does not mention may have been carried out or not: its problem
    says to send the same again. Of an item with several requests the first one counts,
    which makes the object; the others add to it.

    :raises QuickBooksError: where the answer is cut off or garbled; the same bytes
        under the same message set id tell what became of them
    """
    found = parse(response, object_state)
    answers: dict[str, Answer] = {}
    refused: dict[str, Problem] = {}
    for answer in found.answers:
        item_id, part, _number = answer.request_id.partition(PART)
        if not part:
            answers.setdefault(item_id, answer)
        elif problem := _problem(answer):
            refused.setdefault(item_id, problem)
    results = {
        item_id: _result(answers[item_id])
        if item_id in answers
        else problem_of_network("no_answer")
        for item_id in item_ids
    }
    remarks = {
        item_id: problem
        for item_id, problem in refused.items()
        if isinstance(results.get(item_id), ObjectState)
    }
    return SetAnswer(found.id, found.status, results, remarks)


def query_answers(response: str, whole: bool = False) -> dict[str, QueryAnswer]:
    """What each question has found, by the id of its request.

    ``whole``: with the raw text of the objects.

    :raises QuickBooksError: where the answer is cut off or garbled
    """
    found: dict[str, QueryAnswer] = {}
    read = whole_state if whole else object_state
    for answer in parse(response, read).answers:
        base = answer.request_id.partition(PART)[0]
        kept = found.setdefault(base, QueryAnswer())
        kept.states += answer.objects
        if answer.remaining:
            kept.remaining += answer.remaining
            kept.iterators[answer.kind] = answer.iterator_id
        if answer.status not in _NOT_THERE:
            kept.problem = kept.problem or _problem(answer)
    return found


def web_url(*_where: str) -> str:
    """A company file has no pages."""
    return ""


def _problem(answer: Answer) -> Problem | None:
    if not answer.is_refused:
        return None
    return errors.problem_of_status(answer.status, answer.message)


def _result(answer: Answer) -> ObjectState | Problem:
    if problem := _problem(answer):
        return problem
    # Where both are there, the object says more than its recovery.
    known = [state for state in answer.objects if not state.extra.get("recovered")]
    states = known or answer.objects
    return states[0] if states else problem_of_network("unreadable")
