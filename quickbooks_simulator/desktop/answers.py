# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Answers as text: elements in the schema's order, and nothing but ASCII."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from .schema import answer_order
from .values import Body

_QUOTE = {'"': "&quot;"}
_SPECIAL = re.compile('[&<>"]')


def element(name: str, body: Body, only: frozenset[str] = frozenset()) -> str:
    """An element with all it holds; what is empty is left out.

    :param only: the elements wanted of it (IncludeRetElement); empty: all
    """
    parts: list[str] = []
    _write(parts, name, body, only)
    return "".join(parts)


def tag(name: str, attributes: Iterable[tuple[str, object]], content: str) -> str:
    """An element with attributes around text that is written already."""
    parts = "".join(
        f' {key}="{_text(str(value))}"'
        for key, value in attributes
        if value is not None
    )
    if not content:
        return f"<{name}{parts}/>"
    return f"<{name}{parts}>{content}</{name}>"


def document(attributes: Iterable[tuple[str, object]], answers: Iterable[str]) -> str:
    """A whole answer to a message set."""
    content = tag("QBXMLMsgsRs", attributes, "\n".join(answers) or "\n")
    return f'<?xml version="1.0" ?>\n<QBXML>\n{content}\n</QBXML>\n'


def _write(parts, name, value, only=frozenset()):
    if isinstance(value, str):
        if value:
            parts.append(f"<{name}>{_text(value)}</{name}>")
    elif isinstance(value, list):
        for each in value:
            _write(parts, name, each)
    elif value:
        start = len(parts)
        parts.append(f"<{name}>")
        for child in answer_order(name) or value:
            if child in value and (not only or child in only):
                _write(parts, child, value[child])
        if len(parts) == start + 1:
            parts.pop()
        else:
            parts.append(f"</{name}>")


def _text(text: str) -> str:
    if _SPECIAL.search(text):
        text = escape(text, _QUOTE)
    if not text.isascii():
        text = text.encode("ascii", "xmlcharrefreplace").decode()
    return text
