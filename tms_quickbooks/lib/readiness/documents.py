# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Numbers and dates of documents."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from ..messages import _
from ..profile import Profile
from . import menus
from .shared import Check, Facts, Place, Status


def numbers(profile: Profile) -> Check:
    """Who numbers invoices (Intuit: SalesFormsPrefs.CustomTxnNumbers)."""
    title = _("Custom transaction numbers")
    if profile.custom_txn_numbers:
        return Check(
            "custom_numbers",
            Status.OK,
            title,
            _("On: an invoice has the same number here and in QuickBooks."),
        )
    return Check(
        "custom_numbers",
        Status.WARNING,
        title,
        _(
            "Off: QuickBooks gives invoices numbers of its own, so that they have two."
            " Bills keep the carrier's number."
        ),
        _(
            "Turn it on in QuickBooks: Settings (gear), Account and settings, Sales,"
            " Sales form content, Custom transaction numbers. Then check again."
        ),
        Place.COMPANY,
    )


def closing_date(profile: Profile, facts: Facts) -> Check:
    """Whether today's documents go into open books."""
    title = _("Closing date")
    closed = profile.closing_date
    if closed is None:
        text = _("The books are open: no closing date is set.")
        return Check("closing_date", Status.OK, title, text)
    if closed < facts.today:
        text = _(
            "The books are closed through %(day)s: nothing with that date or an"
            " earlier one goes over.",
            day=closed,
        )
        return Check("closing_date", Status.OK, title, text)
    return Check(
        "closing_date",
        Status.FAILED,
        title,
        _(
            "The books are closed through %(day)s, so that nothing with today's date"
            " goes over.",
            day=closed,
        ),
        menus.of(profile).closing_date,
        Place.COMPANY,
    )
