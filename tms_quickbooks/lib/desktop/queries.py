# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Questions to QuickBooks Desktop, as request elements of a message set.

What stands under one type outside of this room may be several elements, and so several
requests; they share the id they are asked under, with a number behind a dot from the
second on, and ``read.query_answers`` puts their answers together again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from ..objects import PAYMENTS, TRANSACTIONS
from . import custom
from .elements import element, escaped
from .read import PART
from .read_objects import ELEMENTS

# How many objects of a list come in one answer; a customer is about 1.5 KB.
LIMIT = 1000
# How many transactions with their lines come in one answer; an invoice is 3 to 10 KB.
PAGE = 500
# The most names or ids of one question.
MAX_NAMED = 100
# Short lists come whole: qbXML has iterators for these only.
ITERATED = frozenset({"Customer", "Vendor", "Item"})

# Requests that bring more than one element, and what they bring.
_TOGETHER = {"Item": ("Item",), "Term": ("Terms",)}
# Taxes that are charged (United States), and codes for them (everywhere else).
_TAXES = {True: ("ItemSalesTax", "ItemSalesTaxGroup"), False: ("SalesTaxCode",)}


def list_query(
    type: str,
    request_id: str,
    *,
    inactive: bool = True,
    since: datetime | None = None,
    name: str = "",
    iterators: Mapping[str, str] | None = None,
    limit: int = LIMIT,
    us: bool = True,
) -> list[bytes]:
    """The questions for a list, or for what has changed on it.

    A list of ``ITERATED`` comes in pieces of ``limit`` objects: ``iterators`` is None
    for the first, then what the answer gave; it goes on in the same session only, and
    with the same filters.

    :param inactive: also what was made inactive
    :param since: an aware time; leaves out what has not changed from then on
    :param name: leaves out what comes before it
    :param us: whether the company is in the United States, for its taxes
    """
    kinds = _TAXES[us] if type == "TaxCode" else _kinds(type)
    content = element("ActiveStatus", "All" if inactive else "ActiveOnly")
    if since is not None:
        content += element("FromModifiedDate", moment(since))
    if name:
        content += element("NameRangeFilter", element("FromName", escaped(name)))
    if type not in ITERATED:
        return _queries(request_id, [(kind, content) for kind in kinds])
    return _pieces(request_id, kinds, content, iterators, limit)


def transactions_query(
    type: str,
    request_id: str,
    since: datetime,
    until: datetime | None = None,
    *,
    by_date: bool = False,
    iterators: Mapping[str, str] | None = None,
    limit: int = PAGE,
) -> list[bytes]:
    """The questions for transactions of a type with their lines, in pieces.

    :param since: aware; what was made or changed from then on
    :param until: aware; and up to then
    :param by_date: what is dated so, instead
    :param iterators: None for the first piece, then what the answer gave; they go on in
        the same session only
    """
    name, form = ("Txn", _day) if by_date else ("Modified", moment)
    period = element(f"From{name}Date", form(since))
    if until is not None:
        period += element(f"To{name}Date", form(until))
    content = element(f"{name}DateRangeFilter", period)
    content += element("IncludeLineItems", "true")
    return _pieces(request_id, ELEMENTS[type], content, iterators, limit)


def modified_query(type: str, since: datetime) -> list[bytes]:
    """The questions for all transactions of a type that were made or changed since,
    with their lines.

    ``since`` is an aware time.
    """
    period = element("FromModifiedDate", moment(since))
    content = element("ModifiedDateRangeFilter", period) + _lines(type, whole=True)
    return _queries(f"since-{type}", [(kind, content) for kind in ELEMENTS[type]])


def numbers_query(type: str, numbers: Iterable[str]) -> list[bytes]:
    """The questions for all transactions of a type with these numbers, with their
    lines.

    QuickBooks does not mind the case of a number.
    """
    content = _filter("RefNumber", numbers) + _lines(type, whole=True)
    return _queries(f"numbers-{type}", [(kind, content) for kind in ELEMENTS[type]])


def ids_query(
    type: str, ids: Iterable[str], request_id: str = "", whole: bool = False
) -> list[bytes]:
    """The questions for objects of a type with these ids, inactive ones included;
    ``whole``: of transactions with their lines.

    One for each: QuickBooks refuses a question with an id that it does not have
    (status 3120), and it is not known what it then tells of the others in it.
    """
    name = "TxnID" if type in TRANSACTIONS else "ListID"
    asked = [
        (kind, _filter(name, [each]) + _lines(type, whole))
        for each in ids
        for kind in _kinds(type)
    ]
    return _queries(request_id or f"ids-{type}", asked)


