# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers and vendors as qbXML."""

from __future__ import annotations

from .. import carrier, documents
from ..limits import DESKTOP
from ..profile import Profile
from . import currencies
from .elements import (
    address,
    amount,
    boolean,
    code,
    element,
    line,
    lines,
    name,
    ref,
)

Pairs = list[tuple[str, str]]


def party(party: documents.Party, profile: Profile) -> Pairs:
    """What a customer or vendor says, in the order of the schema.

    QuickBooks Desktop has no field for a website, and none for MC and DOT number: they
    stand in the vendor's account number, which goes on checks and which its search
    finds.
    """
    if party.role == "customer":
        return _customer(party, profile)
    return _vendor(party, profile)


def _customer(party: documents.Party, profile: Profile) -> Pairs:
    is_change = bool(party.id)
    return [
        *_names(party),
        ("BillAddress", address(party.address, is_change)),
        ("ShipAddress", address(party.ship_address, is_change)),
        ("PrintAs", _on_paper(party)),
        *_ways_to_reach(party),
        ("TermsRef", ref(party.terms)),
        ("AccountNumber", code(party.account_number, DESKTOP.account_number)),
        ("CreditLimit", amount(party.credit_limit)),
        ("Notes", lines(party.notes, DESKTOP.notes)),
        ("TaxRegistrationNumber", "" if profile.is_us else _tax_id(party)),
        ("CurrencyRef", _currency(party, profile)),
    ]


def _vendor(party: documents.Party, profile: Profile) -> Pairs:
    account_number = carrier.account_number(
        party.account_number, party.mc_number, party.dot_number
    )
    tax_id, is_us = _tax_id(party), profile.is_us
    return [
        *_names(party),
        ("VendorAddress", address(party.address, bool(party.id))),
        *_ways_to_reach(party),
        ("NameOnCheck", _on_paper(party)),
        ("AccountNumber", code(account_number, DESKTOP.account_number)),
        ("Notes", lines(party.notes, DESKTOP.notes)),
        ("TermsRef", ref(party.terms)),
        ("CreditLimit", amount(party.credit_limit)),
        ("VendorTaxIdent", tax_id if is_us else ""),
        # The form of the United States' tax office.
        ("IsVendorEligibleFor1099", boolean(party.is_1099) if is_us else ""),
        ("TaxRegistrationNumber", "" if is_us else tax_id),
        ("CurrencyRef", _currency(party, profile)),
    ]


def _names(party: documents.Party) -> Pairs:
    # New ones are active unless told otherwise.
    active = party.active if party.id or not party.active else None
    return [
        ("Name", name(party.name, DESKTOP.name)),
        ("IsActive", boolean(active)),
        ("CompanyName", line(party.company_name, DESKTOP.company_name)),
        ("FirstName", line(party.given_name, DESKTOP.person_name)),
        ("LastName", line(party.family_name, DESKTOP.person_name)),
    ]


def _on_paper(party: documents.Party) -> str:
    """The name for forms and checks where that of the list is not the true one.

    QuickBooks takes the company's name by itself; a new person may be listed under a
    name with a suffix that tells the vendor from the customer.
    """
    own = party.address.name if party.address else ""
    if party.id or party.company_name or own in ("", party.name):
        return ""
    return line(own, DESKTOP.company_name)


def _ways_to_reach(party: documents.Party) -> Pairs:
    return [
        ("Phone", code(party.phone, DESKTOP.phone)),
        ("Mobile", code(party.mobile, DESKTOP.phone)),
        ("Email", code(party.email, DESKTOP.email)),
    ]


def _tax_id(party: documents.Party) -> str:
    return code(party.tax_id, DESKTOP.tax_id)


def _currency(party: documents.Party, profile: Profile) -> str:
    """The currency, which QuickBooks never changes again once it is used."""
    if party.id or not profile.multi_currency:
        return ""
    known = currencies.name(party.currency or profile.home_currency)
    return element("FullName", known) if known else ""
