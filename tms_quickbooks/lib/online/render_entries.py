# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was written off with a payment, as a journal entry of QuickBooks Online.

A payment there has no discount. The entry gives the customer a credit, or takes as much
off what the vendor is owed, and the payment names it like any other credit (Intuit:
JournalEntry and Payment reference, LinkedTxn).
"""

from __future__ import annotations

from typing import Any

from quickbooks.objects.base import Ref
from quickbooks.objects.journalentry import (
    Entity,
    JournalEntry,
    JournalEntryLine,
    JournalEntryLineDetail,
)

from .. import amounts, documents, identity, names
from ..limits import ONLINE
from ..profile import Profile
from .entities import currency_ref, entity, exchange_rate, iso_date, ref, wrap

ENTITIES = {JournalEntry.qbo_object_name: JournalEntry}


def journal_entry(document: documents.JournalEntry, profile: Profile) -> dict[str, Any]:
    """The fields of an entry: what was given away first, then who need not pay it."""
    given, owed, kind = "Debit", "Credit", "Customer"
    if not document.is_of_customer:
        given, owed, kind = "Credit", "Debit", "Vendor"
    party = entity(
        Entity,
        Type=kind,
        EntityRef=wrap(Ref, "value", document.party.id if document.party else ""),
    )
    owed_on = next(iter(document.party_accounts), None)
    return {
        "TxnDate": iso_date(document.date),
        "DocNumber": names.document_number(document.number, ONLINE.number),
        "CurrencyRef": currency_ref(document.currency, profile),
        "ExchangeRate": exchange_rate(document, profile),
        "PrivateNote": identity.signed(document.memo, document.mark, ONLINE.memo),
        "Line": [
            _line(document, given, document.account),
            _line(document, owed, owed_on, Entity=party),
        ],
    }


def _line(
    document: documents.JournalEntry,
    side: str,
    account: documents.Ref | None,
    **more: Any,
) -> JournalEntryLine:
    return entity(
        JournalEntryLine,
        Amount=amounts.cents(document.total),
        Description=names.clip(document.memo, ONLINE.line_description),
        DetailType="JournalEntryLineDetail",
        JournalEntryLineDetail=entity(
            JournalEntryLineDetail, PostingType=side, AccountRef=ref(account), **more
        ),
    )
