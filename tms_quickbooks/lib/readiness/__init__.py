# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a QuickBooks company is ready for a freight company's documents.

Pure rules over the company's profile and what is known of its lists. Each check says
what is so, and where it is not ready what to change and where, in the QuickBooks it is
(``menus``). Nothing here stops a document: that is for ``preflight``,
which looks at one document at a time.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..profile import Profile
from . import accounts, changes, company, desktop, documents, money
from .shared import Check, Facts, Place, Status

__all__ = ["Check", "Facts", "Place", "Status", "checks", "worst"]

_URGENCY = [Status.FAILED, Status.WARNING, Status.UNKNOWN, Status.OK]


def checks(profile: Profile, facts: Facts) -> list[Check]:
    """The checklist: what needs somebody first, in the order of putting it right."""
    found = [
        *_product(profile, facts),
        *accounts.accounts(profile, facts),
        accounts.defaults(profile, facts),
        *_online(profile, facts),
        documents.closing_date(profile, facts),
        money.home_currency(profile, facts),
        money.foreign_currency(profile, facts),
        money.sales_tax(profile, facts),
        company.country(profile, facts),
    ]
    return sorted(found, key=lambda check: _URGENCY.index(check.status))


def _product(profile: Profile, facts: Facts) -> list[Check]:
    """What QuickBooks it is, and whether it takes anything at all."""
    if profile.desktop:
        return [
            desktop.version(facts),
            desktop.permission(facts.unattended, facts.may_open_alone),
        ]
    return [company.subscription(profile), company.plan(profile, facts)]


def _online(profile: Profile, facts: Facts) -> list[Check]:
    """What QuickBooks Online alone has."""
    if profile.desktop:
        return []
    return [documents.numbers(profile), changes.webhook(facts)]


def worst(found: Iterable[Check]) -> Status:
    """The most urgent status among checks."""
    statuses = (check.status for check in found)
    return min(statuses, key=_URGENCY.index, default=Status.OK)