def names_query(types: Iterable[str], names: Iterable[str]) -> list[bytes]:
    """The questions for objects of these lists with these names, inactive ones
    included.

    QuickBooks does not mind the case of a name; a sub-customer is asked for by its
    full one.
    """
    content = _filter("FullName", names)
    return [
        request
        for type in types
        for request in _queries(
            f"names-{type}", [(kind, content) for kind in _kinds(type)]
        )
    ]


def deleted_query(
    types: Iterable[str], request_id: str, since: datetime
) -> list[bytes]:
    """The questions for what was deleted of these types since, an aware time.

    The answers are states that are not active and say "deleted".
    """
    period = element(
        "DeletedDateRangeFilter", element("FromDeletedDate", moment(since))
    )
    asked: dict[str, str] = {}
    for type in types:
        kind = "Txn" if type in TRANSACTIONS else "List"
        names = "".join(element(f"{kind}DelType", each) for each in ELEMENTS[type])
        asked[kind] = asked.get(kind, "") + names
    return _queries(
        request_id,
        [(f"{kind}Deleted", names + period) for kind, names in asked.items()],
    )


def company_query(owner_id: str) -> list[bytes]:
    """The questions for QuickBooks itself, its company and its preferences, which the
    Web Connector asks by itself when a session begins.

    :param owner_id: under which the Web Connector notes in the file which one it is
    """
    owner = element("OwnerID", owner_id)
    kinds = (("Host", ""), ("Company", owner), ("Preferences", ""))
    return _queries("company", kinds)


def custom_fields_query(request_id: str = "custom-fields") -> list[bytes]:
    """The question for the fields that people have added to lists and forms.

    The answers are states of the type "CustomField": of those that sales forms have.
    """
    content = element("OwnerID", custom.OWNER)
    return [_query("DataExtDef", request_id, content)]


def moment(value: datetime) -> str:
    """A moment as QuickBooks reads it: with its time zone, without fractions.

    Without a zone it would be taken for the time of QuickBooks' own computer.
    """
    text = value.isoformat(timespec="seconds")
    return f"{text}+00:00" if value.tzinfo is None else text


def _day(value: datetime) -> str:
    return value.date().isoformat()


def _kinds(type: str) -> tuple[str, ...]:
    return _TOGETHER.get(type, ELEMENTS[type])


def _lines(type: str, whole: bool) -> str:
    """What a payment settles is told with its lines; those of others are needed where
    their content is compared."""
    is_told = type in (TRANSACTIONS if whole else PAYMENTS)
    return element("IncludeLineItems", "true") if is_told else ""


def _filter(name: str, values: Iterable[str]) -> str:
    content = "".join(element(name, escaped(value)) for value in values)
    if not content:
        raise ValueError("without a filter QuickBooks would give the whole list")
    return content


def _queries(request_id: str, asked: Iterable[tuple[str, str]]) -> list[bytes]:
    """Requests that share an id; ``asked``: pairs of their kind and content."""
    return [
        _query(kind, _part(request_id, number), content)
        for number, (kind, content) in enumerate(asked)
    ]


def _pieces(
    request_id: str,
    kinds: Iterable[str],
    content: str,
    iterators: Mapping[str, str] | None,
    limit: int,
) -> list[bytes]:
    """As `_queries`, for the next piece of each kind that is not through."""
    content = element("MaxReturned", str(limit)) + content
    return [
        _query(kind, _part(request_id, number), content, _iterator(iterators, kind))
        for number, kind in enumerate(kinds)
        if iterators is None or kind in iterators
    ]


def _part(request_id: str, number: int) -> str:
    return f"{request_id}{PART}{number}" if number else request_id


def _iterator(iterators: Mapping[str, str] | None, kind: str) -> str:
    if iterators is None:
        return ' iterator="Start"'
    return f' iterator="Continue" iteratorID="{escaped(iterators[kind])}"'


def _query(kind: str, request_id: str, content: str, attributes: str = "") -> bytes:
    request = (
        f'<{kind}QueryRq requestID="{escaped(request_id)}"{attributes}>'
        f"{content}</{kind}QueryRq>"
    )
    return request.encode("ascii", "xmlcharrefreplace")
