# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import dataclasses

import pytest

from .builders import bill, credit_memo, customer, invoice, vendor
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
