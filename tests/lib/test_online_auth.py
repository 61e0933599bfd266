# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import datetime
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tms_quickbooks.lib.online import auth
from tms_quickbooks.lib.problems import NextAction, QuickBooksError

NOW = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)
SECRET = "app-secret"
TOKENS = {
    "token_type": "bearer",
    "access_token": "new-access",
    "expires_in": 3600,
    "refresh_token": "new-refresh",
    "x_refresh_token_expires_in": 8_640_000,
}


def discovery(url):
    return {
        "issuer": f"{url}/op/v1",
        "authorization_endpoint": f"{url}/connect/oauth2",
        "token_endpoint": f"{url}/oauth2/v1/tokens/bearer",
        "userinfo_endpoint": f"{url}/v1/openid_connect/userinfo",
        "revocation_endpoint": f"{url}/v2/oauth2/tokens/revoke",
        "jwks_uri": f"{url}/op/v1/jwks",
    }


@pytest.fixture
def app(server):
    # Each test has a server, hence a discovery document, of its own.
    server.answer(discovery(server.url))
    return auth.OAuthApp(
        "app-id",
        SECRET,
        "http://127.0.0.1:8069/quickbooks/oauth/callback",
        f"{server.url}/.well-known/openid_configuration",
    )


def fails(function, *args):
    with pytest.raises(QuickBooksError) as caught:
        function(*args)
    return caught.value


def form(request):
    return {name: values[0] for name, values in parse_qs(request.body.decode()).items()}


# -- what is asked ---------------------------------------------------------------------


def test_the_user_is_sent_to_the_sign_in_for_accounting_and_for_who_it_is(app, server):
    url = urlsplit(auth.authorization_url(app, "secret-state"))
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert url.path == "/connect/oauth2"
    assert query == {
        "client_id": "app-id",
        "response_type": "code",
        "scope": "com.intuit.quickbooks.accounting openid email profile",
        "redirect_uri": app.redirect_uri,
        "state": "secret-state",
    }


def test_a_code_is_exchanged_for_tokens(app, server):
    server.answer(TOKENS)
    tokens = auth.exchange_code(app, "the-code", "9341452", NOW)
    assert tokens.access_token == "new-access"
    assert tokens.refresh_token == "new-refresh"
    request = server.requests[-1]
    assert request.path == "/oauth2/v1/tokens/bearer"
    assert form(request) == {
        "grant_type": "authorization_code",
        "code": "the-code",
        "redirect_uri": app.redirect_uri,
    }


def test_the_app_signs_in_with_its_id_and_secret(app, server):
    server.answer(TOKENS)
    auth.refresh(app, "old-refresh", NOW)
    credentials = base64.b64encode(f"app-id:{SECRET}".encode()).decode()
    assert server.requests[-1].headers["authorization"] == f"Basic {credentials}"


def test_a_netrc_file_does_not_replace_the_apps_secret(
    app, server, tmp_path, monkeypatch
):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server.answer(TOKENS)
    auth.refresh(app, "old-refresh", NOW)
    sent = server.requests[-1].headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(sent).decode() == f"app-id:{SECRET}"


def test_a_refresh_brings_both_tokens_and_their_lifetimes(app, server):
    server.answer(TOKENS)
    tokens = auth.refresh(app, "old-refresh", NOW)
    assert form(server.requests[-1])["refresh_token"] == "old-refresh"
    assert tokens.access_expires_at == NOW + datetime.timedelta(hours=1)
    assert tokens.refresh_expires_at == NOW + datetime.timedelta(days=100)
    assert tokens.hard_expires_at is None


def test_the_hard_expiry_is_asked_for_and_kept(app, server):
    server.answer({**TOKENS, "x_refresh_token_hard_expires_in": 86_400})
    tokens = auth.refresh(app, "old-refresh", NOW)
    request = server.requests[-1]
    assert request.headers["x-include-refresh-token-hard-expires-in"] == "true"
    assert tokens.hard_expires_at == NOW + datetime.timedelta(days=1)


def test_revoking_names_the_refresh_token(app, server):
    server.answer("")
    auth.revoke(app, "old-refresh")
    request = server.requests[-1]
    assert request.path == "/v2/oauth2/tokens/revoke"
    assert json.loads(request.body) == {"token": "old-refresh"}


# -- who signed in ---------------------------------------------------------------------


def test_intuit_tells_who_signed_in(app, server):
    server.answer(
        {
            "sub": "b053d994-07d5-468d-b7ee-22e349d2e739",
            "email": "maria@example.com",
            "emailVerified": True,
            "givenName": "Maria",
            "familyName": "Lopez",
        }
    )
    user = auth.user_of(app, "the-access-token")
    assert user == auth.IntuitUser(
        "b053d994-07d5-468d-b7ee-22e349d2e739", "maria@example.com", "Maria Lopez"
    )
    request = server.requests[-1]
    assert request.path == "/v1/openid_connect/userinfo"
    assert request.headers["authorization"] == "Bearer the-access-token"


