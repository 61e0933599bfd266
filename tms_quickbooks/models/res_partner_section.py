# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The QuickBooks section of contacts: addresses of a company have no QB status."""

from odoo import api, models

# `_qb_concerned`, as a view says it.
IS_ADDRESS = "parent_id and not is_company"
NOT_SYNCED = (
    "[('qb_status', '=', 'not_synced'),"
    " '|', ('parent_id', '=', False), ('is_company', '=', True)]"
)


class ResPartner(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "res.partner"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "list":
            for status in arch.iterfind("field[@name='qb_status']"):
                status.set("invisible", IS_ADDRESS)
        elif view_type == "search":
            for found in arch.iterfind(".//filter[@name='qb_not_synced']"):
                found.set("domain", NOT_SYNCED)
        return arch, view
