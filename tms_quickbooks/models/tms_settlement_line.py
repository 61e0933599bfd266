# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import formatLang

from ..lib import settlements
from ..lib.settlements import Basis
from .tms_driver_pay import BASES

# What users enter, and what *Find Loads* then leaves as it is.
CORRECTED = {"quantity", "amount"}
DECIDED = CORRECTED | {
    *("settlement_id", "driver_id", "load_id", "item_id"),
    *("included", "product_id", "name"),
}


class TmsSettlementLine(models.Model):
    """What one driver gets for one load, or a deduction or addition."""

    _name = "tms.settlement.line"
    _description = "Driver Settlement Line"
    _order = "settlement_id desc, driver_name, sequence, date, id"
    _rec_name = "name"

    settlement_id = fields.Many2one(
        "tms.settlement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="settlement_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    state = fields.Selection(related="settlement_id.state")
    period_end = fields.Date(related="settlement_id.date_to", store=True)
    sequence = fields.Integer(default=20)
    driver_id = fields.Many2one(
        "tms.driver", required=True, index=True, ondelete="restrict"
    )
    driver_name = fields.Char(related="driver_id.name", string="Name", store=True)
    load_id = fields.Many2one("tms.order", index=True, ondelete="cascade")
    item_id = fields.Many2one(
        "tms.driver.pay.item", index="btree_not_null", ondelete="set null"
    )
    date = fields.Date(string="Delivered", readonly=True)
    name = fields.Char(string="Description")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["tms.driver.pay"]._default_product(
            "product_driver_deduction"
        ),
    )

    # -- the amount ----------------------------------------------------------------

    basis = fields.Selection(BASES, string="Paid By", readonly=True)
    rate = fields.Float(digits=(16, 4), readonly=True)
    quantity = fields.Float(
        string="Base",
        digits=(16, 2),
        help="What the rate is applied to: what the load brings in, or its distance.",
    )
    # Who shares a load stands in a row: see lib/settlements.py.
    share_before = fields.Float(digits=(16, 2), readonly=True)
    share = fields.Float(digits=(16, 2), readonly=True)
    share_total = fields.Float(digits=(16, 2), readonly=True)
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False)
    corrected = fields.Boolean(
        readonly=True, help="Entered by hand: Find Loads leaves it as it is."
    )
    calculation = fields.Char(compute="_compute_calculation")

    # -- what becomes of it --------------------------------------------------------

    included = fields.Boolean(string="Settle", default=True)
    problem = fields.Selection(
        [
            ("settled", "Settled already"),
            ("changed", "Load changed"),
            ("unfinished", "Load not finished"),
            ("purchased", "On a purchase order"),
            ("no_pay", "No pay set"),
            ("vendor", "Vendor not usable"),
            ("no_revenue", "No revenue"),
            ("no_distance", "No distance"),
            ("taken", "Taken this period"),
            ("limit", "Less left to take"),
            ("no_load", "No load to settle"),
        ],
        compute="_compute_problem",
    )
    hint = fields.Char(string="What to Do", compute="_compute_hint")
    payable = fields.Boolean(compute="_compute_payable")
    move_line_ids = fields.One2many("account.move.line", "settlement_line_id")
    bill_id = fields.Many2one(
        "account.move",
        compute="_compute_settled",
        store=True,
        index="btree_not_null",
        ondelete="set null",
    )
    settled = fields.Boolean(
        compute="_compute_settled",
        store=True,
        help="Its bill counts: not cancelled, not reversed.",
    )

    _load_once = models.UniqueIndex(
        "(load_id, driver_id) WHERE settled AND load_id IS NOT NULL",
        "One of these loads has been settled with its driver by now. Click Find Loads"
        " to see which.",
    )
    _item_once = models.UniqueIndex(
        "(settlement_id, item_id) WHERE item_id IS NOT NULL",
        "A recurring deduction or addition is in a settlement once.",
    )
    _item_once_a_period = models.UniqueIndex(
        "(item_id, period_end) WHERE settled AND item_id IS NOT NULL",
        "A recurring deduction has been taken for this period by now. Click Find Loads"
        " to see which.",
    )

    @api.depends("basis", "rate", "quantity", "share_before", "share", "share_total")
    def _compute_amount(self):
        for line in self:
            line.amount = (
                float(line._earned()) if line.basis else line.amount  # entered
            )

    def _earned(self):
        """The driver's part of the pay for the load, as a decimal of the currency."""
        whole = settlements.earned(
            Basis(self.basis), _decimal(self.quantity), _decimal(self.rate)
        )
        return settlements.part(
            whole,
            _decimal(self.share_before),
            _decimal(self.share),
            _decimal(self.share_total),
            Decimal(1).scaleb(-self.currency_id.decimal_places),
        )

    @api.depends("basis", "rate", "quantity", "share", "share_total", "amount")
    @api.depends_context("lang")
    def _compute_calculation(self):
        for line in self:
            line.calculation = line._calculation() if line.basis else False

    def _calculation(self):
        """How the amount comes about; nothing where it was entered otherwise."""
        if self.currency_id.compare_amounts(self.amount, float(self._earned())):
            return ""
        values = {
            "rate": _number(self.env, self.rate),
            "price": f"{self.currency_id.symbol or ''}{_number(self.env, self.rate)}",
            "money": formatLang(self.env, self.quantity, currency_obj=self.currency_id),
            "distance": _number(self.env, self.quantity, digits=0),
        }
        match Basis(self.basis):
            case Basis.LINEHAUL | Basis.REVENUE:
                text = self.env._("%(rate)s %% of %(money)s", **values)
            case Basis.MILE:
                text = self.env._("%(distance)s mi × %(price)s", **values)
            case Basis.KM:
                text = self.env._("%(distance)s km × %(price)s", **values)
            case Basis.FLAT:
                text = self.env._("flat")
        if self.share != self.share_total:
            percent = 100 * self.share / self.share_total if self.share_total else 0
            text = self.env._(
                "%(calculation)s, %(percent)s %% share",
                calculation=text,
                percent=_number(self.env, percent, digits=0),
            )
        return text

    # -- problems ------------------------------------------------------------------

    @api.depends(
        *("included", "amount", "corrected", "load_id", "driver_id", "item_id"),
        *("basis", "quantity", "settled", "settlement_id.state"),
        *("load_id.stage_id", "load_id.end_trip", "load_id.purchase_ids.state"),
        *("load_id.driver_id", "load_id.crew_id.driver_ids"),
    )
    def _compute_problem(self):
        self.problem = False
        drafts = self.filtered(lambda line: line.settlement_id.state == "draft")
        for settlement, lines in drafts.grouped("settlement_id").items():
            pays = settlement._pays(lines.driver_id)
            lines.filtered("load_id")._find_load_problems(pays)
            lines.filtered("item_id")._find_item_problems(settlement)
            for line in lines.filtered("driver_id"):
                vendor = pays[line.driver_id]._vendor(line.driver_id)
                if not line.problem and not settlement._takes(vendor):
                    line.problem = "vendor"

    def _find_load_problems(self, pays):
        loads = self.load_id.sudo()
        settled = self.sudo().search(
            [("load_id", "in", loads.ids), ("settled", "=", True)]
        )
        settled = {(line.load_id.id, line.driver_id.id) for line in settled}
        bought = {
            (order.trip_id.id, order.partner_id.commercial_partner_id)
            for order in loads.purchase_ids
            if order.state != "cancel"
        }
        cancelled = self.env.ref("tms.tms_stage_order_cancelled")
        for line in self:
            load, pay = line.load_id.sudo(), pays[line.driver_id]
            vendor = pay._vendor(line.driver_id)
            basis = line.basis and Basis(line.basis)
            if (load.id, line.driver_id.id) in settled:
                line.problem = "settled"
            elif load.stage_id == cancelled or line.driver_id not in load._drivers():
                line.problem = "changed"
            elif not load._is_finished():
                line.problem = "unfinished"
            elif (load.id, vendor.commercial_partner_id) in bought:
                line.problem = "purchased"
            elif line.corrected and line.amount:
                line.problem = False
            elif not basis:
                line.problem = "no_pay"
            elif basis.is_percent and not line.quantity:
                line.problem = "no_revenue"
            elif basis.is_distance and not line.quantity:
                line.problem = "no_distance"

    def _find_item_problems(self, settlement):
        earlier = self.search(
            [
                ("item_id", "in", self.item_id.ids),
                ("settled", "=", True),
                ("settlement_id.date_from", "<=", settlement.date_to),
                ("settlement_id.date_to", ">=", settlement.date_from),
            ]
        )
        taken = set(earlier.item_id.ids)
        with_load = settlement.line_ids.filtered(
            lambda line: line.load_id and line.included and not line.problem
        ).driver_id
        for line in self:
            if line.item_id.id in taken:
                line.problem = "taken"
            elif line.driver_id not in with_load:
                line.problem = "no_load"
            elif not line.corrected and abs(line.amount) > abs(line.item_id._due()):
                line.problem = "limit"

    @api.depends("included", "problem", "state")
    def _compute_payable(self):
        for line in self:
            line.payable = line.state != "draft" or (line.included and not line.problem)

    @api.depends("problem")
    @api.depends_context("lang")
    def _compute_hint(self):
        hints = {
            "settled": self.env._(
                "The driver has a bill for this load. Cancel it to pay anew."
            ),
            "changed": self.env._(
                "The load is cancelled or has another driver by now. Find the loads"
                " again."
            ),
            "unfinished": self.env._(
                "End the trip or move the load to a completed stage."
            ),
            "purchased": self.env._(
                "A purchase order pays this vendor for the load. Cancel one of the two."
            ),
            "no_pay": self.env._("Set how the driver is paid, or enter the amount."),
            "vendor": self.env._(
                "Who is paid is archived or of another company. Choose somebody else."
            ),
            "no_revenue": self.env._(
                "The load has no line on a confirmed sales order. Link it, or enter the"
                " amount."
            ),
            "no_distance": self.env._(
                "The load has neither a route with a distance nor a price per mile."
                " Enter the distance or the amount."
            ),
            "taken": self.env._("Another settlement of this period has it already."),
            "limit": self.env._(
                "Other settlements have taken most of it by now. Find the loads again."
            ),
            "no_load": self.env._("It waits until the driver is paid for a load."),
        }
        for line in self:
            line.hint = hints.get(line.problem, False)

    def action_fix(self):
        """To where the problem is mended."""
        self.ensure_one()
        self.check_access("read")
        match self.problem:
            case "no_pay" | "vendor" | "taken" | "limit" | "no_load":
                return self.driver_id.with_company(self.company_id).action_view_pay()
            case "settled":
                other = self.search(
                    [
                        ("load_id", "=", self.load_id.id),
                        ("driver_id", "=", self.driver_id.id),
                        ("settled", "=", True),
                    ]
                )
                return other.bill_id._action_view_settled()
            case _:
                return {
                    "type": "ir.actions.act_window",
                    "res_model": "tms.order",
                    "views": [(False, "form")],
                    "res_id": self.load_id.id,
                }

    # -- what became of it ---------------------------------------------------------

    @api.depends(
        "move_line_ids.move_id.move_type",
        "move_line_ids.move_id.state",
        "move_line_ids.move_id.payment_state",
    )
    def _compute_settled(self):
        for line in self:
            bills = line.move_line_ids.move_id.sorted("id").filtered(
                lambda move: move.move_type == "in_invoice"
            )
            counting = bills.filtered(
                lambda move: move.state != "cancel" and move.payment_state != "reversed"
            )
            line.bill_id = (counting or bills)[-1:]
            line.settled = bool(counting)

    # -- who may change what -------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_open()
        return lines

    def write(self, vals):
        if not DECIDED.isdisjoint(vals):
            self._check_open()
        if not CORRECTED.isdisjoint(vals):
            vals = {"corrected": True, **vals}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_billed(self):
        self._check_open()

    def _check_open(self):
        if any(line.settlement_id.state != "draft" for line in self):
            raise UserError(
                self.env._(
                    "The bills are there. Change them, or undo the settlement and make"
                    " a new one."
                )
            )

    @api.constrains("load_id", "settlement_id")
    def _check_company(self):
        for line in self:
            if line.load_id and line.load_id.sudo().company_id != line.company_id:
                raise ValidationError(
                    self.env._(
                        "%(load)s belongs to another company.",
                        load=line.load_id.sudo().name,
                    )
                )


def _decimal(number):
    """A field's float as the exact decimal it stands for."""
    return Decimal(f"{number or 0:.4f}")


def _number(env, number, digits=2):
    """As users write it: four decimals only where two do not do."""
    return formatLang(
        env, number, digits=digits if round(number, digits) == number else digits + 2
    )
