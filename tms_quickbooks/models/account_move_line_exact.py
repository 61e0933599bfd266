# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Matching so much of an invoice with so much of a payment, as QuickBooks has it."""

from odoo import api, fields, models

# In the context of a matching: how much of which pair of lines, in their currency.
EXACTLY = "qb_exactly"


class AccountMoveLine(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move.line"

    @api.model
    def _qb_match_exactly(self, pairs):
        """Match pairs of lines, each for its amount and no more.

        Odoo matches as much as is open; here QuickBooks has said how much. Everything
        else, differences of exchange included, is as Odoo does it.

        :param pairs: ``{(debit line, credit line): amount}``, in their common currency
        """
        amounts = {
            (debit.id, credit.id): amount for (debit, credit), amount in pairs.items()
        }
        lines = self.with_context(**{EXACTLY: amounts})
        lines._reconcile_plan([lines.browse(pair) for pair in amounts])

    @api.model
    def _prepare_reconciliation_single_partial(
        self, debit_values, credit_values, shadowed_aml_values=None
    ):
        """A line of which less is to be matched is presented as if that were all that
        is open of it."""
        lines = debit_values["aml"], credit_values["aml"]
        amount = self.env.context.get(EXACTLY, {}).get(tuple(line.id for line in lines))
        open_amount = -credit_values["amount_residual_currency"]
        if amount is None or lines[1].currency_id.compare_amounts(
            amount, min(open_amount, debit_values["amount_residual_currency"])
        ) in (0, 1):
            return super()._prepare_reconciliation_single_partial(
                debit_values, credit_values, shadowed_aml_values
            )
        booked = lines[1].company_currency_id.round(
            credit_values["amount_residual"] * amount / open_amount
        )
        part = {
            **credit_values,
            "amount_residual": booked,
            "amount_residual_currency": -amount,
        }
        result = super()._prepare_reconciliation_single_partial(
            debit_values, part, shadowed_aml_values
        )
        credit_values["amount_residual"] -= booked
        credit_values["amount_residual_currency"] += amount
        # What is left of either is not for the other.
        return {**result, "debit_values": None, "credit_values": None}

    def _qb_party_lines(self):
        """The receivable or payable lines among these, in the order they are due."""
        return self.filtered(
            lambda line: line.account_type in ("asset_receivable", "liability_payable")
        ).sorted(lambda line: (line.date_maturity or line.date, line.id))


class AccountPartialReconcile(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.partial.reconcile"

    qb_object_id = fields.Many2one(
        "quickbooks.object",
        string="Payment in QuickBooks",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The payment in QuickBooks that sets a credit off against an invoice.",
    )
