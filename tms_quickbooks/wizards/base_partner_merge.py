# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from ..models.quickbooks_job import OPEN_STATES


class MergePartner(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        """The contact that stays is the customer and vendor the others were.

        :raises UserError: while one of the others is on its way to QuickBooks
        """
        self.env["quickbooks.job"].sudo().search(
            [
                ("res_model", "=", src_partners._name),
                ("res_id", "in", src_partners.ids),
                ("state", "in", OPEN_STATES),
            ]
        )._cancel_open()
        self.env["quickbooks.object"].sudo()._hand_over(src_partners, dst_partner)
        return super()._update_reference_fields(src_partners, dst_partner)
