# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..lib import matching
from ..lib.traits import same_in_quickbooks
from .quickbooks_sync_mixin import QB_STATUS
from .told import tell

ROLES = [("Customer", "Customer"), ("Vendor", "Carrier")]


class QuickbooksMatch(models.Model):
    """Who of the customers or vendors in QuickBooks a contact is, or may be.

    There is one for each contact, role and connection. The link itself is kept by the
    QuickBooks object; this follows it, and keeps what is proposed and what was decided.
    """

    _name = "quickbooks.match"
    _description = "QuickBooks Match"
    _order = "score desc, id"
    _rec_name = "partner_id"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    role = fields.Selection(ROLES, required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("conflict", "Needs a Look"),
            ("new", "Not in QuickBooks"),
            ("creating", "Being Created"),
            ("linked", "Linked"),
            ("left", "Left Alone"),
            ("waiting", "Being Matched"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    object_id = fields.Many2one(
        "quickbooks.object",
        string="In QuickBooks",
        ondelete="set null",
        index="btree_not_null",
        domain="[('connection_id', '=', connection_id), ('type', '=', role)]",
        help="Linked to it, or proposed. Choosing one links the contact to it.",
    )
    score = fields.Integer(
        readonly=True, help="How likely it is: 100 is the very same name."
    )
    reasons = fields.Json(readonly=True)
    reason = fields.Text(compute="_compute_reason")
    qb_name = fields.Char(
        string="Name if Created",
        readonly=True,
        help="The name it would get in QuickBooks. Where a customer, a vendor or an"
        " employee there has the name already, it gets the connection's suffix.",
    )
    by_hand = fields.Boolean(
        readonly=True, help="Somebody has decided: nothing is linked by itself."
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    matched_at = fields.Datetime(readonly=True)
    stale = fields.Boolean(readonly=True, help="To be matched again.")
    candidate_ids = fields.One2many(
        "quickbooks.match.candidate", "match_id", readonly=True
    )
    qb_status = fields.Selection(
        QB_STATUS,
        string="QB Status",
        compute="_compute_qb_status",
        search="_search_qb_status",
    )
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)

    # Not an index: merging contacts looks for constraints.
    _one_per_partner = models.Constraint(
        "UNIQUE (connection_id, role, partner_id)",
        "This contact is on the list already.",
    )
    _by_state = models.Index("(connection_id, role, state)")
    _stale = models.Index("(connection_id, role, id) WHERE stale")

    def _compute_display_name(self):
        for match in self:
            match.display_name = match.partner_id.display_name

    # -- what is shown -------------------------------------------------------------

    @api.depends("reasons", "state", "object_id", "qb_name")
    @api.depends_context("lang")
    def _compute_reason(self):
        rivals = self._rivals()
        for match in self:
            said = match._say(match.reasons)
            if others := rivals.get(match):
                said += " " + self.env._(
                    "Also the likeliest for: %(names)s.",
                    names=", ".join(others.partner_id.mapped("display_name")),
                )
            if match._is_renamed():
                said += " " + self.env._(
                    "Would be created as “%(name)s”: its own name is taken in"
                    " QuickBooks.",
                    name=match.qb_name,
                )
            match.reason = said.strip()

    def _is_renamed(self):
        """Whether QuickBooks would know the contact under another name than its own."""
        provider = self.connection_id._provider()
        own = provider.list_name(self.partner_id.name or "")
        return self.state != "linked" and bool(self.qb_name) and self.qb_name != own

    @api.model
    def _say(self, reasons):
        """Stored reasons, which are codes with values, as sentences."""
        messages = [
            matching.REASONS[code].fill(**values) for code, values in reasons or ()
        ]
        return tell(self.env, *messages)

    def _rivals(self):
        """``{match: others for which the same QuickBooks object is proposed}``."""
        in_conflict = self.filtered(
            lambda match: match.state == "conflict" and match.object_id
        )
        found = self.search(
            [
                ("object_id", "in", in_conflict.object_id.ids),
                ("state", "in", ("proposed", "conflict")),
            ]
        ).grouped("object_id")
        return {
            match: found.get(match.object_id, self.browse()) - match
            for match in in_conflict
        }

    @api.depends("partner_id", "company_id")
    def _compute_qb_status(self):
        for company, matches in self.grouped("company_id").items():
            for match in matches:
                partner = match.partner_id.with_company(company)
                match.qb_status = partner.qb_status or "not_synced"

    def _search_qb_status(self, operator, value):
        """A contact has a status for each company."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        return Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(
                "partner_id",
                "in",
                self.env["res.partner"]
                .with_company(company)
                .with_context(active_test=False)
                ._search([("qb_status", operator, value)]),
            )
            for company in self.env.companies
        )

    @api.depends("partner_id", "object_id")
    @api.depends_context("lang")
    def _compute_comparison(self):
        for match in self:
            ours = match.partner_id._qb_contact()
            theirs = match.object_id._contact() if match.object_id else None
            match.comparison = self.env["ir.qweb"]._render(
                "tms_quickbooks.match_comparison",
                {
                    "rows": match._compared(ours, theirs),
                    "theirs": theirs,
                },
            )

    def _compared(self, ours, theirs):
        """Rows of the comparison: label, here, in QuickBooks, whether they differ."""
        differing = set(matching.differences(ours, theirs)) if theirs else set()
        if theirs and same_in_quickbooks(ours.shown("name")) != same_in_quickbooks(
            theirs.shown("name")
        ):
            differing.add("name")
        labels = {
            "name": self.env._("Name"),
            "company": self.env._("Company name"),
            "email": self.env._("E-mail"),
            "phone": self.env._("Phone"),
            "address": self.env._("Address"),
        }
        return [
            (
                label,
                ours.shown(field),
                theirs.shown(field) if theirs else "",
                field in differing,
            )
            for field, label in labels.items()
            if ours.shown(field) or (theirs and theirs.shown(field))
        ]

    # -- who may write what --------------------------------------------------------

    def write(self, vals):
        """Users write one thing: who it is in QuickBooks. That links or unlinks it."""
        if self.env.su:
            return super().write(vals)
        if set(vals) != {"object_id"}:
            raise AccessError(
                self.env._("Only what it is in QuickBooks can be chosen here.")
            )
        self.check_access("write")
        if vals["object_id"]:
            found = self.env["quickbooks.object"].browse(vals["object_id"])
            found.check_access("read")
            self._choose(found)
        else:
            self.filtered(lambda match: match.state == "linked").action_unlink()
        return True
