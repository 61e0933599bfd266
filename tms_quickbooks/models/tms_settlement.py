# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class TmsSettlement(models.Model):
    """The loads that drivers are paid for, of a period: prepared, looked at, billed."""

    _name = "tms.settlement"
    _description = "Driver Settlement"
    _inherit = ["mail.thread"]
    _order = "date_to desc, id desc"

    name = fields.Char(
        string="Number",
        required=True,
        copy=False,
        readonly=True,
        default=lambda self: self.env._("New"),
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._last_week()[0]
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: self._last_week()[1],
        help="The bills have this date.",
    )
    driver_ids = fields.Many2many(
        "tms.driver", string="Drivers", help="Empty: all drivers."
    )
    mode = fields.Selection(
        [
            ("driver", "One bill per driver"),
            ("load", "One bill per load"),
        ],
        string="Bills",
        required=True,
        default=lambda self: self._as_last("mode", "driver"),
        help="With a bill per load, deductions are on the driver's largest bill.",
    )
    bill_state = fields.Selection(
        [("posted", "Posted"), ("draft", "Drafts to look through")],
        string="Bills Are",
        required=True,
        default=lambda self: self._as_last("bill_state", "posted"),
        help="Posted bills go to QuickBooks as the connection says; drafts when you"
        " post them.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("billed", "Billed"), ("cancel", "Cancelled")],
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    line_ids = fields.One2many("tms.settlement.line", "settlement_id", string="Pay")
    bill_count = fields.Integer(compute="_compute_totals")
    load_count = fields.Integer(compute="_compute_totals", string="Loads")
    driver_count = fields.Integer(compute="_compute_totals")
    problem_count = fields.Integer(compute="_compute_totals")
    amount_total = fields.Monetary(compute="_compute_totals", string="Total")

    _period = models.Constraint(
        "CHECK (date_from <= date_to)", "The period ends before it begins."
    )

    @api.model
    def _last_week(self):
        """Monday and Sunday of the week before this one."""
        today = fields.Date.context_today(self)
        monday = today - timedelta(days=today.weekday() + 7)
        return monday, monday + timedelta(days=6)

    @api.model
    def _as_last(self, field, otherwise):
        """What was chosen for the company's last settlement."""
        last = self.search([("company_id", "=", self.env.company.id)], limit=1)
        return last[field] or otherwise

    @api.depends("line_ids.payable", "line_ids.amount", "line_ids.bill_id")
    def _compute_totals(self):
        for settlement in self:
            lines = settlement.line_ids
            counted = lines.filtered("payable")
            settlement.bill_count = len(lines.bill_id)
            settlement.load_count = len(counted.load_id)
            settlement.driver_count = len(counted.driver_id)
            settlement.problem_count = len(lines.filtered("problem"))
            settlement.amount_total = sum(counted.mapped("amount"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["name"] = self.env["ir.sequence"].next_by_code("tms.settlement")
        return super().create(vals_list)

    @api.constrains("company_id")
    def _check_company_stays(self):
        for settlement in self:
            if settlement.line_ids.load_id.sudo().company_id - settlement.company_id:
                raise ValidationError(
                    self.env._(
                        "The loads belong to another company. Make a new settlement"
                        " for %(company)s.",
                        company=settlement.company_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_billed(self):
        if any(settlement.state == "billed" for settlement in self):
            raise UserError(
                self.env._("Its bills are there. Undo the settlement first.")
            )

    def _check_draft(self):
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(number)s is settled already. Make a new settlement for what is"
                    " still to be paid.",
                    number=self.name,
                )
            )

    # -- where else to look --------------------------------------------------------

    def action_view_bills(self):
        self.ensure_one()
        return self.line_ids.bill_id._action_view_settled()

    def action_view_lines(self):
        """What is paid, by driver and with sums."""
        return self._action_table(self.line_ids.filtered("payable"))

    def action_view_problems(self):
        """Only what is kept back."""
        return self._action_table(self.line_ids.filtered("problem"))

    def _action_table(self, lines):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "tms_quickbooks.action_tms_settlement_line"
            ),
            "domain": [("id", "in", lines.ids)],
            "context": {"search_default_driver": 1},
        }
