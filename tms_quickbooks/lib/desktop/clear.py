# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taking away from a QuickBooks object what an earlier sending has put there.

An update (Mod) leaves alone what it does not name, and takes away what it names with
an empty value: that is why the types of the schema allow one (qbxmltypes130.xsd). What
was never sent from here is never emptied. QuickBooks keeps some fields all the same
(status 3190); so the answer is looked through for what should be gone: `remaining`.
"""

from __future__ import annotations

from collections.abc import Iterable

_TEXT = ""
_REFERENCE = "<ListID></ListID>"
_ADDRESS = "".join(
    f"<{part}></{part}>"
    for part in (
        *("Addr1", "Addr2", "Addr3", "Addr4", "Addr5"),
        *("City", "State", "PostalCode", "Country"),
    )
)
_EMPTY = {
    # Transactions
    "Memo": _TEXT,
    "PONumber": _TEXT,
    "FOB": _TEXT,
    "Other": _TEXT,
    "BillAddress": _ADDRESS,
    "ShipAddress": _ADDRESS,
    "TermsRef": _REFERENCE,
    "ClassRef": _REFERENCE,
    "PaymentMethodRef": _REFERENCE,
    # Customers and vendors
    "CompanyName": _TEXT,
    "FirstName": _TEXT,
    "LastName": _TEXT,
    "VendorAddress": _ADDRESS,
    "Phone": _TEXT,
    "Mobile": _TEXT,
    "Email": _TEXT,
    "AccountNumber": _TEXT,
    "Notes": _TEXT,
    "CreditLimit": _TEXT,
    "VendorTaxIdent": _TEXT,
    "TaxRegistrationNumber": _TEXT,
}
# QuickBooks fills these by itself, from the customer or vendor.
_DEFAULTED = {"BillAddress", "ShipAddress", "TermsRef"}
# What a payment has paid stays paid where an update names nothing any more.
APPLIED = "AppliedToTxn"


def filled_or_emptied(
    pairs: Iterable[tuple[str, str]], given: frozenset[str]
) -> list[tuple[str, str | None]]:
    """What an update says, in the order of the schema; None where it says nothing.

    :param pairs: names with what they have now, "" for nothing
    :param given: the names that an earlier sending has filled
    """
    return [
        (name, content or (_EMPTY.get(name) if name in given else None))
        for name, content in pairs
    ]


def remaining(names: Iterable[str], shown: Iterable[str]) -> list[str]:
    """The properties that should be gone, but are still in QuickBooks' answer.

    :param names: those that were to be emptied
    :param shown: those that have a value in the answer
    """
    wanted = {name for name in names if name in _EMPTY and name not in _DEFAULTED}
    wanted.update({APPLIED}.intersection(names))
    return sorted(wanted.intersection(name.removesuffix("Ret") for name in shown))
