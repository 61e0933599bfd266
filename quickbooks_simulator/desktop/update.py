# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One update: what the Web Connector does from the first call to the last.

The order of calls is that of Intuit's QBWC Programmer's Guide, chapters 2, 8 and 10.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from . import hcp
from .hresult import NOT_RUNNING, NOT_STARTED, OTHER_FILE_OPEN, HResult
from .mishaps import CONNECT, PROCESS, Mishaps
from .service import Broken, Service

VERSION = "2.3.0.215"
NO_OP_SECONDS = 5
DONE = 100
# A server that never comes to an end would keep a real one busy for ever.
_MOST_NO_OPS = 60
_MOST_CONNECTIONS = 10
_REFUSALS = {"nvu": "bad user", "none": "no work", "busy": "busy"}
_REFUSAL_TEXTS = {
    "nvu": "Authentication failed: the user name or the password is not valid.",
    "none": "No data exchange required.",
    "busy": "The application is busy; try again later.",
}
_NO_OP, _INTERACTIVE = "noop", "interactive mode"


@dataclass
class Call:
    """One call of the web service.

    :ivar given: its parameters, without the password
    :ivar result: what came back; None where nothing did
    :ivar problem: why nothing came back
    """

    method: str
    given: tuple = ()
    result: str | int | list[str] | None = None
    problem: str = ""


@dataclass
class Outcome:
    """What came of an update.

    :ivar outcome: ``done``, ``no work``, ``bad user``, ``busy``, ``postponed``,
        ``error`` (the server or QuickBooks gave it up), ``broken`` (the Web Connector
        did)
    :ivar error: what the user is told of it
    :ivar message: what closeConnection said
    :ivar warnings: what the user is told besides
    :ivar calls: in their order; the first is the GET
    :ivar percents: how far it was after each answer
    :ivar requests: qbXML for QuickBooks
    :ivar responses: QuickBooks' answers, empty where it gave an error number
    :ivar postponed: seconds after which the server wants to be asked again
    :ivar minimum: the least number of seconds between two updates it asks for
    """

    outcome: str = ""
    error: str = ""
    message: str = ""
    warnings: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    percents: list[int] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    responses: list[str] = field(default_factory=list)
    postponed: int = 0
    minimum: int = 0

    @property
    def methods(self) -> list[str]:
        """The names of the calls."""
        return [call.method for call in self.calls]


class _Stopped(Exception):
    """The update is over before QuickBooks is at work, or in the middle of it."""

    def __init__(self, outcome: str, error: str = ""):
        self.outcome = outcome
        super().__init__(error)


