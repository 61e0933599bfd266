# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers and vendors of a company file as documents, out of qbXML."""

from __future__ import annotations

from lxml import etree

from .. import carrier
from ..documents import Address, Party, Ref
from ..problems import Place
from . import currencies
from .qbxml import decimal, is_true, text

# By which names somebody goes.
_NAMES = ("Name", "CompanyName", "Contact", "PrintAs", "NameOnCheck")
_ADDRESS_LINES = tuple(f"Addr{number}" for number in range(1, 6))


def party(role: str, element: etree._Element) -> Party:
    """What QuickBooks says of a customer or vendor."""
    name, is_customer = text(element, "Name"), role == "customer"
    known, mc_number, dot_number = text(element, "AccountNumber"), "", ""
    if not is_customer:
        known, mc_number, dot_number = carrier.of_account_number(known)
    tax_id = text(element, "VendorTaxIdent") or text(element, "TaxRegistrationNumber")
    terms = text(element, "TermsRef/ListID")
    return Party(
        role=role,
        name=name,
        source=Place("quickbooks.object", 0, name),
        id=text(element, "ListID"),
        version=text(element, "EditSequence"),
        company_name=text(element, "CompanyName"),
        given_name=text(element, "FirstName"),
        family_name=text(element, "LastName"),
        email=text(element, "Email"),
        phone=text(element, "Phone"),
        mobile=text(element, "Mobile"),
        address=own_address(element, "BillAddress" if is_customer else "VendorAddress"),
        ship_address=own_address(element, "ShipAddress"),
        tax_id="" if carrier.is_masked(tax_id) else tax_id,
        is_1099=None if is_customer else is_true(element, "IsVendorEligibleFor1099"),
        account_number=known,
        mc_number=mc_number,
        dot_number=dot_number,
        credit_limit=decimal(element, "CreditLimit"),
        terms=Ref(terms, text(element, "TermsRef/FullName")) if terms else None,
        currency=currencies.code(text(element, "CurrencyRef/FullName")),
        notes=text(element, "Notes"),
        active=is_true(element, "IsActive", default=True),
    )


def own_address(element: etree._Element, name: str) -> Address | None:
    """The address of a customer or vendor, None where there is none; its first lines
    usually are the name again."""
    shown = element.find(name)
    if shown is None:
        return None
    names = {text(element, path).lower() for path in _NAMES}
    lines = [text(shown, line) for line in _ADDRESS_LINES]
    found = Address(
        lines=tuple(line for line in lines if line and line.lower() not in names),
        city=text(shown, "City"),
        state=text(shown, "State"),
        postal_code=text(shown, "PostalCode"),
        country=text(shown, "Country"),
        name=next((line for line in lines if line and line.lower() in names), ""),
    )
    return found if found != Address() else None
