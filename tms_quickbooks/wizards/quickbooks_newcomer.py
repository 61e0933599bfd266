# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class QuickbooksNewcomer(models.TransientModel):
    """A customer or vendor of QuickBooks that is no contact here yet: who it is."""

    _name = "quickbooks.newcomer"
    _description = "New in QuickBooks"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    object_id = fields.Many2one(
        "quickbooks.object", required=True, readonly=True, ondelete="cascade"
    )
    type = fields.Selection(related="object_id.type")
    name = fields.Char(related="object_id.full_name", string="In QuickBooks")
    email = fields.Char(compute="_compute_shown")
    phone = fields.Char(compute="_compute_shown")
    address = fields.Char(compute="_compute_shown")
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact Here",
        domain="[('parent_id', '=', False)]",
        help="Who it is here. The likeliest contact is proposed.",
    )

    @api.depends("object_id")
    def _compute_shown(self):
        for newcomer in self:
            contact = newcomer.object_id._contact()
            newcomer.email = contact.shown("email")
            newcomer.phone = contact.shown("phone")
            newcomer.address = contact.shown("address")

    @api.model
    def _open(self, connection, problem):
        """The dialog for whom a problem names; the contact that is linked by now."""
        found = self.env["quickbooks.object"].sudo().browse(problem.place.id).exists()
        if not found or found.res_model:
            raise UserError(
                self.env._("It is linked already, or gone from QuickBooks. Retry.")
            )
        Matches = self.env["quickbooks.match"].sudo()
        near = Matches._near(connection.sudo(), found.type, found)
        newcomer = self.sudo().create(
            {
                "company_id": connection.company_id.id,
                "object_id": found.id,
                "partner_id": near[:1].id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Is This?"),
            "res_model": self._name,
            "res_id": newcomer.id,
            "view_mode": "form",
            "target": "new",
        }

    def write(self, vals):
        """Only who it is can be chosen."""
        if not self.env.su and vals.keys() - {"partner_id"}:
            raise AccessError(self.env._("Only the contact can be chosen here."))
        return super().write(vals)

    def action_link(self):
        """It is the contact that was chosen."""
        self.ensure_one()
        self._check()
        if not self.partner_id:
            raise UserError(self.env._("Choose the contact that it is."))
        found = self.object_id.sudo()
        partner = self.partner_id.commercial_partner_id
        partner.check_access("read")
        Matches = self.env["quickbooks.match"].sudo()
        Matches._collect(found.connection_id, found.type, partners=partner.ids)
        match = Matches.search(
            [
                ("connection_id", "=", found.connection_id.id),
                ("role", "=", found.type),
                ("partner_id", "=", partner.id),
            ]
        )
        if not match:
            raise UserError(
                self.env._(
                    "%(name)s is archived or belongs to another company.",
                    name=partner.display_name,
                )
            )
        return match.with_env(self.env)._choose(found.with_env(self.env))

    def action_create_contact(self):
        """It is nobody yet: a contact is made of it."""
        self.ensure_one()
        self._check()
        self.env["res.partner"].check_access("create")
        found = self.object_id.sudo()
        if found.res_model:
            raise UserError(self.env._("Somebody has linked it meanwhile."))
        partners = self.env["res.partner"].sudo().with_company(self.company_id)
        partner = partners._qb_make_listed(found.connection_id, found)
        return self.env["quickbooks.sync.mixin"]._qb_notify(
            self.env._(
                "%(name)s is a contact now. What has waited for it arrives.",
                name=partner.display_name,
            )
        )

    def _check(self):
        self.check_access("read")
        self.env["quickbooks.match"]._check_manager()
