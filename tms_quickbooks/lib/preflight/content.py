# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules for what an invoice or a bill says: lines, mapping, totals, texts."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from collections.abc import Iterator
from decimal import Decimal

from .. import amounts, lengths
from ..documents import (
    Document,
    ExpenseLine,
    Invoice,
    ItemLine,
    SalesDocument,
)
from ..limits import Limits
from ..messages import _
from ..problems import NextAction, Problem, Severity
from ..profile import Profile
from .shared import (
    Transaction,
    bad_email,
    finer_than_cents,
    has_finer_than_cents,
    problem,
    zero_total,
)

# A line's amount has fifteen digits, five of them decimals (Invoice reference).
_LARGEST = Decimal(10) ** 10


def lines(document: Transaction, profile: Profile, limits: Limits) -> Iterator[Problem]:
    count = len(document.lines)
    if not document.amount_lines:
        yield problem(
            "preflight.no_lines",
            _("There is no line with an amount."),
            _("Add a line, or suppress the record so that it is not sent."),
            NextAction.FIX_RECORD,
            document.source,
        )
    taxed = (
        isinstance(document, Invoice)
        and profile.automated_sales_tax
        and any(isinstance(line, ItemLine) and line.taxable for line in document.lines)
    )
    limit = limits.taxed_lines if taxed else limits.lines
    if count > limit:
        yield problem(
            "preflight.too_many_lines",
            _("There are %(count)s lines; QuickBooks takes %(limit)s."),
            _("Split the record in two."),
            NextAction.FIX_RECORD,
            document.source,
            count=count,
            limit=limit,
        )


def mapping(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    for line in document.lines:
        place = getattr(line, "source", None) or document.source
        if isinstance(line, ItemLine) and line.item is None:
            yield problem(
                "preflight.no_item",
                _("“%(name)s” is not mapped to a QuickBooks product or service."),
                _("Map it, its category or the default, then retry."),
                NextAction.FIX_MAPPING,
                place,
                name=place.name or line.description,
            )
        elif isinstance(line, ExpenseLine) and line.account is None:
            yield problem(
                "preflight.no_account",
                _("“%(name)s” is not mapped to a QuickBooks account."),
                _("Map it, its category or the default, then retry."),
                NextAction.FIX_MAPPING,
                place,
                name=place.name or line.description,
            )


def totals(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    if document.total < 0:
        yield problem(
            "preflight.negative_total",
            _("The total is negative; QuickBooks does not take that."),
            _("Make it a credit instead (a credit note or a vendor refund)."),
            NextAction.FIX_RECORD,
            document.source,
        )
    if document.total == 0:
        yield zero_total(document)
    money = [line.amount for line in document.amount_lines]
    if has_finer_than_cents(document.total, document.tax_amount, *money):
        yield finer_than_cents(document)
        return
    if any(abs(amount) >= _LARGEST for amount in money):
        yield problem(
            "preflight.amount_too_large",
            _("An amount has more than the ten digits QuickBooks takes."),
            _("Correct the amount, or split the line."),
            NextAction.FIX_RECORD,
            document.source,
        )
    whole = amounts.total([*money, document.tax_amount])
    if whole != document.total:
        yield problem(
            "preflight.sum",
            _("The lines and the tax add up to %(sum)s, the total says %(total)s."),
            _(
                "QuickBooks adds up the lines itself and would show another total. "
                "This is a fault of the connector: please report it with the record."
            ),
            NextAction.REPORT,
            document.source,
            sum=str(whole),
            total=str(document.total),
        )


def due_dates(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    if len(document.due_dates) > 1:
        yield problem(
            "preflight.due_dates",
            _("It is due in %(count)s parts; QuickBooks has one due date: %(last)s."),
            _(
                "The parts stand in its text. Where QuickBooks shall remind of each, "
                "make one document for each part."
            ),
            NextAction.FIX_RECORD,
            document.source,
            severity=Severity.WARNING,
            count=len(document.due_dates),
            last=max(document.due_dates),
        )


def sale_email(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    if isinstance(document, SalesDocument):
        place = document.partner or document.source
        yield from bad_email(document.bill_email, place, limits.email)
        yield from bad_email(document.copy_email, document.source, limits.copy_email)


def texts(document: Document, profile: Profile, limits: Limits) -> Iterator[Problem]:
    return lengths.check(document, limits)