def test_a_user_without_an_address_is_called_by_the_name(app, server):
    server.answer({"sub": "1", "givenName": "Maria"})
    assert auth.user_of(app, "token").label == "Maria"
    server.answer({"sub": "1"})
    assert auth.user_of(app, "token").label == "1"


@pytest.mark.parametrize("answer", ["oops", {}, {"email": "a@b.c"}, ["sub"]])
def test_an_answer_without_a_user_is_unreadable(app, server, answer):
    server.answer(answer)
    assert fails(auth.user_of, app, "token").problem.code == "net.unreadable"


def test_a_token_without_the_scope_is_refused(app, server):
    server.answer({"error": "invalid_token"}, status=401)
    assert fails(auth.user_of, app, "token").problem.code == "oauth.refused"


# -- the discovery document ------------------------------------------------------------


def test_a_second_refresh_costs_one_call(app, server):
    server.answer(TOKENS)
    server.answer(TOKENS)
    auth.refresh(app, "old-refresh", NOW)
    auth.refresh(app, "new-refresh", NOW)
    assert [request.method for request in server.requests] == ["GET", "POST", "POST"]


def test_the_discovery_document_is_read_again_after_a_day(app, server, monkeypatch):
    auth.authorization_url(app, "s")
    clock = auth.time.monotonic
    monkeypatch.setattr(auth.time, "monotonic", lambda: clock() + 24 * 3600 + 1)
    server.answer(discovery(server.url))
    auth.authorization_url(app, "s")
    assert len(server.requests) == 2


def test_a_failed_discovery_is_not_remembered(server):
    app = auth.OAuthApp("id", SECRET, "", f"{server.url}/discovery")
    server.answer("<html>", status=503)
    server.answer(discovery(server.url))
    assert fails(auth.authorization_url, app, "s").problem.code == "net.server"
    assert auth.authorization_url(app, "s").startswith(server.url)


def test_a_discovery_document_without_addresses_is_unreadable(server):
    app = auth.OAuthApp("id", SECRET, "", f"{server.url}/discovery")
    server.answer({"issuer": "x"})
    assert fails(auth.authorization_url, app, "s").problem.code == "net.unreadable"


# -- what can go wrong -----------------------------------------------------------------


@pytest.mark.parametrize(
    "status, body, code",
    [
        (400, {"error": "invalid_grant"}, "oauth.invalid_grant"),
        (401, {"error": "invalid_client"}, "oauth.invalid_client"),
        (400, {"error": "unsupported_grant_type"}, "oauth.refused"),
        (403, "<html>no</html>", "oauth.refused"),
        (400, [], "oauth.refused"),
    ],
)
def test_a_refusal_needs_a_new_sign_in(app, server, status, body, code):
    server.answer(body, status=status, headers={"intuit_tid": "1-abc"})
    error = fails(auth.refresh, app, "old-refresh", NOW)
    assert error.problem.code == code
    assert error.problem.action is NextAction.RECONNECT
    assert error.outcome_known
    assert (error.http_status, error.intuit_tid) == (status, "1-abc")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_in_trouble_is_asked_again(app, server, status):
    server.answer("<html>", status=status)
    error = fails(auth.refresh, app, "old-refresh", NOW)
    assert error.problem.action is NextAction.RETRY
    assert not error.outcome_known


def test_a_lost_connection_is_retried(app, server):
    server.answer(mishap="drop")
    error = fails(auth.refresh, app, "old-refresh", NOW)
    assert error.problem.code == "net.connection"
    assert not error.outcome_known


def test_a_time_out_is_retried(app, server, monkeypatch):
    auth.authorization_url(app, "s")
    monkeypatch.setattr(auth, "TIMEOUT", (1, 0.05))
    server.answer(mishap="hang")
    assert fails(auth.refresh, app, "old", NOW).problem.code == "net.timeout"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "oops",
        {},
        {**TOKENS, "refresh_token": ""},
        {**TOKENS, "access_token": None},
        {**TOKENS, "expires_in": "soon"},
    ],
)
def test_an_answer_without_tokens_is_unreadable(app, server, answer):
    server.answer(answer)
    error = fails(auth.refresh, app, "old-refresh", NOW)
    assert error.problem.code == "net.unreadable"
    assert not error.outcome_known


def test_no_secret_shows_in_a_representation_or_an_error(app, server):
    server.answer(TOKENS)
    tokens = auth.refresh(app, "old-refresh", NOW)
    server.answer({"error": "invalid_grant", "echo": "old-refresh"}, status=400)
    error = fails(auth.refresh, app, "old-refresh", NOW)
    shown = f"{app!r} {tokens!r} {error!r} {error.__cause__!r}"
    for secret in (SECRET, "new-access", "new-refresh", "old-refresh"):
        assert secret not in shown
