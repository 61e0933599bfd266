# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Signing in and keeping the connection, with Intuit's own client."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from intuitlib.exceptions import AuthClientError

from quickbooks_simulator.online import LONE_STAR, MAPLE, PRAIRIE, Simulator

from .client import TIMEOUT, Api, Refused

CALLBACK = "http://localhost:8069/quickbooks/oauth/callback"


@pytest.fixture
def auth(simulator):
    return AuthClient(
        simulator.application.client_id,
        simulator.application.client_secret,
        CALLBACK,
        simulator.url + "/.well-known/openid_configuration",
    )


def authorize_url(auth, *scopes):
    return auth.get_authorization_url(list(scopes) or [Scopes.ACCOUNTING], "s-1")


def submit(url, **choices):
    """Fill in the sign-in form."""
    address, _, query = url.partition("?")
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    return requests.post(
        address, data={**asked, **choices}, allow_redirects=False, timeout=TIMEOUT
    )


def sign_in(url, user="maria", realm=LONE_STAR):
    """What the callback is told."""
    response = submit(url, user=user, realm=realm, decision="connect")
    assert response.status_code == 302, response.text
    location = urlsplit(response.headers["Location"])
    return {name: values[0] for name, values in parse_qs(location.query).items()}


def connected(auth, *scopes):
    told = sign_in(authorize_url(auth, *scopes))
    auth.get_bearer_token(told["code"], told["realmId"])
    return auth


def test_signing_in_answers_code_state_and_company(auth):
    told = sign_in(authorize_url(auth))

    assert told["state"] == "s-1"
    assert told["realmId"] == LONE_STAR
    assert told["code"]


def test_the_sign_in_page_offers_the_companies_of_the_user(auth):
    page = submit(authorize_url(auth), user="maria").text

    assert "Lone Star Freight LLC" in page
    assert "Prairie Brokerage Inc" in page
    assert "Maple Haulage Ltd" not in page


def test_nobody_connects_to_a_company_of_others(auth):
    response = submit(authorize_url(auth), user="maria", realm=MAPLE)

    assert response.status_code == 200


def test_an_unknown_user_is_told_so(auth):
    assert "Nobody here is called" in submit(authorize_url(auth), user="eve").text


def test_denying_goes_back_with_an_error(auth):
    response = submit(authorize_url(auth), decision="deny")

    told = parse_qs(urlsplit(response.headers["Location"]).query)
    assert told == {"error": ["access_denied"], "state": ["s-1"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": "https://evil.example.com/quickbooks/oauth/callback"},
        {"redirect_uri": "http://localhost:8069/other"},
        {"client_id": "somebody"},
        {"state": ""},
        {"scope": "everything"},
        {"response_type": "token"},
    ],
)
def test_a_wrong_request_is_refused_without_a_redirect(auth, wrong):
    response = submit(authorize_url(auth), user="maria", realm=LONE_STAR, **wrong)

    assert response.status_code == 400


def test_further_callbacks_can_be_registered():
    address = "https://erp.example.com/quickbooks/oauth/callback"
    running = Simulator(redirect_uris=(address,))

    assert running.application.allows_redirect(address)
    running.stop()


def test_a_code_gives_tokens(auth):
    connected(auth)

    assert auth.expires_in == 3600
    assert auth.x_refresh_token_expires_in == 100 * 86400


def test_a_code_works_once(auth):
    told = sign_in(authorize_url(auth))
    auth.get_bearer_token(told["code"])

    with pytest.raises(AuthClientError) as refused:
        auth.get_bearer_token(told["code"])

    assert refused.value.status_code == 400
    assert refused.value.content == b'{"error":"invalid_grant"}'


def test_a_code_expires(auth, simulator):
    told = sign_in(authorize_url(auth))
    simulator.clock.advance(minutes=11)

    with pytest.raises(AuthClientError, match="invalid_grant|400"):
        auth.get_bearer_token(told["code"])


def test_a_code_belongs_to_its_callback(auth):
    told = sign_in(authorize_url(auth))
    auth.redirect_uri = "http://127.0.0.1:8069/quickbooks/oauth/callback"

    with pytest.raises(AuthClientError):
        auth.get_bearer_token(told["code"])


def test_a_wrong_secret_is_an_invalid_client(auth):
    told = sign_in(authorize_url(auth))
    auth.client_secret = "guess"

    with pytest.raises(AuthClientError) as refused:
        auth.get_bearer_token(told["code"])

    assert refused.value.status_code == 401
    assert b"invalid_client" in refused.value.content


def test_within_a_day_the_refresh_token_stays_the_same(auth, simulator):
    connected(auth)
    first = auth.refresh_token, auth.access_token
    simulator.clock.advance(hours=1)

    auth.refresh()

    assert auth.refresh_token == first[0]
    assert auth.access_token != first[1]


