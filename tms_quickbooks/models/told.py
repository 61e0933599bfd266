# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sentences of the library in the language of the reader, with dates as they write
them."""

from datetime import date, datetime

from odoo.tools.misc import format_date, format_datetime

from ..lib.messages import Message


def tell(env, *messages):
    """These messages one after the other; those that are None are left out."""
    return " ".join(
        env._(
            message.template,
            **{name: _shown(env, value) for name, value in message.params.items()},
        )
        for message in messages
        if message
    )


def tell_kept(env, kept):
    """As `tell`, for messages that were put away as data."""
    return tell(env, *map(Message.from_data, kept or ()))


def _shown(env, value):
    if isinstance(value, datetime):
        return format_datetime(env, value, dt_format="short")
    if isinstance(value, date):
        return format_date(env, value)
    return value
