# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""References to other objects."""

from __future__ import annotations

from ..books import Books
from ..entities import entity as entity_table


def resolve_all(books: Books, name: str, values: dict) -> dict:
    """Check every reference in an object or a part and fill in the current names.

    :raises Fault: 2500 when a reference leads nowhere or to something inactive
    """
    table = entity_table(name)
    resolved = dict(values)
    for key, value in values.items():
        prop = table.properties.get(key)
        if prop is None or value is None:
            continue
        if prop.kind == "ref":
            resolved[key] = books.resolve(prop, value)
        elif prop.kind == "part" and prop.argument != "Line":
            resolved[key] = resolve_all(books, prop.argument, value)
    return resolved
