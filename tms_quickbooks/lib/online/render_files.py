# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A file that goes with a transaction, as QuickBooks Online's Attachable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, BinaryIO

import simplejson
from quickbooks.objects import Attachable, Ref
from quickbooks.objects.base import AttachableRef

from .. import documents, names
from ..files import ending
from .entities import entity

# Intuit: Attachable reference.
LONGEST_NAME = 1000
LONGEST_NOTE = 2000


def attachable(document: documents.Attachment) -> dict[str, Any]:
    """The fields of an Attachable; where the file itself goes, see `FileBody`."""
    target = entity(Ref, type=document.target_type, value=document.target.id)
    return {
        "AttachableRef": [
            entity(
                AttachableRef,
                EntityRef=target,
                IncludeOnSend=document.include_on_send,
            )
        ],
        "FileName": file_name(document.file_name),
        "ContentType": document.content_type,
        "Note": names.clip(document.note, LONGEST_NOTE),
    }


def file_name(name: str) -> str:
    """On one line; where it is too long, its ending stays."""
    name = names.fold(name)
    if len(name) <= LONGEST_NAME:
        return name
    last = f".{ending(name)}" if ending(name) else ""
    return names.clip(name, LONGEST_NAME - len(last)) + last


def metadata(item: str) -> str:
    """What goes beside the file: the Attachable inside the operation of a job."""
    content = simplejson.loads(item, use_decimal=True)
    return simplejson.dumps(
        content[Attachable.qbo_object_name],
        use_decimal=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )


class FileBody:
    """The body of an upload: what is said about the file, and the file itself.

    The same metadata, boundary and content always make the same bytes. The content is
    read a piece at a time while it is sent, so that a hundred megabytes take no memory.
    (Intuit: attachments, upload: parts `file_metadata_0` and `file_content_0`.)

    :param boundary: letters and digits that occur nowhere in the content, such as a
        random request id
    :param content: an open file; it is read from its beginning
    """

    def __init__(self, metadata: str, content: BinaryIO, boundary: str):
        given = simplejson.loads(metadata)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        head = (
            f"--{boundary}\r\n"
            'Content-Disposition: form-data; name="file_metadata_0";'
            ' filename="metadata.json"\r\n'
            "Content-Type: application/json; charset=UTF-8\r\n\r\n"
            f"{metadata}\r\n--{boundary}\r\n"
            'Content-Disposition: form-data; name="file_content_0";'
            f' filename="{_plain(given["FileName"])}"\r\n'
            f"Content-Type: {given['ContentType']}\r\n\r\n"
        )
        self._content = content
        # What is still to be read; None stands for the content.
        self._pieces = [head.encode(), None, f"\r\n--{boundary}--\r\n".encode()]
        self._length = content.seek(0, 2) + sum(map(len, filter(None, self._pieces)))
        content.seek(0)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(65536):
            yield piece

    # pylint: disable-next=method-required-super; this is no Odoo model
    def read(self, size: int = -1) -> bytes:
        """The next bytes, b"" at the end; perhaps fewer than asked for."""
        while self._pieces:
            piece = self._pieces[0]
            if piece is None:
                if found := self._content.read(size):
                    return found
            elif piece:
                taken, self._pieces[0] = _split(piece, size)
                return taken
            del self._pieces[0]
        return b""


def _split(piece: bytes, size: int) -> tuple[bytes, bytes]:
    return (piece, b"") if size < 0 else (piece[:size], piece[size:])


def _plain(name: str) -> str:
    """A file's name inside a header; the metadata has it in full."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    last = ending(name)
    plain = re.sub(r"[^\w. -]+", "_", folded.removesuffix(f".{last}"))[:100].strip()
    return f"{plain or 'file'}.{last}" if last else plain or "file"
