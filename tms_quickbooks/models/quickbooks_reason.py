# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.tools import SQL

# Stands for what differs from job to job.
ANY = "…"


class QuickbooksReason(models.Model):
    """What keeps jobs of a connection from going on: a problem without its particulars.

    Jobs are grouped by it and tried again together: what was mended for one of them is
    mostly mended for all.
    """

    _name = "quickbooks.reason"
    _description = "QuickBooks Reason"
    _order = "code, id"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    code = fields.Char(required=True, readonly=True)
    template = fields.Char(
        required=True, readonly=True, help="The sentence, with places for particulars."
    )
    failed_count = fields.Integer(
        string="Failed",
        compute="_compute_failed_count",
        export_string_translation=False,
    )

    _one_per_sentence = models.UniqueIndex("(connection_id, code, template)")

    @api.depends("code", "template")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for reason in self:
            text = self.env._(reason.template) if reason.template else ""
            # QuickBooks' own words differ each time; its number says which it is.
            number = f" ({reason.code})" if "%(words)s" in text else ""
            reason.display_name = re.sub(r"%\(\w+\)s", ANY, text) + number

    def _compute_failed_count(self):
        counts = self.env["quickbooks.job"]._read_group(
            [("reason_id", "in", self.ids), ("state", "=", "failed")],
            ["reason_id"],
            ["__count"],
        )
        by_reason = {reason.id: count for reason, count in counts}
        for reason in self:
            reason.failed_count = by_reason.get(reason.id, 0)

    @api.model
    def _of(self, jobs):
        """``{job: reason}`` of those that have a problem, made where it is new."""
        keys = {
            job: (job.connection_id.id, job.problem_code, job.problem_data["text"])
            for job in jobs
            if job.problem_code and job.problem_data
        }
        keys = {
            job: (connection_id, code, text["template"])
            for job, (connection_id, code, text) in keys.items()
        }
        known = self._known(keys.values())
        missing = set(keys.values()) - known.keys()
        if missing:
            companies = {job.connection_id.id: job.company_id.id for job in keys}
            # Another worker may meet the same problem at the same moment.
            self.env.execute_query(
                SQL(
                    "INSERT INTO quickbooks_reason"
                    " (connection_id, company_id, code, template)"
                    " VALUES %s ON CONFLICT DO NOTHING",
                    SQL(", ").join(
                        SQL("%s", (key[0], companies[key[0]], *key[1:]))
                        for key in sorted(missing)
                    ),
                )
            )
            known = self._known(keys.values())
        return {job: known[key] for job, key in keys.items()}

    @api.model
    def _known(self, keys):
        """``{(connection id, code, template): reason}`` of those that are there."""
        found = self.search(
            [
                ("connection_id", "in", list({key[0] for key in keys})),
                ("code", "in", list({key[1] for key in keys})),
            ]
        )
        return {
            (reason.connection_id.id, reason.code, reason.template): reason
            for reason in found
        }

    def action_retry(self):
        """Try everything again that failed for this reason."""
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        failed = self.env["quickbooks.job"].search(
            [("reason_id", "in", self.ids), ("state", "=", "failed")]
        )
        return failed.action_retry()
