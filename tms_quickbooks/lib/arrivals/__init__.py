# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What may keep something that has changed in QuickBooks from arriving here."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from ..messages import Message, _
from ..problems import NextAction, Place, Problem


class Ignored(Exception):
    """It is left in QuickBooks, and nobody has to do anything about it.

    ``keeps``: what was done before this was found out stays, such as a proposal.
    """

    def __init__(self, message: Message, keeps: bool = False):
        super().__init__(str(message))
        self.message = message
        self.keeps = keeps


class NotTaken(Exception):
    """It cannot be taken as it is; ``problem`` says who is to do what."""

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem


# It looks like what somebody has entered here.
ALIKE = "arrival.alike"
# A payment of what is still to be taken.
AFTER_DOCUMENTS = "arrival.after_documents"


def after_documents(place: Place) -> Problem:
    """A payment comes after what it pays: that arrives, or was sent from here and
    QuickBooks' answer got lost."""
    return Problem(
        code=AFTER_DOCUMENTS,
        text=_("What it pays in QuickBooks has not been entered here yet."),
        hint=_(
            "It goes on by itself once that is entered here, left there, or known to"
            " have been sent from here."
        ),
        action=NextAction.WAIT,
        place=place,
    )


def refused_here(words: str, place: Place) -> Problem:
    """Odoo does not allow it, and says why: a lock date, a journal without account."""
    return Problem(
        code="arrival.refused",
        text=_("It cannot be entered here: %(words)s", words=words),
        hint=_("Mend that here, then retry. It is in QuickBooks as before."),
        action=NextAction.FIX_RECORD,
        place=place,
    )


def not_takable(kind: str, place: Place) -> Problem:
    """It stumbles over our own code, or over another app."""
    return Problem(
        code="arrival.error",
        text=_(
            "It could not be entered here because of an error (%(kind)s).", kind=kind
        ),
        hint=_(
            "The log of the server says more. Enter it by hand, or report the error and"
            " retry when it is mended."
        ),
        action=NextAction.REPORT,
        place=place,
    )
