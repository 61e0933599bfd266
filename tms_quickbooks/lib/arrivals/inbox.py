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


# -- what was done -----------------------------------------------------------------


def entered() -> Message:
    return _("Entered here.")


def entered_as_draft() -> Message:
    return _("Entered here as a draft.")


def linked() -> Message:
    """The record was here before, and belongs to nothing in QuickBooks yet."""
    return _("Linked with what was here.")


def taken_over() -> Message:
    return _("Changed here as it was changed in QuickBooks.")


def same_already() -> Message:
    return _("It was here already as QuickBooks has it.")


def only_ours_changed() -> Message:
    """QuickBooks shows what it has shown before."""
    return _("Only what is here had changed, and stays.")


def cancelled() -> Message:
    return _("Cancelled here as well.")


def reversed_here() -> Message:
    """The books are locked on its day."""
    return _("Reversed here, as the books are locked on its day.")


def credit_set_off() -> Message:
    """A payment of nothing, which only sets credits off."""
    return _("The credit is set off here as well.")


def credit_open_again() -> Message:
    return _("The credit is open again here as well.")
