# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms_quickbooks.lib.redact import _RULES, redact

SECRET = "s3cr3tValue0123456789"


@pytest.mark.parametrize(
    "text",
    [
        f'{{"access_token": "{SECRET}", "expires_in": 3600}}',
        f'{{"refresh_token":"{SECRET}"}}',
        f'{{"token":"{SECRET}"}}',
        f'{{"TaxIdentifier": "{SECRET}"}}',
        f'{{"BankAccountNumber":"{SECRET}"}}',
        f'{{"access_token":"with \\" quote {SECRET}"}}',
        json.dumps({"body": json.dumps({"client_secret": SECRET})}),
        f'{{"CheckPayment": {{"BankName": "x", "AcctNum": "{SECRET}"}}}}',
        f"grant_type=refresh_token&refresh_token={SECRET}",
        f"grant_type=authorization_code&code={SECRET}&redirect_uri=x",
        f"https://host/cb?code={SECRET}&state=1",
        f"client_secret={SECRET}",
        f"Authorization: Bearer {SECRET}",
        f"Authorization: Basic {SECRET}A==",
        f"<strPassword>{SECRET}</strPassword>",
        f'<ns1:strPassword xsi:type="xsd:string">{SECRET}</ns1:strPassword>',
        f"<VendorTaxIdent>{SECRET}</VendorTaxIdent>",
        f"&lt;BankAccountNumber&gt;{SECRET}&lt;/BankAccountNumber&gt;",
        f'"detail":"Token expired: {SECRET}"',
        f"a web token eyJhbGciOiJkaXIifQ.{SECRET}.x",
        f"a refresh token AB11{SECRET}{SECRET}",
    ],
)
def test_a_secret_is_hidden(text):
    assert SECRET not in redact(text)
    assert "***" in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"Fault":{"Error":[{"Message":"Stale","code":"5010","element":""}]}}',
        "message=AuthenticationFailed; errorCode=003200; statusCode=401",
        '<Error code="003001"><Message>ThrottleExceeded</Message></Error>',
        '{"Id":"130","SyncToken":"2","AcctNum":"4411","token_type":"bearer"}',
        "Bill of lading 4711, bearer of the goods, basic transportation",
    ],
)
def test_what_is_needed_to_understand_a_call_stays(text):
    assert redact(text) == text


def test_redacted_json_is_json():
    text = '{"TaxIdentifier": 123456789, "access_token": "abc", "DisplayName": "A"}'
    assert json.loads(redact(text)) == {
        "TaxIdentifier": "***",
        "access_token": "***",
        "DisplayName": "A",
    }


def test_the_rest_of_escaped_xml_stays():
    text = "&lt;SSN&gt;123-45-6789&lt;/SSN&gt;&lt;Name&gt;Red River&lt;/Name&gt;"
    assert (
        redact(text) == "&lt;SSN&gt;***&lt;/SSN&gt;&lt;Name&gt;Red River&lt;/Name&gt;"
    )


PIECES = st.sampled_from(
    [
        '"access_token": "',
        '"TaxIdentifier": 12',
        "refresh_token=abc",
        "&code=abcdefghijklmnop",
        "<SSN>",
        "</SSN>",
        "&lt;SSN&gt;12",
        "Bearer abcdefgh",
        "Token expired: x",
        "eyJhbGciOiJ.x",
        '"',
        "\\",
        " ",
        "AB11",
        "***",
    ]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join))
def test_redacting_twice_changes_nothing(text):
    once = redact(text)
    assert redact(once) == once


@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join))
def test_the_quick_look_before_a_rule_misses_nothing(text):
    for signs, pattern, _replacement in _RULES:
        if pattern.search(text):
            assert any(sign in text.lower() for sign in signs)
