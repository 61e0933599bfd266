# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people decide about what has changed in QuickBooks; what it turns out to be."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from ..messages import Message, _


def left_by(name: str) -> Message:
    """Somebody does not want it here."""
    return _("%(name)s has left it in QuickBooks.", name=name)


def sent_from_here() -> Message:
    """The answer to our own sending has told so."""
    return _("It was sent from here.")
