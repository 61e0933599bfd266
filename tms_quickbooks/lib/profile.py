# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What we need to know about a QuickBooks company before anything is sent to it."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass
from typing import Any

SIMPLE_START = "simple_start"
ESSENTIALS = "essentials"
PLUS = "plus"
ADVANCED = "advanced"

# The states in which QuickBooks takes no changes (subscription states, Intuit).
_LAPSED = {"EXPIRED", "RESTRICTED", "SUSPENDED", "CANCELED"}


@dataclass(frozen=True, slots=True)
class Profile:
    """A QuickBooks company: its plan, its switches, its closed books.

    ``desktop``: it is a company file of QuickBooks Desktop. ``plan`` is "" where it is
    not known (QuickBooks Desktop, a new plan); ``country`` and ``home_currency`` are
    ISO codes; ``closing_date`` is the last day of the closed books.
    ``custom_txn_numbers`` says that we number sales documents,
    ``custom_bill_numbers`` that we may number bills; where False QuickBooks numbers
    by itself; ``repeated_bill_numbers`` that a vendor's bills may have the same one.
    ``sales_tax``: the company charges sales tax, and with
    ``automated_sales_tax`` QuickBooks itself computes it, unless that is still
    ``sales_tax_unfinished``: offered, and not set up. ``service_dates``: lines of
    sales have a date of their own. ``custom_fields``: those of sales forms that are in
    use, each with its id and name. ``taxable_code`` and ``untaxed_code``: the ids of
    what QuickBooks Desktop in the United States says by on a line whether sales tax is
    due.
    """

    company_name: str = ""
    legal_name: str = ""
    plan: str = ""
    subscription_status: str = ""
    country: str = "US"
    home_currency: str = "USD"
    multi_currency: bool = False
    custom_txn_numbers: bool = True
    custom_bill_numbers: bool = True
    repeated_bill_numbers: bool = False
    class_per_txn: bool = False
    class_per_line: bool = False
    departments: bool = False
    closing_date: datetime.date | None = None
    sales_tax: bool = False
    automated_sales_tax: bool = False
    sales_tax_unfinished: bool = False
    service_dates: bool = False
    custom_fields: tuple[tuple[str, str], ...] = ()
    desktop: bool = False
    taxable_code: str = ""
    untaxed_code: str = ""

    @property
    def has_bills(self) -> bool:
        """Whether the plan has vendor bills (Simple Start has none)."""
        return self.desktop or self.plan != SIMPLE_START

    @property
    def has_classes(self) -> bool:
        return self.class_per_txn or self.class_per_line

    def tracks(self, kind: str) -> bool:
        """Whether documents have a "class" or a "location" in this company.

        What it does not track may be mapped, but is not sent.
        """
        return {"class": self.has_classes, "location": self.departments}[kind]

    @property
    def is_us(self) -> bool:
        """Whether United States sales tax applies: TAX and NON instead of codes."""
        return self.country == "US"

    @property
    def is_lapsed(self) -> bool:
        """Whether the subscription has ended, so that QuickBooks takes no changes."""
        return self.subscription_status.upper() in _LAPSED

    def to_dict(self) -> dict[str, Any]:
        """The profile as JSON-safe values."""
        values = dataclasses.asdict(self)
        values["closing_date"] = self.closing_date and self.closing_date.isoformat()
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Profile:
        """The profile that ``to_dict`` gave; missing and unknown keys do no harm."""
        known = {field.name for field in dataclasses.fields(cls)}
        values = {name: value for name, value in values.items() if name in known}
        if closing_date := values.get("closing_date"):
            values["closing_date"] = datetime.date.fromisoformat(closing_date)
        if custom_fields := values.get("custom_fields"):
            values["custom_fields"] = tuple(map(tuple, custom_fields))
        return cls(**values)
