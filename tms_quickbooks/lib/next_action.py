# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What to do next: the type of every problem."""

from enum import StrEnum


class NextAction(StrEnum):
    """What has to happen before the work can go on."""

    WAIT = "wait"  # nothing: QuickBooks asked for a pause
    RETRY = "retry"  # nothing: send the same bytes again, later
    REFRESH_TOKEN = "refresh_token"  # nothing: get a new access token
    RECONNECT = "reconnect"  # a manager connects to QuickBooks again
    FIX_RECORD = "fix_record"  # somebody corrects the record
    FIX_MAPPING = "fix_mapping"  # somebody maps or re-maps a record
    DECIDE = "decide"  # somebody decides: closed books, plan, duplicates
    REPORT = "report"  # a fault of this program: tell its makers
