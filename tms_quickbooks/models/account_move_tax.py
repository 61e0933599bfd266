# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Odoo's taxes are to QuickBooks."""

from dataclasses import dataclass
from decimal import Decimal

from odoo import models

from ..lib import documents
from ..lib.problems import Place


@dataclass(frozen=True, slots=True)
class LineTaxes:
    """The taxes of a line.

    ``code``: of QuickBooks, None where they have none or not one in common.
    """

    taxable: bool
    code: documents.Ref | None
    taxes: tuple[documents.LineTax, ...]


class TaxesOfLines:
    """Looks at each combination of taxes once, however many lines have it."""

    def __init__(self, resolve):
        """:param resolve: finds the code for the key of a tax, and for none at all"""
        self._resolve = resolve
        self._known = {}

    def of(self, taxes):
        """The `LineTaxes` of a line with these taxes."""
        found = self._known.get(taxes._ids)
        if found is None:
            found = self._known[taxes._ids] = self._look_at(taxes)
        return found

    def code_of_sale(self, lines):
        """The one code of a sale in the United States, which the taxed lines share."""
        taxes = lines.tax_ids
        return self._code(taxes.filtered(lambda tax: self.of(tax).taxable) or taxes)

    def _look_at(self, taxes):
        found = [
            documents.LineTax(tax.name, _percent(leaf), place)
            for tax in taxes
            for place in [Place(tax._name, tax.id, tax.name)]
            for leaf in tax.flatten_taxes_hierarchy()
        ]
        taxable = any(leaf.amount for leaf in taxes.flatten_taxes_hierarchy())
        return LineTaxes(taxable, self._code(taxes), tuple(found))

    def _code(self, taxes):
        if not taxes:
            return self._resolve()
        codes = [self._resolve(f"{tax._name},{tax.id}") for tax in taxes]
        is_one = len({code and code.id for code in codes}) == 1
        return codes[0] if is_one else None


def _percent(tax):
    """The share of the net amount that a tax is; None where it is computed otherwise.

    Trailing zeros of Odoo's float do not matter.
    """
    if tax.amount_type != "percent":
        return None
    return Decimal(str(tax.amount))


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_taxes(self, connection):
        """`TaxesOfLines` of a connection."""
        return TaxesOfLines(self.env["quickbooks.mapping"]._resolver(connection, "tax"))
