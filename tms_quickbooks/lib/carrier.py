# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The numbers a carrier is known by: MC and DOT number, tax id."""

from __future__ import annotations

import re

# FMCSA gives docket (MC) numbers of up to seven digits and USDOT numbers of up to
# eight; one more leaves room for the years to come.
MC_DIGITS = 8
DOT_DIGITS = 9

_LABEL = {
    "MC": re.compile(r"\s*(?:MC|MX|FF)?[\s\-#:.]*(?:no\.?|number)?\s*", re.IGNORECASE),
    "DOT": re.compile(
        r"\s*(?:U\.?S\.?)?\s*(?:DOT)?[\s\-#:.]*(?:no\.?|number)?\s*", re.IGNORECASE
    ),
}
_OURS = re.compile(r"(MC|DOT) (\d+)")
_SEPARATOR = " / "

# Nine digits, bare or as EIN (12-3456789) or SSN (123-45-6789).
_US_TAX_ID = re.compile(r"\d{9}|\d{2}-\d{7}|\d{3}-\d{2}-\d{4}")
# QuickBooks shows XXXXXX9875; other programs use stars or dots.
_MASK = re.compile(r"\s*(?:[*•●xX#][\s-]*){3}")


def digits(text: str, label: str) -> str:
    """A number as people write it, "MC-123456" or "USDOT 9876543", without its label.

    What cannot be such a number comes back as it is.

    :param label: "MC" or "DOT"
    """
    text = text.strip()
    bare = _LABEL[label].sub("", text, count=1)
    return bare if bare.isdecimal() and bare.isascii() else text


def account_number(known: str, mc_number: str, dot_number: str) -> str:
    """What QuickBooks keeps as a vendor's account number, with MC and DOT number.

    :param known: what is there already: our number at the vendor stays in front, and
        older MC and DOT numbers make room
    """
    kept = [
        part
        for part in known.split(_SEPARATOR)
        if part.strip() and not _OURS.fullmatch(part)
    ]
    ours = (("MC", mc_number), ("DOT", dot_number))
    return _SEPARATOR.join(
        kept + [f"{label} {number}" for label, number in ours if number]
    )


def of_account_number(known: str) -> tuple[str, str, str]:
    """What is in a vendor's account number: ours at the vendor, MC and DOT number."""
    kept, found = [], {}
    for part in known.split(_SEPARATOR):
        if ours := _OURS.fullmatch(part.strip()):
            found[ours[1]] = ours[2]
        else:
            kept.append(part)
    return _SEPARATOR.join(kept), found.get("MC", ""), found.get("DOT", "")


def is_us_tax_id(text: str) -> bool:
    """Whether this reads like an EIN or an SSN, which a 1099 form needs."""
    return bool(_US_TAX_ID.fullmatch(text.strip()))


def is_masked(text: str) -> bool:
    """Whether a tax id is only what a program shows of it: XXXXX6789."""
    return bool(_MASK.match(text))
