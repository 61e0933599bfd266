# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a code of QuickBooks means to a bookkeeper, whichever QuickBooks it is of."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from typing import NamedTuple

from .messages import Message, _
from .next_action import NextAction


class Meaning(NamedTuple):
    """What happened, what to do about it, and what to do next."""

    text: Message
    hint: Message
    action: NextAction


OURS = _(
    "This is a fault of the connector. Please report it with the exchange in the "
    "QuickBooks log."
)
BY_ITSELF = _("Nothing to do: it is tried again by itself.")

CHANGED_MEANWHILE = Meaning(
    _("Somebody changed this record in QuickBooks at the same time."),
    _(
        "Compare the record in QuickBooks with the one here, correct the one that is "
        "wrong, then retry: it is sent over what QuickBooks has."
    ),
    NextAction.DECIDE,
)
UNKNOWN = Meaning(
    _("QuickBooks refused this: %(words)s"),
    _(
        "Correct what QuickBooks names, then retry. If nothing on the record is wrong, "
        "report it with the exchange in the QuickBooks log."
    ),
    NextAction.FIX_RECORD,
)
