# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a set of requests to QuickBooks Desktop was for, and how it ended, in
sentences."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from ..messages import Message, _

# By what stands behind "qbXML" in the name of a set that only asks.
_PURPOSES = {
    "lists": _("Read lists"),
    "company": _("Read the company's settings"),
    "look_up": _("Looked for names that are taken and for newer versions"),
    "outcome": _("Looked for what had been sent without an answer"),
    "recovered": _("Read what QuickBooks has made of what was sent before"),
}


def purpose(name: str) -> Message | None:
    """What a set that only asked was for; None where its name says it best.

    :param name: "qbXML" and a word for it, as the log has them
    """
    return _PURPOSES.get(_word(name))


def ending(name: str, _status: int) -> Message:
    """How a set ended that has no answer of use."""
    if _word(name):
        return _("QuickBooks gave no answer of use; it is asked again.")
    return _(
        "QuickBooks could not take it as a whole. Its documents went in smaller sets,"
        " or say themselves what is wrong."
    )


def _word(name: str) -> str:
    """The word for a question; "" for a set that changes something."""
    return name.removeprefix("qbXML").strip()
