# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Our document beside the one that QuickBooks shows, field by field.

Compared is what a bookkeeper would compare, as QuickBooks writes it: shortened numbers,
cut texts, the letters it has. Not compared are notes, addresses, e-mail and marks of
documents, nor what others change of them: balance and version.
"""

# Labels are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from . import amounts, names, rates
from .documents import (
    Applied,
    Bill,
    Document,
    ExpenseLine,
    Invoice,
    ItemLine,
    Party,
    PaymentDocument,
    PurchaseDocument,
    Ref,
    SalesDocument,
    TradeDocument,
)
from .messages import Message, _
from .profile import Profile

if TYPE_CHECKING:
    from .providers import Provider

# What stands for the status of a document that was made void, and of any other.
VOID, VALID = "void", "valid"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the two sides differ.

    ``field`` is for machines: "number", "date", "due_date", "party", "currency",
    "rate", "total", "tax", "status", "class", "location", "account", "lines.2.amount"
    (the line as QuickBooks counts it), "lines.2" (a line that only one side has),
    "applied.Invoice 12", "discount.Invoice 12", or a field of `documents.Party`.
    ``ours`` and ``theirs`` are texts: amounts with two digits, rates with those they
    have, days in ISO form, names of what is referred to, `VOID` and `VALID`; "" for
    nothing.
    """

    field: str
    label: Message
    ours: str
    theirs: str


def differences(
    ours: Document, theirs: Document, *, provider: Provider, profile: Profile
) -> list[Difference]:
    """In what QuickBooks' document differs from what ours would make of it.

    Empty for what QuickBooks has taken as it was sent. Where we say nothing (no due
    date, no description), QuickBooks may say what it likes.

    :param provider: which has rendered ours, and read theirs
    :param profile: of the company: what it does not keep is not compared
    """
    written = _Writing(provider, profile)
    if isinstance(ours, Party):
        return list(_of_party(ours, theirs, written))
    if ours.is_voided or theirs.is_voided:
        status = (VOID if each.is_voided else VALID for each in (ours, theirs))
        return list(_text("status", _("Status"), *status))
    both = ours, theirs
    found = [*_of_transaction(*both, written)]
    if isinstance(ours, PaymentDocument):
        return found + [*_of_payment(*both, provider)]
    return found + [*_of_trade(*both, profile), *_of_lines(*both, written)]


class _Writing(NamedTuple):
    """How a company's QuickBooks writes what we send."""

    provider: Provider
    profile: Profile

    def number(self, document: TradeDocument | PaymentDocument) -> str:
        """Our number there; "" where QuickBooks counts by itself."""
        counted = {
            SalesDocument: self.profile.custom_txn_numbers,
            PurchaseDocument: self.profile.custom_bill_numbers,
        }
        is_ours = all(
            own for kind, own in counted.items() if isinstance(document, kind)
        )
        if not is_ours:
            return ""
        return self.provider.number(document.object_type, document.number)

    def description(self, text: str) -> str:
        limit = self.provider.limits.line_description
        return names.clip(self.provider.written(text), limit)

    def one_line(self, text: str, limit: int) -> str:
        return names.clip(names.fold(self.provider.written(text)), limit)

    def lines(self, document: TradeDocument) -> list[_Line]:
        """The lines with amounts, in the order QuickBooks has them."""
        lines = document.amount_lines
        if self.profile.desktop and isinstance(document, PurchaseDocument):
            lines.sort(key=lambda line: isinstance(line, ItemLine))
        of_all = document.class_ref if isinstance(document, SalesDocument) else None
        return [
            _Line(
                target=line.item if isinstance(line, ItemLine) else line.account,
                amount=amounts.cents(line.amount),
                is_item=isinstance(line, ItemLine),
                quantity=_quantity(line),
                tracked=(line.class_ref or of_all)
                if self.profile.class_per_line
                else None,
                description=self.description(line.description),
            )
            for line in lines
        ]


class _Line(NamedTuple):
    """A line, as it is compared."""

    target: Ref | None
    amount: Decimal
    is_item: bool
    quantity: Decimal | None
    tracked: Ref | None
    description: str

    @property
    def key(self) -> tuple[str, Decimal]:
        """What makes it the same line, wherever it stands."""
        return _id(self.target), self.amount

    def __str__(self) -> str:
        what = self.description.partition("\n")[0] or _name(self.target)
        return f"{what} · {self.amount}" if what else str(self.amount)


