# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Why an invoice or a bill of QuickBooks does not arrive here as it is there."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

import datetime
from decimal import Decimal

from ..messages import Message, _
from ..problems import NextAction, Place, Problem
from . import ALIKE

# Codes that the models look for.
EDITED, VOIDED, DELETED = "arrival.edited", "arrival.voided", "arrival.deleted"
SENT_FROM_HERE = "arrival.ours"
UNDER_WAY = "arrival.under_way"
NO_PRODUCT, NO_ACCOUNT, NO_TAX = (
    "arrival.no_product",
    "arrival.no_account",
    "arrival.no_tax",
)


# -- left in QuickBooks ------------------------------------------------------------


def never_was_here() -> Message:
    return _("It was deleted in QuickBooks, and it was never here.")


def void_there() -> Message:
    return _("It is void in QuickBooks, and it was never here.")


def not_wanted() -> Message:
    return _("What is made in QuickBooks stays there, by the connection's settings.")


# -- not as it is ------------------------------------------------------------------


def sent_from_here(place: Place) -> Problem:
    """It carries our mark: what became of the sending is still to be learned."""
    return Problem(
        code=SENT_FROM_HERE,
        text=_("It was sent from here, and the answer of QuickBooks is not known yet."),
        hint=_("Nothing to do: it is linked as soon as the answer is there."),
        action=NextAction.RETRY,
        place=place,
    )


def under_way(place: Place) -> Problem:
    """Ours is on its way to QuickBooks at this very moment."""
    return Problem(
        code=UNDER_WAY,
        text=_("It is on its way to QuickBooks, and the answer is not known yet."),
        hint=_("Nothing to do: it is looked at again after the answer."),
        action=NextAction.RETRY,
        place=place,
    )


def no_product(item: str, place: Place) -> Problem:
    """No product here goes to an item of QuickBooks."""
    return Problem(
        code=NO_PRODUCT,
        text=_("No product here stands for “%(name)s” of QuickBooks.", name=item),
        hint=_("Map a product, or its category, to “%(name)s”; then retry.", name=item),
        action=NextAction.FIX_MAPPING,
        place=place,
    )


def no_account(account: str, place: Place) -> Problem:
    """Nothing here goes to an account of QuickBooks."""
    return Problem(
        code=NO_ACCOUNT,
        text=_(
            "No account or product here stands for “%(name)s” of QuickBooks.",
            name=account,
        ),
        hint=_(
            "Map an account or a product to “%(name)s”, under Expense; then retry.",
            name=account,
        ),
        action=NextAction.FIX_MAPPING,
        place=place,
    )


def no_tax(name: str, amount: Decimal, place: Place) -> Problem:
    """No tax here makes what QuickBooks has charged."""
    return Problem(
        code=NO_TAX,
        text=_(
            "QuickBooks has tax of %(amount)s on it (%(name)s), and no tax here comes"
            " to that.",
            amount=str(amount),
            name=name or "–",
        ),
        hint=_("Map the tax to its code in QuickBooks, or create it here; then retry."),
        action=NextAction.FIX_MAPPING,
        place=place,
    )


def total_differs(theirs: Decimal, ours: Decimal, place: Place) -> Problem:
    """It would not come out to the cent."""
    return Problem(
        code="arrival.total",
        text=_(
            "QuickBooks has %(theirs)s, and it would come out as %(ours)s here.",
            theirs=str(theirs),
            ours=str(ours),
        ),
        hint=_(
            "Compare the lines and the tax: mend the mapping of the tax, or what is in"
            " QuickBooks, and retry. Or enter it by hand and leave it there."
        ),
        action=NextAction.FIX_RECORD,
        place=place,
    )


def no_currency(code: str, place: Place) -> Problem:
    """Its currency is not in use here."""
    return Problem(
        code="arrival.currency",
        text=_("The currency %(code)s is not in use here.", code=code),
        hint=_(
            "Activate it under Accounting > Configuration > Currencies; then retry."
        ),
        action=NextAction.FIX_RECORD,
        place=place,
    )


def books_closed(day: datetime.date, place: Place) -> Problem:
    """Odoo's books are locked on its day; Odoo would enter it on a later one."""
    return Problem(
        code="arrival.closed",
        text=_("The books here are locked on %(day)s.", day=day),
        hint=_(
            "Change the date in QuickBooks, or open the period here (Accounting > Lock"
            " Dates); then retry."
        ),
        action=NextAction.FIX_RECORD,
        place=place,
    )


# -- what was sent from here, or has arrived before --------------------------------


def edited(edits: str, place: Place) -> Problem:
    """Somebody has edited it in QuickBooks, and here it is otherwise."""
    return Problem(
        code=EDITED,
        text=_("QuickBooks has %(edits)s.", edits=edits),
        hint=_(
            "Compare both sides, then take what is here or what QuickBooks has. Until"
            " then nothing of it is sent."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def voided(place: Place) -> Problem:
    """Somebody has made it void in QuickBooks, and here it counts."""
    return Problem(
        code=VOIDED,
        text=_("It was made void in QuickBooks."),
        hint=_("Cancel it here as well, or send it again. Until then nothing is sent."),
        action=NextAction.DECIDE,
        place=place,
    )


def deleted(place: Place) -> Problem:
    """Somebody has deleted it in QuickBooks, and here it counts."""
    return Problem(
        code=DELETED,
        text=_("It was deleted in QuickBooks."),
        hint=_("Cancel it here as well, or send it again. Until then nothing is sent."),
        action=NextAction.DECIDE,
        place=place,
    )


def looks_like(name: str, place: Place) -> Problem:
    """Somebody has entered the same document here by hand."""
    return Problem(
        code=ALIKE,
        text=_("It looks like %(name)s, which was entered here.", name=name),
        hint=_(
            "If they are one and the same, link them: it then follows QuickBooks and is"
            " not sent. If they are two, enter this as another one."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def paid_here(place: Place) -> Problem:
    """What is matched with payments does not change under them."""
    return Problem(
        code="arrival.paid",
        text=_("It is matched with payments here, which its change would undo."),
        hint=_(
            "Take the payments off it first (Unreconcile on the payment), then choose"
            " again; or change it here by a credit note, and take what is here."
        ),
        action=NextAction.FIX_RECORD,
        place=place,
    )


def decide_first(place: Place) -> Problem:
    """QuickBooks has it otherwise by now: what is here would overwrite that."""
    return Problem(
        code="arrival.decide_first",
        text=_("It was changed in QuickBooks meanwhile."),
        hint=_(
            "Compare both sides first, and take what is here or what QuickBooks has."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def kept_ours() -> Message:
    """Somebody has compared both sides."""
    return _("What is here was taken; it goes over what QuickBooks has.")
