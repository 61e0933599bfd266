# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a notification looks: Intuit's own format, or CloudEvents, and its signature.

Both follow the samples of Intuit's guide to webhooks.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from sqlite3 import Row

from .answers import SERVER_ZONE, dumps

LEGACY, CLOUDEVENTS = "legacy", "cloudevents"
FORMATS = {LEGACY: "eventNotifications", CLOUDEVENTS: "CloudEvents"}
# Intuit's guide to the change of formats warns that many frameworks refuse the second.
_CONTENT_TYPES = {
    LEGACY: "application/json; charset=utf-8",
    CLOUDEVENTS: "application/cloudevents+json",
}
_PAST = {
    "Create": "created",
    "Update": "updated",
    "Delete": "deleted",
    "Merge": "merged",
    "Void": "voided",
    "Emailed": "emailed",
}


def body(form: str, events: Iterable[Row]) -> str:
    """The JSON text that tells of these events, in their order."""
    if form == CLOUDEVENTS:
        return dumps([_cloud_event(event) for event in events])
    realms: dict[str, list[dict]] = {}
    for event in events:
        realms.setdefault(event["realm"], []).append(_entity(event))
    return dumps(
        {
            "eventNotifications": [
                {"realmId": realm, "dataChangeEvent": {"entities": entities}}
                for realm, entities in realms.items()
            ]
        }
    )


def headers(form: str, text: str, verifier: str, now: datetime) -> dict[str, str]:
    """All headers of a notification, its signature among them."""
    return {
        "content-type": _CONTENT_TYPES[form],
        "accept": "application/json",
        "user-agent": "intuit_notification_server/0.1",
        "intuit-created-time": _bare_offset(now),
        "intuit-t-id": str(uuid.uuid4()),
        "intuit-notification-schema-version": "0.1",
        "intuit-signature": signature(text.encode(), verifier),
    }


def signature(raw: bytes, verifier: str) -> str:
    """base64 of the HMAC-SHA256 of the raw body under the verifier token."""
    digest = hmac.digest(verifier.encode(), raw, hashlib.sha256)
    return base64.b64encode(digest).decode()


def _happened(event: Row) -> datetime:
    return datetime.fromtimestamp(event["happened"] / 1000, UTC)


def _bare_offset(moment: datetime) -> str:
    """2016-02-02T16:25:00-0800, as the samples have it."""
    return moment.astimezone(SERVER_ZONE).strftime("%Y-%m-%dT%H:%M:%S%z")


def _entity(event: Row) -> dict:
    told = {
        "name": event["entity"],
        "id": str(event["number"]),
        "operation": event["operation"],
        "lastUpdated": _bare_offset(_happened(event)),
    }
    if event["deleted"] is not None:
        told["deletedId"] = str(event["deleted"])
    return told


def _cloud_event(event: Row) -> dict:
    number, entity = str(event["number"]), event["entity"]
    told = {
        "specversion": "1.0",
        "id": f"{uuid.uuid4()}-{entity}-{number}",
        "source": f"intuit.{_source(event['realm'])}",
        "type": f"qbo.{entity.lower()}.{_PAST[event['operation']]}.v1",
        "time": _happened(event).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "intuitentityid": number,
        "intuitaccountid": event["realm"],
    }
    if event["deleted"] is not None:
        told["datacontenttype"] = "application/json"
        told["data"] = {"deletedid": str(event["deleted"])}
    return told


def _source(realm: str) -> str:
    return base64.b64encode(hashlib.sha256(realm.encode()).digest()).decode()
