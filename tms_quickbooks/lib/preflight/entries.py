# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules for the journal entries of what was written off with payments."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from collections.abc import Iterator

from ..documents import JournalEntry
from ..limits import Limits
from ..messages import _
from ..problems import NextAction, Problem
from ..profile import Profile
from .payments import discount_not_mapped
from .shared import problem

# QuickBooks opens it by itself, so that it may be there and not known here yet.
NO_OWED_ACCOUNT = "preflight.no_owed_account"


def booked_to(
    document: JournalEntry, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    if document.account is None:
        yield discount_not_mapped(document.total, document.account_source)


def owed_on(
    document: JournalEntry, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    """A line on Accounts Receivable or Payable names its account, and QuickBooks keeps
    one for each currency."""
    count = len(document.party_accounts)
    if count == 1:
        return
    is_customer = document.is_of_customer
    currency = document.currency or profile.home_currency
    if not count:
        yield problem(
            NO_OWED_ACCOUNT,
            _("No account of the type Accounts Receivable in %(currency)s is known.")
            if is_customer
            else _("No account of the type Accounts Payable in %(currency)s is known."),
            _(
                "What was written off with the payment is booked there. QuickBooks "
                "opens the account with the first sale or purchase in a currency: it "
                "is looked for, and the payment goes by itself when it is known. If it "
                "does not, see that the account is active in QuickBooks (Chart of "
                "accounts)."
            ),
            NextAction.DECIDE,
            document.source,
            currency=currency,
        )
        return
    yield problem(
        "preflight.owed_accounts",
        _("QuickBooks has several Accounts Receivable in %(currency)s: %(names)s.")
        if is_customer
        else _("QuickBooks has several Accounts Payable in %(currency)s: %(names)s."),
        _(
            "Nobody can tell which of them the invoice or bill is on, so what was "
            "written off is not booked. Make those inactive that are not in use, "
            "choose Update from QuickBooks on the connection, then retry. Or enter the "
            "payment in QuickBooks by hand and suppress it here."
        ),
        NextAction.DECIDE,
        document.source,
        currency=currency,
        names=", ".join(each.name or each.id for each in document.party_accounts),
    )
