# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sentences for the user, kept apart from their values so that they can be translated.

The library knows no language. It marks its sentences with ``_``, which is the name
Odoo's term extraction looks for, and hands them out as `Message`; the models
translate with ``env._(message.template, **message.params)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named places (``%(number)s``) and the values that fill them."""

    template: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        # Without values nothing is formatted, exactly as Odoo's own ``_`` does it.
        return self.template % self.params if self.params else self.template

    def fill(self, **params: Any) -> Message:
        """The same sentence with these values; those it has no place for do no harm."""
        used = {
            name: value
            for name, value in params.items()
            if f"%({name})" in self.template
        }
        return Message(self.template, {**self.params, **used})


def _(template: str, **params: Any) -> Message:
    """Mark a sentence for translation."""
    return Message(template, params)
