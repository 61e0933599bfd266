# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was sent, read back; what is emptied; what takes something back."""

import dataclasses
import datetime
import json
from decimal import Decimal

import pytest

from tms_quickbooks.lib.documents import CustomField, Ref, Withdrawal
from tms_quickbooks.lib.online import clear, render, sent, withdraw

from .builders import (
    INVOICE_RECORD,
    bill,
    credit_memo,
    customer,
    invoice,
    item_line,
    us_company,
    vendor,
)


def item(document, given=frozenset(), **company):
    return render.batch_item(document, "1", us_company(**company), given)


def content(document, **company):
    return sent.content(item(document, **company).decode())


def there(document, **values):
    """The document as it is once QuickBooks has it."""
    return dataclasses.replace(document, id="130", version="4", **values)


def withdrawal(how="void", **values):
    return Withdrawal(
        **{
            "object_type": "Invoice",
            "id": "130",
            "version": "4",
            "how": how,
            "source": INVOICE_RECORD,
        }
        | values
    )


# -- the same, or not ------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [customer(), vendor(), invoice(), credit_memo(), bill()],
    ids=lambda document: document.object_type,
)
def test_created_and_changed_the_same_content_is_the_same(document):
    assert content(there(document)) == content(document)


@pytest.mark.parametrize(
    "change",
    [
        {"customer": Ref("58", "renamed since")},
        {"lines": (item_line("1750.0000"),)},
        {"total": Decimal("1.75E+3")},
    ],
    ids=lambda change: "-".join(change),
)
def test_what_quickbooks_does_not_get_makes_no_difference(change):
    assert content(dataclasses.replace(invoice(), **change)) == content(invoice())


@pytest.mark.parametrize(
    "change",
    [
        {"date": datetime.date(2026, 11, 21)},
        {"memo": "Load 17"},
        {"customer": Ref("59")},
        {"lines": (item_line(), item_line())},
        {"lines": (item_line("1750.01"),)},
    ],
    ids=lambda change: "-".join(change),
)
def test_what_it_gets_does(change):
    assert content(dataclasses.replace(invoice(), **change)) != content(invoice())


def test_what_the_company_has_switched_on_since_counts():
    document = invoice(class_ref=Ref("2"))
    assert content(document, class_per_txn=True) != content(document)


def test_emptying_is_not_content():
    emptied = item(there(invoice(memo="")), frozenset({"PrivateNote", "ClassRef"}))
    found = sent.content(emptied.decode())
    assert found.fingerprint == content(invoice(memo="")).fingerprint
    assert "ClassRef" in found.emptied


def test_nor_are_custom_fields_without_a_value():
    fields = {"custom_fields": (("1", "PO"),)}
    empty = (CustomField("1", "", "PO"),)
    document = invoice(custom_fields=empty)
    changed, created = content(there(document), **fields), content(document, **fields)
    assert changed.fingerprint == created.fingerprint


def test_the_operation_is_read_from_the_bytes():
    asked = [invoice(), there(invoice()), withdrawal("void"), withdrawal("delete")]
    found = [sent.operation(item(document).decode()) for document in asked]
    assert found == ["send", "send", "void", "delete"]


# -- emptied ---------------------------------------------------------------------------


def test_what_was_filled_before_and_is_empty_now_is_emptied():
    data = json.loads(
        item(there(invoice()), frozenset({"CustomerMemo", "DepartmentRef"}))
    )["Invoice"]
    assert data["CustomerMemo"] == {"value": ""}
    assert data["DepartmentRef"] == {"value": ""}


def test_what_was_never_sent_from_here_is_not_touched():
    data = json.loads(item(there(invoice())))["Invoice"]
    assert "CustomerMemo" not in data
    assert "DepartmentRef" not in data


def test_what_has_a_value_gets_that():
    told = there(invoice(message="Remit to Apex"))
    data = json.loads(item(told, frozenset({"CustomerMemo"})))["Invoice"]
    assert data["CustomerMemo"] == {"value": "Remit to Apex"}


def test_a_new_object_has_nothing_to_be_emptied():
    data = json.loads(item(invoice(), frozenset({"CustomerMemo"})))["Invoice"]
    assert "CustomerMemo" not in data


def test_what_an_object_always_has_is_never_emptied():
    assert clear.empty_values({"TxnDate", "Line", "CustomerRef", "DocNumber"}) == {}


def test_what_quickbooks_still_shows_was_not_emptied():
    emptied = {"ClassRef", "PrivateNote", "BillAddr"}
    assert clear.remaining(emptied, {"Id", "ClassRef", "BillAddr"}) == ["ClassRef"]


# -- taken back ------------------------------------------------------------------------


def test_a_void_is_an_update_with_an_option():
    assert json.loads(item(withdrawal("void"))) == {
        "bId": "1",
        "optionsData": "void",
        "operation": "update",
        "Invoice": {"Id": "130", "SyncToken": "4", "sparse": True},
    }


def test_a_deletion_names_the_object_and_its_version():
    assert json.loads(item(withdrawal("delete", object_type="Bill"))) == {
        "bId": "1",
        "operation": "delete",
        "Bill": {"Id": "130", "SyncToken": "4"},
    }


@pytest.mark.parametrize(
    ("object_type", "wanted", "expected"),
    [
        ("Invoice", "void", "void"),
        ("Invoice", "delete", "delete"),
        ("Payment", "void", "void"),
        ("Bill", "void", "delete"),
        ("CreditMemo", "void", "delete"),
        ("VendorCredit", "delete", "delete"),
    ],
)
def test_what_cannot_be_voided_is_deleted(object_type, wanted, expected):
    assert withdraw.way(object_type, wanted) == expected
