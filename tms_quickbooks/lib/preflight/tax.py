# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules for taxes: the United States have one way, everybody else another."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from collections.abc import Iterator

from ..documents import PurchaseDocument, VendorCredit
from ..limits import Limits
from ..messages import _
from ..problems import NextAction, Problem, Severity
from ..profile import Profile
from ..tax_rounding import is_doubtful
from .shared import Transaction, problem


def tax(document: Transaction, profile: Profile, limits: Limits) -> Iterator[Problem]:
    yield from _withheld(document)
    if profile.is_us:
        yield from _us_tax(document, profile)
    elif profile.sales_tax:
        yield from _tax_codes(document)
        yield from _rounding(document, profile)
    elif document.tax_amount:
        yield _no_sales_tax(document, profile)


def _us_tax(document: Transaction, profile: Profile) -> Iterator[Problem]:
    if not document.tax_amount:
        return
    if isinstance(document, PurchaseDocument):
        yield problem(
            "preflight.purchase_tax",
            _("QuickBooks has no tax on bills in the United States."),
            _("Enter the tax as a line of its own, or include it in the price."),
            NextAction.FIX_RECORD,
            document.source,
        )
    elif not profile.sales_tax:
        yield _no_sales_tax(document, profile)
    elif profile.desktop:
        yield from _rounding(document, profile)


def _no_sales_tax(document: Transaction, profile: Profile) -> Problem:
    return problem(
        "preflight.no_sales_tax",
        _("There is tax on this record, but the QuickBooks company charges none."),
        _(
            "Set up sales tax in QuickBooks (Edit, Preferences, Sales Tax), or take "
            "the tax off the record. QuickBooks would drop it without a word."
        )
        if profile.desktop
        else _(
            "Set up sales tax in QuickBooks (Taxes), or take the tax off the record. "
            "QuickBooks would drop it without a word."
        ),
        NextAction.DECIDE,
        document.source,
    )


def _withheld(document: Transaction) -> Iterator[Problem]:
    for line in document.amount_lines:
        for each in line.taxes:
            if each.percent is not None and each.percent < 0:
                yield problem(
                    "preflight.withholding",
                    _(
                        "“%(name)s” is taken off the total (withholding tax); "
                        "QuickBooks has no such tax."
                    ),
                    _(
                        "Take it off the record, and book what is withheld when it is "
                        "paid, or as a line of its own."
                    ),
                    NextAction.FIX_RECORD,
                    document.source,
                    name=each.name,
                )


def _tax_codes(document: Transaction) -> Iterator[Problem]:
    for line in document.amount_lines:
        if line.tax_code is not None:
            continue
        taxes = {tax.source: tax.name for tax in line.taxes}
        if len(taxes) > 1:
            yield problem(
                "preflight.several_taxes",
                _("A line has %(names)s; in QuickBooks it has one tax code for all."),
                _(
                    "Map each of them to the QuickBooks code that stands for them "
                    "together, or make one tax of them in Odoo (Computation: Group of "
                    "Taxes) and map that."
                ),
                NextAction.FIX_MAPPING,
                next(iter(taxes)),
                names=", ".join(taxes.values()),
            )
        else:
            yield problem(
                "preflight.no_tax_code",
                _("A line has no QuickBooks tax code; in this country each needs one."),
                _(
                    "Map the taxes used on this record, and the default for lines "
                    "without tax, to QuickBooks tax codes."
                ),
                NextAction.FIX_MAPPING,
                next(iter(taxes), document.source),
            )


def _rounding(document: Transaction, profile: Profile) -> Iterator[Problem]:
    """Our tax goes along with what QuickBooks Online gets; a vendor credit has no place
    for it, and nothing has in QuickBooks Desktop."""
    told = profile.desktop or isinstance(document, VendorCredit)
    if told and is_doubtful(document):
        yield problem(
            "preflight.tax_rounding",
            _("QuickBooks computes the tax itself, and may come to another cent."),
            _("If it does, this record says so, and by how much."),
            NextAction.FIX_RECORD,
            document.source,
            severity=Severity.WARNING,
        )
