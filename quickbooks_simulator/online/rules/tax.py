# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sales tax in the United States, GST and HST elsewhere."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from .. import faults
from ..answers import loads, money
from ..books import Books, identifier

TAXABLE, EXEMPT = "TAX", "NON"
PRICED = (
    "SalesItemLineDetail",
    "AccountBasedExpenseLineDetail",
    "ItemBasedExpenseLineDetail",
)


@dataclass
class Tax:
    """Tax of one transaction.

    :ivar total: what is added to the lines
    :ivar detail: the TxnTaxDetail QuickBooks answers
    """

    total: Decimal | int = 0
    detail: dict = field(default_factory=lambda: {"TotalTax": 0})


def compute(books: Books, body: dict, lines: list[dict], party: dict, *, sales) -> Tax:
    """Set the tax code of each line and compute the transaction's tax.

    :raises Fault: 6100 for a US code other than TAX or NON, 6000 when a line outside
        the US has no code, 2500 for an unknown code or rate
    """
    if not books.company.is_us:
        return _by_code(books, body, lines, sales=sales)
    automated = bool(books.company.automated_sales_tax) and sales
    default = TAXABLE if automated and books.company.sales_tax else EXEMPT
    for line in lines:
        detail = line.get(line["DetailType"])
        if line["DetailType"] in PRICED:
            code = detail.get("TaxCodeRef", {}).get("value", default)
            if code not in (TAXABLE, EXEMPT):
                raise faults.us_tax_code(code)
            detail["TaxCodeRef"] = {"value": code}
    if not sales or not books.company.sales_tax:
        # Without sales tax QuickBooks drops TxnTaxDetail without a word.
        return Tax()
    return _sales_tax(books, body, lines, party, automated=automated)


def _sales_tax(books, body, lines, party, *, automated) -> Tax:
    given = body.get("TxnTaxDetail") or {}
    net = _net_taxable(body, lines) if party.get("Taxable", True) else 0
    if automated:
        # Automated sales tax knows the rate itself and replaces TxnTaxCodeRef.
        code, rates = None, [_rate(books, books.company.sales_tax_rate_id)]
    else:
        code = given.get("TxnTaxCodeRef")
        rates = _rates_of(books, code["value"], sales=True) if code else []
    computed = sum(money(net * percent / 100) for _ref, percent in rates)
    override = given.get("TotalTax")
    total = money(computed if override is None else override)
    detail = {"TotalTax": total}
    if code:
        detail["TxnTaxCodeRef"] = code
    tax_lines = [
        _tax_line(ref, percent, net, money(net * percent / 100))
        for ref, percent in rates
    ]
    if tax_lines and total:
        _prorate(tax_lines, total - computed)
        detail["TaxLine"] = tax_lines
    return Tax(total, detail)


def _net_taxable(body: dict, lines: list[dict]) -> Decimal:
    goods = [line for line in lines if line["DetailType"] == "SalesItemLineDetail"]
    taxable = sum(
        line["Amount"]
        for line in goods
        if line["SalesItemLineDetail"]["TaxCodeRef"]["value"] == TAXABLE
    )
    discount = sum(
        line.get("Amount", 0)
        for line in lines
        if line["DetailType"] == "DiscountLineDetail"
    )
    everything = sum(line["Amount"] for line in goods)
    if discount and everything and body.get("ApplyTaxAfterDiscount"):
        taxable -= discount * taxable / everything
    return Decimal(taxable)


def _by_code(books: Books, body: dict, lines: list[dict], *, sales: bool) -> Tax:
    """Outside the US each line names its code, and each code its rates."""
    mode = body.setdefault("GlobalTaxCalculation", "TaxExcluded")
    if mode == "NotApplicable":
        return Tax()
    nets: dict[str, Decimal] = defaultdict(Decimal)
    rates_used = {}
    for line in lines:
        if line["DetailType"] not in PRICED:
            continue
        detail = line[line["DetailType"]]
        if not detail.get("TaxCodeRef"):
            raise faults.missing_tax_code()
        rates = _rates_of(books, detail["TaxCodeRef"]["value"], sales=sales)
        detail["TaxCodeRef"] = {"value": detail["TaxCodeRef"]["value"]}
        percent = sum(each for _ref, each in rates)
        if mode == "TaxInclusive":
            gross = detail.get("TaxInclusiveAmt") or line["Amount"]
            detail["TaxInclusiveAmt"] = gross
            line["Amount"] = money(gross / (1 + percent / 100))
        for ref, each in rates:
            rates_used[ref["value"]] = ref, each
            nets[ref["value"]] += line["Amount"]
    tax_lines = [
        _tax_line(ref, percent, nets[key], money(nets[key] * percent / 100))
        for key, (ref, percent) in rates_used.items()
    ]
    computed = sum(line["Amount"] for line in tax_lines)
    override = (body.get("TxnTaxDetail") or {}).get("TotalTax")
    total = money(computed if override is None else override)
    _prorate(tax_lines, total - computed)
    detail = {"TotalTax": total}
    if tax_lines:
        detail["TaxLine"] = tax_lines
    return Tax(total, detail)


def _rates_of(books: Books, code: str, *, sales: bool) -> list[tuple[dict, Decimal]]:
    """The rates of a tax code, each with its percentage."""
    row = books.find("TaxCode", identifier(code)) if code.isdecimal() else None
    if row is None or not row["active"]:
        raise faults.invalid_reference("TaxCodes", code)
    side = "SalesTaxRateList" if sales else "PurchaseTaxRateList"
    details = loads(row["body"]).get(side, {}).get("TaxRateDetail", ())
    return [_rate(books, detail["TaxRateRef"]["value"]) for detail in details]


def _rate(books: Books, rate: str) -> tuple[dict, Decimal]:
    row = books.find("TaxRate", int(rate))
    if row is None:
        raise faults.invalid_reference("TaxRates", rate)
    return {"value": rate}, Decimal(loads(row["body"])["RateValue"])


def _tax_line(ref: dict, percent: Decimal, net, amount) -> dict:
    return {
        "Amount": amount,
        "DetailType": "TaxLineDetail",
        "TaxLineDetail": {
            "TaxRateRef": ref,
            "PercentBased": True,
            "TaxPercent": percent,
            "NetAmountTaxable": money(net),
        },
    }


def _prorate(tax_lines: list[dict], difference) -> None:
    """Spread an override over the tax lines by their share; the last takes the rest."""
    whole = sum(line["Amount"] for line in tax_lines)
    left = difference
    for line in tax_lines[:-1]:
        share = money(difference * line["Amount"] / whole) if whole else 0
        line["Amount"] = money(line["Amount"] + share)
        left -= share
    if tax_lines:
        tax_lines[-1]["Amount"] = money(tax_lines[-1]["Amount"] + left)
