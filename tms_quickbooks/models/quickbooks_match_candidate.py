# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class QuickbooksMatchCandidate(models.Model):
    """A customer or vendor in QuickBooks that a contact may be."""

    _name = "quickbooks.match.candidate"
    _description = "QuickBooks Match Candidate"
    _order = "score desc, id"
    _rec_name = "object_id"

    match_id = fields.Many2one(
        "quickbooks.match", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    object_id = fields.Many2one(
        "quickbooks.object",
        string="In QuickBooks",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    score = fields.Integer(readonly=True)
    reasons = fields.Json(readonly=True)
    reason = fields.Text(compute="_compute_shown")
    email = fields.Char(string="E-Mail", compute="_compute_shown")
    phone = fields.Char(compute="_compute_shown")
    address = fields.Char(compute="_compute_shown")
    is_free = fields.Boolean(compute="_compute_is_free")

    @api.depends("reasons", "object_id")
    @api.depends_context("lang")
    def _compute_shown(self):
        for candidate in self:
            contact = candidate.object_id._contact()
            candidate.reason = candidate.match_id._say(candidate.reasons)
            candidate.email = contact.shown("email")
            candidate.phone = contact.shown("phone")
            candidate.address = contact.shown("address")

    @api.depends("object_id.res_model", "match_id.state")
    def _compute_is_free(self):
        for candidate in self:
            candidate.is_free = (
                candidate.match_id.state != "linked"
                and not candidate.object_id.res_model
            )

    def action_choose(self):
        """Link the contact to this one."""
        self.ensure_one()
        self.check_access("read")
        return self.match_id._check_manager()._choose(self.object_id)
