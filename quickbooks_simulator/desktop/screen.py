# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What somebody types at the screen, as the fields of a request."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from . import statuses
from .books import Books, Row
from .values import Body


def typed(books: Books, fields: Mapping) -> Body:
    """Fields as a request would bring them.

    Numbers become text. What a name ending in Ref holds may be a name or an id alone.
    """
    return {field: _value(books, field, value) for field, value in fields.items()}


def _value(books, field, value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return typed(books, value)
    if isinstance(value, list | tuple):
        return [_value(books, field, each) for each in value]
    if field.endswith("Ref") and value:
        return reference(books, value)
    return value


def reference(books: Books, text: str) -> Body:
    """A list object by its id or its full name."""
    return {"ListID" if books.row(text) is not None else "FullName": text}


def transaction(books: Books, txn_id: str) -> Row:
    """The transaction of that id.

    :raises Refusal: 3120, there is none
    """
    row = books.txn(txn_id)
    if row is None:
        raise statuses.not_found(txn_id)
    return row
