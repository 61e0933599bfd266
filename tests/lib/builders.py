# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Documents and profiles for the tests: ordinary ones, varied by keyword."""

import datetime
import itertools
from decimal import Decimal

from tms_quickbooks.lib.documents import (
    Applied,
    Bill,
    BillPayment,
    CreditMemo,
    ExpenseLine,
    Invoice,
    Item,
    ItemLine,
    LineTax,
    Party,
    Payment,
    Ref,
    VendorCredit,
)
from tms_quickbooks.lib.problems import Place
from tms_quickbooks.lib.profile import Profile

INVOICE_RECORD = Place("account.move", 7, "INV/2026/00007")
BILL_RECORD = Place("account.move", 8, "BILL/2026/11/0008")
PARTNER_RECORD = Place("res.partner", 9, "Prairie Foods")
ITEM_RECORD = Place("quickbooks.item", 11, "Tarp Fee")
PAYMENT_RECORD = Place("account.payment", 12, "PBNK1/2026/00003")
JOURNAL_RECORD = Place("account.journal", 13, "Bank")
PRODUCT_RECORD = Place("product.product", 10, "Linehaul")
FIVE_PERCENT = LineTax("GST", Decimal(5), Place("account.tax", 12, "GST"))
LINEHAUL, FUEL = Ref("3", "Linehaul"), Ref("4", "Fuel Surcharge")
DAY = datetime.date(2026, 11, 20)
# For numbers and names that nothing else has.
NUMBERS = itertools.count(1)


def item_line(amount="1750.00", **values):
    return ItemLine(
        **{
            "amount": Decimal(amount),
            "description": "Dallas to Tulsa",
            "item": LINEHAUL,
            "source": PRODUCT_RECORD,
        }
        | values
    )


def expense_line(amount="900.00", **values):
    return ExpenseLine(
        **{
            "amount": Decimal(amount),
            "description": "Carrier pay, load 17",
            "account": Ref("61", "Purchased Transportation"),
            "source": PRODUCT_RECORD,
        }
        | values
    )


def _sale(kind, *lines, **values):
    lines = lines or (item_line(),)
    tax = values.get("tax_amount", Decimal(0))
    return kind(
        **{
            "customer": Ref("58", "Prairie Foods"),
            "number": "INV/2026/00007",
            "date": DAY,
            "lines": lines,
            "total": sum((line.amount for line in lines), tax),
            "source": INVOICE_RECORD,
            "partner": PARTNER_RECORD,
        }
        | values
    )


def invoice(*lines, **values):
    return _sale(Invoice, *lines, **values)


def credit_memo(*lines, **values):
    return _sale(CreditMemo, *lines, **values)


def _purchase(kind, *lines, **values):
    lines = lines or (expense_line(),)
    return kind(
        **{
            "vendor": Ref("71", "Red River Carriers"),
            "number": "RR-4411",
            "date": DAY,
            "lines": lines,
            "total": sum(
                (getattr(line, "amount", 0) for line in lines),
                values.get("tax_amount", Decimal(0)),
            ),
            "source": BILL_RECORD,
        }
        | values
    )


def bill(*lines, **values):
    return _purchase(Bill, *lines, **values)


def vendor_credit(*lines, **values):
    return _purchase(VendorCredit, *lines, **values)


def applied(kind="Invoice", amount="100.00", **values):
    return Applied(
        **{
            "type": kind,
            "amount": Decimal(amount),
            "source": INVOICE_RECORD,
            "target": Ref("130", "1042"),
            "partner": PARTNER_RECORD,
        }
        | values
    )


def _payment(kind, *lines, **values):
    return kind(
        **{
            "party": Ref("58", "Prairie Foods"),
            "number": "PBNK1/2026/00003",
            "date": DAY,
            "total": sum((line.amount for line in lines), Decimal(0)),
            "applied": lines,
            "account": Ref("35", "Operating Checking", kind="Bank"),
            "journal": JOURNAL_RECORD,
            "source": PAYMENT_RECORD,
            "partner": PARTNER_RECORD,
        }
        | values
    )


def payment(*lines, **values):
    return _payment(Payment, *(lines or (applied(),)), **values)


def bill_payment(*lines, **values):
    return _payment(BillPayment, *(lines or (applied("Bill"),)), **values)


def item(**values):
    return Item(
        **{"name": "Tarp Fee", "income_account": Ref("13"), "source": ITEM_RECORD}
        | values
    )


def customer(**values):
    return Party(
        **{"role": "customer", "name": "Prairie Foods", "source": PARTNER_RECORD}
        | values
    )


def vendor(**values):
    return Party(
        **{"role": "vendor", "name": "Red River Carriers", "source": PARTNER_RECORD}
        | values
    )


def new_party(role, **values):
    """A customer or vendor that no company has yet."""
    build = customer if role == "customer" else vendor
    return build(**{"name": f"{role} {next(NUMBERS)}"} | values)


def us_company(**values):
    return Profile(**{"company_name": "Lone Star Freight", "plan": "plus"} | values)


def canadian_company(**values):
    return Profile(
        **{
            "company_name": "Maple Haulage",
            "plan": "plus",
            "country": "CA",
            "home_currency": "CAD",
            "multi_currency": True,
            "sales_tax": True,
        }
        | values
    )


def desktop_company(**values):
    """A company file of QuickBooks Desktop in the United States, with sales tax."""
    return Profile(
        **{
            "company_name": "Lone Star Freight",
            "desktop": True,
            "sales_tax": True,
            "taxable_code": "80000001-1",
            "untaxed_code": "80000002-1",
        }
        | values
    )


def canadian_desktop_company(**values):
    """A company file of QuickBooks Desktop in Canada, with several currencies."""
    return Profile(
        **{
            "company_name": "Maple Haulage",
            "desktop": True,
            "country": "CA",
            "home_currency": "CAD",
            "multi_currency": True,
            "sales_tax": True,
        }
        | values
    )
