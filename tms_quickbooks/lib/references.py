# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a document refers to and QuickBooks no longer has, as its refusal names it.

QuickBooks Desktop puts the id or the full name of it in quotes: 'There is an invalid
reference to QuickBooks Customer "80000001-1422671082" in the Invoice.'
"""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

import re
from dataclasses import replace

from .messages import _
from .problems import NextAction, Place, Problem

CODES = ("qbd.3120", "qbd.3130", "qbd.3140")
_QUOTED = re.compile(r'"([^"]+)"')


def missing(problem: Problem) -> str:
    """The id or the full name of what is missing; empty where nothing is named."""
    if problem.code not in CODES:
        return ""
    found = _QUOTED.search(problem.text.params.get("words", ""))
    return found[1] if found else ""


def lost_contact(problem: Problem, name: str, place: Place) -> Problem:
    """``name`` is the customer or vendor in QuickBooks, ``place`` the contact here."""
    return replace(
        problem,
        text=_(
            "QuickBooks no longer has “%(name)s”, whom %(contact)s is linked to.",
            name=name,
            contact=place.name,
        ),
        hint=_(
            "Update from QuickBooks: if it was merged there, the link follows. If not, "
            "unlink the contact and link another one, or have it made anew; then retry."
        ),
        action=NextAction.FIX_RECORD,
        place=place,
    )


def lost_target(problem: Problem, name: str, place: Place) -> Problem:
    """``name`` is what the mapping in ``place`` leads to in QuickBooks."""
    return replace(
        problem,
        text=_(
            "QuickBooks no longer has “%(name)s”, which the mapping leads to.",
            name=name,
        ),
        hint=_("Map to another one, then retry."),
        place=place,
    )
