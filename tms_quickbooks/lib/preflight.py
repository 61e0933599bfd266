# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks would refuse, told before anything is sent.

Pure rules over a document and the company's profile. The banner on an invoice, the
dry run, the bulk wizard and the queue all ask ``check``. A customer or vendor that is
not in QuickBooks yet is no problem: its own job goes first.
"""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from . import amounts, lengths
from .documents import (
    Document,
    ExpenseLine,
    Invoice,
    ItemLine,
    Party,
    PurchaseDocument,
    Ref,
    SalesDocument,
    TextLine,
)
from .limits import ONLINE, Limits
from .messages import Message, _
from .names import display_name, fold
from .problems import NextAction, Place, Problem
from .profile import Profile

Transaction = SalesDocument | PurchaseDocument

# QuickBooks asks for an @ and a dot (code 2210); a blank or a second @ is a slip.
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
# A line's amount has fifteen digits, five of them decimals (Invoice reference).
_LARGEST = Decimal(10) ** 10


def check(
    document: Document, profile: Profile, limits: Limits = ONLINE
) -> list[Problem]:
    """Every problem that would keep ``document`` out of the company of ``profile``.

    Errors keep it from being sent; warnings (a text that will be cut) do not. Empty
    when all is well. ``limits`` are the text lengths of the QuickBooks it goes to.
    """
    rules = _PARTY_RULES if isinstance(document, Party) else _TRANSACTION_RULES
    found = [problem for rule in rules for problem in rule(document, profile, limits)]
    # Ten lines of one unmapped product are one thing to do.
    unique = {(problem.code, problem.place, str(problem)): problem for problem in found}
    return list(unique.values())


# -- Parties ---------------------------------------------------------------------------


def _party_name(party: Party, profile: Profile, limits: Limits) -> Iterator[Problem]:
    if not display_name(party.name, limits.name):
        yield _problem(
            "preflight.name",
            _("There is no name QuickBooks could use."),
            _("Give the partner a name, then send it again."),
            NextAction.FIX_RECORD,
            party.source,
        )


def _party_email(party: Party, profile: Profile, limits: Limits) -> Iterator[Problem]:
    yield from _email(party.email, party.source, limits)


def _party_currency(
    party: Party, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    yield from _currency(party.currency, party.source, profile)


def _party_tax_id(party: Party, profile: Profile, limits: Limits) -> Iterator[Problem]:
    if len(fold(party.tax_id)) > limits.tax_id:
        # A tax id that is cut is another tax id.
        yield _problem(
            "preflight.tax_id",
            _("The tax id is longer than the %(limit)s characters QuickBooks takes."),
            _("Correct the tax id of the partner."),
            NextAction.FIX_RECORD,
            party.source,
            limit=limits.tax_id,
        )


# -- Transactions ----------------------------------------------------------------------


def _plan(document: Transaction, profile: Profile, limits: Limits) -> Iterator[Problem]:
    if isinstance(document, PurchaseDocument) and not profile.has_bills:
        yield _problem(
            "preflight.plan_bills",
            _("This QuickBooks plan (Simple Start) has no bills."),
            _(
                "Upgrade QuickBooks to Essentials or higher, or suppress the bill so "
                "that it is not sent."
            ),
            NextAction.DECIDE,
            document.source,
        )


def _closed_books(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    if profile.closing_date and document.date <= profile.closing_date:
        yield _problem(
            "preflight.closed_books",
            _(
                "The books in QuickBooks are closed through %(closing)s; this record "
                "is dated %(date)s."
            ),
            _(
                "Ask the accountant: either move the closing date in QuickBooks "
                "(Settings, Account and settings, Advanced) or change the date here."
            ),
            NextAction.DECIDE,
            document.source,
            closing=profile.closing_date.isoformat(),
            date=document.date.isoformat(),
        )


def _number(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    sale = isinstance(document, SalesDocument)
    ours = profile.custom_txn_numbers if sale else profile.custom_bill_numbers
    if ours and not fold(document.number):
        yield _problem(
            "preflight.no_number",
            _("There is no number for QuickBooks."),
            _("Give the invoice a number.")
            if sale
            else _("Enter the vendor's reference on the bill."),
            NextAction.FIX_RECORD,
            document.source,
        )


def _currency_and_rate(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    yield from _currency(document.currency, document.source, profile)
    foreign = document.currency not in ("", profile.home_currency)
    rate = document.exchange_rate
    if profile.multi_currency and foreign and not (rate and rate > 0):
        yield _problem(
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
        yield _problem(
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
            party=_party(document).name,
        )


def _lines(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    count = len(document.lines)
    if all(isinstance(line, TextLine) for line in document.lines):
        yield _problem(
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
        yield _problem(
            "preflight.too_many_lines",
            _("There are %(count)s lines; QuickBooks takes %(limit)s."),
            _("Split the record in two."),
            NextAction.FIX_RECORD,
            document.source,
            count=count,
            limit=limit,
        )


def _mapping(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    for line in document.lines:
        place = getattr(line, "source", None) or document.source
        if isinstance(line, ItemLine) and line.item is None:
            yield _problem(
                "preflight.no_item",
                _("“%(name)s” is not mapped to a QuickBooks product or service."),
                _("Map it, its category or the default, then retry."),
                NextAction.FIX_MAPPING,
                place,
                name=place.name or line.description,
            )
        elif isinstance(line, ExpenseLine) and line.account is None:
            yield _problem(
                "preflight.no_account",
                _("“%(name)s” is not mapped to a QuickBooks account."),
                _("Map it, its category or the default, then retry."),
                NextAction.FIX_MAPPING,
                place,
                name=place.name or line.description,
            )


def _totals(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    if document.total < 0:
        yield _problem(
            "preflight.negative_total",
            _("The total is negative; QuickBooks does not take that."),
            _("Make it a credit instead (a credit note or a vendor refund)."),
            NextAction.FIX_RECORD,
            document.source,
        )
    if document.total == 0:
        yield _problem(
            "preflight.zero_total",
            _("The total is zero: there is nothing to book."),
            _("Correct the amounts, or suppress the record so that it is not sent."),
            NextAction.DECIDE,
            document.source,
        )
    money = [line.amount for line in document.lines if not isinstance(line, TextLine)]
    if any(abs(amount) >= _LARGEST for amount in money):
        yield _problem(
            "preflight.amount_too_large",
            _("An amount has more than the ten digits QuickBooks takes."),
            _("Correct the amount, or split the line."),
            NextAction.FIX_RECORD,
            document.source,
        )
    whole = amounts.total([*money, document.tax_amount])
    if whole != document.total:
        yield _problem(
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


def _tax(document: Transaction, profile: Profile, limits: Limits) -> Iterator[Problem]:
    if profile.is_us:
        yield from _us_tax(document, profile)
    elif profile.sales_tax:
        yield from _tax_codes(document)
    elif document.tax_amount:
        yield _no_sales_tax(document)


def _us_tax(document: Transaction, profile: Profile) -> Iterator[Problem]:
    if not document.tax_amount:
        return
    if isinstance(document, PurchaseDocument):
        yield _problem(
            "preflight.purchase_tax",
            _("QuickBooks has no tax on bills in the United States."),
            _("Enter the tax as a line of its own, or include it in the price."),
            NextAction.FIX_RECORD,
            document.source,
        )
    elif not profile.sales_tax:
        yield _no_sales_tax(document)


def _no_sales_tax(document: Transaction) -> Problem:
    return _problem(
        "preflight.no_sales_tax",
        _("There is tax on this record, but the QuickBooks company charges none."),
        _(
            "Set up sales tax in QuickBooks (Taxes), or take the tax off the record. "
            "QuickBooks would drop it without a word."
        ),
        NextAction.DECIDE,
        document.source,
    )


def _tax_codes(document: Transaction) -> Iterator[Problem]:
    for line in document.lines:
        if not isinstance(line, TextLine) and line.tax_code is None:
            yield _problem(
                "preflight.no_tax_code",
                _("A line has no QuickBooks tax code; in this country each needs one."),
                _(
                    "Map the taxes used on this record, and the default for lines "
                    "without tax, to QuickBooks tax codes."
                ),
                NextAction.FIX_MAPPING,
                document.source,
            )
            return


def _sale_email(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    if isinstance(document, SalesDocument):
        yield from _email(
            document.bill_email, document.partner or document.source, limits
        )


def _texts(document: Document, profile: Profile, limits: Limits) -> Iterator[Problem]:
    return lengths.check(document, limits)


_PARTY_RULES = (_party_name, _party_email, _party_currency, _party_tax_id, _texts)
_TRANSACTION_RULES = (
    _plan,
    _closed_books,
    _number,
    _currency_and_rate,
    _lines,
    _mapping,
    _totals,
    _tax,
    _sale_email,
    _texts,
)


# -- What the rules share --------------------------------------------------------------


def _party(document: Transaction) -> Ref:
    """The customer or vendor in QuickBooks; nameless where there is none yet."""
    sale = isinstance(document, SalesDocument)
    return (document.customer if sale else document.vendor) or Ref("")


def _problem(
    code: str,
    text: Message,
    hint: Message,
    action: NextAction,
    place: Place,
    **params,
) -> Problem:
    return Problem(code, text.fill(**params), hint.fill(**params), action, place=place)


def _email(email: str, place: Place, limits: Limits) -> Iterator[Problem]:
    if email and (not _EMAIL.fullmatch(email.strip()) or len(email) > limits.email):
        yield _problem(
            "preflight.email",
            _("QuickBooks would refuse the e-mail address “%(email)s”."),
            _("Correct the e-mail address: one address, with an @ and a dot."),
            NextAction.FIX_RECORD,
            place,
            email=email,
        )


def _currency(currency: str, place: Place, profile: Profile) -> Iterator[Problem]:
    if currency in ("", profile.home_currency) or profile.multi_currency:
        return
    yield _problem(
        "preflight.currency",
        _("This is in %(currency)s, but QuickBooks keeps only %(home)s."),
        _(
            "Switch on multicurrency in QuickBooks (Settings, Account and settings, "
            "Advanced; it cannot be switched off again), or use %(home)s."
        ),
        NextAction.FIX_RECORD,
        place,
        currency=currency,
        home=profile.home_currency,
    )
