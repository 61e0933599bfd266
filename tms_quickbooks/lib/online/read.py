# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""QuickBooks Online's answers, read into what the models keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from quickbooks.utils import build_choose_clause

from .. import profile as profiles
from ..objects import BOOKED, INACTIVE_MARK, ObjectState
from ..problems import Problem, QuickBooksError, problem_of_network
from ..profile import Profile
from .errors import json_faults, problem_of_faults
from .read_documents import object_state, whole_state
from .read_objects import ref_id

# The most objects of one page, and of one batch of queries (Intuit: data queries).
MAX_RESULTS = 1000

# The names under which QuickBooks lists objects; everything else has a Name.
_NAME_FIELD = {
    "Customer": "DisplayName",
    "Vendor": "DisplayName",
    "Employee": "DisplayName",
}

_PAGES = {
    "Customer": "customerdetail?nameId=",
    "Vendor": "vendordetail?nameId=",
    "Invoice": "invoice?txnId=",
    "CreditMemo": "creditmemo?txnId=",
    "Bill": "bill?txnId=",
    "VendorCredit": "vendorcredit?txnId=",
    "Payment": "recvpayment?txnId=",
    "BillPayment": "billpayment?txnId=",
    "JournalEntry": "journal?txnId=",
}
# Through the sign-in page, which first switches to the right company: without that a
# user of two companies would be shown whatever has this id in the other one.
_SIGN_IN = {
    "production": "https://qbo.intuit.com/app/login",
    "sandbox": "https://app.sandbox.qbo.intuit.com/app/login",
}

_PLANS = {
    "simple start": profiles.SIMPLE_START,
    "essentials": profiles.ESSENTIALS,
    "plus": profiles.PLUS,
    "advanced": profiles.ADVANCED,
}
_CUSTOM_FIELD_SWITCH = "SalesFormsPrefs.UseSalesCustom"
_CUSTOM_FIELD_NAME = "SalesFormsPrefs.SalesCustomName"
_COUNTRIES = {"USA": "US", "UNITED STATES": "US", "UK": "GB", "CANADA": "CA"}


def batch_results(
    answer: dict[str, Any], item_ids: Iterable[str]
) -> dict[str, ObjectState | Problem]:
    """What became of each item of a batch, whatever the order of the answer.

    An item the answer does not mention may have been carried out or not: its problem
    says to send the same again.
    """
    answers = _by_bid(answer)
    return {
        item_id: _batch_result(answers[item_id])
        if item_id in answers
        else problem_of_network("no_answer")
        for item_id in item_ids
    }


def query_results(
    answer: dict[str, Any], keys: Iterable[str]
) -> dict[str, dict[str, Any] | Problem]:
    """What each of a batch's queries has found, as ``query_objects`` and ``total``
    take it, or the problem it met with.
    """
    answers = _by_bid(answer)
    return {
        key: _batch_fault(answers[key]) or answers[key]
        if key in answers
        else problem_of_network("no_answer")
        for key in keys
    }


def total(answer: dict[str, Any]) -> int:
    """How many objects a counting query has counted."""
    return int((answer.get("QueryResponse") or {}).get("totalCount") or 0)


