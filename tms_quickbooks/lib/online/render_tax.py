# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taxes of invoices, bills and credits.

In the United States a line of a sale is taxed or not, and the total is ours to say;
there is no tax on purchases. Everywhere else each line names a code, and QuickBooks
computes the tax from the codes or takes ours (Finance.xsd, TxnTaxDetail).
"""

from __future__ import annotations

from quickbooks.objects import Ref
from quickbooks.objects.tax import TxnTaxDetail

from .. import amounts, documents, tax_rounding
from ..profile import Profile
from .entities import entity, ref

# The two sales tax codes a line may have in the United States (6100).
_TAXED, _UNTAXED = documents.Ref("TAX"), documents.Ref("NON")


def calculation(profile: Profile) -> str | None:
    """Whether amounts include tax; the United States know no such field."""
    if profile.is_us:
        return None
    return "TaxExcluded" if profile.sales_tax else "NotApplicable"


def code(
    line: documents.ItemLine | documents.ExpenseLine, profile: Profile, is_sale: bool
) -> Ref | None:
    """The tax code of a line."""
    if not profile.is_us:
        return ref(line.tax_code) if profile.sales_tax else None
    if is_sale:
        return ref(_TAXED if line.taxable else _UNTAXED)
    return None


def detail(document: documents.TradeDocument, profile: Profile) -> TxnTaxDetail | None:
    """Our tax, in place of what QuickBooks would compute; None where it may compute.

    Outside the United States that is only where it might round otherwise, so that a
    code with another rate still shows. An update that does not name the tax keeps the
    one that was said before; an empty one has it computed anew.
    """
    is_us, is_sale = profile.is_us, isinstance(document, documents.SalesDocument)
    if not profile.sales_tax or isinstance(document, documents.VendorCredit):
        return None
    if is_us and not is_sale:
        return None
    # Automated sales tax has to be told even of no tax.
    is_ours = (
        document.tax_amount or profile.automated_sales_tax or document.id
        if is_us
        else tax_rounding.is_doubtful(document)
    )
    if not is_ours:
        return entity(TxnTaxDetail) if document.id else None
    # Automated sales tax puts its own code in the place of ours.
    by_code = is_us and not profile.automated_sales_tax
    return entity(
        TxnTaxDetail,
        TxnTaxCodeRef=ref(document.tax_code) if by_code else None,
        TotalTax=amounts.cents(document.tax_amount),
    )
