# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sales tax: one item for a whole sale in the US, a code on each line elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .books import Books, amount, body_of, cents
from .values import Body


@dataclass(frozen=True)
class Tax:
    """The tax of a transaction.

    :ivar cents: in all
    :ivar percent: of the tax item of a sale in the US; None elsewhere
    :ivar included: the amounts of the lines include it
    """

    cents: int = 0
    percent: Decimal | None = None
    included: bool = False


def on_sale(books: Books, body: Body, lines: list[Body]) -> Tax:
    """The tax of an invoice or credit memo; outside the US lines note theirs."""
    if not books.profile.sales_tax:
        return Tax()
    if not books.profile.is_us:
        return _by_line(books, body, lines, "ItemSalesTaxRef")
    item = body.get("ItemSalesTaxRef")
    if not item:
        return Tax()
    rates = _rates(books, item["ListID"])
    base = Decimal(0)
    if _is_taxable(books, body.get("CustomerSalesTaxCodeRef")):
        base = sum(
            Decimal(line.get("Amount", 0))
            for line in lines
            if _is_taxable(books, line.get("SalesTaxCodeRef"))
        )
    return Tax(sum(cents(base * rate / 100) for rate in rates), sum(rates))


def on_purchase(books: Books, body: Body, lines: list[Body]) -> Tax:
    """The tax of a bill or vendor credit; in the US there is none."""
    if not books.profile.sales_tax or books.profile.is_us:
        return Tax()
    return _by_line(books, body, lines, "ItemPurchaseTaxRef")


def _by_line(books, body, lines, field) -> Tax:
    included = body.get("IsTaxIncluded") == "true"
    bases: dict[str, Decimal] = {}
    for line in lines:
        code = line.get("SalesTaxCodeRef")
        item = body_of(books.row(code["ListID"])).get(field) if code else None
        if not item:
            continue
        rate = sum(_rates(books, item["ListID"]))
        base = Decimal(line.get("Amount", 0))
        if included:
            base = _cent(base / (1 + rate / 100))
        line["TaxAmount"] = amount(cents(base * rate / 100))
        bases[item["ListID"]] = bases.get(item["ListID"], Decimal(0)) + base
    total = sum(
        cents(base * rate / 100)
        for item, base in bases.items()
        for rate in _rates(books, item)
    )
    return Tax(total, included=included)


def _cent(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _is_taxable(books, code) -> bool:
    if not code:
        return False
    return body_of(books.row(code["ListID"])).get("IsTaxable") == "true"


def _rates(books, item) -> list[Decimal]:
    """Percentages of a tax item, or of all items in a group."""
    row = books.row(item)
    body = body_of(row)
    if row["kind"] == "ItemSalesTax":
        return [Decimal(body.get("TaxRate", 0))]
    return [
        rate
        for each in body["ItemSalesTaxRef"]
        for rate in _rates(books, each["ListID"])
    ]
