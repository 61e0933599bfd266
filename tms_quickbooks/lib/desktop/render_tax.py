# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taxes of invoices, bills and credits in QuickBooks Desktop, which computes them.

In the United States a sale names one sales tax item (or a group of them) for all its
lines, and each line says by a code whether it is taxed; there is no tax on purchases.
Everywhere else each line names the code of its rates.
"""

from __future__ import annotations

from .. import documents
from ..profile import Profile
from .elements import boolean, list_id, ref


def item_of_sale(document: documents.SalesDocument, profile: Profile) -> str:
    """The sales tax item of a sale that has tax; QuickBooks keeps its own on others."""
    if not (profile.is_us and profile.sales_tax and _is_taxed(document)):
        return ""
    return ref(document.tax_code)


def _is_taxed(document: documents.SalesDocument) -> bool:
    return any(line.taxable for line in document.amount_lines)


def is_included(profile: Profile) -> str:
    """Whether amounts include tax; the United States know no such field."""
    return boolean(False) if profile.sales_tax and not profile.is_us else ""


def code(
    line: documents.ItemLine | documents.ExpenseLine, profile: Profile, is_sale: bool
) -> str:
    """The tax code of a line."""
    if not profile.sales_tax:
        return ""
    if not profile.is_us:
        return ref(line.tax_code)
    if not is_sale:
        return ""
    return list_id(profile.taxable_code if line.taxable else profile.untaxed_code)
