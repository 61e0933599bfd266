# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Names, numbers and texts as QuickBooks takes them.

Lengths are counted in characters. Every function here is deterministic and
leaves its own results unchanged.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"

# QuickBooks takes none of these and XML 1.0 cannot even carry them: control
# characters other than white space, lone surrogates, the two non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
# White space that XML 1.0 cannot carry either: forms and pages are split with it.
_SEPARATORS = re.compile("[\x0b\x0c\x1c-\x1f]")
_SPACED_COLON = re.compile(r"\s*:+\s+")
_COLON = re.compile(r":+")
# A host, and what may follow it: RFC 3986, with letters of all scripts.
_CHARACTER = r"""(?:[^\s%#"<>\\^`{|}\[\]]|%[0-9A-Fa-f]{2})"""
_WEB_ADDRESS = re.compile(
    rf"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?"
    rf"(?:[/?]{_CHARACTER}*)?(?:#{_CHARACTER}*)?",
    re.IGNORECASE,
)
_JOINERS = "\u200c\u200d"
# Marks that go over letters, and what is not to be seen: joiners, direction, variants.
UNSEEN = {"Mn", "Me", "Cf"}
_HASH_LENGTH = 6
# Eleven characters have no room for the usual numbers with a year.
_TIGHT = 11
_OF_A_YEAR = re.compile(r"(\w*[^\W\d]\w*)([-/ ])20(\d\d)\2(?:(\d\d)\2)?(\d+)")


def clean(text: str) -> str:
    """``text`` without the characters that QuickBooks can neither store nor carry.

    Those that separate become line breaks.
    """
    if text.isascii() and text.isprintable():  # as nearly all are
        return text
    text = _SEPARATORS.sub("\n", _UNWANTED.sub("", text))
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """``text`` on one line: cleaned, and every run of white space one blank."""
    return " ".join(clean(text).split())


def clip(text: str, limit: int) -> str:
    """``text`` cleaned, trimmed and cut to ``limit``; what was cut ends with "…"."""
    text = clean(text).strip()
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    kept = text[: limit - len(ELLIPSIS)].rstrip().rstrip(_JOINERS)
    return kept + ELLIPSIS


def display_name(text: str, limit: int = 100) -> str:
    """The name under which QuickBooks can list a customer, vendor or item.

    QuickBooks forbids the colon (it separates parent from child), tabs and line
    breaks (code 2040, Customer reference). The limit is the older 100 of the 500
    characters that newer companies take, so that every company takes it.
    Returns "" when nothing is left that could serve as a name.
    """
    name = _COLON.sub("-", _SPACED_COLON.sub(" - ", fold(text)))
    name = clip(fold(name), limit)
    return name if _seen(name).strip(" -" + ELLIPSIS) else ""


def _seen(text: str) -> str:
    """``text`` without what has no shape of its own: a byte order mark, joiners."""
    if text.isascii():
        return text
    return "".join(each for each in text if unicodedata.category(each) not in UNSEEN)


def with_suffix(name: str, suffix: str, limit: int = 100) -> str:
    """``name`` followed by ``suffix``, the name cut so that both fit.

    This tells apart a customer and a vendor of one name: QuickBooks keeps one list
    of names for customers, vendors and employees (code 6240).
    """
    return display_name(name, limit - len(suffix)) + suffix


def web_address(text: str, limit: int) -> str:
    """The address of a website, "" where there is none: a part of it leads nowhere.

    QuickBooks takes a URI (IntuitBaseTypes.xsd, anyURI).
    """
    address = fold(text)
    fits = len(address) <= limit and _WEB_ADDRESS.fullmatch(address)
    return address if fits else ""


def document_number(text: str, limit: int = 21) -> str:
    """The number of an invoice or bill, shortened when QuickBooks has no room for it.

    A short number stays as it is. A long one keeps its tail, which is the part that
    people read and that counts up, and gets a short hash of the whole, so that two
    long numbers with the same tail stay two. Where there is very little room,
    "INV/2026/00007" becomes "INV26/00007" and "PBNK1/2026/00007" becomes "PBNK1/26/7",
    which people still know. ``limit``: 21 for QuickBooks Online, 11 or 20 for Desktop.
    """
    number = fold(text)
    if len(number) <= limit:
        return number
    of_a_year = _OF_A_YEAR.fullmatch(number)
    if of_a_year and limit <= _TIGHT:
        for short in _short_numbers(*of_a_year.groups("")):
            if len(short) <= limit:
                return short
    digest = hashlib.sha256(number.encode("utf-8")).digest()
    mark = "-" + base64.b32encode(digest).decode("ascii")[:_HASH_LENGTH]
    tail = number[-(limit - len(mark)) :].lstrip(" -/_.")
    return tail + mark


def _short_numbers(
    name: str, separator: str, year: str, month: str, count: str
) -> Iterator[str]:
    """From what reads best to what takes the least room.

    Digits at the end of a name do not run into the year, as long as there is room, nor
    do the zeros in front of a count go.
    """
    period = f"{year}{month}"
    if not name[-1].isdigit():
        yield f"{name}{period}{separator}{count}"
        yield f"{name}{period}{count}"
    count = count.lstrip("0") or "0"
    yield f"{name}{separator}{period}{separator}{count}"
    yield f"{name}{period}{separator}{count}"
    yield f"{name}{period}{count}"
