# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From an answer, or from no answer, to a typed error.

Intuit speaks of faults in four shapes: JSON with capital keys (the API), JSON with
small keys (its gateway), XML even where JSON was asked for (some throttles), and
plain HTML (its load balancer).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import requests
from lxml import etree
from urllib3.exceptions import NewConnectionError

from ..problems import (
    NextAction,
    Problem,
    QuickBooksError,
    problem_of_fault,
    problem_of_network,
)

# How long to wait when QuickBooks throttles without saying how long (Intuit: limits
# and throttles).
WAIT_SECONDS = 60


class Fault(NamedTuple):
    """One error of a fault, whatever shape it came in."""

    code: str
    message: str
    detail: str
    element: str


def faults_in(text: str) -> list[Fault]:
    """The faults that a body reports as a whole; [] when it reports none."""
    text = text.lstrip("\ufeff \r\n\t")
    if text.startswith("{"):
        return _json_faults(text)
    if text.startswith("<"):
        return _xml_faults(text)
    return []


def problem_of_faults(faults: list[Fault], http_status: int | None = None) -> Problem:
    """The problem of the first fault, in the words of all of them."""
    first, *others = faults
    detail = "; ".join(
        [first.detail, *(fault.detail or fault.message for fault in others)]
    )
    return problem_of_fault(
        first.code, first.message, detail.strip("; "), first.element, http_status
    )


def error_of_response(response: requests.Response) -> QuickBooksError:
    """The error behind an answer that is no success."""
    status = response.status_code
    if faults := faults_in(response.text):
        problem = problem_of_faults(faults, status)
    elif status >= 400:
        problem = problem_of_fault("", "", http_status=status)
    else:
        problem = problem_of_network("unreadable")
    retry_after = _retry_after(response.headers.get("Retry-After", ""))
    if retry_after is None and problem.action is NextAction.WAIT:
        retry_after = WAIT_SECONDS
    return QuickBooksError(
        problem,
        retry_after=retry_after,
        http_status=status,
        intuit_tid=response.headers.get("intuit_tid", ""),
        outcome_known=not _may_have_worked(status, problem),
    )


def error_of_exception(error: requests.RequestException) -> QuickBooksError:
    """The error behind a call that brought no answer."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(error, requests.ConnectTimeout) or isinstance(
        reason, NewConnectionError
    ):
        return QuickBooksError(problem_of_network("unreachable"))
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return QuickBooksError(problem_of_network("certificate"))
    kind = "timeout" if isinstance(error, requests.Timeout) else "connection"
    return QuickBooksError(problem_of_network(kind), outcome_known=False)


def _may_have_worked(status: int, problem: Problem) -> bool:
    """Whether QuickBooks may have done what it did not confirm.

    What it refuses it has not done; what it fails at, or answers so that we cannot
    read it, it may have done.
    """
    failed = status >= 500 or status == requests.codes.request_timeout
    return failed or problem.code.startswith("net.") or problem.code == "qbo.10000"


def _json_faults(text: str) -> list[Fault]:
    try:
        answer = json.loads(text)
    except ValueError:
        return []
    fault = answer.get("Fault") or answer.get("fault")
    return json_faults(fault) if isinstance(fault, dict) else []


def json_faults(fault: dict[str, Any]) -> list[Fault]:
    """The errors of a fault object, with capital or with small keys."""
    found = []
    for error in fault.get("Error") or fault.get("error") or []:
        known = {key.lower(): value for key, value in error.items()}
        found.append(
            Fault(
                *(
                    str(known.get(key) or "")
                    for key in ("code", "message", "detail", "element")
                )
            )
        )
    return found


def _xml_faults(text: str) -> list[Fault]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return []
    return [
        Fault(
            error.get("code", ""),
            error.findtext("{*}Message") or "",
            error.findtext("{*}Detail") or "",
            error.get("element", ""),
        )
        for error in root.iterfind(".//{*}Fault/{*}Error")
    ]


def _retry_after(value: str) -> float | None:
    """The seconds of a Retry-After header, which may also be a date."""
    value = value.strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
