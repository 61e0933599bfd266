# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The pieces of a qbXML request, as text.

QuickBooks wants elements in the order of its schema and refuses the whole message set
(HRESULT 0x80040400) where one stands out of order. So an object is a list of pairs of
name and content in that order, and what has no content is left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

from .. import amounts, documents, names
from ..limits import DESKTOP
from ..profile import Profile
from . import text

Pairs = Iterable[tuple[str, str]]

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# PRICETYPE and QUANTYPE: ten digits before the point (qbxmltypes130.xsd).
_TOO_LARGE = Decimal(10) ** 10


def element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def elements(pairs: Pairs) -> str:
    """Those of the pairs that have content, one after the other."""
    return "".join(f"<{name}>{content}</{name}>" for name, content in pairs if content)


def escaped(value: str) -> str:
    return value.translate(_ESCAPES)


def line(value: str, limit: int) -> str:
    """A text on one line."""
    return escaped(text.one_line(value, limit))


def lines(value: str, limit: int) -> str:
    """A text that may have several lines."""
    return escaped(text.clip(value, limit))


def code(value: str, limit: int) -> str:
    """A number or code."""
    return escaped(text.code(value, limit))


def name(value: str, limit: int) -> str:
    """A name of a list."""
    return escaped(text.list_name(value, limit))


def number(value: str, object_type: str) -> str:
    """The number of a transaction."""
    return escaped(text.number(value, DESKTOP.number_of(object_type)))


def ref(target: documents.Ref | None) -> str:
    """A reference to an object of a list by its id; names change."""
    return "" if target is None or not target.id else list_id(target.id)


def list_id(value: str) -> str:
    return element("ListID", escaped(value)) if value else ""


def amount(value: Decimal | None) -> str:
    """Money, with exactly two decimals (AMTTYPE)."""
    return "" if value is None else f"{amounts.cents(value):f}"


def boolean(value: bool | None) -> str:
    return "" if value is None else str(value).lower()


def day(value: datetime.date | None) -> str:
    return "" if value is None else value.isoformat()


def exchange_rate(document, profile: Profile) -> str:
    """Home currency per unit of a transaction's currency, where that is a foreign one.

    A transaction has the currency of its customer or vendor; it does not name it.
    """
    foreign = document.currency not in ("", profile.home_currency)
    if not (profile.multi_currency and foreign and document.exchange_rate):
        return ""
    return f"{amounts.plain(document.exchange_rate):f}"


def quantity_and_price(line_: documents.ItemLine) -> tuple[str, str]:
    """The quantity and the price that make up a line's amount to the cent.

    Both "" where there are none: the line then has its amount alone.
    """
    pair = amounts.quantity_and_price(
        amounts.cents(line_.amount), line_.quantity, line_.unit_price
    )
    if pair is None or any(abs(part) >= _TOO_LARGE for part in pair):
        return "", ""
    return f"{pair[0]:f}", f"{pair[1]:f}"


def address(source: documents.Address | None, whole: bool) -> str:
    """A postal address, or nothing where there is nothing to say.

    It begins with the name, because forms and checks print nothing but the address.
    ``whole``: with its empty parts as well, so that an update leaves nothing of an
    older address.
    """
    if source is None:
        return ""
    places = [
        ("City", line(source.city, DESKTOP.city)),
        ("State", line(source.state, DESKTOP.state)),
        ("PostalCode", code(source.postal_code, DESKTOP.postal_code)),
        ("Country", line(source.country, DESKTOP.country)),
    ]
    streets = [each for each in map(names.fold, source.lines) if each]
    if not streets and not any(content for _name, content in places):
        return ""
    parts = [*_numbered(source.name, streets), *places]
    return "".join(element(*part) for part in parts) if whole else elements(parts)


def _numbered(owner: str, streets: list[str]) -> Pairs:
    """The lines of an address; QuickBooks has five, and what is left over shares the
    last."""
    owner, count = names.fold(owner), DESKTOP.address_lines
    if owner and owner not in streets:
        streets = [owner, *streets]
    found = streets[: count - 1] + [" ".join(streets[count - 1 :])]
    found += [""] * (count - len(found))
    for position, each in enumerate(found, start=1):
        yield f"Addr{position}", line(each, DESKTOP.address_line)
