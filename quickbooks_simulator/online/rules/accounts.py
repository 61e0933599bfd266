# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Types of accounts."""

from __future__ import annotations

from .. import faults
from ..company import Company

# AccountType: (Classification, the AccountSubType when none is given)
TYPES = {
    "Bank": ("Asset", "CashOnHand"),
    "Accounts Receivable": ("Asset", "AccountsReceivable"),
    "Other Current Asset": ("Asset", "OtherCurrentAssets"),
    "Fixed Asset": ("Asset", "OtherFixedAssets"),
    "Other Asset": ("Asset", "OtherLongTermAssets"),
    "Accounts Payable": ("Liability", "AccountsPayable"),
    "Credit Card": ("Liability", "CreditCard"),
    "Other Current Liability": ("Liability", "OtherCurrentLiabilities"),
    "Long Term Liability": ("Liability", "OtherLongTermLiabilities"),
    "Equity": ("Equity", "OpeningBalanceEquity"),
    "Income": ("Revenue", "SalesOfProductIncome"),
    "Other Income": ("Revenue", "OtherMiscellaneousIncome"),
    "Expense": ("Expense", "OtherMiscellaneousServiceCost"),
    "Other Expense": ("Expense", "OtherMiscellaneousExpense"),
    "Cost of Goods Sold": ("Expense", "SuppliesMaterialsCogs"),
}
_US_NUMBER_LENGTH = 7


def classify(company: Company, body: dict) -> None:
    """Set classification and sub-type of an account.

    :raises Fault: 2020 without a type, 2170 unknown type, 2050 number too long (7 in
        the US, 20 elsewhere)
    """
    kind = body.get("AccountType")
    if not kind:
        raise faults.required_missing("AccountType")
    if kind not in TYPES:
        raise faults.invalid_enum("AccountType", kind)
    classification, sub_type = TYPES[kind]
    body["Classification"] = classification
    body.setdefault("AccountSubType", sub_type)
    number = body.get("AcctNum", "")
    if company.is_us and len(number) > _US_NUMBER_LENGTH:
        raise faults.length("AcctNum", len(number), _US_NUMBER_LENGTH)
