# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks Online tells by itself: both forms, and what is none."""

import io
import json

import pytest

from tms_quickbooks.lib.online import webhook

LEGACY = {
    "eventNotifications": [
        {
            "realmId": "1185883450",
            "dataChangeEvent": {
                "entities": [
                    {
                        "name": "Customer",
                        "id": "1",
                        "operation": "Merge",
                        "lastUpdated": "2015-10-05T14:42:19-0700",
                        "deletedId": "2",
                    },
                    {"name": "Purchase", "id": "7", "operation": "Create"},
                ]
            },
        }
    ]
}
CLOUD = [
    {
        "specversion": "1.0",
        "id": "88cd52aa-33b6-4351-9aa4-47572edbd068",
        "source": "intuit.dsnBgbseACLLRZNxo2dfc4evmEJdxde58xeeYcZliOU=",
        "datacontenttype": "application/json",
        "type": "qbo.billpayment.updated.v1",
        "time": "2025-09-10T21:31:25.179551517Z",
        "intuitentityid": "1234",
        "intuitaccountid": "310687",
        "data": {},
    }
]


def events(told):
    return webhook.events(json.dumps(told).encode())


def test_the_form_from_before():
    merged, other = events(LEGACY)
    assert (merged.realm, merged.type, merged.qb_id) == ("1185883450", "Customer", "1")
    assert merged.is_merge
    assert (other.type, other.operation) == ("", "Create")
    assert [each.key for each in events(LEGACY)] == [merged.key, other.key]
    assert merged.key != other.key


def test_cloud_events():
    [event] = events(CLOUD)
    assert event == webhook.Event(
        key=CLOUD[0]["id"],
        realm="310687",
        type="BillPayment",
        qb_id="1234",
        operation="Update",
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"null",
        b"3",
        b"{}",
        b"[1]",
        b'[{"id": ""}]',
        b'{"eventNotifications": {}}',
        b'{"eventNotifications": [1]}',
        b'{"eventNotifications": [{"dataChangeEvent": {"entities": [1]}}]}',
        b"[" * 200_000,
    ],
)
def test_what_is_nothing_that_quickbooks_would_say(body):
    with pytest.raises(webhook.Malformed):
        webhook.events(body)


def test_events_that_say_less_than_they_should_are_events_all_the_same():
    assert events({"eventNotifications": []}) == []
    assert events({"eventNotifications": [{"realmId": "1"}]}) == []
    [event] = events([{"id": "x" * 1000, "type": "qbo", "intuitentityid": 7}])
    assert len(event.key) <= 80
    assert (event.type, event.qb_id, event.operation) == ("", "7", "")


def test_a_signature_is_of_the_very_bytes():
    body, token = b'{"a": 1}', "token"
    given = webhook.signature(body, token)
    assert webhook.is_signed(body, given, token)
    for wrong in ("", given[:-1], given.lower(), "ä", "\udcff"):
        assert not webhook.is_signed(body, wrong, token)
    assert not webhook.is_signed(b'{"a":1}', given, token)
    assert not webhook.is_signed(body, given, "Token")


def test_a_body_has_a_limit_whatever_it_says_of_itself():
    most = b"x" * webhook.MAX_BODY
    assert webhook.read_body(io.BytesIO(most).read) == most
    with pytest.raises(webhook.TooLarge):
        webhook.read_body(io.BytesIO(most + b"x").read)
