# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which fields of sales forms in QuickBooks Desktop load data can go into.

The forms have a few free texts of their own. Those that a company has added are data
extensions with the owner 0 (Intuit: SDK sample CustomFieldAddValue); QuickBooks knows
them by their names. They are written by requests of their own.
"""

from __future__ import annotations

# Texts of invoices and credit memos, as the schema names them.
OF_FORM = ("PONumber", "FOB", "Other")
# The owner of the fields that people see.
OWNER = "0"
_ADDED = "DataExt:"


def field_id(name: str) -> str:
    """The id of a field that the company has added, from its name."""
    return _ADDED + name


def added_name(field: str) -> str:
    """The name of a field that the company has added, "" for one of the form."""
    return field.removeprefix(_ADDED) if field.startswith(_ADDED) else ""
