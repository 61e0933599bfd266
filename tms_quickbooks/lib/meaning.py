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
