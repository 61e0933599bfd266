# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Failures on demand: lost answers, delays, broken and throttled answers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from waitress.channel import ClientDisconnected

from .. import mishaps

KINDS = {
    "drop_before": "close the connection before anything is done",
    "drop_after": "do the work, then close the connection without an answer",
    "delay": "answer only after some seconds",
    "error_500": "a web page with status 500, nothing done",
    "error_500_after": "do the work, then a web page with status 500",
    "error_503": "a web page with status 503, nothing done",
    "cut_after": "do the work, then answer with half of the answer",
    "throttle_xml": "status 429 with an XML body, whatever was accepted; with seconds "
    "as Retry-After",
    "batch_item": "a batch item breaks down with code 10000, nothing done",
    "batch_item_after": "a batch item is done, but answered with code 10000",
    "shuffle_batch": "carry out and answer the items of a batch in random order",
    "webhook_lost": "a notification is never sent",
    "webhook_twice": "a notification is sent again after it was acknowledged",
    "webhook_late": "a notification is sent only after some seconds of the clock",
    "webhook_shuffled": "changes are told one by one, in random order",
}
_PAGE = (
    "<html><head><title>{0}</title></head><body><h1>{0}</h1>"
    "<p>The service is temporarily unavailable.</p></body></html>"
)
_PAGES = {
    "error_500": "500 Internal Server Error",
    "error_500_after": "500 Internal Server Error",
    "error_503": "503 Service Unavailable",
}
_BEFORE = ("drop_before", "error_500", "error_503", "throttle_xml")
_AFTER = ("drop_after", "error_500_after", "cut_after")
_THROTTLE_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<IntuitResponse xmlns="http://schema.intuit.com/finance/v3">'
    '<Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; '
    "errorCode=003001; statusCode=429</Message></Error></Fault></IntuitResponse>"
)


@dataclass
class Mishap(mishaps.Mishap):
    """A failure that waits for requests to come by.

    :ivar seconds: of a delay, or what a throttle asks to wait
    :ivar path: only to requests whose path holds this text
    """

    kinds = KINDS

    path: str = "/v3/"

    def fits(self, path: str) -> bool:
        return self.path in path


class Mishaps(mishaps.Mishaps):
    """What is going to happen to requests."""

    mishap = Mishap

    def strike(self, path: str, *kinds: str) -> Mishap | None:
        """The first waiting failure of these kinds that now happens, if any."""
        return self._strike(kinds, path)


class MishapMiddleware:
    """Stands before the application and spoils its traffic as ordered.

    :param wait: sleeps the given seconds; returns early when the server stops
    :param dropped: told the path of each request that never reached the application
    """

    def __init__(
        self,
        application: Callable,
        mishaps: Mishaps,
        wait: Callable[[float], object],
        dropped: Callable[[str], None],
    ):
        self._application = application
        self._mishaps = mishaps
        self._wait = wait
        self._dropped = dropped

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        delay = self._mishaps.strike(path, "delay")
        if delay is not None:
            self._wait(delay.seconds)
        before = self._mishaps.strike(path, *_BEFORE)
        if before is not None:
            self._dropped(path)
            return self._spoil(before, start_response)
        after = self._mishaps.strike(path, *_AFTER)
        if after is None:
            return self._application(environ, start_response)
        # The work is done and committed once the application has returned.
        if after.kind == "cut_after":
            return _cut(self._application, environ, start_response)
        self._application(environ, lambda *_answer: None)
        return self._spoil(after, start_response)

    @staticmethod
    def _spoil(mishap: Mishap, start_response: Callable) -> Iterable[bytes]:
        if mishap.kind in ("drop_before", "drop_after"):
            raise ClientDisconnected
        headers = []
        if mishap.kind == "throttle_xml":
            status, body, kind = "429 Too Many Requests", _THROTTLE_XML, "xml"
            if mishap.seconds:
                headers.append(("Retry-After", str(math.ceil(mishap.seconds))))
        else:
            status = _PAGES[mishap.kind]
            body, kind = _PAGE.format(status), "html"
        headers.append(("Content-Type", f"text/{kind};charset=UTF-8"))
        start_response(status, headers)
        return [body.encode()]


def _cut(application: Callable, environ: dict, start_response: Callable) -> list[bytes]:
    """Half of what the application answers, as if that were all."""

    def start(status, headers, *exception):
        kept = [header for header in headers if header[0].lower() != "content-length"]
        return start_response(status, kept, *exception)

    whole = b"".join(application(environ, start))
    return [whole[: len(whole) // 2]]
