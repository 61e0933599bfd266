# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules for taxes: the United States have one way, everybody else another."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from collections.abc import Iterator

from ..documents import PurchaseDocument, TextLine
from ..limits import Limits
from ..messages import _
from ..problems import NextAction, Problem
from ..profile import Profile
from .shared import Transaction, problem


def tax(document: Transaction, profile: Profile, limits: Limits) -> Iterator[Problem]:
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
        yield problem(
            "preflight.purchase_tax",
            _("QuickBooks has no tax on bills in the United States."),
            _("Enter the tax as a line of its own, or include it in the price."),
            NextAction.FIX_RECORD,
            document.source,
        )
    elif not profile.sales_tax:
        yield _no_sales_tax(document)


def _no_sales_tax(document: Transaction) -> Problem:
    return problem(
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
            yield problem(
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
