# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Authorization codes, access and refresh tokens: how long they live.

Access tokens live an hour. A refresh token lives 100 days from its last use, gets a
new value when it is used a day or more after it was issued, and its old value then
works one more day. After five years the user must connect again.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from ..clock import Clock
from .store import Store

CODE_SECONDS = 600
ACCESS_SECONDS = 3600
DAY = 86400
REFRESH_SECONDS = 100 * DAY
ROTATE_SECONDS = DAY
OLD_VALUE_SECONDS = DAY
HARD_SECONDS = 5 * 365 * DAY


class InvalidGrant(Exception):
    """A code or refresh token that is unknown, used up, expired or revoked."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What one user allowed the application: one company, some scopes."""

    id: int
    user: str
    realm: str
    scope: str
    hard_expires: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Fresh tokens and the seconds they live."""

    grant: Grant
    access_token: str
    refresh_token: str
    access_seconds: int
    refresh_seconds: int
    hard_seconds: int


class Tokens:
    """Issues, checks, renews and revokes."""

    def __init__(self, store: Store, clock: Clock):
        self._store = store
        self._clock = clock

    def new_code(self, user: str, realm: str, scope: str, redirect_uri: str) -> str:
        code = "XAB" + secrets.token_urlsafe(32)
        self._store.run(
            "INSERT INTO authorization_code VALUES (?, ?, ?, ?, ?, ?)",
            code,
            user,
            realm,
            scope,
            redirect_uri,
            self._clock.timestamp() + CODE_SECONDS,
        )
        return code

    def exchange(self, code: str, redirect_uri: str) -> Pair:
        """:raises InvalidGrant: unknown, used or expired code, or another address"""
        with self._store.transaction():
            row = self._store.row(
                "SELECT * FROM authorization_code WHERE code = ?", code
            )
            if row is not None:
                self._store.run("DELETE FROM authorization_code WHERE code = ?", code)
        if (
            row is None
            or row["expires"] <= self._clock.timestamp()
            or row["redirect_uri"] != redirect_uri
        ):
            raise InvalidGrant
        return self.connect(row["user"], row["realm"], row["scope"])

    def connect(self, user: str, realm: str, scope: str) -> Pair:
        """A new grant with its first tokens."""
        hard = self._clock.timestamp() + HARD_SECONDS
        with self._store.transaction():
            number = self._store.insert(
                "INSERT INTO grants (user, realm, scope, hard_expires) "
                "VALUES (?, ?, ?, ?)",
                user,
                realm,
                scope,
                hard,
            )
            grant = Grant(number, user, realm, scope, hard)
            return self._pair(grant, self._issue(grant, "refresh"))

    def refresh(self, value: str, *, rotate: bool = False) -> Pair:
        """Tokens for a refresh token.

        :param rotate: give a new value whatever the age of the old one
        :raises InvalidGrant: unknown, expired or revoked
        """
        now = self._clock.timestamp()
        with self._store.transaction():
            found = self._find(value, "refresh")
            if found is None:
                raise InvalidGrant
            row, grant = found
            if row["replaced"]:
                newest = self._newest(grant)
            elif rotate or now - row["issued"] >= ROTATE_SECONDS:
                self._store.run(
                    "UPDATE token SET replaced = 1, expires = min(expires, ?) "
                    "WHERE value = ?",
                    now + OLD_VALUE_SECONDS,
                    value,
                )
                newest = self._issue(grant, "refresh")
            else:
                newest = value
                self._store.run(
                    "UPDATE token SET expires = ? WHERE value = ?",
                    min(now + REFRESH_SECONDS, grant.hard_expires),
                    value,
                )
            return self._pair(grant, newest)

    def access(self, value: str) -> Grant | None:
        """The grant behind a living access token."""
        found = self._find(value, "access")
        return None if found is None else found[1]

    def revoke(self, value: str) -> bool:
        """End the grant a token belongs to; False for an unknown token."""
        with self._store.transaction():
            row = self._store.row("SELECT grant_id FROM token WHERE value = ?", value)
            if row is None:
                return False
            self._store.run(
                "UPDATE grants SET revoked = 1 WHERE id = ?", row["grant_id"]
            )
            return True

    def expire(self, kind: str, realm: str | None = None) -> int:
        """Let the tokens of a kind die at once; returns how many did."""
        now = self._clock.timestamp()
        return self._store.run(
            "UPDATE token SET expires = ? WHERE kind = ? AND expires > ? "
            "AND grant_id IN (SELECT id FROM grants WHERE realm = ? OR ? IS NULL)",
            now,
            kind,
            now,
            realm,
            realm,
        )

    def _find(self, value: str, kind: str):
        row = self._store.row(
            "SELECT token.*, user, realm, scope, hard_expires FROM token "
            "JOIN grants ON grants.id = grant_id "
            "WHERE value = ? AND kind = ? AND expires > ? AND NOT revoked",
            value,
            kind,
            self._clock.timestamp(),
        )
        if row is None:
            return None
        grant = Grant(
            row["grant_id"],
            row["user"],
            row["realm"],
            row["scope"],
            row["hard_expires"],
        )
        return row, grant

    def _newest(self, grant: Grant) -> str:
        return self._store.value(
            "SELECT value FROM token WHERE grant_id = ? AND kind = 'refresh' "
            "AND NOT replaced",
            grant.id,
        )

    def _issue(self, grant: Grant, kind: str) -> str:
        now = self._clock.timestamp()
        lives = ACCESS_SECONDS if kind == "access" else REFRESH_SECONDS
        prefix = "eyJ" if kind == "access" else "RT1-"
        value = prefix + secrets.token_urlsafe(48)
        self._store.run(
            "INSERT INTO token (value, kind, grant_id, issued, expires) "
            "VALUES (?, ?, ?, ?, ?)",
            value,
            kind,
            grant.id,
            now,
            min(now + lives, grant.hard_expires),
        )
        return value

    def _pair(self, grant: Grant, refresh_token: str) -> Pair:
        now = self._clock.timestamp()
        expires = self._store.value(
            "SELECT expires FROM token WHERE value = ?", refresh_token
        )
        return Pair(
            grant=grant,
            access_token=self._issue(grant, "access"),
            refresh_token=refresh_token,
            access_seconds=ACCESS_SECONDS,
            refresh_seconds=round(expires - now),
            hard_seconds=round(grant.hard_expires - now),
        )
