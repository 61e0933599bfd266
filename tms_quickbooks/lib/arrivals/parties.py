# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Why a customer or vendor of QuickBooks does not arrive here as a contact."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from ..messages import Message, _
from ..problems import NextAction, Place, Problem

# Codes of what waits until a customer or vendor is a contact here.
NOT_LINKED, ALIKE = "arrival.not_linked", "arrival.party_alike"
# Somebody has to say who it is here.
ASK_WHO = (NOT_LINKED, ALIKE)
WAITING_FOR_PARTY = (NOT_LINKED, ALIKE, "arrival.party_unknown")


def inactive(name: str) -> Message:
    return _(
        "“%(name)s” is inactive in QuickBooks, and only active ones arrive.", name=name
    )


def linked(name: str) -> Message:
    return _("“%(name)s” is linked to a contact already.", name=name)


def looks_like(name: str, ours: str) -> Message:
    return _(
        "“%(name)s” may be %(ours)s. It is proposed under Match Customers or Match"
        " Carriers.",
        name=name,
        ours=ours,
    )


def listed_only(name: str) -> Message:
    return _(
        "“%(name)s” is only listed, to be matched with your contacts: that is the"
        " connection's setting.",
        name=name,
    )


def unknown(name: str, place: Place) -> Problem:
    """It names somebody whom the lists have not brought yet."""
    return Problem(
        code="arrival.party_unknown",
        text=_("“%(name)s” is new in QuickBooks and not listed here yet.", name=name),
        hint=_("Nothing to do: it comes with the next update from QuickBooks."),
        action=NextAction.RETRY,
        place=place,
    )


def not_linked(name: str, place: Place) -> Problem:
    """It names somebody who is no contact here."""
    return Problem(
        code=NOT_LINKED,
        text=_("“%(name)s” in QuickBooks is not linked to a contact here.", name=name),
        hint=_(
            "Say who it is, or have a contact made. By the connection's settings that"
            " can be done without asking."
        ),
        action=NextAction.FIX_RECORD,
        place=place,
    )


def alike(name: str, ours: str, place: Place) -> Problem:
    """It names somebody who may be one of our contacts."""
    return Problem(
        code=ALIKE,
        text=_("“%(name)s” in QuickBooks may be %(ours)s here.", name=name, ours=ours),
        hint=_("Say whether it is, or choose somebody else."),
        action=NextAction.DECIDE,
        place=place,
    )


def edited(edits: str, place: Place) -> Problem:
    """Changed on both sides."""
    return Problem(
        code="arrival.edited",
        text=_("Changed on both sides. QuickBooks has %(edits)s.", edits=edits),
        hint=_("Compare both sides, then take what is here or what QuickBooks has."),
        action=NextAction.DECIDE,
        place=place,
    )
