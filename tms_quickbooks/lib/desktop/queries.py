# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Questions to QuickBooks Desktop, as request elements of a message set.

What stands under one type outside of this room may be several elements, and so several
requests; they share the id they are asked under, with a number behind a dot from the
second on, and ``read.query_answers`` puts their answers together again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ..objects import TRANSACTIONS
from .elements import element, escaped
from .read import PART
from .read_objects import ELEMENTS

# How many objects of a list come in one answer; a customer is about 1.5 KB.
LIMIT = 500
# The most names or ids of one question.
MAX_NAMED = 100
# Short lists come whole: qbXML has iterators for these only.
ITERATED = frozenset({"Customer", "Vendor", "Employee", "OtherName", "Item"})

# Requests that bring more than one element, and what they bring.
_TOGETHER = {"Item": ("Item",), "Term": ("Terms",)}
# Taxes that are charged (United States), and codes for them (everywhere else).
_TAXES = {True: ("ItemSalesTax", "ItemSalesTaxGroup"), False: ("SalesTaxCode",)}
# What QuickBooks notes of what was deleted, for each type.
_UNNOTED = {"Term": ("StandardTerms", "DateDrivenTerms")}


def list_query(
    type: str,
    request_id: str,
    *,
    inactive: bool = True,
    since: datetime | None = None,
    iterator: str | None = None,
    limit: int = LIMIT,
    us: bool = True,
) -> list[bytes]:
    """The questions for a list, or for what has changed on it.

    A list of ``ITERATED`` comes in pieces of ``limit`` objects: ``iterator`` is None
    for the first, then what the answer gave; it goes on in the same session only, and
    with the same ``inactive`` and ``since``.

    :param inactive: also what was made inactive
    :param since: an aware time; leaves out what has not changed from then on
    :param us: whether the company is in the United States, for its taxes
    """
    kinds = _TAXES[us] if type == "TaxCode" else _TOGETHER.get(type, ELEMENTS[type])
    content = element("ActiveStatus", "All" if inactive else "ActiveOnly")
    if since is not None:
        content += element("FromModifiedDate", moment(since))
    attributes = ""
    if type in ITERATED:
        content = element("MaxReturned", str(limit)) + content
        attributes = _iterator(iterator)
    return [
        _query(kind, part, content, attributes)
        for part, kind in _numbered(request_id, kinds)
    ]


def modified_query(
    type: str,
    request_id: str,
    since: datetime,
    *,
    iterator: str | None = None,
    limit: int = LIMIT,
) -> list[bytes]:
    """The questions for transactions of a type that were made or changed since.

    Where one type is several elements, they come whole; the others in pieces of
    ``limit``, as in `list_query`.
    """
    kinds = ELEMENTS[type]
    period = element("FromModifiedDate", moment(since))
    content = element("ModifiedDateRangeFilter", period)
    attributes = ""
    if len(kinds) == 1:
        content = element("MaxReturned", str(limit)) + content
        attributes = _iterator(iterator)
    return [
        _query(kind, part, content, attributes)
        for part, kind in _numbered(request_id, kinds)
    ]


def ids_query(type: str, request_id: str, ids: Iterable[str]) -> list[bytes]:
    """The questions for objects of a type with these ids, inactive ones included."""
    name = "TxnID" if type in TRANSACTIONS else "ListID"
    return _named(type, request_id, name, ids)


def names_query(type: str, request_id: str, names: Iterable[str]) -> list[bytes]:
    """The questions for objects of a list with these names, inactive ones included.

    QuickBooks does not mind the case of a name; a sub-customer is asked for by its
    full one.
    """
    return _named(type, request_id, "FullName", names)


def numbers_query(type: str, request_id: str, numbers: Iterable[str]) -> list[bytes]:
    """The questions for transactions of a type with these numbers."""
    return _named(type, request_id, "RefNumber", numbers)


def deleted_query(
    types: Iterable[str], request_id: str, since: datetime
) -> list[bytes]:
    """The questions for what was deleted of these types since; QuickBooks remembers it
    for 90 days (Intuit: TxnDeletedQuery).

    The answers are states that are not active, and say "deleted".
    """
    kinds: dict[str, list[str]] = {"Txn": [], "List": []}
    for type in types:
        kind = "Txn" if type in TRANSACTIONS else "List"
        kinds[kind] += _UNNOTED.get(type, ELEMENTS[type])
    period = element(
        "DeletedDateRangeFilter", element("FromDeletedDate", moment(since))
    )
    asked = {kind: names for kind, names in kinds.items() if names}
    return [
        _query(
            f"{kind}Deleted",
            part,
            "".join(element(f"{kind}DelType", name) for name in asked[kind]) + period,
        )
        for part, kind in _numbered(request_id, asked)
    ]


def moment(value: datetime) -> str:
    """A moment as QuickBooks reads it: with its time zone, without fractions.

    Without a zone it would be taken for the time of QuickBooks' own computer.
    """
    text = value.isoformat(timespec="seconds")
    return f"{text}+00:00" if value.tzinfo is None else text


def _named(type: str, request_id: str, name: str, values: Iterable[str]) -> list[bytes]:
    content = "".join(element(name, escaped(value)) for value in values)
    if not content:
        raise ValueError("without a filter QuickBooks would give the whole list")
    kinds = _TOGETHER.get(type, ELEMENTS[type])
    return [_query(kind, part, content) for part, kind in _numbered(request_id, kinds)]


def _numbered(request_id: str, kinds: Iterable[str]) -> Iterator[tuple[str, str]]:
    for number, kind in enumerate(kinds):
        yield (f"{request_id}{PART}{number}" if number else request_id), kind


def _iterator(iterator: str | None) -> str:
    if iterator is None:
        return ' iterator="Start"'
    return f' iterator="Continue" iteratorID="{escaped(iterator)}"'


def _query(kind: str, request_id: str, content: str, attributes: str = "") -> bytes:
    request = (
        f'<{kind}QueryRq requestID="{escaped(request_id)}"{attributes}>'
        f"{content}</{kind}QueryRq>"
    )
    return request.encode("ascii", "xmlcharrefreplace")
