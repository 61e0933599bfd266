# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Exchange rates: units of the home currency for one unit of another."""

from __future__ import annotations

from decimal import Decimal

from .amounts import cents

# To how many decimals QuickBooks rounds a rate is not documented. With fewer than five
# it could not keep what its own screens show; ours have eight.
_FEWEST, _MOST = 5, 8


def agree(ours: Decimal | None, theirs: Decimal | None, total: Decimal) -> bool:
    """Whether two rates lead to the same books, as far as both sides tell one.

    They do where ``total`` comes to the same cent at both, and where theirs is ours
    with fewer decimals: that is how QuickBooks writes it, and nobody's doing.
    """
    if not ours or not theirs:
        return True
    if cents(total * ours) == cents(total * theirs):
        return True
    decimals = -theirs.normalize().as_tuple().exponent
    last_place = Decimal(1).scaleb(-min(max(decimals, _FEWEST), _MOST))
    return abs(ours - theirs) < last_place
