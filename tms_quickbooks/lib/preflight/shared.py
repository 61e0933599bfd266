# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the rules of several files need."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
import re
from collections.abc import Iterator
from decimal import Decimal

from .. import amounts
from ..documents import PaymentDocument, SalesDocument, TradeDocument
from ..messages import Message, _
from ..problems import NextAction, Place, Problem, Severity
from ..profile import Profile

Transaction = TradeDocument | PaymentDocument

# QuickBooks asks for an @ and a dot (code 2210); a blank, a second @ or a character
# that cannot be seen is a slip.
_CHARACTER = r"[^@\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_EMAIL = re.compile(rf"{_CHARACTER}]+@{_CHARACTER}.]+(\.{_CHARACTER}.]+)+")


def problem(
    code: str,
    text: Message,
    hint: Message,
    action: NextAction,
    place: Place | None,
    severity: Severity = Severity.ERROR,
    **params,
) -> Problem:
    return Problem(
        code, text.fill(**params), hint.fill(**params), action, severity, place
    )


def is_numbered_here(document: TradeDocument, profile: Profile) -> bool:
    """Whether our number goes along; else QuickBooks gives one by itself."""
    if isinstance(document, SalesDocument):
        return profile.custom_txn_numbers
    return profile.custom_bill_numbers


def zero_total(document: Transaction) -> Problem:
    return problem(
        "preflight.zero_total",
        _("The total is zero: there is nothing to book."),
        _("Correct the amounts, or suppress the record so that it is not sent."),
        NextAction.DECIDE,
        document.source,
    )


def has_finer_than_cents(*money: Decimal) -> bool:
    return any(amount != amounts.cents(amount) for amount in money)


def finer_than_cents(document: Transaction) -> Problem:
    """Some currencies have three decimals (ISO 4217: the dinars)."""
    return problem(
        "preflight.decimals",
        _("An amount in %(currency)s has three decimals; QuickBooks keeps two."),
        _(
            "Suppress the record and enter it in QuickBooks by hand. In Odoo the "
            "rounding of the currency says how many decimals its amounts have."
        ),
        NextAction.DECIDE,
        document.source,
        currency=document.currency,
    )


def bad_email(email: str, place: Place, limit: int) -> Iterator[Problem]:
    """One address, or several with commas between them, in ``limit`` characters."""
    addresses = email.split(",") if email else []
    if len(email) > limit or not all(
        _EMAIL.fullmatch(address.strip()) for address in addresses
    ):
        yield problem(
            "preflight.email",
            _("QuickBooks would refuse the e-mail address “%(email)s”."),
            _(
                "Correct the e-mail address: with an @ and a dot; several with commas "
                "between them, %(limit)s characters in all."
            ),
            NextAction.FIX_RECORD,
            place,
            email=email,
            limit=limit,
        )


def foreign_currency(
    currency: str, place: Place, profile: Profile
) -> Iterator[Problem]:
    if currency in ("", profile.home_currency) or profile.multi_currency:
        return
    yield problem(
        "preflight.currency",
        _("This is in %(currency)s, but QuickBooks keeps only %(home)s."),
        _(
            "Switch on multiple currencies in QuickBooks (Edit, Preferences, Multiple "
            "Currencies; they cannot be switched off again), or use %(home)s."
        )
        if profile.desktop
        else _(
            "Switch on multicurrency in QuickBooks (Settings, Account and settings, "
            "Advanced; it cannot be switched off again), or use %(home)s."
        ),
        NextAction.FIX_RECORD,
        place,
        currency=currency,
        home=profile.home_currency,
    )
