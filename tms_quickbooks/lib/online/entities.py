# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The pieces of QuickBooks Online's JSON, as python-quickbooks objects."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from quickbooks.objects import Address, Ref

from .. import amounts, documents, names
from ..limits import ONLINE
from ..profile import Profile


def entity(kind: type, **values: Any) -> Any:
    """A QuickBooks object that carries what is given and nothing else.

    The library's constructors fill every field (no text, amount 0, sparse false), and
    QuickBooks would take that for values; so they are passed by.
    """
    made = kind.__new__(kind)
    made.__dict__.update(
        (name, value)
        for name, value in values.items()
        if value is not None and value != "" and value != []
    )
    return made


def ref(target: documents.Ref | None) -> Ref | None:
    """A reference by id; names change and are not needed."""
    return None if target is None else wrap(Ref, "value", target.id)


def wrap(kind: type, name: str, value: str) -> Any:
    """An object around a single text, or nothing where there is no text."""
    return entity(kind, **{name: value}) if value else None


def currency_ref(currency: str, profile: Profile) -> Ref | None:
    """A currency by its ISO code, "" for the home currency; only where there are
    several."""
    if not profile.multi_currency:
        return None
    return wrap(Ref, "value", currency or profile.home_currency)


def exchange_rate(document, profile: Profile) -> Decimal | None:
    """Home currency per unit of a transaction's currency, where that is a foreign one.

    Sent with every foreign currency: left out, QuickBooks may take 1.
    """
    foreign = document.currency not in ("", profile.home_currency)
    if not (profile.multi_currency and foreign and document.exchange_rate):
        return None
    return amounts.plain(document.exchange_rate)


def iso_date(value: datetime.date | None) -> str | None:
    """The day as QuickBooks writes it; it has no time zone."""
    return None if value is None else value.isoformat()


def one_line(text: str, limit: int) -> str:
    """A text on one line, cut with a sign of it."""
    return names.clip(names.fold(text), limit)


def code(text: str, limit: int) -> str:
    """A number or code, cut without a sign: the sign would not be a digit."""
    return names.fold(text)[:limit]


def address(source: documents.Address | None) -> Address | None:
    """A postal address, or nothing where there is nothing to say."""
    if source is None:
        return None
    lines = [line for line in map(names.fold, source.lines) if line]
    # QuickBooks has five lines; what is left over shares the last.
    last = ONLINE.address_lines - 1
    lines = lines[:last] + [" ".join(lines[last:])]
    room = ONLINE.address_total
    values = {}
    for position, line in enumerate(lines, start=1):
        kept = names.clip(line, min(ONLINE.address_line, room))
        room -= len(kept)
        values[f"Line{position}"] = kept
    parts = entity(
        Address,
        **values,
        City=one_line(source.city, ONLINE.city),
        CountrySubDivisionCode=one_line(source.state, ONLINE.state),
        PostalCode=code(source.postal_code, ONLINE.postal_code),
        Country=one_line(source.country, ONLINE.country),
    )
    return parts if vars(parts) else None
