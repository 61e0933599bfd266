# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was written off with a payment, as discounts on what it settles.

In QuickBooks Desktop a discount belongs to one of the invoices or bills of a payment
(qbXML: AppliedToTxnAdd, DiscountAmount); Odoo books it for the payment as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from . import amounts
from .documents import Applied, Ref


def spread(
    applied: Sequence[Applied], discount: Decimal, account: Ref
) -> tuple[Applied, ...]:
    """What a payment settles with its discount, to the cent: each invoice or bill gets
    its share by its amount, so that a percentage is the same on each.

    :param applied: of which the amounts include what was written off
    :param discount: more than zero
    :param account: the one the discount is booked to in QuickBooks
    :return: as ``applied``, with amounts that leave it out; unchanged where it is more
        than what is settled
    """
    left = sum((line.amount for line in applied if not line.is_credit), Decimal(0))
    if discount > left:
        return tuple(applied)
    found = []
    for line in applied:
        if line.is_credit or not line.amount:
            found.append(line)
            continue
        share = amounts.cents(discount * line.amount / left)
        left -= line.amount
        discount -= share
        found.append(
            replace(
                line,
                amount=line.amount - share,
                discount=share,
                discount_account=account if share else None,
            )
        )
    return tuple(found)
