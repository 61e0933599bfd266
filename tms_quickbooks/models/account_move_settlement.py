# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bills that settle loads with drivers."""

from odoo import api, fields, models


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    settlement_id = fields.Many2one(
        "tms.settlement", string="Driver Settlement", compute="_compute_settlement_id"
    )

    @api.depends("line_ids.settlement_line_id")
    def _compute_settlement_id(self):
        for move in self:
            move.settlement_id = move.line_ids.settlement_line_id.settlement_id[:1]

    def action_view_settlement(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tms.settlement",
            "views": [(False, "form")],
            "res_id": self.settlement_id.id,
        }

    def _action_view_settled(self):
        """To these bills: the form of one, the list of several."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Driver Bills"),
            "res_model": self._name,
            "context": {"default_move_type": "in_invoice", "create": False},
        }
        if len(self) == 1:
            return {**action, "views": [(False, "form")], "res_id": self.id}
        return {
            **action,
            "views": [
                (self.env.ref("account.view_in_invoice_bill_tree").id, "list"),
                (False, "form"),
            ],
            "search_view_id": [
                self.env.ref("account.view_account_bill_filter").id,
                "search",
            ],
            "domain": [("id", "in", self.ids)],
        }

    def _self_billed(self):
        """The ids of bills that we make for the vendor, who sends none of his own."""
        return set(self.line_ids.filtered("settlement_line_id").move_id.ids)


class AccountMoveLine(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move.line"

    settlement_line_id = fields.Many2one(
        "tms.settlement.line", copy=False, index="btree_not_null", ondelete="set null"
    )

    def _related_analytic_distribution(self):
        """That of the load, and what Odoo's own rules add to it."""
        found = super()._related_analytic_distribution()
        load = self.settlement_line_id.sudo().load_id
        return found | load._analytic_of_load() if load else found

    def _copy_data_extend_business_fields(self, values):
        """A credit note belongs to the load, and so does the bill in its place; a
        mere duplicate does not."""
        result = super()._copy_data_extend_business_fields(values)
        values["settlement_line_id"] = self.settlement_line_id.id
        return result
