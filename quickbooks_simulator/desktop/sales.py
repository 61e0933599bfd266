# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices and credit memos."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from . import defaults, statuses, tax
from .books import Books, Row, amount, body_of, cents
from .profile import yes
from .settlements import Settlement
from .values import Body

_FROM_CUSTOMER = {
    "TermsRef": "TermsRef",
    "SalesRepRef": "SalesRepRef",
    "BillAddress": "BillAddress",
    "ShipAddress": "ShipAddress",
    "ItemSalesTaxRef": "ItemSalesTaxRef",
    "CustomerSalesTaxCodeRef": "SalesTaxCodeRef",
}
_RATE_DECIMALS = Decimal("0.00001")


def prepare(books: Books, kind: str, body: Body):
    """Customer, account, total in cents, what is kept, and what credits settle of it.

    :raises Refusal: an account does not fit
    """
    customer = books.row(body["CustomerRef"]["ListID"])
    body = dict(body)
    credits = body.pop("SetCredit", None)
    body.pop("LinkToTxnID", None)
    account = defaults.ledger(books, body, "ARAccountRef", customer, kind)
    body["ARAccountRef"] = {"ListID": account["list_id"]}
    _take_over(books, body, customer)
    body |= defaults.currency(books, body, customer, kind)
    name = f"{kind}Line"
    body[name] = _lines(books, kind, body.get(name, []), body)
    subtotal = sum(cents(line.get("Amount", 0)) for line in body[name])
    its_tax = tax.on_sale(books, body, body[name])
    total = subtotal if its_tax.included else subtotal + its_tax.cents
    body |= {
        "Subtotal": amount(total - its_tax.cents),
        "SalesTaxTotal": amount(its_tax.cents),
        "SalesTaxPercentage": "",
    }
    if its_tax.percent is not None:
        body["SalesTaxPercentage"] = f"{its_tax.percent:.2f}"
    settled = None
    if credits is not None:
        settled = [
            Settlement("", each["CreditTxnID"], cents(each["AppliedAmount"]))
            for each in credits
        ]
    return customer, account, total, body, settled


def _take_over(books, body, customer):
    its_body = body_of(customer)
    for field, source in _FROM_CUSTOMER.items():
        if field not in body and its_body.get(source):
            body[field] = its_body[source]
    settings = books.profile
    if not (settings.sales_tax and settings.is_us):
        body.pop("ItemSalesTaxRef", None)
        if not settings.sales_tax:
            body.pop("CustomerSalesTaxCodeRef", None)
    elif not body.get("ItemSalesTaxRef"):
        item = books.named("ItemSalesTax", settings.tax_item)
        body["ItemSalesTaxRef"] = {"ListID": item["ListID"]}
    if not body.get("DueDate"):
        body["DueDate"] = defaults.due_date(books, body, 0)
    body.setdefault("ShipDate", body["TxnDate"])
    for field in ("IsPending", "IsFinanceCharge", "IsToBePrinted", "IsToBeEmailed"):
        body.setdefault(field, "false")


def _lines(books, kind, lines, body) -> list[Body]:
    result = []
    above = Decimal(0)
    for given in lines:
        line = {field: value for field, value in given.items() if value}
        if not line.get("ItemRef"):
            if Decimal(line.get("Amount", 0)) or Decimal(line.get("Rate", 0)):
                raise statuses.missing("ItemRef")
            result.append(line)
            continue
        item = books.row(line["ItemRef"]["ListID"])
        _complete(books, line, item, above)
        above = Decimal(line["Amount"])
        result.append(line)
    return result


def _complete(books, line, item, above):
    """Amount, rate, text and tax code of a line, as far as they are not given."""
    its_body = body_of(item)
    price = its_body.get("SalesOrPurchase") or its_body.get("SalesAndPurchase") or {}
    if "Desc" not in line:
        text = price.get("Desc") or price.get("SalesDesc") or its_body.get("ItemDesc")
        if text:
            line["Desc"] = text
    if books.profile.sales_tax and not line.get("SalesTaxCodeRef"):
        if its_body.get("SalesTaxCodeRef"):
            line["SalesTaxCodeRef"] = its_body["SalesTaxCodeRef"]
    quantity = Decimal(line.get("Quantity", 1))
    if "Amount" in line:
        total = Decimal(line["Amount"])
        if quantity and "Quantity" in line:
            line["Rate"] = _rate(total / quantity)
    elif "RatePercent" in line:
        total = above * Decimal(line["RatePercent"]) / 100
    elif "DiscountRatePercent" in its_body and "Rate" not in line:
        line["RatePercent"] = f"-{its_body['DiscountRatePercent']}"
        total = above * Decimal(line["RatePercent"]) / 100
    else:
        rate = line.get("Rate") or price.get("Price") or price.get("SalesPrice") or 0
        line.setdefault("Rate", _rate(Decimal(rate)))
        total = quantity * Decimal(rate)
    if item["kind"] == "ItemDiscount":
        total = -abs(total)
    line["Amount"] = amount(cents(total))


def _rate(value: Decimal) -> str:
    rounded = value.quantize(_RATE_DECIMALS, ROUND_HALF_UP)
    exact = rounded.normalize()
    return f"{exact:f}" if exact.as_tuple().exponent < -2 else f"{rounded:.2f}"


def voided(body: Body) -> Body:
    """What is kept of it when it is void."""
    for name in ("InvoiceLine", "CreditMemoLine"):
        for line in body.get(name, ()):
            line |= {"Amount": "0.00"}
            line.pop("Rate", None)
            line.pop("TaxAmount", None)
    return body | {"Subtotal": "0.00", "SalesTaxTotal": "0.00"}


def amounts(books: Books, row: Row, body: Body) -> Body:
    """What an answer tells of its amounts."""
    in_home = defaults.in_home_currency(row["open"], body)
    foreign = "ExchangeRate" in body
    if row["kind"] == "CreditMemo":
        result = {
            "TotalAmount": amount(row["total"]),
            "CreditRemaining": amount(row["open"]),
        }
        if foreign:
            result["CreditRemainingInHomeCurrency"] = amount(in_home)
        return result
    result = {
        "AppliedAmount": amount(row["open"] - row["total"]),
        "BalanceRemaining": amount(row["open"]),
        "IsPaid": yes(not row["open"]),
    }
    if foreign:
        result["BalanceRemainingInHomeCurrency"] = amount(in_home)
    return result
