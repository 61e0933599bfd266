# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The tax QuickBooks comes to by itself, where it follows the codes of the lines.

How it rounds is not documented, and a recorded answer is a cent off a tax that is
rounded once (quickbooks-ruby, issue 547). So there are several taxes it may come to;
where they are not all ours, ours has to be said.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from .amounts import CENT
from .documents import TradeDocument


def is_doubtful(document: TradeDocument) -> bool:
    """Whether QuickBooks may come to another tax than ours from the same rates."""
    taxed = [
        (line.amount * tax.percent / 100, tax.percent, line.tax_code)
        for line in document.amount_lines
        for tax in line.taxes
        if tax.percent is not None
    ]
    of_rate: dict[Decimal, Decimal] = defaultdict(Decimal)
    of_code: dict[tuple, Decimal] = defaultdict(Decimal)
    for amount, percent, code in taxed:
        of_rate[percent] += amount
        of_code[percent, code] += amount
    ways = (
        [amount for amount, _percent, _code in taxed],  # each line rounded
        of_code.values(),  # each rate of each code rounded
        of_rate.values(),  # each rate rounded
        [sum(of_rate.values(), Decimal(0))],  # all of it rounded
    )
    possible = {
        sum((amount.quantize(CENT, rounding) for amount in amounts), Decimal(0))
        for amounts in ways
        for rounding in (ROUND_HALF_UP, ROUND_HALF_DOWN)
    }
    return possible != {document.tax_amount}
