# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks says when it gives no answer at all: a number, and a text for it."""

from __future__ import annotations

PARSE_ERROR = "0x80040400"
NO_ACCESS = "0x80040401"
UNEXPECTED = "0x80040402"
CANNOT_OPEN = "0x80040403"
NOT_STARTED = "0x80040408"
OTHER_FILE_OPEN = "0x8004040A"
BAD_TICKET = "0x8004040D"
OTHER_MODE = "0x80040410"
MODAL_DIALOG = "0x80040414"
NOT_RUNNING = "0x80040416"
NOT_GRANTED = "0x80040418"
NO_PERMISSION = "0x8004041A"
DENIED = "0x80040420"
SINGLE_USER = "0x80040422"
NOT_INITIALISED = "0x80040424"

_TEXTS = {
    PARSE_ERROR: "QuickBooks found an error when parsing the provided XML text stream.",
    NO_ACCESS: "Could not access QuickBooks.",
    UNEXPECTED: (
        "Unexpected error. Check the qbsdklog.txt file for possible, additional "
        "information."
    ),
    CANNOT_OPEN: "Could not open the specified QuickBooks company data file.",
    NOT_STARTED: "Could not start QuickBooks.",
    OTHER_FILE_OPEN: (
        "A QuickBooks company data file is already open and it is different from the "
        "one requested."
    ),
    BAD_TICKET: "The ticket parameter is invalid.",
    OTHER_MODE: "The QuickBooks company data file is already open in another mode.",
    MODAL_DIALOG: (
        "A modal dialog box is showing in the QuickBooks user interface. Your "
        "application cannot access QuickBooks until the user dismisses it."
    ),
    NOT_RUNNING: (
        "If QuickBooks is not running, a call that opens a company must name its file."
    ),
    NOT_GRANTED: (
        "This application has not accessed this QuickBooks company data file before. "
        "Only the QuickBooks administrator can grant it permission."
    ),
    NO_PERMISSION: "This application has no permission to access this company file.",
    DENIED: "The QuickBooks user has denied access.",
    SINGLE_USER: "This application requires single user file access mode.",
    NOT_INITIALISED: "QuickBooks did not finish its initialization.",
}


class HResult(Exception):
    """QuickBooks' request processor has thrown.

    :ivar code: the number as the Web Connector hands it on, such as ``0x80040400``
    :ivar message: what QuickBooks says of it
    :ivar detail: what a developer finds in QuickBooks' own log
    """

    def __init__(self, code: str, detail: str = ""):
        self.code = code
        self.message = _TEXTS.get(code, "")
        self.detail = detail
        super().__init__(f"{code} {self.message} {detail}".strip())
