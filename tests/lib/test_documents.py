# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import dataclasses
import datetime
from decimal import Decimal

import pytest

from tms_quickbooks.lib.documents import Ref, content_hash
from tms_quickbooks.lib.problems import Place

from .builders import bill, credit_memo, customer, invoice, item_line, vendor
from .builders import vendor_credit as credit_of_vendor


def test_every_document_says_which_quickbooks_object_it_becomes():
    made = [customer(), vendor(), invoice(), credit_memo(), bill(), credit_of_vendor()]
    assert [document.object_type for document in made] == [
        "Customer",
        "Vendor",
        "Invoice",
        "CreditMemo",
        "Bill",
        "VendorCredit",
    ]


def test_documents_cannot_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        invoice().number = "other"


@pytest.mark.parametrize(
    "change",
    [
        {"id": "130", "version": "4"},
        {"source": Place("account.move", 4711, "other")},
        {"partner": Place("res.partner", 4711)},
        {"customer": Ref("58", "renamed since")},
        {"lines": (item_line("1750.0000"),)},
        {"total": Decimal("1.75E+3")},
    ],
    ids=lambda change: "-".join(change),
)
def test_the_hash_ignores_what_quickbooks_does_not_receive(change):
    changed = dataclasses.replace(invoice(), **change)
    assert content_hash(changed) == content_hash(invoice())


@pytest.mark.parametrize(
    "change",
    [
        {"number": "INV/2026/00008"},
        {"date": datetime.date(2026, 11, 21)},
        {"memo": "Load 17"},
        {"customer": Ref("59")},
        {"customer": None},
        {"lines": (item_line(quantity=Decimal(1)),)},
        {"lines": (item_line(), item_line())},
        {"total": Decimal("1750.01")},
    ],
    ids=lambda change: "-".join(change),
)
def test_the_hash_changes_with_the_content(change):
    changed = dataclasses.replace(invoice(), **change)
    assert content_hash(changed) != content_hash(invoice())


def test_an_invoice_and_a_credit_memo_of_the_same_content_differ():
    assert content_hash(invoice()) != content_hash(credit_memo())


def test_the_hash_is_stable_across_releases():
    """A changed hash would mark everything ever sent as changed."""
    assert content_hash(customer()) == (
        "913f829487fb37bc13e3bb7b0ec026bd5c0a8272d6fee8aca3dfec999ce28265"
    )
