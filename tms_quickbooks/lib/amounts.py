# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Money and quantities: exact decimals, never binary fractions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
# QuickBooks keeps quantities and unit prices with five decimals.
FINEST = Decimal("0.00001")
_HALF_CENT = Decimal("0.005")
_ONE = Decimal(1)


def cents(amount: Decimal) -> Decimal:
    """``amount`` with exactly two decimals, halves rounded away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def plain(number: Decimal) -> Decimal:
    """``number`` without trailing zeros, and such that it prints without exponent."""
    number = number.normalize()
    return number.quantize(_ONE) if number.as_tuple().exponent > 0 else number


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of ``amounts`` in cents."""
    return cents(sum(amounts, Decimal()))


def quantity_and_price(
    amount: Decimal, quantity: Decimal | None, unit_price: Decimal | None
) -> tuple[Decimal, Decimal] | None:
    """The quantity and unit price that may stand beside ``amount`` on a line.

    QuickBooks refuses a line whose amount is not quantity times unit price (code
    6070) and keeps five decimals of each. The given price is taken when it fits,
    else the price that follows from amount and quantity; that is what happens to a
    line whose price is per mile and whose quantity counts loads. None when no price
    of five decimals fits: then the line goes out with its amount alone.
    """
    if not quantity:
        return None
    quantity = quantity.quantize(FINEST, ROUND_HALF_UP)
    if not quantity:
        return None
    candidates = [] if unit_price is None else [unit_price]
    candidates.append(amount / quantity)
    for candidate in candidates:
        price = candidate.quantize(FINEST, ROUND_HALF_UP)
        # Strictly less than half a cent: how QuickBooks rounds a half is not known,
        # so that no line may depend on it.
        if abs(quantity * price - amount) < _HALF_CENT:
            return plain(quantity), plain(price)
    return None