def _quantity(line: ItemLine | ExpenseLine) -> Decimal | None:
    """The quantity that can stand beside the amount."""
    if isinstance(line, ExpenseLine):
        return None
    pair = amounts.quantity_and_price(
        amounts.cents(line.amount), line.quantity, line.unit_price
    )
    return pair and pair[0]


# -- transactions ----------------------------------------------------------------------


def _of_transaction(ours, theirs, written: _Writing) -> Iterator[Difference]:
    home = written.profile.home_currency
    if number := written.number(ours):
        yield from _text("number", _("Number"), number, theirs.number)
    dates = ours.date.isoformat(), theirs.date.isoformat()
    yield from _text("date", _("Date"), *dates)
    yield from _refs("party", _party_label(ours), ours.party, theirs.party)
    # A company with one currency does not name it.
    if theirs.currency:
        currency = ours.currency or home
        yield from _text("currency", _("Currency"), currency, theirs.currency)
        if currency == theirs.currency:
            yield from _rate(ours, theirs)
    yield from _money("total", _("Total"), ours.total, theirs.total)


def _rate(ours, theirs) -> Iterator[Difference]:
    found = ours.exchange_rate, theirs.exchange_rate
    if not rates.agree(*found, ours.total):
        texts = (f"{amounts.plain(rate):f}" for rate in found)
        yield Difference("rate", _("Exchange Rate"), *texts)


def _party_label(document: TradeDocument | PaymentDocument) -> Message:
    is_sale = document.object_type in ("Invoice", "CreditMemo", "Payment")
    return _("Customer") if is_sale else _("Vendor")


def _of_trade(ours, theirs, profile: Profile) -> Iterator[Difference]:
    yield from _money("tax", _("Tax"), ours.tax_amount, theirs.tax_amount)
    if isinstance(ours, Invoice | Bill) and ours.due_date:
        theirs_due = theirs.due_date.isoformat() if theirs.due_date else ""
        yield from _text(
            "due_date", _("Due Date"), ours.due_date.isoformat(), theirs_due
        )
    if profile.departments:
        yield from _refs("location", _("Location"), ours.department, theirs.department)
    if profile.class_per_txn and isinstance(ours, SalesDocument):
        yield from _refs("class", _("Class"), ours.class_ref, theirs.class_ref)


def _of_payment(ours, theirs, provider: Provider) -> Iterator[Difference]:
    # Without one of ours, QuickBooks has chosen.
    if ours.account:
        yield from _refs("account", _("Account"), ours.account, theirs.account)
    called = _called(theirs.applied) | _called(ours.applied)
    applied = [provider.documents.applied(document) for document in (ours, theirs)]
    for key in _keys(*applied):
        yield from _money(
            f"applied.{' '.join(key)}",
            _("Applied to %(name)s", name=called[key]),
            *(each.get(key, Decimal(0)) for each in applied),
        )
    discounts = [document.discounts for document in (ours, theirs)]
    for key in _keys(*discounts):
        yield from _money(
            f"discount.{' '.join(key)}",
            _("Discount on %(name)s", name=called[key]),
            *(each.get(key, Decimal(0)) for each in discounts),
        )


def _called(applied: Iterable[Applied]) -> dict[tuple[str, str], str]:
    """What people call the documents that a payment settles."""
    return {
        (line.type, line.target.id): f"{line.type} "
        f"{line.target.name or line.source.name or line.target.id}"
        for line in applied
        if line.target
    }


def _keys(ours: Mapping, theirs: Mapping) -> list:
    """All keys of both, those of ours first."""
    return list(dict.fromkeys([*ours, *theirs]))


# -- lines -----------------------------------------------------------------------------


def _of_lines(ours, theirs, written: _Writing) -> Iterator[Difference]:
    for number, one, other in _paired(written.lines(ours), written.lines(theirs)):
        field = f"lines.{number}"
        if other is None:
            yield Difference(
                field, _("Line %(number)s: removed", number=number), str(one), ""
            )
        elif one is None:
            yield Difference(
                field, _("Line %(number)s: added", number=number), "", str(other)
            )
        else:
            yield from _of_line(number, one, other)


