# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Currencies and sales tax."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from ..messages import Message, _
from ..profile import Profile
from . import menus
from .shared import LISTS_ON_THE_WAY, Check, Facts, Place, Status


def home_currency(profile: Profile, facts: Facts) -> Check:
    """Whether both books are kept in one currency."""
    title = _("Home currency")
    names = {"ours": facts.currency, "theirs": profile.home_currency}
    if facts.currency == profile.home_currency:
        text = _("Both books are kept in %(theirs)s.", theirs=profile.home_currency)
        return Check("home_currency", Status.OK, title, text)
    if profile.multi_currency:
        return Check(
            "home_currency",
            Status.WARNING,
            title,
            _(
                "This company's books are in %(ours)s and QuickBooks' in %(theirs)s:"
                " documents go over in their own currency, and QuickBooks chooses the"
                " rates.",
                **names,
            ),
            _("Check that this is the right QuickBooks company."),
            Place.COMPANY,
        )
    return Check(
        "home_currency",
        Status.FAILED,
        title,
        _(
            "This company's books are in %(ours)s, and QuickBooks takes %(theirs)s"
            " only: documents in %(ours)s are held back.",
            **names,
        ),
        menus.of(profile).currencies,
        Place.COMPANY,
    )


def foreign_currency(profile: Profile, facts: Facts) -> Check:
    """Whether documents in other currencies can go over."""
    title = _("Multicurrency")
    foreign = sorted(facts.currencies - {facts.currency, profile.home_currency})
    if profile.multi_currency:
        text = _("On: documents go over in any currency that QuickBooks lists.")
        return Check("multicurrency", Status.OK, title, text)
    if not foreign:
        text = _("Off, and no other currency is used here.")
        return Check("multicurrency", Status.OK, title, text)
    return Check(
        "multicurrency",
        Status.WARNING,
        title,
        _(
            "Off in QuickBooks, and here %(currencies)s can be used as well: documents"
            " in such a currency are held back.",
            currencies=", ".join(foreign),
        ),
        menus.of(profile).currencies,
        Place.COMPANY,
    )


def sales_tax(profile: Profile, facts: Facts) -> Check:
    """Whether tax can be computed (Intuit: TaxPrefs.PartnerTaxEnabled)."""
    title = _("Sales tax")
    if not profile.is_us and (profile.sales_tax or not profile.desktop):
        return _tax_codes(title, profile, facts)
    if profile.desktop and profile.sales_tax and facts.tax_codes == 0:
        return Check(
            "sales_tax",
            Status.WARNING,
            title,
            _(
                "Sales tax is on, and there is no sales tax item: invoices with tax are"
                " held back."
            ),
            _(
                "Create one in QuickBooks: Lists, Item List, Item, New, Sales Tax Item."
                " It is here after the next run of the Web Connector."
            ),
        )
    if profile.sales_tax_unfinished:
        return Check(
            "sales_tax",
            Status.WARNING,
            title,
            _(
                "Automated sales tax is on and not set up: QuickBooks computes no tax,"
                " and invoices with tax come out with another total."
            ),
            _("Finish it in QuickBooks: Taxes, Sales tax, Use automatic sales tax."),
            Place.TAX,
        )
    if profile.automated_sales_tax:
        text = _("Automated sales tax is on and set up.")
    elif profile.sales_tax:
        text = _("Sales tax is on.")
    else:
        text = _(
            "Sales tax is off: invoices without tax go over, those with tax are held"
            " back."
        )
    return Check("sales_tax", Status.OK, title, text)


def _tax_codes(title: Message, profile: Profile, facts: Facts) -> Check:
    if facts.tax_codes is None:
        return Check("sales_tax", Status.UNKNOWN, title, LISTS_ON_THE_WAY)
    if facts.tax_codes:
        text = _(
            "%(count)s tax codes are there; outside the United States every line needs"
            " one.",
            count=facts.tax_codes,
        )
        return Check("sales_tax", Status.OK, title, text)
    return Check(
        "sales_tax",
        Status.FAILED,
        title,
        _("There is no tax code, and outside the United States every line needs one."),
        menus.of(profile).sales_tax,
        Place.TAX,
    )
