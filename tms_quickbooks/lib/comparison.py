# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where one document differs between Odoo and QuickBooks, by what a list shows of it.

This is the quick look at very many; what lines and texts say is left to ``compare``.
"""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from . import rates
from .amounts import plain
from .messages import _
from .objects import PAYMENTS, ObjectState, party_id, shown_transaction

ON_ITS_WAY = _("It is on its way already.")
SUPPRESSED = _("It is suppressed: somebody keeps it out of QuickBooks.")
DELETED_THERE = _("It was deleted in QuickBooks.")
PAYMENTS_STAY = _("Payments go neither way, by the settings of the connection.")
SENT_AGAIN = _("It was sent again, to be made anew in QuickBooks.")
PAID_OTHERWISE = _(
    "One side has a payment or a credit that the other has not: it is mended there."
)
NOT_POSTED_HERE = _(
    "Post it, or open it and choose Revert in QuickBooks to take it back there."
)
NOT_BROUGHT = _(
    "What is made in QuickBooks stays there, by the settings of the connection."
)
SETTLES_NOTHING_HERE = _("It settles nothing that is here.")


class Kind(StrEnum):
    """In what the two sides differ; most telling first."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    STATUS = "status"
    CURRENCY = "currency"
    AMOUNT = "amount"
    TAX = "tax"
    BALANCE = "balance"
    PARTY = "party"
    DATE = "date"
    NUMBER = "number"
    CONTENT = "content"


class Status(StrEnum):
    """Whether a document counts in the books of its side."""

    BOOKED = "booked"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Side:
    """One document as its side lists it.

    ``party`` is the QuickBooks id of the customer or vendor, "" where it has none.
    ``total``, ``tax`` and ``balance`` are in ``currency``; the balance is what is still
    open, of a payment what settles nothing yet. ``rate`` is home currency per unit of
    ``currency``. ``tax``, ``balance`` and ``rate`` are None, and ``number`` and
    ``currency`` "", where the side does not tell them.
    """

    number: str
    date: datetime.date | None
    party: str
    total: Decimal
    currency: str = ""
    tax: Decimal | None = None
    balance: Decimal | None = None
    status: Status = Status.BOOKED
    rate: Decimal | None = None

    @property
    def is_booked(self) -> bool:
        return self.status is Status.BOOKED


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference; both values as text: ISO dates, plain decimals, "EUR" or, where
    only the exchange rate differs, "EUR 1.12".

    ``delta`` is what QuickBooks has more than Odoo, where they are amounts.
    """

    kind: Kind
    ours: str
    theirs: str
    delta: Decimal | None = None


def theirs(state: ObjectState, home_currency: str) -> Side:
    """A transaction as QuickBooks shows it; a company with one currency does not name
    that."""
    shown = shown_transaction(state)
    tax, rate = state.extra.get("tax"), state.extra.get("rate")
    balance = state.balance
    if state.type in PAYMENTS:
        unapplied = state.extra.get("unapplied")
        balance = Decimal(unapplied) if unapplied else None
    return Side(
        number=state.number,
        date=state.date,
        party=party_id(state),
        total=state.total or Decimal(0),
        currency=state.currency or home_currency,
        tax=Decimal(tax) if tax else None,
        balance=balance,
        status=Status.VOID if shown.is_voided else Status.BOOKED,
        rate=Decimal(rate) if rate else None,
    )


def findings(here: Side, there: Side) -> list[Finding]:
    """In what the two sides of one document differ.

    Where one side has made it void, nothing else is told; where both have, nothing at
    all. A balance differs where something else was paid, not where only the total
    does.
    """
    if here.status is not there.status:
        return [Finding(Kind.STATUS, here.status.value, there.status.value)]
    if not here.is_booked:
        return []
    found = [_text(Kind.CURRENCY, here.currency, there.currency) or _rate(here, there)]
    found.append(_amount(Kind.AMOUNT, here.total, there.total))
    found.append(_amount(Kind.TAX, here.tax, there.tax))
    if _paid(here) != _paid(there):
        found.append(_amount(Kind.BALANCE, here.balance, there.balance))
    if here.party != there.party:  # nobody is somebody, too
        found.append(Finding(Kind.PARTY, here.party, there.party))
    if here.date != there.date:
        found.append(Finding(Kind.DATE, _iso(here.date), _iso(there.date)))
    found.append(_text(Kind.NUMBER, here.number, there.number))
    return [each for each in found if each]


def is_alike(here: Side, there: Side) -> bool:
    """Whether two documents that nothing links are probably the same one: over the same
    amount, and with the same number or of the same day and party. Who is not linked
    here may be anybody there.
    """
    if not (here.is_booked and there.is_booked) or here.total != there.total:
        return False
    if _text(Kind.CURRENCY, here.currency, there.currency):
        return False
    if here.number == there.number != "":
        return here.party in ("", there.party)
    return here.date == there.date and here.party == there.party != ""


def _paid(side: Side) -> Decimal | None:
    return None if side.balance is None else side.total - side.balance


def _text(kind: Kind, ours: str, theirs: str) -> Finding | None:
    """What one side does not tell does not differ."""
    if not ours or not theirs or ours == theirs:
        return None
    return Finding(kind, ours, theirs)


def _rate(here: Side, there: Side) -> Finding | None:
    if rates.agree(here.rate, there.rate, here.total):
        return None
    texts = (f"{side.currency} {plain(side.rate):f}" for side in (here, there))
    return Finding(Kind.CURRENCY, *texts)


def _amount(kind: Kind, ours: Decimal | None, theirs: Decimal | None) -> Finding | None:
    if ours is None or theirs is None or ours == theirs:
        return None
    return Finding(kind, f"{ours:f}", f"{theirs:f}", theirs - ours)


def _iso(date: datetime.date | None) -> str:
    return date.isoformat() if date else ""
