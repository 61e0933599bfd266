# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules for taking something back, as far as what QuickBooks showed last tells."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from collections.abc import Iterator

from ..documents import Withdrawal
from ..limits import Limits
from ..messages import _
from ..problems import NextAction, Problem, Severity
from ..profile import Profile
from ..withdrawals import CLOSED_BOOKS_HINT, CLOSED_BOOKS_HINT_DESKTOP, PAID_HINT
from .shared import problem


def closed_books(
    withdrawal: Withdrawal, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    closing = profile.closing_date
    if closing and withdrawal.date and withdrawal.date <= closing:
        yield problem(
            "preflight.closed_books",
            _(
                "The books in QuickBooks are closed through %(closing)s; this is "
                "dated %(date)s there, so it cannot be taken back."
            ),
            CLOSED_BOOKS_HINT_DESKTOP if profile.desktop else CLOSED_BOOKS_HINT,
            NextAction.DECIDE,
            withdrawal.source,
            closing=closing,
            date=withdrawal.date,
        )


def paid(withdrawal: Withdrawal, profile: Profile, limits: Limits) -> Iterator[Problem]:
    """A warning only: the payment may have been removed in QuickBooks since."""
    balance = withdrawal.balance
    if balance is not None and balance < withdrawal.total:
        yield problem(
            "preflight.paid",
            _(
                "A payment was applied to it in QuickBooks: %(balance)s of %(total)s "
                "are open there."
            ),
            PAID_HINT,
            NextAction.DECIDE,
            withdrawal.source,
            severity=Severity.WARNING,
            balance=str(balance),
            total=str(withdrawal.total),
        )
