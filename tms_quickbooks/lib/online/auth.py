# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Intuit's sign-in: OAuth 2.0 for QuickBooks Online.

intuit-oauth speaks the protocol. It downloads Intuit's discovery document whenever a
client is made and knows no time-outs; the small subclass here sees to both, so that
renewing a token costs one call.
"""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import requests
from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from intuitlib.exceptions import AuthClientError

from ..messages import Message, _
from ..problems import NextAction, Problem, QuickBooksError, problem_of_network
from .errors import error_of_exception

# Seconds to connect, and between two pieces of an answer.
TIMEOUT = (10, 30)

# How long a discovery document is good for: Intuit's addresses have not changed in
# years, and a refresh must not hang on a second server.
DISCOVERY_LIFE_SECONDS = 24 * 3600

# Beside the accounting, who signs in: the address and the name tell a person apart from
# a colleague, which the tokens do not.
SCOPES = [Scopes.ACCOUNTING, Scopes.OPENID, Scopes.EMAIL, Scopes.PROFILE]

# Asks for the day after which no refresh helps: five years at most (Intuit: changes
# to the refresh token policy).
_HARD_EXPIRY_HEADER = {"x-include-refresh-token-hard-expires-in": "true"}


@dataclass(frozen=True, slots=True)
class OAuthApp:
    """The app registered with Intuit.

    ``environment``: "production", "sandbox" or the address of a discovery document.
    """

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str = ""
    environment: str = "production"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What Intuit gives for a sign-in; all times are aware.

    The access token lives an hour. The refresh token lives 100 days from its last use,
    and its value changes about once a day: the newest must be stored before it is
    used. After ``hard_expires_at``, where Intuit tells it, only a new sign-in helps.
    """

    access_token: str = field(repr=False)
    access_expires_at: datetime
    refresh_token: str = field(repr=False)
    refresh_expires_at: datetime
    hard_expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IntuitUser:
    """Who signed in at Intuit.

    ``id`` is the same at every sign-in (OpenID Connect: sub); ``email`` and ``name``
    may change, and may be "".
    """

    id: str
    email: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """How to speak of this user to others."""
        return self.email or self.name or self.id


def authorization_url(app: OAuthApp, state: str) -> str:
    """Where the user signs in and chooses a company.

    ``state`` comes back with the answer; it must be secret, single-use and checked.
    """
    with _typed_errors():
        client = _AuthClient(app)
        return client.get_authorization_url(SCOPES, state_token=state)


def exchange_code(app: OAuthApp, code: str, realm: str, now: datetime) -> Tokens:
    """The tokens for an authorization code, which works once and for minutes only.

    ``now`` is the aware time from which lifetimes count.
    """
    with _typed_errors():
        client = _AuthClient(app)
        client.get_bearer_token(code, realm_id=realm)
    return _tokens(client, now)


def user_of(app: OAuthApp, access_token: str) -> IntuitUser:
    """Whose sign-in an access token comes from; it needs the scope openid."""
    with _typed_errors():
        answer = _AuthClient(app).get_user_info(access_token).json()
    if not answer.get("sub"):
        raise QuickBooksError(_UNREADABLE)
    names = (answer.get("givenName"), answer.get("familyName"))
    return IntuitUser(
        id=str(answer["sub"]),
        email=str(answer.get("email") or ""),
        name=" ".join(str(name) for name in names if name),
    )


def refresh(app: OAuthApp, refresh_token: str, now: datetime) -> Tokens:
    """New tokens for a refresh token.

    When the outcome is unknown the same refresh token may be tried again: a replaced
    one works for another day (Intuit: refresh token policy).
    """
    with _typed_errors():
        client = _AuthClient(app)
        client.refresh(refresh_token)
    return _tokens(client, now)


def revoke(app: OAuthApp, refresh_token: str) -> None:
    """Take back the access that the company's user gave us."""
    with _typed_errors():
        _AuthClient(app).revoke(refresh_token)


