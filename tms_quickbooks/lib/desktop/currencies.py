# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks Desktop calls currencies.

A company file that keeps several lists the world's currencies by these names.
"""

from __future__ import annotations

_NAMES = {
    "USD": "US Dollar",
    "CAD": "Canadian Dollar",
    "MXN": "Mexican Peso",
    "EUR": "Euro",
    "GBP": "British Pound Sterling",
    "AUD": "Australian Dollar",
    "NZD": "New Zealand Dollar",
    "CHF": "Swiss Franc",
    "JPY": "Japanese Yen",
    "CNY": "Chinese Yuan Renminbi",
    "INR": "Indian Rupee",
    "BRL": "Brazilian Real",
}
_CODES = {name: code for code, name in _NAMES.items()}


def name(code: str) -> str:
    """The name of the currency with this ISO code, "" for one we know no name of."""
    return _NAMES.get(code, "")


def code(name: str) -> str:
    """The ISO code of the currency of this name, "" for one we do not know."""
    return _CODES.get(name, "")
