# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nothing new may name what was made inactive or deleted in QuickBooks (2500)."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from collections.abc import Iterator

from ..documents import (
    Document,
    ExpenseLine,
    ItemLine,
    JournalEntry,
    Party,
    Payment,
    PaymentDocument,
    Ref,
    SalesDocument,
)
from ..limits import Limits
from ..messages import _
from ..problems import NextAction, Problem
from ..profile import Profile
from .shared import Transaction, problem


def inactive(document: Document, profile: Profile, limits: Limits) -> Iterator[Problem]:
    """A problem for each reference of ``document`` that QuickBooks would refuse.

    The code ends with the kind of mapping that chose the reference.
    """
    for kind, target in _named(document, profile):
        if target is not None and not target.active:
            yield problem(
                f"preflight.inactive_{kind}",
                _("“%(name)s” is inactive in QuickBooks: nothing new can use it."),
                _("Map to another one, or make it active again there; then retry."),
                NextAction.FIX_MAPPING,
                target.chosen_by or document.source,
                name=target.name or target.id,
            )


def _named(document: Document, profile: Profile) -> Iterator[tuple[str, Ref | None]]:
    """The references that are sent, with the kind of mapping they come from."""
    match document:
        case Party():
            yield "term", document.terms
        case JournalEntry():
            yield "expense", document.account
        case PaymentDocument():
            yield "deposit", document.account
            for line in document.applied:
                yield "expense", line.discount_account
            if isinstance(document, Payment):
                yield "method", document.method
        case _:
            yield from _in_transaction(document, profile)


def _in_transaction(
    document: Transaction, profile: Profile
) -> Iterator[tuple[str, Ref | None]]:
    is_sale = isinstance(document, SalesDocument)
    yield "term", document.terms
    if profile.departments:
        yield "location", document.department
    if profile.class_per_txn and is_sale:
        yield "class", document.class_ref
    if profile.is_us and is_sale and not profile.automated_sales_tax:
        yield "tax", document.tax_code
    for line in document.lines:
        match line:
            case ItemLine():
                yield "item", line.item
            case ExpenseLine():
                yield "expense", line.account
            case _:
                continue
        if profile.class_per_line:
            yield "class", line.class_ref
        if not profile.is_us and profile.sales_tax:
            yield "tax", line.tax_code