class _AuthClient(AuthClient):
    """Intuit's client with time-outs and a memory for discovery documents."""

    def __init__(self, app: OAuthApp):
        super().__init__(
            app.client_id, app.client_secret, app.redirect_uri, app.environment
        )

    def get(self, url: str, **kwargs) -> requests.Response:
        # The library fetches nothing this way but the discovery document.
        return _discovery.get(url, lambda: super(_AuthClient, self).get(url, **kwargs))

    def request(self, method: str, url: str, **kwargs) -> requests.Response:
        kwargs["headers"] = {**(kwargs.get("headers") or {}), **_HARD_EXPIRY_HEADER}
        kwargs.setdefault("timeout", TIMEOUT)
        # Without this, a .netrc entry for the host would replace our own credentials.
        kwargs["auth"] = kwargs.get("auth") or _leave_as_is
        return super().request(method, url, **kwargs)


class _Discovery:
    """Discovery documents by address, kept for a day in this process."""

    def __init__(self):
        self._known: dict[str, tuple[float, requests.Response]] = {}
        self._lock = threading.Lock()

    def get(self, url: str, download) -> requests.Response:
        with self._lock:
            until, known = self._known.get(url, (0.0, None))
        if known is not None and time.monotonic() < until:
            return known
        response = download()
        if response.status_code == requests.codes.ok:
            with self._lock:
                until = time.monotonic() + DISCOVERY_LIFE_SECONDS
                self._known[url] = (until, response)
        return response


_discovery = _Discovery()


def _leave_as_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _tokens(client: _AuthClient, now: datetime) -> Tokens:
    def after(seconds) -> datetime:
        return now + timedelta(seconds=int(seconds))

    # The library sets whatever the answer holds as attributes of the client.
    hard = getattr(client, "x_refresh_token_hard_expires_in", None)
    try:
        tokens = Tokens(
            access_token=client.access_token,
            access_expires_at=after(client.expires_in),
            refresh_token=client.refresh_token,
            refresh_expires_at=after(client.x_refresh_token_expires_in),
            hard_expires_at=None if hard is None else after(hard),
        )
    except (TypeError, ValueError):
        raise QuickBooksError(_UNREADABLE, outcome_known=False) from None
    if not (tokens.access_token and tokens.refresh_token):
        raise QuickBooksError(_UNREADABLE, outcome_known=False)
    return tokens


# -- errors ----------------------------------------------------------------------------


def _reconnect(code: str, text: Message, hint: Message) -> Problem:
    return Problem(f"oauth.{code}", text, hint, NextAction.RECONNECT)


_UNREADABLE = problem_of_network("unreadable")
_SIGN_IN = _(
    "A QuickBooks manager must open the connection and choose Reconnect. What is "
    "waiting goes on by itself after that."
)
_REFUSALS = {
    "invalid_grant": _reconnect(
        "invalid_grant",
        _("Our permission to use QuickBooks has ended or was taken back."),
        _SIGN_IN,
    ),
    "invalid_client": _reconnect(
        "invalid_client",
        _("Intuit does not accept the client ID and secret of the app."),
        _(
            "Compare the client ID, the client secret and the environment with the "
            "keys of the app at Intuit, then sign in again."
        ),
    ),
}
_REFUSED = _reconnect("refused", _("Intuit refused the sign-in."), _SIGN_IN)


@contextmanager
def _typed_errors() -> Iterator[None]:
    """Everything that can go wrong on the way to Intuit becomes a QuickBooksError."""
    try:
        yield
    except AuthClientError as error:
        # The library's text quotes the whole answer; it goes no further.
        raise _error_of_refusal(error) from None
    except requests.JSONDecodeError:
        raise QuickBooksError(_UNREADABLE, outcome_known=False) from None
    except requests.RequestException as error:
        raise error_of_exception(error) from error
    except (KeyError, TypeError):
        # A discovery document without the addresses we need; JSON that is no object.
        raise QuickBooksError(_UNREADABLE) from None


def _error_of_refusal(error: AuthClientError) -> QuickBooksError:
    status = error.status_code
    details = {"http_status": status, "intuit_tid": error.intuit_tid or ""}
    if status == requests.codes.too_many_requests or status >= 500:
        # A replaced refresh token works for another day, so the same one may be sent
        # again whatever became of this call.
        return QuickBooksError(
            problem_of_network("server"), outcome_known=False, **details
        )
    return QuickBooksError(_REFUSALS.get(_reason(error), _REFUSED), **details)


def _reason(error: AuthClientError) -> str:
    """The "error" of an OAuth 2.0 error answer (RFC 6749, 5.2)."""
    try:
        answer = error.response.json()
    except requests.JSONDecodeError:
        return ""
    return str(answer.get("error", "")) if isinstance(answer, dict) else ""
