# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a call to QuickBooks Online was for, and how it ended, in sentences."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

import re

from ..messages import Message, _

_QUERY = re.compile(r"select (?P<what>.+?) from (?P<type>\w+)", re.IGNORECASE)


def purpose(name: str) -> Message | None:
    """What a call that only read was for; None where its name says it best.

    :param name: method, path and statement, as the log has them
    """
    query = _QUERY.search(name)
    if query and query["what"].lower().startswith("count"):
        return _("Counted: %(type)s", type=query["type"])
    if query:
        return _("Read: %(type)s", type=query["type"])
    if name == "GET cdc":
        return _("Looked for changes")
    if "companyinfo" in name.lower():
        return _("Read the company's settings")
    if name.startswith("POST batch"):
        return _("Read several lists at once")
    return None


def ending(_name: str, http_status: int) -> Message:
    """How a call ended that has no answer of use."""
    if not http_status:
        return _("QuickBooks could not be reached, or did not answer in time.")
    if http_status == 401:
        return _("QuickBooks did not accept the sign-in.")
    if http_status == 429:
        return _("QuickBooks asked to wait: too many calls at once.")
    if http_status >= 500:
        return _("QuickBooks had a fault of its own.")
    return _("QuickBooks refused the call.")
