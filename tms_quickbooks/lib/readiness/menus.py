# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where in QuickBooks, Online and Desktop, something is put right."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from dataclasses import dataclass

from ..messages import Message, _
from ..profile import Profile


@dataclass(frozen=True, slots=True)
class Menus:
    """What to do there, one sentence for each thing that may be missing."""

    new_account: Message
    closing_date: Message
    currencies: Message
    sales_tax: Message


ONLINE = Menus(
    new_account=_(
        "Create one in QuickBooks: Settings (gear), Chart of accounts, New. Then check"
        " again."
    ),
    closing_date=_(
        "If that is not meant, change it in QuickBooks: Settings (gear), Account and"
        " settings, Advanced, Accounting, Close the books. Then check again."
    ),
    currencies=_(
        "Turn on Multicurrency in QuickBooks: Settings (gear), Account and settings,"
        " Advanced, Currency. It needs Essentials or higher and cannot be turned off"
        " again."
    ),
    sales_tax=_("Set up sales tax in QuickBooks: Taxes, Sales tax. Then check again."),
)
DESKTOP = Menus(
    new_account=_(
        "Create one in QuickBooks: Lists, Chart of Accounts, Account, New. It is here"
        " after the next run of the Web Connector."
    ),
    closing_date=_(
        "If that is not meant, change it in QuickBooks: Edit, Preferences, Accounting,"
        " Company Preferences, Set Date/Password. It is here after the next run of the"
        " Web Connector."
    ),
    currencies=_(
        "Turn on Multicurrency in QuickBooks: Edit, Preferences, Multiple Currencies,"
        " Company Preferences. It cannot be turned off again."
    ),
    sales_tax=_(
        "Set up sales tax in QuickBooks: Edit, Preferences, Sales Tax, Company"
        " Preferences. It is here after the next run of the Web Connector."
    ),
)


def of(profile: Profile) -> Menus:
    """Those of the QuickBooks that a company is kept in."""
    return DESKTOP if profile.desktop else ONLINE
