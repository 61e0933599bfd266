# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The values in a request: their formats, and what QuickBooks makes of them.

A wrong value fails its own request, with a status code. The formats are those of
qbXML 13.0; the codes of amounts, prices, quantities, percentages and GUIDs are guesses.
"""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo

from lxml import etree

from . import statuses
from .schema import Field, block

_AMOUNT = re.compile(r"[+-]?\d{1,13}(\.\d{2})?")
_FRACTION = re.compile(r"[+-]?\d{1,10}(\.\d{1,5})?")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_GUID = re.compile(r"0|\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
_MOMENT = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(T\d{1,2}(:\d{1,2}(:\d{1,2}([+-]\d{1,2}:\d{2})?)?)?)?"
)
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(2038, 1, 18)
_BOOLEANS = {"true": "true", "1": "true", "false": "false", "0": "false"}
_ID_LENGTH = 36
# The kind in words, its status code, its pattern.
_PATTERNS = {
    "amount": ("amount", 3040, _AMOUNT),
    "price": ("price", 3045, _FRACTION),
    "percent": ("percentage", 3050, _FRACTION),
    "quantity": ("quantity", 3060, _FRACTION),
    "guid": ("GUID", 3065, _GUID),
    "int": ("integer", 3085, re.compile(r"[+-]?\d{1,10}")),
    "float": ("number", 3085, _NUMBER),
}

# An element as a dictionary of its elements: text, another dictionary, or a list of
# them where it may come more than once. Empty text is a wish to empty the field.
Body = dict[str, "str | Body | list[str] | list[Body]"]


def read(element: etree._Element, name: str) -> Body:
    """The values of an element whose structure is that of the block.

    :raises Refusal: one of them breaks a format
    """
    body: Body = {}
    fields = block(name).fields
    for child in element:
        field = fields[child.tag]
        value = read(child, field.block) if field.block else _value(child, field)
        if field.repeated:
            body.setdefault(child.tag, []).append(value)
        else:
            body[child.tag] = value
    return body


def _value(element, field: Field) -> str:
    text = element.text or ""
    if not text.isascii():
        # What Windows-1252 has not is lost.
        text = text.encode("cp1252", "replace").decode("cp1252")
    if field.kind.isdigit():
        if len(text) > int(field.kind):
            raise statuses.too_long(text, element.tag)
        return text
    text = text if field.kind == "text" else text.strip()
    return _checked(text, field, element.tag) if text else ""


def _checked(text: str, field: Field, name: str) -> str:
    kind = field.kind
    if kind == "choice":
        if text not in field.choices:
            raise statuses.bad_choice(text, name)
    elif kind == "bool":
        if text not in _BOOLEANS:
            raise statuses.bad_value(3010, "boolean", text, name)
        return _BOOLEANS[text]
    elif kind == "id":
        if len(text) > _ID_LENGTH:
            raise statuses.bad_id(text, name)
    elif kind == "date":
        _check_date(text, name)
    elif kind == "moment":
        _check_moment(text, name)
    elif kind in _PATTERNS:
        words, code, pattern = _PATTERNS[kind]
        if not pattern.fullmatch(text):
            raise statuses.bad_value(code, words, text, name)
    return text


def _check_date(text, name):
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if len(text) != len("2026-01-31") or not (day and _FIRST_DAY <= day <= _LAST_DAY):
        raise statuses.bad_value(3020, "date", text, name)


def _check_moment(text, name):
    if not _MOMENT.fullmatch(text):
        raise statuses.bad_value(3020, "date", text, name)
    try:
        moment(text, None)
    except ValueError:
        raise statuses.bad_value(3020, "date", text, name) from None


def moment(text: str, zone: tzinfo | None) -> datetime:
    """A DATETIMETYPE; without an offset it is local time.

    :raises ValueError: there is no such day or hour
    """
    day, _t, time = text.partition("T")
    offset = ""
    if time and (found := re.search(r"[+-]\d{1,2}:\d{2}$", time)):
        sign, hours, minutes = re.fullmatch(r"(.)(\d+):(\d+)", found[0]).groups()
        offset = f"{sign}{hours:0>2}:{minutes}"
        time = time[: found.start()]
    numbers = [int(number) for number in [*day.split("-"), *time.split(":")] if number]
    local = datetime(*numbers)
    if offset:
        return datetime.fromisoformat(local.isoformat() + offset)
    return local.replace(tzinfo=zone)
