# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks Online tells by itself: something has changed (Intuit: webhooks).

It tells ids and no contents, may tell the same twice, in any order, or not at all.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# The header with the signature of the body, and the most that is read of one. An event
# has some 300 bytes.
SIGNATURE = "intuit-signature"
MAX_BODY = 1024 * 1024
# What Intuit calls a type in CloudEvents is a QuickBooks type in lower case.
_TYPES = {
    name.lower(): name
    for name in (
        "Account",
        "Bill",
        "BillPayment",
        "Class",
        "CreditMemo",
        "Customer",
        "Department",
        "Employee",
        "Invoice",
        "Item",
        "Payment",
        "PaymentMethod",
        "Term",
        "Vendor",
        "VendorCredit",
    )
}
_OPERATIONS = {
    "created": "Create",
    "updated": "Update",
    "deleted": "Delete",
    "merged": "Merge",
    "voided": "Void",
    "emailed": "Emailed",
}


class Malformed(Exception):
    """It is signed and yet nothing that QuickBooks would say."""


class TooLarge(Exception):
    """The body is larger than any that QuickBooks sends."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something has changed in the company ``realm``.

    ``key`` tells it from every other event; what comes again has the same. ``type`` is
    that of the object where it is one of those that are known here, else "";
    ``operation`` as Intuit says it: Create, Update, Delete, Merge, Void, Emailed.
    """

    key: str
    realm: str
    type: str
    qb_id: str
    operation: str

    @property
    def is_merge(self) -> bool:
        return self.operation == "Merge"


def signature(body: bytes, verifier_token: str) -> str:
    """What the header says of a body that Intuit has sent."""
    digest = hmac.new(verifier_token.encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def is_signed(body: bytes, given: str, verifier_token: str) -> bool:
    """Whether a body, as it came, has the signature it says it has."""
    wanted = signature(body, verifier_token).encode()
    return hmac.compare_digest(wanted, given.encode("utf-8", "replace"))


def read_body(read: Callable[[int], bytes]) -> bytes:
    """The whole body.

    :raises TooLarge: after ``MAX_BODY`` bytes, whatever its length was said to be
    """
    body = bytearray()
    while piece := read(min(65536, MAX_BODY + 1 - len(body))):
        body += piece
        if len(body) > MAX_BODY:
            raise TooLarge
    return bytes(body)


def events(body: bytes) -> list[Event]:
    """The events of a body in either form: a list is CloudEvents, an object the form
    from before.

    :raises Malformed: where it is neither
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if isinstance(told, list):
        return [_cloud_event(each) for each in told]
    if isinstance(told, dict) and isinstance(told.get("eventNotifications"), list):
        digest = hashlib.sha256(body).hexdigest()
        return list(_legacy_events(told["eventNotifications"], digest))
    raise Malformed


def _cloud_event(told: Any) -> Event:
    if not isinstance(told, dict) or not told.get("id"):
        raise Malformed
    # Such as qbo.invoice.created.v1.
    parts = str(told.get("type") or "").split(".")
    kind, happened = (parts[1], parts[2]) if len(parts) > 2 else ("", "")
    return Event(
        key=_short(f"{told['id']}"),
        realm=str(told.get("intuitaccountid") or ""),
        type=_TYPES.get(kind.lower(), ""),
        qb_id=_short(str(told.get("intuitentityid") or "")),
        operation=_OPERATIONS.get(happened.lower(), ""),
    )


def _legacy_events(notifications, digest):
    number = 0
    for told in notifications:
        if not isinstance(told, dict):
            raise Malformed
        change = told.get("dataChangeEvent")
        entities = change.get("entities") if isinstance(change, dict) else None
        for entity in entities if isinstance(entities, list) else ():
            if not isinstance(entity, dict):
                raise Malformed
            # They have no id: what comes again is the whole body.
            number += 1
            operation = str(entity.get("operation") or "")
            yield Event(
                key=f"{digest}:{number}",
                realm=str(told.get("realmId") or ""),
                type=_TYPES.get(str(entity.get("name") or "").lower(), ""),
                qb_id=_short(str(entity.get("id") or "")),
                operation=operation if operation in _OPERATIONS.values() else "",
            )


def _short(text: str) -> str:
    """An id as it is kept; one that is too long for any is kept by its digest."""
    return text if len(text) <= 80 else hashlib.sha256(text.encode()).hexdigest()
