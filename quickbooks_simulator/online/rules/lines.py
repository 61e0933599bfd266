# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The lines of invoices, credit memos, bills and vendor credits."""

from __future__ import annotations

from decimal import Decimal

from .. import faults
from ..answers import money
from ..books import Books
from .references import resolve_all

MAX_LINES = 10_000
MAX_TAXABLE_LINES = 750
_SALES_DETAILS = (
    "SalesItemLineDetail",
    "DescriptionOnly",
    "SubTotalLineDetail",
    "DiscountLineDetail",
)
_PURCHASE_DETAILS = (
    "AccountBasedExpenseLineDetail",
    "ItemBasedExpenseLineDetail",
    "DescriptionOnly",
)


def check(books: Books, lines: list[dict], old: list[dict], *, sales: bool) -> list:
    """Lines as QuickBooks keeps them: numbered, with Ids, names filled in.

    Lines with the Id of an existing line keep it; the others get new Ids. Subtotals
    are left out, QuickBooks computes them.

    :raises Fault: 2020, 2170, 2500, 6000, 6070
    """
    automated_tax = sales and books.company.automated_sales_tax
    limit = MAX_TAXABLE_LINES if automated_tax else MAX_LINES
    if len(lines) > limit:
        raise faults.business(f"A transaction can have at most {limit} lines.")
    known = {line["Id"] for line in old if "Id" in line}
    last = max((int(each) for each in known), default=0)
    kept = []
    for given in lines:
        if given.get("DetailType") == "SubTotalLineDetail":
            continue
        line = _check_line(books, given, sales=sales)
        if given.get("Id") not in known:
            last += 1
            line["Id"] = str(last)
        line = {"Id": line.pop("Id"), "LineNum": len(kept) + 1, **line}
        kept.append(line)
    if not kept:
        raise faults.required_missing("Line")
    return kept


def _check_line(books: Books, given: dict, *, sales: bool) -> dict:
    kind = given.get("DetailType")
    if not kind:
        raise faults.required_missing("Line.DetailType")
    if kind not in (_SALES_DETAILS if sales else _PURCHASE_DETAILS):
        raise faults.invalid_enum("DetailType", kind)
    line = {k: given[k] for k in ("Id", "Description", "Amount") if k in given}
    detail = given.get(kind)
    if kind == "SalesItemLineDetail" and not (detail or {}).get("ItemRef"):
        # A line without an item is taken as documentation, its amount is ignored
        # (Invoice reference).
        kind = "DescriptionOnly"
    if kind == "DescriptionOnly":
        line.pop("Amount", None)
        detail = given.get("DescriptionLineDetail", {})
        return {**line, "DetailType": kind, "DescriptionLineDetail": detail}
    if not detail:
        raise faults.required_missing(f"Line.{kind}")
    if kind == "DiscountLineDetail":
        return {**line, "DetailType": kind, kind: resolve_all(books, kind, detail)}
    if "Amount" not in line:
        raise faults.required_missing("Line.Amount")
    detail = _priced(line["Amount"], resolve_all(books, kind, detail))
    if not sales:
        detail.setdefault("BillableStatus", "NotBillable")
    return {**line, "DetailType": kind, kind: detail}


def _priced(amount, detail: dict) -> dict:
    """:raises Fault: 6070 when Amount is not Qty times UnitPrice"""
    quantity, price = detail.get("Qty"), detail.get("UnitPrice")
    if not quantity and not price:
        # Zeros in both places are what clients send for "not used".
        return {k: v for k, v in detail.items() if k not in ("Qty", "UnitPrice")}
    if quantity is not None and price is not None:
        if money(Decimal(quantity) * Decimal(price)) != amount:
            raise faults.amount_mismatch(amount)
    return detail


def subtotal(lines: list[dict]) -> Decimal | int:
    """The sum of the lines that carry an amount of their own."""
    return money(
        sum(
            line.get("Amount", 0)
            for line in lines
            if line["DetailType"] != "DiscountLineDetail"
        )
    )


def apply_discounts(lines: list[dict], total) -> Decimal | int:
    """Give percentage discounts their amount; returns the sum of all discounts."""
    discounts = 0
    for line in lines:
        if line["DetailType"] == "DiscountLineDetail":
            detail = line["DiscountLineDetail"]
            if detail.get("PercentBased"):
                percent = Decimal(detail.get("DiscountPercent", 0))
                line["Amount"] = money(total * percent / 100)
            discounts += line.get("Amount", 0)
    return money(discounts)


def with_subtotal(lines: list[dict], amount) -> list[dict]:
    """Sales forms answer a subtotal, before the discounts."""
    goods = [x for x in lines if x["DetailType"] != "DiscountLineDetail"]
    discounts = [x for x in lines if x["DetailType"] == "DiscountLineDetail"]
    line = {
        "Amount": amount,
        "DetailType": "SubTotalLineDetail",
        "SubTotalLineDetail": {},
    }
    return [*goods, line, *discounts]
