# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The subscription, the plan and the country of the QuickBooks company."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from ..messages import _
from ..profile import ADVANCED, ESSENTIALS, PLUS, Profile
from .shared import Check, Facts, Place, Status

_PLAN_NAMES = {ESSENTIALS: "Essentials", PLUS: "Plus", ADVANCED: "Advanced"}


def subscription(profile: Profile) -> Check:
    """Whether QuickBooks takes changes at all (Intuit: subscription states)."""
    title = _("Subscription")
    if profile.is_lapsed:
        return Check(
            "subscription",
            Status.FAILED,
            title,
            _(
                "The subscription has ended (%(status)s): QuickBooks takes no changes.",
                status=profile.subscription_status.lower(),
            ),
            _(
                "Renew it in QuickBooks: Settings (gear), Account and settings, Billing"
                " and subscription."
            ),
            Place.COMPANY,
        )
    if not profile.subscription_status:
        return Check(
            "subscription",
            Status.UNKNOWN,
            title,
            _("QuickBooks does not say whether the subscription is active."),
        )
    return Check("subscription", Status.OK, title, _("The subscription is active."))


def plan(profile: Profile, facts: Facts) -> Check:
    """What the plan has (Intuit: comparison of the plans)."""
    title = _("Plan")
    upgrade = _(
        "Upgrade in QuickBooks: Settings (gear), Account and settings, Billing and"
        " subscription. Essentials takes bills; Plus and Advanced have classes and"
        " locations too."
    )
    if not profile.has_bills:
        text = _(
            "QuickBooks Simple Start has no bills: invoices go over, carrier bills and"
            " driver settlements do not."
        )
        status = Status.FAILED if facts.sends_bills else Status.WARNING
        return Check("plan", status, title, text, upgrade, Place.COMPANY)
    name = _PLAN_NAMES.get(profile.plan)
    if name is None:
        return Check(
            "plan",
            Status.UNKNOWN,
            title,
            _("QuickBooks does not name the plan: bills or classes may be refused."),
        )
    if profile.plan == ESSENTIALS:
        text = _(
            "QuickBooks Essentials takes invoices and bills. Classes and locations need"
            " Plus or Advanced."
        )
    else:
        text = _(
            "QuickBooks %(plan)s takes invoices and bills, classes and locations.",
            plan=name,
        )
    return Check("plan", Status.OK, title, text)


def country(profile: Profile, facts: Facts) -> Check:
    """Whose tax rules apply."""
    title = _("Country")
    if not facts.country or facts.country == profile.country:
        text = _("Taxes follow the rules of %(country)s.", country=profile.country)
        return Check("country", Status.OK, title, text)
    return Check(
        "country",
        Status.WARNING,
        title,
        _(
            "The QuickBooks company is in %(theirs)s and this one in %(ours)s: taxes"
            " follow the rules of %(theirs)s.",
            theirs=profile.country,
            ours=facts.country,
        ),
        _("Check that this is the right QuickBooks company."),
        Place.COMPANY,
    )
