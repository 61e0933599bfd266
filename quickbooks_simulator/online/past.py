# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The past of a company that has kept its books for years, made up in seconds."""

from __future__ import annotations

from datetime import timedelta

from .answers import loads
from .bookkeeping import Bookkeeper
from .books import Books

_COPIED = ("name", "full_name", "party", "date", "total", "balance")


def add_paid_invoices(books: Books, hand: Bookkeeper, count: int) -> None:
    """So many invoices, each paid in full by a payment of its own; one a second, the
    last of them now.

    The first two are entered like any others, the rest are like them.
    """
    customer = books.store.value(
        "SELECT min(id) FROM object WHERE realm = ? AND entity = 'Customer'",
        books.realm,
    )
    with books.store.transaction():
        invoice = hand.invoice(str(customer), ("Linehaul", "1250"))
        payment = hand.receive({invoice: ""})
        rows = books.get("Invoice", invoice), books.get("Payment", payment)
        last = books.now
        for ago in range(count - 1, 0, -1):
            books.now = last - timedelta(seconds=ago)
            _copy(books, *rows)
        books.now = last


def _copy(books, invoice_row, payment_row):
    invoice, payment = (
        books.next_id(kind, transaction=True) for kind in ("Invoice", "Payment")
    )
    number, total = f"PAST-{invoice}", invoice_row["total"]
    body = loads(invoice_row["body"]) | {"DocNumber": number}
    body["LinkedTxn"] = [{"TxnId": str(payment), "TxnType": "Payment"}]
    _add(books, invoice_row, invoice, body, doc_number=number)
    body = loads(payment_row["body"])
    for line in body["Line"]:
        line["LinkedTxn"] = [{"TxnId": str(invoice), "TxnType": "Invoice"}]
    _add(books, payment_row, payment, body)
    books.store.run(
        "INSERT INTO settlement VALUES (?, 'Payment', ?, 'Invoice', ?, ?)",
        books.realm,
        payment,
        invoice,
        total,
    )


def _add(books, row, number, body, **columns):
    columns |= {name: row[name] for name in _COPIED}
    books.add(row["entity"], number, body, **columns)
