# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""OAuth 2.0 as Intuit speaks it: discovery, sign-in page, tokens, user information."""

from __future__ import annotations

import base64
import binascii
import secrets
import uuid
from urllib.parse import urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Blueprint, Response, current_app, redirect, render_template, request

from ..clock import Clock
from .answers import dumps, loads
from .company import Company, load_all
from .store import Store
from .tokens import InvalidGrant, Pair, Tokens

HARD_EXPIRY_HEADER = "x-include-refresh-token-hard-expires-in"
CALLBACK_PATH = "/quickbooks/oauth/callback"
SCOPES = (
    "com.intuit.quickbooks.accounting com.intuit.quickbooks.payment openid email "
    "profile phone address"
).split()
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_KEY_BITS = 2048
_ID_TOKEN_SECONDS = 3600

routes = Blueprint("oauth", __name__)


class Application:
    """The one application registered with the simulator."""

    def __init__(self, store: Store, redirect_uris: tuple[str, ...] = ()):
        self._store = store
        self._redirect_uris = redirect_uris
        self.client_id = store.setting("client_id")
        self.client_secret = store.setting("client_secret")

    @staticmethod
    def register(store: Store) -> None:
        """Give the application its credentials, when the state file is new."""
        store.set_setting("client_id", "AB" + secrets.token_hex(24))
        store.set_setting("client_secret", secrets.token_urlsafe(30))

    def allows_redirect(self, uri: str) -> bool:
        """Registered addresses, and the addon's callback on this machine."""
        if uri in self._redirect_uris:
            return True
        parts = urlsplit(uri)
        return (
            parts.scheme == "http"
            and parts.hostname in _LOOPBACK
            and parts.path == CALLBACK_PATH
        )

    def authenticates(self, authorization: str) -> bool:
        """Whether a Basic header holds this application's credentials."""
        scheme, _, value = authorization.partition(" ")
        try:
            given = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            return False
        expected = f"{self.client_id}:{self.client_secret}".encode()
        return scheme.lower() == "basic" and secrets.compare_digest(given, expected)


class SigningKey:
    """The key id tokens are signed with; made when the first one is asked for."""

    def __init__(self, store: Store):
        self._store = store

    def _pem(self) -> str:
        pem = self._store.setting("signing_key")
        if pem is None:
            key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
            pem = key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ).decode()
            self._store.set_setting("signing_key", pem)
            self._store.set_setting("signing_key_id", secrets.token_hex(10))
        return pem

    def sign(self, claims: dict) -> str:
        pem = self._pem()
        headers = {"kid": self._store.setting("signing_key_id")}
        return jwt.encode(claims, pem, algorithm="RS256", headers=headers)

    def public_set(self) -> dict:
        """The key set at jwks_uri."""
        key = serialization.load_pem_private_key(self._pem().encode(), None)
        jwk = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
        kid = self._store.setting("signing_key_id")
        return {"keys": [{**jwk, "kid": kid, "alg": "RS256", "use": "sig"}]}


def _simulator():
    return current_app.config["simulator"]


def _is_authentic() -> bool:
    authorization = request.headers.get("Authorization", "")
    return _simulator().application.authenticates(authorization)


def _json(value: dict, status: int = 200) -> Response:
    return Response(dumps(value), status, content_type="application/json;charset=UTF-8")


@routes.get("/.well-known/openid_configuration")
def discovery():
    base = request.host_url.rstrip("/")
    _simulator().stats.count("", "discovery")
    return _json(
        {
            "issuer": f"{base}/op/v1",
            "authorization_endpoint": f"{base}/connect/oauth2",
            "token_endpoint": f"{base}/oauth2/v1/tokens/bearer",
            "userinfo_endpoint": f"{base}/v1/openid_connect/userinfo",
            "revocation_endpoint": f"{base}/v2/oauth2/tokens/revoke",
            "jwks_uri": f"{base}/op/v1/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "email", "profile", "address", "phone"],
            "token_endpoint_auth_methods_supported": [
                "client_secret_post",
                "client_secret_basic",
            ],
            "claims_supported": ["aud", "exp", "iat", "iss", "realmid", "sub"],
        }
    )


@routes.get("/op/v1/jwks")
def jwks():
    return _json(SigningKey(_simulator().store).public_set())


@routes.route("/connect/oauth2", methods=["GET", "POST"])
def authorize():
    """Sign in, pick a company, allow or deny."""
    asked = {
        name: request.values.get(name, "")
        for name in ("client_id", "redirect_uri", "scope", "state", "response_type")
    }
    problem = _problem_with(asked)
    if problem:
        return render_template("authorize_error.html", problem=problem), 400
    if request.form.get("decision") == "deny":
        return _back(asked, error="access_denied")
    user = request.form.get("user", "").strip().lower()
    companies = _companies_of(user)
    realm = request.form.get("realm")
    if realm and realm in [company.realm for company in companies]:
        code = _simulator().tokens.new_code(
            user, realm, asked["scope"], asked["redirect_uri"]
        )
        return _back(asked, code=code, realmId=realm)
    return render_template(
        "authorize.html",
        asked=asked,
        user=user,
        unknown=bool(user) and not companies,
        companies=companies,
        users=_users(),
    )


