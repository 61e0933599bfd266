# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One document of both sides, field by field."""

from odoo import api, fields, models

from ..lib import compare
from ..lib.problems import Problem, QuickBooksError
from .told import tell

# The widest table that anybody reads in a form.
MOST_FIELDS = 100


class QuickbooksComparisonLine(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.comparison.line"

    fields_html = fields.Html(
        string="Field by Field", compute="_compute_fields_html", sanitize=False
    )

    @api.depends("res_id", "raw")
    @api.depends_context("lang")
    def _compute_fields_html(self):
        shown = self.env["quickbooks.sync.mixin"]._qb_value
        for line in self:
            differences = line.sudo()._differences()[:MOST_FIELDS]
            line.fields_html = bool(differences) and self.env["ir.qweb"]._render(
                "tms_quickbooks.comparison_fields",
                {
                    "rows": [
                        {
                            "field": each.field,
                            "label": tell(self.env, each.label),
                            "ours": shown(each.field, each.ours),
                            "theirs": shown(each.field, each.theirs),
                        }
                        for each in differences
                    ]
                },
            )

    def _differences(self):
        """In what the document as it is here differs from what QuickBooks has shown;
        nothing where one side has none."""
        self.ensure_one()
        record, raw = self._record(), self.raw
        if record is None or not raw:
            return []
        connection = self.connection_id
        company = record.with_company(connection.company_id)
        ours = company._qb_documents_or_problems(connection, self.type, {})[record.id]
        provider = connection._provider()
        try:
            theirs = provider.documents.document(self.type, raw)
        except QuickBooksError:  # told where it is taken; here it is only looked at
            return []
        if isinstance(ours, Problem):
            return []
        return compare.differences(
            ours, theirs, provider=provider, profile=connection._profile()
        )
