# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a record was in a QuickBooks company that its company has moved away from."""

from odoo import api, fields, models


class QuickbooksSyncMixin(models.AbstractModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.sync.mixin"

    qb_earlier = fields.Char(
        string="In an Earlier QuickBooks Company", compute="_compute_qb_earlier"
    )

    @api.depends("qb_status")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_qb_earlier(self):
        archived = (
            self.env["quickbooks.connection"]
            .sudo()
            .search(
                [
                    ("active", "=", False),
                    ("company_id", "in", self.env.companies.parent_ids.ids),
                ]
            )
        )
        if not archived:
            self.qb_earlier = False
            return
        types = self.env["quickbooks.object"]._type_labels()
        bindings = self._qb_by_record(self._qb_objects_of(archived.ids))
        for record in self:
            record.qb_earlier = ", ".join(
                self.env._(
                    "%(type)s %(id)s in %(company)s",
                    type=types[binding.type],
                    id=binding.qb_id,
                    company=binding.connection_id.company_file
                    or binding.connection_id.name,
                )
                for binding in bindings[record.id]
            )
