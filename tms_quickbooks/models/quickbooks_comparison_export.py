# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A comparison of the books as a spreadsheet."""

import base64

from odoo import fields, models

from ..lib import tables
from .quickbooks_comparison_part import Figures

# Differences that are read together.
READ_AT_ONCE = 1000


class QuickbooksComparison(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.comparison"

    export = fields.Binary(compute="_compute_export", prefetch=False)

    def action_export(self):
        """Both sides and every difference, as a file for a spreadsheet."""
        self.ensure_one()
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        name = f"books-{self.date_from}-{self.date_to}.xlsx"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/export/{name}?download=true",
            "target": "download",
        }

    def _compute_export(self):
        for comparison in self:
            book = tables.write_xlsx(
                {
                    self.env._("Both Sides"): comparison._figures_rows(),
                    self.env._("Differences"): comparison._lines_rows(),
                }
            )
            comparison.export = base64.b64encode(book)

    def _figures_rows(self):
        yield [
            self.env._("Documents"),
            self.env._("Currency"),
            self.env._("Odoo: Count"),
            self.env._("Odoo: Total"),
            self.env._("Odoo: Open"),
            self.env._("QuickBooks: Count"),
            self.env._("QuickBooks: Total"),
            self.env._("QuickBooks: Open"),
            self.env._("Set Apart in Odoo"),
            self.env._("Set Apart in QuickBooks"),
        ]
        labels = dict(self.env["quickbooks.comparison.part"]._types())
        for part in self.part_ids:
            figures = Figures(part.figures)
            for currency in sorted(part.figures or {"": {}}):
                here, there, apart_here, apart_there = figures.of_all(currency)
                yield [
                    labels[part.type],
                    currency,
                    *here,
                    *there,
                    apart_here.count,
                    apart_there.count,
                ]

    def _lines_rows(self):
        lines = self.env["quickbooks.comparison.line"]
        columns = (
            "kind",
            "type",
            "number",
            "party",
            "date",
            "currency",
            "ours_text",
            "theirs_text",
            "delta",
            "standing",
            "note_text",
            "accepted_id",
            "qb_id",
        )
        labels = lines.fields_get(columns, ["string", "selection"])
        words = {
            name: dict(label["selection"])
            for name, label in labels.items()
            if "selection" in label
        }
        yield [labels[name]["string"] for name in columns]
        ids = lines.search([("comparison_id", "=", self.id)], order="kind, id").ids
        for start in range(0, len(ids), READ_AT_ONCE):
            some = lines.browse(ids[start : start + READ_AT_ONCE])
            for line, values in zip(some, some.read(columns, load=None), strict=True):
                values["ours_text"] = line._plain(line.ours, is_ours=True)
                values["theirs_text"] = line._plain(line.theirs, is_ours=False)
                values["accepted_id"] = line.accepted_id.display_name
                yield [
                    words.get(name, {}).get(values[name], values[name]) or ""
                    for name in columns
                ]
            some.invalidate_recordset()
