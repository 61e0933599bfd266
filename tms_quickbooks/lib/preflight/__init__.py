# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks would refuse, told before anything is sent.

Pure rules over a document, the company's profile and what the users have decided. The
banner on an invoice, the dry run, the bulk wizard and the queue all ask ``check``. A
customer or vendor that is not in QuickBooks yet is no problem: its own job goes first.
"""

from ..documents import (
    Attachment,
    Document,
    Item,
    JournalEntry,
    Party,
    PaymentDocument,
    Withdrawal,
)
from ..limits import DESKTOP, ONLINE
from ..problems import Problem
from ..profile import Profile
from . import (
    books,
    content,
    desktop,
    entries,
    files,
    items,
    own,
    parties,
    payments,
    targets,
    tax,
    withdrawals,
)
from .own import CarrierInvoice, Rules, document_held_back, party_held_back
from .payments import refund_stays

__all__ = [
    "CarrierInvoice",
    "Rules",
    "check",
    "document_held_back",
    "party_held_back",
    "refund_stays",
]

_PARTY_RULES = (
    parties.name,
    parties.email_address,
    parties.currency,
    parties.tax_id,
    parties.form_1099,
    targets.inactive,
    content.texts,
)
_ITEM_RULES = (items.name, items.accounts)
_PAYMENT_RULES = (
    payments.direction,
    books.plan,
    books.closed_books,
    payments.settled,
    books.currency_and_rate,
    payments.account,
    targets.inactive,
    payments.totals,
    content.texts,
)
_ENTRY_RULES = (
    books.closed_books,
    books.currency_and_rate,
    entries.booked_to,
    entries.owed_on,
    targets.inactive,
    content.texts,
)
_WITHDRAWAL_RULES = (withdrawals.closed_books, withdrawals.paid)
_TRANSACTION_RULES = (
    books.plan,
    books.closed_books,
    books.number,
    books.number_held,
    books.currency_and_rate,
    content.lines,
    content.mapping,
    targets.inactive,
    content.totals,
    tax.tax,
    content.due_dates,
    content.texts,
)
# What only one kind of QuickBooks demands: websites and the addresses that a sale is
# e-mailed to do not go to QuickBooks Desktop.
_ONLINE_RULES = {
    "party": (parties.website,),
    "file": (files.content, files.kind),
    "transaction": (content.sale_email,),
}
_DESKTOP_RULES = {
    "party": (desktop.currency_name, desktop.characters),
    "file": (desktop.no_files,),
    "payment": (
        desktop.dates,
        desktop.bill_payment,
        desktop.credits_fit,
        desktop.number_shortened,
        desktop.characters,
    ),
    "transaction": (
        desktop.dates,
        desktop.sales_tax,
        desktop.number_shortened,
        desktop.characters,
    ),
}


def check(
    document: Document,
    profile: Profile,
    rules: Rules | None = None,
) -> list[Problem]:
    """Every problem that would keep ``document`` out of the company of ``profile``.

    Errors keep it from being sent; warnings (a text that will be cut) do not. Empty
    when all is well. ``rules`` are the users' own.
    """
    limits = DESKTOP if profile.desktop else ONLINE
    found = list(own.check(document, rules)) if rules else []
    for rule in _rules(document, profile):
        found += rule(document, profile, limits)
    # Ten lines of one unmapped product are one thing to do.
    unique = {(problem.code, problem.place, str(problem)): problem for problem in found}
    return list(unique.values())


def _rules(document: Document, profile: Profile):
    """What this kind of QuickBooks demands of a document of this kind."""
    kind, common = _kind(document)
    own_rules = _DESKTOP_RULES if profile.desktop else _ONLINE_RULES
    return common + own_rules.get(kind, ())


def _kind(document: Document):
    """The kind of a document, and what every QuickBooks demands of it."""
    match document:
        case Party():
            return "party", _PARTY_RULES
        case Item():
            return "item", _ITEM_RULES
        case Attachment():
            return "file", ()
        case PaymentDocument():
            return "payment", _PAYMENT_RULES
        case JournalEntry():
            return "entry", _ENTRY_RULES
        case Withdrawal():
            return "withdrawal", _WITHDRAWAL_RULES
        case _:
            return "transaction", _TRANSACTION_RULES
