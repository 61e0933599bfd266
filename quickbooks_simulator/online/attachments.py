# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files and notes attached to transactions and names."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from werkzeug.sansio.multipart import (
    Data,
    Epilogue,
    Field,
    File,
    MultipartDecoder,
    NeedData,
)

from . import faults
from .answers import loads
from .books import Books, identifier
from .entities import by_path, entity

MAX_BYTES = 100 * 1024 * 1024
_PART = re.compile(r"file_(metadata|content)_(\w+)\Z")


@dataclass(slots=True)
class Upload:
    """One file of a multipart request, with what the client says about it."""

    metadata: dict
    content: bytes | None = None
    file_name: str = ""
    content_type: str = "application/octet-stream"


def write(books: Books, operation: str, payload: dict) -> dict:
    """Create, update or delete an Attachable without a file.

    :raises Fault: 500 no such operation, 610 no such object, 6000 attached to nothing
    """
    if operation == "delete":
        # Recorded: deleting works without a SyncToken.
        row = books.get("Attachable", payload.get("Id") or "")
        books.remove(row)
        return {"domain": "QBO", "status": "Deleted", "Id": str(row["id"])}
    given = entity("Attachable").accept(payload)
    if operation == "update":
        row = books.current("Attachable", payload)
        body = loads(row["body"])
        sparse = payload.get("sparse") is True
        for name in entity("Attachable").properties:
            if name in given or (not sparse and name in ("Note", "Category", "Tag")):
                body[name] = given.get(name)
        body = {name: value for name, value in body.items() if value is not None}
        body["AttachableRef"] = _checked_refs(books, body.get("AttachableRef") or [])
        return books.change(row, body)
    if operation != "create":
        raise faults.unsupported_operation(f"{operation} of Attachable")
    if not given.get("Note"):
        raise faults.required_missing("Note")
    return _add(books, given)


def keep_file(books: Books, upload: Upload) -> dict:
    """Keep an uploaded file and its Attachable.

    :raises Fault: 6000 when it is attached to something that does not exist, 6030
    """
    if upload.content is None:
        raise faults.required_missing("file_content")
    if len(upload.content) > MAX_BYTES:
        raise faults.upload_too_large()
    given = entity("Attachable").accept(upload.metadata)
    given["FileName"] = given.get("FileName") or upload.file_name
    if not given["FileName"]:
        raise faults.required_missing("FileName")
    given["ContentType"] = given.get("ContentType") or upload.content_type
    given["Size"] = len(upload.content)
    body = _add(books, given)
    books.store.run(
        "INSERT INTO file VALUES (?, ?, ?)",
        books.realm,
        int(body["Id"]),
        upload.content,
    )
    return body


def _add(books: Books, given: dict) -> dict:
    body = {name: value for name, value in given.items() if value is not None}
    body["AttachableRef"] = _checked_refs(books, body.get("AttachableRef") or [])
    number = books.next_id("Attachable")
    if "Size" in body:
        path = f"/v3/company/{books.realm}/download/{number}"
        body["FileAccessUri"] = path
    return books.add("Attachable", number, body)


def _checked_refs(books: Books, refs: list[dict]) -> list[dict]:
    checked = []
    for ref in refs:
        target = ref.get("EntityRef") or {}
        kind = target.get("type", "")
        table = by_path().get(kind.lower())
        row = table and books.find(table.name, identifier(target.get("value")))
        if row is None:
            raise faults.business(
                f"The entity {kind} {target.get('value')} that you are trying to link "
                f"does not exist. {kind} {target.get('value')}"
            )
        checked.append(
            {
                "EntityRef": {"value": target["value"], "type": table.name},
                "IncludeOnSend": ref.get("IncludeOnSend", False),
            }
        )
    return checked


def content(books: Books, number) -> tuple[bytes, dict]:
    """The bytes of a file and its Attachable.

    :raises Fault: 610
    """
    row = books.get("Attachable", number)
    data = books.store.value(
        "SELECT content FROM file WHERE realm = ? AND attachable = ?",
        books.realm,
        row["id"],
    )
    if data is None:
        raise faults.object_not_found()
    return data, loads(row["body"])


def read_uploads(body: bytes, boundary: bytes) -> list[Upload]:
    """The files of a multipart request, paired by the ending of their part names.

    Clients separate lines with CRLF or LF, and some send the file in base64.

    :raises Fault: 2010 when the parts make no sense
    """
    uploads: dict[str, Upload] = {}
    for name, headers, file_name, data in _parts(body, boundary):
        match = _PART.match(name)
        if match is None:
            raise faults.unsupported_property(name)
        upload = uploads.setdefault(match[2], Upload({}))
        if headers.get("Content-Transfer-Encoding", "").lower() == "base64":
            data = _decoded(data)
        if match[1] == "metadata":
            upload.metadata = _metadata(data)
        else:
            upload.content = data
            upload.file_name = file_name
            upload.content_type = headers.get("Content-Type", upload.content_type)
    if not uploads:
        raise faults.required_missing("file_content_0")
    return list(uploads.values())


def _parts(body: bytes, boundary: bytes):
    decoder = MultipartDecoder(boundary)
    try:
        decoder.receive_data(body)
        decoder.receive_data(None)
        part = None
        while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
            if isinstance(event, Field | File):
                part, data = event, bytearray()
            elif isinstance(event, Data):
                data += event.data
                if not event.more_data:
                    file_name = getattr(part, "filename", "") or ""
                    yield part.name, part.headers, file_name, bytes(data)
    except ValueError as error:
        raise faults.unsupported_property(f"multipart body: {error}") from None


def _decoded(data: bytes) -> bytes:
    try:
        return base64.b64decode(data, validate=False)
    except binascii.Error:
        raise faults.unsupported_property("file_content, no base64") from None


def _metadata(data: bytes) -> dict:
    try:
        return loads(data)
    except ValueError:
        raise faults.unsupported_property("file_metadata, no JSON") from None
