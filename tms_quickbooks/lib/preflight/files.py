# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules for files that are to be attached in QuickBooks."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from collections.abc import Iterator

from ..documents import Attachment
from ..files import CONTENT_TYPES, MAX_BYTES, ending
from ..limits import Limits
from ..messages import _
from ..problems import NextAction, Problem
from ..profile import Profile
from .shared import problem


def content(file: Attachment, profile: Profile, limits: Limits) -> Iterator[Problem]:
    """There is something to send, and no more of it than QuickBooks takes."""
    if file.remote:
        yield problem(
            "preflight.file_remote",
            _("This is a link and not a file."),
            _("Attach the file itself, then it can go."),
            NextAction.FIX_RECORD,
            file.source,
        )
    elif not file.size:
        yield problem(
            "preflight.file_empty",
            _("The file is empty, or its content is not on this server."),
            _("Attach the file again, then it can go."),
            NextAction.FIX_RECORD,
            file.source,
        )
    elif file.size > MAX_BYTES:
        yield problem(
            "preflight.file_size",
            _("The file has %(size)s MB; QuickBooks takes %(limit)s MB."),
            _("Attach a smaller one: scan with less resolution, or split the file."),
            NextAction.FIX_RECORD,
            file.source,
            size=-(-file.size // 2**20),
            limit=MAX_BYTES // 2**20,
        )


def kind(file: Attachment, profile: Profile, limits: Limits) -> Iterator[Problem]:
    """QuickBooks keeps documents, sheets and pictures, by the ending of the name."""
    if ending(file.file_name) in CONTENT_TYPES:
        return
    found = ending(file.file_name)
    yield problem(
        "preflight.file_kind",
        _("QuickBooks keeps no files that end in .%(ending)s.")
        if found
        else _("The file's name does not say what kind of file it is."),
        _(
            "Attach it as PDF, JPG or PNG; QuickBooks also keeps TIF, GIF, DOC, DOCX,"
            " XLS, XLSX, ODS, CSV, TXT, RTF and XML."
        ),
        NextAction.FIX_RECORD,
        file.source,
        ending=found,
    )
