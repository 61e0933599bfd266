# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a linked customer or vendor and its contact here do to each other.

Field by field: what was changed on one side only is taken there; what was changed on
both sides is for a person. An address is one field, for half of another address is
none.
"""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .. import names, traits
from ..messages import _

LABELS = {
    "name": _("Name"),
    "email": _("Email"),
    "phone": _("Phone"),
    "address": _("Address"),
}
FIELDS = tuple(LABELS)


class Address(NamedTuple):
    """A postal address; state and country by their codes, as far as they are known."""

    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""

    def __str__(self) -> str:
        place = " ".join(filter(None, (self.city, self.state, self.postal_code)))
        return ", ".join(filter(None, (self.street, place, self.country)))


class Shown(NamedTuple):
    """What one side shows of it."""

    name: str
    email: str
    phone: str
    address: Address


def listed(name: str, details: Mapping[str, Any]) -> Shown:
    """What QuickBooks shows, of what its list keeps (``ObjectState.extra``)."""
    known = {key: str(details.get(key) or "") for key in ("email", "phone", "mobile")}
    address = Address(*(str(details.get(key) or "") for key in Address._fields))
    phone = known["phone"] or known["mobile"]
    return Shown(name, known["email"], phone, address)


def same(field: str, one: Any, other: Any) -> bool:
    """Whether two values of a field say the same to a reader."""
    if field == "address":
        return all(map(_same_part, one, other))
    if field == "phone":
        return (traits.phone(one) or one) == (traits.phone(other) or other)
    return _same_part(one, other)


def _same_part(one: str, other: str) -> bool:
    return names.fold(one).casefold() == names.fold(other).casefold()


class Merged(NamedTuple):
    """``taken``: fields that follow QuickBooks. ``contested``: fields that were changed
    on both sides, or were not the same before."""

    taken: list[str]
    contested: list[str]


def merge(before: Shown, now: Shown, ours: Shown) -> Merged:
    """What becomes of a contact when QuickBooks shows it otherwise than before."""
    merged = Merged([], [])
    for field in FIELDS:
        old, new, own = (getattr(each, field) for each in (before, now, ours))
        if same(field, old, new) or same(field, own, new):
            continue
        (merged.taken if same(field, old, own) else merged.contested).append(field)
    return merged
