# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taking away from a QuickBooks object what an earlier sending has put there.

A full update clears whatever it leaves out (Intuit: full update), and with that
everything a bookkeeper has entered in fields we know nothing of. A sparse update keeps
what it does not name. So updates are sparse, and name with an empty value the
properties that we ourselves have filled before and have nothing for any more. What was
never sent from here is never emptied.

Intuit does not document the empty value; its support speaks of references that a
sparse update leaves in place (its .NET SDK, issue 113). Therefore the answer, which
shows the whole object, is looked through for what should be gone: `remaining`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_TEXT = ""
_REFERENCE = {"value": ""}
_ADDRESS = dict.fromkeys(
    (
        *("Line1", "Line2", "Line3", "Line4", "Line5", "City"),
        *("CountrySubDivisionCode", "PostalCode", "Country"),
    ),
    "",
)

_EMPTY: dict[str, Any] = {
    "PrivateNote": _TEXT,
    "CustomerMemo": _REFERENCE,
    "BillEmail": {"Address": ""},
    "BillEmailCc": {"Address": ""},
    "BillAddr": _ADDRESS,
    "ShipAddr": _ADDRESS,
    "SalesTermRef": _REFERENCE,
    "ClassRef": _REFERENCE,
    "DepartmentRef": _REFERENCE,
    "TxnTaxDetail": {"TotalTax": 0},
    "PaymentMethodRef": _REFERENCE,
    "PaymentRefNum": _TEXT,
    # Customers and vendors
    "CompanyName": _TEXT,
    "GivenName": _TEXT,
    "FamilyName": _TEXT,
    "PrimaryEmailAddr": {"Address": ""},
    "PrimaryPhone": {"FreeFormNumber": ""},
    "Mobile": {"FreeFormNumber": ""},
    "WebAddr": {"URI": ""},
    "Notes": _TEXT,
    "PrimaryTaxIdentifier": _TEXT,
    "TaxIdentifier": _TEXT,
    "AcctNum": _TEXT,
    "TermRef": _REFERENCE,
}
# QuickBooks fills these by itself, from the customer or vendor.
_DEFAULTED = {"BillAddr", "ShipAddr", "SalesTermRef", "TxnTaxDetail"}


def empty_values(names: Iterable[str]) -> dict[str, Any]:
    """What an update says about properties that have no value any more.

    Those that an object always has, such as its date, are not among them.
    """
    return {name: _EMPTY[name] for name in sorted(names) if name in _EMPTY}


def remaining(names: Iterable[str], shown: Iterable[str]) -> list[str]:
    """The properties that should be gone, but are still in QuickBooks' answer.

    :param names: those that were to be emptied
    :param shown: those that have a value in the answer
    """
    wanted = {name for name in names if name in _EMPTY and name not in _DEFAULTED}
    return sorted(wanted.intersection(shown))
