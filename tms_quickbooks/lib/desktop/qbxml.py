# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""qbXML answers as a stream: one object after the other, whatever their number.

An answer comes from outside and may be large. It is parsed without entities, DTD and
network, and each object is dropped once it is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from lxml import etree

from ..problems import QuickBooksError, problem_of_network

# What people have pasted into QuickBooks comes out as references to control characters,
# which XML has none of.
_NO_CHARACTER = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[\da-f]));", re.IGNORECASE
)
# What may stand around an answer: white space, and the mark of a text in Unicode.
_AROUND = " \t\r\n\ufeff"
# QBXML, QBXMLMsgsRs, the answer to one request, one object of it.
_MESSAGES, _ANSWER, _OBJECT = 2, 3, 4


@dataclass(slots=True)
class Answer:
    """What QuickBooks says to one request.

    ``name``: that of its element, "InvoiceAddRs". ``status``: the status code, and
    ``severity``: "Info", "Warn" or "Error"; only the last is a failure.
    ``iterator_id`` and ``remaining`` are those of a list that is read in pieces.
    ``objects``: what was read of the objects in it.
    """

    name: str
    request_id: str
    status: str
    severity: str
    message: str
    iterator_id: str = ""
    remaining: int = 0
    objects: list[Any] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What was asked for, by its element's name: "Invoice"."""
        return self.name.removesuffix("Rs").removesuffix("Query")

    @property
    def is_refused(self) -> bool:
        return self.severity == "Error"

    @property
    def has_objects(self) -> bool:
        """Whether it holds objects; what was taken back has none (TxnDelRs)."""
        return self.name.endswith(("AddRs", "ModRs", "QueryRs"))


@dataclass(slots=True)
class MessageSet:
    """The answers to all requests of a set, in their order.

    ``id`` and ``status``: those of the set as a whole (``newMessageSetID``,
    ``messageSetStatusCode``), "" where it says nothing of them.
    """

    id: str = ""
    status: str = ""
    answers: list[Answer] = field(default_factory=list)


def parse(response: str, read: Callable[[Answer, etree._Element], Any]) -> MessageSet:
    """Read a response, one object after the other.

    :param read: what to keep of an object, None for nothing; it gets the answer it is
        part of, and its element, which is gone afterwards. An answer without objects
        (TxnDelRs) is taken for one itself.
    :raises QuickBooksError: where the response is no complete qbXML
    """
    try:
        return _parse(response, read)
    except etree.XMLSyntaxError as error:
        cleaned = _NO_CHARACTER.sub("", response)
        if cleaned == response:
            raise unreadable() from error
    try:
        return _parse(cleaned, read)
    except etree.XMLSyntaxError as error:
        raise unreadable() from error


def _parse(response: str, read: Callable[[Answer, etree._Element], Any]) -> MessageSet:
    found, depth, root = MessageSet(), 0, None
    try:
        for event, element in _events(response):
            if event == "start":
                depth += 1
                if depth == 1:
                    root = _checked(element)
                elif depth == _MESSAGES:
                    found.id = element.get("newMessageSetID", "")
                    found.status = element.get("messageSetStatusCode", "")
                elif depth == _ANSWER:
                    found.answers.append(_answer(element))
                continue
            if depth == _OBJECT and found.answers[-1].has_objects:
                _keep(found.answers[-1], element, read)
            elif depth == _ANSWER:
                if len(element) and not found.answers[-1].has_objects:
                    _keep(found.answers[-1], element, read)
                _drop(element)
            depth -= 1
    except (ValueError, ArithmeticError) as error:
        raise unreadable() from error
    if root is None or root.find("QBXMLMsgsRs") is None:
        raise unreadable()
    return found


def unreadable() -> QuickBooksError:
    """The answer is cut off or garbled; what was done is not known from it."""
    return QuickBooksError(problem_of_network("unreadable"), outcome_known=False)


def _keep(answer: Answer, element: etree._Element, read) -> None:
    if (kept := read(answer, element)) is not None:
        answer.objects.append(kept)
    _drop(element)


def _checked(root: etree._Element) -> etree._Element:
    """The root of a response, which has no DTD."""
    if root.tag != "QBXML" or root.getroottree().docinfo.internalDTD is not None:
        raise unreadable()
    return root


def _events(response: str) -> etree.iterparse:
    # It is a text by now: what its declaration says of an encoding is past.
    return etree.iterparse(
        BytesIO(response.strip(_AROUND).encode("utf-8", "surrogatepass")),
        events=("start", "end"),
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
    )


def _answer(element: etree._Element) -> Answer:
    return Answer(
        name=element.tag,
        request_id=element.get("requestID", ""),
        status=element.get("statusCode", ""),
        severity=element.get("statusSeverity", ""),
        message=element.get("statusMessage", ""),
        iterator_id=element.get("iteratorID", ""),
        remaining=int(element.get("iteratorRemainingCount") or 0),
    )


def _drop(element: etree._Element) -> None:
    """Free what is read, and the empty shells of what was read before it."""
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


# -- values ----------------------------------------------------------------------------


def text(element: etree._Element, path: str) -> str:
    """The text below an element, "" where there is none.

    ``path``: names of elements with slashes between them; the first of each counts.
    """
    found: etree._Element | None = element
    for name in path.split("/"):
        # Half the time of findtext, and there are a hundred for an invoice.
        found = next(found.iterchildren(name), None)
        if found is None:
            return ""
    return (found.text or "").strip()


def decimal(element: etree._Element, path: str) -> Decimal | None:
    """The amount below an element."""
    value = text(element, path)
    return Decimal(value) if value else None


def day(element: etree._Element, path: str) -> date | None:
    """The day below an element."""
    value = text(element, path)
    return date.fromisoformat(value[:10]) if value else None


def moment(element: etree._Element, path: str) -> datetime | None:
    """The moment below an element, aware; in UTC where QuickBooks names no zone."""
    value = text(element, path)
    if not value:
        return None
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_true(element: etree._Element, path: str, default: bool = False) -> bool:
    """The switch below an element (XSD BOOLTYPE: true, false, 1, 0)."""
    value = text(element, path).lower()
    return value in ("true", "1") if value else default


def shown(element: etree._Element) -> frozenset[str]:
    """The elements of an object that have a value."""
    return frozenset(
        child.tag
        for child in element
        if isinstance(child.tag, str) and (len(child) or (child.text or "").strip())
    )
