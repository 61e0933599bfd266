# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Problems about what QuickBooks was found to have under a number, or not to have.

``place`` is the object in QuickBooks, ``found`` what it is like: ``type``, ``number``,
``party``, ``date`` and ``total``.
"""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from collections.abc import Mapping

from .messages import _
from .problems import NextAction, Place, Problem

# Solved by deciding which transaction it is, and under which number.
TAKEN, CHANGED, ALIKE = "number.taken", "number.changed", "number.alike"
# Known here before anything is sent.
HELD = "preflight.number_held"
PROBLEMS = frozenset({TAKEN, CHANGED, ALIKE, HELD})
# Those that may be the very same.
LINKABLE = frozenset({CHANGED, ALIKE})


def taken(found: Mapping[str, str], place: Place) -> Problem:
    """Another transaction has the number."""
    return Problem(
        code=TAKEN,
        text=_(
            "QuickBooks has the number %(number)s already: %(type)s of %(party)s, "
            "%(date)s, %(total)s.",
            **found,
        ),
        hint=_(
            "It is not this one. Give this one another number, or the other one in "
            "QuickBooks, then retry. If this was entered twice, suppress it here."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def held_here(found: Mapping[str, str], owner: str, place: Place) -> Problem:
    """Another record here has gone to QuickBooks under the number."""
    return Problem(
        code=TAKEN,
        text=_(
            "QuickBooks has the number %(number)s from %(owner)s already: %(type)s of "
            "%(party)s, %(date)s, %(total)s.",
            owner=owner,
            **found,
        ),
        hint=_(
            "Give this one another number, then retry. If it is the same document "
            "entered twice, suppress this one."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def alike(found: Mapping[str, str], place: Place) -> Problem:
    """A transaction of the same number, party, date and total, without our mark."""
    return Problem(
        code=ALIKE,
        text=_(
            "QuickBooks has one like this already: %(type)s %(number)s of %(party)s, "
            "%(date)s, %(total)s.",
            **found,
        ),
        hint=_(
            "Nothing shows that it was sent from here. Look at it in QuickBooks: if it "
            "is the same, link it and nothing is there twice. If not, give this one "
            "another number."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def changed(found: Mapping[str, str], place: Place) -> Problem:
    """A transaction that was sent from here for this record and differs by now."""
    return Problem(
        code=CHANGED,
        text=_(
            "QuickBooks has an earlier version of this: %(type)s %(number)s of "
            "%(party)s, %(date)s, %(total)s.",
            **found,
        ),
        hint=_(
            "Compare the two. If it is the same, link it: what is here then goes over "
            "it. If not, give this one another number."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def given_up(last: Problem | None, place: Place) -> Problem:
    """No attempt is left that would be made by itself.

    ``last``: what the last attempt met with
    """
    return Problem(
        code=last.code if last else "outcome.unknown",
        text=last.text if last else _("QuickBooks has not answered."),
        hint=_(
            "It is not tried again by itself any more. Choose Look in QuickBooks to "
            "find out whether it arrived, or retry: nothing will be there twice."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def not_arrived(place: Place) -> Problem:
    """Somebody has asked whether a document had arrived."""
    return Problem(
        code="outcome.absent",
        text=_("QuickBooks does not have it: what was sent never arrived."),
        hint=_("Retry to send it, or cancel or suppress it. Nothing will be twice."),
        action=NextAction.DECIDE,
        place=place,
    )


def change_unknown(place: Place) -> Problem:
    """It is in QuickBooks, and whether the last change arrived cannot be seen."""
    return Problem(
        code="outcome.change",
        text=_("It is in QuickBooks; whether its last change arrived is not known."),
        hint=_(
            "Retry to send what is here over it, or cancel and compare the two "
            "yourself. Nothing will be twice."
        ),
        action=NextAction.DECIDE,
        place=place,
    )