class Update:
    """One run through all calls.

    :param company: the company file that is open in QuickBooks, None when QuickBooks
        is closed
    :param automatic: started by the schedule, which the server may postpone
    :param wait: sleeps the given seconds
    :param tell: gets a line for the log, its method and its text
    """

    def __init__(
        self,
        service: Service,
        user: str,
        password: str,
        company,
        *,
        owner_id: str,
        mishaps: Mishaps,
        automatic: bool,
        wait: Callable[[float], object],
        tell: Callable[[str, str], None],
    ):
        self._service = service
        self._credentials = (user, password)
        self._company = company
        self._owner_id = owner_id
        self._mishaps = mishaps
        self._automatic = automatic
        self._wait = wait
        self._tell = tell
        self._ticket = ""
        self.outcome = Outcome()

    def run(self) -> Outcome:
        """Make all calls, whatever comes of it."""
        try:
            self._introduce()
            self._connect(self._authenticate())
            try:
                self._exchange()
            finally:
                self._company.end_session()
        except (_Stopped, Broken) as stopped:
            self.outcome.outcome = getattr(stopped, "outcome", "broken")
            self.outcome.error = str(stopped)
        else:
            self.outcome.outcome = "error" if self.outcome.error else "done"
        self._tell("updateWS", f"{self.outcome.outcome} {self.outcome.error}".strip())
        return self.outcome

    # -- calls -------------------------------------------------------------------------

    def _call(self, method: str, *values):
        delay = self._strike(method, "delay")
        if delay:
            self._wait(delay.seconds)
        if values and values[0] == self._ticket and self._ticket:
            if self._strike(method, "forged_ticket"):
                values = (str(uuid.uuid4()), *values[1:])
        call = Call(method, values[:1] if method == "authenticate" else values)
        self._tell(f"do_{method}", f"*** Calling {method}() {_shortened(call.given)}")
        try:
            call.result = self._answer(method, values)
        except Broken as broken:
            call.problem = str(broken)
            self._tell(f"do_{method}", call.problem)
            raise
        finally:
            self.outcome.calls.append(call)
        self._tell(f"do_{method}", f"Received {_shortened([call.result])}")
        return call.result

    def _answer(self, method, values):
        if self._strike(method, "lost_request"):
            raise Broken(method, "The operation has timed out.")
        answer = self._service.call(method, *values)
        if self._strike(method, "duplicate"):
            answer = self._service.call(method, *values)
        if self._strike(method, "lost_answer"):
            raise Broken(method, "The connection was closed unexpectedly.")
        return answer

    def _strike(self, method, *kinds):
        # The call is noted when it is over.
        number = len(self.outcome.calls) + 1
        return self._mishaps.strike(method, *kinds, call=number)

    # -- before the work ---------------------------------------------------------------

    def _introduce(self) -> None:
        self._call("GET")
        self._call("serverVersion")
        answer = self._call("clientVersion", VERSION)
        kind, colon, text = answer.partition(":")
        if not answer:
            return
        if not colon or kind not in ("W", "E", "O"):
            raise Broken("clientVersion", f"'{answer}' is not understood.")
        if kind == "W":
            self.outcome.warnings.append(text)
        elif kind == "E":
            raise _Stopped("error", text)
        else:
            raise _Stopped("error", f"The server wants Web Connector {text}.")

    def _authenticate(self) -> str:
        """The path of the company file to work on, empty for the one that is open."""
        strings = self._call("authenticate", *self._credentials)
        if not 2 <= len(strings) <= 4:
            raise Broken("authenticate", "Index was outside the bounds of the array.")
        self._ticket, answer, postponed, minimum = (strings + ["", ""])[:4]
        self.outcome.postponed = _seconds(postponed)
        self.outcome.minimum = _seconds(minimum)
        if postponed and self._automatic:
            raise _Stopped("postponed", "Update postponed by application")
        refusal = answer.lower()
        if refusal in _REFUSALS:
            # The guide says so of nvu and none; of busy it says nothing.
            self.outcome.message = self._call("closeConnection", self._ticket)
            raise _Stopped(_REFUSALS[refusal], _REFUSAL_TEXTS[refusal])
        return answer

    def _connect(self, path: str) -> None:
        """Open a session with QuickBooks, asking the server where that fails."""
        for _attempt in range(_MOST_CONNECTIONS):
            try:
                self._open(path)
                return self._look_around()
            except HResult as refused:
                path = self._call(
                    "connectionError", self._ticket, refused.code, refused.message
                )
                if path.lower() == "done":
                    raise _Stopped("error", refused.message) from None
        raise _Stopped("error", "QuickBooks could not be reached again and again.")

    def _open(self, path: str) -> None:
        mishap = self._mishaps.strike(CONNECT, "quickbooks")
        if mishap:
            raise HResult(mishap.hresult)
        if self._company is None:
            raise HResult(NOT_STARTED if path else NOT_RUNNING)
        if path and path.lower() != self._company.path.lower():
            raise HResult(OTHER_FILE_OPEN)
        self._company.begin_session()

    def _look_around(self) -> None:
        try:
            self._host = hcp.host(self._company, self._owner_id)
        except HResult:
            self._company.end_session()
            raise
        self._details = self._host.response

    # -- the work ----------------------------------------------------------------------

    def _exchange(self) -> None:
        no_ops = 0
        while True:
            request = self._next_request()
            if request:
                if self._hand_over(request):
                    break
                continue
            reason = self._call("getLastError", self._ticket)
            if reason.lower() == _NO_OP and no_ops < _MOST_NO_OPS:
                no_ops += 1
                self._wait(NO_OP_SECONDS)
                continue
            if reason.lower() == _INTERACTIVE:
                reason = "The server asks for a user, and there is none."
            self.outcome.error = reason
            break
        self.outcome.message = self._call("closeConnection", self._ticket)

    def _next_request(self) -> str:
        # Only the first call of an update tells the server about QuickBooks.
        details, self._details = self._details, ""
        return self._call(
            "sendRequestXML",
            self._ticket,
            details,
            self._company.path,
            self._host.country,
            *self._host.version,
        )

    def _hand_over(self, request: str) -> bool:
        """Have QuickBooks do it and tell the server; whether that was all."""
        percent = self._call(
            "receiveResponseXML", self._ticket, *self._process(request)
        )
        self.outcome.percents.append(percent)
        if percent < 0:
            self.outcome.error = self._call("getLastError", self._ticket)
        return not 0 <= percent < DONE

    def _process(self, request: str) -> tuple[str, str, str]:
        """What QuickBooks makes of it: response, hresult, message."""
        self.outcome.requests.append(request)
        try:
            response = self._in_quickbooks(request)
        except HResult as error:
            self.outcome.responses.append("")
            self._tell("ProcessRequestXML", str(error))
            return "", error.code, error.message
        self.outcome.responses.append(response)
        return response, "", ""

    def _in_quickbooks(self, request: str) -> str:
        mishap = self._mishaps.strike(PROCESS, "quickbooks", "quickbooks_after")
        if mishap and mishap.kind == "quickbooks":
            raise HResult(mishap.hresult)
        response = self._company.process(request)
        if mishap:
            raise HResult(mishap.hresult)
        return response


def _seconds(text: str) -> int:
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,9}", text):
        raise Broken("authenticate", "Input string was not in a correct format.")
    return int(text)


def _shortened(values) -> str:
    return ", ".join(f"{value!r:.120}" for value in values)
