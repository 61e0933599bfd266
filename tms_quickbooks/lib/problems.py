# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Everything that can go wrong, typed by what to do next.

A problem is for the person who must act on it: a sentence that says what happened, a
hint that says what to do and where, and the next action that tells the queue whether
to go on by itself. The tables that give QuickBooks' codes their meaning are in
``faults``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from .faults import FAULTS, MISSING_TAX_RATE, NETWORK, NO_WORDS, TAX_RATE
from .meaning import UNKNOWN, Meaning
from .messages import Message
from .next_action import NextAction
from .redact import redact

# For answers without a code we know; the rest of 4xx is about what we sent.
_BY_STATUS = {401: "3200", 403: "3100", 429: "3001"}
_RETRYABLE_STATUS = {408, 500, 502, 503, 504}


class Severity(StrEnum):
    """Whether a problem keeps the record from being sent."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """The Odoo record to open in order to mend a problem."""

    model: str
    id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong or would go wrong.

    ``code`` is stable and made for machines: "qbo.6140", "net.timeout",
    "preflight.closed_books".
    """

    code: str
    text: Message
    hint: Message
    action: NextAction
    severity: Severity = Severity.ERROR
    place: Place | None = None

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        return f"{self.text} [{self.code}]"

    def as_data(self) -> dict[str, Any]:
        """The problem as JSON-safe values; ``from_data`` makes it a problem again."""
        return {
            "code": self.code,
            "text": self.text.as_data(),
            "hint": self.hint.as_data(),
            "action": self.action.value,
            "severity": self.severity.value,
            "place": self.place and asdict(self.place),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Problem:
        """The problem that ``as_data`` has put away."""
        return cls(
            code=data["code"],
            text=Message.from_data(data["text"]),
            hint=Message.from_data(data["hint"]),
            action=NextAction(data["action"]),
            severity=Severity(data["severity"]),
            place=Place(**data["place"]) if data["place"] else None,
        )


class QuickBooksError(Exception):
    """A call to QuickBooks or to Intuit's sign-in that did not succeed.

    ``retry_after``: seconds QuickBooks asked us to wait, where it said so.
    ``intuit_tid``: Intuit's number of the call, which its support asks for.
    ``outcome_known``: False when the request may have been carried out although no
    good answer came (time-out, connection lost, 5xx): then only the same bytes with
    the same request id may be sent again.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        retry_after: float | None = None,
        http_status: int | None = None,
        intuit_tid: str = "",
        outcome_known: bool = True,
    ):
        super().__init__(str(problem))
        self.problem = problem
        self.retry_after = retry_after
        self.http_status = http_status
        self.intuit_tid = intuit_tid
        self.outcome_known = outcome_known


def problem_of_fault(
    code: str | int,
    message: str,
    detail: str = "",
    element: str = "",
    http_status: int | None = None,
) -> Problem:
    """The problem behind a fault of QuickBooks Online.

    ``code`` may carry leading zeros ("003200", as Intuit's gateway writes it).
    ``element`` is the field QuickBooks names. A code that is not in the table is
    judged by the HTTP status, and shown in QuickBooks' own words.
    """
    code = str(code).strip().lstrip("0")
    words = _words(message, detail, element)
    if code not in FAULTS and http_status is not None:
        if http_status in _RETRYABLE_STATUS:
            return problem_of_network("server")
        code = _BY_STATUS.get(http_status, code)
    meaning = FAULTS.get(code) or (UNKNOWN if words else NO_WORDS)
    if code == "6000" and MISSING_TAX_RATE in words:
        meaning = TAX_RATE
    return problem_of_meaning(
        f"qbo.{code or http_status or 'unknown'}", meaning, words or code
    )


def problem_of_network(kind: str) -> Problem:
    """The problem behind a call that brought no usable answer.

    ``kind``: "timeout", "connection" (lost on the way), "unreachable" (never made),
    "certificate", "server" (5xx), "unreadable" or "no_answer" (missing in a batch).
    """
    return problem_of_meaning(f"net.{kind}", NETWORK[kind])


def problem_of_meaning(code: str, meaning: Meaning, words: str = "") -> Problem:
    """The problem that a code stands for; ``words`` are QuickBooks' own, redacted."""
    return Problem(
        code=code,
        text=meaning.text.fill(words=words),
        hint=meaning.hint.fill(words=words),
        action=meaning.action,
    )


def _words(message: str, detail: str, element: str) -> str:
    """What QuickBooks said, once, on one line and without secrets."""
    message, detail = " ".join(message.split()), " ".join(detail.split())
    # The detail usually begins with the message again.
    if detail and detail.startswith(message):
        said = detail
    else:
        said = ": ".join(part for part in (message, detail) if part)
    if element and element not in said:
        said = f"{said} ({element})" if said else element
    return redact(said)
