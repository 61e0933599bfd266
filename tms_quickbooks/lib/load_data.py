# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the custom fields of QuickBooks can tell of the loads of an invoice."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from .similarity import tokens


class Source(StrEnum):
    """What goes into a custom field."""

    LOAD = "load"
    ORDER = "order"
    BOL = "bol"
    VEHICLE = "vehicle"
    TRAILER = "trailer"
    DRIVER = "driver"
    ROUTE = "route"
    MARGIN = "margin"


# Words of a field's name, normalised, that give away what it is for; the first that
# fits wins, so that "Trailer Unit" is the trailer and "BOL / Load" the bill of lading.
_WORDS = (
    (Source.BOL, ({"bol"}, {"bill", "lading"}, {"b", "l"})),
    (Source.ORDER, ({"po"}, {"p", "o"}, {"purchase", "order"}, {"reference"}, {"ref"})),
    (Source.TRAILER, ({"trailer"},)),
    (Source.VEHICLE, ({"truck"}, {"tractor"}, {"vehicle"}, {"equipment"}, {"unit"})),
    (Source.DRIVER, ({"driver"},)),
    (Source.ROUTE, ({"route"}, {"lane"}, {"origin"}, {"destination"})),
    (Source.MARGIN, ({"margin"}, {"profit"})),
    (Source.LOAD, ({"load"}, {"trip"}, {"shipment"}, {"pro"})),
)


def suggested(field_name: str) -> Source | None:
    """What a custom field of this name is probably for."""
    words = tokens(field_name)
    for source, alternatives in _WORDS:
        if any(needed <= words for needed in alternatives):
            return source
    return None


def listed(parts: Iterable[str], limit: int) -> str:
    """Different texts as a list of at most ``limit`` characters: "L-1, L-2, +3".

    A single text is left as it is, whatever its length.
    """
    parts = list(dict.fromkeys(part for part in parts if part))
    whole = ", ".join(parts)
    shown = len(parts)
    while len(whole) > limit and shown > 1:
        shown -= 1
        whole = ", ".join([*parts[:shown], f"+{len(parts) - shown}"])
    return whole
