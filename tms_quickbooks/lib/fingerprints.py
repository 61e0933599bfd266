# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether QuickBooks shows a document as it has shown it before."""

from __future__ import annotations

from decimal import Decimal

from .documents import (
    Address,
    Document,
    ExpenseLine,
    ItemLine,
    Party,
    PaymentDocument,
    Ref,
    SalesDocument,
    TradeDocument,
)
from .sent import fingerprint

# Between what is hashed and the exchange rate.
_AT = "@"


def of(document: Document) -> str:
    """A short stand-in for what a document of QuickBooks shows.

    A bookkeeper sees no change where `is_same` says so, whatever the version: a payment
    that is applied, a list entry that is renamed and a note leave it alone.
    """
    match document:
        case TradeDocument():
            content = _trade_content(document)
        case PaymentDocument():
            content = _payment_content(document)
        case Party():
            content = _party_content(document)
        case _:
            raise TypeError(f"nobody compares a {type(document).__name__}")
    return fingerprint(repr(content)) + _rate(document)


def is_same(known: str | None, shown: str | None) -> bool:
    """Whether two of them stand for the same content; "" and None stand for none.

    Where one says nothing of a rate, as those that were kept before rates counted, only
    the rest is compared.
    """
    if not known or not shown:
        return False
    (content, _at, rate), (other, _at, other_rate) = (
        each.partition(_AT) for each in (known, shown)
    )
    return content == other and (rate == other_rate or not rate or not other_rate)


def rate(known: str | None) -> str:
    """The exchange rate that was shown; "" where none was, or none is known."""
    return (known or "").partition(_AT)[2]


def _rate(document: Document) -> str:
    """The exchange rate, apart from the rest; "" in a company with one currency."""
    rate = getattr(document, "exchange_rate", None)
    return f"{_AT}{_plain(rate)}" if rate else ""


def _trade_content(document: TradeDocument) -> tuple:
    is_sale = isinstance(document, SalesDocument)
    return (
        *_shared_content(document),
        document.due_date and document.due_date.isoformat(),
        str(document.tax_amount),
        _id(document.department),
        _id(document.class_ref) if is_sale else "",
        [
            (
                _id(line.item) if isinstance(line, ItemLine) else "",
                _id(line.account) if isinstance(line, ExpenseLine) else "",
                str(line.amount),
                _plain(line.quantity) if isinstance(line, ItemLine) else "",
                _id(line.class_ref),
                line.description,
            )
            for line in document.amount_lines
        ],
    )


def _payment_content(document: PaymentDocument) -> tuple:
    return (
        *_shared_content(document),
        _id(document.account),
        # Not the credits that QuickBooks Desktop shows with it: others set them off.
        sorted((key, str(amount)) for key, amount in document.paid.items()),
        sorted((key, str(amount)) for key, amount in document.discounts.items()),
    )


def _shared_content(document: TradeDocument | PaymentDocument) -> tuple:
    return (
        document.object_type,
        document.number,
        document.date.isoformat(),
        _id(document.party),
        document.currency,
        str(document.total),
        document.is_voided,
    )


def _party_content(party: Party) -> tuple:
    return (
        *(party.object_type, party.name, party.active, party.company_name),
        *(party.given_name, party.family_name, party.email, party.phone),
        *(party.mobile, party.website, party.tax_id, party.account_number),
        *(party.notes, _id(party.terms), party.is_1099),
        *(_address_content(each) for each in (party.address, party.ship_address)),
    )


def _address_content(address: Address | None) -> tuple:
    if address is None:
        return ()
    return (
        *address.lines,
        *(address.city, address.state, address.postal_code, address.country),
    )


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


def _id(target: Ref | None) -> str:
    return target.id if target else ""
