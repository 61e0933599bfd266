# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Change data capture: what has changed in QuickBooks since a moment, deletions too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..objects import ObjectState
from . import read

# What is asked for: whom a document names comes before it, and what a payment settles
# before the payment.
TYPES = (
    "Customer",
    "Vendor",
    "Invoice",
    "CreditMemo",
    "Bill",
    "VendorCredit",
    "Payment",
    "BillPayment",
)
# The most objects of an answer (Intuit: change data capture).
MAX_OBJECTS = 1000
# QuickBooks looks back for 30 days (Intuit: change data capture), by its own clock.
LOOK_BACK = timedelta(days=29)
# Types that are to be asked for from about the same moment are asked for together. So
# little that no company fills an answer with it.
_ABOUT = timedelta(seconds=5)


def changed(answer: Mapping[str, Any]) -> list[ObjectState]:
    """The objects of an answer, in its order, with ``raw`` and ``content``.

    Of what was deleted it only tells that.
    """
    return [
        state
        for part in answer.get("CDCResponse") or []
        for group in part.get("QueryResponse") or []
        for type in TYPES
        if type in group
        for state in read.query_objects(type, {"QueryResponse": group}, whole=True)
    ]


class Unordered(Exception):
    """An answer does not begin with what changed first, or all of it changed in the
    same moment: nobody can tell what is still to be asked for."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is still to be asked for: from which moment on, by type.

    An answer ends after ``MAX_OBJECTS``, and nothing in it says so. It has the types in
    the order they were asked for, and of each what changed first comes first; so the
    next question goes on where it ended.
    """

    places: Mapping[str, datetime]

    def next(self) -> tuple[tuple[str, ...], datetime]:
        """What to ask for now: the types, and from when on; the furthest back first."""
        since = min(self.places.values())
        types = [each for each, at in self.places.items() if at - since <= _ABOUT]
        return tuple(each for each in TYPES if each in types), since

    def after(self, asked: Collection[str], states: Iterable[ObjectState]) -> Look:
        """What is left once this has come.

        :param asked: the types that were asked for, in their order
        :raises Unordered: when that cannot be told
        """
        stamps: dict[str, list[datetime]] = {}
        for state in states:
            stamps.setdefault(state.type, []).append(_stamp(state))
        places = {each: at for each, at in self.places.items() if each not in asked}
        if sum(map(len, stamps.values())) >= MAX_OBJECTS:
            places |= self._after_cut(asked, stamps)
        return Look(places)

    def _after_cut(
        self, asked: Collection[str], stamps: Mapping[str, list[datetime]]
    ) -> dict[str, datetime]:
        """Where to go on with the types of an answer that was cut off."""
        order = [each for each in asked if each in stamps]
        cut = order[-1]
        last = stamps[cut][-1]
        is_ordered = list(stamps) == order and all(
            of_type == sorted(of_type) for of_type in stamps.values()
        )
        if not is_ordered or last <= self.places[cut]:
            raise Unordered
        places, is_before = {}, True
        for each in asked:
            if each == cut:
                places[each], is_before = last, False
            elif is_before:
                # Once more from there on, should an answer be cut by time and not by
                # type.
                places[each] = max(stamps.get(each, [last])[-1], last)
            else:
                places[each] = self.places[each]
        return places


def _stamp(state: ObjectState) -> datetime:
    """When it changed; an object that does not say so is in no order."""
    if state.updated_at is None:
        raise Unordered
    return state.updated_at
