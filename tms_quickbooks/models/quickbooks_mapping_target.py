# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What of QuickBooks' lists can be chosen for what."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .quickbooks_mapping import TARGET_TYPES

EXPENSE_ACCOUNTS = ("Expense", "Cost of Goods Sold", "Other Expense")

# Types of accounts that make sense for a use.
ACCOUNT_TYPES = {
    # Advances to drivers and their escrow are kept on the balance sheet.
    "expense": (
        *EXPENSE_ACCOUNTS,
        "Other Current Asset",
        "Other Current Liability",
    ),
    "deposit": ("Bank", "Other Current Asset", "Credit Card"),
    "item_income": ("Income", "Other Income"),
    "item_expense": EXPENSE_ACCOUNTS,
}
# Headings, bundles, and what QuickBooks Desktop computes: a line names none of them.
NO_ITEMS = ("Category", "Group", "Subtotal", "Discount", "Payment", "FixedAsset")
# A sale in QuickBooks Desktop has one of these in the United States; elsewhere each of
# its lines has a code, which the United States have for taxable or not.
SALES_TAX_ITEMS = ("ItemSalesTax", "ItemSalesTaxGroup")

LISTS = set(TARGET_TYPES.values())
USES = {**TARGET_TYPES, "item_income": "Account", "item_expense": "Account"}


class QuickbooksObject(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.object"

    usable_for = fields.Char(
        compute="_compute_usable_for",
        search="_search_usable_for",
        help="Kinds of mapping, and accounts of an item, this can be chosen for.",
    )

    @api.depends("type", "subtype", "details")
    def _compute_usable_for(self):
        for target in self:
            target.usable_for = " ".join(
                use for use in USES if target._is_usable_for(use)
            )

    def _is_usable_for(self, use):
        self.ensure_one()
        if self.type != USES[use]:
            return False
        if use == "item":
            return self.subtype not in NO_ITEMS
        if use == "tax" and self.connection_id._is_desktop():
            is_us = self.connection_id._profile().is_us
            return (self.subtype in SALES_TAX_ITEMS) == is_us
        types = ACCOUNT_TYPES.get(use)
        return not types or (self.details or {}).get("account_type") in types

    def _search_usable_for(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._usable_domain(use) for use in value if use in USES)

    @api.model
    def _usable_domain(self, use):
        """The same as `_is_usable_for`, for a search."""
        domain = Domain("type", "=", USES[use])
        if use == "item":
            domain &= Domain("subtype", "not in", NO_ITEMS)
        if use == "tax":
            domain &= self._usable_taxes_domain()
        if types := ACCOUNT_TYPES.get(use):
            domain &= Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "%s ->> 'account_type' = ANY(%s)",
                    model._field_to_sql(alias, "details", query),
                    list(types),
                )
            )
        return domain

    @api.model
    def _usable_taxes_domain(self):
        desktop = self.env["quickbooks.connection"].search(
            [("provider", "=", "desktop")]
        )
        us = desktop.filtered(lambda connection: connection._profile().is_us)
        is_item = Domain("subtype", "in", SALES_TAX_ITEMS)
        return (
            Domain("connection_id", "not in", desktop.ids)
            | (Domain("connection_id", "in", us.ids) & is_item)
            | (Domain("connection_id", "in", (desktop - us).ids) & ~is_item)
        )

    @api.depends("full_name", "number", "type", "subtype", "details")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        """Accounts with their number; in a drop-down the type stands beside it."""
        result = super()._compute_display_name()
        formatted = self.env.context.get("formatted_display_name")
        for target in self:
            if target.type == "Account" and target.number:
                target.display_name = f"{target.number} {target.full_name}"
            kind = (target.details or {}).get("account_type")
            if target.type == "Item":
                kind = target.subtype
            if formatted and kind:
                target.display_name = f"{target.display_name}\n--{kind}--"
        return result

    @api.model
    def _store(self, connection, states, records=None, sent=None):
        states = list(states)
        result = super()._store(connection, states, records, sent)
        if any(state.type in LISTS for state in states):
            self.env["quickbooks.mapping"].sudo()._lists_changed(connection)
        return result
