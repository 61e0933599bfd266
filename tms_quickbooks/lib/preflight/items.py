# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules for products and services that are to be made in QuickBooks."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from collections.abc import Iterator

from ..documents import Item
from ..limits import Limits
from ..messages import _
from ..names import display_name, fold
from ..problems import NextAction, Problem
from ..profile import Profile
from .shared import problem


def name(item: Item, profile: Profile, limits: Limits) -> Iterator[Problem]:
    """The name goes as it is or not at all: it is found again by it."""
    listed = display_name(item.name, limits.item_name)
    if not listed or listed != fold(item.name):
        yield problem(
            "preflight.item_name",
            _("QuickBooks cannot list anything as “%(name)s”."),
            _("Give it a name of at most %(limit)s characters without a colon."),
            NextAction.FIX_RECORD,
            item.source,
            name=item.name,
            limit=limits.item_name,
        )


def accounts(item: Item, profile: Profile, limits: Limits) -> Iterator[Problem]:
    for account in (item.income_account, item.expense_account):
        if account and not account.active:
            yield problem(
                "preflight.item_account",
                _("“%(name)s” is inactive in QuickBooks: nothing new can use it."),
                _(
                    "Choose another account for it, or make it active again there; "
                    "then retry."
                ),
                NextAction.FIX_RECORD,
                item.source,
                name=account.name or account.id,
            )