def settings(kind: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The one object of a kind, such as CompanyInfo, that a query has found.

    :raises QuickBooksError: when there is none
    """
    found = (answer.get("QueryResponse") or {}).get(kind)
    if not found:
        raise QuickBooksError(problem_of_network("unreadable"))
    return found[0]


def answered_at(answer: dict[str, Any]) -> datetime | None:
    """QuickBooks' own time of an answer, aware; None where it does not say."""
    stamp = answer.get("time")
    return datetime.fromisoformat(stamp) if isinstance(stamp, str) else None


def query_objects(
    type: str, answer: dict[str, Any], whole: bool = False
) -> list[ObjectState]:
    """The objects that a query for one kind has found; ``whole``: with their raw
    text."""
    found = (answer.get("QueryResponse") or {}).get(type) or []
    read = whole_state if whole else object_state
    return [read(type, data) for data in found]


def name_lookup_statement(type: str, names: Iterable[str]) -> str:
    """The query for objects of these names, inactive ones included.

    Names of inactive customers, vendors and employees are taken as well (6240).
    """
    wanted = [name + mark for name in names for mark in ("", INACTIVE_MARK)]
    return _lookup(type, _NAME_FIELD.get(type, "Name"), wanted)


def name_like_statement(type: str, name: str) -> str:
    """The query for objects whose names differ from this in case only, or not at all.

    What LIKE finds beyond that (a name may hold its "%") is left to the reader.
    """
    value = name.replace("\\", "\\\\").replace("'", "\\'")
    field_name = _NAME_FIELD.get(type, "Name")
    return (
        f"SELECT * FROM {type} WHERE {field_name} LIKE '{value}'"
        " AND Active IN (true, false) MAXRESULTS 10"
    )


def one_of(field_name: str, values: Iterable[str]) -> str:
    """The condition for objects of which a field has one of these values."""
    # The library escapes quotes; a backslash of the value's own would undo that.
    escaped = [value.replace("\\", "\\\\") for value in values]
    return build_choose_clause(escaped, field_name)


def id_lookup_statement(type: str, ids: Iterable[str]) -> str:
    """The query for objects with these ids, inactive ones included."""
    return _lookup(type, "Id", ids)


def web_url(environment: str, type: str, qb_id: str, realm: str) -> str:
    """The page of an object in QuickBooks Online, in the right company.

    "" where there is none: for other environments, and for lists, which have one page
    for all their objects.
    """
    return page_url(environment, _PAGES[type] + qb_id, realm) if type in _PAGES else ""


def page_url(environment: str, page: str, realm: str) -> str:
    """A page of QuickBooks Online in the right company; "" for other environments."""
    if environment not in _SIGN_IN:
        return ""
    query = urlencode({"deeplinkcompanyid": realm, "pagereq": page})
    return f"{_SIGN_IN[environment]}?{query}"


def profile(company_info: dict[str, Any], preferences: dict[str, Any]) -> Profile:
    """The profile of a company, from its CompanyInfo and its Preferences."""
    info = _name_values(company_info.get("NameValue"))
    other = _name_values((preferences.get("OtherPrefs") or {}).get("NameValue"))
    accounting = preferences.get("AccountingInfoPrefs") or {}
    sales = preferences.get("SalesFormsPrefs") or {}
    tax = preferences.get("TaxPrefs") or {}
    currency = preferences.get("CurrencyPrefs") or {}
    closing_date = accounting.get("BookCloseDate")
    country = str(company_info.get("Country") or "US").upper()
    return Profile(
        company_name=company_info.get("CompanyName") or "",
        legal_name=company_info.get("LegalName") or "",
        plan=_plan(info.get("OfferingSku", "")),
        subscription_status=info.get("SubscriptionStatus", ""),
        country=_COUNTRIES.get(country, country),
        home_currency=ref_id(currency.get("HomeCurrency")) or "USD",
        multi_currency=_true(currency.get("MultiCurrencyEnabled")),
        custom_txn_numbers=_true(sales.get("CustomTxnNumbers")),
        # A bill has the vendor's number. Where QuickBooks does not say otherwise, it
        # takes it.
        custom_bill_numbers=_true(
            other.get("VendorAndPurchasesPrefs.UseCustomTxnNumbers", True)
        ),
        repeated_bill_numbers=not _true(other.get("WarnDuplicateBillNumber", True)),
        class_per_txn=_true(accounting.get("ClassTrackingPerTxn")),
        class_per_line=_true(accounting.get("ClassTrackingPerTxnLine")),
        departments=_true(accounting.get("TrackDepartments")),
        closing_date=date.fromisoformat(closing_date[:10]) if closing_date else None,
        sales_tax=_true(tax.get("UsingSalesTax")),
        automated_sales_tax=_true(tax.get("PartnerTaxEnabled")),
        # Present and false (Intuit: Preferences, TaxPrefs).
        sales_tax_unfinished=not _true(tax.get("PartnerTaxEnabled", True)),
        service_dates=_true(sales.get("AllowServiceDate")),
        custom_fields=_custom_fields(sales),
    )


def _custom_fields(sales_forms: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The ids and names of the custom fields in use.

    Switches and names come in lists of their own, in any order; what belongs together
    has the same number behind its name, and that is the id (Intuit: Preferences,
    Invoice.CustomField.DefinitionId).
    """
    switched_on, named = set(), {}
    for group in sales_forms.get("CustomField") or []:
        for each in group.get("CustomField") or []:
            name = str(each.get("Name") or "")
            number = name.removeprefix(_CUSTOM_FIELD_SWITCH)
            if number != name and _true(each.get("BooleanValue")):
                switched_on.add(number)
            number = name.removeprefix(_CUSTOM_FIELD_NAME)
            if number != name and each.get("StringValue"):
                named[number] = each["StringValue"]
    return tuple((number, named.get(number, number)) for number in sorted(switched_on))


def _by_bid(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    items = answer.get("BatchItemResponse") or []
    return {str(item.get("bId")): item for item in items}


def _batch_fault(item: dict[str, Any]) -> Problem | None:
    """The problem of a batch item that was refused."""
    if not item.get("Fault"):
        return None
    faults = json_faults(item["Fault"])
    return problem_of_faults(faults) if faults else problem_of_network("unreadable")


def _batch_result(item: dict[str, Any]) -> ObjectState | Problem:
    if problem := _batch_fault(item):
        return problem
    for key, data in item.items():
        if isinstance(data, dict) and "Id" in data:
            return object_state(key, data)
    return problem_of_network("unreadable")


def _lookup(type: str, field_name: str, values: Iterable[str]) -> str:
    condition = one_of(field_name, values)
    # Lists show their inactive objects only on demand; transactions have no such state.
    if type not in BOOKED:
        condition += " AND Active IN (true, false)"
    return f"SELECT * FROM {type} WHERE {condition} MAXRESULTS {MAX_RESULTS}"


def _name_values(pairs: Any) -> dict[str, str]:
    return {pair.get("Name", ""): pair.get("Value", "") for pair in pairs or []}


def _plan(sku: str) -> str:
    """The plan's key; the sku reads like "QuickBooks Online Plus"."""
    sku = sku.lower()
    return next((plan for words, plan in _PLANS.items() if words in sku), "")


def _true(value: Any) -> bool:
    """Switches come as JSON booleans, and in name-value pairs as text."""
    return value is True or str(value).lower() == "true"
