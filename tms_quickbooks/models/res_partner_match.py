# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which customer and which vendor in QuickBooks a contact is."""

from odoo import api, fields, models

from ..lib.matching import Contact


class ResPartner(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "res.partner"

    qb_customer_id = fields.Many2one(
        "quickbooks.object",
        string="Customer in QuickBooks",
        compute="_compute_qb_links",
        groups="tms_quickbooks.group_quickbooks_user",
    )
    qb_vendor_id = fields.Many2one(
        "quickbooks.object",
        string="Vendor in QuickBooks",
        compute="_compute_qb_links",
        groups="tms_quickbooks.group_quickbooks_user",
    )

    @api.depends("qb_status")
    @api.depends_context("allowed_company_ids")
    def _compute_qb_links(self):
        books = self.env["quickbooks.connection"]._of_company(self.env.company)
        found = self.commercial_partner_id._qb_objects_of(books.ids)
        found = found.grouped(lambda found: (found.type, found.res_id))
        nobody = self.env["quickbooks.object"]
        for partner in self:
            own = partner.commercial_partner_id.id
            partner.qb_customer_id = found.get(("Customer", own), nobody)[:1]
            partner.qb_vendor_id = found.get(("Vendor", own), nobody)[:1]

    def _qb_contact(self):
        """What is compared with the customers and vendors of QuickBooks."""
        self.ensure_one()
        return Contact(
            self.id,
            (self.name or "",),
            self._qb_email(),
            (self.phone or "",),
            self.street or "",
            self.city or "",
            self.zip or "",
        )

    def action_qb_match(self):
        """Choose who this is in QuickBooks, as a customer or as a carrier.

        The context's `qb_role` says which: "Customer" or "Vendor".
        """
        self.ensure_one()
        self._qb_check_user()
        self.check_access("read")
        connection = self.env["quickbooks.connection"]._of_company(self.env.company)
        if not connection:
            raise connection._none_connected()
        role = "Vendor" if self.env.context.get("qb_role") == "Vendor" else "Customer"
        return self.env["quickbooks.match"]._action_for_partner(
            connection.with_env(self.env), self, role
        )
