# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import preflight
from ..lib.online import render
from ..lib.problems import Problem


class QuickbooksPreview(models.TransientModel):
    """The dry run: what would go to QuickBooks, and what would stop it."""

    _name = "quickbooks.preview"
    _description = "QuickBooks Preview"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    line_ids = fields.One2many("quickbooks.preview.line", "preview_id", readonly=True)
    ready_count = fields.Integer(compute="_compute_counts")
    stopped_count = fields.Integer(compute="_compute_counts")

    @api.depends("line_ids.problems")
    def _compute_counts(self):
        for preview in self:
            stopped = preview.line_ids.filtered("problems")
            preview.stopped_count = len(stopped)
            preview.ready_count = len(preview.line_ids - stopped)

    @api.model
    def _open(self, records):
        """The preview of records in a dialog.

        :raises UserError: where there is nothing that could be sent
        """
        lines = []
        for object_type, group in records.sudo()._qb_outgoing().items():
            for company, ours in group.grouped(records._qb_company).items():
                connection = self.env["quickbooks.connection"]._of_company(company)
                if connection:
                    lines += [
                        {"company_id": company.id, **line}
                        for line in self._lines(connection, object_type, ours)
                    ]
        if not lines:
            raise UserError(
                self.env._(
                    "There is nothing to preview: only posted invoices and bills of a"
                    " company that is connected to QuickBooks are sent."
                )
            )
        preview = self.create(
            {
                "company_id": lines[0]["company_id"],
                "line_ids": [fields.Command.create(line) for line in lines],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("QuickBooks Preview"),
            "res_model": self._name,
            "res_id": preview.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _lines(self, connection, object_type, records):
        profile, rules = connection._profile(), connection._rules()
        made = records._qb_documents_or_problems(connection, object_type, {})
        lines = []
        for record in records:
            document, payload = made[record.id], b""
            if isinstance(document, Problem):
                problems = [document]
            else:
                problems = preflight.check(document, profile, rules)
                payload = render.batch_item(document, "1", profile)
            lines.append(
                {
                    "name": record.display_name,
                    "object_type": object_type,
                    "problems": "\n".join(
                        connection._explain(problem) for problem in problems
                    ),
                    "payload": payload and render.readable(payload),
                }
            )
        return lines


class QuickbooksPreviewLine(models.TransientModel):
    """One document of a dry run."""

    _name = "quickbooks.preview.line"
    _description = "QuickBooks Preview Line"

    preview_id = fields.Many2one(
        "quickbooks.preview", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    name = fields.Char(string="Document", readonly=True)
    object_type = fields.Char(string="In QuickBooks", readonly=True)
    problems = fields.Text(string="What Would Stop It", readonly=True)
    payload = fields.Text(string="What Would Be Sent", readonly=True)
