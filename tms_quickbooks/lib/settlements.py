# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a driver is paid for a load, to the cent."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

METERS_PER_MILE = Decimal("1609.344")
METERS_PER_KM = Decimal(1000)
_HUNDRED = Decimal(100)


class Basis(StrEnum):
    """What a driver's pay is a part or a multiple of."""

    LINEHAUL = "linehaul"
    REVENUE = "revenue"
    MILE = "mile"
    KM = "km"
    FLAT = "flat"

    @property
    def is_percent(self) -> bool:
        return self in (Basis.LINEHAUL, Basis.REVENUE)

    @property
    def is_distance(self) -> bool:
        return self in (Basis.MILE, Basis.KM)


def earned(basis: Basis, quantity: Decimal, rate: Decimal) -> Decimal:
    """The pay for a whole load, not rounded yet.

    ``quantity``: money for a percentage, miles or kilometers for a distance; a flat
    pay needs none. ``rate``: percent, or money for one unit.
    """
    match basis:
        case Basis.LINEHAUL | Basis.REVENUE:
            return quantity * rate / _HUNDRED
        case Basis.MILE | Basis.KM:
            return quantity * rate
        case Basis.FLAT:
            return rate


def part(
    whole: Decimal,
    before: Decimal,
    own: Decimal,
    total: Decimal,
    unit: Decimal = Decimal("0.01"),
) -> Decimal:
    """One's part of ``whole``, in steps of ``unit``.

    Those who share stand in a row; ``before`` are the weights of those in front, and
    ``total`` are all weights. The parts of one amount add up to it: a cent that cannot
    be divided goes to somebody, and to the same one every time.
    """
    if not total:
        return Decimal(0)

    def up_to(weight: Decimal) -> Decimal:
        return (whole * weight / total).quantize(unit, ROUND_HALF_UP)

    return up_to(before + own) - up_to(before)


def divided(
    whole: Decimal, weights: Sequence[Decimal], unit: Decimal = Decimal("0.01")
) -> list[Decimal]:
    """``whole`` in parts that add up to it; equal ones where no weight is given."""
    if not any(weights):
        weights = [Decimal(1)] * len(weights)
    total, before, parts = sum(weights, Decimal(0)), Decimal(0), []
    for weight in weights:
        parts.append(part(whole, before, weight, total, unit))
        before += weight
    return parts


def distance(meters: Decimal, basis: Basis) -> Decimal:
    """A distance in the miles or kilometers it is paid by, to the hundredth."""
    unit = METERS_PER_MILE if basis is Basis.MILE else METERS_PER_KM
    return (meters / unit).quantize(Decimal("0.01"), ROUND_HALF_UP)


def reference(driver_id: int, what: datetime.date | str, repeated: int = 0) -> str:
    """The number of a driver's bill: for the period that ends on a day, or for a load.

    The same settlement has the same number. ``repeated``: how many have had it before.
    It stays within the 21 characters of QuickBooks Online for periods; what is longer
    because of a load's name is shortened on its way there (see `names`).
    """
    if isinstance(what, datetime.date):
        what = f"{what:%y%m%d}"
    again = f"-{repeated + 1}" if repeated else ""
    return f"SETTLE/{driver_id}/{what}{again}"
