# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How soon what changes in QuickBooks Online is here."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from ..messages import Message, _
from .shared import Check, Facts, Status


def webhook(facts: Facts) -> Check:
    """Whether QuickBooks tells by itself. Without that nothing is lost, only later."""
    return Check("webhook", Status.OK, _("Changes in QuickBooks"), *_webhook(facts))


def _webhook(facts: Facts) -> tuple[Message, ...]:
    every = {"minutes": facts.changes_every}
    if facts.told:
        return (
            _(
                "QuickBooks tells of changes by itself. Besides, they are looked for"
                " every %(minutes)s minutes.",
                **every,
            ),
        )
    text = _("They are looked for every %(minutes)s minutes.", **every)
    if facts.verifier_token:
        return (
            text,
            _(
                "QuickBooks has not called yet. On Intuit's developer site, check that"
                " the webhook of your app has the address on the page Changes, and that"
                " it can be reached from the internet."
            ),
        )
    return (
        text,
        _(
            "To have them here within a minute, set up the webhook: the page Changes"
            " says how."
        ),
    )