def _problem_with(asked: dict[str, str]) -> str | None:
    """Why the request cannot even be answered with a redirect."""
    application = _simulator().application
    if asked["client_id"] != application.client_id:
        return "The client_id is not that of the registered application."
    if not application.allows_redirect(asked["redirect_uri"]):
        return (
            "The redirect_uri query parameter value is invalid. Make sure it is "
            "listed in the Redirect URIs section of your app's keys."
        )
    if asked["response_type"] != "code":
        return "The response_type must be code."
    if not asked["state"]:
        return "The state query parameter is missing."
    scopes = asked["scope"].split()
    if not scopes or set(scopes) - set(SCOPES):
        return "The scope query parameter is missing or names an unknown scope."
    return None


def _back(asked: dict[str, str], **answer: str) -> Response:
    joint = "&" if urlsplit(asked["redirect_uri"]).query else "?"
    query = urlencode({**answer, "state": asked["state"]})
    return redirect(f"{asked['redirect_uri']}{joint}{query}")


def _companies_of(user: str) -> list[Company]:
    store = _simulator().store
    realms = {
        row["realm"]
        for row in store.rows("SELECT realm FROM member WHERE user = ?", user)
    }
    return [company for company in load_all(store) if company.realm in realms]


def _users() -> list[str]:
    rows = _simulator().store.rows("SELECT DISTINCT user FROM member ORDER BY user")
    return [row["user"] for row in rows]


@routes.post("/oauth2/v1/tokens/bearer")
def bearer():
    """Codes and refresh tokens for tokens."""
    simulator = _simulator()
    kind = request.form.get("grant_type", "")
    simulator.stats.count("", f"token_{kind}" if kind else "token")
    if not _is_authentic():
        return _json({"error": "invalid_client"}, 401)
    tokens: Tokens = simulator.tokens
    try:
        if kind == "authorization_code":
            pair = tokens.exchange(
                request.form.get("code", ""), request.form.get("redirect_uri", "")
            )
        elif kind == "refresh_token":
            pair = tokens.refresh(
                request.form.get("refresh_token", ""),
                rotate=simulator.always_rotate,
            )
        else:
            return _json({"error": "unsupported_grant_type"}, 400)
    except InvalidGrant:
        return _json({"error": "invalid_grant"}, 400)
    return _json(_token_answer(pair))


def _token_answer(pair: Pair) -> dict:
    answer = {
        "token_type": "bearer",
        "expires_in": pair.access_seconds,
        "refresh_token": pair.refresh_token,
        "x_refresh_token_expires_in": pair.refresh_seconds,
        "access_token": pair.access_token,
    }
    if request.headers.get(HARD_EXPIRY_HEADER, "").lower() == "true":
        answer["x_refresh_token_hard_expires_in"] = pair.hard_seconds
    if "openid" in pair.grant.scope.split():
        answer["id_token"] = _id_token(pair)
    return answer


def _id_token(pair: Pair) -> str:
    simulator = _simulator()
    clock: Clock = simulator.clock
    now = int(clock.timestamp())
    claims = {
        "sub": _subject(pair.grant.user),
        "aud": [simulator.application.client_id],
        "realmid": pair.grant.realm,
        "auth_time": now,
        "iss": request.host_url.rstrip("/") + "/op/v1",
        "exp": now + _ID_TOKEN_SECONDS,
        "iat": now,
    }
    return SigningKey(simulator.store).sign(claims)


def _subject(user: str) -> str:
    """A stable identifier of a user."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{user}.example.com"))


@routes.post("/v2/oauth2/tokens/revoke")
def revoke():
    simulator = _simulator()
    simulator.stats.count("", "revoke")
    if not _is_authentic():
        return _json({"error": "invalid_client"}, 401)
    try:
        body = loads(request.get_data() or b"{}")
    except ValueError:
        return _json({"error": "invalid_request"}, 400)
    if not simulator.tokens.revoke(str(body.get("token", ""))):
        return _json({"error": "invalid_request"}, 400)
    return Response(status=200)


@routes.get("/v1/openid_connect/userinfo")
def userinfo():
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    grant = _simulator().tokens.access(value) if scheme == "Bearer" else None
    if grant is None or "openid" not in grant.scope.split():
        return _json({"error": "invalid_token"}, 401)
    scopes = grant.scope.split()
    claims = {}
    for scope, told in _claims(grant.user).items():
        if scope in scopes:
            claims |= told
    return _json(claims)


def _claims(user: str) -> dict[str, dict]:
    """What each scope tells of a user (OpenID Connect, named as by Intuit)."""
    return {
        "openid": {"sub": _subject(user)},
        "email": {"email": f"{user}@example.com", "emailVerified": True},
        "profile": {"givenName": user.capitalize(), "familyName": "Example"},
        "phone": {"phoneNumber": "+1 5555550100", "phoneNumberVerified": False},
        "address": {
            "address": {
                "streetAddress": "1 Main St",
                "locality": "Amarillo",
                "region": "TX",
                "postalCode": "79101",
                "country": "US",
            }
        },
    }
