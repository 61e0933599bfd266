# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The lists of the books, as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One list of the books: what it is called and which columns it shows."""

    slug: str
    entity: str
    title: str
    columns: tuple[tuple[str, str], ...]
    empty: str


_NAME = (("Name", "DisplayName"), ("Company", "CompanyName"), ("Balance", "Balance"))
_FULL_NAME = (("Name", "FullyQualifiedName"),)
_SALE = (
    ("Number", "DocNumber"),
    ("Date", "TxnDate"),
    ("Customer", "CustomerRef"),
    ("Total", "TotalAmt"),
    ("Open", "Balance"),
)
_PURCHASE = tuple(
    ("Vendor", "VendorRef") if name == "CustomerRef" else (title, name)
    for title, name in _SALE
)
KINDS = {
    kind.slug: kind
    for kind in (
        Kind("customers", "Customer", "Customers", _NAME, "Nobody to invoice yet."),
        Kind("invoices", "Invoice", "Invoices", _SALE, "No invoice came in yet."),
        Kind(
            "credit-memos", "CreditMemo", "Credit memos", _SALE, "No credit was given."
        ),
        Kind(
            "payments",
            "Payment",
            "Payments",
            (
                ("Reference", "PaymentRefNum"),
                ("Date", "TxnDate"),
                ("Customer", "CustomerRef"),
                ("Total", "TotalAmt"),
                ("Not applied", "UnappliedAmt"),
            ),
            "No customer has paid yet. Open an invoice to record a payment.",
        ),
        Kind("vendors", "Vendor", "Vendors", _NAME, "Nobody to pay yet."),
        Kind("bills", "Bill", "Bills", _PURCHASE, "No bill came in yet."),
        Kind(
            "vendor-credits",
            "VendorCredit",
            "Vendor credits",
            _PURCHASE,
            "No vendor has given a credit.",
        ),
        Kind(
            "bill-payments",
            "BillPayment",
            "Bill payments",
            (
                ("Number", "DocNumber"),
                ("Date", "TxnDate"),
                ("Vendor", "VendorRef"),
                ("Paid by", "PayType"),
                ("Total", "TotalAmt"),
            ),
            "No bill was paid yet. Open a bill to record a payment.",
        ),
        Kind(
            "items",
            "Item",
            "Products and services",
            (("Name", "FullyQualifiedName"), ("Type", "Type"), ("Sku", "Sku")),
            "Nothing to sell or buy yet.",
        ),
        Kind(
            "accounts",
            "Account",
            "Chart of accounts",
            (("Name", "FullyQualifiedName"), ("Type", "AccountType")),
            "No account yet.",
        ),
        Kind("classes", "Class", "Classes", _FULL_NAME, "Classes are not tracked."),
        Kind(
            "locations",
            "Department",
            "Locations",
            _FULL_NAME,
            "Locations are not tracked.",
        ),
        Kind(
            "attachments",
            "Attachable",
            "Attachments",
            (("File", "FileName"), ("Kind", "ContentType"), ("Note", "Note")),
            "No file was attached yet.",
        ),
    )
}
SLUGS = {kind.entity: kind.slug for kind in KINDS.values()}
AMOUNTS = ("Balance", "TotalAmt", "UnappliedAmt")
