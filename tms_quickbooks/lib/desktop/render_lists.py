# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Products and services as qbXML."""

from __future__ import annotations

from .. import documents
from ..limits import DESKTOP
from .elements import element, elements, name, ref


def item(item: documents.Item) -> list[tuple[str, str]]:
    """What a service says: where it is sold, and where it is bought, if it is."""
    pairs = [("Name", name(item.name, DESKTOP.item_name))]
    suffix = "Mod" if item.id else ""
    income = ref(item.income_account)
    if item.expense_account is None:
        account = element("AccountRef", income)
        return [*pairs, (f"SalesOrPurchase{suffix}", account)]
    both = elements(
        [("IncomeAccountRef", income), ("ExpenseAccountRef", ref(item.expense_account))]
    )
    return [*pairs, (f"SalesAndPurchase{suffix}", both)]
