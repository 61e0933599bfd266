# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Closed books (Preferences.AccountingInfoPrefs.BookCloseDate)."""

from __future__ import annotations

from .. import faults
from ..company import Company


def require_open(company: Company, *dates: str | None) -> None:
    """:raises Fault: 6210 when one of the dates lies in the closed period"""
    closing = company.closing_date
    if closing and any(day <= closing for day in dates if day):
        raise faults.books_closed()
