# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Accounts to book to, and whether everything has one."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from ..messages import _
from ..profile import Profile
from . import menus
from .shared import LISTS_ON_THE_WAY, Check, Facts, Place, Status


def accounts(profile: Profile, facts: Facts) -> list[Check]:
    """The accounts that documents need under this plan."""
    wanted = [
        (
            "receivable",
            {"Accounts Receivable"},
            _("Receivable account"),
            _("There is an accounts receivable (A/R) account for invoices."),
            _("There is no accounts receivable (A/R) account for invoices."),
        ),
        (
            "payable",
            {"Accounts Payable"},
            _("Payable account"),
            _("There is an accounts payable (A/P) account for bills."),
            _("There is no accounts payable (A/P) account for bills."),
        ),
        (
            "income",
            {"Income", "Other Income"},
            _("Income account"),
            _("There is an income account for linehaul, fuel and accessorials."),
            _("There is no income account for linehaul, fuel and accessorials."),
        ),
        (
            "expense",
            {"Expense", "Cost of Goods Sold", "Other Expense"},
            _("Expense account"),
            _("There is an expense account for purchased transportation."),
            _("There is no expense account for purchased transportation."),
        ),
        (
            "bank",
            {"Bank", "Other Current Asset"},
            _("Bank or deposit account"),
            _("There is a bank or Undeposited Funds account for payments."),
            _("There is no bank or Undeposited Funds account for payments."),
        ),
    ]
    found, hint = [], menus.of(profile).new_account
    for code, types, title, there, missing in wanted:
        if code == "payable" and not profile.has_bills:
            continue  # the plan has none, and says so above
        code = f"account_{code}"
        if facts.account_types is None:
            found.append(Check(code, Status.UNKNOWN, title, LISTS_ON_THE_WAY))
        elif types & facts.account_types:
            found.append(Check(code, Status.OK, title, there))
        else:
            # Payments can wait; invoices and bills cannot.
            status = Status.WARNING if code == "account_bank" else Status.FAILED
            found.append(Check(code, status, title, missing, hint, Place.ACCOUNTS))
    return found


def defaults(profile: Profile, facts: Facts) -> Check:
    """Whether something without a mapping of its own has a default."""
    title = _("Default mapping")
    wanted = {"item", "expense"} if profile.has_bills else {"item"}
    missing = wanted - facts.default_kinds
    if not missing:
        return Check(
            "default_mapping",
            Status.OK,
            title,
            _("Everything without a mapping of its own has a default to go to."),
        )
    texts = {
        frozenset({"item"}): _(
            "No default product or service is chosen for income: invoices with a"
            " product that is not mapped are held back."
        ),
        frozenset({"expense"}): _(
            "No default account is chosen for expenses: bills with a product that is"
            " not mapped are held back."
        ),
        frozenset({"item", "expense"}): _(
            "Neither a default product or service for income nor a default account for"
            " expenses is chosen: documents with a product that is not mapped are held"
            " back."
        ),
    }
    return Check(
        "default_mapping",
        Status.FAILED,
        title,
        texts[frozenset(missing)],
        _("Choose the defaults in the mapping."),
        Place.MAPPING,
    )
