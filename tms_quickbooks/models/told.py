# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sentences of the library in the language of the reader, with dates as they write
them."""

from datetime import UTC, date, datetime

from babel import dates

from odoo.tools.misc import babel_locale_parse, format_date, get_lang

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
    if isinstance(value, Message):
        return tell(env, value)
    if isinstance(value, datetime):
        return moment(env, value)
    if isinstance(value, date):
        return format_date(env, value)
    return value


def moment(env, value):
    """A moment in the reader's time zone as lists and forms show it: "Nov 22, 5:04 PM",
    the year only where it is another one.

    :param value: in UTC
    """
    locale = babel_locale_parse(get_lang(env).code)
    local = value.replace(tzinfo=UTC).astimezone(env.tz)
    is_this_year = local.year == datetime.now(env.tz).year
    day = dates.format_skeleton(
        "MMMd" if is_this_year else "yMMMd", local, tzinfo=env.tz, locale=locale
    )
    time = dates.format_time(local, "short", tzinfo=env.tz, locale=locale)
    return dates.get_datetime_format("medium", locale=locale).format(time, day)
