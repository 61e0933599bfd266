# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How many characters QuickBooks has for each text.

Texts past the limit are cut when they are sent; the checks before sending say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """Lengths in characters of one kind of QuickBooks.

    ``numbers`` and ``custom_fields`` are those of the types of objects, and of the
    fields by their ids, that have another length than ``number`` and ``custom_field``.
    """

    name: int
    item_name: int
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
    state: int
    postal_code: int
    country: int
    custom_field: int
    lines: int
    taxed_lines: int
    numbers: Mapping[str, int] = field(default_factory=dict)
    custom_fields: Mapping[str, int] = field(default_factory=dict)

    def number_of(self, object_type: str) -> int:
        """The length of the number of a transaction of this type."""
        return self.numbers.get(object_type, self.number)

    def custom_field_of(self, field_id: str) -> int:
        """The length of one of the custom fields of sales forms."""
        return self.custom_fields.get(field_id, self.custom_field)


# QuickBooks Online: the field lengths of Intuit's entity references. The name is the
# older 100 of 500. Lines: 10,000 of any transaction, 750 where QuickBooks computes
# the sales tax of an invoice.
ONLINE = Limits(
    name=100,
    item_name=100,
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
    state=255,
    postal_code=30,
    country=255,
    custom_field=31,
    lines=10_000,
    taxed_lines=750,
)

# QuickBooks Desktop: the schema of qbXML 13.0 (qbxml130.xsd). A tax id is a vendor's
# (VendorTaxIdent); a custom field of the company's own has thirty characters. How many
# lines a transaction may have is not documented.
DESKTOP = Limits(
    name=41,
    item_name=31,
    company_name=41,
    person_name=25,
    phone=21,
    email=1023,
    copy_email=1023,
    website=1023,
    tax_id=15,
    account_number=99,
    notes=4095,
    number=20,
    memo=4095,
    message=4095,
    line_description=4095,
    address_lines=5,
    address_line=41,
    address_total=205,
    city=31,
    state=21,
    postal_code=13,
    country=31,
    custom_field=30,
    lines=10_000,
    taxed_lines=10_000,
    numbers={"Invoice": 11, "CreditMemo": 11, "BillPayment": 11},
    custom_fields={"PONumber": 25, "Other": 29, "FOB": 13},
)
