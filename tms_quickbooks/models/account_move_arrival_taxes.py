# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks' taxes are here: the mapping read backwards."""

from decimal import Decimal

from ..lib.amounts import CENT
from ..lib.arrivals import NotTaken
from ..lib.arrivals import documents as told

HUNDRED = Decimal(100)


class TaxesHere:
    """Finds the taxes of the lines of one arriving document."""

    def __init__(self, env, arrival):
        self._env = env
        self._arrival = arrival
        self._document = arrival.document
        self._mapping = env["quickbooks.mapping"]
        self._connection = arrival.connection

    def of_lines(self):
        """``{id(line): taxes}``, empty ones for what is not taxed.

        :raises NotTaken: where a tax is nothing here
        """
        lines = self._document.amount_lines
        no_tax = self._env["account.tax"]
        if not self._by_line():
            taxed = [line for line in lines if line.taxable]
            tax = self._of_whole(taxed) if self._document.tax_amount else no_tax
            return {id(line): tax if line.taxable else no_tax for line in lines}
        by_code = {}
        for line in lines:
            code = line.tax_code
            if code and code.id not in by_code:
                by_code[code.id] = self._of_code(code)
        return {
            id(line): by_code[line.tax_code.id] if line.tax_code else no_tax
            for line in lines
        }

    def _by_line(self):
        """Whether each line has a code (outside the United States)."""
        return not self._connection._profile().is_us

    def _of_code(self, code):
        """The tax of a line's code; none for one that stands for no tax."""
        found = self._mapped(code)
        if found:
            return found[:1]
        default = "" in self._mapping._sources_of(self._connection, "tax", code.id)
        if default or not self._document.tax_amount or self._is_exempt(code):
            return found
        raise self._no_tax(code)

    def _is_exempt(self, code):
        """Whether QuickBooks Desktop has the code for what is not taxed."""
        there = self._env["quickbooks.object"]._find(
            self._connection, "TaxCode", code.id
        )
        details = there.details or {}
        return details.get("subtype") == "SalesTaxCode" and not details.get("taxable")

    def _of_whole(self, taxed):
        """The tax of a sale in the United States: the one its code is mapped to, or the
        one of its rate where QuickBooks finds the code itself.

        :raises NotTaken: where none comes to the amount
        """
        document = self._document
        net = sum((line.amount for line in taxed), Decimal(0))
        mapped = self._mapped(document.tax_code) if document.tax_code else None
        for tax in mapped or self._all():
            rate = self._rate(tax)
            if rate is not None and abs(
                net * rate / HUNDRED - document.tax_amount
            ) <= CENT * max(1, len(taxed)):
                return tax
        raise self._no_tax(document.tax_code)

    def _no_tax(self, code):
        """:param code: None where QuickBooks has found the tax itself"""
        name = code.name or code.id if code else ""
        place = self._arrival.place_of("TaxCode", code)
        return NotTaken(told.no_tax(name, self._document.tax_amount, place))

    def _mapped(self, code):
        found = self._mapping._records_mapped_to(
            self._connection, "tax", code.id, "account.tax"
        )
        return found.filtered(self._is_fit)

    def _all(self):
        Taxes = self._env["account.tax"]
        company = self._connection.company_id
        return Taxes.search(Taxes._check_company_domain(company)).filtered(self._is_fit)

    def _is_fit(self, tax):
        """Of this side of the books, and on top of the price: QuickBooks' amounts are
        without tax."""
        use = "sale" if self._arrival.is_sale else "purchase"
        return tax.type_tax_use == use and not any(
            leaf.price_include for leaf in tax.flatten_taxes_hierarchy()
        )

    @staticmethod
    def _rate(tax):
        """The percentage of a tax and its parts; None for one computed otherwise."""
        leaves = tax.flatten_taxes_hierarchy()
        if any(leaf.amount_type != "percent" for leaf in leaves):
            return None
        return sum((Decimal(str(leaf.amount)) for leaf in leaves), Decimal(0))
