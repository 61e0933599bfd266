# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Why a file does not go with its document, beyond what the file itself is."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from .messages import _
from .problems import NextAction, Place, Problem

NO_DOCUMENT = "file.no_document"


def switched_off(settings: Place) -> Problem:
    """The users of the connection have decided that no files go."""
    return Problem(
        code="file.off",
        text=_("Files are not sent to QuickBooks."),
        hint=_(
            "That is a setting of the connection (QuickBooks > Connections, page "
            "Settings, Files). Change it there to send them."
        ),
        action=NextAction.DECIDE,
        place=settings,
    )


def no_document(place: Place) -> Problem:
    """There is nothing in QuickBooks yet, or any more, that the file could go with."""
    return Problem(
        code=NO_DOCUMENT,
        text=_("%(name)s is not in QuickBooks.", name=place.name),
        hint=_("Send it first; then its files can go."),
        action=NextAction.FIX_RECORD,
        place=place,
    )


def gone(place: Place) -> Problem:
    """The file was removed or changed here before QuickBooks had confirmed it.

    It has been looked for in QuickBooks, which does not have it.
    """
    return Problem(
        code="file.gone",
        text=_(
            "QuickBooks did not get the file, and it was removed or changed here in the"
            " meantime."
        ),
        hint=_("Attach the file again: it goes as a new one."),
        action=NextAction.FIX_RECORD,
        place=place,
    )
