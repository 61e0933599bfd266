# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What somebody has done in QuickBooks to a transaction that was sent from here."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from .messages import Message, _
from .problems import NextAction, Place, Problem


class Shown(NamedTuple):
    """What a bookkeeper would not want overwritten without a word.

    Amounts as text with two digits, and the customer's or vendor's name. Not the
    balance: a payment that is applied changes nothing that was sent.
    """

    total: str
    date: date | None
    due_date: date | None
    number: str
    party: str


def problem(
    before: Shown, now: Shown, place: Place, inside: bool = False
) -> Problem | None:
    """The edits between the last sending and now, or None where nothing matters.

    They are listed as bare values, which say in every language what they are.

    :param inside: something is known to differ, if not in these fields, then in the
        lines; see `fingerprints`
    """
    edits = [
        (old or "–", new or "–")
        for old, new in zip(before, now, strict=True)
        if old != new
    ]
    if not edits and not inside:
        return None
    places = "; ".join(
        f"%(before_{each})s → %(now_{each})s" for each in range(len(edits))
    )
    values = {
        f"{when}_{each}": value
        for each, pair in enumerate(edits)
        for when, value in zip(("before", "now"), pair, strict=True)
    }
    text = _(
        "Somebody has changed it in QuickBooks since it was last sent: %(edits)s.",
        edits=Message(places, values),
    )
    if not edits:
        text = _(
            "Somebody has changed its lines or details in QuickBooks since it was last "
            "sent."
        )
    return Problem(
        code="settle.edited",
        text=text,
        hint=_(
            "Compare both sides, and take what is here or what QuickBooks has. Until "
            "then it is not sent."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def before_taking_back(problem: Problem) -> Problem:
    """The edits as they are told to who wants the transaction taken back."""
    return replace(
        problem,
        hint=_("Retry, and it is taken back all the same; or cancel that."),
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
