# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What somebody has done in QuickBooks to a transaction that was sent from here."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from typing import NamedTuple

from .messages import _
from .problems import NextAction, Place, Problem


class Shown(NamedTuple):
    """What a bookkeeper would not want overwritten without a word.

    As text: amounts with two digits, dates in ISO form, the customer's or vendor's
    name. Not the balance: a payment that is applied changes nothing that was sent.
    """

    total: str
    date: str
    due_date: str
    number: str
    party: str


def problem(before: Shown, now: Shown, place: Place) -> Problem | None:
    """The edits between the last sending and now, or None where nothing matters.

    They are listed as bare values, which say in every language what they are.
    """
    edits = [
        f"{old or '–'} → {new or '–'}"
        for old, new in zip(before, now, strict=True)
        if old != new
    ]
    if not edits:
        return None
    return Problem(
        code="settle.edited",
        text=_(
            "Somebody has changed it in QuickBooks since it was last sent: %(edits)s.",
            edits="; ".join(edits),
        ),
        hint=_(
            "If QuickBooks is right, correct it here as well. Then retry: QuickBooks "
            "gets what is here, in place of what it has."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def not_emptied(names: list[str], place: Place) -> Problem:
    """QuickBooks has kept what the update was to take away."""
    return Problem(
        code="settle.not_emptied",
        text=_(
            "QuickBooks has kept what is empty here by now: %(names)s.",
            names=", ".join(names),
        ),
        hint=_("Empty it in QuickBooks, too, and retry."),
        action=NextAction.DECIDE,
        place=place,
    )
