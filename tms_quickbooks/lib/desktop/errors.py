# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The problems behind what QuickBooks Desktop and its Web Connector say.

The codes are in the tables of ``faults``; some come with more than one cause, and then
QuickBooks' own words tell which.
"""

from __future__ import annotations

from ..meaning import UNKNOWN
from ..problems import Problem, problem_of_meaning
from ..redact import redact
from .faults import (
    CLOSED_BOOKS,
    FORMAT,
    HRESULTS,
    LOCKED,
    MESSAGE_SETS,
    STATUSES,
    UNKNOWN_HRESULT,
)

_NOT_PARSED = "80040400"
NOT_PARSED = f"hr.{_NOT_PARSED}"
# That somebody else was at work comes with more than one code, and these codes with
# more than one cause.
_SAVING = ("3170", "3175", "3176", "3180")
_LOCK_WORDS = (
    "has been modified by another user",
    "could not be locked",
    "failed to acquire the lock",
    "list element is in use",
)
_CLOSED_WORDS = "closing date"


def problem_of_status(status: str, message: str) -> Problem:
    """The problem behind the status of a request that was refused.

    Only for a severity of "Error": lower ones are remarks (Intuit: 1 to 999).
    """
    words = _words(message)
    if _is_locked(words):
        meaning = LOCKED
    elif status in _SAVING and _CLOSED_WORDS in words.lower():
        meaning = CLOSED_BOOKS
    elif status in STATUSES:
        meaning = STATUSES[status]
    else:
        meaning = FORMAT if _is_format(status) else UNKNOWN
    return problem_of_meaning(f"qbd.{status or 'unknown'}", meaning, words or status)


def problem_of_message_set(status: str) -> Problem | None:
    """The problem behind the status of a whole message set; None where it is fine."""
    if status in ("", "0"):
        return None
    meaning = MESSAGE_SETS.get(status, UNKNOWN)
    return problem_of_meaning(f"qbd.{status}", meaning, status)


def problem_of_hresult(hresult: str, message: str = "") -> Problem:
    """The problem behind an HRESULT of the Web Connector, "0x80040400" or bare."""
    code = hresult.strip().upper().removeprefix("0X")
    words = _words(message) or hresult
    meaning = HRESULTS.get(code, UNKNOWN_HRESULT)
    if code == _NOT_PARSED and _is_locked(words):
        meaning = LOCKED  # it could be read, but not carried out
    return problem_of_meaning(f"hr.{code or 'unknown'}", meaning, words)


def _is_locked(words: str) -> bool:
    return any(each in words.lower() for each in _LOCK_WORDS)


def _is_format(status: str) -> bool:
    return status.isdigit() and 3000 <= int(status) < 3100


def _words(message: str) -> str:
    """What QuickBooks said, on one line and without secrets."""
    return redact(" ".join(message.split()))
