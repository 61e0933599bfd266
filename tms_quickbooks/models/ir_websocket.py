# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .quickbooks_live import LIVE


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """QuickBooks users hear of the companies they may see."""
        channels = super()._build_bus_channel_list(channels)
        user = self.env.user
        if user.has_group("tms_quickbooks.group_quickbooks_user"):
            channels.extend((company, LIVE) for company in user.company_ids)
        return channels