def test_after_a_day_the_refresh_token_changes(auth, simulator):
    connected(auth)
    old = auth.refresh_token
    simulator.clock.advance(hours=25)

    auth.refresh()

    assert auth.refresh_token != old


def test_the_old_refresh_token_works_for_one_more_day(auth, simulator):
    connected(auth)
    old = auth.refresh_token
    simulator.clock.advance(hours=25)
    auth.refresh()
    new = auth.refresh_token

    simulator.clock.advance(hours=23)
    auth.refresh(refresh_token=old)
    assert auth.refresh_token == new

    simulator.clock.advance(hours=2)
    with pytest.raises(AuthClientError) as refused:
        auth.refresh(refresh_token=old)
    assert b"invalid_grant" in refused.value.content


def test_a_refresh_token_lives_100_days_from_its_last_use(auth, simulator):
    connected(auth)
    simulator.clock.advance(days=99)
    auth.refresh()
    simulator.clock.advance(days=99)
    auth.refresh()

    simulator.clock.advance(days=101)
    with pytest.raises(AuthClientError):
        auth.refresh()


def test_after_five_years_the_user_must_connect_again(auth, simulator):
    connected(auth)
    for _ in range(19):
        simulator.clock.advance(days=96)
        auth.refresh()

    simulator.clock.advance(days=2)
    with pytest.raises(AuthClientError):
        auth.refresh()


def test_the_hard_expiry_is_told_when_asked_for(auth):
    auth.headers["x-include-refresh-token-hard-expires-in"] = "true"

    connected(auth)

    assert auth.x_refresh_token_hard_expires_in == 5 * 365 * 86400


def test_every_refresh_can_be_made_to_rotate(auth, simulator):
    simulator.always_rotate = True
    connected(auth)
    old = auth.refresh_token

    auth.refresh()

    assert auth.refresh_token != old


def test_a_revoked_connection_is_dead(auth, simulator):
    connected(auth)

    assert auth.revoke()

    with pytest.raises(AuthClientError):
        auth.refresh()
    assert simulator.tokens.access(auth.access_token) is None


def test_an_id_token_comes_with_the_openid_scope(auth):
    connected(auth, Scopes.ACCOUNTING, Scopes.OPENID)

    assert auth.id_token.count(".") == 2


def test_user_information_tells_who_connected(auth):
    connected(auth, Scopes.ACCOUNTING, Scopes.OPENID, Scopes.EMAIL, Scopes.PROFILE)

    told = auth.get_user_info().json()
    assert told["email"] == "maria@example.com"
    assert told["givenName"] == "Maria"
    assert "address" not in told


def test_user_information_tells_no_more_than_was_allowed(auth):
    connected(auth, Scopes.ACCOUNTING, Scopes.OPENID)

    assert list(auth.get_user_info().json()) == ["sub"]


def test_every_user_is_told_by_the_same_identifier_each_time(auth, simulator):
    def subject(user):
        told = sign_in(authorize_url(auth, Scopes.OPENID), user=user)
        auth.get_bearer_token(told["code"], told["realmId"])
        return auth.get_user_info().json()["sub"]

    assert subject("maria") == subject("maria") != subject("accountant")


def test_user_information_needs_the_openid_scope(auth):
    connected(auth)

    with pytest.raises(AuthClientError):
        auth.get_user_info()


# Calling the API with the tokens


def test_an_access_token_lives_an_hour(api, simulator):
    simulator.clock.advance(minutes=61)

    with pytest.raises(Refused) as refused:
        api.query("select * from Customer")

    assert (refused.value.status, refused.value.code) == (401, "3200")
    assert "AuthenticationFailed" in refused.value.message


def test_tokens_can_be_expired_on_demand(api, simulator):
    simulator.tokens.expire("access", api.realm)

    with pytest.raises(Refused) as refused:
        api.query("select * from Customer")

    assert refused.value.code == "3200"


def test_a_token_opens_one_company_only(api):
    api.realm = PRAIRIE

    with pytest.raises(Refused) as refused:
        api.query("select * from Customer")

    assert (refused.value.status, refused.value.code) == (403, "3100")


def test_a_user_who_was_removed_has_no_access(simulator):
    api = Api(simulator, LONE_STAR, "maria")
    members = f"{simulator.url}/_simulator/companies/{LONE_STAR}/members"
    requests.post(members, json={"user": "maria", "member": False}, timeout=TIMEOUT)

    with pytest.raises(Refused) as refused:
        api.query("select * from Customer")

    assert (refused.value.status, refused.value.code) == (401, "120")
