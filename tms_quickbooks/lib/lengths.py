# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Texts that QuickBooks has no room for: they are cut, and the user is told."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from collections.abc import Iterator

from . import carrier
from .documents import (
    Address,
    Document,
    JournalEntry,
    Party,
    PaymentDocument,
    SalesDocument,
)
from .limits import Limits
from .messages import Message, _
from .problems import NextAction, Place, Problem, Severity


def check(document: Document, limits: Limits) -> Iterator[Problem]:
    """A warning for each text of ``document`` that will be cut."""
    find = _in_party if isinstance(document, Party) else _in_transaction
    for sentence, text, limit in find(document, limits):
        if len(text) > limit:
            yield _will_be_cut(sentence.fill(limit=limit), document.source)
    yield from _in_addresses(document, limits)


def texts(document: Document, limits: Limits) -> Iterator[str]:
    """Every text of a customer, vendor or transaction that people read."""
    find = _in_party if isinstance(document, Party) else _in_transaction
    for _sentence, text, _limit in find(document, limits):
        if text:
            yield text
    for address, _place in _addresses(document):
        yield from filter(None, (*address.lines, address.city, address.state))


def _in_party(party: Party, limits: Limits) -> Iterator[tuple[Message, str, int]]:
    yield (
        _("The name is longer than %(limit)s characters and will be cut."),
        party.name,
        limits.name,
    )
    yield (
        _("The company name is longer than %(limit)s characters and will be cut."),
        party.company_name,
        limits.company_name,
    )
    for name in (party.given_name, party.family_name):
        yield (
            _("The person's name is longer than %(limit)s characters, will be cut."),
            name,
            limits.person_name,
        )
    for phone in (party.phone, party.mobile):
        yield (
            _("A phone number is longer than %(limit)s characters and will be cut."),
            phone,
            limits.phone,
        )
    yield (
        _("The account number is longer than %(limit)s characters and will be cut."),
        carrier.account_number(party.account_number, party.mc_number, party.dot_number),
        limits.account_number,
    )
    yield (
        _("The note is longer than %(limit)s characters and will be cut."),
        party.notes,
        limits.notes,
    )


def _in_transaction(document, limits: Limits) -> Iterator[tuple[Message, str, int]]:
    yield (
        _("The internal note is longer than %(limit)s characters and will be cut."),
        document.memo,
        limits.memo,
    )
    if isinstance(document, PaymentDocument | JournalEntry):
        return
    for line in document.lines:
        yield (
            _("A description is longer than %(limit)s characters and will be cut."),
            line.description,
            limits.line_description,
        )
    if isinstance(document, SalesDocument):
        yield (
            _("The customer message is longer than %(limit)s characters, will be cut."),
            document.message,
            limits.message,
        )
        for custom in document.custom_fields:
            yield (
                _("A custom field is longer than %(limit)s characters, will be cut."),
                custom.value,
                limits.custom_field_of(custom.id),
            )


def _in_addresses(document: Document, limits: Limits) -> Iterator[Problem]:
    for address, place in _addresses(document):
        if _is_too_long(address, limits):
            yield _will_be_cut(
                _("An address is longer than QuickBooks takes and will be cut."), place
            )


def _addresses(document: Document) -> Iterator[tuple[Address, Place]]:
    """The addresses of a document, with the Odoo record each is corrected on."""
    match document:
        case Party():
            addresses = (document.address, document.ship_address)
            place = document.source
        case SalesDocument():
            addresses = (document.bill_address, document.ship_address)
            place = document.partner or document.source
        case _:
            return
    for address in addresses:
        if address:
            yield address, place


def _is_too_long(address: Address, limits: Limits) -> bool:
    lengths = [len(line) for line in address.lines]
    return (
        max(lengths, default=0) > limits.address_line
        or sum(lengths) > limits.address_total
        or len(address.city) > limits.city
        or len(address.state) > limits.state
        or len(address.country) > limits.country
        or len(address.postal_code) > limits.postal_code
    )


def _will_be_cut(text: Message, place: Place) -> Problem:
    return Problem(
        "preflight.text_cut",
        text,
        _("Shorten it if the end matters."),
        NextAction.FIX_RECORD,
        Severity.WARNING,
        place,
    )
