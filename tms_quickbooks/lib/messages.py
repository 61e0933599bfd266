# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sentences for the user, kept apart from their values so that they can be translated.

The library knows no language and no format of dates. It marks its sentences with ``_``,
which is the name Odoo's term extraction looks for, and hands them out as `Message`; the
models translate them (`tell`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named places (``%(number)s``) and the values that fill them.

    A value is text, a number, a date, a moment, or another message.
    """

    template: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        # Without values nothing is formatted, exactly as Odoo's own ``_`` does it.
        return self.template % self.params if self.params else self.template

    def as_data(self) -> dict[str, Any]:
        """The message as JSON-safe values; ``from_data`` makes it a message again."""
        params = {name: _data(value) for name, value in self.params.items()}
        return {"template": self.template, "params": params}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Message:
        """The message that ``as_data`` has put away."""
        params = {name: _value(kept) for name, kept in data["params"].items()}
        return cls(data["template"], params)

    def fill(self, **params: Any) -> Message:
        """The same sentence with these values; those it has no place for do no harm."""
        used = {
            name: value
            for name, value in params.items()
            if f"%({name})" in self.template
        }
        return Message(self.template, {**self.params, **used})


def _data(value: Any) -> Any:
    if isinstance(value, date):  # or a moment
        return {type(value).__name__: value.isoformat()}
    if isinstance(value, Message):
        return {"message": value.as_data()}
    return value if isinstance(value, int | str) else str(value)


def _value(kept: Any) -> Any:
    match kept:
        case {"datetime": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
        case {"message": data}:
            return Message.from_data(data)
    return kept


def _(template: str, **params: Any) -> Message:
    """Mark a sentence for translation."""
    return Message(template, params)
