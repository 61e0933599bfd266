# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Asks before an Odoo company moves to another QuickBooks company."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.account_move import OBJECT_TYPES

IN_QUICKBOOKS = ("synced", "outdated")
WAITING = ("pending", "failed")


class QuickbooksMigration(models.TransientModel):
    """A move to another QuickBooks company, with its figures, before it is made."""

    _name = "quickbooks.migration"
    _description = "Move to Another QuickBooks Company"

    connection_id = fields.Many2one(
        "quickbooks.connection",
        string="From",
        required=True,
        readonly=True,
        default=lambda self: self._default_connection_id(),
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="connection_id.company_id")
    connection_state = fields.Selection(related="connection_id.state")
    target_id = fields.Many2one(
        "quickbooks.connection",
        string="Back to",
        ondelete="cascade",
        context={"active_test": False},
        domain="[('company_id', '=', company_id), ('active', '=', False)]",
        help="A QuickBooks company that was used before: what is in it already is known"
        " and not sent again. Empty for one that was never connected here.",
    )
    provider = fields.Selection(
        selection=lambda self: self.env["quickbooks.connection"]
        ._fields["provider"]
        ._description_selection(self.env),
        string="To",
        required=True,
        compute="_compute_provider",
        store=True,
        readonly=False,
        precompute=True,
        help="Online and Desktop have each their own lists: products, accounts and"
        " customers are matched anew.",
    )
    has_earlier = fields.Boolean(compute="_compute_has_earlier")
    cutoff_date = fields.Date(
        string="Cut-over Date",
        required=True,
        default=fields.Date.context_today,
        help="Documents dated on this day and later go to the new QuickBooks company;"
        " earlier ones stay in the old one.",
    )
    link_count = fields.Integer(compute="_compute_figures")
    before_count = fields.Integer(compute="_compute_figures")
    after_count = fields.Integer(compute="_compute_figures")
    left_count = fields.Integer(compute="_compute_figures")
    unknown_count = fields.Integer(compute="_compute_figures")
    confirmed = fields.Boolean(
        string="Nothing more shall go to the old QuickBooks company"
    )

    def _default_connection_id(self):
        context = self.env.context
        if context.get("active_model") == "quickbooks.connection":
            return self.env["quickbooks.connection"].browse(context.get("active_id"))
        return self.env["quickbooks.connection"]

    @api.depends("connection_id", "target_id")
    def _compute_provider(self):
        """The kind of QuickBooks it moves to: as before, unless told otherwise."""
        for wizard in self:
            known = wizard.target_id or wizard.connection_id
            wizard.provider = known.provider or "online"

    @api.depends("connection_id")
    def _compute_has_earlier(self):
        for wizard in self:
            wizard.has_earlier = bool(
                self.env["quickbooks.connection"].search_count(
                    [
                        ("company_id", "=", wizard.company_id.id),
                        ("active", "=", False),
                    ]
                )
            )

    @api.depends("connection_id", "cutoff_date")
    def _compute_figures(self):
        for wizard in self:
            connection = wizard.connection_id
            wizard.link_count = (
                self.env["quickbooks.object"]
                .with_context(active_test=False)
                .search_count(
                    [
                        ("connection_id", "=", connection.id),
                        ("res_model", "!=", False),
                    ]
                )
            )
            wizard.unknown_count = self.env["quickbooks.job"].search_count(
                [
                    ("connection_id", "=", connection.id),
                    ("state", "in", ("sent", "failed")),
                    ("request_id", "!=", False),
                ]
            )
            wizard.before_count = wizard._count("<", IN_QUICKBOOKS)
            wizard.left_count = wizard._count("<", WAITING)
            wizard.after_count = wizard._count(">=", IN_QUICKBOOKS + WAITING)

    def _count(self, operator, statuses):
        """Invoices and bills by their date and status; a figure and nothing more,
        whatever the user may read."""
        if not self.cutoff_date:
            return 0
        dated = Domain("invoice_date", operator, self.cutoff_date) | (
            Domain("invoice_date", "=", False)
            & Domain("date", operator, self.cutoff_date)
        )
        return (
            self.env["account.move"]
            .sudo()
            .search_count(
                dated
                & Domain("company_id", "in", self.connection_id._companies())
                & Domain("move_type", "in", list(OBJECT_TYPES))
                & Domain("qb_status", "in", statuses)
            )
        )

    def action_migrate(self):
        """Move, and go on to connect the new QuickBooks company.

        :raises UserError: with what has to be settled first
        """
        self.ensure_one()
        connection = self.connection_id
        connection._check_manager()
        self._check_ready()
        target = connection._migrate(self.cutoff_date, self.target_id, self.provider)
        return target.action_connect()

    def _check_ready(self):
        connection, target = self.connection_id, self.target_id
        if not connection.active or not connection.realm_id:
            raise UserError(
                self.env._(
                    "%(name)s is not in use, so there is nothing to move from.",
                    name=connection.name,
                )
            )
        if target and (target.active or target.company_id != connection.company_id):
            raise UserError(
                self.env._(
                    "%(name)s cannot be gone back to from here.", name=target.name
                )
            )
        if self.cutoff_date > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "The cut-over lies in the future. What is dated before it still"
                    " belongs into the old QuickBooks company: keep that connected, and"
                    " move on the day itself."
                )
            )
        if not self.confirmed:
            raise UserError(
                self.env._(
                    "Tick that nothing more shall go to the old QuickBooks company."
                )
            )
