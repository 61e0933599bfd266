# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The QuickBooks Desktop that answers, and what it lets us do."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from ..desktop.company import too_old
from ..desktop.host import years
from ..messages import _
from .shared import Check, Facts, Status


def version(facts: Facts) -> Check:
    """Whether Intuit still supports the product (the last three years)."""
    title = _("Version of QuickBooks")
    if not facts.product:
        return Check(
            "version",
            Status.UNKNOWN,
            title,
            _("QuickBooks has not said yet which version it is."),
        )
    oldest = years(facts.today)[-1]
    if facts.year and facts.year < oldest:
        problem = too_old(facts.product, oldest)
        return Check("version", Status.FAILED, title, problem.text, problem.hint)
    return Check(
        "version",
        Status.OK,
        title,
        _("%(product)s can be connected.", product=facts.product),
    )


def permission(unattended: bool, may_open_alone: bool) -> Check:
    """Whether QuickBooks lets the Web Connector work while nobody has it open."""
    title = _("Permission")
    if not unattended:
        return Check(
            "permission",
            Status.OK,
            title,
            _("The Web Connector works while the company file is open, as it is set."),
        )
    if may_open_alone:
        return Check(
            "permission",
            Status.OK,
            title,
            _("The Web Connector may work while QuickBooks is closed."),
        )
    return Check(
        "permission",
        Status.WARNING,
        title,
        _("QuickBooks does not permit this application to run while it is closed."),
        _(
            "As the user Admin open Edit, Preferences, Integrated Applications, Company"
            " Preferences, choose this application, Properties, and tick “Allow this"
            " application to login automatically”. Or untick “Also While QuickBooks Is"
            " Closed” here."
        ),
    )
