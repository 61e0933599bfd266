# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The objects of QuickBooks Online, out of JSON: what the mirror keeps of each."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..objects import ENTRY, PAYMENTS, ObjectState

_NUMBER_FIELDS = ("DocNumber", "PaymentRefNum", "AcctNum")


def bare_state(type: str, data: dict[str, Any]) -> ObjectState:
    """The state of one object of an answer, without ``raw`` and ``content``."""
    number = next((str(data[key]) for key in _NUMBER_FIELDS if data.get(key)), "")
    name = data.get("DisplayName") or data.get("Name") or ""
    stamp = (data.get("MetaData") or {}).get("LastUpdatedTime")
    return ObjectState(
        type=type,
        qb_id=str(data["Id"]),
        name=name,
        full_name=data.get("FullyQualifiedName") or name,
        version=str(data.get("SyncToken", "")),
        active=bool(data.get("Active", True)) and data.get("status") != "Deleted",
        total=_entry_total(data) if type == ENTRY else decimal(data.get("TotalAmt")),
        balance=decimal(data.get("Balance")),
        number=number,
        date=date.fromisoformat(data["TxnDate"][:10]) if data.get("TxnDate") else None,
        currency=ref_id(data.get("CurrencyRef")),
        updated_at=datetime.fromisoformat(stamp) if stamp else None,
        extra=_extra(data) | _payment_extra(type, data) | _entry_extra(type, data),
        shown=frozenset(data),
    )


def _extra(data: dict[str, Any]) -> dict[str, Any]:
    """What matching and mapping want to know beyond the common fields."""
    address = data.get("BillAddr") or {}
    values = {
        "subtype": data.get("AccountSubType") or data.get("Type"),
        "account_type": data.get("AccountType"),
        "classification": data.get("Classification"),
        "company_name": data.get("CompanyName"),
        "email": (data.get("PrimaryEmailAddr") or {}).get("Address"),
        "phone": (data.get("PrimaryPhone") or {}).get("FreeFormNumber"),
        "mobile": (data.get("Mobile") or {}).get("FreeFormNumber"),
        "street": address.get("Line1"),
        "city": address.get("City"),
        "state": address.get("CountrySubDivisionCode"),
        "postal_code": address.get("PostalCode"),
        "country": address.get("Country"),
        "customer_id": ref_id(data.get("CustomerRef")),
        "vendor_id": ref_id(data.get("VendorRef")),
        "income_account_id": ref_id(data.get("IncomeAccountRef")),
        "expense_account_id": ref_id(data.get("ExpenseAccountRef")),
        "parent_id": ref_id(data.get("ParentRef")),
        "is_project": data.get("IsProject"),
        "due_date": data.get("DueDate"),
        "rate": as_text(decimal(data.get("ExchangeRate"))),
        "tax": as_text(decimal((data.get("TxnTaxDetail") or {}).get("TotalTax"))),
        "memo": data.get("PrivateNote"),
        "due_days": data.get("DueDays"),
        "deleted": data.get("status") == "Deleted",
    }
    return {key: value for key, value in values.items() if value}


def _payment_extra(type: str, data: dict[str, Any]) -> dict[str, Any]:
    """What a payment settles, and what is left of it."""
    if type not in PAYMENTS:
        return {}
    return {
        "applied": applied_lines(data),
        "unapplied": as_text(decimal(data.get("UnappliedAmt"))),
    }


def _entry_total(data: dict[str, Any]) -> Decimal | None:
    """What a journal entry books; its TotalAmt is not said to be that."""
    found = [
        decimal(line.get("Amount")) or Decimal(0)
        for line in data.get("Line") or []
        if _entry_detail(line).get("PostingType") == "Debit"
    ]
    return sum(found, Decimal(0)) if found else None


def _entry_extra(type: str, data: dict[str, Any]) -> dict[str, Any]:
    """Whose journal entry it is."""
    kind, qb_id = entry_party(data) if type == ENTRY else ("", "")
    return {f"{kind.lower()}_id": qb_id} if qb_id else {}


def entry_party(data: dict[str, Any]) -> tuple[str, str]:
    """The customer or vendor that a journal entry names: type and id; "" for none."""
    for line in data.get("Line") or []:
        if named := _entry_detail(line).get("Entity"):
            return str(named.get("Type") or ""), ref_id(named.get("EntityRef"))
    return "", ""


def _entry_detail(line: dict[str, Any]) -> dict[str, Any]:
    return line.get("JournalEntryLineDetail") or {}


def applied_lines(payment: dict[str, Any]) -> dict[str, str]:
    """What a payment settles, as JSON can hold it: ``{"Invoice 12": "100.00"}``."""
    found: dict[str, Decimal] = {}
    for line in payment.get("Line") or []:
        for link in line.get("LinkedTxn") or []:
            key = f"{link.get('TxnType')} {link.get('TxnId')}"
            amount = decimal(line.get("Amount")) or Decimal(0)
            found[key] = found.get(key, Decimal(0)) + amount
    return {key: str(amount) for key, amount in found.items()}


# -- values ----------------------------------------------------------------------------


def ref_id(ref: Any) -> str:
    """The id that a reference names, "" for none."""
    return str(ref.get("value") or "") if isinstance(ref, dict) else ""


def decimal(number: Any) -> Decimal | None:
    """A number of an answer, without binary fractions."""
    return None if number is None else Decimal(str(number))


def as_text(number: Decimal | None) -> str | None:
    """A number as JSON can hold it exactly."""
    return None if number is None else str(number)
