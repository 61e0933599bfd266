# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Tells an application what changed, over HTTP, until it acknowledges."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from sqlite3 import Row
from urllib.parse import urlsplit

import requests

from ..clock import Clock
from . import webhook_formats
from .answers import dumps, loads
from .mishaps import Mishaps
from .store import Store

ANSWER_SECONDS = 3
EVENTS_AT_ONCE = 100
# Seconds to the second, third … attempt; the last one over and over.
_MINUTE, _HOUR = 60, 3600
RETRIES = (10, 20, 30, 5 * _MINUTE, 20 * _MINUTE, 2 * _HOUR, 4 * _HOUR, 6 * _HOUR)
# What the path of a mishap is compared with: no API request has it.
PATH = "/v3/webhooks"
_KEPT_ATTEMPTS = 200
_PAUSE = 0.25


@dataclass(frozen=True, slots=True)
class Attempt:
    """One notification on its way.

    :ivar status: of the answer; None when there was none in time
    :ivar seconds: how long the answer took
    """

    url: str
    headers: dict[str, str]
    body: str
    status: int | None
    seconds: float

    @property
    def acknowledged(self) -> bool:
        return self.status == 200


class Webhooks:
    """The notifications of all companies.

    Nothing is sent unless :meth:`deliver` is called or the sender runs.

    :ivar waits_for_first: whether later notifications to an address wait until the
        first one is acknowledged; Intuit says they may
    :ivar attempts: the newest, the last one at the end
    """

    def __init__(self, store: Store, clock: Clock, mishaps: Mishaps):
        self._store = store
        self._clock = clock
        self._mishaps = mishaps
        self._turn = threading.Lock()
        self._stopping = threading.Event()
        self._thread = None
        self._session = requests.Session()
        # A proxy of this machine has nothing to do with its loopback address.
        self._session.trust_env = False
        self.waits_for_first = True
        self.attempts: deque[Attempt] = deque(maxlen=_KEPT_ATTEMPTS)

    def subscribe(
        self, realm: str, url: str, verifier: str, form: str = webhook_formats.LEGACY
    ) -> None:
        """From now on, tell this address of a company's changes, and no other.

        Companies with the same address, verifier token and format share notifications.

        :raises KeyError: no such company
        :raises ValueError: the address, the token or the format makes no sense
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"“{url}” is no address of a web site")
        if not verifier:
            raise ValueError("Notifications are signed: there must be a verifier token")
        if form not in webhook_formats.FORMATS:
            known = ", ".join(webhook_formats.FORMATS)
            raise ValueError(f"{form} is no format; there are {known}")
        if not self._store.value("SELECT 1 FROM company WHERE realm = ?", realm):
            raise KeyError(realm)
        self._store.run(
            "INSERT OR REPLACE INTO webhook VALUES (?, ?, ?, ?)",
            realm,
            url,
            verifier,
            form,
        )

    def unsubscribe(self, realm: str) -> None:
        """Tell nobody of a company's changes any more."""
        with self._store.transaction():
            self._store.run("DELETE FROM webhook WHERE realm = ?", realm)
            self._store.run("DELETE FROM event WHERE realm = ?", realm)

    def subscriptions(self) -> list[dict]:
        """Who is told of which company, as JSON has it."""
        return [
            dict(row)
            for row in self._store.rows("SELECT * FROM webhook ORDER BY realm")
        ]

    def waiting(self) -> list[dict]:
        """What is not acknowledged yet, as JSON has it."""
        self._pack()
        return [
            dict(row)
            for row in self._store.rows(
                "SELECT id, url, events, attempts, status, due FROM notification "
                "ORDER BY id"
            )
        ]

    def deliver(self) -> list[Attempt]:
        """Send all that is due now by the simulator's clock; returns what was sent."""
        with self._turn:
            self._pack()
            sent, blocked = [], set()
            for row in self._store.rows("SELECT * FROM notification ORDER BY id"):
                if row["url"] in blocked:
                    continue
                if row["due"] <= self._clock.timestamp():
                    sent += self._send(row)
                still_there = self._store.value(
                    "SELECT attempts FROM notification WHERE id = ?", row["id"]
                )
                if still_there and self.waits_for_first:
                    blocked.add(row["url"])
            return sent

    def start(self) -> None:
        """Send what is due in a thread of its own, until :meth:`stop` is called."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._keep_sending, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def reset(self) -> None:
        """Forget what was sent; who is to be told is part of the state."""
        self.attempts.clear()
        self.waits_for_first = True

    def _keep_sending(self) -> None:
        while not self._stopping.wait(_PAUSE):
            self.deliver()

    def _strike(self, kind: str):
        return self._mishaps.strike(PATH, kind)

    def _pack(self) -> None:
        """Put the events that are not told yet into notifications."""
        with self._store.transaction():
            addresses = self._store.rows(
                "SELECT DISTINCT url, verifier, format FROM event "
                "JOIN webhook USING (realm)"
            )
            for address in addresses:
                events = self._store.rows(
                    "SELECT event.* FROM event JOIN webhook USING (realm) "
                    "WHERE url = ? AND verifier = ? AND format = ? ORDER BY event.id",
                    *address,
                )
                shuffled = self._strike("webhook_shuffled")
                if shuffled:
                    self._mishaps.random.shuffle(events)
                size = 1 if shuffled else EVENTS_AT_ONCE
                for start in range(0, len(events), size):
                    self._keep(address, events[start : start + size])
            self._store.run("DELETE FROM event")

    def _keep(self, address: Row, events: list[Row]) -> None:
        now = self._clock.now()
        text = webhook_formats.body(address["format"], events)
        headers = webhook_formats.headers(
            address["format"], text, address["verifier"], now
        )
        if self._strike("webhook_lost"):
            return
        late = self._strike("webhook_late")
        self._store.insert_row(
            "notification",
            url=address["url"],
            headers=dumps(headers),
            body=text,
            events=len(events),
            due=now.timestamp() + (late.seconds if late else 0),
        )

    def _send(self, row: Row) -> list[Attempt]:
        attempts = [self._post(row)]
        if attempts[0].acknowledged:
            if self._strike("webhook_twice"):
                attempts.append(self._post(row))
            self._store.run("DELETE FROM notification WHERE id = ?", row["id"])
        else:
            pause = RETRIES[min(row["attempts"], len(RETRIES) - 1)]
            self._store.update_row(
                "notification",
                row["id"],
                attempts=row["attempts"] + 1,
                due=self._clock.timestamp() + pause,
                status=attempts[0].status,
            )
        return attempts

    def _post(self, row: Row) -> Attempt:
        headers = loads(row["headers"])
        begun = time.monotonic()
        try:
            status = self._session.post(
                row["url"],
                data=row["body"].encode(),
                headers=headers,
                timeout=ANSWER_SECONDS,
                allow_redirects=False,
            ).status_code
        except requests.RequestException:
            status = None
        seconds = time.monotonic() - begun
        attempt = Attempt(row["url"], headers, row["body"], status, seconds)
        self.attempts.append(attempt)
        return attempt
