# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What we send is valid by Intuit's own schema, where that is at hand."""

import datetime
import json
from decimal import Decimal

import pytest

from tms_quickbooks.lib.documents import (
    Address,
    CustomField,
    Ref,
    TextLine,
)
from tms_quickbooks.lib.online import render

from .builders import (
    DAY,
    applied,
    bill,
    bill_payment,
    canadian_company,
    credit_memo,
    customer,
    expense_line,
    invoice,
    item,
    item_line,
    payment,
    us_company,
    vendor,
    vendor_credit,
)
from .intuit_schema import SCHEMA_FOLDER, IntuitSchema

pytestmark = pytest.mark.skipif(
    not SCHEMA_FOLDER.is_dir(), reason="Intuit's schemas are not in ../shared/schemas"
)

ADDRESS = Address(("1 Main St", "Dock 4"), "Dallas", "TX", "75001", "US")
EVERY_SWITCH = {
    "multi_currency": True,
    "departments": True,
    "sales_tax": True,
    "service_dates": True,
    "custom_fields": (("1", "BOL"),),
}
PROFILES = [
    us_company(),
    us_company(class_per_txn=True, **EVERY_SWITCH),
    us_company(class_per_line=True, automated_sales_tax=True, **EVERY_SWITCH),
    canadian_company(departments=True, class_per_line=True),
]
FULL_LINE = item_line(
    quantity=Decimal("700"),
    unit_price=Decimal("2.5"),
    tax_code=Ref("5"),
    class_ref=Ref("1"),
    service_date=DAY,
)
FULL_PARTY = {
    "company_name": "Prairie Foods Inc.",
    "given_name": "Ann",
    "family_name": "Lee",
    "email": "ap@prairie.example",
    "phone": "+1 555 0100",
    "mobile": "+1 555 0101",
    "website": "https://prairie.example",
    "address": ADDRESS,
    "ship_address": ADDRESS,
    "tax_id": "12-3456789",
    "account_number": "C-17",
    "terms": Ref("3"),
    "currency": "USD",
    "notes": "Dock closes at five.",
}
FULL_SALE = {
    "due_date": DAY + datetime.timedelta(days=30),
    "currency": "EUR",
    "exchange_rate": Decimal("1.08"),
    "tax_amount": Decimal("144.38"),
    "tax_code": Ref("5"),
    "memo": "Load 17",
    "message": "Thank you",
    "bill_email": "ap@prairie.example",
    "bill_address": ADDRESS,
    "ship_address": ADDRESS,
    "terms": Ref("3"),
    "department": Ref("2"),
    "class_ref": Ref("1"),
    "custom_fields": (CustomField("1", "BOL 4711", "BOL"),),
}
FULL_PURCHASE = {
    "due_date": DAY,
    "currency": "EUR",
    "exchange_rate": Decimal("1.08"),
    "memo": "Load 17",
    "terms": Ref("3"),
    "department": Ref("2"),
}
FULL_PAYMENT = {
    "currency": "EUR",
    "exchange_rate": Decimal("1.08"),
    "memo": "Wire 4711",
}
DOCUMENTS = [
    item(),
    item(expense_account=Ref("61")),
    customer(),
    customer(**FULL_PARTY),
    vendor(**FULL_PARTY, is_1099=True, mc_number="123456", dot_number="9876543"),
    invoice(),
    invoice(FULL_LINE, **FULL_SALE),
    invoice(lines=(FULL_LINE, TextLine("Section")), **FULL_SALE),
    invoice(copy_email="ar@apex.example"),
    credit_memo(FULL_LINE, **FULL_SALE),
    bill(expense_line(customer=Ref("58"), tax_code=Ref("5")), **FULL_PURCHASE),
    bill(FULL_LINE, **FULL_PURCHASE),
    vendor_credit(expense_line(class_ref=Ref("1")), **FULL_PURCHASE),
    payment(applied(), applied("CreditMemo", "30.00"), method=Ref("4"), **FULL_PAYMENT),
    bill_payment(**FULL_PAYMENT),
    bill_payment(account=Ref("36", kind="Credit Card")),
]


@pytest.fixture(scope="module")
def schema():
    return IntuitSchema()


def object_of(document, profile):
    return json.loads(render.batch_item(document, "1", profile), parse_float=Decimal)[
        document.object_type
    ]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.country)
@pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda document: document.object_type
)
def test_a_rendered_object_is_valid(schema, document, profile):
    assert schema.errors(document.object_type, object_of(document, profile)) == ""


def test_an_update_is_valid(schema):
    data = object_of(invoice(id="130", version="2"), us_company())
    assert schema.errors("Invoice", data) == ""


@pytest.mark.parametrize(
    "break_it",
    [
        lambda data: data["Line"][0].update(Amount="1,750.00"),
        lambda data: data["Line"][0].update(DetailType="SalesLine"),
        lambda data: data.update(TxnDate="11/20/2026"),
    ],
)
def test_the_schema_sees_what_is_wrong(schema, break_it):
    data = object_of(invoice(), us_company())
    break_it(data)
    assert schema.errors("Invoice", data) != ""
