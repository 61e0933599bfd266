# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules that the users make for a connection, beside those of QuickBooks."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..documents import (
    Bill,
    BillPayment,
    CreditMemo,
    Document,
    Invoice,
    JournalEntry,
    Party,
    Payment,
    PaymentDocument,
    TradeDocument,
    VendorCredit,
)
from ..messages import _
from ..names import fold
from ..problems import NextAction, Place, Problem
from .shared import problem

# What is said of a type of document that is not sent at all.
_OFF = {
    **dict.fromkeys(
        (Invoice.object_type, CreditMemo.object_type),
        _("Invoices and credit notes are not sent to QuickBooks."),
    ),
    **dict.fromkeys(
        (Bill.object_type, VendorCredit.object_type),
        _("Bills and refunds are not sent to QuickBooks."),
    ),
    Payment.object_type: _("Payments of customers are not sent to QuickBooks."),
    BillPayment.object_type: _("Payments to vendors are not sent to QuickBooks."),
}


class CarrierInvoice(StrEnum):
    """What of the carrier's own invoice must be here before its bill may go."""

    NONE = "none"
    REFERENCE = "reference"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the users of one connection have decided.

    ``off``: types of documents that are not sent at all. ``cutoff_date``: documents
    with an earlier date stay here. ``link_only``: types of parties that are not made
    in QuickBooks. ``unchanged``: types of parties that are not changed there.
    ``settings``: the record to open in order to decide otherwise.
    """

    off: frozenset[str] = frozenset()
    cutoff_date: datetime.date | None = None
    link_only: frozenset[str] = frozenset()
    unchanged: frozenset[str] = frozenset()
    carrier_invoice: CarrierInvoice = CarrierInvoice.NONE
    settings: Place | None = None


def check(document: Document, rules: Rules) -> Iterator[Problem]:
    """Every rule of the users that keeps ``document`` here."""
    kind, held = document.object_type, None
    match document:
        case Party():
            held = party_held_back(kind, document.id, document.source, rules)
        case JournalEntry():
            held = document_held_back(document.payment_type, document.date, rules)
        case TradeDocument() | PaymentDocument():
            held = document_held_back(kind, document.date, rules)
    if held:
        yield held
    if isinstance(document, Bill):
        yield from _carrier_invoice(document, rules)


def document_held_back(
    object_type: str, date: datetime.date, rules: Rules
) -> Problem | None:
    """Why a document of this type and date stays here, or None."""
    if object_type in rules.off:
        return problem(
            "rule.off",
            _OFF[object_type],
            _(
                "That is a setting of the connection (QuickBooks > Connections, page "
                "Settings). Change it there to send them."
            ),
            NextAction.DECIDE,
            rules.settings,
        )
    if rules.cutoff_date and date < rules.cutoff_date:
        return problem(
            "rule.cutoff",
            _("It is dated %(date)s: what is dated before %(cutoff)s does not go."),
            _(
                "Correct the date here, or the cut-off date of the connection "
                "(QuickBooks > Connections, page Settings)."
            ),
            NextAction.DECIDE,
            rules.settings,
            date=date,
            cutoff=rules.cutoff_date,
        )
    return None


def party_held_back(
    object_type: str, qb_id: str, place: Place, rules: Rules
) -> Problem | None:
    """Why a customer or vendor is neither made nor changed in QuickBooks, or None.

    ``qb_id``: its id there, empty while it has none. ``place``: the partner here.
    """
    is_customer = object_type == "Customer"
    if not qb_id and object_type in rules.link_only:
        return problem(
            "rule.not_linked",
            _("%(name)s is not linked to a customer in QuickBooks.")
            if is_customer
            else _("%(name)s is not linked to a vendor in QuickBooks."),
            _(
                "The connection makes no new ones. Choose the one in QuickBooks that "
                "it is, then retry; or let the connection create them (page Settings)."
            ),
            NextAction.FIX_RECORD,
            place,
            name=place.name,
        )
    if qb_id and object_type in rules.unchanged:
        return problem(
            "rule.unchanged",
            _("%(name)s is in QuickBooks already and is not changed from here."),
            _(
                "That is a setting of the connection (QuickBooks > Connections, page "
                "Settings). Change it there, or change the name or address in "
                "QuickBooks itself."
            ),
            NextAction.DECIDE,
            rules.settings,
            name=place.name,
        )
    return None


def _carrier_invoice(bill: Bill, rules: Rules) -> Iterator[Problem]:
    if rules.carrier_invoice is CarrierInvoice.NONE:
        return
    if not fold(bill.reference):
        yield problem(
            "rule.carrier_reference",
            _("The number of the carrier's invoice is missing."),
            _("Enter it on the bill (Bill Reference), then retry."),
            NextAction.FIX_RECORD,
            bill.source,
        )
    if rules.carrier_invoice is CarrierInvoice.DOCUMENT and not bill.has_attachment:
        yield problem(
            "rule.carrier_document",
            _("The carrier's invoice is not attached."),
            _("Attach it to the bill, then retry."),
            NextAction.FIX_RECORD,
            bill.source,
        )
