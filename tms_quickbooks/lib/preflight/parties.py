# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules for customers and vendors."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from collections.abc import Iterator

from .. import carrier
from ..documents import Party
from ..limits import Limits
from ..messages import _
from ..names import clip, display_name, fold, web_address
from ..problems import NextAction, Problem, Severity
from ..profile import Profile
from .shared import bad_email, foreign_currency, problem

# Characters of a long text that a sentence shows.
_SHOWN = 60


def name(party: Party, profile: Profile, limits: Limits) -> Iterator[Problem]:
    if not display_name(party.name, limits.name):
        yield problem(
            "preflight.name",
            _("There is no name QuickBooks could use."),
            _("Give the partner a name, then send it again."),
            NextAction.FIX_RECORD,
            party.source,
        )


def email_address(party: Party, profile: Profile, limits: Limits) -> Iterator[Problem]:
    yield from bad_email(party.email, party.source, limits.email)


def website(party: Party, profile: Profile, limits: Limits) -> Iterator[Problem]:
    if party.website.strip() and not web_address(party.website, limits.website):
        yield problem(
            "preflight.website",
            _("“%(website)s” is no web address and will be left out."),
            _("Enter one like www.example.com, of at most %(limit)s characters."),
            NextAction.FIX_RECORD,
            party.source,
            severity=Severity.WARNING,
            website=clip(party.website, _SHOWN),
            limit=limits.website,
        )


def currency(party: Party, profile: Profile, limits: Limits) -> Iterator[Problem]:
    yield from foreign_currency(party.currency, party.source, profile)


def tax_id(party: Party, profile: Profile, limits: Limits) -> Iterator[Problem]:
    if carrier.is_masked(party.tax_id):
        # QuickBooks shows no more of it, and would take the mask for the number.
        yield problem(
            "preflight.tax_id_masked",
            _("The tax id is masked, as QuickBooks shows it; it would be overwritten."),
            _("Enter the whole tax id, or leave it empty to keep what QuickBooks has."),
            NextAction.FIX_RECORD,
            party.source,
        )
    if len(fold(party.tax_id)) > limits.tax_id:
        # A tax id that is cut is another tax id.
        yield problem(
            "preflight.tax_id",
            _("The tax id is longer than the %(limit)s characters QuickBooks takes."),
            _("Correct the tax id of the partner."),
            NextAction.FIX_RECORD,
            party.source,
            limit=limits.tax_id,
        )


def form_1099(party: Party, profile: Profile, limits: Limits) -> Iterator[Problem]:
    """A warning while there is time: the form is due in January, without a word."""
    if party.is_1099 and profile.is_us and not carrier.is_us_tax_id(party.tax_id):
        yield problem(
            "preflight.form_1099",
            _("A 1099 form needs the tax id of this vendor."),
            _("Enter an EIN like 12-3456789, or an SSN like 123-45-6789."),
            NextAction.FIX_RECORD,
            party.source,
            severity=Severity.WARNING,
        )
