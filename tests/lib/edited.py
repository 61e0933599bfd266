# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a bookkeeper may do to a document in QuickBooks, one field at a time."""

import datetime
from dataclasses import replace
from decimal import Decimal

from tms_quickbooks.lib.documents import (
    Applied,
    Party,
    PaymentDocument,
    Ref,
    TradeDocument,
)

from .builders import INVOICE_RECORD, item_line

_ANOTHER = Ref("another", "Somebody Else")
_CENT = Decimal("0.01")


def edits(ours, theirs):
    """What QuickBooks shows after each edit: pairs of the field, as the comparison
    names it, and the document."""
    if isinstance(theirs, Party):
        yield "name", replace(theirs, name=f"{theirs.name} West")
        yield "active", replace(theirs, active=not theirs.active)
        return
    yield "date", replace(theirs, date=theirs.date - datetime.timedelta(days=1))
    yield "total", replace(theirs, total=theirs.total + _CENT)
    # Two more come to two cents of the least amount; of nothing they come to nothing.
    if ours.exchange_rate and theirs.exchange_rate and ours.total:
        yield "rate", replace(theirs, exchange_rate=theirs.exchange_rate + 2)
    if isinstance(theirs, PaymentDocument):
        yield "party", replace(theirs, party=_ANOTHER)
        more = Applied("Invoice", _CENT, INVOICE_RECORD, target=_ANOTHER)
        yield (
            "applied.Invoice another",
            replace(theirs, applied=(*theirs.applied, more)),
        )
        less = replace(more, amount=Decimal(0), discount=_CENT)
        settled = replace(theirs, applied=(*theirs.applied, less))
        yield "discount.Invoice another", settled
    elif isinstance(theirs, TradeDocument):
        side = "customer" if hasattr(theirs, "customer") else "vendor"
        yield "party", replace(theirs, **{side: _ANOTHER})
        yield "tax", replace(theirs, tax_amount=theirs.tax_amount - _CENT)
        yield from _edited_lines(theirs)


def _edited_lines(theirs):
    lines = theirs.lines
    number = len(lines) // 2
    line = lines[number]
    more = replace(line, amount=line.amount + _CENT)
    field = f"lines.{number + 1}.amount"
    yield field, replace(theirs, lines=(*lines[:number], more, *lines[number + 1 :]))
    added = (*lines, item_line("77.77", item=_ANOTHER))
    yield f"lines.{len(added)}", replace(theirs, lines=added)
