# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Looking up what became of a transaction."""

import dataclasses
from datetime import datetime
from decimal import Decimal

from tms_quickbooks.lib import identity, objects
from tms_quickbooks.lib.documents import Ref
from tms_quickbooks.lib.online import lookup, read, render
from tms_quickbooks.lib.online import sent as online_sent
from tms_quickbooks.lib.profile import Profile

from .builders import bill, expense_line, invoice, item_line

MARK = identity.mark("a-database", "account.move", 7)


def sent(document, **profile):
    item = render.batch_item(document, "1", Profile(**profile)).decode()
    return online_sent.transaction(document.object_type, item, document.total)


def test_what_was_sent_is_read_from_its_bytes():
    document = dataclasses.replace(
        invoice(item_line(item=Ref("9")), customer=Ref("58"), number="INV/7"), mark=MARK
    )
    found = sent(document)
    assert found == identity.Transaction(
        "Invoice", "INV/7", "58", document.date, "", document.total, (MARK,)
    )


def test_where_quickbooks_numbers_by_itself_none_was_sent():
    document = invoice(item_line(item=Ref("9")), customer=Ref("58"), number="INV/7")
    assert sent(document, custom_txn_numbers=False).number == ""


def test_a_bill_belongs_to_its_vendor_and_keeps_its_currency():
    document = bill(
        expense_line(account=Ref("9")),
        vendor=Ref("71"),
        number="RR-4411",
        currency="CAD",
        exchange_rate=Decimal("0.72"),
    )
    found = sent(document, multi_currency=True)
    assert (found.party_id, found.currency, found.number) == ("71", "CAD", "RR-4411")


def test_what_quickbooks_shows_is_compared_by_the_same_fields():
    document = dataclasses.replace(
        invoice(item_line(item=Ref("9")), customer=Ref("58"), number="INV/7"), mark=MARK
    )
    item = render.batch_item(document, "1", Profile())
    data = online_sent.sent_object(item.decode())
    shown = {**data, "Id": "130", "SyncToken": "0", "TotalAmt": document.total}
    state = read.object_state("Invoice", shown)
    found = objects.shown_transaction(state)
    assert identity.likeness(sent(document), found) is identity.Likeness.SAME


def test_what_was_made_void_is_told():
    data = {
        "Id": "130",
        "TotalAmt": 0,
        "PrivateNote": f"Voided - INV/7\nOdoo {MARK}",
        "TxnDate": "2026-11-20",
    }
    found = objects.shown_transaction(read.object_state("Invoice", data))
    assert found.is_voided
    assert found.marks == (MARK,)


def test_numbers_with_quotes_and_backslashes_are_asked_for():
    condition = lookup.with_numbers(["O'Neil\\7", "A-1"])
    assert condition == "DocNumber in ('A-1', 'O\\'Neil\\\\7')"


def test_what_was_made_since_is_asked_for_with_a_margin_for_the_clocks():
    assert lookup.created_since(datetime(2026, 11, 20, 8, 30)) == (
        "MetaData.CreateTime >= '2026-11-19T08:30:00+00:00'"
    )


def test_sales_hold_numbers_against_sales_and_bills_against_bills():
    assert objects.numbered_alike("CreditMemo") == ("Invoice", "CreditMemo")
    assert objects.numbered_alike("Bill") == ("Bill", "VendorCredit")
    assert objects.numbered_alike("BillPayment") == ("BillPayment",)
