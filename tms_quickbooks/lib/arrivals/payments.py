# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments that come from QuickBooks: what of them settles what here, and what keeps
them from being entered."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .. import amounts
from ..compare import Difference
from ..documents import Applied, PaymentDocument, Ref
from ..messages import Message, _
from ..problems import NextAction, Place, Problem
from . import ALIKE, Ignored, NotTaken

# An object of QuickBooks: its type and its id there.
Key = tuple[str, str]

PAID = ("Invoice", "Bill")
CREDITS = ("CreditMemo", "VendorCredit")


@dataclass(frozen=True, slots=True)
class Step:
    """So much of an invoice or bill is settled ``by`` a credit, or by the payment.

    ``in_all``: QuickBooks Desktop says how much of a credit was ever set off against
    an invoice, and not with which payment.
    """

    target: Key
    amount: Decimal
    by: Key | None = None
    in_all: bool = False


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """What is settled beside the money: a discount, booked to ``account``.

    ``account`` is None where QuickBooks does not name it: there it is part of a
    journal entry that the payment is linked with.
    """

    amount: Decimal
    account: Ref | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a payment of QuickBooks settles here; the rest of it stays open."""

    steps: tuple[Step, ...] = ()
    written_off: tuple[WrittenOff, ...] = ()

    @property
    def by_money(self) -> list[Step]:
        return [step for step in self.steps if step.by is None]

    @property
    def by_credit(self) -> list[Step]:
        return [step for step in self.steps if step.by is not None]


def keys(document: PaymentDocument) -> set[Key]:
    """The invoices, bills and credits that a payment names."""
    return {_key(line) for line in document.applied if line.type in PAID + CREDITS}


def settlement(document: PaymentDocument, here: Container[Key]) -> Settlement:
    """What a payment settles of what is here.

    In QuickBooks Online a credit belongs to the payment as a whole; it goes to the
    invoices in their order. QuickBooks Desktop says what each is set off against. A
    journal entry that is linked with a payment is money on neither side: where the
    invoices come to more than the money, it has made up for the difference.

    :param here: the documents of QuickBooks that have a document here
    :raises NotTaken: where a credit that is not here is needed for what is
    """
    paid = [line for line in document.applied if line.type in PAID]
    paid = [line for line in paid if _key(line) in here]
    left = {line: line.amount for line in document.applied if line.is_credit}
    steps: list[Step] = []
    for line in paid:
        open_ = line.amount
        for credit in left:
            part = min(open_, left[credit])
            if not part or not _may_settle(credit, line, here):
                continue
            left[credit] -= part
            open_ -= part
            if _key(credit) in here:
                in_all = credit.against is not None
                steps.append(Step(_key(line), part, _key(credit), in_all))
        if open_ + line.discount:
            steps.append(Step(_key(line), open_ + line.discount))
    written_off = [
        WrittenOff(line.discount, line.discount_account)
        for line in paid
        if line.discount
    ]
    by_money = sum((step.amount for step in steps if step.by is None), Decimal(0))
    off = sum((each.amount for each in written_off), Decimal(0))
    if (missing := by_money - off - document.total) > 0:
        if missing > _of_entries(document):
            raise NotTaken(_credit_missing(document, here))
        written_off.append(WrittenOff(missing))
    return Settlement(tuple(steps), tuple(written_off))


def _may_settle(credit: Applied, line: Applied, here: Container[Key]) -> bool:
    if credit.against is None:
        return _key(credit) in here
    return credit.against.id == line.target.id


def _of_entries(document: PaymentDocument) -> Decimal:
    """What is linked that is neither invoice, bill nor credit."""
    return sum(
        (each.amount for each in document.applied if each.type not in PAID + CREDITS),
        Decimal(0),
    )


def _key(line: Applied) -> Key:
    return line.type, line.target.id if line.target else ""


# -- what differs ----------------------------------------------------------------------


def settled_otherwise(
    ours: Mapping[Key, Decimal], theirs: Settlement, names: Mapping[Key, str]
) -> Iterator[Difference]:
    """Where QuickBooks has settled another amount of what is here.

    Without the credits of QuickBooks Desktop, which belong to no payment.
    """
    wanted: Counter[Key] = Counter()
    beside = {step.by for step in theirs.steps if step.in_all}
    for step in theirs.steps:
        if step.in_all:
            continue
        wanted[step.target] += step.amount
        if step.by:
            wanted[step.by] += step.amount
    for key in dict.fromkeys([*ours, *wanted]):
        if key in beside or ours.get(key, 0) == wanted[key]:
            continue
        yield Difference(
            f"applied.{' '.join(key)}",
            _("Applied to %(name)s", name=names[key]),
            str(amounts.cents(ours.get(key, Decimal(0)))),
            str(amounts.cents(wanted[key] or Decimal(0))),
        )


def written_off_otherwise(ours: Decimal, theirs: Decimal) -> Iterator[Difference]:
    if ours != theirs:
        texts = [str(amounts.cents(Decimal(each))) for each in (ours, theirs)]
        yield Difference("discount", _("Discount"), *texts)


# -- left in QuickBooks ----------------------------------------------------------------


def voided() -> Ignored:
    return Ignored(_("It was made void in QuickBooks before it came here."))


def not_of_here() -> Ignored:
    return Ignored(_("What it pays in QuickBooks is not here."))


def party_not_here(name: str) -> Ignored:
    return Ignored(
        _(
            "It pays nothing that is here, and “%(name)s” is linked with no contact.",
            name=name,
        )
    )


# -- needs somebody --------------------------------------------------------------------


def _credit_missing(document: PaymentDocument, here: Container[Key]) -> Problem:
    used = [
        line for line in document.applied if line.is_credit and _key(line) not in here
    ]
    names = ", ".join(line.target.name or line.target.id for line in used)
    return _problem(
        "arrival.credit_missing",
        _("It uses a credit of QuickBooks that is not here (%(names)s).", names=names),
        _(
            "Have the credit arrive first: enter it with the setting for invoices or"
            " bills made in QuickBooks, or enter it here and link the two. Then retry."
        ),
        NextAction.FIX_RECORD,
        document.source,
    )


def account_not_mapped(account: Ref | None, place: Place) -> Problem:
    return _problem(
        "arrival.no_journal",
        _(
            "No journal here stands for “%(account)s”, where the money is in"
            " QuickBooks.",
            account=account.name or account.id,
        )
        if account
        else _(
            "QuickBooks has the money among Undeposited Funds, and no journal is"
            " chosen for that."
        ),
        _(
            "Map a bank or cash journal to that account, or choose a journal for other"
            " accounts on the connection, page Settings, under From QuickBooks."
        ),
        NextAction.FIX_MAPPING,
        place,
    )


def no_discount_account(amount: Decimal, account: Ref | None, place: Place) -> Problem:
    return _problem(
        "arrival.no_discount_account",
        _(
            "%(amount)s were given away with it (%(account)s), and no account here"
            " stands for that.",
            amount=str(amounts.cents(amount)),
            account=account.name or account.id,
        )
        if account
        else _(
            "%(amount)s were written off with it by a journal entry in QuickBooks, and"
            " no account here is chosen for that.",
            amount=str(amounts.cents(amount)),
        ),
        _(
            "Map an expense account to it, or choose the accounts for cash discounts"
            " in the settings of Invoicing. Then retry."
        ),
        NextAction.FIX_MAPPING,
        place,
    )


def no_currency(code: str, place: Place) -> Problem:
    return _problem(
        "arrival.currency_inactive",
        _("It is in %(currency)s, which is not in use here.", currency=code),
        _("Activate the currency under Invoicing > Currencies, then retry."),
        NextAction.FIX_RECORD,
        place,
    )


def other_currency(name: str, ours: str, theirs: str, place: Place) -> Problem:
    return _problem(
        "arrival.currency",
        _(
            "%(name)s is in %(ours)s here, and QuickBooks has it paid in %(theirs)s.",
            name=name,
            ours=ours,
            theirs=theirs,
        ),
        _(
            "Compare the two documents. Enter the payment here by hand, or correct the"
            " document where it is wrong, then retry."
        ),
        NextAction.DECIDE,
        place,
    )


def not_posted(name: str, place: Place) -> Problem:
    return _problem(
        "arrival.not_posted",
        _("It settles %(name)s, which is not posted here.", name=name),
        _("Post it, then retry. Or correct the payment in QuickBooks."),
        NextAction.FIX_RECORD,
        place,
    )


def more_than_open(theirs: Decimal, ours: Decimal, name: str, place: Place) -> Problem:
    return _problem(
        "arrival.more_than_open",
        _(
            "In QuickBooks it settles %(theirs)s of %(name)s; here only %(ours)s are"
            " open.",
            theirs=str(amounts.cents(theirs)),
            ours=str(amounts.cents(ours)),
            name=name,
        ),
        _(
            "See what else has settled it here: a payment or a credit that QuickBooks"
            " does not have. Take that back or enter it in QuickBooks, then retry."
        ),
        NextAction.DECIDE,
        place,
    )


def looks_like(name: str, place: Place) -> Problem:
    """Somebody has recorded the same payment here by hand."""
    return _problem(
        ALIKE,
        _("It looks like %(name)s, which was entered here.", name=name),
        _(
            "If they are one and the same, link them: it then follows QuickBooks. If"
            " the customer or vendor was paid twice, enter this as another one."
        ),
        NextAction.DECIDE,
        place,
    )


def set_off_undone(code: str, place: Place) -> Problem:
    """Somebody has taken back what sets a credit off, and here it is settled.

    :param code: `documents.VOIDED` or `documents.DELETED`
    """
    return _problem(
        code,
        _(
            "The payment that sets this credit off was taken back in QuickBooks: there"
            " it is open again."
        ),
        _(
            "Undo the match here as well, or send it again. Until then nothing of it"
            " is sent."
        ),
        NextAction.DECIDE,
        place,
    )


def on_statement(name: str, date: datetime.date, place: Place) -> Problem:
    """The bank has confirmed here what was changed there."""
    return _problem(
        "arrival.on_statement",
        _(
            "%(name)s was changed in QuickBooks; here it is matched with a bank"
            " statement of %(date)s.",
            name=name,
            date=date,
        ),
        _(
            "If the bank is right, correct it in QuickBooks. Otherwise undo the match"
            " with the statement here, then retry."
        ),
        NextAction.DECIDE,
        place,
    )


def _problem(
    code: str, text: Message, hint: Message, action: NextAction, place: Place
) -> Problem:
    return Problem(code=code, text=text, hint=hint, action=action, place=place)
