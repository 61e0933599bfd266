# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How many characters QuickBooks has for each text.

Texts past the limit are cut when they are sent; the checks before sending say so.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Lengths in characters of one kind of QuickBooks."""

    name: int
    company_name: int
    person_name: int
    phone: int
    email: int
    copy_email: int
    website: int
    tax_id: int
    account_number: int
    notes: int
    number: int
    memo: int
    message: int
    line_description: int
    address_lines: int
    address_line: int
    address_total: int
    city: int
    postal_code: int
    custom_field: int
    lines: int
    taxed_lines: int


# QuickBooks Online: the field lengths of Intuit's entity references. The name is the
# older 100 of 500. Lines: 10,000 of any transaction, 750 where QuickBooks computes
# the sales tax of an invoice.
ONLINE = Limits(
    name=100,
    company_name=100,
    person_name=100,
    phone=30,
    email=100,
    copy_email=200,
    website=1000,
    tax_id=20,
    account_number=100,
    notes=2000,
    number=21,
    memo=4000,
    message=1000,
    line_description=4000,
    address_lines=5,
    address_line=500,
    address_total=2000,
    city=255,
    postal_code=30,
    custom_field=31,
    lines=10_000,
    taxed_lines=750,
)
