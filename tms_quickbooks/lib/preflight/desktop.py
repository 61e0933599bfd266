# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules that only a company file of QuickBooks Desktop makes."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
import datetime
from collections.abc import Iterator

from .. import amounts, lengths
from ..desktop import currencies
from ..desktop.text import written
from ..documents import (
    Attachment,
    BillPayment,
    Document,
    ItemLine,
    Party,
    PaymentDocument,
    SalesDocument,
    TradeDocument,
)
from ..limits import Limits
from ..messages import _
from ..names import clean, clip, document_number, fold
from ..problems import NextAction, Problem, Severity
from ..profile import Profile
from .shared import Transaction, is_numbered_here, problem

# What QuickBooks takes as a date (Intuit: SDK sample InvoiceMod, DateValid).
FIRST_DAY, LAST_DAY = datetime.date(1970, 1, 1), datetime.date(2038, 1, 18)
# Characters of a long text that a sentence shows.
_SHOWN = 60


def dates(document: Transaction, profile: Profile, limits: Limits) -> Iterator[Problem]:
    for date in sorted(set(_dates(document))):
        if not FIRST_DAY <= date <= LAST_DAY:
            yield problem(
                "preflight.date",
                _("QuickBooks Desktop has no date %(date)s."),
                _("Correct it to a date between %(first)s and %(last)s."),
                NextAction.FIX_RECORD,
                document.source,
                date=date,
                first=FIRST_DAY,
                last=LAST_DAY,
            )


def _dates(document: Transaction) -> Iterator[datetime.date]:
    yield document.date
    if isinstance(document, TradeDocument):
        if document.due_date:
            yield document.due_date
        for line in document.lines:
            if isinstance(line, ItemLine) and line.service_date:
                yield line.service_date


def characters(
    document: Document, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    """QuickBooks Desktop keeps the characters of Windows-1252 and garbles others."""
    other = [
        text
        for text in lengths.texts(document, limits)
        if written(text).splitlines() != clean(text).splitlines()
    ]
    if not other:
        return
    yield problem(
        "preflight.characters",
        _("QuickBooks Desktop lacks some letters: “%(given)s” goes as “%(written)s”.")
        if len(other) == 1
        else _(
            "QuickBooks Desktop lacks some letters: “%(given)s” goes as “%(written)s”; "
            "%(count)s more texts likewise."
        ),
        _("Write it in letters of Western Europe where the difference matters."),
        NextAction.FIX_RECORD,
        document.source,
        severity=Severity.WARNING,
        given=clip(other[0], _SHOWN),
        written=clip(written(other[0]), _SHOWN),
        count=len(other) - 1,
    )


def number_shortened(
    document: Transaction, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    """A warning: the paper that the customer has shows the whole number."""
    if isinstance(document, TradeDocument) and not is_numbered_here(document, profile):
        return
    limit = limits.number_of(document.object_type)
    given, shown = fold(document.number), document_number(document.number, limit)
    if given != shown:
        yield problem(
            "preflight.number_shortened",
            _(
                "The number %(number)s is longer than the %(limit)s characters that "
                "QuickBooks Desktop takes; it goes as %(shown)s."
            ),
            _(
                "To have the same number in both, use shorter ones: those of the loads "
                "(QuickBooks > Connections, page Settings), or a shorter sequence."
            )
            if isinstance(document, SalesDocument)
            else _("To have the same number in both, enter a shorter one."),
            NextAction.FIX_RECORD,
            document.source,
            severity=Severity.WARNING,
            number=given,
            shown=shown,
            limit=limit,
        )


def sales_tax(
    document: TradeDocument, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    """The tax of a sale follows from one sales tax item; QuickBooks computes it."""
    is_taxed = isinstance(document, SalesDocument) and any(
        line.taxable for line in document.amount_lines
    )
    if not (profile.is_us and profile.sales_tax and is_taxed):
        return
    if document.tax_code is not None:
        return
    taxes = {
        tax.source: tax.name for line in document.amount_lines for tax in line.taxes
    }
    if len(taxes) > 1:
        yield problem(
            "preflight.several_taxes",
            _("It has %(names)s; in QuickBooks a sale has one sales tax item."),
            _(
                "Map each of them to the sales tax item or group in QuickBooks that "
                "stands for them together, then retry."
            ),
            NextAction.FIX_MAPPING,
            next(iter(taxes)),
            names=", ".join(taxes.values()),
        )
    else:
        yield problem(
            "preflight.no_tax_code",
            _("Its tax is not mapped to a sales tax item in QuickBooks."),
            _("Map the tax to the item or group of the same rate, then retry."),
            NextAction.FIX_MAPPING,
            next(iter(taxes), document.source),
        )


def bill_payment(
    document: PaymentDocument, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    """A bill payment is over what it pays, and by card it stays as it is.

    BillPaymentCheckAdd has no amount of its own; BillPaymentCreditCard has no Mod
    (qbXML 13.0).
    """
    if not isinstance(document, BillPayment):
        return
    rest = document.total - document.amount_applied
    if document.applied and rest > 0 and not document.written_off:
        yield problem(
            "preflight.bill_payment_rest",
            _(
                "%(rest)s of %(total)s pays no bill; QuickBooks Desktop takes payments "
                "to vendors with nothing left over."
            ),
            _(
                "Match the rest with bills too, then retry. Or register the rest as a "
                "payment of its own, and enter that in QuickBooks as a check to the "
                "vendor on Accounts Payable."
            ),
            NextAction.FIX_RECORD,
            document.source,
            rest=str(amounts.cents(rest)),
            total=str(amounts.cents(document.total)),
        )
    if document.is_by_card and document.id:
        yield problem(
            "preflight.card_payment_kept",
            _(
                "QuickBooks Desktop does not let a bill payment by credit card be "
                "changed from outside."
            ),
            _(
                "Change it in QuickBooks as well. Or choose Revert in QuickBooks "
                "(Delete), then send it again."
            ),
            NextAction.DECIDE,
            document.source,
        )


def credits_fit(
    document: PaymentDocument, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    """A credit is set off against an invoice, not against the payment (SetCredit)."""
    over = -document.amount_applied
    if over > 0:
        yield problem(
            "preflight.credits_over",
            _(
                "Its credits are %(over)s more than what it settles; QuickBooks Desktop"
                " sets credits off against invoices or bills only."
            ),
            _(
                "Match the credits with more invoices or bills, then retry. Or suppress"
                " it and enter it in QuickBooks by hand."
            ),
            NextAction.DECIDE,
            document.source,
            over=str(amounts.cents(over)),
        )


def currency_name(party: Party, profile: Profile, limits: Limits) -> Iterator[Problem]:
    """QuickBooks Desktop knows currencies by names, and keeps the first for good."""
    new = profile.multi_currency and not party.id
    if new and party.currency and not currencies.name(party.currency):
        yield problem(
            "preflight.currency_name",
            _("What QuickBooks Desktop calls %(currency)s is not known here."),
            _(
                "Create it in QuickBooks by hand, in that currency; then choose Update "
                "from QuickBooks and link the two."
            ),
            NextAction.FIX_RECORD,
            party.source,
            currency=party.currency,
        )


def no_files(file: Attachment, profile: Profile, limits: Limits) -> Iterator[Problem]:
    yield problem(
        "preflight.desktop_file",
        _("QuickBooks Desktop takes no files from outside."),
        _("The file stays here with its document; attach it in QuickBooks by hand."),
        NextAction.DECIDE,
        file.source,
    )
