# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Entries of QuickBooks Online's lists: customers, vendors, products and services."""

from __future__ import annotations

from typing import Any

from quickbooks.objects import EmailAddress, PhoneNumber, WebAddress

from .. import carrier, documents, names
from ..limits import ONLINE
from ..profile import Profile
from .entities import address, code, currency_ref, one_line, ref, wrap

# -- Parties ---------------------------------------------------------------------------


def party(party: documents.Party, profile: Profile) -> dict[str, Any]:
    """A customer or vendor.

    There is no place for a customer's credit limit: `CreditLimit` is a field of
    QuickBooks Desktop (IntuitNamesTypes.xsd, "Product: QBW"), and the notes belong to
    the bookkeeper. Nor is there a field for MC and DOT number; they stand in the
    vendor's account number, which the vendor's page shows and its search finds.
    """
    common = {
        "DisplayName": names.display_name(party.name, ONLINE.name),
        "CompanyName": one_line(party.company_name, ONLINE.company_name),
        "GivenName": names.display_name(party.given_name, ONLINE.person_name),
        "FamilyName": names.display_name(party.family_name, ONLINE.person_name),
        "PrimaryEmailAddr": wrap(EmailAddress, "Address", party.email.strip()),
        "PrimaryPhone": wrap(
            PhoneNumber, "FreeFormNumber", code(party.phone, ONLINE.phone)
        ),
        "Mobile": wrap(PhoneNumber, "FreeFormNumber", code(party.mobile, ONLINE.phone)),
        "WebAddr": wrap(
            WebAddress, "URI", names.web_address(party.website, ONLINE.website)
        ),
        "BillAddr": address(party.address),
        # QuickBooks never changes a currency again, and refuses to be asked to.
        "CurrencyRef": None if party.id else currency_ref(party.currency, profile),
        # New ones are active unless told otherwise.
        "Active": party.active if party.id or not party.active else None,
    }
    tax_id = code(party.tax_id, ONLINE.tax_id)
    if party.role == "customer":
        return common | {
            "ShipAddr": address(party.ship_address),
            "Notes": names.clip(party.notes, ONLINE.notes),
            "PrimaryTaxIdentifier": tax_id,
            "SalesTermRef": ref(party.terms),
        }
    return common | {
        "TaxIdentifier": tax_id,
        # The form of the United States' tax office.
        "Vendor1099": party.is_1099 if profile.is_us else None,
        "AcctNum": code(
            carrier.account_number(
                party.account_number, party.mc_number, party.dot_number
            ),
            ONLINE.account_number,
        ),
        "TermRef": ref(party.terms),
    }


# -- Products and services -------------------------------------------------------------


def item(item: documents.Item) -> dict[str, Any]:
    return {
        "Name": names.display_name(item.name, ONLINE.name),
        "Type": "Service",
        "IncomeAccountRef": ref(item.income_account),
        "ExpenseAccountRef": ref(item.expense_account),
    }
