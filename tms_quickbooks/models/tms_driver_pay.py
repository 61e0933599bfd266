# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a driver is paid, by whom, and what is taken off every time."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.settlements import Basis

BASES = [
    (Basis.LINEHAUL, "Percent of Linehaul"),
    (Basis.REVENUE, "Percent of Revenue"),
    (Basis.MILE, "Per Mile"),
    (Basis.KM, "Per Kilometer"),
    (Basis.FLAT, "Flat per Load"),
]


class TmsDriverPay(models.Model):
    """What one company pays a driver.

    A record of its own, and not fields of the driver: another company may pay
    otherwise, and dispatchers, who keep the drivers, need not see it.
    """

    _name = "tms.driver.pay"
    _description = "Driver Pay"
    _inherit = ["mail.thread"]
    _check_company_auto = True
    _order = "driver_name, id"
    _rec_name = "driver_id"

    driver_id = fields.Many2one(
        "tms.driver", required=True, index=True, ondelete="cascade"
    )
    driver_name = fields.Char(related="driver_id.name", string="Name", store=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    basis = fields.Selection(
        BASES,
        string="Paid By",
        required=True,
        tracking=True,
        help="Linehaul is the price of the load's own line on the sales order. Revenue"
        " is that and the load's part of the order's other lines, such as a fuel"
        " surcharge. Both are before tax. Miles are those of the load's route, or of"
        " its price per mile.",
    )
    rate = fields.Float(
        digits=(16, 4),
        required=True,
        tracking=True,
        help="Percent, or money for one mile, kilometer or load.",
    )
    share = fields.Float(
        string="Share in a Crew",
        digits=(16, 2),
        default=1,
        help="How the pay of a load is divided when several drive it: 1 and 1 are"
        " halves, 2 and 1 are two thirds and one third.",
    )
    vendor_id = fields.Many2one(
        "res.partner",
        string="Pay To",
        check_company=True,
        help="Whose bill it is when it is not the driver's own: an owner-operator's"
        " company.",
    )
    product_id = fields.Many2one(
        "product.product",
        string="Product on Bills",
        required=True,
        check_company=True,
        default=lambda self: self._default_product("product_driver_pay"),
        help="It decides the expense account, here and in QuickBooks (Mapping).",
    )
    item_ids = fields.One2many(
        "tms.driver.pay.item", "pay_id", string="Every Settlement", copy=True
    )

    _driver_company = models.UniqueIndex(
        "(driver_id, company_id)",
        "This driver's pay is set already. Change it there.",
    )
    _rate_positive = models.Constraint(
        "CHECK (rate >= 0 AND share >= 0)", "A rate or share is not below zero."
    )

    @api.constrains("basis", "rate")
    def _check_percent(self):
        for pay in self:
            if Basis(pay.basis).is_percent and pay.rate > 100:
                raise ValidationError(
                    self.env._(
                        "%(driver)s would get more than the load brings in. Enter at"
                        " most 100 percent.",
                        driver=pay.driver_name,
                    )
                )

    @api.model
    def _default_product(self, name):
        return self.env.ref(f"tms_quickbooks.{name}", raise_if_not_found=False)

    def _vendor(self, driver):
        """Whose bill it is; also of a driver for whom no pay is set."""
        return self.vendor_id or driver.partner_id


class TmsDriverPayItem(models.Model):
    """Taken off or added at every settlement: escrow, insurance, an advance."""

    _name = "tms.driver.pay.item"
    _description = "Recurring Deduction or Addition"
    _order = "sequence, id"

    pay_id = fields.Many2one(
        "tms.driver.pay", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    name = fields.Char(string="Description", required=True)
    company_id = fields.Many2one(related="pay_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="pay_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        default=lambda self: self.env["tms.driver.pay"]._default_product(
            "product_driver_deduction"
        ),
    )
    amount = fields.Monetary(
        required=True, help="Below zero: taken off. Above zero: added."
    )
    limit = fields.Monetary(
        string="Until",
        help="Stop when this much has been taken off or added in all, such as an"
        " advance that is paid back in parts. Empty: no end.",
    )
    settlement_line_ids = fields.One2many("tms.settlement.line", "item_id")
    taken = fields.Monetary(string="So Far", compute="_compute_taken")

    _limit_positive = models.Constraint(
        'CHECK ("limit" IS NULL OR "limit" >= 0)', "The end is an amount above zero."
    )

    @api.depends("settlement_line_ids.settled", "settlement_line_ids.amount")
    def _compute_taken(self):
        groups = self.env["tms.settlement.line"]._read_group(
            [("item_id", "in", self.ids), ("settled", "=", True)],
            ["item_id"],
            ["amount:sum"],
        )
        taken = {item.id: abs(amount) for item, amount in groups}
        for item in self:
            item.taken = taken.get(item._origin.id, 0)

    def _due(self):
        """What is taken off or added this time; 0 when the end is reached."""
        self.ensure_one()
        if not self.limit:
            return self.amount
        left = max(self.limit - self.taken, 0)
        return min(self.amount, left) if self.amount > 0 else max(self.amount, -left)


class TmsDriver(models.Model):
    _inherit = "tms.driver"

    def action_view_pay(self):
        """To what the current company pays the driver, or where that is set."""
        self.ensure_one()
        pay = self.env["tms.driver.pay"].search(
            [("driver_id", "=", self.id), ("company_id", "=", self.env.company.id)]
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": pay._name,
            "name": self.env._("Driver Pay"),
            "views": [(False, "form")],
            "res_id": pay.id,
            "context": {"default_driver_id": self.id},
        }
