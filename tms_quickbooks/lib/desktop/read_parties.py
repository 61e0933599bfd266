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
        address=_own_address(
            element, "BillAddress" if is_customer else "VendorAddress"
        ),
        ship_address=_own_address(element, "ShipAddress"),
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


def names_of(element: etree._Element) -> set[str]:
    """By which names a customer or vendor goes, in lower case."""
    paths = ("Name", "CompanyName", "Contact", "PrintAs", "NameOnCheck")
    return {text(element, path).lower() for path in paths} - {""}


def address(element: etree._Element, name: str) -> Address | None:
    """A postal address as it is on paper, None where there is none."""
    shown = element.find(name)
    if shown is None:
        return None
    found = Address(
        lines=tuple(filter(None, (text(shown, line) for line in _ADDRESS_LINES))),
        city=text(shown, "City"),
        state=text(shown, "State"),
        postal_code=text(shown, "PostalCode"),
        country=text(shown, "Country"),
    )
    return found if found != Address() else None


def _own_address(element: etree._Element, name: str) -> Address | None:
    """The address of a customer or vendor, whose first lines usually are the name
    again."""
    found = address(element, name)
    if found is None:
        return None
    names = names_of(element)
    own = next((line for line in found.lines if line.lower() in names), "")
    kept = tuple(line for line in found.lines if line.lower() not in names)
    return Address(kept, found.city, found.state, found.postal_code, found.country, own)
