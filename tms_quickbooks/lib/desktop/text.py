# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Texts as QuickBooks Desktop can keep them: in the characters of Windows-1252.

What it cannot keep, it garbles ("Ngụy Như" became "Ngåy Nh°": quickbooks-php, issue
36). So it gets the nearest letters instead.
"""

from __future__ import annotations

import unicodedata

from .. import names

_CODEC = "cp1252"
# Letters and signs that Unicode does not take apart.
_NEAREST = str.maketrans(
    {
        **{"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "ı": "i"},
        **{"Ŋ": "N", "ŋ": "n", "Ŧ": "T", "ŧ": "t", "ĸ": "k", "Ə": "E", "ə": "e"},
        **{"ẞ": "SS", "Ɖ": "D", "Ɨ": "I", "ɨ": "i"},
        **{"‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-", "⁻": "-"},
        **{"→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "≤": "<=", "≥": ">="},
        **{"≠": "<>", "≈": "~", "∕": "/", "⁄": "/", "✓": "x", "✔": "x"},
        **{"′": "'", "″": '"', "‛": "'", "‟": '"', "ʼ": "'", "ʻ": "'"},
        **{"₹": "Rs", "₽": "RUB", "₺": "TRY", "₱": "PHP", "₩": "KRW", "₫": "VND"},
        **{"\u2028": "\n", "\u2029": "\n", "\ufffd": "?"},
    }
)


def written(text: str) -> str:
    """``text`` as QuickBooks Desktop shows it; "?" for what has nothing near.

    Leaves its own results unchanged.
    """
    text = names.clean(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() or _fits(text):
        return text
    return "".join(map(_nearest, text.translate(_NEAREST)))


def _fits(text: str) -> bool:
    try:
        text.encode(_CODEC)
    except UnicodeEncodeError:
        return False
    return True


def _nearest(character: str) -> str:
    if _fits(character):
        return character
    if unicodedata.category(character) in names.UNSEEN:
        return ""
    parts = unicodedata.normalize("NFKD", character).translate(_NEAREST)
    kept = "".join(
        part for part in parts if unicodedata.category(part) not in names.UNSEEN
    )
    return kept if kept and _fits(kept) else "?"


def clip(text: str, limit: int) -> str:
    """A text of several lines, as it can be kept, in at most ``limit`` characters."""
    return names.clip(written(text), limit)


def one_line(text: str, limit: int) -> str:
    """A text on one line, cut with a sign of it."""
    return names.clip(names.fold(written(text)), limit)


def code(text: str, limit: int) -> str:
    """A number or code, cut without a sign: the sign would not be a digit."""
    return names.fold(written(text))[:limit].rstrip()


def list_name(text: str, limit: int) -> str:
    """The name under which a list keeps a customer, vendor or item."""
    return names.display_name(written(text), limit)


def number(text: str, limit: int) -> str:
    """The number of a transaction, shortened where there is no room for it."""
    return names.document_number(written(text), limit)
