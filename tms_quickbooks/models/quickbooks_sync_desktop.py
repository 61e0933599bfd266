# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What records show of QuickBooks Desktop: no page to open, and when they go."""

from odoo import api, fields, models


class QuickbooksSyncMixin(models.AbstractModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.sync.mixin"

    qb_has_page = fields.Boolean(
        string="Has a Page in QuickBooks", compute="_compute_qb_connector"
    )
    qb_next_run = fields.Char(
        string="When It Goes",
        compute="_compute_qb_connector",
        help="With which run of the Web Connector it goes to QuickBooks.",
    )

    @api.depends("qb_status")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_qb_connector(self):
        connections = self.env["quickbooks.connection"]
        for record in self:
            outbound = connections._outbound(self._qb_company(record).id)
            by_connector = bool(outbound) and outbound["desktop"]
            record.qb_has_page = not by_connector
            record.qb_next_run = (
                by_connector
                and record.qb_status == "pending"
                and connections.sudo().browse(outbound["id"]).next_run_text
            )

    def _qb_tell_next_run(self):
        """When what was queued of these goes over; "" where that is at once."""
        connections = self.env["quickbooks.connection"]
        found = connections.sudo()
        for company in {self._qb_company(record) for record in self}:
            outbound = connections._outbound(company.id)
            if outbound and outbound["desktop"]:
                found |= found.browse(outbound["id"])
        return found[:1].next_run_text or ""
