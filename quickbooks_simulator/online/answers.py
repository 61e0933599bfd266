# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The wire format of QuickBooks Online's answers: JSON text, times and faults."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

import simplejson

CENT = Decimal("0.01")

# Intuit's servers stamp every answer in their own zone, whatever the company's.
SERVER_ZONE = ZoneInfo("America/Los_Angeles")


def dumps(value) -> str:
    """JSON text with Decimals written as numbers."""
    return simplejson.dumps(
        value, use_decimal=True, ensure_ascii=False, separators=(",", ":")
    )


def loads(text: str | bytes):
    """Parse JSON, numbers with a fraction become Decimals.

    :raises ValueError: no JSON; NaN and Infinity are none either
    """
    return json.loads(text, parse_float=Decimal, parse_constant=_no_number)


def _no_number(name: str):
    raise ValueError(f"{name} is no JSON number")


def money(value: Decimal | int) -> Decimal | int:
    """An amount as QuickBooks writes it: two decimals, a bare 0 for nothing."""
    return Decimal(value).quantize(CENT, ROUND_HALF_UP) or 0


def money_of_cents(cents: int) -> Decimal | int:
    return money(Decimal(cents).scaleb(-2))


def cents(value: Decimal | int) -> int:
    return int(Decimal(value).scaleb(2).to_integral_value(ROUND_HALF_UP))


def plain_number(value: Decimal | int) -> Decimal | int:
    """A quantity or rate without trailing zeros: 4.50 is written 4.5, 75.00 is 75."""
    number = Decimal(value)
    whole = number.to_integral_value()
    if number == whole:
        return int(whole)
    return Decimal(format(number.normalize(), "f"))


def stamp(moment: datetime) -> str:
    """A MetaData time: seconds, with the server's offset."""
    return moment.astimezone(SERVER_ZONE).isoformat(timespec="seconds")


def stamp_of(milliseconds: int) -> str:
    """A MetaData time, of a moment in milliseconds since 1970."""
    return stamp(datetime.fromtimestamp(milliseconds / 1000, UTC))


def instant(text: str) -> datetime:
    """A moment a client wrote; without an offset it is UTC.

    :raises ValueError: no time
    """
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def answer_time(moment: datetime) -> str:
    """The ``time`` property of an answer: milliseconds, with the server's offset."""
    return moment.astimezone(SERVER_ZONE).isoformat(timespec="milliseconds")
