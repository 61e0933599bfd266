# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules that the QuickBooks company makes: plan, closed books, numbers, currency."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from collections.abc import Iterator

from .. import numbers
from ..documents import (
    BillPayment,
    CreditMemo,
    PurchaseDocument,
    Ref,
    SalesDocument,
)
from ..limits import Limits
from ..messages import _
from ..names import fold
from ..problems import NextAction, Problem, Severity
from ..profile import Profile
from .shared import Transaction, foreign_currency, is_numbered_here, problem


def plan(document: Transaction, profile: Profile, limits: Limits) -> Iterator[Problem]:
    if isinstance(document, PurchaseDocument | BillPayment) and not profile.has_bills:
        yield problem(
            "preflight.plan_bills",
            _("This QuickBooks plan (Simple Start) has no bills."),
            _(
                "Upgrade QuickBooks to Essentials or higher, or suppress the bill so "
                "that it is not sent."
            ),
            NextAction.DECIDE,
            document.source,
        )


def closed_books(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    if profile.closing_date and document.date <= profile.closing_date:
        yield problem(
            "preflight.closed_books",
            _(
                "The books in QuickBooks are closed through %(closing)s; this record "
                "is dated %(date)s."
            ),
            _(
                "Ask the accountant: either move the closing date in QuickBooks (Edit, "
                "Preferences, Accounting, Company Preferences) or change the date here."
            )
            if profile.desktop
            else _(
                "Ask the accountant: either move the closing date in QuickBooks "
                "(Settings, Account and settings, Advanced) or change the date here."
            ),
            NextAction.DECIDE,
            document.source,
            closing=profile.closing_date,
            date=document.date,
        )


def number(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    sale = isinstance(document, SalesDocument)
    if is_numbered_here(document, profile) and not fold(document.number):
        yield problem(
            "preflight.no_number",
            _("There is no number for QuickBooks."),
            _("Give the invoice a number.")
            if sale
            else _("Enter the vendor's reference on the bill."),
            NextAction.FIX_RECORD,
            document.source,
        )


def number_held(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    """QuickBooks Online would refuse a second one (6140), where it is set to tell them.

    QuickBooks Desktop takes it, and nobody could tell the two invoices apart; vendors'
    numbers are theirs.
    """
    place = document.number_held_by
    sale = isinstance(document, SalesDocument)
    # Credit memos may have the same number as far as Intuit says.
    if place is None or isinstance(document, CreditMemo):
        return
    if not is_numbered_here(document, profile):
        return
    yield problem(
        numbers.HELD,
        _("“%(other)s” is in QuickBooks under the number %(number)s already.")
        if sale
        else _("“%(other)s”, of the same vendor, has the number %(number)s as well."),
        _(
            "Give this one another number. If it is the same document entered twice, "
            "suppress this one."
        ),
        NextAction.DECIDE,
        place,
        Severity.WARNING
        if not sale and (profile.repeated_bill_numbers or profile.desktop)
        else Severity.ERROR,
        other=place.name,
        number=document.number,
    )


def currency_and_rate(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    yield from foreign_currency(document.currency, document.source, profile)
    foreign = document.currency not in ("", profile.home_currency)
    rate = document.exchange_rate
    if profile.multi_currency and foreign and not (rate and rate > 0):
        yield problem(
            "preflight.no_rate",
            _("There is no exchange rate from %(currency)s to %(home)s."),
            _(
                "Enter the rate of the day in Odoo (Accounting, Currencies). There is "
                "none where the company here has another home currency than "
                "QuickBooks: then use %(home)s."
            ),
            NextAction.FIX_RECORD,
            document.source,
            currency=document.currency,
            home=profile.home_currency,
        )
    ours, theirs = document.currency or profile.home_currency, document.party_currency
    if profile.multi_currency and theirs and theirs != ours:
        yield problem(
            "preflight.party_currency",
            _("This is in %(ours)s, but QuickBooks keeps %(party)s in %(theirs)s."),
            _(
                "QuickBooks keeps each customer and vendor in one currency for good. "
                "Use a contact of its own for documents in %(ours)s."
            ),
            NextAction.FIX_RECORD,
            document.source,
            ours=ours,
            theirs=theirs,
            party=(document.party or Ref("")).name,
        )
