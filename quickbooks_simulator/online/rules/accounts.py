# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Types of accounts, and those that QuickBooks opens by itself."""

from __future__ import annotations

from .. import faults
from ..books import Books, party_entity
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
# What is owed by customers and to vendors, and what such an account is called.
_OWED = {
    "Customer": ("Accounts Receivable", "Accounts Receivable (A/R)"),
    "Vendor": ("Accounts Payable", "Accounts Payable (A/P)"),
}


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


def missing_account(books: Books, entity: str, code: str) -> dict | None:
    """What QuickBooks opens with the first sale or purchase in a currency: an account
    for what is owed in it. None where there is one.

    :param entity: of the transaction
    :param code: its currency
    """
    if code == books.company.home_currency:
        return None
    kind, title = _OWED[party_entity(entity)]
    known = books.store.row(
        "SELECT id FROM object WHERE realm = ? AND entity = 'Account' AND active = 1"
        " AND body ->> '$.AccountType' = ?"
        " AND body ->> '$.CurrencyRef.value' = ? LIMIT 1",
        books.company.realm,
        kind,
        code,
    )
    if known:
        return None
    return {
        "Name": f"{title} - {code}",
        "AccountType": kind,
        "CurrencyRef": {"value": code},
    }
