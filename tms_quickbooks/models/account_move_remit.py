# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""To whom an invoice is paid: its remit profile."""

from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    _qb_page_view = "tms_quickbooks.view_account_move_quickbooks"

    qb_remit_profile_id = fields.Many2one(
        "quickbooks.remit.profile",
        string="Remit Profile",
        compute="_compute_qb_remit_profile_id",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        groups="tms_quickbooks.group_quickbooks_user",
        help="Whom the customer pays. The customer of the invoice stays the same.",
    )

    def _auto_init(self):
        """The documents there are have none: nothing is computed for each of them."""
        column = "qb_remit_profile_id"
        if not column_exists(self.env.cr, self._table, column):
            create_column(self.env.cr, self._table, column, "int4")
        return super()._auto_init()

    @api.depends("partner_id", "company_id", "move_type")
    def _compute_qb_remit_profile_id(self):
        for move in self:
            customer = move.partner_id.commercial_partner_id
            move.qb_remit_profile_id = (
                move.move_type == "out_invoice"
                and customer.with_company(move.company_id).qb_remit_profile_id
            )

    def _qb_remit_values(self, place, memo):
        """What the remit profile says, in the place the connection has for it.

        :param place: `remit_place` of the connection
        :param memo: the note for the bookkeeper
        :return: values of the document
        """
        self.ensure_one()
        profile = self.sudo().qb_remit_profile_id
        if place == "none":
            profile = profile.browse()
        # In the customer's language: it is the customer who reads it.
        text = profile.with_context(lang=self.partner_id.lang).text or ""
        values = {"copy_email": profile.send_copy and profile.email or ""}
        if place == "memo":
            return values | {"memo": "\n".join(part for part in (memo, text) if part)}
        return values | {"message": text}
