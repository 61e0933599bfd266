# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Names as people compare them: without case, accents, punctuation and plural."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What a reader takes for something else than Unicode does.
_READ_AS = str.maketrans(
    {
        "&": " and ",
        "+": " and ",
        "™": None,
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
    }
)
# An apostrophe belongs to its word, and so do the points of an abbreviation.
_INSIDE_WORDS = re.compile(r"['’‘`´]|(?<=\b\w)\.(?=\w\b)")
_WORD = re.compile(r"[^\W_]+")
_LIKE_A_PLURAL = ("ss", "us", "is")
_SILENT_E = ("xe", "ze", "che", "she", "sse")


# Far more names than a company has: what is compared with everything is normalised
# once.
@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """``text`` in a form in which equal means "the same name to a reader".

    "Détention & Lay-overs" and "DETENTION AND LAY OVER" become equal. The words stand
    in their order, one blank between them; a text without letters and digits gives
    "". The result is for comparing, not for reading; normalising it changes nothing.
    """
    folded = unicodedata.normalize("NFKD", text.translate(_READ_AS)).casefold()
    folded = unicodedata.normalize("NFKD", folded)
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    plain = _INSIDE_WORDS.sub("", plain.translate(_READ_AS))
    return " ".join(map(_without_plural, _WORD.findall(plain)))


def tokens(text: str) -> frozenset[str]:
    """The different words of ``text``, normalised."""
    return frozenset(normalise(text).split())


def _without_plural(word: str) -> str:
    """One form for an English word in singular and plural: box, boxes, company."""
    if len(word) < 4:
        return word
    if word.endswith("s") and not word.endswith(_LIKE_A_PLURAL):
        word = word[:-1]
    if len(word) > 3 and word.endswith("ie"):
        return word[:-2] + "y"
    return word[:-1] if word.endswith(_SILENT_E) else word