def _paired(
    ours: list[_Line], theirs: list[_Line]
) -> Iterator[tuple[int, _Line | None, _Line | None]]:
    """The lines that belong together, None where one side has no such line, and the
    number of each: where it stands in QuickBooks, or has stood."""
    start, end = _middle([line.key for line in ours], [line.key for line in theirs])
    one, other = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    blocks = [(0, len(one), 0, len(other))]
    if len(one) != len(other):
        keys = ([line.key for line in lines] for lines in (one, other))
        blocks = [block[1:] for block in SequenceMatcher(None, *keys).get_opcodes()]
    # What stands before and behind it may still differ in other fields.
    blocks = [
        (0, start, 0, start),
        *([start + place for place in block] for block in blocks),
        (len(ours) - end, len(ours), len(theirs) - end, len(theirs)),
    ]
    for our_start, our_end, their_start, their_end in blocks:
        pairs = zip_longest(ours[our_start:our_end], theirs[their_start:their_end])
        for offset, (one, other) in enumerate(pairs, start=1):
            yield (our_start if other is None else their_start) + offset, one, other


def _middle(ours: list, theirs: list) -> tuple[int, int]:
    """How many are the same at the beginning, and how many of the rest at the end."""
    start = _same(ours, theirs)
    return start, _same(reversed(ours[start:]), reversed(theirs[start:]))


def _same(ours: Iterable, theirs: Iterable) -> int:
    pairs = zip(ours, theirs, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _of_line(number: int, ours: _Line, theirs: _Line) -> Iterator[Difference]:
    what = (
        _("Line %(number)s: item", number=number)
        if theirs.is_item
        else _("Line %(number)s: account", number=number)
    )
    field = f"lines.{number}"
    name = "item" if theirs.is_item else "account"
    yield from _refs(f"{field}.{name}", what, ours.target, theirs.target)
    yield from _money(
        f"{field}.amount",
        _("Line %(number)s: amount", number=number),
        ours.amount,
        theirs.amount,
    )
    # Beside an amount alone QuickBooks may show a quantity of its own.
    if ours.quantity is not None and theirs.quantity is not None:
        yield from _text(
            f"{field}.quantity",
            _("Line %(number)s: quantity", number=number),
            f"{ours.quantity:f}",
            f"{theirs.quantity:f}",
        )
    yield from _refs(
        f"{field}.class",
        _("Line %(number)s: class", number=number),
        ours.tracked,
        theirs.tracked,
    )
    # QuickBooks fills an empty one with that of the item.
    if ours.description:
        yield from _text(
            f"{field}.description",
            _("Line %(number)s: description", number=number),
            ours.description,
            theirs.description,
        )


# -- customers and vendors -------------------------------------------------------------


def _of_party(ours: Party, theirs: Party, written: _Writing) -> Iterator[Difference]:
    """What is filled here and otherwise there; addresses are written too freely."""
    limits = written.provider.limits
    company = written.one_line(ours.company_name, limits.company_name)
    phone, mobile = (
        names.fold(written.provider.written(each))[: limits.phone].rstrip()
        for each in (ours.phone, ours.mobile)
    )
    said = (
        ("name", _("Name"), written.provider.list_name(ours.name)),
        ("company_name", _("Company"), company),
        ("email", _("Email"), names.fold(ours.email)),
        ("phone", _("Phone"), phone),
        ("mobile", _("Mobile"), mobile),
    )
    for field, label, text in said:
        if text:
            yield from _text(field, label, text, names.fold(getattr(theirs, field)))
    active = (str(each.active).lower() for each in (ours, theirs))
    yield from _text("active", _("Active"), *active)


# -- one field -------------------------------------------------------------------------


def _text(field: str, label: Message, ours: str, theirs: str) -> Iterator[Difference]:
    if ours != theirs:
        yield Difference(field, label, ours, theirs)


def _money(
    field: str, label: Message, ours: Decimal, theirs: Decimal
) -> Iterator[Difference]:
    yield from _text(field, label, f"{amounts.cents(ours)}", f"{amounts.cents(theirs)}")


def _refs(
    field: str, label: Message, ours: Ref | None, theirs: Ref | None
) -> Iterator[Difference]:
    """Names change, and are for people; the ids tell."""
    if _id(ours) != _id(theirs):
        yield Difference(field, label, _name(ours), _name(theirs))


def _id(target: Ref | None) -> str:
    return target.id if target else ""


def _name(target: Ref | None) -> str:
    return (target.name or target.id) if target else ""
