# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was mended for one record is mostly mended for others, too."""

from odoo import api, fields, models


class QuickbooksSyncMixin(models.AbstractModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.sync.mixin"

    qb_alike_count = fields.Integer(
        string="Failed for the Same Reason",
        compute="_compute_qb_alike_count",
        help="How many, this one included, failed for the same reason.",
    )

    @api.depends("qb_status")
    @api.depends_context("allowed_company_ids")
    def _compute_qb_alike_count(self):
        jobs = self._qb_by_record(self._qb_open_jobs())
        for record in self:
            record.qb_alike_count = jobs[record.id]._telling().alike_count

    def action_qb_retry_alike(self):
        """Try everything again that failed for the reason these failed for."""
        self._qb_check_user()
        self.check_access("read")
        told = self.env["quickbooks.job"]
        for jobs in self._qb_by_record(self._qb_open_jobs()).values():
            told |= jobs._telling()
        return told.with_env(self.env).action_retry_alike()
