# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The papers of a load: what a file is, and what QuickBooks takes of it."""

from __future__ import annotations

import re
from enum import StrEnum


class FileType(StrEnum):
    """What a file of a load, an invoice or a bill is."""

    POD = "pod"
    BOL = "bol"
    RATE_CONFIRMATION = "rate_confirmation"
    CARRIER_INVOICE = "carrier_invoice"
    OTHER = "other"


# What carriers, brokers and their scanners call them. The first that fits decides: a
# signed bill of lading is what most call a proof of delivery.
_NAMES = (
    (
        FileType.POD,
        r"\bpods?\b|\bproof of delivery\b|\bdelivery (receipt|proof|ticket)\b"
        r"|\bsigned (bol|bill of lading)\b",
    ),
    (
        FileType.RATE_CONFIRMATION,
        r"\brate ?con(f|firm|firmation)?s?\b|\b(load|carrier) confirmation\b"
        r"|\brc\b|\brate agreement\b",
    ),
    (FileType.BOL, r"\bbols?\b|\bbills? of lading\b|\bb l\b|\bwaybill\b"),
    (FileType.CARRIER_INVOICE, r"\b(carrier|vendor|trucker) (inv|invoice|bill)\b"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _NAMES)

# Where one word ends and the next begins although nothing stands between: "Rate|Con",
# "POD|4711".
_SEAMS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")

# The kinds of files that QuickBooks keeps, by their ending, and what each is called on
# the wire. (Intuit names no list in its reference; these are the ones its users find
# accepted.)
CONTENT_TYPES = {
    "ai": "application/postscript",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eps": "application/postscript",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
    "png": "image/png",
    "rtf": "text/rtf",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "txt": "text/plain",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "text/xml",
}
# A scanner's file without an ending gets the one that its content calls for.
_ENDINGS = {
    "application/pdf": "pdf",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
}

# Of one file (code 6030, Attachable reference).
MAX_BYTES = 100 * 1024 * 1024


def guess(name: str, on_vendor_bill: bool = False) -> FileType:
    """What a file probably is, by its name.

    :param on_vendor_bill: it hangs on a carrier's bill itself, where a PDF that says
        nothing else is the carrier's invoice
    """
    words = " ".join(re.split(r"[\W_]+", _SEAMS.sub(" ", name))).lower()
    for kind, pattern in _PATTERNS:
        if pattern.search(words):
            return kind
    if on_vendor_bill and ending(name) == "pdf":
        return FileType.CARRIER_INVOICE
    return FileType.OTHER


def ending(name: str) -> str:
    """The ending of a file's name in lower case, without the dot; "" without one."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem and re.fullmatch(r"\w{1,5}", last) else ""


def complete_name(name: str, mimetype: str) -> str:
    """The name with the ending its content calls for, where it has none."""
    if ending(name) or mimetype not in _ENDINGS:
        return name
    return f"{name}.{_ENDINGS[mimetype]}"
