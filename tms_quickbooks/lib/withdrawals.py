# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Why something cannot be taken back out of QuickBooks, and what to do instead."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

import dataclasses

from .messages import _
from .problems import NextAction, Place, Problem

CLOSED_BOOKS_HINT = _(
    "Ask the accountant: either move the closing date in QuickBooks (Settings, Account "
    "and settings, Advanced) and retry, or leave it there and correct the books with a "
    "credit note of today."
)
CLOSED_BOOKS_HINT_DESKTOP = _(
    "Ask the accountant: either move the closing date in QuickBooks (Edit, Preferences,"
    " Accounting, Company Preferences) and retry, or leave it there and correct the "
    "books with a credit note of today."
)
PAID_HINT = _(
    "In QuickBooks, take the payment off it, or delete the bank deposit it is in; then "
    "retry. Or leave it there and correct the books with a credit note."
)
_OTHER_HINT = _(
    "Look at it in QuickBooks: what keeps it there is shown on its page. Mend that and "
    "retry, or leave it there."
)

# The codes of QuickBooks Desktop.
DESKTOP = "qbd."
_KEPT = (_("QuickBooks keeps it: %(words)s"), _OTHER_HINT)
_MEANINGS = {
    "qbo.6210": (
        _("The books are closed for its date, so QuickBooks keeps it."),
        CLOSED_BOOKS_HINT,
    ),
    # An applied payment and a deposit are one code (6540); so is the party's link
    # (620) that QuickBooks would have to undo.
    "qbo.6540": (
        _("QuickBooks keeps it: it is paid, or in a bank deposit."),
        PAID_HINT,
    ),
    "qbo.620": (
        _("QuickBooks keeps it: another transaction is linked to it."),
        PAID_HINT,
    ),
    "qbo.6000": _KEPT,
    DESKTOP: _KEPT,
}

# It is not there (any more): what was wanted.
GONE = frozenset({"qbo.610", "qbd.3120"})


def refused(problem: Problem, place: Place) -> Problem:
    """What a refusal means where it was asked to take something back."""
    code = problem.code
    if code.startswith(DESKTOP) and problem.action is NextAction.FIX_RECORD:
        code = DESKTOP  # its codes do not tell what keeps it; its words do
    if code not in _MEANINGS:
        return dataclasses.replace(problem, place=problem.place or place)
    text, hint = _MEANINGS[code]
    return Problem(
        code=problem.code,
        text=text.fill(words=problem.text.params.get("words", "")),
        hint=hint,
        action=NextAction.DECIDE,
        place=place,
    )


def not_taken_back(place: Place) -> Problem:
    """Somebody has asked whether a void or a deletion had arrived."""
    return Problem(
        code="outcome.not_withdrawn",
        text=_("QuickBooks still has it: it was not taken back."),
        hint=_("Retry to take it back, or choose Leave It There."),
        action=NextAction.DECIDE,
        place=place,
    )
